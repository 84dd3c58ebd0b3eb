import type { AccountEvent } from '../accounts/account.events.js';
import type { BudgetEvent } from '../budgets/budget.events.js';
import { opened } from '../../test/support/annas-budget.js';
import type { DomainEvent } from '../kernel/decider.js';
import { instantOf } from '../kernel/dates.js';
import { pence, type Pence } from '../kernel/money.js';
import { budgetAsKnown } from './as-known.facts.js';
import { surplusShares } from './surplus.facts.js';

const on = '2025-10-06' as const;
const money = (entryId: string, amountPence: number) => ({
  on,
  entryId,
  amountPence: pence(amountPence),
});
const paid = (pennies: number, fundingStream?: string): AccountEvent => ({
  ...money(`paid-${fundingStream}`, pennies),
  type: 'PaymentMade',
  ...(fundingStream && { fundingStream }),
});
const contributed = (pennies: number): AccountEvent => ({
  ...money('contributed', pennies),
  type: 'ContributionReceived',
});

function shares(surplus: Pence, ...events: AccountEvent[]) {
  const all: [DomainEvent, string][] = [
    [opened satisfies BudgetEvent, 'budget-anna'],
    ...events.map((it): [DomainEvent, string] => [it, 'account-anna']),
  ];
  const known = all.map(([event, stream], i) => {
    return { event, stream, eventId: `${i}`, recordedAt: instantOf(i) };
  });
  return surplusShares(budgetAsKnown(known), on, surplus);
}

describe('A surplus is shared', () => {
  it('by what each stream and the person paid in', () =>
    expect(
      shares(pence(400_00), contributed(20), paid(60, 'health'), paid(20, 'aftercare')),
    ).toEqual([
      { to: 'council', fundingStream: 'aftercare', amountPence: 80_00 },
      { to: 'council', fundingStream: 'health', amountPence: 240_00 },
      { to: 'person', amountPence: 80_00 },
    ]));

  it.each([
    ['paid first', [paid(1), contributed(1)]],
    ['contributed first', [contributed(1), paid(1)]],
  ])('with the odd penny for the council, whoever %s', (_, events) =>
    expect(shares(pence(1), ...events)).toEqual([
      { to: 'council', amountPence: 1 },
      { to: 'person', amountPence: 0 },
    ]),
  );

  it('not at all where there is none', () => expect(shares(pence(0), paid(1))).toEqual([]));

  it('to the council where nobody paid anything in', () =>
    expect(shares(pence(5))).toEqual([{ to: 'council', amountPence: 5 }]));
});
