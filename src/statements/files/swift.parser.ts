import { daysBetween, isLocalDate, type LocalDate } from '../../kernel/dates.js';
import { minus, type Pence } from '../../kernel/money.js';
import { wordsOf } from './bank-words.js';
import { foreignMoney, oneAccount } from './foreign.js';
import { penceOfDigits } from './money-text.js';
import type { Part, RawLine, Reading } from './raw-line.js';
import { MAX_ROWS, Unreadable } from './statement-file.js';
import { tooManyRows } from './statement-lines.js';

const CUT_OFF =
  'A statement in this file has no closing balance (:62F:), so lines may be missing. ' +
  'Download it again.';
const NO_BALANCE = 'A balance of this MT940 file cannot be read. Download it again.';
const CONFUSED = 'The fields of this MT940 file do not fit together. Download it again.';

export const isMt940 = (text: string): boolean => {
  const start = text.slice(0, 4000);
  return (
    /^:20:/m.test(start.replace(/^\{[^\n]{0,400}\{4:\n?/m, '')) && /^:(?:25|60[FM])/m.test(start)
  );
};

/** MT940, plain or wrapped in the blocks of SWIFT. */
export function readMt940(text: string): Reading {
  const parts: Part[] = [];
  const accounts: { line: number; account: string }[] = [];
  let open: Open | undefined;
  let count = 0;
  let last = 0;
  for (const field of fieldsOf(text)) {
    const { tag, line } = field;
    last = line;
    if (tag === '20') {
      if (open) throw new Unreadable(CUT_OFF, line);
      open = { lines: [] };
    }
    if (tag === '25') accounts.push({ line, account: field.rows[0]! });
    if (tag === '61' && ++count > MAX_ROWS) throw tooManyRows();
    if (!open) {
      if (tag === '61') throw new Unreadable(CONFUSED, line);
      continue; // what is said after the closing balance is about no line
    }
    open = taken(open, field);
    if (!open.closing) continue;
    parts.push(partOf(open));
    open = undefined;
  }
  if (open || parts.length === 0) throw new Unreadable(CUT_OFF, last);
  oneAccount(accounts);
  return { format: 'mt940', source: 'mt940', parts, newestFirst: false };
}

interface Field {
  /** 1-based. */
  readonly line: number;
  /** "61", "62F" */
  readonly tag: string;
  readonly rows: readonly string[];
}

interface Balance {
  readonly on: LocalDate | undefined;
  readonly pence: Pence;
}

interface Open {
  /** Added to, line by line. */
  readonly lines: { readonly entry: Field; words?: Field }[];
  readonly opening?: Balance;
  readonly closing?: Balance;
}

function* fieldsOf(text: string): Generator<Field> {
  let field: { line: number; tag: string; rows: string[] } | undefined;
  for (const [i, row] of text.split('\n').entries()) {
    const begins = /^(?:\{[^\n]*\{4:)?:(\d{2}[A-Z]?):/.exec(row);
    const isWrapping = /^\{\d:/.test(row) || /^-\}?/.test(row);
    if ((begins || isWrapping) && field) {
      yield field;
      field = undefined;
    }
    if (begins) field = { line: i + 1, tag: begins[1]!, rows: [row.slice(begins[0].length)] };
    else if (!isWrapping) field?.rows.push(row);
  }
  if (field) yield field;
}

function taken(open: Open, field: Field): Open {
  const { tag, line } = field;
  if (tag === '61') {
    open.lines.push({ entry: field });
  } else if (tag === '86') {
    const last = open.lines.at(-1);
    if (last) last.words ??= field;
  } else if (tag === '60F' || tag === '60M') {
    if (open.opening) throw new Unreadable(CONFUSED, line);
    return { ...open, opening: balanceOf(field) };
  } else if (tag === '62F' || tag === '62M') {
    return { ...open, closing: balanceOf(field) };
  }
  return open;
}

/** "C260831GBP1234,56" */
function balanceOf({ rows, line }: Field): Balance {
  const match = /^([CD])(\d{6})([A-Z]{3})([\d,]{1,20})\s*$/.exec(rows[0]!);
  const pence = match && penceOfDigits(match[4]!, ',');
  if (!match || typeof pence !== 'number') throw new Unreadable(NO_BALANCE, line);
  if (match[3] !== 'GBP') throw foreignMoney(match[3], line);
  return { on: dayOf(match[2]!), pence: match[1] === 'D' ? minus(pence) : pence };
}

const dayOf = (yymmdd: string): LocalDate | undefined => {
  const day = `20${yymmdd.slice(0, 2)}-${yymmdd.slice(2, 4)}-${yymmdd.slice(4, 6)}`;
  return isLocalDate(day) ? day : undefined;
};

function partOf({ lines, opening, closing }: Open): Part {
  return {
    lines: lines.map(({ entry, words }) => lineOf(entry, words)),
    to: closing!.on,
    openingPence: opening?.pence,
    closingPence: closing!.pence,
  };
}

/** Value day, entry day, side, a letter of the currency, amount, and the kind with references. */
const ENTRY = /^(\d{6})(\d{4})?(R?[CD]|E[CD])([A-Z])?([\d,.]{1,20})([A-Z].{0,200})?/;

/** A credit taken back (RC) is money out, a debit taken back (RD) money in. */
function lineOf(entry: Field, words: Field | undefined): RawLine {
  const row = entry.rows[0]!;
  const match = ENTRY.exec(row);
  const value = dayOf(row.slice(0, 6));
  const text = wordsOf([words ? plainWords(words.rows) : wordsOfEntry(match?.[6], entry.rows[1])]);
  const on = match?.[2] && value ? nearest(match[2], value) : value;
  const pence = match ? penceOfDigits(match[5]!, ',') : undefined;
  const isOut = match?.[3] === 'D' || match?.[3] === 'RC';
  return {
    line: entry.line,
    on,
    amountPence: pence !== undefined && isOut ? minus(pence) : pence,
    text,
    ...(match?.[3]!.startsWith('E') && { note: 'not-booked' }),
  };
}

/** The entry day has no year: it is the one that lies nearest to the value day. */
function nearest(mmdd: string, value: LocalDate): LocalDate | undefined {
  const year = Number(value.slice(0, 4));
  let best: LocalDate | undefined;
  for (const it of [year, year - 1, year + 1]) {
    const day = `${it}-${mmdd.slice(0, 2)}-${mmdd.slice(2)}`;
    if (!isLocalDate(day)) continue;
    const away = Math.abs(daysBetween(value, day));
    if (best === undefined || away < Math.abs(daysBetween(value, best))) best = day;
  }
  return best;
}

/** "?20", and "/REMI/", mark the fields of the words; banks that mark them break lines anywhere. */
function plainWords(rows: readonly string[]): string {
  const [first] = rows;
  if (/^\d{3}\?|^\?\d\d/.test(first!))
    return rows.join('').slice(0, 4000).replace(/^\d{3}(?=\?)/, '').replace(/\?\d\d/g, ' '); // prettier-ignore
  const text = rows.join(' ').slice(0, 4000);
  return text.startsWith('/') ? text.replace(/\/[A-Z]{2,8}\/(?:\d\/)?/g, ' ') : text;
}

/** Where there are no words: the references, and what stands below them. */
function wordsOfEntry(kind: string | undefined, below: string | undefined): string {
  const reference = (kind ?? '')
    .slice(4)
    .split('//')
    .filter((it) => it !== 'NONREF');
  return [...reference, below ?? ''].join(' ');
}
