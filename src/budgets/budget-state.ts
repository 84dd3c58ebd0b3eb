import type { LocalDate } from '../kernel/dates.js';
import type { BudgetEvent } from './budget.events.js';
import { emptyTimeline, timelineAfter, type Timeline } from './budget.facts.js';
import { isOfAReduction, reductionAfter, type Reduction } from './reductions.facts.js';

// ── What we remember: only what a decision needs ─────────────────────────────

/** Who recorded an allocation or a one-off, and on which day. */
export interface Recording {
  readonly by: string;
  readonly on: LocalDate;
}

export interface Budget {
  readonly timeline: Timeline;
  /** By allocation or one-off. */
  readonly recordings: ReadonlyMap<string, Recording>;
  readonly reductions: ReadonlyMap<string, Reduction>;
  /** The review of the reassessment that was called for last. */
  readonly reassessment: string | null;
}

export const noBudget: Budget = {
  timeline: emptyTimeline,
  recordings: new Map(),
  reductions: new Map(),
  reassessment: null,
};

export const budgetAfter = (state: Budget, event: BudgetEvent): Budget => ({
  timeline: timelineAfter(state.timeline, event),
  recordings: recordingsAfter(state.recordings, event),
  reductions: reductionsAfter(state.reductions, event),
  reassessment: event.type === 'ReassessmentCalledFor' ? event.reviewId : state.reassessment,
});

function recordingsAfter(recordings: Budget['recordings'], event: BudgetEvent) {
  switch (event.type) {
    case 'AllocationAgreed':
    case 'AllocationIncreased':
      return withOne(recordings, event.allocationId, { by: event.by, on: event.recordedOn });
    case 'OneOffAgreed':
      return withOne(recordings, event.oneOffId, { by: event.by, on: event.recordedOn });
    default:
      return recordings;
  }
}

function reductionsAfter(reductions: Budget['reductions'], event: BudgetEvent) {
  if (!isOfAReduction(event)) return reductions;
  const reduction = reductionAfter(reductions.get(event.reductionId), event);
  return reduction ? withOne(reductions, event.reductionId, reduction) : reductions;
}

const withOne = <T>(all: ReadonlyMap<string, T>, id: string, it: T): ReadonlyMap<string, T> =>
  new Map(all).set(id, it);
