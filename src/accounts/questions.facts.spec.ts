import { pence } from '../kernel/money.js';
import type { AccountEvent } from './account.events.js';
import { openLineQuestions, openQuestions } from './questions.facts.js';

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

describe('A question about a line of the bank', () => {
  const read: AccountEvent = {
    type: 'LinesRead',
    on,
    statementId: 's',
    lines: ['a', 'b'].map((lineId) => ({
      lineId,
      on,
      amountPence: pence(-12_40),
      textHash: 'h',
    })),
  };
  const of = (lineId: string) => ({ on, statementId: 's', lineId, wordsHash }) as const;
  const asked = (lineId: string, asks = true): AccountEvent => ({
    type: 'LineSetAside',
    asks,
    ...of(lineId),
  });
  const openLines = (...events: AccountEvent[]) =>
    openLineQuestions(events.map((event) => ({ event }))).map((it) => it.line.lineId);

  it('is open where somebody was asked, in the order of asking', () => {
    expect(openLines(read, asked('b'), asked('a'))).toEqual(['b', 'a']);
    expect(openLines(read, asked('a', false))).toEqual([]);
  });

  it.each<AccountEvent>([
    { type: 'LineExplained', ...of('a') },
    { type: 'LineRestored', was: 'set-aside', ...of('a') },
    { type: 'LineRecorded', on, statementId: 's', lineId: 'a', entryId: 'e' },
    {
      type: 'LineMatched',
      on,
      statementId: 's',
      matchId: 'm',
      lineIds: ['a'],
      entryIds: ['e'],
      how: 'chosen',
    },
  ])('is closed by $type', (event) =>
    expect(openLines(read, asked('a'), asked('b'), event)).toEqual(['b']),
  );
});
