import { londonDay, writtenInstant, type LocalDate } from '../../kernel/dates.js';
import { minus, type Pence } from '../../kernel/money.js';
import { plainName, wordsOf } from './bank-words.js';
import type { Columns } from './columns.js';
import type { TableRow } from './csv-table.js';
import { dayOf, writtenDay } from './day-text.js';
import { foreignMoney, oneAccount } from './foreign.js';
import { foreignCurrencyIn, penceOfText, unwrapped } from './money-text.js';
import type { NoteCode, ProblemCode } from '../problem-codes.facts.js';
import type { RawLine } from './raw-line.js';

/** Words that stand in a row which is no line: what is on the account, or a sum. */
const TOTAL = /\b(?:sub)?totals?\b|\bbalance\b|\b(?:brought|carried) forward\b/i;
const NOT_BOOKED = ['pending', 'authorised', 'authorized', 'authorisation', 'not yet posted'];
const NOT_DONE = ['declined', 'failed', 'rejected', 'reverted', 'cancelled', 'canceled'];

/** The rows below the heading as lines. Throws `Unreadable` for other money and other accounts. */
export function linesOfTable(rows: readonly TableRow[], columns: Columns): RawLine[] {
  for (const column of columns.accounts)
    oneAccount(rows.map(({ line, cells }) => ({ line, account: cells[column] ?? '' })));
  const signs = signsOf(rows, columns);
  return rows.map((row) => lineOf(row, columns, signs));
}

/** What the whole of a table says of its signs. */
export interface Signs {
  /** A column of its own for money out holds it above 0 or, of all lines, below. */
  readonly outIsBelow: boolean;
  /** The column that says of amounts, none of them signed, whether they went in or out. */
  readonly side?: number | undefined;
}

const OUT = ['debit', 'dr', 'd', 'db', 'out', 'money out', 'paid out'];
const IN = ['credit', 'cr', 'c', 'in', 'money in', 'paid in'];

export function signsOf(rows: readonly TableRow[], { out, amount, sides, day }: Columns): Signs {
  if (out !== undefined) {
    const spent = rows.map(({ cells }) => penceOfText(cells[out] ?? '') ?? 0);
    return { outIsBelow: spent.some((it) => it < 0) && spent.every((it) => it <= 0) };
  }
  const lines = rows.filter(({ cells }) => writtenDay(cells[day] ?? ''));
  const isUnsigned = lines.every(({ cells }) => (penceOfText(cells[amount ?? -1] ?? '') ?? 0) >= 0);
  const side = sides.find((at) => {
    const words = lines.map(({ cells }) => plainName(cells[at] ?? ''));
    return words.some((it) => it !== '') && words.every((it) => it === '' || isSide(it));
  });
  return { outIsBelow: false, side: isUnsigned ? side : undefined };
}

const isSide = (word: string): boolean => OUT.includes(word) || IN.includes(word);

function lineOf(row: TableRow, columns: Columns, signs: Signs): RawLine {
  const { line, cells } = row;
  const cell = (at: number | undefined) => (at === undefined ? '' : (cells[at] ?? '').trim());
  const words = wordsOf(columns.text.map((it) => unwrapped(cell(it))));
  const read = amountOf(cell, columns, signs, line);
  const day = dayIn(cell(columns.day), columns);
  const id = columns.id && cell(columns.id.column);
  const sure: RawLine = {
    line,
    text: words || wordsOf(columns.otherwise.map((it) => unwrapped(cell(it)))),
    on: day === 'none' ? undefined : day,
    balancePence: penceOfText(cell(columns.balance)),
    ...('pence' in read && { amountPence: read.pence }),
    ...(id && columns.id!.looks.test(id) && { bankId: id }),
  };
  for (const at of columns.currencies) refuseCurrency(cell(at), line);
  const note = noteOf(row, columns, day, read);
  if (note) return { ...sure, note };
  const problem = problemOf(row, columns, day, read);
  return problem ? { ...sure, problem } : sure;
}

type Cell = (at: number | undefined) => string;
type Read =
  { readonly pence: Pence } | { readonly problem: ProblemCode; readonly isBlank: boolean };

