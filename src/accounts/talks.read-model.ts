import type { Recorded } from '../event-log/event-log.js';
import type { LocalDate } from '../kernel/dates.js';
import type { ReadModel } from '../read-models/read-model.js';
import type { AccountEvent } from './account.events.js';

/** One row an expense that somebody said something about, from then on. */
export type TalkRow = {
  entryId: string;
  budgetId: string;
  /** `asked`: it waits for the person. `answered`: for an officer. `over`: for nobody any more. */
  state: 'asked' | 'answered' | 'over';
  /** The day from which on it is so. */
  since: LocalDate;
};

export const talks: ReadModel<AccountEvent, TalkRow> = {
  name: 'expense-talks@1',

  columns: { entryId: 'text', budgetId: 'text', state: 'text', since: 'text' },
  indexes: [['state', 'since']],

  rowOf: (event) =>
    event.type === 'EntryReversed'
      ? event.reversedId
      : 'entryId' in event
        ? event.entryId
        : undefined,

  on: {
    ExpenseQueried: (row, { entryId, on }, at) => further(row, 'asked', entryId, on, at),
    ExpenseExplained: (row, { entryId, on }, at) => further(row, 'answered', entryId, on, at),
    // Of an expense that nobody asked about a receipt is kept, and waits for nobody.
    ReceiptSent: (row, { entryId, on }, at) => row && further(row, 'answered', entryId, on, at),
    ExpenseAccepted: (row, { entryId, on }, at) => further(row, 'over', entryId, on, at),
    ExpenseDisallowed: (row, { entryId, on }, at) => further(row, 'over', entryId, on, at),
    EntryReversed: (row, { reversedId, kind, on }, at) =>
      kind === 'expense' ? further(row, 'over', reversedId, on, at) : row,
  },
};

/** What is decided is decided: whatever is still said is kept, and waits for nobody. */
const further = (
  row: TalkRow | undefined,
  state: TalkRow['state'],
  entryId: string,
  since: LocalDate,
  { stream }: Recorded,
): TalkRow =>
  row?.state === 'over'
    ? row
    : { entryId, budgetId: stream.slice('account-'.length), state, since };
