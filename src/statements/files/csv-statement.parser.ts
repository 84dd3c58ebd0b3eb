import { columnsOfHsbc, columnsOfLayout, columnsOfMapping, type Columns } from './columns.js';
import { headingOf, HSBC, layoutOf } from './csv-layouts.js';
import type { TableRow } from './csv-table.js';
import { tableOf } from './csv.parser.js';
import { dayOf, dayOrdersOf, writtenDay } from './day-text.js';
import { penceOfText } from './money-text.js';
import type { Reading } from './raw-line.js';
import { Unreadable, type Mapping, type ReadingOptions } from './statement-file.js';
import { linesOfTable } from './table-rows.js';
import { unknownTable } from './unknown-table.js';

/** Above a heading there may be the name of the account, its balance, and blank lines. */
const PREAMBLE = 60;

const NO_MAPPING = 'The mapping that was chosen does not exist. Choose another, or none.';
const UNFIT =
  'The mapping that was chosen does not fit this file: there is no such column, or no day in it. ' +
  'Choose another mapping, or none.';
const OTHER_WAY_ROUND =
  'A spreadsheet may have changed them: download the file again and send it as it is.';
const MONTH_FIRST =
  'The days in this file make sense only with the month first, but they are known to be written ' +
  `with the day first. ${OTHER_WAY_ROUND}`;
const DAY_FIRST =
  'The days in this file make sense only with the day first, but the mapping says that the month ' +
  `comes first. ${OTHER_WAY_ROUND}`;

/** A table of a known bank, of a saved mapping, or one that proves itself. */
export function readCsv(text: string, options: ReadingOptions): Reading {
  const { body, delimiters } = delimitersOf(text);
  const heads = headsOf(body, delimiters);
  for (const { delimiter, head } of heads) {
    const found = known(head, delimiter, options);
    if (found) return readingOf(tableOf(body, delimiter).slice(found.from), found.columns);
  }
  if (options.mappingId !== undefined) throw new Unreadable(UNFIT);
  const { delimiter } = bestOf(heads);
  const rows = tableOf(body, delimiter);
  const { from, columns } = unknownTable(rows, delimiter);
  return readingOf(rows.slice(from), columns);
}

interface Head {
  readonly delimiter: string;
  readonly head: readonly TableRow[];
}

/** A delimiter under which the quotation marks make no sense is not the one. */
function headsOf(body: string, delimiters: readonly string[]): readonly Head[] {
  const refused: unknown[] = [];
  const heads = delimiters.flatMap((delimiter) => {
    try {
      return { delimiter, head: tableOf(body, delimiter, PREAMBLE) };
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      refused.push(error);
      return [];
    }
  });
  if (heads.length === 0) throw refused[0];
  return heads;
}

function readingOf(rows: readonly TableRow[], columns: Columns): Reading {
  refuseMonthFirst(rows, columns);
  const lines = linesOfTable(rows, columns);
  return {
    format: 'csv',
    source: columns.source,
    parts: [{ lines }],
    newestFirst: columns.newestFirst,
  };
}

/** Spreadsheets name the delimiter in a row of its own, which stays a line of the file. */
function delimitersOf(text: string): { body: string; delimiters: readonly string[] } {
  const named = /^"?sep=([,;\t|])"?\n/.exec(text);
  if (named) return { body: `\n${text.slice(named[0].length)}`, delimiters: [named[1]!] };
  const start = text.slice(0, 20_000);
  const found = [',', ';', '\t', '|'].filter((it) => start.includes(it));
  return { body: text, delimiters: found.length > 0 ? found : [','] };
}

interface Known {
  /** The first row below the heading. */
  readonly from: number;
  readonly columns: Columns;
}

