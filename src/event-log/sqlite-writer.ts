import { instantOf, microsOf, type Micros } from '../kernel/dates.js';
import { firstHash, hashOf, metaText, recordedAtOf } from './chain.js';
import type { SealedWords } from './event-log.js';
import { KeysFile } from './keys-file.js';
import { bytesOfId, openForWriting, type Db } from './sqlite-tables.js';
import type { Writable, WritableEvent } from './writable.js';

/** One append on its way to the writer. */
export interface Append extends Writable {
  readonly stream: string;
  readonly expected: number;
  readonly requestHash: string;
  readonly words?: SealedWords;
  /** It is recorded then or later. */
  readonly takenInAt: Micros;
}

/** What the writer added to an event. */
export interface Added {
  readonly place: number;
  readonly version: number;
  readonly meta: string;
  readonly hash: string;
  readonly previousHash: string;
}

export type Outcome = readonly Added[] | 'key-reused' | 'version-conflict';

export interface SqliteFiles {
  readonly file: string;
  /** Says whose words may be kept, and which keys are taken; absent: all are kept, none is. */
  readonly keysFile?: string;
}

interface Head {
  readonly version: number;
  readonly hash: Uint8Array;
}

const DAY: Micros = 86_400_000_000;
const REQUESTS_KEPT: Micros = 35 * DAY;

/** The only one who writes to the log's file. */
export class SqliteWriter {
  private readonly db: Db;
  private readonly sql: ReturnType<typeof statements>;
  private readonly keys: KeysFile | undefined;
  private lastStamp: Micros;
  private prunedAt: Micros = -Infinity;

  constructor({ file, keysFile }: SqliteFiles) {
    this.db = openForWriting(file);
    this.sql = statements(this.db);
    this.keys = keysFile === undefined ? undefined : new KeysFile(keysFile);
    const last = this.sql.last.get();
    const recordedAt = last && recordedAtOf(last);
    this.lastStamp = recordedAt ? microsOf(recordedAt) : -Infinity;
    this.refillRequests();
  }

  /** One commit for all. A conflict fails that append alone; a throw, and nothing was written. */
  write(batch: readonly Append[]): Outcome[] {
    const before = this.lastStamp;
    try {
      return this.db
        .transaction(() => {
          this.pruneRequests(batch[0]!.takenInAt);
          return batch.map((it) => this.append(it));
        })
        .immediate();
    } catch (error) {
      this.lastStamp = before;
      throw error;
    }
  }

  close(): void {
    this.keys?.close();
    this.db.close();
  }

  /** Looks before it writes anything, so that an append that fails leaves nothing behind. */
  private append(append: Append): Outcome {
    const { stream, expected, envelope, requestHash, events, words } = append;
    const requestId = bytesOfId(envelope.requestId);
    const known = this.sql.request.get(requestId);
    if (known && (known.hash ?? requestHash) !== requestHash) return 'key-reused';
    if (this.keys?.requestForRows(envelope.requestId)) return 'key-reused';
    const streamId = this.sql.streamId.get(stream)?.id;
    const head = streamId === undefined ? undefined : this.sql.head.get(streamId);
    if (known || (head?.version ?? -1) !== expected) return 'version-conflict';

    const id = streamId ?? this.sql.addStream.run(stream).lastInsertRowid;
    const added = this.add(id, append, head, events);
    this.sql.addRequest.run(requestId, requestHash, id, expected + 1, this.lastStamp);
    // Read in this transaction: words of somebody forgotten meanwhile must not come back.
    if (words && (this.keys?.hasKey(words.personId) ?? true))
      this.sql.addWords.run(requestId, words.personId, words.sealed);
    return added;
  }

