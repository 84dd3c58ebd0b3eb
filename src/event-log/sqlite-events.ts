import { instantOf, microsOf, type Instant, type Micros } from '../kernel/dates.js';
import { firstHash, recordedAtOf } from './chain.js';
import type { Db } from './sqlite-tables.js';

/** The last event of a stream; of a new one there is no id yet. */
export interface Head {
  readonly id?: number | bigint;
  readonly version: number;
  readonly hash: string;
}

/** An event as its row keeps it. */
export interface EventRow {
  readonly version: number;
  readonly type: string;
  /** The beginning of what is hashed as meta. */
  readonly head: string;
  readonly data: string;
  readonly hash: string;
}

/** Of how many streams the heads are kept in memory. */
const HEADS = 50_000;

/** Streams, types and events, as the one sees them who alone writes to them. */
export class SqliteEvents {
  private readonly sql: ReturnType<typeof statements>;
  private readonly heads = new Map<string, Head>();
  private readonly typeIds = new Map<string, number | bigint>();

  constructor(db: Db) {
    this.sql = statements(db);
  }

  /** From memory where it can be: nobody else writes. */
  headOf(stream: string): Head {
    const kept = this.heads.get(stream);
    if (kept) return kept;
    const id = this.sql.streamId.get(stream)?.id;
    const last = id === undefined ? undefined : this.sql.head.get(id);
    const none = { version: -1, hash: firstHash(stream) };
    const head = last && { version: last.version, hash: last.hash.toString('hex') };
    return { ...(head ?? none), ...(id !== undefined && { id }) };
  }

  idOf(stream: string, { id }: Head): number | bigint {
    return id ?? this.sql.addStream.run(stream).lastInsertRowid;
  }

  /** Answers its place. */
  add(streamId: number | bigint, { version, type, head, data, hash }: EventRow): number {
    const bytes = [Buffer.from(head), Buffer.from(data), Buffer.from(hash, 'hex')] as const;
    const added = this.sql.addEvent.run(streamId, version, this.typeId(type), ...bytes);
    return Number(added.lastInsertRowid);
  }

  keep(stream: string, head: Head): void {
    if (this.heads.size >= HEADS) this.heads.clear();
    this.heads.set(stream, head);
  }

  /** What was added since the last commit is not in the file. */
  forget(): void {
    this.heads.clear();
    this.typeIds.clear();
  }

  private typeId(type: string): number | bigint {
    const id =
      this.typeIds.get(type) ??
      this.sql.typeId.get(type)?.id ??
      this.sql.addType.run(type).lastInsertRowid;
    this.typeIds.set(type, id);
    return id;
  }
}

/** When the last event was known: nothing may be recorded before. `null` while there is none. */
export function recordedUntilIn(db: Db): () => Instant | null {
  const last = db.prepare<[], { head: string; late: Micros | null }>(
    `SELECT CAST(head AS TEXT) AS head, (SELECT max(known_from) FROM late) AS late
     FROM events ORDER BY position DESC LIMIT 1`,
  );
  return () => {
    const row = last.get();
    const recordedAt = row ? recordedAtOf({ meta: `${row.head}}` }) : null;
    if (!row || row.late === null || recordedAt === null) return recordedAt;
    return instantOf(Math.max(row.late, microsOf(recordedAt)));
  };
}

type Id = { id: number };
type LastOf = { version: number; hash: Buffer };

const statements = (db: Db) => ({
  streamId: db.prepare<[string], Id>('SELECT id FROM streams WHERE name = ?'),
  addStream: db.prepare<[string]>('INSERT INTO streams (name) VALUES (?)'),
  typeId: db.prepare<[string], Id>('SELECT id FROM types WHERE name = ?'),
  addType: db.prepare<[string]>('INSERT INTO types (name) VALUES (?)'),
  head: db.prepare<[number], LastOf>(
    'SELECT version, hash FROM events WHERE stream = ? ORDER BY version DESC LIMIT 1',
  ),
  addEvent: db.prepare<
    [number | bigint, number, number | bigint, Uint8Array, Uint8Array, Uint8Array]
  >('INSERT INTO events (stream, version, type, head, data, hash) VALUES (?, ?, ?, ?, ?, ?)'),
});
