import { canonicalJson, present } from '../kernel/canonical.js';
import { addDays, later, type LocalDate } from '../kernel/dates.js';
import { sha256 } from '../kernel/digest.js';
import type { Pence } from '../kernel/money.js';
import { Register } from '../kernel/register.js';
import type {
  AccountEvent,
  Becomes,
  FileRemark,
  LineMatched,
  PeriodClosed,
  PeriodReopened,
  ReadLine,
  StatementFormat,
  StatementImported,
  TypedBalance,
} from './account.events.js';

// Statements, their lines, what the lines are matched with, and the days that are closed.

/** Where a line stands. It is in exactly one state. */
export const LINE_STATES = ['open', 'matched', 'recorded', 'set-aside', 'ignored'] as const;
export type LineState = (typeof LINE_STATES)[number];

/** A line of a statement that counts. */
export interface Line {
  readonly lineId: string;
  readonly statementId: string;
  /** The day on which the bank booked it. */
  readonly on: LocalDate;
  /** The first day from then on that was open when it came in. */
  readonly countsOn: LocalDate;
  /** In: above 0. */
  readonly amountPence: Pence;
  readonly textHash: string;
  readonly state: LineState;
  /** Those that it was matched with, or the one that it became. */
  readonly entryIds: readonly string[];
  /** Of a line that is matched. */
  readonly matchId?: string;
  /** Of one that is set aside, or was. */
  readonly setAsideOn?: LocalDate;
  /** What it is was said after its period had closed. */
  readonly isExplainedLate?: true;
  /** Whether the holder was asked about it, ever, and has said what it was. */
  readonly question?: 'asked' | 'answered';
}

export interface Closing {
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly openingPence: Pence;
  readonly closingPence: Pence;
  readonly by: string;
  /** Entries that the bank had before the first statement began. */
  readonly openedWith: readonly string[];
}

export interface Statement {
  readonly statementId: string;
  readonly format: StatementFormat;
  readonly source: string;
  readonly importedOn: LocalDate;
  /** As it came in. */
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly firstOn: LocalDate;
  readonly lastOn: LocalDate;
  readonly openingPence?: Pence;
  readonly closingPence?: Pence;
  readonly typed?: readonly TypedBalance[];
  readonly problems: readonly FileRemark[];
  readonly notes: readonly FileRemark[];
  readonly duplicates: number;
  /** In the order of the file. */
  readonly lineIds: readonly string[];
  readonly closing?: Closing;
  readonly signed?: { readonly by: string; readonly signedHash: string };
}

export interface Statements {
  /** In the order in which they came in. */
  readonly all: readonly Statement[];
  readonly lines: Register<Line>;
  /** Of statements that are not whole yet: nobody sees them. */
  readonly read: ReadonlyMap<string, readonly ReadLine[]>;
  /** By entry: the lines that it is matched with or was recorded from. Empty: none any more. */
  readonly linesOfEntry: Register<readonly string[]>;
}

export const noStatements: Statements = {
  all: [],
  lines: Register.empty(),
  read: new Map(),
  linesOfEntry: Register.empty(),
};

