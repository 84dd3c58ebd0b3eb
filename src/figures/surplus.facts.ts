import { reserveCountsOn } from '../accounts/account.facts.js';
import { allocationOn } from '../budgets/budget.facts.js';
import { dayInWords, type LocalDate } from '../kernel/dates.js';
import {
  formatPence,
  minus,
  NOTHING,
  pence,
  plus,
  shareOut,
  times,
  type Pence,
} from '../kernel/money.js';
import type { Policy } from '../policies/policy.facts.js';
import type { BookedPosting, BudgetAsKnown } from './as-known.facts.js';
import { figureOf, part, type Figure, type Term } from './figure.facts.js';

/** Whose the surplus would be: each stream's part of it, and the person's own. */
export interface SurplusShare {
  readonly to: 'council' | 'person';
  readonly fundingStream?: string;
  readonly amountPence: Pence;
}

/**
 * What is left above commitments, reserves and what may stay, never below nothing. Exactly at the
 * threshold is none. Where the sum is below nothing, the last term makes up what is missing, so
 * that the terms add up to the figure.
 */
export function surplusOf(
  known: BudgetAsKnown,
  asAt: LocalDate,
  policy: Policy,
  it: { balance: Figure; committed: Figure; reserved: Figure },
): Figure {
  const above = figureOf([
    part(1, 'On the account', it.balance),
    part(-1, 'To be paid from it', it.committed),
    part(-1, 'Kept for later', it.reserved),
    allowanceOf(known, asAt, policy),
  ]);
  if (above.amountPence >= NOTHING) return above;
  const missing = minus(above.amountPence);
  return figureOf([
    ...above.terms,
    {
      sign: 1,
      label: 'Less than you may keep, so nothing',
      amountPence: missing,
      words: () =>
        `The account could hold ${formatPence(missing)} more before anything is too much.`,
    },
  ]);
}

/**
 * What may stay on the account: the agreed contingency (the policy's weeks where none was agreed)
 * or the surplus weeks, whichever is more. With no allocation in force there are no weeks.
 */
function allowanceOf({ timeline, books }: BudgetAsKnown, asAt: LocalDate, policy: Policy): Term {
  const weekly = allocationOn(timeline, asAt)?.weeklyPence ?? NOTHING;
  let agreed: Pence | undefined;
  for (const it of books.reserves.values())
    if (it.kind === 'contingency' && reserveCountsOn(it, asAt))
      agreed = plus(agreed ?? NOTHING, it.amountPence);
  const contingency = agreed ?? times(weekly, policy.contingencyWeeks);
  const weeks = times(weekly, policy.surplusWeeks);
  const rules = `from the council’s rules of ${dayInWords(policy.effectiveFrom)}`;
  return {
    sign: -1,
    label: 'What you may keep',
    amountPence: pence(Math.max(contingency, weeks)),
    policyVersion: policy.version,
    words: () => {
      if (weeks >= contingency)
        return `${policy.surplusWeeks} weeks of ${formatPence(weekly)} a week, ${rules}`;
      return agreed !== undefined
        ? `${formatPence(agreed)} agreed for emergencies`
        : `${policy.contingencyWeeks} weeks of ${formatPence(weekly)} a week, ${rules}`;
    },
  };
}

/** Stands for the person among the funding streams. */
const PERSON = Symbol('the person');
/** Money that no stream and no person paid in, such as an opening balance, is the council's. */
const UNKNOWN = Symbol('unknown');

type Payer = string | typeof PERSON | typeof UNKNOWN;

/** In proportion to what each paid in since the opening; largest remainder, so the sum is exact. */
export function surplusShares(
  known: BudgetAsKnown,
  asAt: LocalDate,
  surplus: Pence,
): SurplusShare[] {
  if (surplus === NOTHING) return [];
  const paidIn = new Map<Payer, number>();
  for (const posting of known.postings)
    if (posting.on <= asAt && posting.account === 'bank')
      for (const [payer, amount] of payersOf(known, posting))
        paidIn.set(payer, (paidIn.get(payer) ?? 0) + amount);
  const payers = [...paidIn].filter(([, weight]) => weight > 0).sort(byName);
  if (payers.length === 0) payers.push([UNKNOWN, 1]);
  const shares = shareOut(
    surplus,
    payers.map(([, weight]) => weight),
  );
  return payers.map(([payer], i) => shareOf(payer, shares[i]!));
}

function shareOf(payer: Payer, amountPence: Pence): SurplusShare {
  if (payer === PERSON) return { to: 'person', amountPence };
  return typeof payer === 'string'
    ? { to: 'council', fundingStream: payer, amountPence }
    : { to: 'council', amountPence };
}

/** Streams by name, then money of no known stream, the person last: every time the same pennies. */
const placeOf = (payer: Payer): string =>
  typeof payer === 'string' ? `1 ${payer}` : payer === UNKNOWN ? '2' : '3';

const byName = ([a]: [Payer, number], [b]: [Payer, number]): number =>
  placeOf(a) < placeOf(b) ? -1 : 1;

/** Who paid it in; refunds, interest and the opening balance have no weight. */
function payersOf(known: BudgetAsKnown, { entry, amountPence }: BookedPosting): [Payer, number][] {
  if (entry === 'opening') return [];
  switch (entry.kind) {
    case 'contribution':
    case 'top-up':
      return [[PERSON, amountPence]];
    case 'payment':
      return entry.fundingStream !== undefined
        ? [[entry.fundingStream, amountPence]]
        : overTheLines(known, entry.on, amountPence);
    default:
      return [];
  }
}

/**
 * A payment that names no stream is shared over the lines in force on its day. By stream, in the
 * order of the lines; who is no text stands for a day on which nothing was in force.
 */
export function overTheLines(
  { timeline }: Pick<BudgetAsKnown, 'timeline'>,
  on: LocalDate,
  signed: Pence,
) {
  const lines = allocationOn(timeline, on)?.lines ?? [];
  if (lines.length === 0) return [[UNKNOWN, signed]] as [Payer, number][];
  const amount = signed < 0 ? minus(signed) : signed;
  const shares = shareOut(
    amount,
    lines.map((it) => it.weeklyPence),
  );
  return lines.map((it, i): [Payer, number] => [
    it.fundingStream,
    signed < 0 ? -shares[i]! : shares[i]!,
  ]);
}
