import type { Pence } from '../../kernel/money.js';
import { wordsOf } from './bank-words.js';
import { dayOf, dayOrdersOf, writtenDay, type DayOrder } from './day-text.js';
import { oneAccount } from './foreign.js';
import { penceOfText } from './money-text.js';
import type { RawLine, Reading } from './raw-line.js';
import { MAX_ROWS, NeedsMapping, Unreadable, type ReadingOptions } from './statement-file.js';
import { tooManyRows } from './statement-lines.js';

/** What its fields are called where columns are: a mapping for QIF says the order of its days. */
const FIELDS = ['D', 'T', 'P', 'M'];

const CUT_OFF =
  'The file ends in the middle of a line, so lines may be missing. Download it again.';
const NO_BANK = 'There is no list of bank or card lines in this QIF file. Download another.';

export const isQif = (text: string): boolean =>
  /^\s{0,100}!(?:Type|Account|Option|Clear)\b/i.test(text);

/** Throws `NeedsMapping` where its days can be read in two ways and nobody has said which. */
export function readQif(text: string, options: ReadingOptions): Reading {
  const entries = entriesOf(text);
  const order = orderOf(entries, options);
  const [first] = entries;
  const opens = first && isOpening(first) ? amountOf(first) : undefined;
  const lines = entries.map((it) => lineOf(it, order, it === first && opens !== undefined));
  return {
    format: 'qif',
    source: 'qif',
    parts: [{ lines, openingPence: opens }],
    newestFirst: false,
  };
}

interface Entry {
  readonly line: number;
  readonly fields: ReadonlyMap<string, string>;
}

/** Lists of other things (categories, securities) are passed over. */
const LISTS = /^!Type:\s{0,3}(?:Bank|CCard|Cash|Oth [AL])\s*$/i;

function entriesOf(text: string): Entry[] {
  const entries: Entry[] = [];
  const accounts: { line: number; account: string }[] = [];
  let list: 'lines' | 'account' | 'other' | undefined;
  let fields = new Map<string, string>();
  let begins = 0;
  let hasLines = false;
  for (const [i, row] of text.split('\n').entries()) {
    if (row.trim() === '') continue;
    if (row.startsWith('!')) {
      if (/^!(?:Option|Clear)/i.test(row)) continue;
      if (fields.size > 0) throw new Unreadable(CUT_OFF, begins);
      list = LISTS.test(row) ? 'lines' : /^!Account/i.test(row) ? 'account' : 'other';
      hasLines ||= list === 'lines';
    } else if (row.startsWith('^')) {
      if (list === 'account') accounts.push({ line: i + 1, account: fields.get('N') ?? '' });
      if (list === 'lines' && fields.size > 0) entries.push({ line: begins, fields });
      if (entries.length > MAX_ROWS) throw tooManyRows();
      fields = new Map();
    } else {
      if (fields.size === 0) begins = i + 1;
      const code = row[0]!.toUpperCase();
      // Two days in one entry: the mark between two lines is missing.
      if (list === 'lines' && fields.has(code) && (code === 'D' || code === 'T'))
        throw new Unreadable(CUT_OFF, begins);
      if (!fields.has(code)) fields.set(code, row.slice(1));
    }
  }
  if (!hasLines) throw new Unreadable(NO_BANK);
  if (fields.size > 0 && list === 'lines') throw new Unreadable(CUT_OFF, begins);
  oneAccount(accounts);
  return entries;
}

const isOpening = ({ fields }: Entry): boolean =>
  /^opening balance$/i.test((fields.get('P') ?? '').trim());

/** "8/ 5'26" and "25/08/2026" */
const dayText = ({ fields }: Entry): string =>
  (fields.get('D') ?? '').slice(0, 40).replace(/([/'-]) +/g, '$1');

const amountOf = ({ fields }: Entry): Pence | undefined =>
  penceOfText(fields.get('T') ?? fields.get('U') ?? '');

function lineOf(entry: Entry, order: DayOrder, opens: boolean): RawLine {
  const { line, fields } = entry;
  const written = writtenDay(dayText(entry));
  return {
    line,
    on: written && dayOf(written, order),
    amountPence: amountOf(entry),
    text: wordsOf([...fields].flatMap(([code, it]) => ('PM'.includes(code) ? [it] : []))),
    ...(opens && { note: 'not-a-line' }),
  };
}

/** What the days prove; else what a mapping says that was chosen, or saved for this format. */
function orderOf(entries: readonly Entry[], { mappings, mappingId }: ReadingOptions): DayOrder {
  const days = entries.flatMap((it) => writtenDay(dayText(it)) ?? []);
  const { proven } = dayOrdersOf(days);
  if (proven || days.length === 0) return proven ?? 'dmy';
  const said =
    mappingId === undefined
      ? mappings.findLast((it) => it.header?.join() === FIELDS.join())
      : mappings.find((it) => it.mappingId === mappingId);
  if (said) return said.dateOrder;
  throw new NeedsMapping({
    header: FIELDS,
    rows: entries.slice(0, 10).map(({ fields }) => FIELDS.map((it) => fields.get(it) ?? '')),
    guess: {
      header: FIELDS,
      dateColumn: 'D',
      dateOrder: 'dmy',
      amountColumn: 'T',
      textColumns: ['P', 'M'],
    },
    asks: ['date-order'],
  });
}
