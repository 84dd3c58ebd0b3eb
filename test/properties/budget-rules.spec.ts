import fc from 'fast-check';
import { budget } from '../../src/budgets/budget.js';
import {
  BASES,
  type AllocationReduced,
  type BudgetEvent,
  type GateCheckName,
} from '../../src/budgets/budget.events.js';
import {
  allocationOn,
  allocationsInForce,
  assessmentsInForce,
} from '../../src/budgets/budget.facts.js';
import { addDays, addWeeks, daysBetween, type LocalDate } from '../../src/kernel/dates.js';
import { always } from '../support/properties.js';
import {
  budgetLives,
  LAST_DAY,
  levelOn,
  liveBudget,
  NOTICE_DAYS,
  OPENS_ON,
  totalOf,
  WEEKS,
  type Happened,
} from './budget-lives.js';

// Whatever is asked of a budget, in whatever order, and refused or not: what must always hold of a
// budget holds of what was recorded.

/** Every fifth day, and each on which something begins: nothing changes in between. */
function daysToLookAt(events: readonly BudgetEvent[]): LocalDate[] {
  const days = new Set<LocalDate>();
  for (let day: LocalDate = OPENS_ON; day <= LAST_DAY; day = addDays(day, 45)) days.add(day);
  for (const event of events)
    for (const day of [event.on, addDays(event.on, -1), addDays(event.on, 1)]) days.add(day);
  return [...days].toSorted();
}

const timelineOf = (events: readonly BudgetEvent[]) =>
  events.reduce(budget.evolve, budget.initial).timeline;

/** What may lower the level of a day that it already had: the gate, an annulment, the closing. */
const MAY_LOWER = [
  'AllocationReduced',
  'ChallengeDecided',
  'AllocationAnnulled',
  'BudgetClosed',
  'ReductionWithdrawn', // back to what there was, where that was annulled meanwhile
];

const eventsOf = (happened: readonly Happened[]) => happened.map((it) => it.event);

