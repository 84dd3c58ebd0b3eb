import type { AccountEvent, Becomes } from '../accounts/account.events.js';
import { later, type LocalDate } from '../kernel/dates.js';
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
  /** The last day on which a line of it counts: late ones count after what was closed before. */
  end: LocalDate;
  /** The user who closed it: somebody else signs. */
  closedBy: string | null;
  /** Every day up to there is closed with it. */
  closedTo: LocalDate | null;
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
    end: 'text',
    closedBy: 'text',
    closedTo: 'text',
  },
  indexes: [
    ['budgetId', 'closedTo'],
    ['state', 'to'],
  ],

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
      end: event.lines > 0 ? later(event.from, event.to) : event.to,
      closedBy: null,
      closedTo: null,
    }),
    StatementWithdrawn: () => undefined,
    LineMatched: (row, { lineIds, was }) => (was ? explained(row) : settled(row, lineIds.length)),
    MatchUndone: (row, { lineIds, becomes }) => freed(row, lineIds.length, becomes),
    LineRecorded: (row, { was }) => (was ? explained(row) : settled(row, 1)),
    EntryReversed: (row, { line }) => freed(row, 1, line?.becomes),
    LineSetAside: (row) => row && { ...row, open: row.open - 1, setAside: row.setAside + 1 },
    LineIgnored: (row) => settled(row, 1),
    LineRestored: (row, { was }) => settled(was === 'set-aside' ? explained(row) : row, -1),
    PeriodClosed: (row, { by, to }) =>
      row && { ...row, state: 'closed', closedBy: by, closedTo: to },
    PeriodSignedOff: (row) => row && { ...row, state: 'signed-off' },
    PeriodReopened: (row) => row && { ...row, state: 'open', closedBy: null, closedTo: null },
  },
};

const settled = (row: StatementRow | undefined, lines: number) =>
  row && { ...row, open: row.open - lines };

const freed = (row: StatementRow | undefined, lines: number, becomes: Becomes | undefined) =>
  becomes ? row && { ...row, setAside: row.setAside + lines } : settled(row, -lines);

const explained = (row: StatementRow | undefined) => row && { ...row, setAside: row.setAside - 1 };
