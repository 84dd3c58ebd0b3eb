import { Injectable } from '@nestjs/common';
import type {
  BudgetClosed,
  BudgetEvent,
  ChallengeDecided,
  ReductionWithdrawn,
} from '../budgets/budget.events.js';
import type { Recorded } from '../event-log/event-log.js';
import { transact } from '../event-log/transact.js';
import { Writer } from '../event-log/writer.js';
import { londonDay } from '../kernel/dates.js';
import { becauseOf, type Reaction } from '../reactions/reaction.js';
import { promiseIn } from './review.facts.js';
import type { CancelledBecause } from './review.events.js';
import { review } from './review.js';

type Withdrawing = ReductionWithdrawn | ChallengeDecided | BudgetClosed;

/**
 * Cancels the reviews that a withdrawal, a decision or the closing of a budget leaves without an
 * object. What was promised it reads in the budget, so it need not wait for a promise to be kept.
 */
@Injectable()
export class AfterWithdrawal implements Reaction<Withdrawing> {
  readonly name = 'reviews/after-withdrawal';
  readonly after = ['ReductionWithdrawn', 'ChallengeDecided', 'BudgetClosed'] as const;
  readonly from = 'beginning';
  readonly prompt = true;

  constructor(readonly writer: Writer) {}

  async react(cause: Recorded<Withdrawing>): Promise<void> {
    const budgetId = cause.stream.slice('budget-'.length);
    const on = londonDay(cause.recordedAt);
    const reason = reasonOf(cause.event);
    for (const { reviewId, kind, dueOn, limitOn } of await this.withoutObject(cause))
      await transact(
        this.writer,
        `review-${reviewId}`,
        review,
        { type: 'CancelReview', budgetId, kind, dueOn, limitOn, on, reason },
        becauseOf(cause, `${this.name}/${reviewId}`),
      );
  }

  private async withoutObject({ event, stream, version }: Recorded<Withdrawing>) {
    if (event.type !== 'BudgetClosed' && !event.cancels) return [];
    const history = await this.writer.log.load<BudgetEvent>(stream);
    const promises = history
      .filter((it) => it.version < version)
      .flatMap((it) => promiseIn(it.event) ?? [])
      .filter(({ reviewId }) => event.type === 'BudgetClosed' || reviewId === event.cancels);
    // A review that was put off was promised twice: the last time as it stands.
    return new Map(promises.map((it) => [it.reviewId, it])).values();
  }
}

function reasonOf(event: Withdrawing): CancelledBecause {
  switch (event.type) {
    case 'BudgetClosed':
      return 'budget-closed';
    case 'ReductionWithdrawn':
      return 'reduction-withdrawn';
    case 'ChallengeDecided':
      return event.outcome === 'varied' ? 'challenge-varied' : 'challenge-upheld';
  }
}
