import type { BudgetEvent } from '../budgets/budget.events.js';
import type { LocalDate } from '../kernel/dates.js';
import type { DomainEvent } from '../kernel/decider.js';
import type { ReviewEvent, ReviewKind } from './review.events.js';

// Where a review stands. Written once, for every room that needs it.

export type ReviewState = 'scheduled' | 'started' | 'completed' | 'cancelled';

/** `promised`: nothing of it is recorded yet, but what led to it says that it will be. */
export type Review =
  | { readonly state: 'promised' }
  | {
      readonly state: ReviewState;
      readonly budgetId: string;
      readonly kind: ReviewKind;
      readonly dueOn: LocalDate;
    };

export const promisedReview: Review = { state: 'promised' };

export function reviewAfter(review: Review, event: ReviewEvent): Review {
  if (event.type === 'ReviewScheduled') {
    const { budgetId, kind, dueOn } = event;
    return { state: 'scheduled', budgetId, kind, dueOn };
  }
  return review.state === 'promised' ? review : { ...review, state: STATES[event.type] };
}

const STATES = {
  ReviewStarted: 'started',
  ReviewCompleted: 'completed',
  ReviewCancelled: 'cancelled',
} as const;

/** Still to be done, or being done: nobody calls for another meanwhile. */
export const isOpen = ({ state }: Review): boolean =>
  state !== 'completed' && state !== 'cancelled';

// ── What a budget's events promise, and what became of it ───────────────────

export interface PromisedReview {
  readonly reviewId: string;
  readonly kind: ReviewKind;
  readonly dueOn: LocalDate;
  readonly limitOn: LocalDate;
}

/** The review that an event of a budget promises; most promise none. */
export function promiseIn(event: BudgetEvent): PromisedReview | undefined {
  switch (event.type) {
    case 'AllocationReduced':
    case 'ChallengeDecided':
      return event.followUp && { ...event.followUp, kind: 'post-reduction' };
    case 'ReassessmentCalledFor': {
      const { reviewId, dueOn } = event;
      return { reviewId, kind: 'reassessment', dueOn, limitOn: dueOn };
    }
    default:
      return undefined;
  }
}

/** A review as it is shown, from the moment it is promised. */
export interface ReviewShown {
  readonly reviewId: string;
  readonly budgetId: string;
  readonly kind: ReviewKind;
  readonly state: ReviewState;
  readonly dueOn: LocalDate;
  readonly limitOn: LocalDate;
  readonly completedOn: LocalDate | null;
}

/** The review that an event is about; most are about none. */
export function reviewTouched(
  event: BudgetEvent | ReviewEvent,
  stream: string,
): string | undefined {
  switch (event.type) {
    case 'ReviewScheduled':
    case 'ReviewStarted':
    case 'ReviewCompleted':
    case 'ReviewCancelled':
      return stream.slice('review-'.length);
    case 'ReductionWithdrawn':
      return event.cancels;
    case 'ChallengeDecided':
      return event.cancels ?? event.followUp?.reviewId;
    default:
      return promiseIn(event)?.reviewId;
  }
}

/** What a budget tells and what the review tells arrive in any order: each only leads further. */
export function shownAfter(
  shown: ReviewShown | undefined,
  event: BudgetEvent | ReviewEvent,
  stream: string,
): ReviewShown | undefined {
  switch (event.type) {
    case 'ReviewScheduled':
      return promised(shown, { ...event, reviewId: stream.slice('review-'.length) });
    case 'ReviewStarted':
      return shown && further(shown, 'started');
    case 'ReviewCompleted':
      return shown && { ...further(shown, 'completed'), completedOn: event.on };
    case 'ReviewCancelled':
    case 'ReductionWithdrawn':
      return shown && further(shown, 'cancelled');
    default: {
      if ('cancels' in event) return shown && further(shown, 'cancelled');
      const promise = promiseIn(event);
      const budgetId = stream.slice('budget-'.length);
      return promise ? promised(shown, { ...promise, budgetId }) : shown;
    }
  }
}

/** Of two promises of one review the later stands: it is only ever put off. */
function promised(
  shown: ReviewShown | undefined,
  it: PromisedReview & { readonly budgetId: string },
): ReviewShown {
  if (!shown) return scheduled(it);
  const { dueOn, limitOn } = it;
  return dueOn > shown.dueOn ? { ...shown, dueOn, limitOn } : shown;
}

const scheduled = (it: PromisedReview & { readonly budgetId: string }): ReviewShown => ({
  reviewId: it.reviewId,
  budgetId: it.budgetId,
  kind: it.kind,
  state: 'scheduled',
  dueOn: it.dueOn,
  limitOn: it.limitOn,
  completedOn: null,
});

/** Completed comes last: what was completed in time is not undone by what made it needless. */
const COURSE: readonly ReviewState[] = ['scheduled', 'started', 'cancelled', 'completed'];

const further = (shown: ReviewShown, state: ReviewState): ReviewShown =>
  COURSE.indexOf(state) > COURSE.indexOf(shown.state) ? { ...shown, state } : shown;

/** The reviews that events tell of, soonest due first; events about none are passed over. */
export function reviewsIn(
  events: readonly { readonly event: DomainEvent; readonly stream: string }[],
): ReviewShown[] {
  const reviews = new Map<string, ReviewShown>();
  for (const { event, stream } of events) {
    const told = event as BudgetEvent | ReviewEvent;
    const id = reviewTouched(told, stream);
    const shown = id === undefined ? undefined : shownAfter(reviews.get(id), told, stream);
    if (id !== undefined && shown) reviews.set(id, shown);
  }
  return [...reviews.values()].toSorted((a, b) =>
    a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0,
  );
}
