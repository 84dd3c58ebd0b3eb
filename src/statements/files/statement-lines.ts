import { earlier, later, type LocalDate } from '../../kernel/dates.js';
import { NOTHING, plus, sumOf } from '../../kernel/money.js';
import { isBookable } from './day-text.js';
import type { NoteCode, ProblemCode } from '../problem-codes.facts.js';
import type { Part, RawLine, Reading } from './raw-line.js';
import { runOf, type Run } from './running-balance.js';
import {
  MAX_ROWS,
  TooManyRows,
  Unreadable,
  type FileRow,
  type Remark,
  type StatementFile,
} from './statement-file.js';

/** What is listed of each kind; who has more sees that there is more. */
const MOST_REMARKS = 500;

const TOO_MANY = `This file has more than ${MAX_ROWS} lines. Download a shorter period.`;
const NO_LINES =
  'There is no line in this file. Download the statement again, for a longer period.';

export const tooManyRows = (): TooManyRows => new TooManyRows(TOO_MANY);

/** A statement of what was read: its order, its balances, and what is left out of it. */
export function statementOf(reading: Reading, today: LocalDate): StatementFile {
  const count = reading.parts.reduce((sum, it) => sum + it.lines.length, 0);
  if (count > MAX_ROWS) throw tooManyRows();
  const parts = reading.parts.map((part) => partOf(part, reading.newestFirst, today));
  const { inOrder, gap } = runningOn(parts);
  const lines = inOrder.flatMap((it) => it.run.oldestFirst);
  const rows = rowsOf(lines);
  const ends = endsOf(inOrder, rows, today);
  const adds =
    ends.openingPence === undefined ||
    ends.closingPence === undefined ||
    plus(
      ends.openingPence,
      sumOf(rows, (it) => it.amountPence),
    ) === ends.closingPence;
  const problems: Remark<ProblemCode>[] = [
    ...(gap ? [{ line: gap, code: 'statements-do-not-run-on' as const }] : []),
    ...inOrder.flatMap((it) => it.run.breaks.map(brokenAt)),
    ...lines.flatMap(({ line, problem }) => (problem ? [{ line, code: problem }] : [])),
    ...(adds ? [] : [{ line: 0, code: 'does-not-add-up' as const }]),
  ];
  const notes = lines.flatMap(({ line, note, problem }) =>
    note && !problem ? [{ line, code: note }] : [],
  );
  if (count === 0 && ends.to === undefined) throw new Unreadable(NO_LINES);
  return {
    format: reading.format,
    source: reading.source,
    rows,
    ...ends,
    problems: listed(problems, 'more-problems'),
    notes: listed(notes, 'more-notes'),
  };
}

const brokenAt = (line: number) => ({ line, code: 'balance-does-not-run' as const });

function listed<Code extends ProblemCode | NoteCode>(
  remarks: readonly Remark<Code>[],
  more: Code,
): readonly Remark<Code>[] {
  const sorted = remarks.toSorted((a, b) => a.line - b.line);
  if (sorted.length <= MOST_REMARKS) return sorted;
  return [...sorted.slice(0, MOST_REMARKS), { line: 0, code: more }];
}

interface Ended extends Omit<Part, 'lines'> {
  readonly run: Run;
  readonly firstLine: number;
}

/** What a part declares goes before what its running balance says. */
function partOf(part: Part, newestFirst: boolean, today: LocalDate): Ended {
  const run = runOf(
    part.lines.map((it) => judged(it, today)),
    newestFirst,
  );
  return {
    run,
    firstLine: part.lines[0]?.line ?? 1,
    from: part.from,
    to: part.to,
    openingPence: part.openingPence ?? run.openingPence,
    closingPence: part.closingPence ?? run.closingPence,
  };
}

/** A line of a day that cannot be, or of nothing, becomes no row. */
function judged(line: RawLine, today: LocalDate): RawLine {
  if (line.problem || line.note) return line;
  if (line.on === undefined || !isBookable(line.on, today))
    return { ...line, on: undefined, problem: 'no-such-day' };
  if (line.amountPence === undefined) return { ...line, problem: 'no-amount' };
  return line.amountPence === 0 ? { ...line, note: 'no-money' } : line;
}

/**
 * Several statements of one account, oldest first: as they stand, or turned round, where so each
 * begins with what the one before ended with; else by their days. `gap`: the line of the first that
 * does not run on.
 */
function runningOn(parts: readonly Ended[]): { inOrder: readonly Ended[]; gap?: number } {
  const byDays = parts.toSorted((a, b) => compare(endOf(a), endOf(b)));
  for (const inOrder of [byDays, parts, parts.toReversed()])
    if (gapIn(inOrder) === undefined) return { inOrder };
  return { inOrder: byDays, gap: gapIn(byDays)! };
}

const endOf = (part: Ended): string => part.to ?? part.run.oldestFirst.at(-1)?.on ?? '';
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function gapIn(parts: readonly Ended[]): number | undefined {
  for (let i = 1; i < parts.length; i++) {
    const [ended, began] = [parts[i - 1]!.closingPence, parts[i]!.openingPence];
    if (ended !== undefined && began !== undefined && ended !== began) return parts[i]!.firstLine;
  }
  return undefined;
}

type Ends = Pick<StatementFile, 'from' | 'to' | 'openingPence' | 'closingPence'>;

/** A period holds all of its lines, and ends today at the latest. */
function endsOf(parts: readonly Ended[], rows: readonly FileRow[], today: LocalDate): Ends {
  const [first, last] = [parts[0], parts.at(-1)];
  const { openingPence } = first ?? {};
  const { closingPence } = last ?? {};
  const from = first?.from && isBookable(first.from, today) ? first.from : undefined;
  const to = last?.to && earlier(last.to, today);
  const [firstOn, lastOn] = [rows[0]?.on, rows.at(-1)?.on];
  return {
    ...(from && { from: firstOn ? earlier(from, firstOn) : from }),
    ...(to && { to: lastOn ? later(to, lastOn) : to }),
    ...(openingPence !== undefined && { openingPence }),
    ...(closingPence !== undefined && { closingPence }),
  };
}

/** An id is one of a line only where no two lines share it and no spreadsheet has damaged it. */
function rowsOf(lines: readonly RawLine[]): FileRow[] {
  const taken = lines.filter((it) => !it.problem && !it.note);
  const uses = new Map<string, number>();
  for (const { bankId } of lines) if (bankId) uses.set(bankId, (uses.get(bankId) ?? 0) + 1);
  const isOwn = (id: string | undefined) =>
    id !== undefined && uses.get(id) === 1 && !isDamagedId(id);
  return taken
    .map(({ line, on, amountPence, text, bankId, balancePence }) => ({
      line,
      on: on!,
      amountPence: amountPence ?? NOTHING,
      text,
      ...(isOwn(bankId) && { bankId: bankId! }),
      ...(balancePence !== undefined && { balancePence }),
    }))
    .sort((a, b) => compare(a.on, b.on));
}

/** "1.90E+21" was a number of 22 digits; "7" is the seventh line of this file, not a name. */
const isDamagedId = (id: string): boolean =>
  id.length > 255 || /^[\d.,]+E[+-]?\d+$/i.test(id) || /^0*\d{0,4}$/.test(id) || /^#+$/.test(id);
