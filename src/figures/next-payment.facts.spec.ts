import { agreed, increasedTo, opened } from '../../test/support/annas-budget.js';
import type { AccountEvent } from '../accounts/account.events.js';
import type { BudgetEvent } from '../budgets/budget.events.js';
import { instantOf, type LocalDate } from '../kernel/dates.js';
import { pence } from '../kernel/money.js';
import { DEFAULT_POLICY } from '../policies/policy.facts.js';
import { budgetAsKnown } from './as-known.facts.js';
import { nextPaymentOf } from './next-payment.facts.js';

const paid: AccountEvent = {
  type: 'PaymentMade',
  on: '2026-05-05',
  entryId: 'p-1',
  amountPence: pence(1_680_00),
  period: { from: '2026-05-04', to: '2026-05-31' },
};
const bounced: AccountEvent = {
  type: 'PaymentReturned',
  on: '2026-05-07',
  entryId: 'b-1',
  paymentId: 'p-1',
  amountPence: pence(1_680_00),
};

/** As Anna's budget of £420.00 a week says on 20 May 2026, where this happened too. */
function next(events: readonly (BudgetEvent | AccountEvent)[], asAt: LocalDate = '2026-05-20') {
  const isOfTheAccount = (it: BudgetEvent | AccountEvent) => it.type.startsWith('Payment');
  const known = [opened, agreed, ...events].map((event, i) => ({
    event,
    stream: `${isOfTheAccount(event) ? 'account' : 'budget'}-anna`,
    eventId: `${i}`,
    recordedAt: instantOf(i),
  }));
  return nextPaymentOf(budgetAsKnown(known), asAt, DEFAULT_POLICY);
}

const JUNE = { from: '2026-06-01', to: '2026-06-28' };

describe('The next payment', () => {
  it('is for as many days as the last one was, from the day after them on', () =>
    expect(next([paid])).toEqual({ ...JUNE, amountPence: 1_680_00 }));

  it('counts what begins within its days', () =>
    expect(next([paid, increasedTo(490, '2026-06-15')])?.amountPence).toBe(1_820_00));

  const assessed: BudgetEvent = {
    type: 'ContributionAssessed',
    on: '2025-10-06',
    assessmentId: 's-1',
    weeklyPence: pence(30_00),
    policyVersion: 1,
  };
  it('is less the contribution', () => expect(next([assessed, paid])?.amountPence).toBe(1_560_00));

  it.each<[string, (BudgetEvent | AccountEvent)[]]>([
    ['nothing was paid', []],
    ['the last payment bounced', [paid, bounced]],
    ['no payment named its days', [{ ...paid, period: undefined } as unknown as AccountEvent]],
    ['the budget closes before', [paid, { type: 'BudgetClosed', on: '2026-05-31', wordsHash: 'h' }]],
    ['it is suspended', [paid, { type: 'BudgetSuspended', on: '2026-05-18', reason: 'abroad', policyVersion: 1 }]],
  ])('is not known where %s', (_, events) => expect(next(events)).toBeUndefined()); // prettier-ignore

  it('is not known once the days of the last one are over', () => {
    expect(next([paid], '2026-05-31')).toBeDefined();
    expect(next([paid], '2026-06-01')).toBeUndefined();
  });
});
