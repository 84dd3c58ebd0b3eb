import { opened } from '../../test/support/annas-budget.js';
import type { AccountEvent } from '../accounts/account.events.js';
import { instantOf, type LocalDate } from '../kernel/dates.js';
import type { DomainEvent } from '../kernel/decider.js';
import { pence } from '../kernel/money.js';
import { DEFAULT_POLICY } from '../policies/policy.facts.js';
import { budgetAsKnown } from './as-known.facts.js';
import { figuresAnswer } from './figures-answer.facts.js';
import { figuresOf } from './figures.facts.js';

const paid: AccountEvent = {
  type: 'PaymentMade',
  on: '2027-05-03',
  entryId: 'p-1',
  amountPence: pence(960_00),
};
const contributed: AccountEvent = {
  type: 'ContributionReceived',
  on: '2027-05-04',
  entryId: 'm-1',
  amountPence: pence(48_00),
};
const refunded: AccountEvent = {
  type: 'OtherMoneyReceived',
  on: '2027-05-05',
  entryId: 'm-2',
  kind: 'refund',
  amountPence: pence(10_00),
};
const spent: AccountEvent = {
  type: 'ExpenseRecorded',
  on: '2027-05-10',
  entryId: 'x-1',
  amountPence: pence(80_00),
  category: 'activities',
  byHolderSide: true,
  wordsHash: 'h',
};
const returned: AccountEvent = {
  type: 'MoneyReturned',
  on: '2027-05-12',
  entryId: 't-1',
  cause: 'surplus',
  amountPence: pence(100_00),
};
const reversedFrom = (on: LocalDate): AccountEvent => ({
  type: 'EntryReversed',
  on,
  entryId: 'r-1',
  reversedId: 'x-1',
  kind: 'expense',
  amountPence: pence(80_00),
  reason: 'recorded-twice',
});

/** Of Anna's budget, on whose account this happened, in the order in which it was recorded. */
function figures(asAt: LocalDate, ...events: AccountEvent[]) {
  const all: [DomainEvent, string][] = [
    [opened, 'budget-anna'],
    ...events.map((it): [DomainEvent, string] => [it, 'account-anna']),
  ];
  const known = all.map(([event, stream], i) => {
    return { event, stream, eventId: `${i}`, recordedAt: instantOf(i) };
  });
  return figuresAnswer(figuresOf(budgetAsKnown(known), asAt, DEFAULT_POLICY));
}

const balance = (asAt: LocalDate, ...events: AccountEvent[]) =>
  figures(asAt, ...events).balancePence;

describe('The balance', () => {
  it.each<[LocalDate, number]>([
    ['2027-05-02', 0],
    ['2027-05-03', 960_00],
    ['2027-05-04', 1_008_00],
    ['2027-05-05', 1_018_00],
    ['2027-05-10', 938_00],
    ['2027-05-12', 838_00],
  ])('at the end of %s is %p', (day, pennies) =>
    expect(balance(day, paid, contributed, refunded, spent, returned)).toBe(pennies),
  );

  it('is below nothing when more was spent than came in', () =>
    expect(balance('2027-05-10', spent)).toBe(-80_00));

  it('is the same in whatever order the facts arrive', () =>
    expect(balance('2027-05-12', returned, spent, refunded, paid, contributed)).toBe(838_00));

  it('is what it would be without an entry that was recorded twice and reversed', () => {
    const twice = [paid, spent, { ...spent, entryId: 'x-2' }, reversedFrom('2027-05-10')] as const;
    expect(balance('2027-05-10', ...twice)).toBe(880_00);
  });

  it('holds a payment until it bounces', () => {
    const bounced: AccountEvent = {
      type: 'PaymentReturned',
      on: '2027-05-05',
      entryId: 'b-1',
      paymentId: 'p-1',
      amountPence: pence(960_00),
    };
    expect(balance('2027-05-04', paid, bounced)).toBe(960_00);
    expect(balance('2027-05-05', paid, bounced)).toBe(0);
  });
});

describe('What was spent', () => {
  const left = (day: LocalDate, ...events: AccountEvent[]) => figures(day, ...events).spentPence;

  it('counts from its day on', () => {
    expect(left('2027-05-09', spent)).toBe(0);
    expect(left('2027-05-10', spent)).toBe(80_00);
  });

  it('never counts where the reversal counts from its day', () =>
    expect(left('2027-05-10', spent, reversedFrom('2027-05-10'))).toBe(0));

  it('counts until the day from which the reversal counts', () => {
    expect(left('2027-05-31', spent, reversedFrom('2027-06-01'))).toBe(80_00);
    expect(left('2027-06-01', spent, reversedFrom('2027-06-01'))).toBe(0);
  });
});