  private add(
    streamId: number | bigint,
    { stream, expected, envelope, takenInAt }: Append,
    head: Head | undefined,
    events: readonly WritableEvent[],
  ): Added[] {
    let previousHash = head ? Buffer.from(head.hash).toString('hex') : firstHash(stream);
    return events.map(({ type, schemaVersion, data }, i) => {
      const version = expected + 1 + i;
      const recordedAt = instantOf(this.stamp(takenInAt));
      const meta = metaText({ ...envelope, stream, version, type, schemaVersion, recordedAt });
      const link = { version, meta, previousHash, hash: hashOf(previousHash, meta, data) };
      previousHash = link.hash;
      const bytes = [Buffer.from(meta), Buffer.from(data), Buffer.from(link.hash, 'hex')] as const;
      const { lastInsertRowid } = this.sql.addEvent.run(
        streamId,
        version,
        this.typeId(type),
        ...bytes,
      );
      return { ...link, place: Number(lastInsertRowid) };
    });
  }

  /** Rises over the whole log, whatever the clock does. */
  private stamp(takenInAt: Micros): Micros {
    this.lastStamp = Math.max(takenInAt, this.lastStamp + 1);
    return this.lastStamp;
  }

  private typeId(type: string): number | bigint {
    return this.sql.typeId.get(type)?.id ?? this.sql.addType.run(type).lastInsertRowid;
  }

  private pruneRequests(now: Micros): void {
    if (now < this.prunedAt + DAY) return;
    this.sql.pruneRequests.run(now - REQUESTS_KEPT);
    this.prunedAt = now;
  }

  /** Lost requests come back from their events; not their hashes, so any body is theirs. */
  private refillRequests(): void {
    if (this.lastStamp === -Infinity || this.sql.anyRequest.get()) return;
    this.sql.refillRequests.run(this.lastStamp, instantOf(this.lastStamp - REQUESTS_KEPT));
  }
}

type Id = { id: number };
type Known = { hash: string | null };
type MetaRow = { meta: Uint8Array };

const statements = (db: Db) => ({
  last: db.prepare<[], MetaRow>('SELECT meta FROM events ORDER BY position DESC LIMIT 1'),
  streamId: db.prepare<[string], Id>('SELECT id FROM streams WHERE name = ?'),
  addStream: db.prepare<[string]>('INSERT INTO streams (name) VALUES (?)'),
  typeId: db.prepare<[string], Id>('SELECT id FROM types WHERE name = ?'),
  addType: db.prepare<[string]>('INSERT INTO types (name) VALUES (?)'),
  head: db.prepare<[number], Head>(
    'SELECT version, hash FROM events WHERE stream = ? ORDER BY version DESC LIMIT 1',
  ),
  addEvent: db.prepare<
    [number | bigint, number, number | bigint, Uint8Array, Uint8Array, Uint8Array]
  >('INSERT INTO events (stream, version, type, meta, data, hash) VALUES (?, ?, ?, ?, ?, ?)'),
  request: db.prepare<[Uint8Array], Known>(
    'SELECT request_hash AS hash FROM requests WHERE request_id = ?',
  ),
  addRequest: db.prepare<[Uint8Array, string, number | bigint, number, Micros]>(
    `INSERT INTO requests (request_id, request_hash, stream, from_version, at)
     VALUES (?, ?, ?, ?, ?)`,
  ),
  anyRequest: db.prepare('SELECT 1 FROM requests LIMIT 1'),
  pruneRequests: db.prepare<[Micros]>('DELETE FROM requests WHERE at < ?'),
  // In log order, so that a request stands at its first event.
  refillRequests: db.prepare<[Micros, string]>(
    `INSERT OR IGNORE INTO requests (request_id, stream, from_version, at)
     SELECT unhex(replace(said ->> 'requestId', '-', '')), stream, version, ?
     FROM (SELECT *, CAST(meta AS TEXT) AS said FROM events)
     WHERE said ->> 'recordedAt' >= ? ORDER BY position`,
  ),
  addWords: db.prepare<[Uint8Array, string, Uint8Array]>(
    'INSERT OR REPLACE INTO words (request_id, person_id, sealed) VALUES (?, ?, ?)',
  ),
});
