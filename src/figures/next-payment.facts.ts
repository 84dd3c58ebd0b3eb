import { allocationOn, suspendedOn } from '../budgets/budget.facts.js';
import { addDays, daysBetween, type LocalDate } from '../kernel/dates.js';
import { minus, NOTHING, plus, type Pence } from '../kernel/money.js';
import type { Policy } from '../policies/policy.facts.js';
import type { BudgetAsKnown } from './as-known.facts.js';
import { figuresOf } from './figures.facts.js';

/** What the council is expected to pay next, for days that are as many as it paid for last. */
export interface NextPayment {
  readonly from: LocalDate;
  readonly to: LocalDate;
  /** What is agreed for those days as it is known. */
  readonly amountPence: Pence;
}

/**
 * Payments come in advance, so the next one is expected when the days of the last have passed. That
 * is all that a budget says of it: `undefined` where those days are over already, where no payment
 * named its days, or where nothing is agreed for the days to come.
 */
export function nextPaymentOf(
  known: BudgetAsKnown,
  asAt: LocalDate,
  policy: Policy,
): NextPayment | undefined {
  const last = lastPeriodOf(known, asAt);
  if (!last || last.to < asAt) return undefined;
  const from = addDays(last.to, 1);
  const to = addDays(from, daysBetween(last.from, last.to));
  if (!allocationOn(known.timeline, from) || suspendedOn(known.timeline, from)) return undefined;
  const amountPence = plus(dueBy(known, to, policy), minus(dueBy(known, last.to, policy)));
  return amountPence > NOTHING ? { from, to, amountPence } : undefined;
}

function lastPeriodOf({ books }: BudgetAsKnown, asAt: LocalDate) {
  let last: { readonly from: LocalDate; readonly to: LocalDate } | undefined;
  for (const { kind, period, on, undone } of books.entries.values()) {
    if (kind !== 'payment' || !period || on > asAt || (undone && undone.on <= asAt)) continue;
    if (!last || period.to > last.to) last = period;
  }
  return last;
}

/** What the council was to pay for all days up to one. Gross: the contribution is invoiced. */
function dueBy(known: BudgetAsKnown, day: LocalDate, policy: Policy): Pence {
  const { entitled, contribution } = figuresOf(known, day, policy).figures;
  const isGross = known.timeline.opened?.basis === 'gross';
  return isGross
    ? entitled.amountPence
    : plus(entitled.amountPence, minus(contribution.amountPence));
}
