import type { DomainEvent } from '../kernel/decider.js';
import { BrokenStream, recordedFrom } from './chain.js';
import { commitOf } from './eventstoredb-append.js';
import type { EventStoreDbConnection } from './eventstoredb-connection.js';
import { troubleOf } from './eventstoredb-errors.js';
import { storedFrom, type ServerEvent, type StoredInStream } from './eventstoredb-events.js';
import { followed } from './eventstoredb-follow.js';
import type { NamedStore } from './eventstoredb-store.js';
import type { Position, Recorded } from './event-log.js';

const PAGE = 500;

/** Finds the log among all that a server holds: its streams have a prefix, its places an id. */
export class EventStoreDbReader {
  /** Up to where the server’s log was looked at from its end, and what of ours stood last there. */
  private looked: { readonly upTo: bigint; readonly head: bigint | null } = NOWHERE;
  private look: Promise<bigint | null> = Promise.resolve(null);
  private nextLook: Promise<bigint | null> | undefined;

  constructor(
    private readonly connection: EventStoreDbConnection,
    private readonly prefix: string,
    private readonly store: NamedStore,
  ) {}

  // ── Streams ────────────────────────────────────────────────────────────────

  nameOf(stream: string): string {
    return `${this.prefix}${stream}`;
  }

  /** Oldest first, from version `from` on. Throws `BrokenStream` where it was deleted for good. */
  async stream(stream: string, from: number, count: number): Promise<StoredInStream[]> {
    try {
      const events = await this.connection.forwards(this.nameOf(stream), from, count);
      return events.map((it) => this.storedOf(it));
    } catch (error) {
      if (troubleOf(error) !== 'deleted') throw error;
      throw new BrokenStream(stream, from, 'it was deleted for good');
    }
  }

  /** Newest first, those before a version only; none of a stream that is gone. */
  async streamBackwards(
    stream: string,
    limit: number,
    beforeVersion: number,
  ): Promise<StoredInStream[]> {
    const from = beforeVersion === Number.MAX_SAFE_INTEGER ? 'end' : beforeVersion - 1;
    const name = this.nameOf(stream);
    const events = await this.connection.backwards(name, from, limit).catch(unless('deleted'));
    // From beyond its end the server answers from the end.
    return events.map((it) => this.storedOf(it)).filter((it) => it.version < beforeVersion);
  }

  /** Whether a stream with nothing in it was deleted or cut short: only that leaves a mark. */
  async isMarked(stream: string): Promise<boolean> {
    const name = `$$${this.nameOf(stream)}`;
    // Who may not read the mark, may not make it either.
    const [mark] = await this.connection.backwards(name, 'end', 1).catch(unless('refused'));
    return (Object(mark?.data) as { $tb?: unknown }).$tb !== undefined;
  }

  // ── The whole log ──────────────────────────────────────────────────────────

  /** In log order, page by page. */
  async *pagesAfter(after: Position | null, limit: number): AsyncGenerator<StoredInStream[]> {
    const count = Math.min(Math.max(limit + 1, 64), PAGE + 1);
    let place = this.placeOf(after);
    for (;;) {
      const page = await this.pageFrom(place, count);
      const ours = page.filter((it) => it.position!.commit > place && this.isOurs(it));
      if (ours.length > 0) yield ours.map((it) => this.storedOf(it));
      const last = page.at(-1)?.position?.commit;
      if (last === undefined || page.length < count) return;
      place = last;
    }
  }

  /** Newest first, page by page. */
  async *pagesBack(): AsyncGenerator<StoredInStream[]> {
    let from: bigint | 'end' = 'end';
    for (let count = 8; ; count = PAGE) {
      const page: ServerEvent[] = await this.connection.allBackwards(from, count);
      const ours = page.filter((it) => this.isOurs(it));
      if (ours.length > 0) yield ours.map((it) => this.storedOf(it));
      const last = page.at(-1)?.position?.commit;
      if (page.length < count || last === undefined || last <= this.store.commit) return;
      from = last;
    }
  }

