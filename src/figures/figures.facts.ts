import {
  committedOn,
  reserveCountsOn,
  type Entry,
  type PostingAccount,
} from '../accounts/account.facts.js';
import {
  accrued,
  allocationOn,
  allocationsInForce,
  assessmentsInForce,
  contributed,
  oneOffsUpTo,
} from '../budgets/budget.facts.js';
import { daysBetween, type LocalDate } from '../kernel/dates.js';
import { dividedHalfUp, minus, NOTHING, times, type Pence } from '../kernel/money.js';
import type { Policy } from '../policies/policy.facts.js';
import type { BookedPosting, BudgetAsKnown, Source } from './as-known.facts.js';
import { figureOf, leaf, part, type Figure, type FigureName, type Term } from './figure.facts.js';
import { surplusOf, surplusShares, type SurplusShare } from './surplus.facts.js';

/** Every figure of a budget, at two clocks: the day here, the knowledge in `known`. */
export interface Figures {
  readonly asAt: LocalDate;
  readonly figures: Readonly<Record<FigureName, Figure>>;
  /** To one place, cut off; `null`: no allocation is in force. */
  readonly weeksHeld: number | null;
  readonly surplusShares: readonly SurplusShare[];
}

export function figuresOf(known: BudgetAsKnown, asAt: LocalDate, policy: Policy): Figures {
  const money = moneyOf(known, asAt);
  const entitled = entitledOf(known, asAt);
  const contribution = contributionOf(known, asAt);
  const paid = paidOf(known, asAt);
  const committed = committedOf(known, asAt);
  const reserved = reservedOf(known, asAt);
  const { balance } = money;
  const surplus = surplusOf(known, asAt, policy, { balance, committed, reserved });
  const weekly = allocationOn(known.timeline, asAt)?.weeklyPence;
  return {
    asAt,
    figures: {
      ...money,
      entitled,
      contribution,
      paid,
      paidAhead: paidAheadOf(known, asAt),
      owed: owedOf(known, { entitled, contribution, paid }),
      committed,
      reserved,
      available: figureOf([
        part(1, 'On the account', balance),
        part(-1, 'Owed from it', committed),
        part(-1, 'Kept for later', reserved),
      ]),
      surplus,
      unreconciled: figureOf([]), // nothing is, while there is no statement to agree with
    },
    weeksHeld: weekly ? weeksIn(balance.amountPence, weekly) : null,
    surplusShares: surplusShares(known, asAt, surplus.amountPence),
  };
}

/** To one place, cut off: never shown higher than it is. */
export const weeksIn = (balance: number, weekly: number): number =>
  Math.floor((balance * 10) / weekly) / 10;

// ── What should have been paid ───────────────────────────────────────────────

function entitledOf({ timeline, sources }: BudgetAsKnown, asAt: LocalDate): Figure {
  const accruals = allocationsInForce(timeline, asAt).flatMap(({ what, days }) => {
    const source = sources.get(what.allocationId)!;
    return what.lines.map((line) => leaf(line.purpose, accrued(line.weeklyPence, days), source));
  });
  const oneOffs = oneOffsUpTo(timeline, asAt).map((it) =>
    leaf(it.purpose, it.amountPence, sources.get(it.oneOffId)!),
  );
  return figureOf([...accruals, ...oneOffs]);
}

const contributionOf = ({ timeline, sources }: BudgetAsKnown, asAt: LocalDate): Figure =>
  figureOf(
    assessmentsInForce(timeline, asAt).map((it) =>
      leaf('Contribution', contributed(timeline, it), sources.get(it.what.assessmentId)!),
    ),
  );

/** Gross: the council invoices the contribution, so it lessens nothing that is owed. */
function owedOf(
  { timeline }: BudgetAsKnown,
  it: { entitled: Figure; contribution: Figure; paid: Figure },
): Figure {
  const net = timeline.opened?.basis !== 'gross';
  return figureOf([
    part(1, 'What was agreed', it.entitled),
    ...(net ? [part(-1, 'Your contribution', it.contribution)] : []),
    part(-1, 'What was paid', it.paid),
  ]);
}

// ── What moved ───────────────────────────────────────────────────────────────

