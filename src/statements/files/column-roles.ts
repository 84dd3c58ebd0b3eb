import type { TableRow } from './csv-table.js';
import { writtenDay } from './day-text.js';
import { penceOfText } from './money-text.js';

// What the columns of a table of nobody known may be, by their names, and by what stands in them.

const LOOKED_AT = 60;

/** What the day is called on which the bank booked; of several the first. */
const DAY_NAMES = [
  'booking date', 'date booked', 'posting date', 'posted date', 'date posted', 'post date',
  'posted', 'processed date', 'date processed', 'settlement date', 'date', 'transaction date',
  'trans date', 'date of transaction', 'value date', 'completed date', 'entry date', 'day',
]; // prettier-ignore
const TEXT_NAMES = [
  'description', 'details', 'transaction description', 'transaction details', 'narrative',
  'narrative 1', 'narrative 2', 'payee', 'merchant', 'merchant name', 'reference', 'memo',
  'counter party', 'counterparty', 'counterparty name', 'name', 'particulars', 'supplier',
  'retailer', 'transaction', 'payment reference', 'text',
]; // prettier-ignore
const AMOUNT_NAMES = [
  'amount', 'value', 'transaction amount', 'billing amount', 'net amount', 'gbp amount', 'sum',
]; // prettier-ignore
const OUT_NAMES = [
  'paid out', 'money out', 'debit', 'debits', 'debit amount', 'withdrawal', 'withdrawals',
  'withdrawn', 'out', 'payments out', 'spent', 'spend', 'expenditure', 'amount out',
]; // prettier-ignore
const IN_NAMES = [
  'paid in', 'money in', 'credit', 'credits', 'credit amount', 'deposit', 'deposits', 'in',
  'payments in', 'received', 'loaded', 'load', 'loads', 'income', 'amount in',
]; // prettier-ignore
const BALANCE_NAMES = [
  'balance', 'running balance', 'account balance', 'card balance', 'balance after',
  'ledger balance',
]; // prettier-ignore
const ID_NAMES = ['id', 'transaction id', 'transaction reference', 'reference number'];

export interface Roles {
  readonly day?: number;
  readonly text: readonly number[];
  readonly amount?: number;
  readonly out?: number;
  readonly in?: number;
  readonly balance?: number;
  readonly id?: number;
}

export function rolesByName(names: readonly string[]): Roles {
  const first = (wanted: readonly string[]) => {
    const name = wanted.find((it) => names.includes(it));
    return name === undefined ? undefined : names.indexOf(name);
  };
  return known({
    day: first(DAY_NAMES),
    text: names.flatMap((it, i) => (TEXT_NAMES.includes(it) ? [i] : [])),
    amount: first(AMOUNT_NAMES),
    out: first(OUT_NAMES),
    in: first(IN_NAMES),
    balance: first(BALANCE_NAMES),
    id: first(ID_NAMES),
  });
}

/** What names say goes before what cells look like. */
export const filledUp = (named: Roles, guessed: Roles): Roles => ({
  ...guessed,
  ...named,
  text: named.text.length > 0 ? named.text : guessed.text,
});

type Maybe<T> = { readonly [K in keyof T]: T[K] | undefined };

/** Without what is not known, so that it hides nothing. */
const known = (roles: Maybe<Required<Roles>>): Roles => {
  const { text, ...others } = roles;
  const found = Object.entries(others).filter(([, it]) => it !== undefined);
  return { ...(Object.fromEntries(found) as Omit<Roles, 'text'>), text: text ?? [] };
};

export const isWhole = ({ day, text, amount, out, in: into }: Roles): boolean =>
  day !== undefined &&
  text.length > 0 &&
  (out !== undefined && into !== undefined ? true : amount !== undefined && !(out ?? into));

/** The first column of days, the first of amounts, the one with the longest words. A guess. */
export function rolesByContent(data: readonly TableRow[]): Roles {
  const looked = data.slice(0, LOOKED_AT);
  const width = Math.min(100, Math.max(...looked.map((it) => it.cells.length), 0));
  const columns = Array.from({ length: width }, (_, i) => looked.map((it) => it.cells[i] ?? ''));
  const mostly = (cells: readonly string[], is: (cell: string) => boolean) =>
    2 * cells.filter(is).length > cells.length;
  const isDay = columns.map((it) => mostly(it, (cell) => writtenDay(cell) !== undefined));
  const isMoney = columns.map(
    (it, i) => !isDay[i] && mostly(it, (cell) => penceOfText(cell) !== undefined),
  );
  const letters = columns.map((it) => it.join('').replace(/[^A-Za-z]/g, '').length);
  const longest = letters.indexOf(Math.max(...letters, 0));
  const find = (is: readonly boolean[]) => (is.includes(true) ? is.indexOf(true) : undefined);
  return known({
    day: find(isDay),
    text: longest === -1 || letters[longest] === 0 ? [] : [longest],
    amount: find(isMoney),
    out: undefined,
    in: undefined,
    balance: undefined,
    id: undefined,
  });
}
