import type { HistoryItem } from '../../src/history/history.queries.js';
import { dayInWords, londonDay } from '../../src/kernel/dates.js';
import { formatPence } from '../../src/kernel/money.js';

const said = (item: HistoryItem): string[] => {
  if (item.said === undefined) return [];
  if (typeof item.said === 'string') return [`“${item.said}”`];
  return Object.entries(item.said as Record<string, unknown>).map(
    ([what, words]) => `${what}: ${typeof words === 'string' ? words : JSON.stringify(words)}`,
  );
};

/** A history as a finance officer would read it on paper, oldest first. */
export function historyReport(title: string, items: readonly HistoryItem[]): string {
  const number = new Map(items.map((it, i) => [it.eventId, i + 1]));
  const told = items.flatMap((it, i) => {
    const learnt = londonDay(it.recordedAt);
    const notes = [
      `by ${it.actor.name ?? it.actor.role}${it.actor.onBehalfOf ? ', for the person' : ''}`,
      ...(learnt === it.on ? [] : [`written down on ${dayInWords(learnt)}`]),
      ...(it.reversedBy ? [`put right by ${number.get(it.reversedBy)}`] : []),
      ...(it.reverses ? [`puts right ${number.get(it.reverses)}`] : []),
      ...said(it),
    ];
    const amount = it.amountPence === undefined ? '' : formatPence(it.amountPence);
    return [
      `${String(i + 1).padStart(3)}  ${dayInWords(it.on).padEnd(18)}${it.title.padEnd(26)}` +
        `${amount.padStart(12)}${formatPence(it.balanceAfterPence).padStart(13)}`,
      `     ${it.words}`,
      `     (${notes.join('; ')})`,
    ];
  });
  const head = `${''.padStart(49)}${'amount'.padStart(12)}${'on account'.padStart(13)}`;
  return `${title}\n\n${head}\n${told.join('\n')}\n`;
}
