import type { LocalDate } from './dates.js';

/** Anything that happened. `type` is stored for ever: never rename it, only add. */
export interface DomainEvent {
  readonly type: string;
  /** The effective day: the local day on which the fact counts. */
  readonly on?: LocalDate;
}

/** The rules of one stream, as pure values: no clock, no I/O, no framework. */
export interface Decider<C, E extends DomainEvent, S> {
  readonly initial: S;
  /** What should happen. Nothing to do: `[]`. Not allowed: throws a `Refusal`. */
  readonly decide: (command: C, state: S) => E[];
  /** What it means that `event` happened. Never refuses: it already happened. */
  readonly evolve: (state: S, event: E) => S;
  /** The refusal that recorded `event`, if one did: a repeat is refused from the log, alike. */
  readonly refusalOf?: (event: E) => Refusal<E> | undefined;
}

/** Public members that a refusal adds to its answer: the failed checks, an id to look at. */
export type RefusalDetails = Readonly<Record<string, unknown>>;

/**
 * A rule said no. `code` is public and stable; `message` is for people: what is wrong, what to do.
 * Answered as 409; the code `not-found` as 404.
 */
export class Refusal<E extends DomainEvent = DomainEvent> extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly details: RefusalDetails = {},
    /** What others must hear of although the caller is refused: appended, then refused. */
    readonly records: readonly E[] = [],
  ) {
    super(message);
  }
}

/** Each member of a union without these fields: what an asker leaves for others to add. */
export type Without<C, K extends PropertyKey> = C extends unknown ? Omit<C, K & keyof C> : never;
