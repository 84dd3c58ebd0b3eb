import { agreed, increasedTo, opened } from '../../../test/support/annas-budget.js';
import type { BudgetEvent, ContributionAssessed } from '../../budgets/budget.events.js';
import { emptyTimeline, timelineAfter } from '../../budgets/budget.facts.js';
import { addDays, type LocalDate } from '../../kernel/dates.js';
import { formatPence, pence } from '../../kernel/money.js';
import { expectedMoney } from './expectations.js';
import type { EntryToMatch } from './to-match.js';

// Anna's budget: £420.00 a week from 6 October 2025 on, of which she pays £20.00.

const assessed: ContributionAssessed = {
  type: 'ContributionAssessed',
  on: '2025-10-06',
  assessmentId: 'c-1',
  weeklyPence: pence(20_00),
  policyVersion: 1,
};
const suspended: BudgetEvent = {
  type: 'BudgetSuspended',
  on: '2026-01-05',
  reason: 'away-from-home',
  policyVersion: 1,
};

const entry = (on: LocalDate, pounds: number, more: Partial<EntryToMatch>): EntryToMatch => ({
  entryId: `${on} ${pounds}`,
  kind: 'payment',
  on,
  amountPence: pence(pounds * 100),
  isMatched: true,
  ...more,
});

/** So many of them, one every so many days. */
const regularly = (
  many: number,
  every: number,
  pounds: number,
  more: Partial<EntryToMatch>,
  from: LocalDate = '2025-10-06',
) => Array.from({ length: many }, (_, n) => entry(addDays(from, n * every), pounds, more));

const wages = { kind: 'expense', payee: 'Tom Tanner', category: 'personal-assistant' } as const;
const payments = (many: number) => regularly(many, 28, 1600, { kind: 'payment' });

interface Given {
  readonly events?: readonly BudgetEvent[];
  readonly entries?: readonly EntryToMatch[];
  readonly from: LocalDate;
  readonly to: LocalDate;
}
const expected = ({ events = [], entries = [], from, to }: Given) => {
  const timeline = [opened, agreed, assessed, ...events].reduce<typeof emptyTimeline>(
    timelineAfter,
    emptyTimeline,
  );
  return expectedMoney({ timeline, entries, from, to }).map(
    (it) => `${it.on} ${it.payee ?? it.kind} ${formatPence(it.amountPence)}`,
  );
};

describe('The payment', () => {
  const december = { from: '2025-12-01', to: '2026-01-28' } as const;
  const paymentsOf = (given: Given) => expected(given).filter((it) => it.includes('payment'));

  it('is expected every four weeks, less the contribution', () =>
    expect(paymentsOf({ ...december, entries: payments(2) })).toEqual([
      '2025-12-01 payment £1,600.00',
      '2025-12-29 payment £1,600.00',
      '2026-01-26 payment £1,600.00',
    ]));

  it('is expected from the first allocation on, before any was made', () =>
    expect(paymentsOf({ from: '2025-10-01', to: '2025-10-31' })).toEqual([
      '2025-10-06 payment £1,600.00',
    ]));

  it('is expected no more once it is there, a few days late or early', () => {
    const entries = [...payments(2), entry('2025-12-03', 1600, {})];
    expect(paymentsOf({ from: '2025-11-25', to: '2025-12-10', entries })).toEqual([]);
  });

  it('follows the days on which it comes, and how often', () => {
    const entries = regularly(4, 14, 800, {}, '2025-10-09');
    expect(paymentsOf({ from: '2025-11-28', to: '2025-12-10', entries })).toEqual([
      '2025-12-04 payment £800.00',
    ]);
  });

  it('is of what is in force on its day', () =>
    expect(
      paymentsOf({
        from: '2025-12-29',
        to: '2025-12-29',
        entries: payments(2),
        events: [increasedTo(450, '2025-12-20')],
      }),
    ).toEqual(['2025-12-29 payment £1,720.00']));

  it('is not expected while the budget is suspended', () =>
    expect(
      paymentsOf({
        from: '2026-01-05',
        to: '2026-03-01',
        entries: payments(4),
        events: [suspended],
      }),
    ).toEqual([]));
});

describe('The contribution', () => {
  const contributions = { kind: 'contribution' } as const;

  it('is expected as often as it came, of what was assessed', () =>
    expect(
      expected({
        entries: [...payments(3), ...regularly(4, 7, 20, contributions, '2025-10-10')],
        from: '2025-11-03',
        to: '2025-11-16',
      }),
    ).toEqual(['2025-11-07 contribution £20.00', '2025-11-14 contribution £20.00']));

  it('is not expected where the council sends an invoice for it', () =>
    expect(
      expected({
        events: [{ ...opened, basis: 'gross' }],
        entries: payments(1),
        from: '2025-11-03',
        to: '2025-11-30',
      }),
    ).toEqual(['2025-11-03 payment £1,680.00']));
});

describe('Spending', () => {
  const days = { from: '2025-11-03', to: '2025-11-16' } as const;
  const spending = (entries: readonly EntryToMatch[]) =>
    expected({ ...days, entries: [...payments(2), ...entries] }).filter((it) => it.includes('-'));
  const tom = (entries: readonly EntryToMatch[]) =>
    spending(entries).filter((it) => it.includes('Tom'));

  it('is expected where it was regular: wages every week', () =>
    expect(tom(regularly(3, 7, -96, wages, '2025-10-17'))).toEqual([
      '2025-11-07 Tom Tanner -£96.00',
      '2025-11-14 Tom Tanner -£96.00',
    ]));

  it('is expected for a week that was left out', () =>
    expect(
      tom([
        ...regularly(3, 7, -96, wages, '2025-10-17'),
        ...regularly(3, 7, -96, wages, '2025-11-14'),
      ]),
    ).toEqual(['2025-11-07 Tom Tanner -£96.00']));

  it('is not expected after two times, with other amounts, or on other days', () => {
    expect(tom(regularly(2, 7, -96, wages, '2025-10-24'))).toEqual([]);
    const raised = [...regularly(2, 7, -96, wages, '2025-10-17'), entry('2025-10-31', -99, wages)];
    expect(tom(raised)).toEqual([]);
    const anyDay = ['2025-10-02', '2025-10-20', '2025-10-31'] as const;
    expect(tom(anyDay.map((on) => entry(on, -96, wages)))).toEqual([]);
  });
});
