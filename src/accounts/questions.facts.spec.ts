import { pence } from '../kernel/money.js';
import type { AccountEvent } from './account.events.js';
import { openQuestions } from './questions.facts.js';

const on = '2026-05-01';
const wordsHash = 'h';
const expense = (entryId: string): AccountEvent => ({
  type: 'ExpenseRecorded',
  on,
  entryId,
  amountPence: pence(23_10),
  category: 'other',
  byHolderSide: true,
  wordsHash,
});
const asked = (entryId: string): AccountEvent => ({
  type: 'ExpenseQueried',
  on,
  entryId,
  wordsHash,
});

const open = (...events: AccountEvent[]) =>
  openQuestions(events.map((event) => ({ event }))).map((it) => it.entryId);

describe('A question about an expense', () => {
  it('is open until somebody answers it, in the order of asking', () =>
    expect(open(expense('a'), expense('b'), expense('c'), asked('b'), asked('a'))).toEqual([
      'b',
      'a',
    ]));

  const put: Omit<Extract<AccountEvent, { type: 'EntryReversed' }>, 'reversedId'> = {
    type: 'EntryReversed',
    on,
    entryId: 'r',
    kind: 'expense',
    amountPence: pence(23_10),
    reason: 'recorded-twice',
  };
  it.each<AccountEvent>([
    { type: 'ExpenseExplained', on, entryId: 'a', wordsHash },
    { type: 'ExpenseAccepted', on, entryId: 'a' },
    { type: 'ExpenseDisallowed', on, entryId: 'a', policyVersion: 1, wordsHash },
    { ...put, reversedId: 'a' },
  ])('is closed by $type', (event) =>
    expect(open(expense('a'), expense('b'), asked('a'), asked('b'), event)).toEqual(['b']),
  );

  it('is open again when it is asked again', () =>
    expect(
      open(expense('a'), asked('a'), { type: 'ExpenseAccepted', on, entryId: 'a' }, asked('a')),
    ).toEqual(['a']));
});
