import type { LocalDate } from '../kernel/dates.js';
import type { Pence } from '../kernel/money.js';
import type { StatementFile } from './files/statement-file.js';

/** A line as somebody types it from paper. In: above 0. */
export interface KeyedLine {
  readonly on: LocalDate;
  readonly text: string;
  readonly amountPence: Pence;
}

/** Lines from paper as a file of their own kind; its lines are numbered as they were typed. */
export function keyedFile(lines: readonly KeyedLine[], to?: LocalDate): StatementFile {
  const rows = lines.map(({ on, text, amountPence }, i) => ({
    line: i + 1,
    on,
    text: text.replaceAll(/\s+/g, ' ').trim(),
    amountPence,
  }));
  return {
    format: 'keyed',
    source: 'keyed',
    rows: rows.toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : a.line - b.line)),
    ...(to !== undefined && { to }),
    problems: [],
    notes: [],
  };
}