const invariants: Readonly<Record<string, (happened: readonly Happened[]) => void>> = {
  'it is opened once, first of all': (happened) =>
    expect(eventsOf(happened).map((it) => it.type === 'BudgetOpened')).toEqual(
      happened.map((_, i) => i === 0),
    ),

  'only disagreement comes after its closing, which takes open reductions with it': (happened) => {
    const events = eventsOf(happened);
    const closing = events.findIndex((it) => it.type === 'BudgetClosed');
    if (closing < 0) return;
    // What counted before its last day may still be challenged, and be decided on.
    const since = events.slice(closing + 1).map((it) => it.type);
    const disagreement = ['ReductionChallenged', 'ChallengeDecided', 'AllocationReduced'];
    expect(since.filter((it) => !disagreement.includes(it))).toEqual([]);
    for (const [i, type] of since.entries())
      if (type === 'AllocationReduced') expect(since[i - 1]).toBe('ChallengeDecided');
    for (const event of events) {
      if (event.type !== 'ReductionProposed') continue;
      const story = events.filter(
        (it) => 'reductionId' in it && it.reductionId === event.reductionId,
      );
      const isNotified = story.some((it) => it.type === 'AllocationReduced');
      const isOver = story.some(
        (it) =>
          it.type === 'ReductionWithdrawn' ||
          (it.type === 'ChallengeDecided' && it.outcome === 'upheld'),
      );
      expect(isNotified || isOver).toBe(true);
    }
  },

  'nothing that it gives or takes is dated before its opening': (happened) => {
    for (const event of eventsOf(happened)) expect(event.on >= OPENS_ON).toBe(true);
  },

  'one allocation is in force on any day, the one by the letter': (happened) => {
    const events = eventsOf(happened);
    const timeline = timelineOf(events);
    const segments = allocationsInForce(timeline, LAST_DAY);
    for (const day of daysToLookAt(events).filter((it) => it <= LAST_DAY)) {
      const covering = segments.filter((it) => it.from <= day && day <= it.to);
      const expected = levelOn(events, day)?.id;
      expect(covering.map((it) => it.what.allocationId)).toEqual(expected ? [expected] : []);
      expect(allocationOn(timeline, day)?.allocationId).toBe(expected);
    }
  },

  'no day’s level goes down but through the gate': (happened) => {
    const events = eventsOf(happened);
    const days = daysToLookAt(events);
    for (const [i, event] of events.entries()) {
      if (MAY_LOWER.includes(event.type)) continue;
      for (const day of days) {
        const before = levelOn(events.slice(0, i), day)?.weekly ?? 0;
        expect(levelOn(events.slice(0, i + 1), day)?.weekly ?? 0).toBeGreaterThanOrEqual(before);
      }
    }
  },

  'what is agreed says whether it is higher, and which later ones stay': (happened) => {
    const events = eventsOf(happened);
    for (const [i, event] of events.entries()) {
      if (event.type !== 'AllocationAgreed' && event.type !== 'AllocationIncreased') continue;
      const before = levelOn(events.slice(0, i), event.on)?.weekly;
      const rises = before !== undefined && totalOf(event.lines) > before;
      expect(event.type).toBe(rises ? 'AllocationIncreased' : 'AllocationAgreed');
      expect(levelOn(events.slice(0, i + 1), event.on)?.id).toBe(event.allocationId);
      const later = event.laterAllocations;
      const ends = events
        .slice(0, i)
        .flatMap((it) =>
          'allocationId' in it && later.includes(it.allocationId ?? '') ? [it.on] : [],
        );
      for (const day of ends) expect(day > event.on || happened[i]!.today >= day).toBe(true);
    }
  },

  'a contribution is never above what the budget gives on its day': (happened) => {
    const events = eventsOf(happened);
    for (const [i, event] of events.entries()) {
      if (event.type !== 'ContributionAssessed') continue;
      const weekly = levelOn(events.slice(0, i), event.on)?.weekly ?? 0;
      expect(event.weeklyPence).toBeLessThanOrEqual(weekly);
      const inForce = assessmentsInForce(timelineOf(events.slice(0, i + 1)), event.on);
      expect(inForce.at(-1)?.what.assessmentId).toBe(event.assessmentId);
    }
  },

  'no day is suspended twice, and no more is resumed than was suspended': (happened) => {
    let open: LocalDate | undefined;
    let free: LocalDate = OPENS_ON;
    for (const event of eventsOf(happened)) {
      if (event.type === 'BudgetSuspended') {
        expect(open).toBeUndefined();
        expect(event.on >= free).toBe(true);
        open = event.on;
      }
      if (event.type === 'BudgetResumed') {
        expect(open !== undefined && event.on >= open).toBe(true);
        [open, free] = [undefined, event.on];
      }
    }
  },

  'an annulment is by another, in time, once, and not of a reduction': (happened) => {
    for (const [i, { event, today, who }] of happened.entries()) {
      if (event.type !== 'AllocationAnnulled' && event.type !== 'OneOffAnnulled') continue;
      const before = happened.slice(0, i);
      const id = event.type === 'AllocationAnnulled' ? event.allocationId : event.oneOffId;
      const about = before.filter(({ event: it }) =>
        event.type === 'AllocationAnnulled'
          ? 'allocationId' in it && it.allocationId === id && it.type !== 'ContributionAssessed'
          : 'oneOffId' in it && it.oneOffId === id,
      );
      expect(about).toHaveLength(1);
      expect(about[0]!.event.type).toMatch(/Agreed|Increased/);
      expect(about[0]!.who).not.toBe(who);
      expect(daysBetween(about[0]!.today, today)).toBeLessThanOrEqual(11); // 5 working days, Easter
    }
  },

  'a reduction comes only through the gate': (happened) => {
    for (const [i, { event, today }] of happened.entries())
      if (event.type === 'AllocationReduced') gateWasOpen(happened.slice(0, i), event, today);
  },

  'criteria and pressure alone call for a reassessment and reduce nothing': (happened) => {
    const basis: readonly string[] = BASES;
    for (const event of eventsOf(happened)) {
      if (event.type === 'ReassessmentCalledFor')
        expect(event.reasons.some((it) => basis.includes(it))).toBe(false);
      if (event.type === 'ReductionProposed' || event.type === 'AllocationReduced')
        expect(event.reasons.some((it) => basis.includes(it))).toBe(true);
    }
    const called = eventsOf(happened).filter((it) => it.type === 'ReassessmentCalledFor');
    expect(called.length).toBeLessThanOrEqual(1); // while it is open, nobody opens another
  },

  'one reduction is on its way at a time, and a challenge is decided once, by another': (
    happened,
  ) => {
    const stage = new Map<string, string>();
    const approver = new Map<string, string>();
    for (const { event, who } of happened) {
      if (!('reductionId' in event)) continue;
      const { reductionId } = event;
      const open = [...stage.values()].filter((it) => it === 'proposed' || it === 'approved');
      if (event.type === 'ReductionProposed') {
        expect(open).toEqual([]);
        stage.set(reductionId, 'proposed');
      }
      if (event.type === 'ReductionApproved') {
        expect(stage.get(reductionId)).toBe('proposed');
        stage.set(reductionId, 'approved');
        approver.set(reductionId, who);
      }
      if (event.type === 'ReductionNotified') {
        expect(stage.get(reductionId)).toBe('approved');
        stage.set(reductionId, 'notified');
      }
      if (event.type === 'ReductionChallenged') {
        expect(stage.get(reductionId)).toBe('notified');
        stage.set(reductionId, 'challenged');
      }
      if (event.type === 'ChallengeDecided') {
        expect(stage.get(reductionId)).toBe('challenged');
        expect(approver.get(reductionId)).not.toBe(who);
        stage.set(reductionId, event.outcome === 'upheld' ? 'over' : 'decided');
      }
      if (event.type === 'ReductionWithdrawn') {
        expect(stage.get(reductionId)).not.toBe('over');
        stage.set(reductionId, 'over');
      }
    }
  },
};

