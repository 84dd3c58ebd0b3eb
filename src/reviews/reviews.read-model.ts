import type { BudgetEvent } from '../budgets/budget.events.js';
import type { Recorded } from '../event-log/event-log.js';
import type { ReadModel } from '../read-models/read-model.js';
import type { ReviewEvent } from './review.events.js';
import { reviewTouched, shownAfter, type ReviewShown } from './review.facts.js';

/** One row a review, from the moment it is promised. */
export type ReviewRow = { -readonly [K in keyof ReviewShown]: ReviewShown[K] };

const told = (
  row: ReviewRow | undefined,
  event: BudgetEvent | ReviewEvent,
  { stream }: Recorded,
): ReviewRow | undefined => shownAfter(row, event, stream);

export const reviews: ReadModel<BudgetEvent | ReviewEvent, ReviewRow> = {
  name: 'reviews@2',

  columns: {
    reviewId: 'text',
    budgetId: 'text',
    kind: 'text',
    state: 'text',
    dueOn: 'text',
    limitOn: 'text',
    completedOn: 'text',
  },
  indexes: [['budgetId'], ['state', 'dueOn']],

  rowOf: (event, { stream }) => reviewTouched(event, stream),

  on: {
    AllocationReduced: told,
    ReassessmentCalledFor: told,
    ReductionWithdrawn: told,
    ChallengeDecided: told,
    ReviewScheduled: told,
    ReviewStarted: told,
    ReviewCompleted: told,
    ReviewCancelled: told,
  },
};
