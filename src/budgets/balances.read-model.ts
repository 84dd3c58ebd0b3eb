import type { AccountEvent } from '../accounts/account.events.js';
import { addedBy, type MoneyMove } from '../accounts/account.facts.js';
import type { Recorded } from '../event-log/event-log.js';
import { NOTHING, plus, type Pence } from '../kernel/money.js';
import type { ReadModel } from '../read-models/read-model.js';
import type { BudgetOpened } from './budget.events.js';

/** One row a budget: what is on its account, for lists. */
export type BalanceRow = {
  budgetId: string;
  /** All that is recorded, days ahead included; below 0: overdrawn. */
  balancePence: Pence;
};

/** A sum, so that the events of the budget and of its account may come in any order. */
export const balances: ReadModel<BudgetOpened | AccountEvent, BalanceRow> = {
  name: 'balances@1',

  columns: { budgetId: 'text', balancePence: 'integer' },

  rowOf: (_, { stream }) => /^(?:budget|account)-(.+)$/.exec(stream)?.[1],

  on: {
    BudgetOpened: (row, { openingBalancePence }, at) => plusTo(row, openingBalancePence, at),
    PaymentMade: moved,
    PaymentReturned: moved,
    ContributionReceived: moved,
    OtherMoneyReceived: moved,
    ExpenseRecorded: moved,
    MoneyReturned: moved,
    EntryReversed: moved,
  },
};

function moved(row: BalanceRow | undefined, event: MoneyMove, at: Recorded): BalanceRow {
  return plusTo(row, addedBy(event), at);
}

const plusTo = (
  row: BalanceRow | undefined,
  amountPence: Pence,
  { stream }: Recorded,
): BalanceRow => ({
  budgetId: row?.budgetId ?? stream.slice(stream.indexOf('-') + 1),
  balancePence: plus(row?.balancePence ?? NOTHING, amountPence),
});
