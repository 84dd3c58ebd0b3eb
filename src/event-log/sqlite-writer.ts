import { instantOf, microsOf, type Micros } from '../kernel/dates.js';
import { hashOf, metaHead, metaTail } from './chain.js';
import type { SealedWords } from './event-log.js';
import { KeysFile } from './keys-file.js';
import { recordedUntilIn, SqliteEvents } from './sqlite-events.js';
import { bytesOfId, openForWriting, type Db } from './sqlite-tables.js';
import type { Writable } from './writable.js';

/** One append on its way to the writer. */
export interface Append extends Pick<Writable, 'envelopeText' | 'events'> {
  readonly requestId: string;
  readonly stream: string;
  readonly expected: number;
  readonly requestHash: string;
  readonly words?: SealedWords;
  /** It is recorded then or later. */
  readonly takenInAt: Micros;
}

/** What the writer added: its events stand side by side, each a microsecond after the one before. */
export interface Added {
  /** Of the first. */
  readonly place: number;
  /** Of the first. */
  readonly recordedAt: Micros;
  /** What the first is chained to. */
  readonly previousHash: string;
  readonly hashes: readonly string[];
}

export type Outcome = Added | 'key-reused' | 'version-conflict';

export interface SqliteFiles {
  readonly file: string;
  /** Says whose words may be kept, and which keys are taken; absent: all are kept, none is. */
  readonly keysFile?: string;
}

const DAY: Micros = 86_400_000_000;
const REQUESTS_KEPT: Micros = 35 * DAY;

/** The only one who writes to the log's file. */
export class SqliteWriter {
  private readonly db: Db;
  private readonly sql: ReturnType<typeof statements>;
  private readonly events: SqliteEvents;
  private readonly keys: KeysFile | undefined;
  private lastStamp: Micros;
  private prunedAt: Micros = -Infinity;

  constructor({ file, keysFile }: SqliteFiles) {
    this.db = openForWriting(file);
    this.sql = statements(this.db);
    this.events = new SqliteEvents(this.db);
    this.keys = keysFile === undefined ? undefined : new KeysFile(keysFile);
    const recordedAt = recordedUntilIn(this.db)();
    this.lastStamp = recordedAt ? microsOf(recordedAt) : -Infinity;
    this.refillRequests();
  }

  /** One commit for all. A conflict fails that append alone; a throw, and nothing was written. */
  write(batch: readonly Append[]): Outcome[] {
    const before = this.lastStamp;
    const written = this.db.transaction(() => {
      this.pruneRequests(batch[0]!.takenInAt);
      return batch.map((it) => this.append(it));
    });
    try {
      return this.keys ? this.keys.inOneLook(() => written.immediate()) : written.immediate();
    } catch (error) {
      this.lastStamp = before;
      this.events.forget();
      throw error;
    }
  }

  close(): void {
    this.keys?.close();
    this.db.close();
  }

  /** Looks before it writes anything, so that an append that fails leaves nothing behind. */
  private append(append: Append): Outcome {
    const { stream, expected, requestHash, words } = append;
    const requestId = bytesOfId(append.requestId);
    if (this.keys?.requestForRows(append.requestId)) return 'key-reused';
    const head = this.events.headOf(stream);
    const isNew = head.id === undefined;
    if (head.version !== expected || (isNew && this.sql.request.get(requestId)))
      return this.whyNot(requestId, requestHash);
    const id = this.events.idOf(stream, head);
    const request = [requestId, requestHash, id, expected + 1, append.takenInAt] as const;
    if (this.sql.addRequest.run(...request).changes === 0)
      return this.whyNot(requestId, requestHash);
    const added = this.add(id, append, head.hash);
    const last = { id, version: expected + added.hashes.length, hash: added.hashes.at(-1)! };
    this.events.keep(stream, last);
    // Read in this transaction: words of somebody forgotten meanwhile must not come back.
    if (words && (this.keys?.hasKey(words.personId) ?? true))
      this.sql.addWords.run(added.place, requestId, words.personId, words.sealed);
    return added;
  }

  private whyNot(requestId: Uint8Array, requestHash: string): Outcome {
    const known = this.sql.request.get(requestId);
    return (known?.hash ?? requestHash) === requestHash ? 'version-conflict' : 'key-reused';
  }

  private add(
    streamId: number | bigint,
    { stream, expected, requestId, envelopeText, takenInAt, events }: Append,
    previousHash: string,
  ): Added {
    const first = this.lastStamp < takenInAt ? takenInAt : this.lastStamp + 1;
    const hashes: string[] = [];
    let place = 0;
    let linkedTo = previousHash;
    for (const [i, { type, schemaVersion, data }] of events.entries()) {
      const version = expected + 1 + i;
      // Rises over the whole log, whatever the clock does.
      this.lastStamp = first + i;
      const recordedAt = instantOf(this.lastStamp);
      const head = metaHead(envelopeText, { requestId, schemaVersion, recordedAt });
      linkedTo = hashOf(linkedTo, head + metaTail({ stream, version, type }), data);
      hashes.push(linkedTo);
      const at = this.events.add(streamId, { version, type, head, data, hash: linkedTo });
      if (i === 0) place = at;
    }
    return { place, recordedAt: first, previousHash, hashes };
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

type Known = { hash: string | null };

const statements = (db: Db) => ({
  request: db.prepare<[Uint8Array], Known>(
    'SELECT request_hash AS hash FROM requests WHERE request_id = ?',
  ),
  addRequest: db.prepare<[Uint8Array, string, number | bigint, number, Micros]>(
    `INSERT INTO requests (request_id, request_hash, stream, from_version, at)
     VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  ),
  anyRequest: db.prepare('SELECT 1 FROM requests LIMIT 1'),
  pruneRequests: db.prepare<[Micros]>('DELETE FROM requests WHERE at < ?'),
  // In log order, so that a request stands at its first event.
  refillRequests: db.prepare<[Micros, string]>(
    `INSERT OR IGNORE INTO requests (request_id, stream, from_version, at)
     SELECT unhex(replace(said ->> 'requestId', '-', '')), stream, version, ?
     FROM (SELECT *, CAST(head AS TEXT) || '}' AS said FROM events)
     WHERE said ->> 'recordedAt' >= ? ORDER BY position`,
  ),
  addWords: db.prepare<[number, Uint8Array, string, Uint8Array]>(
    'INSERT INTO words (position, request_id, person_id, sealed) VALUES (?, ?, ?, ?)',
  ),
});
