import { LogInMemory } from '../../test/support/log-in-memory.js';
import { oluAsks } from '../../test/support/people.js';
import { fold } from '../read-models/read-model.js';
import type { AccountEvent } from './account.events.js';
import { disagreements } from './disagreements.read-model.js';

async function annas(...events: AccountEvent[]) {
  const log = new LogInMemory();
  await log.append('account-anna', -1, events, oluAsks('history'));
  return [...fold(disagreements, await log.load('account-anna')).values()];
}

const raised: AccountEvent = {
  type: 'DisagreementRaised',
  on: '2026-05-20',
  disagreementId: 'd-1',
  aboutFigure: 'balance',
  acknowledgeBy: '2026-05-26',
  wordsHash: 'h',
};
const answered: AccountEvent = {
  type: 'DisagreementAnswered',
  on: '2026-05-21',
  disagreementId: 'd-1',
  outcome: 'explained',
  wordsHash: 'h',
};
const row = {
  disagreementId: 'd-1',
  budgetId: 'anna',
  state: 'open',
  raisedOn: '2026-05-20',
  acknowledgeBy: '2026-05-26',
};

describe('What is said to be wrong', () => {
  it('is open until it is answered', async () => {
    expect(await annas(raised)).toEqual([row]);
    expect(await annas(raised, answered)).toEqual([{ ...row, state: 'answered' }]);
  });

  it('is a row each', async () =>
    expect(await annas(raised, { ...raised, disagreementId: 'd-2' }, answered)).toEqual([
      { ...row, state: 'answered' },
      { ...row, disagreementId: 'd-2' },
    ]));
});