const upTo = ({ postings }: BudgetAsKnown, asAt: LocalDate) =>
  postings.filter((it) => it.on <= asAt);

const labelOf = ({ entry }: BookedPosting): string =>
  entry === 'opening' ? 'Opening balance' : (entry.category ?? entry.kind);

const leafOf = (posting: BookedPosting, amountPence: Pence): Term => {
  const { eventId, on, recordedAt } = posting;
  return leaf(labelOf(posting), amountPence, { eventId, on, recordedAt });
};

type Money = Record<'balance' | 'received' | 'spent' | 'returned', Figure>;

/** Sums of postings: each figure is one kind of account, seen from the account of the person. */
function moneyOf(known: BudgetAsKnown, asAt: LocalDate): Money {
  const postings = upTo(known, asAt);
  const sumOf = (which: (account: PostingAccount) => boolean, sign: 1 | -1): Figure =>
    figureOf(
      postings
        .filter((it) => which(it.account))
        .map((it) => leafOf(it, sign === 1 ? it.amountPence : minus(it.amountPence))),
    );
  const opening = sumOf((it) => it === 'opening', -1);
  const received = sumOf((it) => it.startsWith('income:'), -1);
  const spent = sumOf((it) => it.startsWith('expenses:'), 1);
  const returned = sumOf((it) => it === 'sent-back', 1);
  const balance = figureOf([
    part(1, 'At the opening', opening),
    part(1, 'Money in', received),
    part(-1, 'Money spent', spent),
    part(-1, 'Sent back', returned),
  ]);
  return { balance, received, spent, returned };
}

const isOverpayment = (entry: Entry | 'opening') =>
  entry !== 'opening' && entry.kind === 'return' && entry.cause === 'overpayment';

/** Payments, less those that bounced or were put right, less overpayments that were sent back. */
function paidOf(known: BudgetAsKnown, asAt: LocalDate): Figure {
  const terms = upTo(known, asAt).flatMap((it) => {
    const counts = it.account === 'income:council' || isOverpayment(it.entry);
    return counts && it.account !== 'bank' ? [leafOf(it, minus(it.amountPence))] : [];
  });
  return figureOf(terms);
}

/** The part of each payment that is for days after `asAt`, by days. */
function paidAheadOf({ books, sources }: BudgetAsKnown, asAt: LocalDate): Figure {
  const terms: Term[] = [];
  for (const entry of books.entries.values()) {
    const { period, undone, on, amountPence, entryId } = entry;
    if (!period || period.to <= asAt || on > asAt || (undone && undone.on <= asAt)) continue;
    const days = daysBetween(period.from, period.to) + 1;
    const ahead = Math.min(days, daysBetween(asAt, period.to));
    const amount = dividedHalfUp(times(amountPence, ahead), days);
    terms.push(leaf('payment', amount, sources.get(entryId)!));
  }
  return figureOf(inOrder(terms));
}

// ── What is owed from it and kept on it ──────────────────────────────────────

function committedOf({ books, sources }: BudgetAsKnown, asAt: LocalDate): Figure {
  const terms: Term[] = [];
  for (const it of books.commitments.values()) {
    const amount = committedOn(it, asAt);
    if (amount > NOTHING) terms.push(leaf(it.kind, amount, sourceOf(sources, it.commitmentId)));
  }
  return figureOf(inOrder(terms));
}

/** All open reserves but a contingency, which only raises what may stay. */
function reservedOf({ books, sources }: BudgetAsKnown, asAt: LocalDate): Figure {
  const terms: Term[] = [];
  for (const it of books.reserves.values())
    if (it.kind !== 'contingency' && reserveCountsOn(it, asAt))
      terms.push(leaf(it.kind, it.amountPence, sourceOf(sources, it.reserveId)));
  return figureOf(inOrder(terms));
}

const sourceOf = (sources: ReadonlyMap<string, Source>, id: string): Source => sources.get(id)!;

/** By day, then by when we learnt it: a register has no order of its own. */
const inOrder = (terms: readonly Term[]): Term[] =>
  terms.toSorted((a, b) =>
    `${a.on}${a.recordedAt}${a.eventId}` < `${b.on}${b.recordedAt}${b.eventId}` ? -1 : 1,
  );
