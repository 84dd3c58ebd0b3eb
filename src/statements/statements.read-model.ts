import type { AccountEvent } from '../accounts/account.events.js';
import type { LocalDate } from '../kernel/dates.js';
import type { ReadModel } from '../read-models/read-model.js';
import type { StatementState } from './reconciling.js';

/** One row a statement: what is to be done, over all accounts. */
export type StatementRow = {
  statementId: string;
  budgetId: string;
  importedOn: LocalDate;
  to: LocalDate;
  state: StatementState;
  /** Its own lines, those that nobody settled yet, and those that wait for somebody to explain. */
  lines: number;
  open: number;
  setAside: number;
  problems: number;
  /** The user who closed it: somebody else signs. */
  closedBy: string | null;
};

export const statements: ReadModel<AccountEvent, StatementRow> = {
  name: 'statements@1',

  columns: {
    statementId: 'text',
    budgetId: 'text',
    importedOn: 'text',
    to: 'text',
    state: 'text',
    lines: 'integer',
    open: 'integer',
    setAside: 'integer',
    problems: 'integer',
    closedBy: 'text',
  },
  indexes: [['budgetId'], ['state', 'to']],

  rowOf: (event) => {
    if (event.type === 'EntryReversed') return event.line?.statementId;
    return 'statementId' in event ? event.statementId : undefined;
  },

  on: {
    StatementImported: (_, event, { stream }) => ({
      statementId: event.statementId,
      budgetId: stream.slice('account-'.length),
      importedOn: event.on,
      to: event.to,
      state: 'open',
      lines: event.lines,
      open: event.lines,
      setAside: 0,
      problems: event.problems.length,
      closedBy: null,
    }),
    StatementWithdrawn: () => undefined,
    LineMatched: (row, { lineIds, was }) => (was ? explained(row) : settled(row, lineIds.length)),
    MatchUndone: (row, { lineIds }) => settled(row, -lineIds.length),
    LineRecorded: (row, { was }) => (was ? explained(row) : settled(row, 1)),
    EntryReversed: (row) => settled(row, -1),
    LineSetAside: (row) => row && { ...row, open: row.open - 1, setAside: row.setAside + 1 },
    LineIgnored: (row) => settled(row, 1),
    LineRestored: (row, { was }) => settled(was === 'set-aside' ? explained(row) : row, -1),
    PeriodClosed: (row, { by }) => row && { ...row, state: 'closed', closedBy: by },
    PeriodSignedOff: (row) => row && { ...row, state: 'signed-off' },
    PeriodReopened: (row) => row && { ...row, state: 'open', closedBy: null },
  },
};

const settled = (row: StatementRow | undefined, lines: number) =>
  row && { ...row, open: row.open - lines };

const explained = (row: StatementRow | undefined) => row && { ...row, setAside: row.setAside - 1 };
