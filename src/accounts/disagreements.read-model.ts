import type { LocalDate } from '../kernel/dates.js';
import type { ReadModel } from '../read-models/read-model.js';
import type { AccountEvent } from './account.events.js';

/** One row for each thing that somebody said is wrong. */
export type DisagreementRow = {
  disagreementId: string;
  budgetId: string;
  state: 'open' | 'answered';
  raisedOn: LocalDate;
  /** The last day for saying that it was read. */
  acknowledgeBy: LocalDate;
};

export const disagreements: ReadModel<AccountEvent, DisagreementRow> = {
  name: 'disagreements@1',

  columns: {
    disagreementId: 'text',
    budgetId: 'text',
    state: 'text',
    raisedOn: 'text',
    acknowledgeBy: 'text',
  },
  indexes: [['state', 'acknowledgeBy']],

  rowOf: (event) => ('disagreementId' in event ? event.disagreementId : undefined),

  on: {
    DisagreementRaised: (_, { disagreementId, on, acknowledgeBy }, { stream }) => ({
      disagreementId,
      budgetId: stream.slice('account-'.length),
      state: 'open',
      raisedOn: on,
      acknowledgeBy,
    }),
    DisagreementAnswered: (row) => row && { ...row, state: 'answered' },
  },
};
