import type { Instant } from '../kernel/dates.js';
import type { DomainEvent } from '../kernel/decider.js';

/**
 * A place in the whole log. Opaque: only a store makes one, and text order is log order, so it can
 * be compared and kept. Not dense: EventStoreDB leaves gaps.
 */
export type Position = string & { readonly of: 'log' };

/** Ids only: a name never enters the log. `userId` is the issuer's `sub`. */
export interface Actor {
  readonly userId: string;
  readonly role: string;
  /** The person for whom somebody else acts. */
  readonly onBehalfOf?: string;
}

/** An event with the envelope the log put round it. */
export interface Recorded<E extends DomainEvent = DomainEvent> {
  readonly event: E;
  /** Made from `hash`, so it belongs to these bytes: a request prepared anew gets another. */
  readonly eventId: string;
  readonly stream: string;
  /** 0 for the first event of the stream. */
  readonly version: number;
  readonly position: Position;
  /** Over the hash before it in the stream, this envelope and the event: no change goes unseen. */
  readonly hash: string;
  readonly previousHash: string;
  readonly schemaVersion: number;
  /** When we wrote it down; the event's own day says when it counts. */
  readonly recordedAt: Instant;
  readonly actor: Actor;
  /** Derived from user and key, never the key itself. Of all events of one request. */
  readonly requestId: string;
  readonly correlationId?: string;
  /** The event that led to this one. */
  readonly causationId?: string;
}

/** Words as the log may keep them: only the person's key, kept elsewhere, opens them. */
export interface SealedWords {
  /** Whose key; the words are dropped when it is gone by the time they are written. */
  readonly personId: string;
  readonly sealed: Uint8Array;
}

/** A request, and where any of its events stands. */
export type RequestAt = Pick<Recorded, 'requestId' | 'position'>;

/** Who asks, and under which key. */
export interface Asked {
  readonly actor: Actor;
  /** Derived from user and key, so nobody meets another's. Not the key itself: it is free text. */
  readonly requestId: string;
  /** Of method, path and body. Never in the log: words could be guessed from it. */
  readonly requestHash: string;
  readonly correlationId?: string;
  readonly causationId?: string;
  /** What the request says in words; kept under its `requestId`, erasable, outside the events. */
  readonly words?: SealedWords;
}

export interface Written<E extends DomainEvent = DomainEvent> {
  /** -1: the stream does not exist. */
  readonly version: number;
  /** Wait for read models to reach this before redirecting. `null`: nothing was ever written. */
  readonly position: Position | null;
  /** What the request recorded, now or when it was first sent; empty: there was nothing to do. */
  readonly recorded: readonly Recorded<E>[];
}

/** An event and where it stands, without its envelope: for those who add up many of them. */
export type Happened<E extends DomainEvent = DomainEvent> = Pick<
  Recorded<E>,
  'event' | 'stream' | 'position'
>;

/** Which events a reader wants; both given: both must hold. */
export interface Filter {
  readonly streamPrefix?: string;
  readonly types?: readonly string[];
}

/** An event as it was written, for those who prove or move the log. */
export interface StoredBytes {
  readonly position: Position;
  readonly stream: string;
  readonly version: number;
  /** Canonical JSON: in UTF-8 the very bytes that were hashed. */
  readonly meta: string;
  readonly data: string;
  readonly hash: string;
  /** Where a store with one clock holds an event that came from one with several, out of step. */
  readonly knownFrom?: Instant;
}

/** Whether the service, or who has its credentials, could delete what is stored. */
export interface Protection {
  readonly couldDelete: boolean;
  readonly says: string;
}

/** 1 to 500 events an append, 64 KiB an event, 512 KiB together: what every store can take. */
export const LIMITS = { events: 500, eventBytes: 65_536, appendBytes: 524_288 } as const;

/** The append-only log. Two stores stand behind it, held to one contract test. */
export abstract class EventLog {
  /** Oldest first, those after `afterVersion` only; empty when there are none. */
  abstract load<E extends DomainEvent>(
    stream: string,
    afterVersion?: number,
  ): Promise<readonly Recorded<E>[]>;

  /** Newest first, at most `limit`, those before `beforeVersion` only. */
  abstract loadBackwards<E extends DomainEvent>(
    stream: string,
    limit: number,
    beforeVersion?: number,
  ): Promise<readonly Recorded<E>[]>;

