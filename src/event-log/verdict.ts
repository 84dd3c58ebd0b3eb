import { Refusal, type Decider, type DomainEvent } from '../kernel/decider.js';
import { Stale, type Recorded, type Written } from './event-log.js';
import type { Folded } from './folded-states.js';

/** What to record, and the no if it is one. */
export function judge<C, E extends DomainEvent, S>(
  rules: Decider<C, E, S>,
  command: C,
  { state, version }: Folded<S>,
  seenVersion = version,
): { events: readonly E[]; refusal?: Error } {
  if (seenVersion !== version) return { events: [], refusal: new Stale() };
  try {
    return { events: rules.decide(command, state) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { events: error.records as readonly E[], refusal: error };
  }
}

/** From what was recorded alone, so it is the same however often and wherever it is asked for. */
export function answer<C, E extends DomainEvent, S>(
  { refusalOf }: Decider<C, E, S>,
  recorded: readonly Recorded<E>[],
): Written<E> {
  for (const { event } of recorded) {
    const refusal = refusalOf?.(event);
    if (refusal) throw refusal;
  }
  const { version, position } = recorded.at(-1)!;
  return { version, position, recorded };
}
