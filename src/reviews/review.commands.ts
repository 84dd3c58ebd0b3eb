import { Command } from '@nestjs/cqrs';
import type { Asked, Written } from '../event-log/event-log.js';
import type { LocalDate } from '../kernel/dates.js';
import type { CancelledBecause, Progress, ReviewEvent, ReviewKind } from './review.events.js';

interface Promised {
  budgetId: string;
  kind: ReviewKind;
  dueOn: LocalDate;
  limitOn: LocalDate;
  /** The London day on which it is asked, as in every command here. */
  on: LocalDate;
}

export interface ScheduleReview extends Promised {
  type: 'ScheduleReview';
}

/** What it looks at begins later than was thought; its limit goes with it. */
export interface PostponeReview extends Promised {
  type: 'PostponeReview';
}

export interface StartReview {
  type: 'StartReview';
  on: LocalDate;
}

export interface CompleteReview {
  type: 'CompleteReview';
  on: LocalDate;
  outcome: string;
  involved: readonly string[];
  needsChanged?: boolean;
  outcomes: readonly { readonly outcome: string; readonly progress: Progress }[];
  wordsHash?: string;
}

/** Says what was promised, for it may come before the promise was kept. */
export interface CancelReview extends Promised {
  type: 'CancelReview';
  reason: CancelledBecause;
}

export type ReviewCommand =
  ScheduleReview | PostponeReview | StartReview | CompleteReview | CancelReview;

/** Every way the rules of a review can say no. */
export type ReviewRefusal = 'not-found' | 'wrong-state' | 'involvement-missing' | 'needs-not-said';

/** "On review X, …": one bus command for the stream; the union says which. */
export class OnReview extends Command<Written<ReviewEvent>> {
  constructor(
    readonly reviewId: string,
    readonly command: ReviewCommand,
    readonly asked: Asked,
  ) {
    super();
  }
}
