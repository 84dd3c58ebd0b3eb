import { instantOf, type Instant, type Micros } from '../kernel/dates.js';
import type { DomainEvent } from '../kernel/decider.js';
import { idOfHash } from '../kernel/digest.js';
import {
  dataOf,
  firstHash,
  metaTail,
  mustLink,
  recordedFrom,
  recordedOf,
  type Meta,
  type Placed,
  type Stored,
} from './chain.js';
import type { Clock } from './clock.js';
import { UnfinishedCopy, type CopySource, type KeptBeside } from './copying.js';
import {
  EventLog,
  KeyReused,
  type Asked,
  type Filter,
  type Happened,
  type Position,
  type Recorded,
  type RequestAt,
  type StoredBytes,
  type Written,
} from './event-log.js';
import type { EventTypes } from './event-types.js';
import { Bell, follow } from './follow.js';
import { Intake } from './intake.js';
import { wordsToKeep, type KeysElsewhere } from './keys-elsewhere.js';
import { KeysFile } from './keys-file.js';
import { RecentEvents } from './recent-events.js';
import { recordedUntilIn } from './sqlite-events.js';
import { bytesOfId, openForReading, type Db } from './sqlite-tables.js';
import type { Added, SqliteFiles } from './sqlite-writer.js';
import { writable, type Writable } from './writable.js';
import { WriterThread } from './writer-thread.js';

export interface SqliteLogOptions extends SqliteFiles {
  /** In place of `keysFile`. */
  readonly keysElsewhere?: KeysElsewhere | undefined;
  readonly types: EventTypes;
  readonly clock: Clock;
  /** How many appends may wait before further ones hear `Busy`. */
  readonly mayWait?: number;
  /** Also a copy that is not finished: for whoever finishes it. */
  readonly unfinished?: boolean | undefined;
}

type Writing = Pick<WriterThread, 'append' | 'close' | 'commits' | 'failure' | 'oldestTakenInAt'>;

/** Of a log that is only looked at. */
const NOBODY: Writing = {
  append: () => Promise.reject(new Error('This log was opened to be read')),
  close: () => Promise.resolve(),
  commits: 0,
  failure: undefined,
  oldestTakenInAt: () => undefined,
};

const isUnfinished = (db: Db): boolean => db.prepare('SELECT 1 FROM copying').get() !== undefined;

/** The log in one file: written by a thread of its own, read here. */
export class SqliteLog extends EventLog implements CopySource {
  readonly isShared = false;
  /** When the last event was recorded; `null` while there is none. */
  override readonly recordedUntil: () => Instant | null;
  private readonly sql: ReturnType<typeof statements>;
  private readonly storeId: string;
  private readonly intake: Intake;
  private readonly bell = new Bell();
  private readonly recent = new RecentEvents();
  private readonly names = { stream: new Map<number, string>(), type: new Map<number, string>() };
  /** The last event of each stream that was read in the order of the log. */
  private readonly links = new Map<string, { readonly version: number; readonly hash: string }>();

  private constructor(
    private readonly db: Db,
    private readonly writer: Writing,
    private readonly keys: KeysFile | undefined,
    private readonly elsewhere: KeysElsewhere | undefined,
    private readonly types: EventTypes,
    clock: Clock,
  ) {
    super();
    this.sql = statements(db);
    this.recordedUntil = recordedUntilIn(db);
    this.intake = new Intake(clock);
    this.storeId = (db.prepare('SELECT id FROM store').get() as { id: string }).id;
  }

  /**
   * Makes the file when there is none; `keysFile` must be there. One process at a time. Throws
   * `UnfinishedCopy`.
   */
  static async open(options: SqliteLogOptions) {
    const { types, clock, mayWait = 10_000, keysElsewhere, unfinished, ...files } = options;
    const writer = await WriterThread.start(files, mayWait);
    const db = openForReading(files.file);
    if (!unfinished && isUnfinished(db)) {
      db.close();
      await writer.close();
      throw new UnfinishedCopy();
    }
    const keys = files.keysFile === undefined ? undefined : new KeysFile(files.keysFile);
    return new SqliteLog(db, writer, keys, keysElsewhere, types, clock);
  }

