import { present } from '../kernel/canonical.js';
import { Refusal, type Decider } from '../kernel/decider.js';
import type {
  CancelReview,
  CompleteReview,
  PostponeReview,
  ReviewCommand,
  ReviewRefusal,
  ScheduleReview,
} from './review.commands.js';
import type { ReviewEvent, ReviewScheduled } from './review.events.js';
import {
  isOpen,
  promisedReview,
  reviewAfter,
  type Review,
  type ReviewState,
} from './review.facts.js';

// ── The rules ────────────────────────────────────────────────────────────────

export const review: Decider<ReviewCommand, ReviewEvent, Review> = {
  initial: promisedReview,
  evolve: reviewAfter,

  decide: (command, state) => {
    switch (command.type) {
      case 'ScheduleReview':
        // Who promised it may ask again at any time, after its key is long forgotten.
        return state.state === 'promised' ? [scheduled(command)] : [];
      case 'PostponeReview':
        return isLater(command, state) ? [scheduled(command)] : [];
      case 'StartReview': {
        const { budgetId } = mustBe(state, 'scheduled');
        return [{ type: 'ReviewStarted', budgetId, on: command.on }];
      }
      case 'CompleteReview': {
        // One that was held without a word of its beginning is no less complete.
        const { budgetId, kind } = mustBe(state, 'scheduled', 'started');
        if (kind === 'reassessment') mustSayWhoAndWhat(command);
        const { on, outcome, involved, needsChanged, outcomes, wordsHash } = command;
        const optional = present({ needsChanged, wordsHash });
        return [
          { type: 'ReviewCompleted', budgetId, on, outcome, involved, outcomes, ...optional },
        ];
      }
      case 'CancelReview': {
        if (!isOpen(state)) return [];
        const { budgetId, on, reason } = command;
        const cancelled = { type: 'ReviewCancelled', budgetId, on, reason } as const;
        // Scheduled first where the promise was not kept yet: so it cannot be kept afterwards.
        return state.state === 'promised' ? [scheduled(command), cancelled] : [cancelled];
      }
    }
  },
};

/** What has begun, or is over, stays as it is; and nothing is due sooner by being asked twice. */
const isLater = ({ dueOn }: PostponeReview, review: Review): boolean =>
  review.state === 'promised' || (review.state === 'scheduled' && dueOn > review.dueOn);

function scheduled(promised: ScheduleReview | PostponeReview | CancelReview): ReviewScheduled {
  const { budgetId, on, kind, dueOn, limitOn } = promised;
  return { type: 'ReviewScheduled', budgetId, on, kind, dueOn, limitOn };
}

// ── Checks, in the words of the rule ─────────────────────────────────────────

const no = (code: ReviewRefusal, message: string) => new Refusal<ReviewEvent>(code, message);

function mustBe(review: Review, ...states: ReviewState[]) {
  if (review.state === 'promised')
    throw no('not-found', 'There is no such review; one just promised is there in a moment');
  if (!states.includes(review.state))
    throw no('wrong-state', `This review is ${review.state}: that stands`);
  return review;
}

/** Only a reassessment finds that needs have changed, and only with the person in it. */
function mustSayWhoAndWhat({ involved, needsChanged }: CompleteReview): void {
  if (involved.length === 0)
    throw no('involvement-missing', 'Say who took part: the person, and who speaks for them');
  if (needsChanged === undefined)
    throw no('needs-not-said', 'Say whether needs have changed: a reassessment answers that');
}
