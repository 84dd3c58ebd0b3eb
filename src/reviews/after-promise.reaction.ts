import { Injectable } from '@nestjs/common';
import type {
  AllocationReduced,
  ChallengeDecided,
  ReassessmentCalledFor,
} from '../budgets/budget.events.js';
import type { Recorded } from '../event-log/event-log.js';
import { transact } from '../event-log/transact.js';
import { Writer } from '../event-log/writer.js';
import { londonDay } from '../kernel/dates.js';
import { becauseOf, type Reaction } from '../reactions/reaction.js';
import { promiseIn } from './review.facts.js';
import { review } from './review.js';

type Promising = AllocationReduced | ReassessmentCalledFor | ChallengeDecided;

/**
 * Keeps the promise that a reduction or a call for a reassessment makes, also where a challenge put
 * the reduction off. The review's id comes from the promise, so there is only one.
 */
@Injectable()
export class AfterPromise implements Reaction<Promising> {
  readonly name = 'reviews/after-promise';
  readonly after = ['AllocationReduced', 'ReassessmentCalledFor', 'ChallengeDecided'] as const;
  readonly from = 'beginning';
  readonly prompt = true;

  constructor(readonly writer: Writer) {}

  async react(cause: Recorded<Promising>): Promise<void> {
    const promise = promiseIn(cause.event);
    if (!promise) return; // it was waived, with a reason, or stays as it was promised
    const { reviewId, kind, dueOn, limitOn } = promise;
    const budgetId = cause.stream.slice('budget-'.length);
    const on = londonDay(cause.recordedAt);
    const type = cause.event.type === 'ChallengeDecided' ? 'PostponeReview' : 'ScheduleReview';
    await transact(
      this.writer,
      `review-${reviewId}`,
      review,
      { type, budgetId, kind, dueOn, limitOn, on },
      becauseOf(cause, this.name),
    );
  }
}
