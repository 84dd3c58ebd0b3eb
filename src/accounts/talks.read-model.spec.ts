import { LogInMemory } from '../../test/support/log-in-memory.js';
import { oluAsks } from '../../test/support/people.js';
import { pence } from '../kernel/money.js';
import { fold } from '../read-models/read-model.js';
import type { AccountEvent } from './account.events.js';
import { talks } from './talks.read-model.js';

async function annas(...events: AccountEvent[]) {
  const log = new LogInMemory();
  await log.append('account-anna', -1, [spent, ...events], oluAsks('history'));
  return [...fold(talks, await log.load('account-anna')).values()];
}

const entryId = 'e-1';
const spent: AccountEvent = {
  type: 'ExpenseRecorded',
  on: '2026-04-17',
  entryId,
  amountPence: pence(2_310),
  category: 'other',
  byHolderSide: false,
  wordsHash: 'h',
};
const asked: AccountEvent = { type: 'ExpenseQueried', on: '2026-05-01', entryId, wordsHash: 'h' };
const explained: AccountEvent = { ...asked, type: 'ExpenseExplained', on: '2026-05-04' };
const accepted: AccountEvent = { type: 'ExpenseAccepted', on: '2026-05-05', entryId };
const receipt: AccountEvent = {
  type: 'ReceiptSent',
  on: '2026-05-03',
  receiptId: 'r-1',
  entryId,
  format: 'jpeg',
  bytes: 9,
  fileHash: 'h',
  byHolderSide: true,
};
const reversed: AccountEvent = {
  type: 'EntryReversed',
  on: '2026-05-06',
  entryId: 'e-2',
  reversedId: entryId,
  kind: 'expense',
  amountPence: pence(2_310),
  reason: 'recorded-twice',
};

const row = (state: string, since: string) => ({ entryId, budgetId: 'anna', state, since });

describe('The talk about an expense', () => {
  it('is none before anybody says anything', async () => expect(await annas()).toEqual([]));

  it('waits for the person once it was asked', async () =>
    expect(await annas(asked)).toEqual([row('asked', '2026-05-01')]));

  it('waits for an officer once it was explained, asked or not', async () => {
    expect(await annas(asked, explained)).toEqual([row('answered', '2026-05-04')]);
    expect(await annas(explained)).toEqual([row('answered', '2026-05-04')]);
  });

  it('waits for an officer once a receipt came that was asked for; others are only kept', async () => {
    expect(await annas(asked, receipt)).toEqual([row('answered', '2026-05-03')]);
    expect(await annas(receipt)).toEqual([]);
  });

  it('waits for the person again when it is asked again', async () =>
    expect(await annas(asked, explained, { ...asked, on: '2026-05-08' })).toEqual([
      row('asked', '2026-05-08'),
    ]));

  it('ends once it was decided, or put right, whatever is said after that', async () => {
    const afterwards: AccountEvent = { ...explained, afterwards: true };
    expect(await annas(asked, accepted)).toEqual([]);
    expect(await annas(accepted, afterwards, receipt)).toEqual([]);
    expect(await annas(asked, reversed, afterwards)).toEqual([]);
  });

  it('leaves no row of what nobody talked about', async () => {
    expect(await annas(accepted)).toEqual([]);
    expect(await annas(reversed)).toEqual([]);
    expect(await annas({ ...reversed, kind: 'payment' } as AccountEvent)).toEqual([]);
  });
});
