import type { BudgetEvent } from '../budgets/budget.events.js';
import type { LocalDate } from '../kernel/dates.js';
import type { ReadModel } from '../read-models/read-model.js';

/** One row a budget: whose it is, and whether it is still needed. */
export type WhoseBudget = {
  budgetId: string;
  /** Null until its opening is seen. */
  personId: string | null;
  /** The last day in force; null: open. */
  closedOn: LocalDate | null;
};

export const whoseBudget: ReadModel<BudgetEvent, WhoseBudget> = {
  name: 'whose-budget@1',

  columns: { budgetId: 'text', personId: 'text', closedOn: 'text' },
  indexes: [['personId']],

  rowOf: (_, { stream }) =>
    stream.startsWith('budget-') ? stream.slice('budget-'.length) : undefined,

  on: {
    BudgetOpened: (_, { personId }, { stream }) => ({
      budgetId: stream.slice('budget-'.length),
      personId,
      closedOn: null,
    }),
    BudgetClosed: (row, { on }) => row && { ...row, closedOn: on },
  },
};