  /**
   * All or nothing, the request with its events and words. Throws `KeyReused` as `findRequest`
   * does, `VersionConflict` unless the stream is at `expected` (-1: must be new) and the request
   * is new, `Unwritable` for what some store could not keep, `Busy` when too much waits.
   */
  abstract append<E extends DomainEvent>(
    stream: string,
    expected: number,
    events: readonly E[],
    asked: Asked,
  ): Promise<Written<E>>;

  /**
   * What the same request recorded earlier; `undefined`: nothing. Throws `KeyReused` when its key
   * came with another `requestHash`.
   */
  abstract findRequest<E extends DomainEvent>(
    requestId: string,
    requestHash: string,
  ): Promise<readonly Recorded<E>[] | undefined>;

  /** By request; those without words are missing. */
  abstract sealedWords(of: readonly RequestAt[]): Promise<ReadonlyMap<string, Uint8Array>>;

  /** In log order, those after `after` (`null`: from the first), at most `limit`. */
  abstract read(
    after: Position | null,
    limit: number,
    filter?: Filter,
  ): Promise<readonly Recorded[]>;

  /** As `read`, those of some types; a store that can leave the envelopes unread does. */
  async happened<E extends DomainEvent>(
    after: Position | null,
    limit: number,
    types: readonly E['type'][],
  ): Promise<readonly Happened<E>[]> {
    return (await this.read(after, limit, { types })) as readonly Recorded<E>[];
  }

  /**
   * In log order from `after` on, what is there and then what comes, batch by batch, until
   * `signal` aborts. No gap, nothing twice.
   */
  abstract follow(
    after: Position | null,
    signal: AbortSignal,
    filter?: Filter,
  ): AsyncIterable<readonly Recorded[]>;

  /** As `read`, but the bytes as they are stored, unparsed and unchecked. */
  abstract bytes(after: Position | null, limit: number): Promise<readonly StoredBytes[]>;

  /** Of the last event; `null` while there is none. */
  abstract head(): Promise<Position | null>;

  /**
   * The instant up to which nothing can be added any more: everything recorded at or before it is
   * in the log. What is answered "as known at" it is answered for ever.
   */
  abstract settledUntil(): Instant;

  /** Whether `text` is a position of this store; one of another cannot be compared. */
  abstract isPosition(text: string): text is Position;

  /**
   * Whether others write to the store as well, each by a clock of its own. Then `recordedAt` does
   * not rise over the whole log, and a stream may be hidden from its readers that the log still has.
   */
  abstract readonly isShared: boolean;

  /** Against whoever runs this; `undefined`: its files are theirs. */
  get protection(): Protection | undefined {
    return undefined;
  }

  /** Throws for whoever may read the log and not append to it: an auditor’s user of a server. */
  async mustTakeAppends(): Promise<void> {}

  /** Why nothing can be written any more; `undefined`: all is well. */
  abstract get failure(): Error | undefined;

  /** When the last event was recorded, as far as is known here; `null` while there is none. */
  abstract recordedUntil(): Instant | null;

  /** What was taken in is written first. */
  abstract close(): Promise<void>;
}

/** Someone else wrote to the stream first. Never leaves `transact`. */
export class VersionConflict extends Error {}

/** What no store may be given: a defect of the caller, never of the person who asked. */
export class Unwritable extends Error {}

/** The log holds an event of a type or version that this program does not know. */
export class UnknownEvent extends Error {
  constructor(
    readonly type: string,
    readonly schemaVersion: number,
    readonly position: Position,
  ) {
    super(
      `The log holds ${type}, version ${schemaVersion}, at ${position}, which this program does ` +
        `not know. It was written by a newer one: run that, or update.`,
    );
  }
}

/** 422 `idempotency-key-reused` */
export class KeyReused extends Error {
  constructor() {
    super('This key came with another request before. Send this one under a new key.');
  }
}

/** 412 `stale` */
export class Stale extends Error {
  constructor() {
    super('This has changed since you looked. Look again, then decide.');
  }
}

/** 503 `busy`: the store could not be written or reached; what was asked may have landed or not. */
export class LogUnavailable extends Error {}

/** 503 `busy` */
export class Busy extends Error {
  constructor(message = 'Others are writing to the same record. Send this again in a moment.') {
    super(message);
  }
}
