import type { Kysely } from 'kysely';
import { instantOf, microsOf, type Instant, type Micros } from '../kernel/dates.js';
import type { DomainEvent } from '../kernel/decider.js';
import { BrokenStream, firstHash, metaOf, mustLink, recordedFrom } from './chain.js';
import type { Clock } from './clock.js';
import { protectionOf } from './eventstoredb-access.js';
import { commitOf, landed, SETTLE_MS } from './eventstoredb-append.js';
import { EventStoreDbConnection } from './eventstoredb-connection.js';
import { troubleOf } from './eventstoredb-errors.js';
import {
  prepare,
  storedFrom,
  type Prepared,
  type ServerEvent,
  type StoredInStream,
} from './eventstoredb-events.js';
import { followed } from './eventstoredb-follow.js';
import { namedStore, type NamedStore } from './eventstoredb-store.js';
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
  type StoredBytes,
  type Written,
} from './event-log.js';
import type { EventTypes } from './event-types.js';
import { Intake } from './intake.js';
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
}

/** The server's own categories end at the first hyphen: `ledger.budget`, `ledger.account`. */
export const PREFIX = 'ledger.';

const PAGE = 500;
const DAY: Micros = 86_400_000_000;

/** The log in a server, to which any number of instances write. */
export class EventStoreDbLog extends EventLog {
  readonly isShared = true;
  readonly failure = undefined;
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

  private constructor(
    private readonly connection: EventStoreDbConnection,
    private readonly store: NamedStore,
    private readonly requests: RequestRows,
    private readonly protects: Protection,
    private readonly options: Required<Omit<EventStoreDbOptions, 'rows' | 'url'>>,
  ) {
    super();
    this.intake = new Intake(options.clock);
  }

  /** Names the store when it is new, and refills request rows that were lost. */
  static async open(options: EventStoreDbOptions): Promise<EventStoreDbLog> {
    const { url, rows, prefix = PREFIX, mayWait = 1_000, types, clock } = options;
    const connection = new EventStoreDbConnection(url);
    try {
      const store = await namedStore(connection, prefix);
      const requests = new RequestRows(rows, () => clock.micros());
      await requests.createTables();
      const protection = await protectionOf(url, prefix);
      const log = new EventStoreDbLog(connection, store, requests, protection, {
        prefix,
        mayWait,
        types,
        clock,
      });
      await log.takeUp();
      return log;
    } catch (error) {
      await connection.close();
      throw error;
    }
  }

  override async close(): Promise<void> {
    await Promise.allSettled(this.turns.values());
    await this.sweeping;
    await this.connection.close();
  }

  override async append<E extends DomainEvent>(
    stream: string,
    expected: number,
    events: readonly E[],
    asked: Asked,
  ): Promise<Written<E>> {
    const { types, mayWait } = this.options;
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
    const rows = await this.stored(stream, Math.max(afterVersion, 0), Number.MAX_SAFE_INTEGER);
    if (rows.length === 0) await this.mustBeNew(stream, afterVersion);
    mustLink(stream, Math.max(afterVersion, 0) - 1, rows);
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
    const from = beforeVersion === Number.MAX_SAFE_INTEGER ? 'end' : beforeVersion - 1;
    const read = await this.connection
      .backwards(this.nameOf(stream), from, limit)
      .catch(unlessDeleted);
    const rows = read.map((it) => this.storedOf(it));
    // From beyond the end the server answers from the end.
    return rows.filter((it) => it.version < beforeVersion).map((it) => this.recordedOf<E>(it));
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
    return rows.length > 0 ? rows.map((it) => this.recordedOf<E>(it)) : undefined;
  }

