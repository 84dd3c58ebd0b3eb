import {
  openOccurrences,
  reserveCountsOn,
  type Entry,
  type PostingAccount,
} from '../accounts/account.facts.js';
import { hasLine, type Statements } from '../accounts/lines.facts.js';
import {
  accrued,
  allocationOn,
  allocationsInForce,
  assessmentsInForce,
  contributed,
  oneOffsUpTo,
} from '../budgets/budget.facts.js';
import { commitmentInWords, ENTRY_IN_WORDS, reserveInWords } from '../history/words.facts.js';
import { daysBetween, type LocalDate } from '../kernel/dates.js';
import { dividedHalfUp, formatPence, minus, times, type Pence } from '../kernel/money.js';
import { atTheStart, inWords } from '../policies/in-words.facts.js';
import type { Policy } from '../policies/policy.facts.js';
import {
  aheadInWords,
  contributionInWords,
  owedInWords,
  weeklyInWords,
} from './accruals-in-words.facts.js';
import type { BookedPosting, BudgetAsKnown } from './as-known.facts.js';
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
        part(-1, 'To be paid from it', committed),
        part(-1, 'Kept for later', reserved),
      ]),
      surplus,
      unreconciled: unreconciledOf(known, asAt),
    },
    weeksHeld: weekly ? weeksIn(balance.amountPence, weekly) : null,
    surplusShares: surplusShares(known, asAt, surplus.amountPence),
  };
}

/** To one place, cut off: never shown higher than it is. */
export const weeksIn = (balance: number, weekly: number): number =>
  Math.floor((balance * 10) / weekly) / 10;

// ── What should have been paid ───────────────────────────────────────────────

/** What a line or a one-off is for, and who pays it: no two of one event are alike. */
const purposeOf = (it: { readonly purpose: string; readonly fundingStream: string }): string =>
  `${atTheStart(inWords(it.purpose))} (${inWords(it.fundingStream)})`;

function entitledOf({ timeline, sources }: BudgetAsKnown, asAt: LocalDate): Figure {
  const accruals = allocationsInForce(timeline, asAt).flatMap((inForce) => {
    const { what, days } = inForce;
    const source = sources.get(what.allocationId)!;
    return what.lines.map((line) =>
      leaf(purposeOf(line), accrued(line.weeklyPence, days), source, () =>
        weeklyInWords(line.weeklyPence, inForce),
      ),
    );
  });
  const oneOffs = oneOffsUpTo(timeline, asAt).map((it) =>
    leaf(purposeOf(it), it.amountPence, sources.get(it.oneOffId)!),
  );
  return figureOf([...accruals, ...oneOffs]);
}

const contributionOf = ({ timeline, sources }: BudgetAsKnown, asAt: LocalDate): Figure =>
  figureOf(
    assessmentsInForce(timeline, asAt).map((it) =>
      leaf('Contribution', contributed(timeline, it), sources.get(it.what.assessmentId)!, () =>
        contributionInWords(timeline, it),
      ),
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
    ...(net ? [part(-1, 'The contribution', it.contribution)] : []),
    part(-1, 'What the council paid', it.paid),
  ]);
}

// ── What moved ───────────────────────────────────────────────────────────────

const upTo = ({ postings }: BudgetAsKnown, asAt: LocalDate) =>
  postings.filter((it) => it.on <= asAt);

const labelOf = ({ entry, undoes, event }: BookedPosting): string => {
  if (entry === 'opening') return 'On the account when the budget opened';
  if (undoes) return event.type === 'PaymentReturned' ? 'Went back' : 'Put right';
  return entry.outcome === undefined
    ? ENTRY_IN_WORDS[entry.kind]
    : `For: ${inWords(entry.outcome)}`;
};

/** What was on the account when the budget opened, among the terms of what is on it. */
export const AT_THE_OPENING = 'At the opening';

export const FROM_THE_COUNCIL = 'Money the council paid in';

type Money = Record<'balance' | 'received' | 'spent' | 'returned', Figure>;

/** Sums of postings: each figure is one kind of account, seen from the account of the person. */
function moneyOf(known: BudgetAsKnown, asAt: LocalDate): Money {
  const byAccount = Map.groupBy(upTo(known, asAt), (it) => it.account);
  const came = (account: PostingAccount): Figure =>
    figureOf(
      (byAccount.get(account) ?? []).map((it) => leaf(labelOf(it), minus(it.amountPence), it)),
    );
  const went = (account: PostingAccount): Figure =>
    figureOf((byAccount.get(account) ?? []).map((it) => leaf(labelOf(it), it.amountPence, it)));
  const accounts = [...byAccount.keys()].sort();
  const below = (above: string) => accounts.filter((it) => it.startsWith(above));
  const received = figureOf(below('income:').map((it) => part(1, CAME_FROM[it] ?? it, came(it))));
  const spent = figureOf(
    below('expenses:').map((it) =>
      part(1, atTheStart(inWords(it.slice('expenses:'.length))), went(it)),
    ),
  );
  const returned = went('sent-back');
  const balance = figureOf([
    part(1, AT_THE_OPENING, came('opening')),
    part(1, 'Money in', received),
    part(-1, 'Money spent', spent),
    part(-1, 'Sent back to the council', returned),
  ]);
  return { balance, received, spent, returned };
}

