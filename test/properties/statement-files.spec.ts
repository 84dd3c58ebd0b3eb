import fc from 'fast-check';
import { addDays } from '../../src/kernel/dates.js';
import {
  MAX_ROWS,
  NeedsMapping,
  TooManyRows,
  Unreadable,
  UnsupportedFile,
  type StatementFile,
} from '../../src/statements/files/statement-file.js';
import { readStatement } from '../../src/statements/files/statement.parser.js';
import { always } from '../support/properties.js';
import { booked, FIRST, mishap, WRITERS, type Booked } from './statement-files.js';

const today = addDays(FIRST, 400);
const KNOWN = [Unreadable, UnsupportedFile, TooManyRows, NeedsMapping];

/** What was read, or nothing where it was refused in one of the four ways. */
function tried(bytes: Uint8Array): StatementFile | undefined {
  try {
    return readStatement(bytes, { today, mappings: [] });
  } catch (error) {
    if (KNOWN.some((it) => error instanceof it)) return undefined;
    throw error;
  }
}

const layouts = Object.keys(WRITERS);
const layout = fc.constantFrom(...layouts);

describe('A statement of each layout', () => {
  for (const name of layouts)
    always(
      `${name} is read back to the same days, pence and words`,
      booked,
      (rows) => {
        const file = readStatement(WRITERS[name]!(rows), { today, mappings: [] });
        expect(file.rows.map((it) => [it.on, it.amountPence, it.text])).toEqual(
          rows.map((it) => [it.on, it.pence, it.text]),
        );
        expect([file.problems, file.notes]).toEqual([[], []]);
      },
      60,
    );
});

describe('A statement to which something happened', () => {
  always(
    'is read, or refused in one of four ways, and what is read holds together',
    fc.tuple(layout, booked, fc.array(mishap, { minLength: 1, maxLength: 4 })),
    ([name, rows, mishaps]) => {
      const bytes = mishaps.reduce((it, happens) => happens(it), WRITERS[name]!(rows));
      const file = tried(bytes);
      if (file) holdsTogether(file);
    },
    2_000,
  );

  always(
    'never has a line that nobody wrote, where one row of a table is cut or comes twice',
    fc.tuple(fc.constantFrom('lloyds', 'first-direct', 'starling', 'monzo', 'barclays'), booked, fc.nat(60), fc.boolean()),
    ([name, rows, at, twice]) => {
      const lines = WRITERS[name]!(rows).toString('latin1').split('\n');
      const i = 1 + (at % rows.length);
      lines.splice(i, 1, ...(twice ? [lines[i]!, lines[i]!] : []));
      const file = tried(Buffer.from(lines.join('\n'), 'latin1'));
      const written = new Set(rows.map(sayRow));
      for (const row of file?.rows ?? []) expect(written).toContain(sayRow({ ...row, pence: row.amountPence }));
    },
    300,
  ); // prettier-ignore
});

describe('A statement with a running balance', () => {
  always(
    'in which one figure changed has every amount but the oldest as written, or says that it has not',
    fc.tuple(
      fc.constantFrom('lloyds', 'natwest', 'first-direct', 'nationwide', 'starling', 'santander'),
      booked,
      fc.nat(),
      fc.integer({ min: 1, max: 9 }),
    ),
    ([name, rows, at, by]) => {
      const bytes = Buffer.from(WRITERS[name]!(rows));
      const figures = [...bytes.keys()].filter((i) => bytes[i]! >= 48 && bytes[i]! <= 57);
      const changed = figures[at % figures.length]!;
      bytes[changed] = 48 + ((bytes[changed]! - 48 + by) % 10);
      const file = tried(bytes);
      if (!file || file.problems.length > 0) return;
      // The day of a line may be another: nothing in the file tells. Its amount may not.
      const read: number[] = file.rows.map((it) => it.amountPence).sort((a, b) => a - b);
      const written: number[] = rows.map((it) => it.pence).sort((a, b) => a - b);
      const oldest = rows[0]!.pence;
      const left = written.toSpliced(written.indexOf(oldest), 1);
      for (const pence of left) {
        const found = read.indexOf(pence);
        if (found === -1) throw new Error(`Not there: ${pence}`);
        read.splice(found, 1);
      }
    },
    400,
  );
});

describe('Bytes of whatever kind', () => {
  always('are refused', fc.uint8Array({ maxLength: 5_000 }), (bytes) => {
    const file = tried(bytes);
    if (file) holdsTogether(file);
  }, 500); // prettier-ignore

  always(
    'behind the beginning of a format are read, or refused in one of four ways',
    fc.tuple(
      fc.constantFrom('<?xml version="1.0"?><Document><BkToCstmrStmt><Stmt>', '<OFX><STMTRS><BANKTRANLIST><STMTTRN>', '!Type:Bank\n', ':20:X\n:60F:C250930GBP1,\n:61:', 'From: x\nDate: ', 'Date,Description,Amount,Balance\n', 'sep=;\n'),
      fc.string({ unit: fc.constantFrom(...'<>/!?&;:,."\'\n\r\t -+0123456789DTPM^CR£=[](){}aAéstmTRN'), maxLength: 2_000 }),
    ),
    ([begins, rest]) => {
      const file = tried(Buffer.from(begins + rest));
      if (file) holdsTogether(file);
    },
    1_000,
  ); // prettier-ignore
});

const sayRow = ({ on, pence }: Pick<Booked, 'on' | 'pence'>): string => `${on} ${pence}`;

/** Whatever was read: days in order and in time, whole pence, no more lines and words than may be. */
function holdsTogether({ rows, problems, notes, ...file }: StatementFile): void {
  expect(rows.length).toBeLessThanOrEqual(MAX_ROWS);
  expect(Math.max(problems.length, notes.length)).toBeLessThanOrEqual(501);
  const ids = rows.flatMap((it) => it.bankId ?? []);
  expect(new Set(ids).size).toBe(ids.length);
  let before = '2000-01-01';
  for (const row of rows) {
    if (row.on < before || row.on > today) throw new Error(`Out of order: ${row.on}`);
    before = row.on;
    if (!Number.isSafeInteger(row.amountPence) || row.amountPence === 0)
      throw new Error(`No amount: ${row.amountPence}`);
    if (row.text.length > 500 || !row.text.isWellFormed() || row.text.includes('\0'))
      throw new Error(`No words: ${JSON.stringify(row.text)}`);
    if (row.line < 1) throw new Error(`No line: ${row.line}`);
  }
  const { openingPence, closingPence } = file;
  const sum = rows.reduce((all, it) => all + it.amountPence, 0);
  const adds = openingPence === undefined || closingPence === undefined || openingPence + sum === closingPence;
  const says = problems.some((it) => it.code === 'does-not-add-up' || it.code === 'more-problems');
  if (!adds && !says) throw new Error('It does not add up, and nobody says so');
} // prettier-ignore
