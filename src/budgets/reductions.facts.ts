import { present } from '../kernel/canonical.js';
import { addDays, later, type LocalDate } from '../kernel/dates.js';
import type { DomainEvent } from '../kernel/decider.js';
import type {
  AllocationLine,
  AllocationReduced,
  BudgetEvent,
  ChallengeDecided,
  LineChange,
  ReductionApproved,
  ReductionChallenged,
  ReductionNotified,
  ReductionProposed,
  ReductionWithdrawn,
} from './budget.events.js';

// The story of one reduction, from its proposal on. Written once: for the rules and for readers.

/** Each step as it was recorded; one that is missing was not taken. */
export interface Reduction {
  readonly proposal: ReductionProposed;
  readonly approval?: ReductionApproved;
  readonly notice?: ReductionNotified;
  /** What it sets; where a challenge varied it, what that set. */
  readonly allocation?: AllocationReduced;
  readonly withdrawal?: ReductionWithdrawn;
  readonly challenge?: ReductionChallenged;
  readonly decision?: ChallengeDecided;
}

export type ReductionEvent =
  | ReductionProposed
  | ReductionApproved
  | ReductionNotified
  | AllocationReduced
  | ReductionWithdrawn
  | ReductionChallenged
  | ChallengeDecided;

export const isOfAReduction = (event: BudgetEvent): event is ReductionEvent =>
  'reductionId' in event;

/** `undefined` before it is proposed. */
export function reductionAfter(
  reduction: Reduction | undefined,
  event: ReductionEvent,
): Reduction | undefined {
  if (event.type === 'ReductionProposed') return { proposal: event };
  if (!reduction) return undefined;
  switch (event.type) {
    case 'ReductionApproved':
      return { ...reduction, approval: event };
    case 'ReductionNotified':
      return { ...reduction, notice: event };
    case 'AllocationReduced':
      return { ...reduction, allocation: event };
    case 'ReductionWithdrawn':
      return { ...reduction, withdrawal: event };
    case 'ReductionChallenged':
      return { ...reduction, challenge: event };
    case 'ChallengeDecided':
      return { ...reduction, decision: event };
  }
}

/** How far it has come, whatever the day. A challenge that was upheld took it back. */
export type ReductionStage = 'proposed' | 'approved' | 'notified' | 'challenged' | 'withdrawn';

export function stageOf(reduction: Reduction): ReductionStage {
  const { approval, allocation, withdrawal, challenge, decision } = reduction;
  if (withdrawal || decision?.outcome === 'upheld') return 'withdrawn';
  if (challenge && !decision) return 'challenged';
  if (allocation) return 'notified';
  return approval ? 'approved' : 'proposed';
}

export type ReductionState = ReductionStage | 'in-force';

/** What is notified is in force from its effective day on, without a further event. */
export function stateOn(reduction: Reduction, day: LocalDate): ReductionState {
  const stage = stageOf(reduction);
  return stage === 'notified' && effectiveDayOf(reduction) <= day ? 'in-force' : stage;
}

/** The first day in force; of one that was challenged in vain, not before the day after that. */
export function effectiveDayOf({ proposal, allocation, decision }: Reduction): LocalDate {
  const day = allocation?.on ?? proposal.effectiveFrom;
  return decision?.outcome === 'dismissed' ? later(day, addDays(decision.on, 1)) : day;
}

const CHALLENGE_DAYS = 28;

/** Up to and including this day it can be challenged. */
export const lastDayToChallenge = (reduction: Reduction): LocalDate =>
  addDays(effectiveDayOf(reduction), CHALLENGE_DAYS);

/** Once, after its notice; what was decided on is decided. */
export const canBeChallenged = (reduction: Reduction, today: LocalDate): boolean =>
  stageOf(reduction) === 'notified' &&
  !reduction.decision &&
  today <= lastDayToChallenge(reduction);

/** Every line, old → new, as last decided. */
export const changesOf = ({ proposal, decision }: Reduction): readonly LineChange[] =>
  decision?.varied?.lines ?? proposal.lines;

/** The lines that there will be. */
export const linesAfter = (changes: readonly LineChange[]): AllocationLine[] =>
  changes
    .filter((it) => it.weeklyPence > 0)
    .map(({ purpose, fundingStream, weeklyPence, minutesPerWeek, outcome }) =>
      present({ purpose, fundingStream, weeklyPence, minutesPerWeek, outcome }),
    );

/** What the holder's side is told: of a reduction nothing before its notice is known. */
export function toldToHolderSide<T extends { readonly event: DomainEvent }>(
  known: readonly T[],
): T[] {
  const reductionOf = ({ event }: T) => (event as { reductionId?: string }).reductionId;
  const notices = known.filter(({ event }) => event.type === 'ReductionNotified');
  const noticed = new Set(notices.map(reductionOf));
  return known.filter((it) => reductionOf(it) === undefined || noticed.has(reductionOf(it)));
}
