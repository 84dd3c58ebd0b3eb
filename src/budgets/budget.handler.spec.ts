import { agreed, increasedTo, linesOf300, opened } from '../../test/support/annas-budget.js';
import { AnyTypes, LogInMemory, StillClock } from '../../test/support/log-in-memory.js';
import { oluAsks } from '../../test/support/people.js';
import { Stale } from '../event-log/event-log.js';
import { Writer } from '../event-log/writer.js';
import type { DomainEvent } from '../kernel/decider.js';
import { pence } from '../kernel/money.js';
import type { ReviewEvent } from '../reviews/review.events.js';
import { OnBudget, type AskedOfBudget } from './budget.commands.js';
import { OnBudgetHandler } from './budget.handler.js';

const byMia = { today: '2026-03-09', userId: 'mia' } as const;

const close: AskedOfBudget = { ...byMia, type: 'CloseBudget', on: '2026-09-30', wordsHash: 'h' };
const suspend: AskedOfBudget = {
  ...byMia,
  type: 'SuspendBudget',
  from: '2026-06-01',
  reason: 'abroad',
};
const annul: AskedOfBudget = {
  ...byMia,
  type: 'AnnulAllocation',
  allocationId: 'a-up',
  wordsHash: 'h',
};
const forCriteria = (reviewId: string): AskedOfBudget => ({
  ...byMia,
  type: 'ProposeReduction',
  reductionId: `d-${reviewId}`,
  reviewId,
  effectiveFrom: '2026-04-29',
  lines: linesOf300,
  reasons: ['criteria-changed'],
  involvement: [],
  needsStillMet: false,
  waivers: [],
});

const increased = { ...increasedTo(4200, '2026-03-01'), recordedOn: '2026-03-06' } as const;
const paid = {
  type: 'PaymentMade',
  on: '2026-03-01',
  entryId: 'e-1',
  amountPence: pence(1680_00),
} as const;

async function annas() {
  const log = new LogInMemory();
  const handler = new OnBudgetHandler(new Writer(log, new AnyTypes(), new StillClock()));
  let n = 0;
  const happened = async (stream: string, ...events: DomainEvent[]) => {
    const [last] = await log.loadBackwards(stream, 1);
    await log.append(stream, last?.version ?? -1, events, oluAsks(`history ${n++}`));
  };
  const on = (command: AskedOfBudget, seenVersion?: number) => {
    const seen = seenVersion === undefined ? undefined : { budgetVersion: seenVersion };
    return handler.execute(new OnBudget('anna', command, oluAsks(`request ${n++}`), seen));
  };
  await happened('budget-anna', opened, agreed);
  return { happened, on };
}

describe('On a budget', () => {
  it('what is asked is written to its stream, under the policy in force', async () => {
    const { on } = await annas();
    const { version, recorded } = await on(suspend);
    expect(version).toBe(2);
    expect(recorded).toMatchObject([{ stream: 'budget-anna', event: { policyVersion: 1 } }]);
  });

  it('nothing is written for who saw another version than the one it is at', async () => {
    const { on } = await annas();
    await expect(on(close, 0)).rejects.toThrow(Stale);
    expect(await on(close, 1)).toMatchObject({ version: 2 });
  });

  it('an allocation is annulled though a payment was recorded before it', async () => {
    const { on, happened } = await annas();
    await happened('account-anna', paid);
    await happened('budget-anna', increased);
    expect(await on(annul)).toMatchObject({ version: 3 });
  });

  it('it is not annulled once a payment was recorded after it, whatever its day', async () => {
    const { on, happened } = await annas();
    await happened('budget-anna', increased);
    await happened('account-anna', paid);
    await expect(on(annul)).rejects.toMatchObject({ code: 'not-annullable' });
  });

  it('what is not there is not annulled', async () => {
    const { on } = await annas();
    await expect(on(annul)).rejects.toMatchObject({ code: 'not-found' });
  });

  describe('a reassessment is called for', () => {
    const ofAnna = { budgetId: 'anna', on: '2026-03-09' } as const;
    const scheduled: ReviewEvent = {
      ...ofAnna,
      type: 'ReviewScheduled',
      kind: 'reassessment',
      dueOn: '2026-04-20',
      limitOn: '2026-04-20',
    };
    const cancelled: ReviewEvent = {
      ...ofAnna,
      type: 'ReviewCancelled',
      reason: 'budget-closed',
    };
    const named = (reviewId: string) => ({ code: 'not-a-basis', details: { reviewId } });

    it('once, as long as it is only promised, or open', async () => {
      const { on, happened } = await annas();
      await expect(on(forCriteria('v-1'))).rejects.toMatchObject(named('v-1'));
      await expect(on(forCriteria('v-2'))).rejects.toMatchObject(named('v-1'));
      await happened('review-v-1', scheduled);
      await expect(on(forCriteria('v-3'))).rejects.toMatchObject(named('v-1'));
    });

    it('again once it has ended', async () => {
      const { on, happened } = await annas();
      await expect(on(forCriteria('v-1'))).rejects.toMatchObject(named('v-1'));
      await happened('review-v-1', scheduled, cancelled);
      await expect(on(forCriteria('v-2'))).rejects.toMatchObject(named('v-2'));
      await expect(on(forCriteria('v-3'))).rejects.toMatchObject(named('v-2'));
    });
  });
});