const CAME_FROM: Readonly<Partial<Record<PostingAccount, string>>> = {
  'income:council': FROM_THE_COUNCIL,
  'income:contribution': 'Contributions paid in',
  'income:top-up': 'Top-ups',
  'income:refund': 'Refunds',
  'income:interest': 'Interest',
};

const isOverpayment = (entry: Entry | 'opening') =>
  entry !== 'opening' && entry.kind === 'return' && entry.cause === 'overpayment';

/** Payments, less those that bounced or were put right, less overpayments that were sent back. */
function paidOf(known: BudgetAsKnown, asAt: LocalDate): Figure {
  const terms = upTo(known, asAt).flatMap((it) => {
    const counts = it.account === 'income:council' || isOverpayment(it.entry);
    return counts && it.account !== 'bank' ? [leaf(labelOf(it), minus(it.amountPence), it)] : [];
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
    const words = () => aheadInWords(amountPence, ahead, days, asAt);
    terms.push(leaf(ENTRY_IN_WORDS.payment, amount, sources.get(entryId)!, words));
  }
  return figureOf(inOrder(terms));
}

// ── What is owed from it and kept on it ──────────────────────────────────────

function committedOf({ books, sources }: BudgetAsKnown, asAt: LocalDate): Figure {
  const terms: Term[] = [];
  for (const it of books.commitments.values()) {
    const open = openOccurrences(it, asAt);
    if (open.length === 0) continue;
    const amount = times(it.amountPence, open.length);
    const words = () => owedInWords(it.amountPence, open);
    terms.push(leaf(commitmentInWords(it.kind), amount, sources.get(it.commitmentId)!, words));
  }
  return figureOf(inOrder(terms));
}

/** All open reserves but a contingency, which only raises what may stay. */
function reservedOf({ books, sources }: BudgetAsKnown, asAt: LocalDate): Figure {
  const terms: Term[] = [];
  for (const it of books.reserves.values())
    if (it.kind !== 'contingency' && reserveCountsOn(it, asAt))
      terms.push(leaf(reserveInWords(it.kind), it.amountPence, sources.get(it.reserveId)!));
  return figureOf(inOrder(terms));
}

/**
 * What the bank's statements and what was written down do not have in common yet; nothing, while
 * there is no statement. An entry has its line from the day on which the bank booked that. A line
 * that was set aside stays in it until it is explained, in a closed period, too.
 */
function unreconciledOf(known: BudgetAsKnown, asAt: LocalDate): Figure {
  const { books, statements, sources } = known;
  if (statements.all.length === 0) return figureOf([]);
  const entries: Term[] = [];
  for (const it of books.entries.values()) {
    if (it.on > asAt || (it.undone && it.undone.on <= asAt)) continue;
    if (hasLineBy(statements, it.entryId, asAt)) continue;
    entries.push(leaf(ENTRY_IN_WORDS[it.kind], it.amountPence, sources.get(it.entryId)!));
  }
  const lines: Term[] = [];
  for (const { lineId, countsOn, state, amountPence } of statements.lines.values()) {
    if (countsOn > asAt || (state !== 'open' && state !== 'set-aside')) continue;
    const amount = amountPence < 0 ? minus(amountPence) : amountPence;
    lines.push(
      leaf(LINE_IN_WORDS[state], amount, sources.get(lineId)!, () => lineInWords(amountPence)),
    );
  }
  return figureOf([
    part(1, 'Written down, and on no statement yet', figureOf(inOrder(entries))),
    part(1, 'On a statement, and not explained yet', figureOf(inOrder(lines))),
  ]);
}

/** By a day: its lines are those of days up to then, or it was there before the first statement. */
function hasLineBy(statements: Statements, entryId: string, asAt: LocalDate): boolean {
  const lines = statements.linesOfEntry.get(entryId) ?? [];
  if (lines.length === 0) return hasLine(statements, entryId);
  return lines.every((id) => statements.lines.get(id)!.countsOn <= asAt);
}

const LINE_IN_WORDS = { open: 'Not looked at yet', 'set-aside': 'Set aside' } as const;

const lineInWords = (amountPence: Pence): string =>
  amountPence < 0
    ? `The bank paid out ${formatPence(minus(amountPence))}.`
    : `The bank took in ${formatPence(amountPence)}.`;

/** By day, then by when we learnt it: a register has no order of its own. */
const inOrder = (terms: readonly Term[]): Term[] =>
  terms.toSorted((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));

const placeOf = ({ source }: Term): string =>
  `${source!.on}${source!.recordedAt}${source!.eventId}`;
