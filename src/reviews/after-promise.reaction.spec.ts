import { AnyTypes, LogInMemory, StillClock } from '../../test/support/log-in-memory.js';
import { oluAsks } from '../../test/support/people.js';
import type {
  AllocationReduced,
  ChallengeDecided,
  ReassessmentCalledFor,
} from '../budgets/budget.events.js';
import { Writer } from '../event-log/writer.js';
import { AfterPromise } from './after-promise.reaction.js';
import type { ReviewScheduled } from './review.events.js';

const reduced: AllocationReduced = {
  type: 'AllocationReduced',
  on: '2027-06-07',
  allocationId: 'a-2',
  reductionId: 'd-1',
  lines: [],
  reasons: ['need-reduced'],
  followUp: { reviewId: 'v-1', dueOn: '2027-07-19', limitOn: '2027-08-02' },
  policyVersion: 1,
};
const calledFor: ReassessmentCalledFor = {
  type: 'ReassessmentCalledFor',
  on: '2027-04-01',
  reviewId: 'v-2',
  reasons: ['budget-pressure'],
  dueOn: '2027-06-24',
  checks: [],
  policyVersion: 1,
};

const dismissed: ChallengeDecided = {
  type: 'ChallengeDecided',
  on: '2027-06-30',
  reductionId: 'd-1',
  outcome: 'dismissed',
  followUp: { reviewId: 'v-1', dueOn: '2027-08-12', limitOn: '2027-08-26' },
  policyVersion: 1,
  wordsHash: 'h',
};

type Promising = AllocationReduced | ReassessmentCalledFor | ChallengeDecided;

/** Recorded on 1 April 2027, and handed over by a program that has just started. */
async function given(...promises: [Promising, ...Promising[]]) {
  const log = new LogInMemory();
  const { recorded } = await log.append('budget-anna', -1, promises, oluAsks('promise'));
  const [cause, later] = recorded as [(typeof recorded)[0], (typeof recorded)[0]];
  const handedOver = (it = cause) =>
    new AfterPromise(new Writer(log, new AnyTypes(), new StillClock())).react(it);
  const due = async () =>
    (await log.load<ReviewScheduled>('review-v-1')).map(({ event }) => event.dueOn);
  return { log, cause, later, handedOver, due };
}

describe('After a reduction', () => {
  it('the promised review is scheduled, and says what led to it', async () => {
    const { log, cause, handedOver } = await given(reduced);
    await handedOver();
    expect(await log.load('review-v-1')).toEqual([
      expect.objectContaining({
        event: {
          type: 'ReviewScheduled',
          budgetId: 'anna',
          on: '2027-04-01',
          kind: 'post-reduction',
          dueOn: '2027-07-19',
          limitOn: '2027-08-02',
        },
        causationId: cause.eventId,
        correlationId: cause.requestId,
      }),
    ]);
  });

  it('there is none where it was waived', async () => {
    const { followUp: _, ...waived } = reduced;
    const { log, handedOver } = await given(waived);
    await handedOver();
    expect(await log.read(null, 500)).toHaveLength(1);
  });

  it('there is one review, though the event is handed over again after a crash', async () => {
    const { log, handedOver } = await given(reduced);
    await handedOver();
    await handedOver();
    expect(await log.load('review-v-1')).toHaveLength(1);
  });

  it('there is one review, though the key is forgotten by then', async () => {
    const { log, handedOver } = await given(reduced);
    await handedOver();
    log.forgetRequests();
    await handedOver();
    expect(await log.load('review-v-1')).toHaveLength(1);
  });
});

describe('After a challenge that put a reduction off', () => {
  it('its review is put off as well', async () => {
    const { handedOver, later, due } = await given(reduced, dismissed);
    await handedOver();
    await handedOver(later);
    await handedOver(later);
    expect(await due()).toEqual(['2027-07-19', '2027-08-12']);
  });

  it('its review is put off also when the later promise is heard of first', async () => {
    const { handedOver, later, due } = await given(reduced, dismissed);
    await handedOver(later);
    await handedOver();
    expect(await due()).toEqual(['2027-08-12']);
  });

  it('its review stays as it is where the reduction was not put off', async () => {
    const { followUp: _, ...inTime } = dismissed;
    const { handedOver, later, due } = await given(reduced, inTime);
    await handedOver();
    await handedOver(later);
    expect(await due()).toEqual(['2027-07-19']);
  });
});

describe('After a call for a reassessment', () => {
  it('it is scheduled for the day that was named, and no later', async () => {
    const { log, handedOver } = await given(calledFor);
    await handedOver();
    expect((await log.load('review-v-2')).map((it) => it.event)).toEqual([
      {
        type: 'ReviewScheduled',
        budgetId: 'anna',
        on: '2027-04-01',
        kind: 'reassessment',
        dueOn: '2027-06-24',
        limitOn: '2027-06-24',
      },
    ]);
  });
});
