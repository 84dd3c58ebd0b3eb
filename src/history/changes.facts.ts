import { later, londonDay, type Instant, type LocalDate } from '../kernel/dates.js';
import type { DomainEvent } from '../kernel/decider.js';

interface Event {
  readonly event: DomainEvent;
  readonly recordedAt: Instant;
}

/** The day it counts; of what has none, the day it was written down. */
export const dayOf = ({ event, recordedAt }: Event): LocalDate => event.on ?? londonDay(recordedAt);

/** What changes what somebody has or is to have, other than by paying and spending. */
const CHANGES: ReadonlySet<string> = new Set([
  'AllocationAgreed',
  'AllocationIncreased',
  'AllocationReduced',
  'AllocationAnnulled',
  'OneOffAgreed',
  'OneOffAnnulled',
  'ContributionAssessed',
  'ReductionWithdrawn',
  'ReductionChallenged',
  'ChallengeDecided',
  'BudgetSuspended',
  'BudgetResumed',
  'BudgetClosed',
  'DeploymentModeChanged',
  'PaymentReturned',
  'EntryReversed',
]);

/** The changes that counted or were heard of from one day to another, those heard of last first. */
export function changesIn<T extends Event>(
  events: readonly T[],
  { from, to }: { readonly from: LocalDate; readonly to: LocalDate },
): T[] {
  const within = (it: T) => {
    const [counts, learnt] = [dayOf(it), londonDay(it.recordedAt)];
    return (counts <= to || learnt <= to) && later(counts, learnt) >= from;
  };
  return events.filter((it) => CHANGES.has(it.event.type) && within(it)).toReversed();
}
