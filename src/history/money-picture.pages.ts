import { dayInWords, type LocalDate } from '../kernel/dates.js';
import { formatPence, minus, NOTHING, plus, type Pence } from '../kernel/money.js';
import { barChart, monthOf } from '../web/charts.js';
import type { MoneyOfAMonth } from './money-by-month.js';

/** Money in and out by month: the picture, and the table that says the same. */
export interface MoneyPictured {
  readonly title: string;
  readonly svg: string;
  readonly months: readonly (MoneyOfAMonth & { readonly name: string })[];
}

/** `undefined` where nothing moved in all the months: there is nothing to see. */
export function moneyPictured(months: readonly MoneyOfAMonth[]): MoneyPictured | undefined {
  const inPence = plus(...months.map((it) => it.inPence));
  const outPence = plus(...months.map((it) => it.outPence));
  if (inPence === NOTHING && outPence === NOTHING) return undefined;
  const title = inWords(inPence, outPence, months.length);
  const svg = barChart({
    id: 'money-by-month',
    title,
    description:
      `Two bars for each month from ${monthOf(months[0]!.month)} to ` +
      `${monthOf(months.at(-1)!.month)}: money in, and money out. The table has the amounts.`,
    groups: months.map((it) => monthOf(it.month)),
    series: [
      { name: 'Money in', pence: months.map((it) => it.inPence) },
      { name: 'Money out', pence: months.map((it) => it.outPence) },
    ],
  });
  return { title, svg, months: months.map((it) => ({ ...it, name: inFull(it.month) })) };
}

function inWords(inPence: Pence, outPence: Pence, months: number): string {
  const more = plus(inPence, minus(outPence));
  const over = `in these ${months} months`;
  if (more === NOTHING) return `As much came in as went out ${over}: ${formatPence(inPence)}`;
  return more > NOTHING
    ? `${formatPence(more)} more came in than went out ${over}`
    : `${formatPence(minus(more))} more went out than came in ${over}`;
}

/** "May 2026" */
const inFull = (month: LocalDate): string => dayInWords(month).replace(/^\d+ /, '');
