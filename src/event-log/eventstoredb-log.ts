import { AccessDeniedError } from '@eventstore/db-client';
import type { Kysely } from 'kysely';
import { instantOf, microsOf, type Instant, type Micros } from '../kernel/dates.js';
import type { DomainEvent } from '../kernel/decider.js';
import { UnfinishedCopy, type CopySource, type KeptBeside } from './copying.js';
import { BrokenStream, firstHash, metaOf, mustLink, recordedAtOf, recordedFrom } from './chain.js';
import type { Clock } from './clock.js';
import {
  mustTakeAppends,
  NotAllowed,
  NOT_THE_SERVICE,
  protectionOf,
} from './eventstoredb-access.js';
import { landed, SETTLE_MS } from './eventstoredb-append.js';
import { EventStoreDbConnection } from './eventstoredb-connection.js';
import { prepare, type Prepared, type StoredInStream } from './eventstoredb-events.js';
import { EventStoreDbReader } from './eventstoredb-reader.js';
import { isUnfinished, namedStore } from './eventstoredb-store.js';
import {
  Busy,
  EventLog,
  KeyReused,
  LogUnavailable,
  VersionConflict,
  type Asked,
  type Filter,
  type Position,
  type Protection,
  type Recorded,
  type RequestAt,
  type StoredBytes,
  type Written,
} from './event-log.js';
import type { EventTypes } from './event-types.js';
import { Intake } from './intake.js';
import { keptIn } from './moving-requests.js';
import { RequestRows, type KnownRequest, type RequestTables } from './request-rows.js';
import { StreamHeads, type StreamHead } from './stream-heads.js';
import { writable, type Writable } from './writable.js';

export interface EventStoreDbOptions {
  /** `esdb://…` */
  readonly url: string;
  /** Before the name of each stream, as others may use the server too. */
  readonly prefix?: string;
  readonly types: EventTypes;
  readonly clock: Clock;
  /** Requests and words are rows beside the log; people's keys are there already. */
  readonly rows: Kysely<RequestTables>;
  /** How many appends may be under way before further ones hear `Busy`. */
  readonly mayWait?: number;
  /** Also a copy that is not finished: for whoever finishes it. */
  readonly unfinished?: boolean | undefined;
}

/** The server's own categories end at the first hyphen: `ledger.budget`, `ledger.account`. */
export const PREFIX = 'ledger.';

const DAY: Micros = 86_400_000_000;

/** What the log stands on. */
interface Ground {
  readonly connection: EventStoreDbConnection;
  readonly prefix: string;
  readonly reader: EventStoreDbReader;
  readonly rows: Kysely<RequestTables>;
  readonly requests: RequestRows;
  readonly protection: Protection;
  readonly types: EventTypes;
  readonly clock: Clock;
  readonly mayWait: number;
}

/** The log in a server, to which any number of instances write. */
export class EventStoreDbLog extends EventLog implements CopySource {
  readonly isShared = true;
  readonly failure = undefined;
  private readonly reader: EventStoreDbReader;
  private readonly requests: RequestRows;
  private readonly intake: Intake;
  private readonly heads = new StreamHeads();
  /** By request: one append of it at a time. */
  private readonly turns = new Map<string, Promise<unknown>>();
  /** When each was taken in, the oldest first. */
  private readonly underWay = new Set<{ readonly takenInAt: Micros }>();
  private taken = 0;
  private lastStamp: Micros = -Infinity;
  private sweptAt: Micros = -Infinity;
  private sweeping: Promise<unknown> = Promise.resolve();

  private constructor(private readonly ground: Ground) {
    super();
    this.reader = ground.reader;
    this.requests = ground.requests;
    this.intake = new Intake(ground.clock);
  }

