import type {
  Mapping,
  ReadingOptions,
  StatementFile,
} from '../../src/statements/files/statement-file.js';
import { readStatement } from '../../src/statements/files/statement.parser.js';

/** The day after which no line of these tests is booked. */
export const TODAY = '2026-09-10';

/** Reads text, or bytes as they are. */
export const read = (
  content: string | Uint8Array,
  options: Partial<ReadingOptions> = {},
): StatementFile =>
  readStatement(typeof content === 'string' ? Buffer.from(content) : content, {
    today: TODAY,
    mappings: [],
    ...options,
  });

/** Each row as "day pence text", and each problem and note as "line code". */
export const told = (content: string | Uint8Array, options: Partial<ReadingOptions> = {}) => {
  const { rows, problems, notes } = read(content, options);
  return {
    rows: rows.map((it) => `${it.on} ${it.amountPence} ${it.text}`),
    problems: problems.map((it) => `${it.line} ${it.code}`),
    notes: notes.map((it) => `${it.line} ${it.code}`),
  };
};

/** What it is refused with. */
export function refusal(
  content: string | Uint8Array,
  options: Partial<ReadingOptions> = {},
): Error {
  try {
    read(content, options);
  } catch (error) {
    return error as Error;
  }
  throw new Error('It was read');
}

/** What a council saved for its cards: spending stands above 0. */
export const CARDS: Mapping = {
  mappingId: 'cards',
  name: 'Northshire prepaid cards',
  header: ['Posting Date', 'Merchant Name', 'Transaction ID', 'Amount', 'Currency'],
  dateColumn: 'Posting Date',
  dateOrder: 'dmy',
  textColumns: ['Merchant Name'],
  amountColumn: 'Amount',
  invert: true,
  idColumn: 'Transaction ID',
};