  /** One that is there, to look at: nothing can be added. Throws `UnfinishedCopy`. */
  static openToRead({ file, types, clock }: Pick<SqliteLogOptions, 'file' | 'types' | 'clock'>) {
    const db = openForReading(file);
    if (!isUnfinished(db)) return new SqliteLog(db, NOBODY, undefined, undefined, types, clock);
    db.close();
    throw new UnfinishedCopy();
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
    const { requestId, requestHash } = asked;
    const words = this.elsewhere ? await wordsToKeep(this.elsewhere, asked) : asked.words;
    const takenInAt = this.intake.takeIn();
    const { envelopeText, events: data } = prepared;
    const request = { requestId, requestHash, envelopeText, takenInAt };
    const append = { stream, expected, ...request, events: data };
    const added = await this.writer.append(words ? { ...append, words } : append);
    const recorded = this.recordedOf<E>(stream, expected, prepared, added);
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
    const rows = this.keys ?? this.elsewhere;
    if (((await rows?.requestForRows(requestId)) ?? requestHash) !== requestHash)
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

  override async sealedWords(of: readonly RequestAt[]): Promise<Map<string, Uint8Array>> {
    const found = new Map<string, Uint8Array>();
    for (const { requestId, position } of of) {
      const words = this.sql.words.get(this.place(position));
      if (words && bytesOfId(requestId).equals(words.request)) found.set(requestId, words.sealed);
    }
    return found;
  }

  async kept(of: readonly RequestAt[]): Promise<ReadonlyMap<string, KeptBeside>> {
    const found = new Map<string, KeptBeside>();
    for (const { requestId, position } of of) {
      const id = bytesOfId(requestId);
      const [row, words] = [this.sql.request.get(id), this.sql.words.get(this.place(position))];
      found.set(requestId, {
        request: row && {
          requestHash: row.hash,
          stream: row.stream,
          fromVersion: row.from,
          at: row.at,
        },
        words: words && id.equals(words.request) ? words : undefined,
      });
    }
    return found;
  }

  override async read(
    after: Position | null,
    limit: number,
    { streamPrefix = '', types }: Filter = {},
  ): Promise<readonly Recorded[]> {
    const wanted = { after: this.place(after), limit, prefix: streamPrefix };
    const page = types
      ? this.sql.readTypes.get({ ...wanted, types: JSON.stringify(types) })
      : this.sql.read.get(wanted);
    const events = JSON.parse(`[${page?.events ?? ''}]`) as EventInPage[];
    return events.sort(([a], [b]) => a - b).map((it) => this.recordedIn(it));
  }

  override async happened<E extends DomainEvent>(
    after: Position | null,
    limit: number,
    types: readonly E['type'][],
  ): Promise<readonly Happened<E>[]> {
    const wanted = { after: this.place(after), limit, types: JSON.stringify(types) };
    return this.sql.happened.all(wanted).map(({ place, stream, type, data }) => ({
      position: this.at(place),
      stream: this.named('stream', stream),
      event: { type: this.named('type', type), ...dataOf({ data }) } as E,
    }));
  }

  /** A few names stand for many events, and never change. */
  private named(of: 'stream' | 'type', id: number): string {
    const known = this.names[of].get(id);
    if (known !== undefined) return known;
    const name = this.sql[of].get(id)?.name ?? '';
    if (this.names[of].size >= LINKS) this.names[of].clear();
    this.names[of].set(id, name);
    return name;
  }

  override follow(after: Position | null, signal: AbortSignal, filter?: Filter) {
    return follow(this, this.bell, after, signal, filter, this.recent);
  }

  override async bytes(after: Position | null, limit: number): Promise<readonly StoredBytes[]> {
    // As they are stored now: a name that was remembered would hide that it was changed.
    const types = new Map(this.sql.types.all().map(({ id, name }) => [id, name]));
    return this.sql.bytes.all(this.place(after), limit).map((row) => {
      const { stream, version, data, hash, late } = row;
      const type = types.get(row.type) ?? '';
      const meta = row.head + metaTail({ stream, version, type });
      const stored = { position: this.at(row.place), stream, version, meta, data, hash };
      return late === null ? stored : { ...stored, knownFrom: instantOf(late) };
    });
  }

  override async head(): Promise<Position | null> {
    const head = this.sql.headPlace.get();
    return head ? this.at(head.place) : null;
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

  private stored(stream: string, row: Row): Stored {
    const { place, version, data, hash, previous } = row;
    const previousHash = previous ?? firstHash(stream);
    const meta = metaIn(stream, row);
    return { version, meta, data, position: this.at(place), hash, previousHash };
  }

  private recordedIn([place, streamId, version, type, hash, says, data]: EventInPage): Recorded {
    const stream = this.named('stream', streamId);
    const previousHash = this.previousOf(stream, version);
    if (this.links.size >= LINKS) this.links.clear();
    this.links.set(stream, { version, hash });
    const at = { position: this.at(place), stream, version, hash, previousHash };
    return recordedOf(at, this.named('type', type), says, data);
  }

  /** Who reads on in the log has as a rule just read what an event is chained to. */
  private previousOf(stream: string, version: number): string {
    if (version === 0) return firstHash(stream);
    const last = this.links.get(stream);
    if (last?.version === version - 1) return last.hash;
    return this.sql.hash.get(stream, version - 1)?.hash ?? firstHash(stream);
  }

  /** What was just written, as it will be read. */
  private recordedOf<E extends DomainEvent>(
    stream: string,
    expected: number,
    { envelope, events }: Writable,
    { place, recordedAt, previousHash, hashes }: Added,
  ): Recorded<E>[] {
    return events.map(({ type, schemaVersion, data }, i) => ({
      event: { type, ...dataOf({ data }) } as E,
      eventId: idOfHash(hashes[i]!),
      stream,
      version: expected + 1 + i,
      position: this.at(place + i),
      hash: hashes[i]!,
      previousHash: hashes[i - 1] ?? previousHash,
      schemaVersion,
      recordedAt: instantOf(recordedAt + i),
      ...envelope,
    }));
  }
}

/** Of how many streams it is remembered what the next event is chained to. */
const LINKS = 50_000;

/** The text that was hashed: what is kept, and what the row says of the event's place. */
const metaIn = (stream: string, { head, type, version }: Pick<Row, 'head' | 'type' | 'version'>) =>
  head + metaTail({ stream, version, type: type ?? '' });

/** As `PAGE` makes it; `says` is what the beginning of its meta says. */
type EventInPage = readonly [
  place: number,
  stream: number,
  version: number,
  type: number,
  hash: string,
  says: Omit<Meta, keyof Placed>,
  data: object,
];
interface Bytes {
  readonly place: number;
  readonly version: number;
  readonly head: string;
  readonly data: string;
  readonly hash: string;
}
interface Row extends Bytes {
  /** Null: of a type that the log does not name, which only a changed one has. */
  readonly type: string | null;
  readonly previous: string | null;
}
interface BytesRow extends Bytes {
  readonly stream: string;
  readonly type: number;
  readonly late: Micros | null;
}
interface HappenedRow extends Pick<BytesRow, 'place' | 'type' | 'data'> {
  readonly stream: number;
}
interface RequestRow {
  readonly hash: string | null;
  readonly stream: string;
  readonly from: number;
  readonly at: Micros;
}
interface WordsRow {
  readonly request: Uint8Array;
  readonly personId: string;
  readonly sealed: Uint8Array;
}
interface Page {
  /** Null: there is none. */
  readonly events: string | null;
}
interface Wanted {
  readonly after: number;
  readonly limit: number;
  readonly prefix: string;
}

// As text, which crosses from SQLite four times as fast as bytes do. What is no UTF-8 any more comes
// as another text, so its hash does not fit.
const BYTES =
  'CAST(e.head AS TEXT) AS head, CAST(e.data AS TEXT) AS data, lower(hex(e.hash)) AS hash';
const ROW = `e.position AS place, e.version,
  (SELECT name FROM types WHERE id = e.type) AS type, ${BYTES}, (
  SELECT lower(hex(p.hash)) FROM events p WHERE p.stream = e.stream AND p.version = e.version - 1
) AS previous`;
const OF_STREAM = `FROM events e WHERE e.stream = (SELECT id FROM streams WHERE name = ?)`;
// Events in their order; the name of each one's stream is looked up only for whoever asks for some.
const IN_LOG_ORDER = `FROM events e WHERE e.position > @after AND (@prefix = '' OR EXISTS (
  SELECT 1 FROM streams s WHERE s.id = e.stream AND substr(s.name, 1, length(@prefix)) = @prefix
))`;
const OF_TYPES = `AND e.type IN (
  SELECT id FROM types WHERE name IN (SELECT value FROM json_each(@types))
)`;
const FIRST = 'ORDER BY e.position LIMIT @limit';

// A page of events crosses from SQLite as one text, which costs half of what it costs row by row; in
// no promised order, for a promise of SQLite costs as much as all the rest of it.
const PAGE = `SELECT group_concat('[' || position || ',' || stream || ',' || version || ',' || type ||
  ',"' || lower(hex(hash)) || '",' || head || '},' || data || ']', ',') AS events
  FROM`;

const statements = (db: Db) => ({
  load: db.prepare<[string, number], Row>(
    `SELECT ${ROW} ${OF_STREAM} AND e.version > ? ORDER BY e.version`,
  ),
  backwards: db.prepare<[string, number, number], Row>(
    `SELECT ${ROW} ${OF_STREAM} AND e.version < ? ORDER BY e.version DESC LIMIT ?`,
  ),
  read: db.prepare<[Wanted], Page>(`${PAGE} (SELECT e.* ${IN_LOG_ORDER} ${FIRST})`),
  readTypes: db.prepare<[Wanted & { types: string }], Page>(
    `${PAGE} (SELECT e.* ${IN_LOG_ORDER} ${OF_TYPES} ${FIRST})`,
  ),
  happened: db.prepare<[Omit<Wanted, 'prefix'> & { types: string }], HappenedRow>(
    `SELECT e.position AS place, e.stream, e.type, CAST(e.data AS TEXT) AS data
     FROM events e WHERE e.position > @after ${OF_TYPES} ${FIRST}`,
  ),
  stream: db.prepare<[number], { name: string }>('SELECT name FROM streams WHERE id = ?'),
  types: db.prepare<[], { id: number; name: string }>('SELECT id, name FROM types'),
  type: db.prepare<[number], { name: string }>('SELECT name FROM types WHERE id = ?'),
  hash: db.prepare<[string, number], { hash: string }>(
    `SELECT lower(hex(e.hash)) AS hash ${OF_STREAM} AND e.version = ?`,
  ),
  bytes: db.prepare<[number, number], BytesRow>(
    `SELECT e.position AS place, s.name AS stream, e.version, e.type, ${BYTES},
       (SELECT known_from FROM late WHERE position = e.position) AS late
     FROM events e CROSS JOIN streams s ON s.id = e.stream
     WHERE e.position > ? ORDER BY e.position LIMIT ?`,
  ),
  headPlace: db.prepare<[], { place: number }>(
    'SELECT position AS place FROM events ORDER BY position DESC LIMIT 1',
  ),
  request: db.prepare<[Uint8Array], RequestRow>(
    `SELECT r.request_hash AS hash, s.name AS stream, r.from_version AS "from", r.at
     FROM requests r JOIN streams s ON s.id = r.stream WHERE r.request_id = ?`,
  ),
  // An append's events stand side by side: nothing else is between one of them and their words.
  words: db.prepare<[number], WordsRow>(
    `SELECT request_id AS request, person_id AS personId, sealed FROM words WHERE position <= ?
     ORDER BY position DESC LIMIT 1`,
  ),
});