function amountOf(cell: Cell, columns: Columns, signs: Signs, line: number): Read {
  const { amount, out, in: into } = columns;
  for (const at of [amount, out, into]) {
    const foreign = foreignCurrencyIn(cell(at));
    if (foreign) throw foreignMoney(foreign, line);
  }
  if (amount !== undefined) {
    const pence = penceOfText(cell(amount));
    if (pence === undefined) return { problem: 'no-amount', isBlank: isBlank(cell(amount)) };
    const { side } = signs;
    if (side === undefined) return { pence: columns.inverted ? minus(pence) : pence };
    const word = plainName(cell(side));
    if (!isSide(word)) return { problem: 'no-amount', isBlank: false };
    return { pence: OUT.includes(word) ? minus(pence) : pence };
  }
  const [outPence, inPence] = [penceOfText(cell(out)), penceOfText(cell(into))];
  const blanks = [isBlank(cell(out)), isBlank(cell(into))];
  if (blanks[0] && blanks[1]) return { problem: 'no-amount', isBlank: true };
  if ((outPence === undefined && !blanks[0]) || (inPence === undefined && !blanks[1]))
    return { problem: 'no-amount', isBlank: false };
  if (outPence && inPence) return { problem: 'two-amounts', isBlank: false };
  const spent = signs.outIsBelow ? minus((outPence ?? 0) as Pence) : (outPence ?? (0 as Pence));
  // Money out that comes in, or the other way round, would be a guess.
  if (spent < 0 || (inPence ?? 0) < 0) return { problem: 'no-amount', isBlank: false };
  return { pence: inPence || minus(spent) };
}

/** Nothing, or a stroke in its place. */
const isBlank = (text: string): boolean => /^[-\u2013\u2014]?$/.test(unwrapped(text));

/** `none`: the cell holds no day, not even a wrong one. */
function dayIn(text: string, { order, instants }: Columns): LocalDate | undefined | 'none' {
  const written = writtenDay(text);
  if (!written) return 'none';
  if (!instants) return dayOf(written, order);
  const instant = writtenInstant(text.replace(' ', 'T').replace(/ ?(?:\+0000|UTC)$/, 'Z'));
  return instant ? londonDay(instant.first) : dayOf(written, order);
}

function noteOf(
  { cells }: TableRow,
  columns: Columns,
  day: LocalDate | undefined | 'none',
  read: Read,
): NoteCode | undefined {
  const states = columns.states.map((it) => plainName(cells[it] ?? ''));
  if (states.some((it) => NOT_DONE.includes(it))) return 'declined';
  const marks = [...states, plainName(cells[columns.day] ?? ''), ...columns.otherwise.map((it) => plainName(cells[it] ?? ''))]; // prettier-ignore
  if (marks.some((it) => NOT_BOOKED.includes(it))) return 'not-booked';
  if (columns.heading && cells.length > 1 && isHeadingAgain(cells, columns.heading))
    return 'not-a-line';
  const isWithoutAmount = !('pence' in read) && read.isBlank;
  const saysTotal = () => cells.some((it) => it.length < 200 && TOTAL.test(it));
  if (day === 'none' && isWithoutAmount) return 'not-a-line';
  return (day === 'none' || isWithoutAmount) && saysTotal() ? 'not-a-line' : undefined;
}

const isHeadingAgain = (cells: readonly string[], heading: readonly string[]): boolean =>
  heading.every((it, i) => plainName(cells[i] ?? '') === it);

function problemOf(
  { cells }: TableRow,
  columns: Columns,
  day: LocalDate | undefined | 'none',
  read: Read,
): ProblemCode | undefined {
  const { width } = columns;
  if (width !== undefined && cells.some((it, i) => i >= width && it.trim() !== ''))
    return 'wrong-columns';
  if (day === 'none' || day === undefined) return 'no-such-day';
  return 'problem' in read ? read.problem : undefined;
}

function refuseCurrency(text: string, line: number): void {
  const currency = unwrapped(text).toUpperCase();
  if (
    currency !== '' &&
    currency !== 'GBP' &&
    currency !== '£' &&
    /^[A-Z]{3}$|^[€$]$/.test(currency)
  )
    throw foreignMoney(currency, line);
}
