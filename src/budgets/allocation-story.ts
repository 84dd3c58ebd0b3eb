import type { BudgetAsKnown } from '../figures/as-known.facts.js';
import { addDays, type LocalDate } from '../kernel/dates.js';
import { formatPence, NOTHING, type Pence } from '../kernel/money.js';
import { present } from '../kernel/canonical.js';
import type { BudgetEvent, BudgetSuspended } from './budget.events.js';
import { allocationsAfter, allocationsInForce, assessmentsInForce } from './budget.facts.js';

// The life of a budget beside its allocations, and its picture.

/** From this day on, so much a week: one step of the picture, by its number. */
export interface StepOfBudget {
  readonly on: LocalDate;
  readonly amountPence: Pence;
  /** Absent: the budget had closed. */
  readonly allocationId?: string;
}

/** What was in force from day to day, and what is agreed for days to come. */
export function stepsOf({ timeline }: BudgetAsKnown, asAt: LocalDate): StepOfBudget[] {
  const until = allocationsAfter(timeline, asAt).at(-1)?.on ?? asAt;
  const steps: StepOfBudget[] = allocationsInForce(timeline, until).map(({ what, from }) => ({
    on: from,
    amountPence: what.weeklyPence,
    allocationId: what.allocationId,
  }));
  const { closedOn } = timeline;
  if (closedOn === null || closedOn >= asAt || steps.length === 0) return steps;
  return [...steps, { on: addDays(closedOn, 1), amountPence: NOTHING }];
}

/** What the picture says: the last change of what was in force, up to the day. */
export function pictureInWords(steps: readonly StepOfBudget[], asAt: LocalDate): string {
  const past = steps.filter((it) => it.on <= asAt);
  const [before, now] = [past.at(-2), past.at(-1)];
  if (!now) return 'No budget was in force yet';
  const sum = formatPence(now.amountPence);
  if (!before || before.amountPence === now.amountPence) return `The budget is ${sum} a week`;
  const way = now.amountPence > before.amountPence ? 'up' : 'down';
  return `The budget went ${way} from ${formatPence(before.amountPence)} to ${sum} a week`;
}

export type SetWhen = 'counts' | 'ahead' | 'never';

/** Sums agreed once, those that were taken back too, oldest first. */
export const oneOffsShown = ({ timeline, sources }: BudgetAsKnown, asAt: LocalDate) =>
  timeline.oneOffs.map((it) => ({
    ...it,
    eventId: sources.get(it.oneOffId)!.eventId,
    when: (it.annulled ? 'never' : it.on > asAt ? 'ahead' : 'counts') as SetWhen,
  }));

/** What the person was to pay a week, from day to day. */
export const contributionsShown = ({ timeline, sources }: BudgetAsKnown, asAt: LocalDate) => {
  const inForce = new Map(assessmentsInForce(timeline, asAt).map((it) => [it.what, it]));
  return timeline.assessments
    .toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))
    .map((it) => ({
      ...it,
      eventId: sources.get(it.assessmentId)!.eventId,
      when: (inForce.has(it) ? 'counts' : it.on > asAt ? 'ahead' : 'never') as SetWhen,
    }));
};

/** When nothing was added to what the council owes, and why. */
export function suspensionsShown({ timeline }: BudgetAsKnown, events: readonly BudgetEvent[]) {
  const began = events.filter((it): it is BudgetSuspended => it.type === 'BudgetSuspended');
  return timeline.suspensions.map(({ from, to }, i) => {
    const { reason, expectedEnd } = began[i]!;
    return present({ from, to: to ?? undefined, reason, expectedEnd });
  });
}
