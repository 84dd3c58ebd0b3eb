import {
  firstHash,
  hashOf,
  metaText,
  mustLink,
  recordedFrom,
  type Stored,
} from '../../src/event-log/chain.js';
import { Clock } from '../../src/event-log/clock.js';
import {
  EventLog,
  KeyReused,
  VersionConflict,
  type Asked,
  type Filter,
  type Position,
  type Recorded,
  type RequestAt,
  type StoredBytes,
  type Written,
} from '../../src/event-log/event-log.js';
import { EventTypes } from '../../src/event-log/event-types.js';
import { Bell, follow } from '../../src/event-log/follow.js';
import { Intake } from '../../src/event-log/intake.js';
import { writable, type Writable } from '../../src/event-log/writable.js';
import { instantOf, microsOf, type Instant } from '../../src/kernel/dates.js';
import type { DomainEvent } from '../../src/kernel/decider.js';

/** Stands still until it is set. */
export class StillClock extends Clock {
  at = microsOf('2027-04-01T09:00:00.000000Z' as Instant);

  micros(): number {
    return this.at;
  }
}

/** Knows whatever it is shown: for tests that have event types of their own. */
export class AnyTypes extends EventTypes {
  override versionOf(): number {
    return 1;
  }

  override mustKnow(): void {}
}

interface Row extends Stored {
  readonly stream: string;
}

let stores = 0;

/** The whole port in memory, held to the contract of the two stores. */
export class LogInMemory extends EventLog {
  readonly isShared: boolean = false;
  readonly failure = undefined;
  private readonly rows: Row[] = [];
  private readonly streams = new Map<string, Row[]>();
  private readonly requests = new Map<string, { hash: string; stream: string; from: number }>();
  private readonly words = new Map<string, Uint8Array>();
  private readonly bell = new Bell();
  private readonly intake: Intake;
  private lastStamp = -Infinity;

  constructor(
    private readonly types: EventTypes = new AnyTypes(),
    clock: Clock = new StillClock(),
    private readonly hasKey: (personId: string) => boolean = () => true,
    private readonly store = `memory${++stores}`,
  ) {
    super();
    this.intake = new Intake(clock);
  }

  /** As the stores do after 35 days. */
  forgetRequests(): void {
    this.requests.clear();
  }

  override async append<E extends DomainEvent>(
    stream: string,
    expected: number,
    events: readonly E[],
    asked: Asked,
  ): Promise<Written<E>> {
    // No await in here: checks and write are one step, as in a transaction.
    const prepared = writable(stream, events, asked, this.types);
    if (this.recordedBy(asked.requestId, asked.requestHash)) throw new VersionConflict();
    const rows = this.streams.get(stream) ?? [];
    if (rows.length - 1 !== expected) throw new VersionConflict();

    this.add(stream, rows, prepared);
    const { requestId, requestHash, words } = asked;
    this.requests.set(requestId, { hash: requestHash, stream, from: expected + 1 });
    if (words && this.hasKey(words.personId)) this.words.set(requestId, words.sealed.slice());
    this.bell.ring();
    const recorded = rows.slice(expected + 1).map(recordedFrom<E>);
    const { version, position } = recorded.at(-1)!;
    return { version, position, recorded };
  }

  override async load<E extends DomainEvent>(stream: string, afterVersion = -1) {
    const tail = (this.streams.get(stream) ?? []).slice(afterVersion + 1);
    mustLink(stream, afterVersion, tail);
    return tail.map(recordedFrom<E>);
  }

  override async loadBackwards<E extends DomainEvent>(
    stream: string,
    limit: number,
    beforeVersion = Infinity,
  ) {
    const before = (this.streams.get(stream) ?? []).slice(0, beforeVersion);
    return before
      .toReversed()
      .slice(0, limit)
      .map(recordedFrom<E>);
  }

  override async findRequest<E extends DomainEvent>(requestId: string, requestHash: string) {
    return this.recordedBy(requestId, requestHash)?.map(recordedFrom<E>);
  }

  override async sealedWords(of: readonly RequestAt[]) {
    const ids = of.map((it) => it.requestId);
    return new Map([...this.words].filter(([id]) => ids.includes(id)));
  }

  override async read(after: Position | null, limit: number, filter: Filter = {}) {
    const { streamPrefix = '', types } = filter;
    const wanted: Recorded[] = [];
    for (const row of this.after(after)) {
      if (wanted.length === limit) break;
      const it = recordedFrom(row);
      if (!it.stream.startsWith(streamPrefix)) continue;
      if (!types || types.includes(it.event.type)) wanted.push(it);
    }
    return wanted;
  }

  override follow(after: Position | null, signal: AbortSignal, filter?: Filter) {
    return follow(this, this.bell, after, signal, filter);
  }

  override async bytes(after: Position | null, limit: number): Promise<StoredBytes[]> {
    return this.after(after)
      .slice(0, limit)
      .map(({ stream, version, position, meta, data, hash }) => {
        return { stream, version, position, meta, data, hash };
      });
  }

  override async head() {
    return this.rows.at(-1)?.position ?? null;
  }

  override settledUntil(): Instant {
    return this.intake.settledUntil();
  }

  override isPosition(text: string): text is Position {
    return text.startsWith(`${this.store}-`) && /-\d{20}$/.test(text);
  }

  override recordedUntil(): Instant | null {
    const last = this.rows.at(-1);
    return last ? recordedFrom(last).recordedAt : null;
  }

  override async close(): Promise<void> {}

  private add(stream: string, rows: Row[], { envelope, events }: Writable): void {
    const takenInAt = this.intake.takeIn();
    this.streams.set(stream, rows);
    for (const { type, schemaVersion, data } of events) {
      this.lastStamp = Math.max(takenInAt, this.lastStamp + 1);
      const recordedAt = instantOf(this.lastStamp);
      const version = rows.length;
      const meta = metaText({ ...envelope, stream, version, type, schemaVersion, recordedAt });
      const previousHash = rows.at(-1)?.hash ?? firstHash(stream);
      const hash = hashOf(previousHash, meta, data);
      const position = this.at(this.rows.length + 1);
      const row = { stream, version, position, meta, data, hash, previousHash };
      rows.push(row);
      this.rows.push(row);
    }
  }

  private recordedBy(requestId: string, requestHash: string): Row[] | undefined {
    const known = this.requests.get(requestId);
    if (!known) return undefined;
    if (known.hash !== requestHash) throw new KeyReused();
    const tail = this.streams.get(known.stream)!.slice(known.from);
    const end = tail.findIndex((it) => recordedFrom(it).requestId !== requestId);
    return end < 0 ? tail : tail.slice(0, end);
  }

  private at(place: number): Position {
    return `${this.store}-${String(place).padStart(20, '0')}` as Position;
  }

  private after(position: Position | null): Row[] {
    if (position === null) return this.rows;
    if (!this.isPosition(position)) throw new RangeError(`Of another log: ${position}`);
    return this.rows.slice(Number(position.slice(-20)));
  }
}
