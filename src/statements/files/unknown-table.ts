import { sha256 } from '../../kernel/digest.js';
import { filledUp, isWhole, rolesByContent, rolesByName, type Roles } from './column-roles.js';
import { sidesOf, type Columns } from './columns.js';
import { headingOf } from './csv-layouts.js';
import type { TableRow } from './csv-table.js';
import { dayOrdersOf, writtenDay, type DayOrders } from './day-text.js';
import { foreignMoney } from './foreign.js';
import { foreignCurrencyIn, penceOfText } from './money-text.js';
import { runOf } from './running-balance.js';
import { NeedsMapping, Unreadable, type Mapping, type MappingQuestion } from './statement-file.js';
import { linesOfTable, signsOf } from './table-rows.js';

// A table of nobody known. It is taken as it stands only where it proves itself: the order of day
// and month by its days, which way money went by a column for each, by a word for each, or by a
// balance that runs.

const LOOKED_AT = 60;

const NO_TABLE =
  'There is no line with a day and an amount in this file, so it is no statement that can be ' +
  'read. Download it from the bank as CSV, OFX, QIF, MT940 or CAMT.053, or type its lines in.';

/** Throws `NeedsMapping` with what is guessed and asked, `Unreadable` where there is no table. */
export function unknownTable(
  rows: readonly TableRow[],
  delimiter: string,
): { from: number; columns: Columns } {
  const at = headingRow(rows);
  const from = at === undefined ? firstLine(rows) : at + 1;
  if (from === undefined || from === rows.length) throw new Unreadable(NO_TABLE);
  const data = rows.slice(from);
  const header = at === undefined ? [] : trimmed(rows[at]!.cells);
  refuseForeignHeading(header, rows[at ?? 0]!.line);
  const named = rolesByName(header.map(withoutUnit));
  const roles = isWhole(named) ? named : filledUp(named, rolesByContent(data));
  const orders = ordersOf(data, roles);
  const columns = columnsOf(header, roles, orders);
  const inverted = columns && signOf(data, columns);
  const asks: MappingQuestion[] = [
    ...(isWhole(named) ? [] : ['columns' as const]),
    ...(orders.proven ? [] : ['date-order' as const]),
    ...(inverted === undefined ? ['sign' as const] : []),
  ];
  if (columns && inverted !== undefined && asks.length === 0)
    return { from, columns: { ...columns, inverted } };
  throw new NeedsMapping({
    header,
    rows: data.slice(0, 10).map((it) => it.cells.slice(0, 100)),
    guess: guessOf(header, delimiter, data, roles, orders, inverted),
    asks,
  });
}

const trimmed = (cells: readonly string[]): string[] =>
  cells.slice(0, headingOf(cells).length).map((it) => it.trim());

/** "Amount (GBP)" is an amount. */
const withoutUnit = (name: string): string =>
  headingOf([name])
    .join()
    .replace(/ ?(?:\(gbp\)|\(£\)|£|gbp)$/, '');

/** "Amount (EUR)"; amounts of a purchase abroad stand in a column of their own. */
function refuseForeignHeading(header: readonly string[], line: number): void {
  for (const name of header) {
    const [, unit] = /\(([A-Z]{3}|[€$])\)$/i.exec(name.slice(0, 200)) ?? [];
    const foreign = unit && foreignCurrencyIn(unit);
    if (foreign && /^(?:amount|value|balance|paid|money)/i.test(name))
      throw foreignMoney(foreign, line);
  }
}

