import {
  contributionDays,
  type Assessment,
  type InForce,
  type Stretch,
  type Timeline,
} from '../budgets/budget.facts.js';
import { addDays, daysBetween, dayInWords, type LocalDate } from '../kernel/dates.js';
import { formatPence, type Pence } from '../kernel/money.js';
import { listed } from '../policies/in-words.facts.js';

// How a sum that was reckoned, and did not simply happen, comes about: words with its very numbers.

const counted = (n: number, one: string): string => `${n} ${one}${n === 1 ? '' : 's'}`;

/** "12 weeks and 3 days", "5 days", "no days" */
export function weeksAndDays(days: number): string {
  const [weeks, rest] = [Math.floor(days / 7), days % 7];
  const parts = [weeks > 0 && counted(weeks, 'week'), rest > 0 && counted(rest, 'day')];
  return parts.filter((it) => it !== false).join(' and ') || 'no days';
}

/** "£187.40 a week for 12 weeks and 3 days from 6 April 2026" */
export function weeklyInWords(
  weeklyPence: Pence,
  { from, to, days }: Pick<Stretch, 'from' | 'to' | 'days'>,
): string {
  const suspended = daysBetween(from, to) + 1 - days;
  return (
    `${formatPence(weeklyPence)} a week for ${weeksAndDays(days)} from ${dayInWords(from)}` +
    (suspended > 0
      ? `, without ${counted(suspended, 'day')} on which the budget was suspended`
      : '')
  );
}

/** "£30.00 a week for 4 weeks from …, then £20.00 a week, which is all that the budget gave, for …" */
export function contributionInWords(timeline: Timeline, assessed: InForce<Assessment>): string {
  const asked = assessed.what.weeklyPence;
  const stretches = joined(contributionDays(timeline, assessed));
  if (stretches.length === 0) return 'Nothing: there was no budget to pay it towards';
  return stretches
    .map((it) => {
      const words = weeklyInWords(it.weeklyPence, it);
      return it.weeklyPence < asked ? `${words} (no more than the budget gave)` : words;
    })
    .join(', then ');
}

/** Neighbours that are alike are one. */
function joined(stretches: readonly Stretch[]): Stretch[] {
  const all: Stretch[] = [];
  for (const it of stretches) {
    const last = all.at(-1);
    if (last && last.weeklyPence === it.weeklyPence && addDays(last.to, 1) === it.from)
      all[all.length - 1] = { ...last, to: it.to, days: last.days + it.days };
    else all.push(it);
  }
  return all;
}

/** "12 of the 28 days that £580.00 is for come after 20 May 2026" */
export const aheadInWords = (paid: Pence, ahead: number, days: number, asAt: LocalDate): string =>
  `${ahead} of the ${counted(days, 'day')} that ${formatPence(paid)} is for come after ${dayInWords(asAt)}`;

/** "£350.00, due on 1 May 2026", "£350.00 for each of 3 days: …" */
export function owedInWords(amountPence: Pence, due: readonly LocalDate[]): string {
  const days = due.map(dayInWords);
  return days.length === 1
    ? `${formatPence(amountPence)}, due on ${days[0]}`
    : `${formatPence(amountPence)} for each of ${days.length} days: ${listed(days)}`;
}
