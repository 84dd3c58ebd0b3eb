import {
  agreed,
  approved,
  closed,
  decided,
  notified,
  opened,
  proposed,
  reduced,
} from '../../test/support/annas-budget.js';
import { LogInMemory } from '../../test/support/log-in-memory.js';
import { oluAsks } from '../../test/support/people.js';
import type { AccountEvent } from '../accounts/account.events.js';
import { pence } from '../kernel/money.js';
import { fold } from '../read-models/read-model.js';
import { BUDGET_EVENTS, type BudgetEvent } from './budget.events.js';
import { emptyTimeline, timelineAfter } from './budget.facts.js';
import { budgets } from './budgets.read-model.js';

const withBalance: BudgetEvent = { ...opened, openingBalancePence: pence(50_00) };

const money = (entryId: string, pounds: number) => ({
  on: '2026-04-10' as const,
  entryId,
  amountPence: pence(pounds * 100),
});
const paid: AccountEvent = { ...money('e-1', 1680), type: 'PaymentMade' };
const spent: AccountEvent = {
  ...money('e-2', 200),
  type: 'ExpenseRecorded',
  category: 'agency',
  byHolderSide: false,
  wordsHash: 'h',
};
const putRight: AccountEvent = {
  ...money('e-3', 200),
  type: 'EntryReversed',
  reversedId: 'e-2',
  kind: 'expense',
  reason: 'recorded-twice',
};

const streamOf = (event: BudgetEvent | AccountEvent) =>
  event.type in BUDGET_EVENTS ? 'budget-anna' : 'account-anna';

/** The row that events of both streams make, recorded in this order. */
async function annas(...events: (BudgetEvent | AccountEvent)[]) {
  const log = new LogInMemory();
  for (const [i, event] of events.entries()) {
    const [last] = await log.loadBackwards(streamOf(event), 1);
    await log.append(streamOf(event), last?.version ?? -1, [event], oluAsks(`event ${i}`));
  }
  const rows = fold(budgets, await log.read(null, 500));
  expect(rows.size).toBe(1);
  return rows.get('anna');
}

const row = {
  budgetId: 'anna',
  personId: 'anna',
  openedOn: '2025-10-06',
  closedOn: null,
  mode: 'cash',
  basis: 'net',
  employsStaff: true,
  timeline: [opened].reduce(timelineAfter, emptyTimeline),
  balancePence: 0,
  version: 0,
};

describe('Budgets', () => {
  it('are shown from their opening on', async () => expect(await annas(opened)).toEqual(row));

  it('are shown with all that says what is in force on a day', async () =>
    expect(await annas(opened, agreed)).toEqual({
      ...row,
      timeline: [opened, agreed].reduce(timelineAfter, emptyTimeline),
      version: 1,
    }));

  it('are shown when closed', async () =>
    expect(await annas(opened, closed)).toMatchObject({ closedOn: '2026-09-30', version: 1 }));

  it('move their version with every event, or they could never be acted on again', async () => {
    expect(Object.keys(budgets.on)).toEqual(expect.arrayContaining(Object.keys(BUDGET_EVENTS)));
    expect(
      await annas(opened, agreed, proposed, approved, notified, reduced, decided('dismissed')),
    ).toMatchObject({ version: 6 });
  });

  it('show what is on the account, and no version of it', async () =>
    expect(await annas(withBalance, paid, spent)).toMatchObject({
      balancePence: 1530_00,
      version: 0,
    }));

  it('show what is left of each kind of entry', async () => {
    const events: AccountEvent[] = [
      paid,
      { ...money('e-4', 1680), type: 'PaymentReturned', paymentId: 'e-1' },
      { ...money('e-5', 20), type: 'ContributionReceived' },
      { ...money('e-6', 30), type: 'OtherMoneyReceived', kind: 'top-up' },
      { ...money('e-7', 5), type: 'MoneyReturned', cause: 'surplus' },
      spent,
      putRight,
      {
        ...money('e-8', 20),
        type: 'EntryReversed',
        reversedId: 'e-5',
        kind: 'contribution',
        reason: 'error',
      },
    ];
    expect(await annas(opened, ...events)).toMatchObject({ balancePence: 25_00 });
  });

  it('are the same in whatever order the two streams are heard', async () => {
    const inOrder = await annas(withBalance, agreed, paid, spent, putRight);
    expect(await annas(paid, spent, withBalance, putRight, agreed)).toEqual(inOrder);
    expect(await annas(paid, withBalance, agreed, spent, putRight)).toEqual(inOrder);
  });

  it('wait, without a person, for an opening that is not heard of yet', async () =>
    expect(await annas(paid)).toEqual({
      ...row,
      personId: null,
      openedOn: null,
      mode: null,
      basis: null,
      employsStaff: null,
      timeline: emptyTimeline,
      balancePence: 1680_00,
      version: -1,
    }));
});
