import type { AccountEvent } from '../accounts/account.events.js';
import type { LocalDate } from '../kernel/dates.js';
import type { ReadModel } from '../read-models/read-model.js';

/** One row a line that was ever set aside. */
export type LineAsideRow = {
  lineId: string;
  statementId: string;
  budgetId: string;
  /** `aside`: it waits. `answered`: its holder said what it was. `over`: it waits no longer. */
  state: 'aside' | 'answered' | 'over';
  /** The day from which on it is so. */
  since: LocalDate;
};

export const linesAside: ReadModel<AccountEvent, LineAsideRow> = {
  name: 'lines-aside@1',

  columns: {
    lineId: 'text',
    statementId: 'text',
    budgetId: 'text',
    state: 'text',
    since: 'text',
  },
  indexes: [['state', 'since']],

  rowOf: (event) => {
    if (event.type === 'EntryReversed') return event.line?.lineId;
    // What is set aside is matched alone.
    if (event.type === 'LineMatched' || event.type === 'MatchUndone') return event.lineIds[0];
    return 'lineId' in event ? event.lineId : undefined;
  },

  on: {
    LineSetAside: (_, { lineId, statementId, on }, { stream }) => ({
      lineId,
      statementId,
      budgetId: stream.slice('account-'.length),
      state: 'aside',
      since: on,
    }),
    // What is settled is settled: what is still said of it is kept, and waits for nobody.
    LineExplained: (row, { on }) =>
      row && row.state !== 'over' ? { ...row, state: 'answered', since: on } : row,
    LineMatched: (row, { on }) => over(row, on),
    LineRecorded: (row, { on }) => over(row, on),
    LineRestored: (row, { on }) => over(row, on),
    MatchUndone: (row, { on, becomes }) => (becomes ? again(row, on) : row),
    EntryReversed: (row, { on, line }) => (line?.becomes ? again(row, on) : row),
  },
};

const again = (row: LineAsideRow | undefined, since: LocalDate): LineAsideRow | undefined =>
  row && { ...row, state: 'aside', since };

const over = (row: LineAsideRow | undefined, since: LocalDate): LineAsideRow | undefined =>
  row && { ...row, state: 'over', since };
