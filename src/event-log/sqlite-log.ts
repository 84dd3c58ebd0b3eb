import type { Instant } from '../kernel/dates.js';
import type { DomainEvent } from '../kernel/decider.js';
import { firstHash, mustLink, recordedAtOf, recordedFrom, type Stored } from './chain.js';
import type { Clock } from './clock.js';
import {
  EventLog,
  KeyReused,
  type Asked,
  type Filter,
  type Position,
  type Recorded,
  type StoredBytes,
  type Written,
} from './event-log.js';
import type { EventTypes } from './event-types.js';
import { Bell, follow } from './follow.js';
import { Intake } from './intake.js';
import { KeysFile } from './keys-file.js';
import { RecentEvents } from './recent-events.js';
import { bytesOfId, openForReading, type Db } from './sqlite-tables.js';
import type { SqliteFiles } from './sqlite-writer.js';
import { writable } from './writable.js';
import { WriterThread } from './writer-thread.js';

export interface SqliteLogOptions extends SqliteFiles {
  readonly types: EventTypes;
  readonly clock: Clock;
  /** How many appends may wait before further ones hear `Busy`. */
  readonly mayWait?: number;
}

/** The log in one file: written by a thread of its own, read here. */
export class SqliteLog extends EventLog {
  readonly isShared = false;
  private readonly sql: ReturnType<typeof statements>;
  private readonly storeId: string;
  private readonly intake: Intake;
  private readonly bell = new Bell();
  private readonly recent = new RecentEvents();

  private constructor(
    private readonly db: Db,
    private readonly writer: WriterThread,
    private readonly keys: KeysFile | undefined,
    private readonly types: EventTypes,
    clock: Clock,
  ) {
    super();
    this.sql = statements(db);
    this.intake = new Intake(clock);
    this.storeId = (db.prepare('SELECT id FROM store').get() as { id: string }).id;
  }

  /** Makes the file when there is none; `keysFile` must be there. One process at a time. */
  static async open({ types, clock, mayWait = 10_000, ...files }: SqliteLogOptions) {
    const writer = await WriterThread.start(files, mayWait);
    const keys = files.keysFile === undefined ? undefined : new KeysFile(files.keysFile);
    return new SqliteLog(openForReading(files.file), writer, keys, types, clock);
  }

  /**
   * Writes what was taken in, and ends the thread. Who writes a file is the last to let go of it, so
   * that it holds everything: who copies it then needs no write-ahead log beside it.
   */
  override async close(): Promise<void> {
    this.db.close();
    this.keys?.close();
    await this.writer.close();
  }

  /** Why nothing can be written any more; `undefined`: all is well. */
  override get failure(): Error | undefined {
    return this.writer.failure;
  }

  /** Transactions since it was opened: fewer than appends where many came at once. */
  get commits(): number {
    return this.writer.commits;
  }

  override async append<E extends DomainEvent>(
    stream: string,
    expected: number,
    events: readonly E[],
    asked: Asked,
  ): Promise<Written<E>> {
    const prepared = writable(stream, events, asked, this.types);
    const { requestHash, words } = asked;
    const takenInAt = this.intake.takeIn();
    const append = { ...prepared, stream, expected, requestHash, takenInAt };
    const added = await this.writer.append(words ? { ...append, words } : append);
    const recorded = added.map(({ place, ...link }, i) =>
      recordedFrom<E>({ ...link, data: prepared.events[i]!.data, position: this.at(place) }),
    );
    this.recent.add(recorded);
    this.bell.ring();
    const { version, position } = recorded.at(-1)!;
    return { version, position, recorded };
  }

  override async load<E extends DomainEvent>(
    stream: string,
    afterVersion = -1,
  ): Promise<readonly Recorded<E>[]> {
    const rows = this.sql.load.all(stream, afterVersion).map((row) => this.stored(stream, row));
    mustLink(stream, afterVersion, rows);
    return rows.map(recordedFrom<E>);
  }

  override async loadBackwards<E extends DomainEvent>(
    stream: string,
    limit: number,
    beforeVersion = Number.MAX_SAFE_INTEGER,
  ): Promise<readonly Recorded<E>[]> {
    const rows = this.sql.backwards.all(stream, beforeVersion, limit);
    return rows.map((row) => recordedFrom<E>(this.stored(stream, row)));
  }

  override async findRequest<E extends DomainEvent>(
    requestId: string,
    requestHash: string,
  ): Promise<readonly Recorded<E>[] | undefined> {
    if ((this.keys?.requestForRows(requestId) ?? requestHash) !== requestHash)
      throw new KeyReused();
    const known = this.sql.request.get(bytesOfId(requestId));
    if (!known) return undefined;
    if ((known.hash ?? requestHash) !== requestHash) throw new KeyReused();
    const recorded: Recorded<E>[] = [];
    for (const row of this.sql.load.iterate(known.stream, known.from - 1)) {
      const it = recordedFrom<E>(this.stored(known.stream, row));
      if (it.requestId !== requestId) break;
      recorded.push(it);
    }
    return recorded;
  }

  override async sealedWords(requestIds: readonly string[]): Promise<Map<string, Uint8Array>> {
    const words = requestIds.map((id) => [id, this.sql.words.get(bytesOfId(id))?.sealed] as const);
    return new Map(words.filter((it): it is [string, Uint8Array] => it[1] !== undefined));
  }

