import { present } from '../kernel/canonical.js';
import type { LocalDate } from '../kernel/dates.js';
import { FIRST_PAY_WEEK, LAST_WEEK, type Weekday } from './calendar.js';
import type { Diary, Habit, Line } from './diary.js';

// Most people are left alone: a plan, a payment every four weeks, the same few bills.

export const THROUGHOUT = { from: FIRST_PAY_WEEK, to: LAST_WEEK } as const;

/** When in the four weeks a bill comes. */
export const EACH = {
  firstThursday: { week: 0, weekday: 'thu' },
  secondFriday: { week: 1, weekday: 'fri' },
  thirdTuesday: { week: 2, weekday: 'tue' },
  fourthFriday: { week: 3, weekday: 'fri' },
} as const satisfies Record<string, { week: number; weekday: Weekday }>;

export interface Life {
  readonly bornOn: LocalDate;
  readonly mode?: string;
  readonly basis?: 'net' | 'gross';
  readonly openingPence?: number;
  readonly preferredFormat?: string;
  readonly lines: readonly Line[];
  readonly contributionPence?: number;
  readonly reference?: string;
  readonly habits: readonly Habit[];
  /** Pay weeks in which the council pays; default: all. */
  readonly paid?: { readonly from: number; readonly to: number };
  /** Those after which the contribution came in; default: those that are paid. */
  readonly paysIn?: { readonly from: number; readonly to: number };
  /** Those in which the habits last; default: those that are paid. */
  readonly spends?: { readonly from: number; readonly to: number };
}

/** Opens the budget in the week before the first payment, and lets life go on. */
export function lives(it: Diary, life: Life): void {
  const { lines, contributionPence, habits, reference = 'Support plan' } = life;
  const { paid = THROUGHOUT, paysIn = paid, spends = paid, ...who } = life;
  const { bornOn, mode, basis, openingPence, preferredFormat } = who;
  const day = it.calendar.workingDay(1, 'tue');
  const from = it.calendar.day(FIRST_PAY_WEEK);
  it.opens(day, from, present({ bornOn, mode, basis, openingPence, preferredFormat }));
  it.agrees(day, present({ from, lines, contributionPence, reference }));
  it.paysFourWeekly(paid, weeklyPayment(life));
  if (contributionPence !== undefined && basis !== 'gross') it.paysIn(paysIn, contributionPence);
  it.spendsFourWeekly(spends, habits);
}

export const weeklyOf = (lines: readonly Line[]): number =>
  lines.reduce((sum, it) => sum + it.weeklyPence, 0);

/** With gross the council invoices the contribution; with net it takes it off. */
export const weeklyPayment = ({ lines, contributionPence = 0, basis }: Life): number =>
  weeklyOf(lines) - (basis === 'gross' ? 0 : contributionPence);
