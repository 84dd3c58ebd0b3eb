import { mustAddUp } from '../../test/support/explanations.js';
import { agreed, opened } from '../../test/support/annas-budget.js';
import type { AccountEvent } from '../accounts/account.events.js';
import { addDays, instantOf, type LocalDate } from '../kernel/dates.js';
import type { BudgetEvent } from '../budgets/budget.events.js';
import { pence } from '../kernel/money.js';
import { DEFAULT_POLICY } from '../policies/policy.facts.js';
import { budgetAsKnown } from './as-known.facts.js';
import { explanationOf } from './explanation.facts.js';
import { figuresOf } from './figures.facts.js';
import { sinceDay } from './period.facts.js';

const paid = (entryId: string, on: LocalDate): AccountEvent => ({
  type: 'PaymentMade',
  on,
  entryId,
  amountPence: pence(580_00),
});
const spent: AccountEvent = {
  type: 'ExpenseRecorded',
  on: '2026-05-04',
  entryId: 'x-1',
  amountPence: pence(31_50),
  category: 'activities',
  byHolderSide: true,
  wordsHash: 'h',
};
const contributed: AccountEvent = {
  type: 'ContributionReceived',
  on: '2026-04-10',
  entryId: 'm-1',
  amountPence: pence(48_00),
};
const returned: AccountEvent = {
  type: 'MoneyReturned',
  on: '2026-05-11',
  entryId: 't-1',
  cause: 'surplus',
  amountPence: pence(300_00),
};

const events: readonly (BudgetEvent | AccountEvent)[] = [
  { ...opened, openingBalancePence: pence(20_00) },
  agreed,
  paid('p-1', '2026-04-06'),
  contributed,
  paid('p-2', '2026-05-04'),
  spent,
  returned,
];

/** What is on the account on 20 May 2026. */
const balance = explanationOf(
  figuresOf(
    budgetAsKnown(
      events.map((event, i) => ({
        event,
        stream: `${i < 2 ? 'budget' : 'account'}-anna`,
        eventId: `${i}`,
        recordedAt: instantOf(i),
      })),
    ),
    '2026-05-20',
    DEFAULT_POLICY,
  ),
  'balance',
  'you',
);

const rowsSince = (from: LocalDate) =>
  sinceDay(balance, from, 'you').terms.map((it) => [it.label, it.sign * it.amountPence + 0]);

describe('What is on the account, told from a day on', () => {
  it('is what there was, what came, and what went', () => {
    expect(rowsSince('2026-05-04')).toEqual([
      ['What you had on 3 May 2026', 648_00],
      ['Money the council paid in', 580_00],
      ['Contributions paid in', 0],
      ['Money spent', -31_50],
      ['Sent back to the council', -300_00],
    ]);
  });

  it('is all of it from before the opening on, but for what the budget opened with', () => {
    expect(rowsSince('2025-01-01')[0]).toEqual(['What you had on 31 December 2024', 20_00]);
  });

  it('is what there was alone when nothing moved since', () => {
    expect(rowsSince('2026-05-12').map(([, amount]) => amount)).toEqual([896_50, 0, 0, 0, 0]);
  });

  it('adds up at every level, from any day', () => {
    for (let day = -3; day < 50; day++) {
      const told = sinceDay(balance, addDays('2026-04-05', day), 'you');
      mustAddUp(told.terms, balance.amountPence);
    }
  });
});