  /**
   * Names the store when it is new, and refills request rows that were lost. Throws
   * `UnfinishedCopy`.
   */
  static async open(options: EventStoreDbOptions): Promise<EventStoreDbLog> {
    const { url, rows, prefix = PREFIX, mayWait = 1_000, types, clock } = options;
    const connection = new EventStoreDbConnection(url);
    try {
      const store = await namedStore(connection, prefix);
      if (!options.unfinished && (await isUnfinished(connection, prefix)))
        throw new UnfinishedCopy();
      const reader = new EventStoreDbReader(connection, prefix, store);
      const protection = await protectionOf(url, prefix);
      const requests = new RequestRows(rows, () => clock.micros());
      const beside = { rows, requests, protection, types, clock, mayWait };
      const log = new EventStoreDbLog({ connection, prefix, reader, ...beside });
      await log.takeUp();
      return log;
    } catch (error) {
      await connection.close();
      throw error instanceof AccessDeniedError ? new NotAllowed(NOT_THE_SERVICE) : error;
    }
  }

  override async close(): Promise<void> {
    await Promise.allSettled(this.turns.values());
    await this.sweeping;
    await this.ground.connection.close();
  }

  override async append<E extends DomainEvent>(
    stream: string,
    expected: number,
    events: readonly E[],
    asked: Asked,
  ): Promise<Written<E>> {
    const { types, mayWait } = this.ground;
    const prepared = writable(stream, events, asked, types);
    if (this.taken >= mayWait)
      throw new Busy('More is being written than the log can take. Send this again in a moment.');
    this.taken++;
    try {
      const stored = await this.inTurn(asked.requestId, () =>
        this.claimed(stream, expected, prepared, asked),
      );
      const recorded = stored.map(recordedFrom<E>);
      const { version, position } = recorded.at(-1)!;
      return { version, position, recorded };
    } finally {
      this.taken--;
    }
  }

  override async load<E extends DomainEvent>(
    stream: string,
    afterVersion = -1,
  ): Promise<readonly Recorded<E>[]> {
    // With the event before them, which must still be there: a stream may have been cut short.
    const from = Math.max(afterVersion, 0);
    const rows = await this.reader.stream(stream, from, Number.MAX_SAFE_INTEGER);
    if (rows.length === 0) await this.mustBeNew(stream, afterVersion);
    mustLink(stream, from - 1, rows);
    mustBeChained(stream, rows);
    this.know(stream, rows);
    return rows.slice(afterVersion < 0 ? 0 : 1).map(recordedFrom<E>);
  }

  override async loadBackwards<E extends DomainEvent>(
    stream: string,
    limit: number,
    beforeVersion = Number.MAX_SAFE_INTEGER,
  ): Promise<readonly Recorded<E>[]> {
    if (limit < 1 || beforeVersion < 1) return [];
    const rows = await this.reader.streamBackwards(stream, limit, beforeVersion);
    return rows.map((it) => this.reader.recordedOf<E>(it));
  }

  override async findRequest<E extends DomainEvent>(
    requestId: string,
    requestHash: string,
  ): Promise<readonly Recorded<E>[] | undefined> {
    const { forRows, known } = await this.requests.find(requestId);
    if ((forRows ?? requestHash) !== requestHash) throw new KeyReused();
    if (!known) return undefined;
    if ((known.requestHash ?? requestHash) !== requestHash) throw new KeyReused();
    const rows = await this.recordedBy(requestId, known);
    return rows.length > 0 ? rows.map((it) => this.reader.recordedOf<E>(it)) : undefined;
  }

  override sealedWords(of: readonly RequestAt[]): Promise<ReadonlyMap<string, Uint8Array>> {
    return this.requests.words(of.map((it) => it.requestId));
  }

  kept(of: readonly RequestAt[]): Promise<ReadonlyMap<string, KeptBeside>> {
    return keptIn(
      this.ground.rows,
      of.map((it) => it.requestId),
    );
  }

  override async read(
    after: Position | null,
    limit: number,
    filter: Filter = {},
  ): Promise<readonly Recorded[]> {
    const rows = await this.firstAfter(after, limit, filter);
    return rows.map((it) => this.reader.recordedOf(it));
  }

  override async *follow(
    after: Position | null,
    signal: AbortSignal,
    filter: Filter = {},
  ): AsyncGenerator<readonly Recorded[]> {
    for await (const rows of this.reader.follow(after, signal)) {
      const wanted = rows.filter((it) => isWanted(it, filter));
      if (wanted.length > 0) yield wanted.map((it) => this.reader.recordedOf(it));
    }
  }

