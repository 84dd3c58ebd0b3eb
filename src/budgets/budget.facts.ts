import { present } from '../kernel/canonical.js';
import { addDays, daysBetween, earlier, later, type LocalDate } from '../kernel/dates.js';
import { dividedHalfUp, NOTHING, pence, sumOf, times, type Pence } from '../kernel/money.js';
import type {
  AllocationLine,
  BudgetEvent,
  DeploymentMode,
  LineChange,
  PaymentBasis,
} from './budget.events.js';

// What a budget gives, on which days. Written once, for every room that needs it.

export interface Allocation {
  readonly allocationId: string;
  readonly kind: 'agreed' | 'increased' | 'reduced';
  /** The first day in force; of a reduction that was challenged in vain, the day after that. */
  readonly on: LocalDate;
  readonly lines: readonly AllocationLine[];
  /** Gross: what the lines come to. */
  readonly weeklyPence: Pence;
  /** `stayed`: challenged and undecided. `never`: annulled, withdrawn, or the challenge upheld. */
  readonly standing: 'counts' | 'stayed' | 'never';
  readonly reasons: readonly string[];
  readonly reductionId?: string;
  /** The reduction without which more would be in force: it counts as long as that does. */
  readonly builtOn?: string;
  readonly policyVersion: number;
}

export interface OneOff {
  readonly oneOffId: string;
  readonly on: LocalDate;
  readonly amountPence: Pence;
  readonly purpose: string;
  readonly fundingStream: string;
  readonly annulled: boolean;
}

export interface Assessment {
  readonly assessmentId: string;
  readonly on: LocalDate;
  readonly weeklyPence: Pence;
  /** The allocation that it came with. */
  readonly allocationId?: string;
}

/** Suspended on `from` and on every day to `to`; `null`: until further notice. */
export interface Suspension {
  readonly from: LocalDate;
  readonly to: LocalDate | null;
}

/** The life of a budget as its events tell it, each list in the order of recording. */
export interface Timeline {
  /** `null`: the budget is not there yet. */
  readonly opened: {
    readonly personId: string;
    readonly on: LocalDate;
    readonly basis: PaymentBasis;
    readonly employsStaff: boolean;
    readonly openingBalancePence: Pence;
  } | null;
  readonly modes: readonly { readonly on: LocalDate; readonly mode: DeploymentMode }[];
  readonly allocations: readonly Allocation[];
  readonly oneOffs: readonly OneOff[];
  readonly assessments: readonly Assessment[];
  readonly suspensions: readonly Suspension[];
  /** The last day in force; `null`: open. */
  readonly closedOn: LocalDate | null;
}

export const emptyTimeline: Timeline = {
  opened: null,
  modes: [],
  allocations: [],
  oneOffs: [],
  assessments: [],
  suspensions: [],
  closedOn: null,
};

export const weeklyTotal = (lines: readonly { readonly weeklyPence: Pence }[]): Pence =>
  sumOf(lines, (it) => it.weeklyPence);

const sameLine = (a: AllocationLine, b: AllocationLine): boolean =>
  a.purpose === b.purpose && a.fundingStream === b.fundingStream;

/**
 * Every line, old → new, matched by purpose and funding stream: first those that there will be,
 * then those that end, at 0.
 */
export function lineChanges(
  before: readonly AllocationLine[],
  after: readonly AllocationLine[],
): LineChange[] {
  const kept = after.map((line) => {
    const { purpose, fundingStream, weeklyPence, minutesPerWeek, outcome } = line;
    const beforePence = before.find((it) => sameLine(it, line))?.weeklyPence ?? NOTHING;
    return present({ purpose, fundingStream, weeklyPence, beforePence, minutesPerWeek, outcome });
  });
  const ended = before
    .filter((line) => !after.some((it) => sameLine(it, line)))
    .map(({ purpose, fundingStream, weeklyPence: beforePence }) => ({
      purpose,
      fundingStream,
      weeklyPence: NOTHING,
      beforePence,
    }));
  return [...kept, ...ended];
}

