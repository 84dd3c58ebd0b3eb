import { LogInMemory } from '../../test/support/log-in-memory.js';
import { oluAsks } from '../../test/support/people.js';
import type { AccountEvent } from '../accounts/account.events.js';
import { fold } from '../read-models/read-model.js';
import { linesAside } from './lines-aside.read-model.js';

const at = { statementId: 's-1', lineId: 'l-1', wordsHash: 'h' };
const aside: AccountEvent = { type: 'LineSetAside', on: '2026-05-04', asks: true, ...at };
const explained: AccountEvent = { type: 'LineExplained', on: '2026-05-06', ...at };
const restored: AccountEvent = {
  type: 'LineRestored',
  on: '2026-05-07',
  was: 'set-aside',
  ...at,
};
const recorded: AccountEvent = {
  type: 'LineRecorded',
  on: '2026-05-08',
  statementId: 's-1',
  lineId: 'l-1',
  entryId: 'e-1',
  was: 'set-aside',
};
const matched: AccountEvent = {
  type: 'LineMatched',
  on: '2026-05-08',
  statementId: 's-1',
  matchId: 'm-1',
  lineIds: ['l-1'],
  entryIds: ['e-1'],
  how: 'chosen',
  was: 'set-aside',
};

async function after(...events: AccountEvent[]) {
  const log = new LogInMemory();
  await log.append('account-anna', -1, events, oluAsks('line'));
  return fold(linesAside, await log.read(null, 100)).get('l-1');
}

const row = { lineId: 'l-1', statementId: 's-1', budgetId: 'anna' };

describe('A line that was set aside', () => {
  it('waits from that day on', async () =>
    expect(await after(aside)).toEqual({ ...row, state: 'aside', since: '2026-05-04' }));

  it('was explained on the day on which somebody said what it was', async () =>
    expect(await after(aside, explained)).toEqual({
      ...row,
      state: 'answered',
      since: '2026-05-06',
    }));

  it.each([
    ['restored', restored],
    ['recorded', recorded],
    ['matched', matched],
  ])('waits no longer when it is %s, whatever is still said of it', async (_, event) =>
    expect((await after(aside, explained, event, explained))?.state).toBe('over'),
  );

  it('waits again when what was said of it is taken back', async () => {
    const undone: AccountEvent = {
      type: 'MatchUndone',
      on: '2026-05-09',
      statementId: 's-1',
      matchId: 'm-1',
      lineIds: ['l-1'],
    };
    const since = { ...row, state: 'aside', since: '2026-05-09' };
    expect(await after(aside, matched, { ...undone, becomes: 'set-aside' })).toEqual(since);
    expect((await after(aside, matched, undone))?.state).toBe('over');
  });

  it('waits again when it is set aside again', async () =>
    expect((await after(aside, restored, aside))?.state).toBe('aside'));
});

describe('A line that never was', () => {
  it('makes no row', async () => expect(await after(recorded, matched)).toBeUndefined());
});