  override async bytes(after: Position | null, limit: number): Promise<readonly StoredBytes[]> {
    const rows = await this.firstAfter(after, limit, {});
    return rows.map(({ position, stream, version, meta, data, hash }) => ({
      position,
      stream,
      version,
      meta,
      data,
      hash,
    }));
  }

  override head(): Promise<Position | null> {
    return this.reader.head();
  }

  override get protection(): Protection {
    return this.ground.protection;
  }

  override mustTakeAppends(): Promise<void> {
    return mustTakeAppends(this.ground.connection, this.ground.prefix);
  }

  override recordedUntil(): Instant | null {
    return this.lastStamp === -Infinity ? null : instantOf(this.lastStamp);
  }

  /** What another instance has under way is in the log after `SETTLE_MS`. */
  override settledUntil(): Instant {
    const unsettled = this.ground.clock.micros() - SETTLE_MS * 1_000 + 1;
    const [oldest] = this.underWay;
    return this.intake.settledUntil(Math.min(unsettled, oldest?.takenInAt ?? Infinity));
  }

  override isPosition(text: string): text is Position {
    return this.reader.isPosition(text);
  }

  // ── Writing ────────────────────────────────────────────────────────────────

  /** The request's row is there before its events are. */
  private async claimed(stream: string, expected: number, prepared: Writable, asked: Asked) {
    const { requestId, requestHash, words } = asked;
    this.sweepDaily();
    const claiming = { requestId, requestHash, stream, fromVersion: expected + 1, words };
    const claimed = await this.requests.claim(claiming);
    if (claimed === 'key-reused') throw new KeyReused();
    if (claimed.known && (await this.recordedBy(requestId, claimed.known)).length > 0)
      throw new VersionConflict();
    try {
      return await this.written(stream, expected, prepared);
    } catch (error) {
      // Whatever may yet land keeps its row.
      const isOver = !claimed.known && !(error instanceof LogUnavailable);
      // A key that stays taken is no harm to whoever sends the same again.
      if (isOver) await this.requests.release(requestId, claimed.claim).catch(() => {});
      throw error;
    }
  }

  private async written(
    stream: string,
    expected: number,
    prepared: Writable,
  ): Promise<StoredInStream[]> {
    const head = await this.headAt(stream, expected);
    const taken = { takenInAt: this.intake.takeIn() };
    this.underWay.add(taken);
    try {
      const events = this.linked(stream, head, prepared, taken.takenInAt);
      const to = { stream, name: this.reader.nameOf(stream), expected };
      const commits = await landed(this.ground.connection, to, events);
      const rows = events.map(({ toSend: _, type: __, ...it }, i) => {
        return { ...it, stream, position: this.reader.at(commits[i]!), isWhole: true };
      });
      this.know(stream, rows);
      return rows;
    } finally {
      this.underWay.delete(taken);
    }
  }

  private linked(
    stream: string,
    head: StreamHead,
    { envelope, events }: Writable,
    takenInAt: Micros,
  ): Prepared[] {
    let { version, hash } = head;
    return events.map(({ type, schemaVersion, data }) => {
      this.lastStamp = Math.max(takenInAt, this.lastStamp + 1, head.recordedAt + 1);
      version++;
      const recordedAt = instantOf(this.lastStamp);
      const meta = { ...envelope, stream, version, type, schemaVersion, recordedAt };
      const event = prepare(meta, data, hash);
      hash = event.hash;
      return event;
    });
  }

  /** What the next event is chained to. Throws `VersionConflict` where that is not stored. */
  private async headAt(stream: string, expected: number): Promise<StreamHead> {
    const known = this.heads.get(stream);
    if (known && known.version > expected) throw new VersionConflict();
    if (known?.version === expected) return known;
    if (expected < 0) return { version: -1, hash: firstHash(stream), recordedAt: -Infinity };
    const [stored] = await this.reader.stream(stream, expected, 1);
    if (!stored) throw new VersionConflict();
    if (!stored.isWhole) throw new BrokenStream(stream, expected, 'its hash does not fit');
    return headFrom(stored);
  }