export function timelineAfter(timeline: Timeline, event: BudgetEvent): Timeline {
  switch (event.type) {
    case 'BudgetOpened': {
      const { personId, on, basis, employsStaff, openingBalancePence, deploymentMode } = event;
      const opened = { personId, on, basis, employsStaff, openingBalancePence };
      return { ...timeline, opened, modes: [{ on, mode: deploymentMode }] };
    }
    case 'DeploymentModeChanged':
      return { ...timeline, modes: [...timeline.modes, { on: event.on, mode: event.mode }] };
    case 'AllocationAgreed':
    case 'AllocationIncreased':
    case 'AllocationReduced':
      return { ...timeline, allocations: [...timeline.allocations, allocationOf(timeline, event)] };
    case 'AllocationAnnulled': {
      const { allocationId } = event;
      const assessments = timeline.assessments.filter((it) => it.allocationId !== allocationId);
      const isIt = (it: Allocation) => it.allocationId === allocationId;
      return standing({ ...timeline, assessments }, isIt, 'never');
    }
    case 'ReductionWithdrawn':
      return standing(timeline, isOf(event.reductionId), 'never');
    case 'ReductionChallenged':
      return standing(timeline, isOf(event.reductionId), 'stayed');
    case 'ChallengeDecided':
      return event.outcome === 'dismissed'
        ? standing(timeline, isOf(event.reductionId), 'counts', addDays(event.on, 1))
        : standing(timeline, isOf(event.reductionId), 'never');
    case 'OneOffAgreed': {
      const { oneOffId, on, amountPence, purpose, fundingStream } = event;
      const oneOff = { oneOffId, on, amountPence, purpose, fundingStream, annulled: false };
      return { ...timeline, oneOffs: [...timeline.oneOffs, oneOff] };
    }
    case 'OneOffAnnulled': {
      const oneOffs = timeline.oneOffs.map((it) =>
        it.oneOffId === event.oneOffId ? { ...it, annulled: true } : it,
      );
      return { ...timeline, oneOffs };
    }
    case 'ContributionAssessed': {
      const { assessmentId, on, weeklyPence, allocationId } = event;
      const assessment = present({ assessmentId, on, weeklyPence, allocationId });
      return { ...timeline, assessments: [...timeline.assessments, assessment] };
    }
    case 'BudgetSuspended':
      return {
        ...timeline,
        suspensions: [...timeline.suspensions, { from: event.on, to: null }],
      };
    case 'BudgetResumed': {
      const suspensions = timeline.suspensions.map((it) =>
        it.to === null ? { ...it, to: addDays(event.on, -1) } : it,
      );
      return { ...timeline, suspensions };
    }
    case 'BudgetClosed':
      return { ...timeline, closedOn: event.on };
    case 'ReassessmentCalledFor':
    case 'ReductionProposed':
    case 'ReductionApproved':
    case 'ReductionNotified':
      return timeline;
  }
}

type AllocationSet = Extract<
  BudgetEvent,
  { type: 'AllocationAgreed' | 'AllocationIncreased' | 'AllocationReduced' }
>;

const KINDS = {
  AllocationAgreed: 'agreed',
  AllocationIncreased: 'increased',
  AllocationReduced: 'reduced',
} as const;

function allocationOf(timeline: Timeline, event: AllocationSet): Allocation {
  const { allocationId, on, lines, policyVersion } = event;
  const weeklyPence = weeklyTotal(lines);
  const isReduced = event.type === 'AllocationReduced';
  return present({
    allocationId,
    kind: KINDS[event.type],
    on,
    lines,
    weeklyPence,
    standing: 'counts' as const,
    reasons: isReduced ? event.reasons : [event.reason],
    reductionId: isReduced ? event.reductionId : undefined,
    builtOn: isReduced ? undefined : builtOn(timeline, weeklyPence, on),
    policyVersion,
  });
}

/**
 * What was agreed on top of a reduction and gives less than there was before it would be a cut of
 * its own once the reduction is stayed or taken back, and no cut comes without a reassessment, with
 * the person, line by line (McMillan; Savva; LGSCO 25 000 854, 23 020 813).
 */
const builtOn = (timeline: Timeline, weeklyPence: Pence, on: LocalDate): string | undefined =>
  counting(timeline).findLast((reduction) => {
    if (reduction.reductionId === undefined || reduction.on > on) return false;
    const allocations = timeline.allocations.filter((it) => it !== reduction);
    const without = allocationOn({ ...timeline, allocations }, on)?.weeklyPence ?? NOTHING;
    return without > weeklyPence;
  })?.reductionId;

const isOf = (reductionId: string) => (it: Allocation) =>
  it.reductionId === reductionId || it.builtOn === reductionId;

/** What never counts stays so, whatever happens to its reduction afterwards. */
function standing(
  timeline: Timeline,
  which: (it: Allocation) => boolean,
  now: Allocation['standing'],
  notBefore?: LocalDate,
): Timeline {
  const allocations = timeline.allocations.map((it) =>
    which(it) && it.standing !== 'never'
      ? { ...it, standing: now, on: notBefore ? later(it.on, notBefore) : it.on }
      : it,
  );
  return { ...timeline, allocations };
}

/** One thing and the days on which it is in force, both ends included, `days` of them counted. */
export interface InForce<T> {
  readonly what: T;
  readonly from: LocalDate;
  readonly to: LocalDate;
  /** Without those on which the budget was suspended. */
  readonly days: number;
}

