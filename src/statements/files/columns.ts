import type { DayOrder } from './day-text.js';
import { headingOf, HSBC, type Layout } from './csv-layouts.js';
import { Unreadable, type Mapping } from './statement-file.js';
import { plainName } from './bank-words.js';

/** Which column of a table is what, by number from 0, and how it is read. */
export interface Columns {
  readonly source: string;
  /** How many columns the heading has; a row with more has come apart. */
  readonly width?: number | undefined;
  readonly heading?: readonly string[] | undefined;
  readonly day: number;
  readonly order: DayOrder;
  readonly instants?: boolean | undefined;
  readonly text: readonly number[];
  readonly otherwise: readonly number[];
  readonly amount?: number | undefined;
  readonly out?: number | undefined;
  readonly in?: number | undefined;
  readonly inverted: boolean;
  readonly balance?: number | undefined;
  readonly id?: { readonly column: number; readonly looks: RegExp } | undefined;
  readonly accounts: readonly number[];
  readonly currencies: readonly number[];
  /** May say of each amount which way the money went. */
  readonly sides: readonly number[];
  /** Says whether a line was booked, or carried out at all. */
  readonly states: readonly number[];
  readonly newestFirst: boolean;
}

const NO_COLUMN =
  'The mapping names a column that this file does not have. Choose another mapping, or none.';

export function columnsOfLayout(layout: Layout, cells: readonly string[]): Columns {
  const names = headingOf(cells);
  const at = (name: string | undefined) => {
    const found = name === undefined ? -1 : names.indexOf(name);
    return found === -1 ? undefined : found;
  };
  const all = (list: readonly string[] | undefined) =>
    (list ?? []).map(at).filter((it) => it !== undefined);
  return {
    source: `csv-${layout.name}`,
    width: Math.max(names.length, layout.heading.length),
    heading: names,
    day: at(layout.day)!,
    order: 'dmy',
    instants: layout.instants,
    text: all(layout.text),
    otherwise: all(layout.otherwise),
    amount: at(layout.amount),
    out: at(layout.out),
    in: at(layout.in),
    inverted: false,
    balance: at(layout.balance),
    id: layout.id && { column: at(layout.id.column)!, looks: layout.id.looks },
    accounts: all(layout.accounts),
    currencies: all(layout.currency ? [layout.currency] : []),
    sides: [],
    states: [],
    newestFirst: layout.newestFirst,
  };
}

export const columnsOfHsbc = (): Columns => ({
  source: `csv-${HSBC.name}`,
  width: HSBC.columns,
  day: HSBC.day,
  order: 'dmy',
  text: [HSBC.text],
  otherwise: [],
  amount: HSBC.amount,
  inverted: false,
  accounts: [],
  currencies: [],
  sides: [],
  states: [],
  newestFirst: HSBC.newestFirst,
});

/** `names`: the heading of the file; without one, columns are named by number. */
export function columnsOfMapping(mapping: Mapping, names: readonly string[] | undefined): Columns {
  const at = (column: string | number): number => {
    const found = typeof column === 'number' ? column : (names ?? []).indexOf(plainName(column));
    if (found < 0 || (names && found >= names.length)) throw new Unreadable(NO_COLUMN, 1);
    return found;
  };
  const maybe = (column: string | number | undefined) =>
    column === undefined ? undefined : at(column);
  return {
    source: `csv-mapping-${mapping.mappingId}`,
    width: names?.length,
    heading: names,
    day: at(mapping.dateColumn),
    order: mapping.dateOrder,
    text: mapping.textColumns.map(at),
    otherwise: [],
    amount: maybe(mapping.amountColumn),
    out: maybe(mapping.outColumn),
    in: maybe(mapping.inColumn),
    inverted: mapping.invert === true,
    balance: maybe(mapping.balanceColumn),
    ...sidesOf(names ?? []),
    newestFirst: false,
  };
}

/** Columns that nobody need name: they only ever say that a row is not to be taken in as it is. */
export const sidesOf = (
  names: readonly string[],
): Pick<Columns, 'accounts' | 'currencies' | 'sides' | 'states'> => ({
  accounts: numbersOf(names, ['account number', 'account no', 'account no.', 'iban']),
  currencies: numbersOf(names, ['currency', 'currency code', 'ccy', 'account currency']),
  sides: numbersOf(names, SIDE_NAMES),
  states: numbersOf(names, ['status', 'state', 'transaction status']),
});

const SIDE_NAMES = [
  'type', 'transaction type', 'debit/credit', 'credit/debit', 'dr/cr', 'cr/dr', 'd/c', 'c/d', 'direction',
]; // prettier-ignore

const numbersOf = (names: readonly string[], wanted: readonly string[]): number[] =>
  names.flatMap((it, i) => (wanted.includes(it) ? [i] : []));
