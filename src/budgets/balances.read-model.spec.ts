import { opened } from '../../test/support/annas-budget.js';
import { LogInMemory } from '../../test/support/log-in-memory.js';
import { oluAsks } from '../../test/support/people.js';
import type { AccountEvent } from '../accounts/account.events.js';
import { pence } from '../kernel/money.js';
import { fold } from '../read-models/read-model.js';
import { balances } from './balances.read-model.js';
import type { BudgetEvent } from './budget.events.js';

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
  event.type === 'BudgetOpened' ? 'budget-anna' : 'account-anna';

/** What the events of both streams come to, recorded in this order. */
async function annas(...events: (BudgetEvent | AccountEvent)[]) {
  const log = new LogInMemory();
  for (const [i, event] of events.entries()) {
    const [last] = await log.loadBackwards(streamOf(event), 1);
    await log.append(streamOf(event), last?.version ?? -1, [event], oluAsks(`event ${i}`));
  }
  const rows = fold(balances, await log.read(null, 500));
  expect(rows.size).toBe(1);
  return rows.get('anna')?.balancePence;
}

describe('The balance', () => {
  it('is what was there at the opening and what moved since', async () =>
    expect(await annas(withBalance, paid, spent)).toBe(1530_00));

  it('is what is left of each kind of entry', async () => {
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
    expect(await annas(opened, ...events)).toBe(25_00);
  });

  it('is the same in whatever order the two streams are heard', async () => {
    const inOrder = await annas(withBalance, paid, spent, putRight);
    expect(await annas(paid, spent, withBalance, putRight)).toBe(inOrder);
    expect(await annas(paid, withBalance, spent, putRight)).toBe(inOrder);
  });
});
