import { LogInMemory } from '../../test/support/log-in-memory.js';
import { oluAsks } from '../../test/support/people.js';
import type { BudgetEvent } from '../budgets/budget.events.js';
import { fold } from '../read-models/read-model.js';
import type { ReviewEvent } from './review.events.js';
import { reviews } from './reviews.read-model.js';

type Told = BudgetEvent | ReviewEvent;

const reduced: BudgetEvent = {
  type: 'AllocationReduced',
  on: '2027-06-07',
  allocationId: 'a-2',
  reductionId: 'd-1',
  lines: [],
  reasons: ['need-reduced'],
  followUp: { reviewId: 'v-1', dueOn: '2027-07-19', limitOn: '2027-08-02' },
  policyVersion: 1,
};
const { followUp: _, ...waived } = reduced;
const calledFor: BudgetEvent = {
  type: 'ReassessmentCalledFor',
  on: '2027-04-01',
  reviewId: 'v-2',
  reasons: ['budget-pressure'],
  dueOn: '2027-06-24',
  checks: [],
  policyVersion: 1,
};
const withdrawn: BudgetEvent = {
  type: 'ReductionWithdrawn',
  on: '2027-05-10',
  reductionId: 'd-1',
  cancels: 'v-1',
};
const upheld: BudgetEvent = {
  type: 'ChallengeDecided',
  on: '2027-05-10',
  reductionId: 'd-1',
  outcome: 'upheld',
  cancels: 'v-1',
  policyVersion: 1,
  wordsHash: 'h',
};
const putOff: BudgetEvent = {
  type: 'ChallengeDecided',
  on: '2027-06-30',
  reductionId: 'd-1',
  outcome: 'dismissed',
  followUp: { reviewId: 'v-1', dueOn: '2027-08-12', limitOn: '2027-08-26' },
  policyVersion: 1,
  wordsHash: 'h',
};
const scheduled: ReviewEvent = {
  type: 'ReviewScheduled',
  budgetId: 'anna',
  on: '2027-05-03',
  kind: 'post-reduction',
  dueOn: '2027-07-19',
  limitOn: '2027-08-02',
};
const started: ReviewEvent = { type: 'ReviewStarted', budgetId: 'anna', on: '2027-07-12' };
const completed: ReviewEvent = {
  type: 'ReviewCompleted',
  budgetId: 'anna',
  on: '2027-07-15',
  outcome: 'continues',
  involved: ['person'],
  outcomes: [],
};
const cancelled: ReviewEvent = {
  type: 'ReviewCancelled',
  budgetId: 'anna',
  on: '2027-05-10',
  reason: 'reduction-withdrawn',
};

const isOfABudget = (event: Told) => !event.type.startsWith('Review');

/** Anna's budget and the review v-1, recorded in this order. */
async function rowsAfter(...events: Told[]) {
  const log = new LogInMemory();
  const versions = new Map<string, number>();
  for (const [i, event] of events.entries()) {
    const stream = isOfABudget(event) ? 'budget-anna' : 'review-v-1';
    const before = versions.get(stream) ?? -1;
    await log.append(stream, before, [event], oluAsks(`event ${i}`));
    versions.set(stream, before + 1);
  }
  return [...fold(reviews, await log.read(null, 500)).values()];
}

const row = {
  reviewId: 'v-1',
  budgetId: 'anna',
  kind: 'post-reduction',
  state: 'scheduled',
  dueOn: '2027-07-19',
  limitOn: '2027-08-02',
  completedOn: null,
};

const putOffRow = { ...row, dueOn: '2027-08-12', limitOn: '2027-08-26' };

/** Every order of two streams' events that keeps each stream's own. */
function interleavings(a: readonly Told[], b: readonly Told[]): Told[][] {
  const [[a1, ...restOfA], [b1, ...restOfB]] = [a, b];
  if (!a1 || !b1) return [[...a, ...b]];
  return [
    ...interleavings(restOfA, b).map((rest) => [a1, ...rest]),
    ...interleavings(a, restOfB).map((rest) => [b1, ...rest]),
  ];
}

const named = (events: Told[]) => [events.map((it) => it.type).join(', '), events] as const;

describe('Reviews', () => {
  it('show what a reduction promises before it is scheduled', async () =>
    expect(await rowsAfter(reduced)).toEqual([row]));

  it('show a reassessment that was called for before it is scheduled', async () =>
    expect(await rowsAfter(calledFor)).toEqual([
      {
        ...row,
        reviewId: 'v-2',
        kind: 'reassessment',
        dueOn: '2027-06-24',
        limitOn: '2027-06-24',
      },
    ]));

  it('show none where it was waived', async () =>
    expect(await rowsAfter(waived as BudgetEvent)).toEqual([]));

  it.each([withdrawn, upheld])('show it cancelled with its reduction: $type', async (undoing) =>
    expect(await rowsAfter(reduced, undoing)).toEqual([{ ...row, state: 'cancelled' }]),
  );

  it('stay as they are where a decision leaves the reduction in force', async () => {
    const { cancels: _, ...dismissed } = { ...upheld, outcome: 'dismissed' } as typeof upheld;
    expect(await rowsAfter(reduced, dismissed)).toEqual([row]);
  });

  it('are due later where a decision puts the reduction off', async () =>
    expect(await rowsAfter(reduced, putOff)).toEqual([putOffRow]));

  it('show how far each is', async () => {
    expect(await rowsAfter(reduced, scheduled, started)).toEqual([{ ...row, state: 'started' }]);
    expect(await rowsAfter(reduced, scheduled, started, completed)).toEqual([
      { ...row, state: 'completed', completedOn: '2027-07-15' },
    ]);
    expect(await rowsAfter(reduced, scheduled, cancelled)).toEqual([
      { ...row, state: 'cancelled' },
    ]);
  });

  describe('are the same in whatever order two streams arrive', () => {
    it.each(interleavings([reduced, withdrawn], [scheduled, started, cancelled]).map(named))(
      'cancelled: %s',
      async (_, events) =>
        expect(await rowsAfter(...events)).toEqual([{ ...row, state: 'cancelled' }]),
    );

    const again: ReviewEvent = { ...scheduled, dueOn: '2027-08-12', limitOn: '2027-08-26' };
    it.each(interleavings([reduced, putOff], [scheduled, again, started]).map(named))(
      'put off: %s',
      async (_, events) =>
        expect(await rowsAfter(...events)).toEqual([{ ...putOffRow, state: 'started' }]),
    );

    it.each(interleavings([reduced, withdrawn], [scheduled, started, completed]).map(named))(
      'completed in time: %s',
      async (_, events) =>
        expect(await rowsAfter(...events)).toEqual([
          { ...row, state: 'completed', completedOn: '2027-07-15' },
        ]),
    );
  });
});
