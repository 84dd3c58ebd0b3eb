import type { BookedPosting } from '../figures/as-known.facts.js';
import type { LocalDate } from '../kernel/dates.js';
import { minus, NOTHING, plus, type Pence } from '../kernel/money.js';

/** What came onto the account and what left it in a month, each above or at 0. */
export interface MoneyOfAMonth {
  /** Its first day. */
  readonly month: LocalDate;
  readonly inPence: Pence;
  readonly outPence: Pence;
}

/** The month of `asAt` and those before it, oldest first, also those in which nothing moved. */
export function moneyByMonth(
  postings: readonly BookedPosting[],
  asAt: LocalDate,
  months = 12,
): MoneyOfAMonth[] {
  const byMonth = Map.groupBy(
    postings.filter((it) => it.account === 'bank' && it.entry !== 'opening' && it.on <= asAt),
    (it) => firstOfMonth(it.on),
  );
  return lastMonths(asAt, months).map((month) => {
    let [inPence, outPence] = [NOTHING, NOTHING];
    for (const { amountPence } of byMonth.get(month) ?? [])
      if (amountPence > 0) inPence = plus(inPence, amountPence);
      else outPence = plus(outPence, minus(amountPence));
    return { month, inPence, outPence };
  });
}

const firstOfMonth = (day: LocalDate): LocalDate => `${day.slice(0, 8)}01` as LocalDate;

function lastMonths(asAt: LocalDate, count: number): LocalDate[] {
  const [year, month] = asAt.split('-').map(Number) as [number, number];
  return Array.from({ length: count }, (_, i) => {
    const n = year * 12 + (month - 1) - (count - 1 - i);
    const of = String((n % 12) + 1).padStart(2, '0');
    return `${Math.floor(n / 12)}-${of}-01` as LocalDate;
  });
}
