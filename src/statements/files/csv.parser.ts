import { parse } from 'csv-parse/sync';
import type { TableRow } from './csv-table.js';
import { writtenDay } from './day-text.js';
import { MAX_ROWS, TooManyRows, Unreadable } from './statement-file.js';
import { tooManyRows } from './statement-lines.js';

/** Above the lines of a statement there may be some more, and a few below. */
const MOST = MAX_ROWS + 200;
/** No bank comes near; the parser's work for odd quotation marks grows with both. */
const LONGEST_ROW = 5_000;
const MOST_COLUMNS = 100;
const BLANK_ROW = /^[,;\t| ]+$/gm;

const OPEN_QUOTE =
  'A quotation mark opens on this line and is not closed. ' +
  'The file is cut off or damaged: download it again.';
const TOO_LONG = 'This line is longer than any line of a statement. Download the file again.';

/**
 * The rows of CSV that are not blank, at most `most` of them where that is given. Quotation marks
 * inside words stay; one that swallows the next row does not. Throws `TooManyRows`, `Unreadable`.
 */
export function tableOf(text: string, delimiter: string, most?: number): TableRow[] {
  const rows: TableRow[] = [];
  const full = { stop: true }; // thrown where enough was seen
  let blank = 0;
  try {
    // Spreadsheets leave rows of nothing, by the ten thousand; as empty lines they cost nothing.
    parse(text.replace(BLANK_ROW, ''), {
      delimiter,
      record_delimiter: '\n',
      relax_quotes: true,
      relax_column_count: true,
      skip_empty_lines: true,
      ltrim: delimiter !== '\t',
      max_record_size: LONGEST_ROW,
      on_record: (cells: string[], { lines }) => {
        if (cells.length > MOST_COLUMNS) throw new Unreadable(TOO_LONG, lines);
        if (cells.every((it) => it.trim() === '')) {
          if (++blank > (most ?? MOST)) throw full;
          return null;
        }
        if (rows.length === (most ?? MOST)) throw full;
        rows.push({ line: lines - brokenLines(cells, delimiter, lines), cells });
        return null;
      },
    });
  } catch (error) {
    if (error === full && most === undefined) throw tooManyRows();
    if (error !== full) throw refused(error);
  }
  return rows;
}

/** How many lines further down a row ends than it begins. Notes have lines; rows in a cell do not. */
function brokenLines(cells: readonly string[], delimiter: string, ends: number): number {
  let broken = 0;
  for (const cell of cells) {
    if (!cell.includes('\n')) continue;
    const [, ...further] = cell.split('\n');
    broken += further.length;
    if (further.some((it) => looksLikeRow(it, delimiter)))
      throw new Unreadable(OPEN_QUOTE, ends - broken);
  }
  return broken;
}

const looksLikeRow = (line: string, delimiter: string): boolean =>
  line
    .split(delimiter, 4)
    .some((it, _, all) => all.length > 1 && writtenDay(it.replaceAll('"', '')) !== undefined);

function refused(error: unknown): unknown {
  if (error instanceof Unreadable || error instanceof TooManyRows) return error;
  const { code, lines } = error as { code?: string; lines?: number };
  if (code === 'CSV_QUOTE_NOT_CLOSED') return new Unreadable(OPEN_QUOTE, lines ?? 0);
  if (code?.startsWith('CSV_')) return new Unreadable(TOO_LONG, lines ?? 0);
  return error;
}
