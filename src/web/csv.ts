import { stringify } from 'csv-stringify/sync';

type Cell = string | undefined;

/** What a spreadsheet would take for a formula. */
const FORMULA = /^[=+\-@\t\r]/;
const NUMBER = /^-?\d+(\.\d+)?$/;

/** Harmless in a spreadsheet: what begins as a formula and is no number has a ' before it. */
const harmless = (cell: Cell): string =>
  cell === undefined ? '' : FORMULA.test(cell) && !NUMBER.test(cell) ? `'${cell}` : cell;

/** Rows of CSV as every spreadsheet takes them, with CRLF. */
export const csvRows = (rows: readonly (readonly Cell[])[]): string =>
  stringify(
    rows.map((row) => row.map(harmless)),
    { record_delimiter: 'windows', quoted_match: /[\r\n]/ },
  );