// oxlint-disable-next-line max-lines-per-function -- every condition of the gate, one after another
function gateWasOpen(
  before: readonly Happened[],
  reduced: AllocationReduced,
  today: LocalDate,
): void {
  const events = eventsOf(before);
  const { reductionId } = reduced;
  const mine = before.filter(
    ({ event }) => 'reductionId' in event && event.reductionId === reductionId,
  );
  const find = <T extends BudgetEvent['type']>(type: T) =>
    mine.findLast((it) => it.event.type === type) as
      (Happened & { event: Extract<BudgetEvent, { type: T }> }) | undefined;
  const proposal = find('ReductionProposed')!;
  const varied = find('ChallengeDecided');
  const approval = varied ?? find('ReductionApproved')!;
  const notice = varied ?? find('ReductionNotified')!;
  const own = proposal.event;
  const mayWaive = own.reasons.some((it) => it === 'person-requested' || it === 'error-correction');
  const waived = (check: GateCheckName) => mayWaive && own.waivers.includes(check);
  const lines = varied?.event.varied?.lines ?? own.lines;
  const earlier = events.slice(0, -1);
  const proven =
    own.reasons.includes('error-correction') &&
    own.proof !== undefined &&
    totalOf(lines) >= own.proof.weeklyPence;

  // Recorded together with what serves it.
  expect(before.at(-1)).toBe(notice);
  expect(notice.today).toBe(today);
  expect(approval.who).not.toBe(proposal.who);
  expect(own.needsStillMet).toBe(true);
  if (!proven) {
    expect(own.involvement.some((it) => it.on <= today)).toBe(true);
    const replaced = levelOn(varied ? events : earlier, addDays(reduced.on, -1));
    expect(own.reassessment).toBeDefined();
    expect(own.reassessment!.completedOn <= today).toBe(true);
    if (replaced) expect(own.reassessment!.completedOn > replaced.from).toBe(true);
  }
  expect(reduced.on > today).toBe(true);
  if (!waived('notice'))
    expect(daysBetween(notice.event.on, reduced.on)).toBeGreaterThanOrEqual(NOTICE_DAYS);
  expect(notice.event.on >= (varied ? today : approval.event.on) && notice.event.on <= today).toBe(
    true,
  );
  if (!waived('transition-costs')) expect(own.transition).toBeDefined();
  if (waived('follow-up-review')) expect(reduced.followUp).toBeUndefined();
  else
    expect(reduced.followUp).toMatchObject({
      dueOn: addWeeks(reduced.on, WEEKS.due),
      limitOn: addWeeks(reduced.on, WEEKS.limit),
    });

  // Line by line: what was shown is what there was and what there will be.
  const was = levelOn(varied ? events : earlier, reduced.on)?.weekly ?? 0;
  expect(lines.reduce((sum, it) => sum + it.beforePence, 0)).toBe(was);
  expect(totalOf(reduced.lines)).toBe(totalOf(lines));
  expect(totalOf(reduced.lines)).toBeLessThan(was);

  // Within the limit: 52 weeks, and the one-offs of the 52 weeks before.
  const annulled = new Set(
    events.flatMap((it) => (it.type === 'OneOffAnnulled' ? [it.oneOffId] : [])),
  );
  const at = events.slice(0, before.indexOf(approval));
  const oneOffs = at.flatMap((it) =>
    it.type === 'OneOffAgreed' &&
    !annulled.has(it.oneOffId) &&
    it.on < reduced.on &&
    it.on >= addWeeks(reduced.on, -52)
      ? [Number(it.amountPence)]
      : [],
  );
  const limit = varied
    ? varied.event.varied!.limitPence
    : find('ReductionApproved')!.event.limitPence;
  expect(52 * totalOf(lines) + oneOffs.reduce((a, b) => a + b, 0)).toBeLessThanOrEqual(limit);

  // No other challenge is undecided.
  const undecided = new Set<string>();
  for (const event of events) {
    if (event.type === 'ReductionChallenged') undecided.add(event.reductionId);
    if (event.type === 'ChallengeDecided' || event.type === 'ReductionWithdrawn')
      undecided.delete(event.reductionId);
  }
  expect([...undecided]).toEqual([]);
}

describe('Whatever is asked of a budget,', () => {
  for (const [sentence, holds] of Object.entries(invariants))
    always(sentence, budgetLives, (asked) => holds(liveBudget(asked).happened), 120);

  it('enough is recorded, and enough refused, for all this to mean something', () => {
    const lived = fc.sample(budgetLives, { numRuns: 300, seed: 1 }).map(liveBudget);
    const recorded = Map.groupBy(
      lived.flatMap((it) => it.happened),
      (it) => it.event.type,
    );
    const scarce = [...recorded].filter(([, it]) => it.length < 8).map(([type]) => type);
    expect({ scarce, types: recorded.size }).toEqual({ scarce: [], types: 19 });
    const codes = new Set(lived.flatMap((it) => it.refusals));
    for (const code of [
      'gate',
      'reduction-needs-its-own-path',
      'not-a-basis',
      'approver-is-proposer',
      'over-limit',
      'wrong-state',
      'closed',
    ])
      expect(codes).toContain(code);
  });
});
