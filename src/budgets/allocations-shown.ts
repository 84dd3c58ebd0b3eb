import type { BudgetAsKnown } from '../figures/as-known.facts.js';
import { present } from '../kernel/canonical.js';
import { addDays, earlier, type Instant, type LocalDate } from '../kernel/dates.js';
import type { Pence } from '../kernel/money.js';
import type { LineChange } from './budget.events.js';
import { allocationOn, lineChanges, type Allocation, type Timeline } from './budget.facts.js';

/** An allocation as it is shown: what it gives, what it gave before, and on which days. */
export interface AllocationShown {
  readonly allocationId: string;
  readonly eventId: string;
  readonly kind: Allocation['kind'];
  readonly effectiveFrom: LocalDate;
  readonly effectiveTo?: LocalDate;
  readonly weeklyPence: Pence;
  readonly lines: readonly LineChange[];
  readonly reasons: readonly string[];
  readonly recordedAt: Instant;
  readonly policyVersion: number;
  readonly reductionId?: string;
  readonly state: 'in-force' | 'ahead' | 'superseded' | 'stayed';
}

/** Oldest first; of two from the same day, the one recorded first. */
export function allocationsShown(known: BudgetAsKnown, asAt: LocalDate): AllocationShown[] {
  const { timeline } = known;
  const inForce = allocationOn(timeline, asAt);
  return timeline.allocations
    .toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))
    .map((it) => shown(known, it, stateOf(it, asAt, it === inForce)));
}

function stateOf(it: Allocation, asAt: LocalDate, inForce: boolean): AllocationShown['state'] {
  if (it.standing === 'stayed') return 'stayed';
  if (it.standing === 'never') return 'superseded';
  if (inForce) return 'in-force';
  return it.on > asAt ? 'ahead' : 'superseded';
}

function shown(
  { timeline, sources }: BudgetAsKnown,
  allocation: Allocation,
  state: AllocationShown['state'],
): AllocationShown {
  const { allocationId, kind, on, lines, weeklyPence, reasons, policyVersion } = allocation;
  const { eventId, recordedAt } = sources.get(allocationId)!;
  const before = replacedBy(timeline, allocation)?.lines ?? [];
  return present({
    allocationId,
    eventId,
    kind,
    effectiveFrom: on,
    effectiveTo: lastDayOf(timeline, allocation),
    weeklyPence,
    lines: lineChanges(before, lines),
    reasons,
    recordedAt,
    policyVersion,
    reductionId: allocation.reductionId,
    state,
  });
}

/** What was in force when it came: earlier by day, or of the same day and recorded before it. */
function replacedBy(timeline: Timeline, allocation: Allocation): Allocation | undefined {
  const recordedBefore = timeline.allocations.slice(0, timeline.allocations.indexOf(allocation));
  const others = timeline.allocations.filter(
    (it) => it.on < allocation.on || recordedBefore.includes(it),
  );
  return allocationOn({ ...timeline, closedOn: null, allocations: others }, allocation.on);
}

function lastDayOf(timeline: Timeline, { on, standing }: Allocation): LocalDate | undefined {
  if (standing === 'never') return undefined;
  const next = timeline.allocations
    .filter((it) => it.standing === 'counts' && it.on > on)
    .map((it) => addDays(it.on, -1))
    .toSorted()[0];
  const { closedOn } = timeline;
  return next && closedOn ? earlier(next, closedOn) : (next ?? closedOn ?? undefined);
}
