import type { AccountEvent } from '../accounts/account.events.js';
import type { BudgetEvent } from '../budgets/budget.events.js';
import type { KnownEvent } from '../figures/as-known.facts.js';
import type { Instant } from '../kernel/dates.js';
import { pence } from '../kernel/money.js';
import { agreed, opened } from '../../test/support/annas-budget.js';
import { transactionsOf, type Transaction } from './transactions.js';

/** Recorded on 1 June 2026, half an hour before midnight UTC: it is the 2nd in London. */
const LATE = '2026-06-01T23:30:00.000000Z' as Instant;

/** As event-0, event-1, … */
const known = (...events: readonly (BudgetEvent | AccountEvent)[]): KnownEvent[] =>
  events.map((event, i) => ({
    event,
    eventId: `event-${i}`,
    stream: /^(Budget|Allocation)/.test(event.type) ? 'budget-anna' : 'account-anna',
    recordedAt: LATE,
  }));

const paid: AccountEvent = {
  type: 'PaymentMade',
  on: '2026-05-11',
  entryId: 'p-1',
  amountPence: pence(1_680_00),
};
const spent: AccountEvent = {
  type: 'ExpenseRecorded',
  on: '2026-05-12',
  entryId: 'e-1',
  amountPence: pence(96_00),
  category: 'personal-assistant',
  byHolderSide: false,
  wordsHash: 'h',
};
const accepted: AccountEvent = { type: 'ExpenseAccepted', on: '2026-05-12', entryId: 'e-1' };
const reversed: AccountEvent = {
  type: 'EntryReversed',
  on: '2026-05-12',
  entryId: 'r-1',
  reversedId: 'e-1',
  kind: 'expense',
  amountPence: pence(96_00),
  reason: 'recorded-twice',
};
const bounced: AccountEvent = {
  type: 'PaymentReturned',
  on: '2026-05-13',
  entryId: 'b-1',
  paymentId: 'p-1',
  amountPence: pence(1_680_00),
};

const books = (...events: (BudgetEvent | AccountEvent)[]) =>
  transactionsOf('anna', known(...events));
const sidesOf = (transactions: readonly Transaction[]) => transactions.map((it) => it.sides);

const lines = (...streams: [stream: string, pounds: number][]): Partial<typeof agreed> => ({
  lines: streams.map(([fundingStream, pounds]) => ({
    purpose: 'personal-care',
    fundingStream,
    weeklyPence: pence(pounds * 100),
  })),
});

describe('The books of a budget', () => {
  it('have a transaction for an event: its id, both days, what it is', () =>
    expect(books(opened, agreed, spent)).toEqual([
      {
        eventId: 'event-2',
        budgetId: 'anna',
        type: 'ExpenseRecorded',
        title: 'Money spent',
        on: '2026-05-12',
        recordedOn: '2026-06-02',
        sides: [
          ['assets:anna:on-its-way', -96_00],
          ['expenses:anna:personal-assistant', 96_00],
        ],
      },
    ]));

  it('have what was there at the opening in the bank', () =>
    expect(sidesOf(books({ ...opened, openingBalancePence: pence(50_00) }))).toEqual([
      [
        ['assets:anna:bank', 50_00],
        ['equity:anna:opening', -50_00],
      ],
    ]));

  it('have nothing of an event that moves no money', () =>
    expect(books(opened, agreed, accepted)).toEqual([]));

  it.each([
    [{ type: 'ContributionReceived' } as const, 'income:anna:contribution', 1],
    [{ type: 'OtherMoneyReceived', kind: 'top-up' } as const, 'income:anna:top-up', 1],
    [{ type: 'OtherMoneyReceived', kind: 'refund' } as const, 'income:anna:refund', 1],
    [{ type: 'OtherMoneyReceived', kind: 'interest' } as const, 'income:anna:interest', 1],
    [{ type: 'MoneyReturned', cause: 'surplus' } as const, 'expenses:anna:sent-back', -1],
  ])('name the other side of %p', (what, account, sign) => {
    const money = { on: '2026-05-12', entryId: 'x-1', amountPence: pence(5_00) } as const;
    expect(sidesOf(books(opened, { ...money, ...what }))).toEqual([
      [
        ['assets:anna:on-its-way', sign * 5_00],
        [account, -sign * 5_00],
      ],
    ]);
  });

  it('take back what an entry moved, and name its event', () => {
    const [expense, reversal] = books(opened, spent, reversed);
    expect(reversal).toMatchObject({ title: 'Put right', reverses: expense!.eventId });
    expect(reversal!.sides).toEqual(expense!.sides.map(([account, it]) => [account, -it]));
  });
});

describe('A payment', () => {
  const incomeOf = (transaction: Transaction | undefined) =>
    transaction?.sides.filter(([account]) => account.startsWith('income:'));

  it('comes from the stream that it names', () => {
    const [payment] = books(opened, { ...paid, fundingStream: 'health' });
    expect(incomeOf(payment)).toEqual([['income:anna:council:health', -1_680_00]]);
  });

  it('that names none comes from those of the lines in force, by their weight', () => {
    const joint = { ...agreed, ...lines(['health', 300], ['access-to-work', 120], ['health', 1]) };
    const [payment] = books(opened, joint, { ...paid, amountPence: pence(421_01) });
    expect(incomeOf(payment)).toEqual([
      ['income:anna:council:health', -(300_01 + 1_00)],
      ['income:anna:council:access-to-work', -120_00],
    ]);
  });

  it('that bounced goes back to where it came from, on every penny', () => {
    const joint = { ...agreed, ...lines(['health', 1], ['access-to-work', 1], ['aftercare', 1]) };
    const [payment, bounce] = books(opened, joint, paid, bounced);
    expect(bounce!.reverses).toBe(payment!.eventId);
    expect(bounce!.sides).toEqual(payment!.sides.map(([account, it]) => [account, -it]));
  });

  it('comes from no stream that can be named where nothing is in force', () =>
    expect(incomeOf(books(opened, paid)[0])).toEqual([
      ['income:anna:council:no-stream', -1_680_00],
    ]));

  it('stays as it was posted when another allocation is recorded for its day', () => {
    const late = { ...agreed, ...lines(['health', 1]), allocationId: 'a-2', on: paid.on };
    const before = books(opened, agreed, paid);
    expect(books(opened, agreed, paid, late)).toEqual(before);
    expect(books(opened, agreed, paid, late, bounced)[1]!.sides).toEqual(
      before[0]!.sides.map(([account, it]) => [account, -it]),
    );
  });
});
