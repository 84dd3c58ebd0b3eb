import type { Asked, Recorded } from '../event-log/event-log.js';
import type { DomainEvent } from '../kernel/decider.js';
import { derivedId } from '../kernel/digest.js';

/**
 * What must follow an event. The ground floor hands events over in log order from a bookmark of the
 * reaction's own, and after a crash the last one again: what it does, it must do once for a cause,
 * however often it is asked.
 */
export interface Reaction<E extends DomainEvent, T extends E['type'] = E['type']> {
  readonly name: string;
  readonly after: T | readonly T[];
  /** Where a new reaction starts in a log that is years old. */
  readonly from: 'beginning' | 'now';
  /** Also run in line, before the append that caused it is answered. */
  readonly prompt?: boolean;
  react(cause: Recorded<Extract<E, { type: T }>>): Promise<unknown>;
}

/** Any of them, whatever it follows. */
export type AnyReaction = Reaction<DomainEvent, string>;

/** The ledger asks by itself, and under the same key each time. */
export const becauseOf = (cause: Recorded, reaction: string): Asked => ({
  actor: { userId: 'ledger', role: 'system' },
  requestId: derivedId(cause.eventId, reaction),
  requestHash: cause.hash,
  correlationId: cause.correlationId ?? cause.requestId,
  causationId: cause.eventId,
});
