import { plainName } from './bank-words.js';

/** A bank's own table: how its heading is known, its columns by name, and what is odd about it. */
export interface Layout {
  readonly name: string;
  /** What the heading begins with; further columns came and went with the years. */
  readonly heading: readonly string[];
  /** The heading has no further columns: it is too plain to be known by its beginning. */
  readonly isWhole?: boolean;
  readonly day: string;
  readonly text: readonly string[];
  /** Words of the bank for a line that has no others. */
  readonly otherwise?: readonly string[];
  readonly amount?: string;
  readonly out?: string;
  readonly in?: string;
  readonly balance?: string;
  /** Rows of two accounts are not one statement. */
  readonly accounts?: readonly string[];
  readonly currency?: string;
  /** An id of the bank's that is the same in every file, and how it looks when undamaged. */
  readonly id?: { readonly column: string; readonly looks: RegExp };
  /** How the rows stand where neither balances nor days tell. */
  readonly newestFirst: boolean;
  /** Days were written as instants in UTC: the day in London counts. */
  readonly instants?: boolean;
}

const LLOYDS: Layout = {
  name: 'lloyds', // Halifax and Bank of Scotland too
  heading: [
    'transaction date', 'transaction type', 'sort code', 'account number',
    'transaction description', 'debit amount', 'credit amount', 'balance',
  ],
  day: 'transaction date',
  text: ['transaction description'],
  otherwise: ['transaction type'],
  out: 'debit amount',
  in: 'credit amount',
  balance: 'balance',
  accounts: ['account number'],
  newestFirst: true,
}; // prettier-ignore

const MONZO_ID = /^tx_[0-9A-Za-z]{6,60}$/;

/** Day first, all of them, and spending below 0 or in a column of its own. */
export const LAYOUTS: readonly Layout[] = [
  LLOYDS,
  {
    name: 'barclays',
    heading: ['number', 'date', 'account', 'amount', 'subcategory', 'memo'],
    day: 'date',
    text: ['memo'],
    otherwise: ['subcategory'],
    amount: 'amount',
    accounts: ['account'],
    newestFirst: true,
  },
  {
    name: 'natwest', // RBS too
    heading: ['date', 'type', 'description', 'value', 'balance', 'account name', 'account number'],
    day: 'date',
    text: ['description'],
    otherwise: ['type'],
    amount: 'value',
    balance: 'balance',
    accounts: ['account number'],
    newestFirst: true,
  },
  {
    name: 'first-direct',
    heading: ['date', 'description', 'amount', 'balance'],
    isWhole: true,
    day: 'date',
    text: ['description'],
    amount: 'amount',
    balance: 'balance',
    newestFirst: true,
  },
  {
    name: 'nationwide',
    heading: ['date', 'transaction type', 'description', 'paid out', 'paid in', 'balance'],
    day: 'date',
    text: ['description'],
    otherwise: ['transaction type'],
    out: 'paid out',
    in: 'paid in',
    balance: 'balance',
    newestFirst: false,
  },
  {
    name: 'monzo',
    heading: ['transaction id', 'date', 'time', 'type', 'name', 'emoji', 'category', 'amount'],
    day: 'date',
    text: ['name', 'description'],
    otherwise: ['type'],
    amount: 'amount',
    currency: 'currency',
    id: { column: 'transaction id', looks: MONZO_ID },
    newestFirst: false,
  },
  {
    name: 'monzo', // of 2018, in UTC
    heading: ['id', 'created', 'amount', 'currency', 'local amount', 'local currency', 'category'],
    day: 'created',
    text: ['description'],
    otherwise: ['notes'],
    amount: 'amount',
    currency: 'currency',
    id: { column: 'id', looks: MONZO_ID },
    newestFirst: false,
    instants: true,
  },
  {
    name: 'starling',
    heading: ['date', 'counter party', 'reference', 'type', 'amount (gbp)', 'balance (gbp)'],
    day: 'date',
    text: ['counter party', 'reference'],
    otherwise: ['type'],
    amount: 'amount (gbp)',
    balance: 'balance (gbp)',
    newestFirst: false,
  },
];

/** HSBC writes no heading: a day, a description, an amount. */
export const HSBC = { name: 'hsbc', columns: 3, day: 0, text: 1, amount: 2, newestFirst: true };

/** The layout whose heading this row is. */
export function layoutOf(cells: readonly string[]): Layout | undefined {
  const names = headingOf(cells);
  return LAYOUTS.find(
    ({ heading, isWhole }) =>
      heading.every((it, i) => names[i] === it || (i === 0 && it === 'number' && !names[i])) &&
      (!isWhole || names.length === heading.length),
  );
}

/** Names of columns, without the blank ones that a trailing comma leaves. */
export function headingOf(cells: readonly string[]): string[] {
  const names = cells.slice(0, 200).map(plainName);
  while (names.at(-1) === '') names.pop();
  return names;
}