/** The row that names a day and an amount; else the row of words above the first line. */
function headingRow(rows: readonly TableRow[]): number | undefined {
  const head = rows.slice(0, LOOKED_AT);
  const byName = head.findIndex(({ cells }) => {
    const { day, amount, out, in: into } = rolesByName(cells.map(withoutUnit));
    return day !== undefined && (amount ?? out ?? into) !== undefined;
  });
  if (byName !== -1) return byName;
  const first = firstLine(rows);
  if (first === undefined || first === 0) return undefined;
  const { cells } = rows[first - 1]!;
  const isWords = cells.every((it) => !writtenDay(it) && penceOfText(it) === undefined);
  const filled = cells.filter((it) => it.trim() !== '').length;
  return isWords && filled > 1 && 2 * filled >= rows[first]!.cells.length ? first - 1 : undefined;
}

function firstLine(rows: readonly TableRow[]): number | undefined {
  const found = rows
    .slice(0, LOOKED_AT)
    .findIndex(
      ({ cells }) =>
        cells.some((it) => writtenDay(it)) &&
        cells.some((it) => !writtenDay(it) && penceOfText(it) !== undefined),
    );
  return found === -1 ? undefined : found;
}

function ordersOf(data: readonly TableRow[], { day }: Roles): DayOrders {
  const days = day === undefined ? [] : data.map(({ cells }) => writtenDay(cells[day] ?? ''));
  const written = days.filter((it) => it !== undefined);
  return written.length === 0 ? { possible: [] } : dayOrdersOf(written);
}

function columnsOf(
  header: readonly string[],
  roles: Roles,
  orders: DayOrders,
): Columns | undefined {
  if (roles.day === undefined) return undefined;
  const isTwo = roles.out !== undefined && roles.in !== undefined;
  if (!isTwo && roles.amount === undefined) return undefined;
  const heading = headingOf(header);
  return {
    source: `csv-${sha256(heading.join('\n')).slice(0, 12)}`,
    width: header.length > 0 ? header.length : undefined,
    heading: header.length > 0 ? heading : undefined,
    day: roles.day,
    order: orders.proven ?? 'dmy',
    text: roles.text,
    otherwise: [],
    ...(isTwo ? { out: roles.out, in: roles.in } : { amount: roles.amount }),
    inverted: false,
    balance: roles.balance,
    ...sidesOf(heading),
    newestFirst: false,
  };
}

/** Whether spending stands above 0. `undefined`: nothing tells. */
function signOf(data: readonly TableRow[], columns: Columns): boolean | undefined {
  if (columns.out !== undefined || signsOf(data, columns).side !== undefined) return false;
  if (columns.balance === undefined) return undefined;
  const runs = [false, true].filter((inverted) => {
    const run = runOf(linesOfTable(data, { ...columns, inverted }), columns.newestFirst);
    return run.links > 0 && run.breaks.length === 0 && run.isByDay;
  });
  return runs.length === 1 ? runs[0] : undefined;
}

function guessOf(
  header: readonly string[],
  delimiter: string,
  data: readonly TableRow[],
  roles: Roles,
  orders: DayOrders,
  inverted: boolean | undefined,
): Partial<Omit<Mapping, 'mappingId' | 'name'>> {
  const isTwo = roles.out !== undefined && roles.in !== undefined;
  const named = (at: number) =>
    header[at] && header.indexOf(header[at]) === header.lastIndexOf(header[at]) ? header[at] : at;
  const { amount } = roles;
  const above = (sign: number) =>
    amount === undefined
      ? 0
      : data.filter(({ cells }) => sign * (penceOfText(cells[amount] ?? '') ?? 0) > 0).length;
  return {
    ...(header.length > 0 && { header }),
    delimiter,
    ...(roles.day !== undefined && { dateColumn: named(roles.day) }),
    dateOrder: orders.proven ?? 'dmy',
    textColumns: roles.text.map(named),
    ...(isTwo
      ? { outColumn: named(roles.out!), inColumn: named(roles.in!) }
      : amount !== undefined && {
          amountColumn: named(amount),
          invert: inverted ?? above(1) > above(-1),
        }),
    ...(roles.balance !== undefined && { balanceColumn: named(roles.balance) }),
    ...(roles.id !== undefined && { idColumn: named(roles.id) }),
  };
}
