import type { LocalDate } from '../kernel/dates.js';

export const REVIEW_KINDS = ['reassessment', 'post-reduction'] as const;
export type ReviewKind = (typeof REVIEW_KINDS)[number];

export const PROGRESS = ['met', 'better', 'same', 'worse'] as const;
export type Progress = (typeof PROGRESS)[number];

export const CANCELLED_BECAUSE = [
  'reduction-withdrawn',
  'challenge-upheld',
  'challenge-varied',
  'budget-closed',
] as const;
export type CancelledBecause = (typeof CANCELLED_BECAUSE)[number];

interface OfABudget {
  budgetId: string;
  /** The day on which it was scheduled, started, completed, cancelled. */
  on: LocalDate;
}

/**
 * The first event of every review, also of one that is cancelled before it was scheduled. Again
 * where what it looks at begins later than was thought.
 */
export interface ReviewScheduled extends OfABudget {
  type: 'ReviewScheduled';
  kind: ReviewKind;
  dueOn: LocalDate;
  /** The last day on which it is in time; its due day may come forward, never move past this. */
  limitOn: LocalDate;
}

export interface ReviewStarted extends OfABudget {
  type: 'ReviewStarted';
}

export interface ReviewCompleted extends OfABudget {
  type: 'ReviewCompleted';
  outcome: string;
  /** Who took part. A reassessment says so, and whether needs changed. */
  involved: readonly string[];
  needsChanged?: boolean;
  outcomes: readonly { readonly outcome: string; readonly progress: Progress }[];
  /** The reference and the narrative. */
  wordsHash?: string;
}

export interface ReviewCancelled extends OfABudget {
  type: 'ReviewCancelled';
  reason: CancelledBecause;
}

/** Stored for ever. Add fields and types; never rename or reuse one. */
export type ReviewEvent = ReviewScheduled | ReviewStarted | ReviewCompleted | ReviewCancelled;

/** Every type with the schema version that is written today. */
export const REVIEW_EVENTS = {
  ReviewScheduled: 1,
  ReviewStarted: 1,
  ReviewCompleted: 1,
  ReviewCancelled: 1,
} as const satisfies Record<ReviewEvent['type'], number>;