  /** What comes after a place, and then what is added, until `signal` aborts. */
  async *follow(
    after: Position | null,
    signal: AbortSignal,
  ): AsyncGenerator<readonly StoredInStream[]> {
    const following = {
      connection: this.connection,
      prefix: this.prefix,
      after: this.placeOf(after),
      mustBeThere: after !== null,
      head: () => this.headCommit(),
      isOurs: (it: ServerEvent) => this.isOurs(it),
    };
    for await (const events of followed(following, signal))
      yield events.map((it) => this.storedOf(it));
  }

  async head(): Promise<Position | null> {
    const commit = await this.headCommit();
    return commit === null ? null : this.at(commit);
  }

  /** Who asks while somebody looks waits for the next look: what was there by then is in that. */
  private headCommit(): Promise<bigint | null> {
    this.nextLook ??= this.look
      .catch(() => {})
      .then(() => {
        this.nextLook = undefined;
        return (this.look = this.lookBack());
      });
    return this.nextLook;
  }

  /** From the end; what was looked at before need not be looked at again. */
  private async lookBack(): Promise<bigint | null> {
    const { upTo, head } = this.looked;
    let [from, end, found]: [bigint | 'end', bigint | undefined, bigint | null] = [
      'end',
      undefined,
      null,
    ];
    for (let count = 8; ; count = PAGE) {
      const page: ServerEvent[] = await this.connection.allBackwards(from, count);
      end ??= page[0]?.position?.commit;
      const enough = page.find((it) => it.position!.commit <= upTo || this.isOurs(it));
      if (enough) found = this.isOurs(enough) ? enough.position!.commit : head;
      const last = page.at(-1)?.position?.commit;
      if (enough || page.length < count || last === undefined || last <= this.store.commit) break;
      from = last;
    }
    // The server holds less than it did, so that nothing known of it counts.
    const isLess = end !== undefined && end < upTo;
    this.looked = isLess || end === undefined ? NOWHERE : { upTo: end, head: found };
    return isLess ? this.lookBack() : found;
  }

  /** A place at which no event stands is none for the server; then it is looked for. */
  private async pageFrom(place: bigint, count: number): Promise<ServerEvent[]> {
    try {
      return await this.connection.allForwards(place, count);
    } catch (error) {
      if (troubleOf(error) !== 'refused' || place === this.store.commit) throw error;
      let page = await this.connection.allForwards(this.store.commit, count);
      while (page.length === count && page.at(-1)!.position!.commit <= place)
        page = await this.connection.allForwards(page.at(-1)!.position!.commit, count);
      return page;
    }
  }

  // ── Events and places ──────────────────────────────────────────────────────

  at(commit: bigint): Position {
    return `${this.store.id}-${String(commit).padStart(20, '0')}` as Position;
  }

  isPosition(text: string): text is Position {
    return text.startsWith(`${this.store.id}-`) && /^\d{20}$/.test(text.slice(9));
  }

  recordedOf<E extends DomainEvent>(stored: StoredInStream): Recorded<E> {
    const { stream, version, isWhole } = stored;
    if (!isWhole) throw new BrokenStream(stream, version, 'its hash does not fit');
    return recordedFrom<E>(stored);
  }

  /** `null`: that of the store’s name, which was written before all else. */
  private placeOf(position: Position | null): bigint {
    if (position === null) return this.store.commit;
    if (!this.isPosition(position)) throw new RangeError(`Of another log: ${position}`);
    return BigInt(position.slice(9));
  }

  /** A stream that is deleted for good has a mark of the server’s own in it. */
  private isOurs({ streamId, type }: ServerEvent): boolean {
    return streamId.startsWith(this.prefix) && !type.startsWith('$');
  }

  private storedOf(event: ServerEvent): StoredInStream {
    const stream = event.streamId.slice(this.prefix.length);
    return storedFrom(event, stream, this.at(commitOf(event.position!)));
  }
}

const NOWHERE = { upTo: -1n, head: null };

const unless =
  (trouble: ReturnType<typeof troubleOf>) =>
  (error: unknown): [] => {
    if (troubleOf(error) !== trouble) throw error;
    return [];
  };