  override sealedWords(requestIds: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>> {
    return this.requests.words(requestIds);
  }

  override async read(
    after: Position | null,
    limit: number,
    filter: Filter = {},
  ): Promise<readonly Recorded[]> {
    const rows: StoredInStream[] = [];
    for await (const page of this.pagesAfter(after, limit)) {
      rows.push(...page.filter((it) => isWanted(it, filter)));
      if (rows.length >= limit) break;
    }
    return rows.slice(0, limit).map((it) => this.recordedOf(it));
  }

  override async *follow(
    after: Position | null,
    signal: AbortSignal,
    filter: Filter = {},
  ): AsyncGenerator<readonly Recorded[]> {
    const from = {
      connection: this.connection,
      prefix: this.options.prefix,
      after: this.place(after) ?? this.store.commit,
      mustBeThere: after !== null,
      head: () => this.headCommit(),
      isOurs: (it: ServerEvent) => this.isOurs(it),
    };
    for await (const events of followed(from, signal)) {
      const rows = events.map((it) => this.storedOf(it)).filter((it) => isWanted(it, filter));
      if (rows.length > 0) yield rows.map((it) => this.recordedOf(it));
    }
  }

  override async bytes(after: Position | null, limit: number): Promise<readonly StoredBytes[]> {
    const rows: StoredInStream[] = [];
    for await (const page of this.pagesAfter(after, limit)) {
      rows.push(...page);
      if (rows.length >= limit) break;
    }
    return rows.slice(0, limit).map(({ position, stream, version, meta, data, hash }) => {
      const [metaBytes, dataBytes] = [Buffer.from(meta), Buffer.from(data)];
      return { position, stream, version, meta: metaBytes, data: dataBytes, hash };
    });
  }

  override async head(): Promise<Position | null> {
    const commit = await this.headCommit();
    return commit === null ? null : this.at(commit);
  }

  override get protection(): Protection {
    return this.protects;
  }

  override recordedUntil(): Instant | null {
    return this.lastStamp === -Infinity ? null : instantOf(this.lastStamp);
  }

  /** What another instance has under way is in the log after `SETTLE_MS`. */
  override settledUntil(): Instant {
    const unsettled = this.options.clock.micros() - SETTLE_MS * 1_000 + 1;
    const [oldest] = this.underWay;
    return this.intake.settledUntil(Math.min(unsettled, oldest?.takenInAt ?? Infinity));
  }

  override isPosition(text: string): text is Position {
    return text.startsWith(`${this.store.id}-`) && /^\d{20}$/.test(text.slice(9));
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
      if (!claimed.known && !(error instanceof LogUnavailable))
        await this.requests.release(requestId, claimed.claim);
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
      const to = { stream, name: this.nameOf(stream), expected };
      const commits = await landed(this.connection, to, events);
      const rows = events.map(({ toSend: _, type: __, ...it }, i) => {
        return { ...it, stream, position: this.at(commits[i]!), isWhole: true };
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
    const [stored] = await this.stored(stream, expected, 1);
    if (!stored) throw new VersionConflict();
    return headFrom(stored);
  }

  private know(stream: string, rows: readonly StoredInStream[]): void {
    const last = rows.at(-1);
    if (last) this.heads.put(stream, headFrom(last));
  }

  /** One append of a request after another, so that the second finds what the first has done. */
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

  private async stored(stream: string, from: number, count: number): Promise<StoredInStream[]> {
    const events = await this.connection
      .forwards(this.nameOf(stream), from, count)
      .catch((error: unknown) => {
        if (troubleOf(error) !== 'deleted') throw error;
        throw new BrokenStream(stream, from, 'it was deleted for good');
      });
    return events.filter((it) => !it.type.startsWith('$')).map((it) => this.storedOf(it));
  }

  /** What a request recorded: its events stand one after another. */
  private async recordedBy(requestId: string, { stream, fromVersion }: KnownRequest) {
    const own: StoredInStream[] = [];
    for (let from = fromVersion, count = 16; ; count = PAGE) {
      const page = await this.stored(stream, from, count);
      const found = page.filter((it) => metaOf(it).requestId === requestId);
      own.push(...found);
      const isOver = own.length > 0 && found.length < page.length;
      if (page.length < count || (isOver && page.at(-1) !== found.at(-1))) return own;
      from = page.at(-1)!.version + 1;
    }
  }

  /** A stream with nothing in it was never written to, or it was deleted. */
  private async mustBeNew(stream: string, afterVersion: number): Promise<void> {
    const known = afterVersion >= 0 || this.heads.get(stream) !== undefined;
    const name = `$$${this.nameOf(stream)}`;
    // Only deleting or cutting it short leaves metadata; who may not read that, may not delete.
    const marked = known
      ? []
      : await this.connection.backwards(name, 'end', 1).catch(unlessRefused);
    const { $tb } = Object(marked[0]?.data) as { $tb?: unknown };
    if (known || $tb !== undefined)
      throw new BrokenStream(stream, Math.max(afterVersion, 0), 'it was deleted or cut short');
  }

  /** Events of ours in log order, page by page. */
  private async *pagesAfter(after: Position | null, limit: number) {
    const count = Math.min(Math.max(limit + 1, 64), PAGE + 1);
    let place = this.place(after) ?? this.store.commit;
    for (;;) {
      const page = await this.pageFrom(place, count);
      const last = page.at(-1)?.position?.commit;
      const ours = page.filter((it) => it.position!.commit > place && this.isOurs(it));
      if (ours.length > 0) yield ours.map((it) => this.storedOf(it));
      if (last === undefined || page.length < count) return;
      place = last;
    }
  }

  /** A place at which no event stands is none for the server; then it is looked for. */
  private async pageFrom(place: bigint, count: number): Promise<ServerEvent[]> {
    try {
      return await this.connection.allForwards(place, count);
    } catch (error) {
      const head = await this.headCommit();
      if (head === null || head < place) return [];
      if (troubleOf(error) !== 'refused' || place === this.store.commit) throw error;
      let page = await this.connection.allForwards(this.store.commit, count);
      while (page.length === count && page.at(-1)!.position!.commit <= place)
        page = await this.connection.allForwards(page.at(-1)!.position!.commit, count);
      return page;
    }
  }

  private lookedUpTo = -1n;
  private lastHead: bigint | null = null;

  /** Looks back from the end; what was looked at before need not be looked at again. */
  private async headCommit(): Promise<bigint | null> {
    const [known, until] = [this.lastHead, this.lookedUpTo];
    const newest = await this.newest((it) => it.position!.commit <= until || this.isOurs(it));
    const found = newest.at(-1);
    const head = found && this.isOurs(found) ? found.position!.commit : known;
    const end = newest[0]?.position?.commit;
    if (end !== undefined && end < until) return this.headAnew();
    if (end !== undefined) [this.lookedUpTo, this.lastHead] = [end, head];
    return head;
  }

  /** The server holds less than it did: what was known of it is of no use. */
  private headAnew(): Promise<bigint | null> {
    [this.lookedUpTo, this.lastHead] = [-1n, null];
    return this.headCommit();
  }

  /** Newest first, down to the first one that `isEnough`. */
  private async newest(isEnough: (event: ServerEvent) => boolean): Promise<ServerEvent[]> {
    const all: ServerEvent[] = [];
    let from: bigint | 'end' = 'end';
    for (let count = 8; ; count = PAGE) {
      const page: ServerEvent[] = await this.connection.allBackwards(from, count);
      const found = page.findIndex(
        (it) => isEnough(it) || it.position!.commit <= this.store.commit,
      );
      all.push(...(found < 0 ? page : page.slice(0, found + 1)));
      if (found >= 0 || page.length < count) return all;
      from = page.at(-1)!.position!.commit;
    }
  }

  private isOurs({ streamId, type }: ServerEvent): boolean {
    // The server marks a deletion in the stream itself.
    return streamId.startsWith(this.options.prefix) && !type.startsWith('$');
  }

  private storedOf(event: ServerEvent): StoredInStream {
    const stream = event.streamId.slice(this.options.prefix.length);
    return storedFrom(event, stream, this.at(commitOf(event.position!)));
  }

  private recordedOf<E extends DomainEvent>(stored: StoredInStream): Recorded<E> {
    const { stream, version, isWhole } = stored;
    if (!isWhole) throw new BrokenStream(stream, version, 'its hash does not fit');
    return recordedFrom<E>(stored);
  }

  private nameOf(stream: string): string {
    return `${this.options.prefix}${stream}`;
  }

  private at(commit: bigint): Position {
    return `${this.store.id}-${String(commit).padStart(20, '0')}` as Position;
  }

  private place(position: Position | null): bigint | null {
    if (position === null) return null;
    if (!this.isPosition(position)) throw new RangeError(`Of another log: ${position}`);
    return BigInt(position.slice(9));
  }

  // ── Starting, and once a day ───────────────────────────────────────────────

  /** Later than what is there already, whichever instance wrote it. */
  private async takeUp(): Promise<void> {
    const [last] = (await this.newest((it) => this.isOurs(it))).slice(-1);
    if (!last || !this.isOurs(last)) return;
    this.lastStamp = microsOf(recordedFrom(this.storedOf(last)).recordedAt);
    if (await this.requests.isEmpty()) await this.refillRequests();
  }

  private async refillRequests(): Promise<void> {
    const { keptSince } = this.requests;
    let from: bigint | 'end' = 'end';
    for (;;) {
      const page: ServerEvent[] = await this.connection.allBackwards(from, PAGE);
      const metas = page.filter((it) => this.isOurs(it)).map((it) => metaOf(this.storedOf(it)));
      await this.requests.refill(metas.filter((it) => it.recordedAt >= keptSince));
      const last = page.at(-1)?.position?.commit;
      const isOld = metas.some((it) => it.recordedAt < keptSince);
      if (isOld || page.length < PAGE || last === undefined || last <= this.store.commit) return;
      from = last;
    }
  }

  private sweepDaily(): void {
    const now = this.options.clock.micros();
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

const unlessDeleted = (error: unknown): [] => {
  if (troubleOf(error) !== 'deleted') throw error;
  return [];
};

const unlessRefused = (error: unknown): [] => {
  if (troubleOf(error) !== 'refused') throw error;
  return [];
};