export function statementsAfter(known: Statements, event: AccountEvent): Statements {
  switch (event.type) {
    case 'LinesRead': {
      const lines = [...(known.read.get(event.statementId) ?? []), ...event.lines];
      return { ...known, read: new Map(known.read).set(event.statementId, lines) };
    }
    case 'StatementImported':
      return imported(known, event);
    case 'StatementWithdrawn':
      return withdrawn(known, event.statementId);
    case 'LineMatched':
      return matched(known, event);
    case 'MatchUndone':
      return freed(known, event.lineIds, event.becomes);
    case 'LineRecorded':
      return {
        ...withLine(known, event.lineId, {
          state: 'recorded',
          entryIds: [event.entryId],
          ...lateIf(event.was),
        }),
        linesOfEntry: known.linesOfEntry.with(event.entryId, [event.lineId]),
      };
    case 'EntryReversed':
      return event.line ? freed(known, [event.line.lineId], event.line.becomes) : known;
    case 'LineSetAside': {
      const asked = event.asks ? { question: 'asked' as const } : {};
      return withLine(known, event.lineId, {
        state: 'set-aside',
        setAsideOn: event.on,
        ...asked,
      });
    }
    case 'LineExplained':
      return withLine(known, event.lineId, { question: 'answered' });
    case 'LineIgnored':
      return withLine(known, event.lineId, { state: 'ignored' });
    case 'LineRestored':
      return withLine(known, event.lineId, { state: 'open' });
    case 'PeriodClosed': {
      const { from, to, openingPence, closingPence, by, openedWith = [] } = event;
      const closing = { from, to, openingPence, closingPence, by, openedWith };
      const after = event.lastDayGoesOn ? withRestOfLastDay(known, event) : known;
      return withStatement(after, event.statementId, (it) => ({ ...it, closing }));
    }
    case 'PeriodSignedOff': {
      const { by, signedHash } = event;
      return withStatement(known, event.statementId, (it) => ({
        ...it,
        signed: { by, signedHash },
      }));
    }
    case 'PeriodReopened':
      return reopened(known, event);
    default:
      return known;
  }
}

/** Of what was read for it, those are its own that no statement before it has. */
function imported(known: Statements, event: StatementImported): Statements {
  const { statementId } = event;
  const lines = newLines(known, known.read.get(statementId) ?? []).map(
    ({ lineId, on, amountPence, textHash }): Line => ({
      lineId,
      statementId,
      on,
      countsOn: later(on, event.from),
      amountPence,
      textHash,
      state: 'open',
      entryIds: [],
    }),
  );
  const read = new Map(known.read);
  read.delete(statementId);
  const { type: _, on: importedOn, lines: __, linesDigest: ___, ...told } = event;
  const statement = { ...told, importedOn, lineIds: lines.map((it) => it.lineId) };
  return {
    ...known,
    all: [...known.all, statement],
    lines: known.lines.withAll(lines.map((it) => [it.lineId, it])),
    read,
  };
}

function withdrawn(known: Statements, statementId: string): Statements {
  const lines = known.lines.without(statementOf(known, statementId)!.lineIds);
  return { ...known, all: known.all.filter((it) => it.statementId !== statementId), lines };
}

/** Those that no statement has yet, each once. */
export function newLines(known: Statements, lines: readonly ReadLine[]): ReadLine[] {
  const seen = new Set<string>();
  return lines.filter(({ lineId }) => {
    if (seen.has(lineId) || known.lines.get(lineId)) return false;
    seen.add(lineId);
    return true;
  });
}

const lateIf = (was: 'set-aside' | undefined) => (was ? { isExplainedLate: true as const } : {});

function matched(known: Statements, event: LineMatched): Statements {
  const { lineIds, entryIds, matchId } = event;
  const lines = lineIds.map((id): [string, Line] => {
    const line = known.lines.get(id)!;
    return [id, { ...line, state: 'matched', entryIds, matchId, ...lateIf(event.was) }];
  });
  return {
    ...known,
    lines: known.lines.withAll(lines),
    linesOfEntry: known.linesOfEntry.withAll(entryIds.map((id) => [id, lineIds])),
  };
}

/** They are looked at again, and the entries that they had have none. */
function freed(
  known: Statements,
  lineIds: readonly string[],
  state: Becomes | 'open' = 'open',
): Statements {
  const lines = lineIds.map((id) => known.lines.get(id)!);
  const entryIds = new Set(lines.flatMap((it) => it.entryIds));
  return {
    ...known,
    lines: known.lines.withAll(
      lines.map(({ matchId: _, isExplainedLate: __, ...it }) => [
        it.lineId,
        { ...it, state, entryIds: [] },
      ]),
    ),
    linesOfEntry: known.linesOfEntry.withAll([...entryIds].map((id) => [id, []])),
  };
}

