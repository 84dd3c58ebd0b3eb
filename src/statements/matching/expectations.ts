import {
  allocationOn,
  assessmentsInForce,
  suspendedOn,
  type Timeline,
} from '../../budgets/budget.facts.js';
import { present } from '../../kernel/canonical.js';
import { addDays, daysBetween, type LocalDate } from '../../kernel/dates.js';
import { minus, NOTHING, pence, plus, times, type Pence } from '../../kernel/money.js';
import type { EntryToMatch, Expected } from './to-match.js';

// Money that is due on some days, by what the budget gives and by what came regularly until now. Where
// the entry is there, it is expected no more.

export interface ToExpect {
  readonly timeline: Timeline;
  readonly entries: readonly EntryToMatch[];
  /** The days that are looked at, both included. */
  readonly from: LocalDate;
  readonly to: LocalDate;
}

const WEEK = 7;
const FOUR_WEEKS = 28;
/** Times that make a habit of it. */
const HABIT = 3;
/** Holidays and slow banks move a day, and it is the same habit. */
const SHIFT = 2;

/** Oldest first. */
export function expectedMoney(asked: ToExpect): Expected[] {
  const { entries } = asked;
  const payments = inOrder(entries.filter((it) => it.kind === 'payment'));
  const contributions = inOrder(entries.filter((it) => it.kind === 'contribution'));
  return [
    ...paymentsDue(asked, payments),
    ...contributionsDue(asked, contributions),
    ...regularSpending(asked),
  ].toSorted((a, b) => compared(a.on, b.on));
}

const inOrder = (entries: readonly EntryToMatch[]): EntryToMatch[] =>
  entries.toSorted((a, b) => compared(a.on, b.on) || compared(a.entryId, b.entryId));

const compared = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

// ── What the budget gives ────────────────────────────────────────────────────

/** Four weeks in advance, less the contribution where the payment is net. */
function paymentsDue({ timeline, ...days }: ToExpect, paid: readonly EntryToMatch[]): Expected[] {
  const every = rhythmOf(paid) ?? FOUR_WEEKS;
  const first = paid.at(-1)?.on ?? timeline.allocations[0]?.on;
  if (first === undefined) return [];
  return daysDue({ ...days, every, through: first, there: paid }).flatMap((on) => {
    const own = timeline.opened?.basis === 'net' ? contribution(timeline, on) : NOTHING;
    const weeklyPence = plus(weeklyGiven(timeline, on), minus(own));
    const amountPence = times(weeklyPence, every / WEEK);
    return amountPence > 0 ? [{ kind: 'payment' as const, on, amountPence }] : [];
  });
}

/** Into the account where the payment is net; else the council sends an invoice for it. */
function contributionsDue(
  { timeline, ...days }: ToExpect,
  paid: readonly EntryToMatch[],
): Expected[] {
  const first = paid.at(-1)?.on ?? timeline.assessments[0]?.on;
  if (timeline.opened?.basis !== 'net' || first === undefined) return [];
  const every = rhythmOf(paid) ?? FOUR_WEEKS;
  return daysDue({ ...days, every, through: first, there: paid }).flatMap((on) => {
    const amountPence = times(contribution(timeline, on), every / WEEK);
    return amountPence > 0 ? [{ kind: 'contribution' as const, on, amountPence }] : [];
  });
}

const weeklyGiven = (timeline: Timeline, on: LocalDate): Pence =>
  suspendedOn(timeline, on) ? NOTHING : (allocationOn(timeline, on)?.weeklyPence ?? NOTHING);

/** On no day more than the budget gives. */
const contribution = (timeline: Timeline, on: LocalDate): Pence => {
  const weekly = assessmentsInForce(timeline, on).at(-1)?.what.weeklyPence ?? NOTHING;
  return pence(Math.min(weekly, weeklyGiven(timeline, on)));
};

// ── What came regularly ──────────────────────────────────────────────────────

/** Wages, tax, payroll: the same amount to the same payee, again and again. */
function regularSpending({ entries, from, to }: ToExpect): Expected[] {
  const spent = inOrder(entries.filter((it) => it.kind === 'expense' && it.payee !== undefined));
  return [...Map.groupBy(spent, (it) => it.payee!).values()].flatMap((ofPayee) => {
    const every = rhythmOf(ofPayee);
    const [before, last] = ofPayee.slice(-2);
    if (!every || !last || before?.amountPence !== last.amountPence) return [];
    const { kind, amountPence, payee, category } = last;
    return daysDue({ from, to, every, through: last.on, there: ofPayee }).map((on) =>
      present({ kind, on, amountPence, payee, category }),
    );
  });
}

/** Every week, two, or four: the days between the last ones say so; `undefined`: no habit. */
function rhythmOf(entries: readonly EntryToMatch[]): number | undefined {
  const last = entries.slice(-HABIT);
  const gaps = last.slice(1).map((it, i) => daysBetween(last[i]!.on, it.on));
  if (gaps.length < HABIT - 1) return undefined;
  return [WEEK, 2 * WEEK, FOUR_WEEKS].find((every) =>
    gaps.every((it) => Math.abs(it - every) <= SHIFT),
  );
}

interface Rhythm {
  readonly from: LocalDate;
  readonly to: LocalDate;
  /** Days */
  readonly every: number;
  /** One of the days on which it falls. */
  readonly through: LocalDate;
  readonly there: readonly EntryToMatch[];
}

/** The days of a rhythm within a stretch on which nothing is there yet. */
function daysDue({ from, to, every, through, there }: Rhythm): LocalDate[] {
  const days: LocalDate[] = [];
  const first = addDays(from, modulo(daysBetween(from, through), every));
  const isThere = (on: LocalDate) =>
    there.some((it) => Math.abs(daysBetween(it.on, on)) <= every / 2 - 1);
  for (let on = first; on <= to; on = addDays(on, every)) if (!isThere(on)) days.push(on);
  return days;
}

const modulo = (n: number, by: number): number => ((n % by) + by) % by;
