import type { Recorded } from '../event-log/event-log.js';
import type { LocalDate } from '../kernel/dates.js';
import type { ReadModel } from '../read-models/read-model.js';
import type { AccountEvent } from './account.events.js';

/** One row an expense that somebody said something about, until it is decided or put right. */
export type TalkRow = {
  entryId: string;
  budgetId: string;
  /** `asked`: it waits for the person. `answered`: for an officer. */
  state: 'asked' | 'answered';
  /** The day from which on it is so. */
  since: LocalDate;
};

export const talks: ReadModel<AccountEvent, TalkRow> = {
  name: 'expense-talks@2',

  columns: { entryId: 'text', budgetId: 'text', state: 'text', since: 'text' },
  indexes: [['state', 'since']],

  rowOf: (event) =>
    event.type === 'EntryReversed'
      ? event.reversedId
      : 'entryId' in event
        ? event.entryId
        : undefined,

  on: {
    ExpenseQueried: (_, { entryId, on }, at) => waiting('asked', entryId, on, at),
    ExpenseExplained: (row, { entryId, on, afterwards }, at) =>
      afterwards ? row : waiting('answered', entryId, on, at),
    // Of an expense that nobody asked about a receipt is kept, and waits for nobody.
    ReceiptSent: (row, { entryId, on }, at) => row && waiting('answered', entryId, on, at),
    ExpenseAccepted: () => undefined,
    ExpenseDisallowed: () => undefined,
    EntryReversed: () => undefined,
  },
};

const waiting = (
  state: TalkRow['state'],
  entryId: string,
  since: LocalDate,
  { stream }: Recorded,
): TalkRow => ({ entryId, budgetId: stream.slice('account-'.length), state, since });