  private know(stream: string, rows: readonly StoredInStream[]): void {
    const last = rows.at(-1);
    if (last) this.heads.put(stream, headFrom(last));
  }

  /**
   * One append of a request after another: the second finds what the first has done, and the row is
   * never let go of by one while the other is recorded under it.
   */
  private inTurn<T>(requestId: string, work: () => Promise<T>): Promise<T> {
    const mine = (this.turns.get(requestId) ?? Promise.resolve()).then(work);
    const done = mine
      .catch(() => {})
      .finally(() => {
        if (this.turns.get(requestId) === done) this.turns.delete(requestId);
      });
    this.turns.set(requestId, done);
    return mine;
  }

  // ── Reading ────────────────────────────────────────────────────────────────

  private async firstAfter(after: Position | null, limit: number, filter: Filter) {
    const rows: StoredInStream[] = [];
    for await (const page of this.reader.pagesAfter(after, limit)) {
      rows.push(...page.filter((it) => isWanted(it, filter)));
      if (rows.length >= limit) break;
    }
    return rows.slice(0, limit);
  }

  /** What a request recorded: its events stand one after another. */
  private async recordedBy(requestId: string, { stream, fromVersion }: KnownRequest) {
    const own: StoredInStream[] = [];
    for (let from = fromVersion, count = 16; ; count = 500) {
      const page = await this.reader.stream(stream, from, count);
      own.push(...page.filter((it) => metaOf(it).requestId === requestId));
      const goesOn = own.length === 0 || page.at(-1) === own.at(-1);
      if (page.length < count || !goesOn) return own;
      from = page.at(-1)!.version + 1;
    }
  }

  /** A stream with nothing in it was never written to, or it was deleted. */
  private async mustBeNew(stream: string, afterVersion: number): Promise<void> {
    const isKnown = afterVersion >= 0 || this.heads.get(stream) !== undefined;
    if (isKnown || (await this.reader.isMarked(stream)))
      throw new BrokenStream(stream, Math.max(afterVersion, 0), 'it was deleted or cut short');
  }

  // ── Starting, and once a day ───────────────────────────────────────────────

  /** Later than what is there already, whichever instance wrote it. */
  private async takeUp(): Promise<void> {
    for await (const [last] of this.reader.pagesBack()) {
      const recordedAt = recordedAtOf(last!);
      if (recordedAt) this.lastStamp = microsOf(recordedAt);
      break;
    }
    if (this.lastStamp > -Infinity && (await this.requests.isEmpty())) await this.refillRequests();
  }

  private async refillRequests(): Promise<void> {
    const { keptSince } = this.requests;
    for await (const page of this.reader.pagesBack()) {
      const metas = page.map(metaOf);
      await this.requests.refill(metas.filter((it) => it.recordedAt >= keptSince));
      if (metas.some((it) => it.recordedAt < keptSince)) return;
    }
  }

  private sweepDaily(): void {
    const now = this.ground.clock.micros();
    if (now < this.sweptAt + DAY) return;
    this.sweptAt = now;
    // Tomorrow will do as well, where it cannot be done today.
    this.sweeping = this.requests
      .sweep(async (id, known) => (await this.recordedBy(id, known)).length > 0)
      .catch(() => {});
  }
}

const headFrom = (row: StoredInStream): StreamHead => ({
  version: row.version,
  hash: row.hash,
  recordedAt: microsOf(metaOf(row).recordedAt),
});

/** Throws `BrokenStream` unless each hangs on the one before it. */
function mustBeChained(stream: string, rows: readonly StoredInStream[]): void {
  for (const [i, { version, previousHash }] of rows.entries()) {
    const before = version === 0 ? firstHash(stream) : rows[i - 1]?.hash;
    if (before !== undefined && before !== previousHash)
      throw new BrokenStream(stream, version, 'it does not follow from the one before it');
  }
}

const isWanted = (it: StoredInStream, { streamPrefix = '', types }: Filter): boolean =>
  it.stream.startsWith(streamPrefix) && (types?.includes(metaOf(it).type) ?? true);
