import { AnyTypes, LogInMemory, StillClock } from '../../test/support/log-in-memory.js';
import { oluAsks } from '../../test/support/people.js';
import type { BudgetClosed, BudgetEvent, ChallengeDecided } from '../budgets/budget.events.js';
import type { Recorded } from '../event-log/event-log.js';
import { Writer } from '../event-log/writer.js';
import { AfterPromise } from './after-promise.reaction.js';
import { AfterWithdrawal } from './after-withdrawal.reaction.js';
import type { ReviewEvent } from './review.events.js';

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
const calledFor: BudgetEvent = {
  type: 'ReassessmentCalledFor',
  on: '2027-03-01',
  reviewId: 'v-2',
  reasons: ['budget-pressure'],
  dueOn: '2027-06-24',
  checks: [],
  policyVersion: 1,
};
const withdrawn: BudgetEvent = {
  type: 'ReductionWithdrawn',
  on: '2027-04-01',
  reductionId: 'd-1',
  cancels: 'v-1',
};
const decided = (outcome: ChallengeDecided['outcome']): ChallengeDecided => ({
  type: 'ChallengeDecided',
  on: '2027-04-01',
  reductionId: 'd-1',
  outcome,
  ...(outcome !== 'dismissed' && { cancels: 'v-1' }),
  policyVersion: 1,
  wordsHash: 'h',
});
const closed: BudgetClosed = { type: 'BudgetClosed', on: '2027-04-30', wordsHash: 'h' };

/** Recorded on 1 April 2027; what is handed over, is so by a program that has just started. */
async function given(...history: BudgetEvent[]) {
  const log = new LogInMemory();
  const { recorded } = await log.append('budget-anna', -1, history, oluAsks('history'));
  const writer = () => new Writer(log, new AnyTypes(), new StillClock());
  const cause = (event: BudgetEvent) =>
    recorded.find((it) => it.event.type === event.type) as Recorded<never>;
  return {
    log,
    keeping: (event: BudgetEvent) => new AfterPromise(writer()).react(cause(event)),
    handedOver: (event: BudgetEvent) => new AfterWithdrawal(writer()).react(cause(event)),
    /** What the stream of a review says, in short. */
    told: async (reviewId: string) => {
      const tail = await log.load<ReviewEvent>(`review-${reviewId}`);
      return tail.map(({ event }) =>
        event.type === 'ReviewCancelled' ? `${event.type}: ${event.reason}` : event.type,
      );
    },
  };
}

describe('After the withdrawal of a reduction', () => {
  it('its review is cancelled, and says what led to it', async () => {
    const { log, keeping, handedOver } = await given(reduced, withdrawn);
    await keeping(reduced);
    await handedOver(withdrawn);
    const [, cause] = await log.load('budget-anna');
    expect(await log.load('review-v-1', 0)).toEqual([
      expect.objectContaining({
        event: {
          type: 'ReviewCancelled',
          budgetId: 'anna',
          on: '2027-04-01',
          reason: 'reduction-withdrawn',
        },
        causationId: cause!.eventId,
      }),
    ]);
  });

  it('its review is cancelled once, though the event is handed over again', async () => {
    const { keeping, handedOver, told } = await given(reduced, withdrawn);
    await keeping(reduced);
    await handedOver(withdrawn);
    await handedOver(withdrawn);
    expect(await told('v-1')).toEqual(['ReviewScheduled', 'ReviewCancelled: reduction-withdrawn']);
  });

  it('its review is cancelled once, though the key is forgotten by then', async () => {
    const { log, keeping, handedOver, told } = await given(reduced, withdrawn);
    await keeping(reduced);
    await handedOver(withdrawn);
    log.forgetRequests();
    await handedOver(withdrawn);
    expect(await told('v-1')).toEqual(['ReviewScheduled', 'ReviewCancelled: reduction-withdrawn']);
  });

  it('its review is cancelled before it is scheduled, and stays so', async () => {
    const { keeping, handedOver, told } = await given(reduced, withdrawn);
    await handedOver(withdrawn);
    await keeping(reduced);
    expect(await told('v-1')).toEqual(['ReviewScheduled', 'ReviewCancelled: reduction-withdrawn']);
  });

  it('no other review is touched', async () => {
    const { keeping, handedOver, told } = await given(calledFor, reduced, withdrawn);
    await keeping(calledFor);
    await handedOver(withdrawn);
    expect(await told('v-2')).toEqual(['ReviewScheduled']);
  });
});

describe('After the decision on a challenge', () => {
  it.each(['upheld', 'varied'] as const)('%s: its review is cancelled', async (outcome) => {
    const { keeping, handedOver, told } = await given(reduced, decided(outcome));
    await keeping(reduced);
    await handedOver(decided(outcome));
    expect(await told('v-1')).toEqual(['ReviewScheduled', `ReviewCancelled: challenge-${outcome}`]);
  });

  it('dismissed: its review goes on', async () => {
    const { keeping, handedOver, told } = await given(reduced, decided('dismissed'));
    await keeping(reduced);
    await handedOver(decided('dismissed'));
    expect(await told('v-1')).toEqual(['ReviewScheduled']);
  });
});

describe('After the closing of a budget', () => {
  it('every review that is open is cancelled', async () => {
    const { keeping, handedOver, told } = await given(calledFor, reduced, closed);
    await keeping(calledFor);
    await handedOver(closed);
    expect(await told('v-1')).toEqual(['ReviewScheduled', 'ReviewCancelled: budget-closed']);
    expect(await told('v-2')).toEqual(['ReviewScheduled', 'ReviewCancelled: budget-closed']);
  });

  it('one that was put off is cancelled once, as it stood', async () => {
    const followUp = { reviewId: 'v-1', dueOn: '2027-08-12', limitOn: '2027-08-26' } as const;
    const later = { ...decided('dismissed'), followUp };
    const { log, handedOver } = await given(reduced, later, closed);
    await handedOver(closed);
    expect((await log.load('review-v-1')).map((it) => it.event)).toEqual([
      expect.objectContaining({ type: 'ReviewScheduled', dueOn: '2027-08-12' }),
      expect.objectContaining({ type: 'ReviewCancelled' }),
    ]);
  });

  it('what is completed stays completed', async () => {
    const { log, keeping, handedOver, told } = await given(calledFor, closed);
    await keeping(calledFor);
    const completed: ReviewEvent = {
      type: 'ReviewCompleted',
      budgetId: 'anna',
      on: '2027-03-20',
      outcome: 'continues',
      involved: ['person'],
      needsChanged: false,
      outcomes: [],
    };
    await log.append('review-v-2', 0, [completed], oluAsks('complete'));
    await handedOver(closed);
    expect(await told('v-2')).toEqual(['ReviewScheduled', 'ReviewCompleted']);
  });

  it('a crash half way leaves no review open', async () => {
    const { log, handedOver, told } = await given(calledFor, reduced, closed);
    const append = log.append.bind(log);
    log.append = (stream, ...rest) =>
      stream === 'review-v-1' ? Promise.reject(new Error('killed')) : append(stream, ...rest);
    await expect(handedOver(closed)).rejects.toThrow('killed');
    log.append = append;
    await handedOver(closed);
    expect(await told('v-1')).toEqual(['ReviewScheduled', 'ReviewCancelled: budget-closed']);
    expect(await told('v-2')).toEqual(['ReviewScheduled', 'ReviewCancelled: budget-closed']);
  });

  it('a budget without reviews has none', async () => {
    const { log, handedOver } = await given(closed);
    await handedOver(closed);
    expect(await log.read(null, 500)).toHaveLength(1);
  });
});