  override async read(
    after: Position | null,
    limit: number,
    { streamPrefix = '', types }: Filter = {},
  ): Promise<readonly Recorded[]> {
    const wanted = { after: this.place(after), limit, prefix: streamPrefix };
    const rows = types
      ? this.sql.readTypes.all({ ...wanted, types: JSON.stringify(types) })
      : this.sql.read.all(wanted);
    return rows.map((row) => recordedFrom(this.stored(row.stream, row)));
  }

  override follow(after: Position | null, signal: AbortSignal, filter?: Filter) {
    return follow(this, this.bell, after, signal, filter, this.recent);
  }

  override async bytes(after: Position | null, limit: number): Promise<readonly StoredBytes[]> {
    return this.sql.bytes.all(this.place(after), limit).map(({ place, hash, ...row }) => ({
      ...row,
      position: this.at(place),
      hash: hex(hash),
    }));
  }

  override async head(): Promise<Position | null> {
    const head = this.sql.headPlace.get();
    return head ? this.at(head.place) : null;
  }

  /** When the last event was recorded; `null` while there is none. */
  override recordedUntil(): Instant | null {
    const last = this.sql.last.get();
    return last ? recordedAtOf(last) : null;
  }

  override settledUntil(): Instant {
    return this.intake.settledUntil(this.writer.oldestTakenInAt());
  }

  override isPosition(text: string): text is Position {
    return text.startsWith(`${this.storeId}-`) && /^\d{20}$/.test(text.slice(9));
  }

  private at(place: number): Position {
    return `${this.storeId}-${String(place).padStart(20, '0')}` as Position;
  }

  private place(position: Position | null): number {
    if (position === null) return 0;
    if (!this.isPosition(position)) throw new RangeError(`Of another log: ${position}`);
    return Number(position.slice(9));
  }

  private stored(stream: string, { place, hash, previous, ...row }: Row): Stored {
    const previousHash = previous ? hex(previous) : firstHash(stream);
    return { ...row, position: this.at(place), hash: hex(hash), previousHash };
  }
}

const hex = (bytes: Buffer): string => bytes.toString('hex');

interface BytesRow {
  readonly place: number;
  readonly stream: string;
  readonly version: number;
  readonly meta: Buffer;
  readonly data: Buffer;
  readonly hash: Buffer;
}
interface Row extends Omit<BytesRow, 'stream'> {
  readonly previous: Buffer | null;
}
interface ReadRow extends Row {
  readonly stream: string;
}
interface RequestRow {
  readonly hash: string | null;
  readonly stream: string;
  readonly from: number;
}
interface Wanted {
  readonly after: number;
  readonly limit: number;
  readonly prefix: string;
}

const ROW = `e.position AS place, e.version, e.meta, e.data, e.hash, (
  SELECT p.hash FROM events p WHERE p.stream = e.stream AND p.version = e.version - 1
) AS previous`;
const OF_STREAM = `FROM events e WHERE e.stream = (SELECT id FROM streams WHERE name = ?)`;
// A cross join is not turned round: events in their order, then the name of each one's stream.
const IN_LOG_ORDER = `FROM events e CROSS JOIN streams s ON s.id = e.stream
  WHERE e.position > @after AND substr(s.name, 1, length(@prefix)) = @prefix`;
const OF_TYPES = `AND e.type IN (
  SELECT id FROM types WHERE name IN (SELECT value FROM json_each(@types))
)`;
const FIRST = 'ORDER BY e.position LIMIT @limit';

const statements = (db: Db) => ({
  load: db.prepare<[string, number], Row>(
    `SELECT ${ROW} ${OF_STREAM} AND e.version > ? ORDER BY e.version`,
  ),
  backwards: db.prepare<[string, number, number], Row>(
    `SELECT ${ROW} ${OF_STREAM} AND e.version < ? ORDER BY e.version DESC LIMIT ?`,
  ),
  read: db.prepare<[Wanted], ReadRow>(`SELECT s.name AS stream, ${ROW} ${IN_LOG_ORDER} ${FIRST}`),
  readTypes: db.prepare<[Wanted & { types: string }], ReadRow>(
    `SELECT s.name AS stream, ${ROW} ${IN_LOG_ORDER} ${OF_TYPES} ${FIRST}`,
  ),
  bytes: db.prepare<[number, number], BytesRow>(
    `SELECT e.position AS place, s.name AS stream, e.version, e.meta, e.data, e.hash
     FROM events e CROSS JOIN streams s ON s.id = e.stream
     WHERE e.position > ? ORDER BY e.position LIMIT ?`,
  ),
  headPlace: db.prepare<[], { place: number }>(
    'SELECT position AS place FROM events ORDER BY position DESC LIMIT 1',
  ),
  last: db.prepare<[], Pick<BytesRow, 'meta'>>(
    'SELECT meta FROM events ORDER BY position DESC LIMIT 1',
  ),
  request: db.prepare<[Uint8Array], RequestRow>(
    `SELECT r.request_hash AS hash, s.name AS stream, r.from_version AS "from"
     FROM requests r JOIN streams s ON s.id = r.stream WHERE r.request_id = ?`,
  ),
  words: db.prepare<[Uint8Array], { sealed: Uint8Array }>(
    'SELECT sealed FROM words WHERE request_id = ?',
  ),
});