/** What other statements have of the last day of a period that closed without it. */
function withRestOfLastDay(known: Statements, { statementId, to }: PeriodClosed): Statements {
  const rest = linesOfOthersOn(known, statementId, to);
  const countsOn = addDays(to, 1);
  return {
    ...known,
    lines: known.lines.withAll(rest.map((it) => [it.lineId, { ...it, countsOn }])),
  };
}

/** Lines that came in late count on their own day again, where that is open now. */
function reopened(known: Statements, { statementId, closedTo }: PeriodReopened): Statements {
  const from = closedTo === undefined ? undefined : addDays(closedTo, 1);
  const moved: [string, Line][] = [];
  for (const line of known.lines.values()) {
    const countsOn = from === undefined ? line.on : later(line.on, from);
    if (countsOn < line.countsOn) moved.push([line.lineId, { ...line, countsOn }]);
  }
  const { closing: _, signed: __, ...statement } = statementOf(known, statementId)!;
  return {
    ...withStatement(known, statementId, () => statement),
    lines: known.lines.withAll(moved),
  };
}

const withLine = (known: Statements, lineId: string, news: Partial<Line>): Statements => ({
  ...known,
  lines: known.lines.with(lineId, { ...known.lines.get(lineId)!, ...news }),
});

const withStatement = (
  known: Statements,
  statementId: string,
  change: (it: Statement) => Statement,
): Statements => ({
  ...known,
  all: known.all.map((it) => (it.statementId === statementId ? change(it) : it)),
});

// ── What is asked of them ────────────────────────────────────────────────────

export const statementOf = ({ all }: Statements, statementId: string): Statement | undefined =>
  all.find((it) => it.statementId === statementId);

/** In the order of the file. */
export const linesOf = ({ lines }: Statements, { lineIds }: Statement): Line[] =>
  lineIds.map((id) => lines.get(id)!);

/** The last one that is closed, by its days. */
export function lastClosed({ all }: Statements): (Statement & { closing: Closing }) | undefined {
  let last: (Statement & { closing: Closing }) | undefined;
  for (const it of all)
    if (it.closing && (!last || it.closing.to >= last.closing.to))
      last = it as Statement & { closing: Closing };
  return last;
}

/** The last day that is closed; `null`: none is. */
export const closedTo = (known: Statements): LocalDate | null =>
  lastClosed(known)?.closing.to ?? null;

/** A period closes to the end of its days, and of those on which its late lines count. */
export const endOf = (known: Statements, statement: Statement): LocalDate =>
  linesOf(known, statement).reduce((end, it) => later(end, it.countsOn), statement.to);

/** Its days and all its lines were closed with the period of another. */
export function isCovered(known: Statements, statement: Statement): boolean {
  const closed = closedTo(known);
  return closed !== null && endOf(known, statement) <= closed;
}

/** The first day that a period to be closed now would have. */
export function nextFrom(known: Statements, opensOn: LocalDate): LocalDate {
  const closed = closedTo(known);
  return closed === null ? opensOn : addDays(closed, 1);
}

/** Matched with a line, made of one, or on the account before the first statement began. */
export const hasLine = (known: Statements, entryId: string): boolean =>
  (known.linesOfEntry.get(entryId) ?? []).length > 0 ||
  known.all.some((it) => it.closing?.openedWith.includes(entryId));

/** The lines of other statements that count on a day. */
export function linesOfOthersOn(known: Statements, statementId: string, day: LocalDate): Line[] {
  const lines: Line[] = [];
  for (const it of known.lines.values())
    if (it.countsOn === day && it.statementId !== statementId) lines.push(it);
  return lines;
}

/** SHA-256 over exactly what is shown of a closed period. */
export function signedHashOf(known: Statements, statement: Statement, closing: Closing): string {
  const { from, to, openingPence, closingPence } = closing;
  const lines = linesOf(known, statement).map(
    ({ lineId, on, amountPence, state, entryIds, textHash }) =>
      present({ lineId, on, amountPence, state, entryIds, textHash }),
  );
  return sha256(canonicalJson({ from, to, openingPence, closingPence, lines }));
}
