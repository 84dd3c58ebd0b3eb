import {
  agreed,
  approved,
  challenged,
  decided,
  notified,
  opened,
  proposed,
  reduced,
} from '../../test/support/annas-budget.js';
import { LogInMemory } from '../../test/support/log-in-memory.js';
import { oluAsks } from '../../test/support/people.js';
import { fold } from '../read-models/read-model.js';
import type { BudgetEvent } from './budget.events.js';
import { reductions } from './reductions.read-model.js';

async function annas(...events: BudgetEvent[]) {
  const log = new LogInMemory();
  await log.append('budget-anna', -1, [opened, agreed, ...events], oluAsks('history'));
  return [...fold(reductions, await log.load('budget-anna')).values()];
}

const row = {
  reductionId: 'd-1',
  budgetId: 'anna',
  stage: 'proposed',
  outcome: null,
  proposedOn: '2026-03-09',
  effectiveFrom: '2026-04-29',
  beforePence: 420_00,
  weeklyPence: 300_00,
  story: { proposal: proposed },
  version: 2,
};

describe('Reductions', () => {
  it('are none before one is proposed', async () => expect(await annas()).toEqual([]));

  it('are shown from the proposal on', async () => expect(await annas(proposed)).toEqual([row]));

  it('are shown with every step taken, at the version of the last', async () =>
    expect(await annas(proposed, approved, notified, reduced)).toEqual([
      {
        ...row,
        stage: 'notified',
        story: { proposal: proposed, approval: approved, notice: notified, allocation: reduced },
        version: 5,
      },
    ]));

  it('are shown with the outcome of a challenge, and when they count after it', async () =>
    expect(
      await annas(proposed, approved, notified, reduced, challenged, decided('dismissed')),
    ).toMatchObject([{ stage: 'notified', outcome: 'dismissed', effectiveFrom: '2026-05-12' }]));

  it('are shown as withdrawn when the challenge was upheld', async () =>
    expect(
      await annas(proposed, approved, notified, reduced, challenged, decided('upheld')),
    ).toMatchObject([{ stage: 'withdrawn', outcome: 'upheld', version: 7 }]));

  it('are a row each', async () => {
    const withdrawn = { type: 'ReductionWithdrawn', on: '2026-03-10', reductionId: 'd-1' } as const;
    expect(await annas(proposed, withdrawn, { ...proposed, reductionId: 'd-2' })).toMatchObject([
      { reductionId: 'd-1', stage: 'withdrawn' },
      { reductionId: 'd-2', stage: 'proposed' },
    ]);
  });
});
