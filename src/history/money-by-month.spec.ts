import type { AccountEvent } from '../accounts/account.events.js';
import type { BudgetEvent } from '../budgets/budget.events.js';
import { budgetAsKnown } from '../figures/as-known.facts.js';
import type { Instant, LocalDate } from '../kernel/dates.js';
import { pence } from '../kernel/money.js';
import { opened } from '../../test/support/annas-budget.js';
import { moneyByMonth } from './money-by-month.js';

const months = (asAt: LocalDate, count: number, ...events: (BudgetEvent | AccountEvent)[]) => {
  const known = events.map((event, i) => ({
    event,
    eventId: `event-${i}`,
    stream: event.type === 'BudgetOpened' ? 'budget-anna' : 'account-anna',
    recordedAt: '2026-06-01T09:00:00.000000Z' as Instant,
  }));
  return moneyByMonth(budgetAsKnown(known).postings, asAt, count);
};

const paid = (on: LocalDate, pounds: number): AccountEvent => ({
  type: 'PaymentMade',
  on,
  entryId: `p-${on}`,
  amountPence: pence(pounds * 100),
});
const spent = (on: LocalDate, pounds: number): AccountEvent => ({
  type: 'ExpenseRecorded',
  on,
  entryId: `x-${on}`,
  amountPence: pence(pounds * 100),
  category: 'travel',
  byHolderSide: false,
  wordsHash: 'h',
});

describe('Money by month', () => {
  it('tells in and out apart, and has months in which nothing moved', () =>
    expect(
      months(
        '2026-02-10',
        3,
        opened,
        paid('2025-12-31', 100),
        paid('2026-02-01', 50),
        spent('2026-02-10', 20),
      ),
    ).toEqual([
      { month: '2025-12-01', inPence: 100_00, outPence: 0 },
      { month: '2026-01-01', inPence: 0, outPence: 0 },
      { month: '2026-02-01', inPence: 50_00, outPence: 20_00 },
    ]));

  it('leaves out what lies ahead, what was before, and what was there at the opening', () =>
    expect(
      months(
        '2026-02-10',
        1,
        { ...opened, openingBalancePence: pence(900_00) },
        paid('2026-01-31', 100),
        paid('2026-02-11', 50),
      ),
    ).toEqual([{ month: '2026-02-01', inPence: 0, outPence: 0 }]));

  it('takes what was put right out again, in the month from which it counts', () =>
    expect(
      months('2026-03-31', 2, opened, spent('2026-02-03', 20), {
        type: 'EntryReversed',
        on: '2026-03-01',
        entryId: 'r-1',
        reversedId: 'x-2026-02-03',
        kind: 'expense',
        amountPence: pence(20_00),
        reason: 'recorded-twice',
      }),
    ).toEqual([
      { month: '2026-02-01', inPence: 0, outPence: 20_00 },
      { month: '2026-03-01', inPence: 20_00, outPence: 0 },
    ]));
});
