import type { DomainEvent } from '../kernel/decider.js';
import type { AccountEvent, ExpenseRecorded, ReadLine } from './account.events.js';

/** A question about an expense that nobody has answered yet. */
export interface OpenQuestion<T> {
  readonly entryId: string;
  readonly expense: ExpenseRecorded;
  /** The recording of the expense, and the question: where the words of both are. */
  readonly recorded: T;
  readonly asked: T;
}

/** Those that the events leave open, in the order in which they were asked. */
export function openQuestions<T extends { readonly event: DomainEvent }>(
  known: readonly T[],
): OpenQuestion<T>[] {
  const recorded = new Map<string, T>();
  const open = new Map<string, OpenQuestion<T>>();
  for (const at of known) {
    const event = at.event as AccountEvent;
    switch (event.type) {
      case 'ExpenseRecorded':
        recorded.set(event.entryId, at);
        break;
      case 'ExpenseQueried': {
        const { entryId } = event;
        const of = recorded.get(entryId)!;
        const expense = of.event as ExpenseRecorded;
        open.set(entryId, { entryId, expense, recorded: of, asked: at });
        break;
      }
      case 'ExpenseExplained':
      case 'ExpenseAccepted':
      case 'ExpenseDisallowed':
        open.delete(event.entryId);
        break;
      case 'EntryReversed':
        open.delete(event.reversedId);
        break;
    }
  }
  return [...open.values()];
}

/** A question about a line of a bank statement that nobody has answered yet. */
export interface OpenLineQuestion<T> {
  readonly line: ReadLine;
  /** Where the line was read, and where it was asked about: where the words of both are. */
  readonly read: T;
  readonly asked: T;
}

/** Those that the events leave open, in the order in which they were asked. */
export function openLineQuestions<T extends { readonly event: DomainEvent }>(
  known: readonly T[],
): OpenLineQuestion<T>[] {
  const asked = new Map<string, T>();
  for (const at of known) {
    const event = at.event as AccountEvent;
    switch (event.type) {
      case 'LineSetAside':
        if (event.asks) asked.set(event.lineId, at);
        break;
      case 'LineExplained':
      case 'LineRestored':
      case 'LineRecorded':
        asked.delete(event.lineId);
        break;
      case 'LineMatched':
        event.lineIds.forEach((it) => asked.delete(it));
        break;
    }
  }
  return [...asked].flatMap(([lineId, at]) => {
    const found = readingOf(known, lineId);
    return found ? [{ ...found, asked: at }] : [];
  });
}

function readingOf<T extends { readonly event: DomainEvent }>(known: readonly T[], lineId: string) {
  for (const read of known) {
    const event = read.event as AccountEvent;
    if (event.type !== 'LinesRead') continue;
    const line = event.lines.find((it) => it.lineId === lineId);
    if (line) return { line, read };
  }
  return undefined;
}