function known(
  head: readonly TableRow[],
  delimiter: string,
  { mappings, mappingId }: ReadingOptions,
): Known | undefined {
  if (mappingId !== undefined) {
    const chosen = mappings.find((it) => it.mappingId === mappingId);
    if (!chosen) throw new Unreadable(NO_MAPPING);
    return byMapping(head, delimiter, [chosen], true);
  }
  const mapped = byMapping(head, delimiter, mappings, false);
  if (mapped) return mapped;
  for (const [i, { cells }] of head.entries()) {
    const layout = layoutOf(cells);
    if (layout) return { from: i + 1, columns: columnsOfLayout(layout, cells) };
  }
  return isHsbc(head) ? { from: 0, columns: columnsOfHsbc() } : undefined;
}

/** One that was chosen is taken whatever the heading; else the heading must be its own. */
function byMapping(
  head: readonly TableRow[],
  delimiter: string,
  mappings: readonly Mapping[],
  isChosen: boolean,
): Known | undefined {
  for (const mapping of mappings.toReversed()) {
    if (mapping.delimiter !== undefined && mapping.delimiter !== delimiter) continue;
    const heading = mapping.header && headingOf(mapping.header);
    const at = heading && head.findIndex(({ cells }) => same(headingOf(cells), heading));
    if (at !== undefined && at >= 0)
      return { from: at + 1, columns: columnsOfMapping(mapping, heading) };
    if (isChosen) return chosenFor(head, mapping);
  }
  return undefined;
}

const same = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((it, i) => it === b[i]);

/** Under the row that has its names, or from the first row that has a day where it looks for one. */
function chosenFor(head: readonly TableRow[], mapping: Mapping): Known | undefined {
  const columns = [mapping.dateColumn, ...mapping.textColumns, mapping.amountColumn].concat(
    mapping.outColumn,
    mapping.inColumn,
  );
  const wanted = columns.flatMap((it) => (typeof it === 'string' ? headingOf([it]) : []));
  if (wanted.length > 0) {
    const at = head.findIndex(({ cells }) => {
      const names = headingOf(cells);
      return wanted.every((it) => names.includes(it));
    });
    if (at === -1) return undefined;
    return { from: at + 1, columns: columnsOfMapping(mapping, headingOf(head[at]!.cells)) };
  }
  const found = columnsOfMapping(mapping, undefined);
  const from = head.findIndex(({ cells }) => writtenDay(cells[found.day] ?? '') !== undefined);
  return from === -1 ? undefined : { from, columns: found };
}

/** Nearly every row is a day, words and an amount; the first one is. */
function isHsbc(head: readonly TableRow[]): boolean {
  const fits = ({ cells }: TableRow): boolean =>
    headingOf(cells).length === HSBC.columns &&
    writtenDay(cells[HSBC.day]!) !== undefined &&
    writtenDay(cells[HSBC.text]!) === undefined &&
    penceOfText(cells[HSBC.amount]!) !== undefined;
  return head.length > 0 && fits(head[0]!) && head.filter(fits).length >= 0.6 * head.length;
}

/** The delimiter that leaves the most rows with a day and an amount. */
function bestOf(heads: readonly Head[]): Head {
  const isLine = ({ cells }: TableRow) =>
    cells.some((it) => writtenDay(it) !== undefined) &&
    cells.some((it) => penceOfText(it) !== undefined);
  const lines = heads.map(({ head }) => head.filter(isLine).length);
  return heads[lines.indexOf(Math.max(...lines))]!;
}

/** Days that all exist with the month first, and not with the day first, are no slips. */
function refuseMonthFirst(rows: readonly TableRow[], { day, order }: Columns): void {
  if (order === 'ymd') return;
  const days = rows.flatMap(({ line, cells }) => {
    const written = writtenDay(cells[day] ?? '');
    return written ? [{ line, written }] : [];
  });
  const { possible } = dayOrdersOf(days.map((it) => it.written));
  if (possible.length !== 1 || possible[0] === order) return;
  const wrong = days.find(({ written }) => dayOf(written, order) === undefined);
  throw new Unreadable(order === 'dmy' ? MONTH_FIRST : DAY_FIRST, wrong?.line ?? 0);
}
