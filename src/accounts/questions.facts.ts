import type { DomainEvent } from '../kernel/decider.js';
import type { AccountEvent, ExpenseRecorded } from './account.events.js';

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