/**
 * In force on a day is what has the latest effective day not after it; of two with the same day,
 * the one recorded last. So each ends where the next begins, however late it was recorded.
 */
function inForce<T extends { readonly on: LocalDate }>(
  timeline: Timeline,
  items: readonly T[],
  asAt: LocalDate,
): InForce<T>[] {
  const end = timeline.closedOn ? earlier(timeline.closedOn, asAt) : asAt;
  const inOrder = items.toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
  const segments: InForce<T>[] = [];
  for (const [i, what] of inOrder.entries()) {
    const next = inOrder[i + 1]?.on;
    if (what.on > end || next === what.on) continue;
    const to = next ? earlier(addDays(next, -1), end) : end;
    segments.push({ what, from: what.on, to, days: countedDays(timeline, what.on, to) });
  }
  return segments;
}

const countedDays = (timeline: Timeline, from: LocalDate, to: LocalDate): number =>
  timeline.suspensions.reduce(
    (days, it) => days - overlap(from, to, it.from, it.to ?? to),
    daysBetween(from, to) + 1,
  );

const overlap = (from: LocalDate, to: LocalDate, a: LocalDate, b: LocalDate): number =>
  Math.max(0, daysBetween(later(from, a), earlier(to, b)) + 1);

const counting = ({ allocations }: Timeline) =>
  allocations.filter((it) => it.standing === 'counts');

/** Each allocation that was in force on any day up to `asAt`, oldest first. */
export const allocationsInForce = (timeline: Timeline, asAt: LocalDate): InForce<Allocation>[] =>
  inForce(timeline, counting(timeline), asAt);

/** Each contribution that was in force on any day up to `asAt`, oldest first. */
export const assessmentsInForce = (timeline: Timeline, asAt: LocalDate): InForce<Assessment>[] =>
  inForce(timeline, timeline.assessments, asAt);

/**
 * In force on `day`; `undefined`: before the first allocation or after the last day. While the
 * budget is suspended, the one that is suspended.
 */
export function allocationOn(timeline: Timeline, day: LocalDate): Allocation | undefined {
  if (timeline.closedOn !== null && day > timeline.closedOn) return undefined;
  let found: Allocation | undefined;
  for (const it of counting(timeline))
    if (it.on <= day && (!found || it.on >= found.on)) found = it;
  return found;
}

/** The next allocations that change what is in force after `day`, soonest first. */
export const allocationsAfter = (timeline: Timeline, day: LocalDate): Allocation[] =>
  counting(timeline)
    .filter((it) => it.on > day && (timeline.closedOn === null || it.on <= timeline.closedOn))
    .toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));

export const oneOffsUpTo = ({ oneOffs, closedOn }: Timeline, asAt: LocalDate): OneOff[] =>
  oneOffs.filter((it) => !it.annulled && it.on <= asAt && (closedOn === null || it.on <= closedOn));

export const modeOn = ({ modes }: Timeline, day: LocalDate): DeploymentMode | undefined =>
  modes.findLast((it) => it.on <= day)?.mode ?? modes[0]?.mode;

export const suspendedOn = ({ suspensions }: Timeline, day: LocalDate): Suspension | undefined =>
  suspensions.find((it) => it.from <= day && (it.to === null || day <= it.to));

/** The one rounding of an accrual: all its days added up first, sevenths to the nearest penny. */
export const accrued = (weeklyPence: Pence, days: number): Pence =>
  dividedHalfUp(times(weeklyPence, days), 7);

/** So much a week, on so many days from `from` on. */
export interface Stretch {
  readonly weeklyPence: Pence;
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly days: number;
}

/**
 * What a contribution is on the days of its assessment. On no day is it more than the budget gives:
 * a charge covers only what meeting the needs costs (Care Act 2014, s.14(4)). It was not when it was
 * assessed; a reduction or an annulment may have come since.
 */
export const contributionDays = (
  timeline: Timeline,
  { what, from, to }: InForce<Assessment>,
): Stretch[] =>
  allocationsInForce(timeline, to)
    .map((given) => {
      const [first, last] = [later(from, given.from), earlier(to, given.to)];
      const weeklyPence = pence(Math.min(what.weeklyPence, given.what.weeklyPence));
      const days = first <= last ? countedDays(timeline, first, last) : 0;
      return { weeklyPence, from: first, to: last, days };
    })
    .filter((it) => it.from <= it.to);

/** What a contribution comes to on the days of its assessment, rounded once. */
export const contributed = (timeline: Timeline, assessed: InForce<Assessment>): Pence =>
  dividedHalfUp(
    sumOf(contributionDays(timeline, assessed), (it) => times(it.weeklyPence, it.days)),
    7,
  );
