import { microsOf, type Micros } from '../kernel/dates.js';
import { BrokenStream, metaOf, metaTail } from './chain.js';
import type { LogImport, Moving } from './copying.js';
import { recordedUntilIn, SqliteEvents } from './sqlite-events.js';
import { bytesOfId, openForWriting, type Db } from './sqlite-tables.js';

/** Into a log's file, the very bytes: a page of events with all that is beside them is a commit. */
export class SqliteImport implements LogImport {
  private readonly db: Db;
  private readonly sql: ReturnType<typeof statements>;
  private readonly events: SqliteEvents;
  private knownUntil: Micros;

  constructor(file: string) {
    this.db = openForWriting(file);
    this.sql = statements(this.db);
    this.events = new SqliteEvents(this.db);
    const recordedUntil = recordedUntilIn(this.db)();
    this.knownUntil = recordedUntil ? microsOf(recordedUntil) : -Infinity;
  }

  async isBegun(): Promise<boolean> {
    return this.sql.isBegun.get() !== undefined;
  }

  async begin(): Promise<void> {
    this.sql.begin.run();
  }

  async add(events: readonly Moving[]): Promise<void> {
    this.db
      .transaction(() => {
        for (const it of events) this.addOne(it);
      })
      .immediate();
  }

  async finish(): Promise<void> {
    this.sql.finish.run();
  }

  async close(): Promise<void> {
    this.db.close();
  }

  private addOne(event: Moving): void {
    const { stream, version, type, data, hash } = event;
    const last = this.events.headOf(stream);
    if (last.version !== version - 1 || last.hash !== event.previousHash)
      throw new BrokenStream(stream, version, 'it does not follow from the one before it');
    const id = this.events.idOf(stream, last);
    const place = this.events.add(id, { version, type, head: headOf(event), data, hash });
    this.events.keep(stream, { id, version, hash });
    this.addBeside(event, id, place);
    this.addLate(event, place);
  }

  private addBeside({ requestId, request, words, version }: Moving, stream: unknown, at: number) {
    const id = bytesOfId(requestId);
    if (request) this.sql.addRequest.run(id, request.requestHash, stream, version, request.at);
    if (words) this.sql.addWords.run(at, id, words.personId, words.sealed);
  }

  /** As a reader of the whole log finds it: known after all that stands before it. */
  private addLate(event: Moving, place: number): void {
    const recordedAt = microsOf(metaOf(event).recordedAt);
    const isLate = recordedAt <= this.knownUntil;
    this.knownUntil = isLate ? this.knownUntil + 1 : recordedAt;
    if (isLate) this.sql.addLate.run(place, this.knownUntil);
  }
}

function headOf({ meta, stream, version, type }: Moving): string {
  const tail = metaTail({ stream, version, type });
  if (meta.endsWith(tail)) return meta.slice(0, -tail.length);
  throw new BrokenStream(stream, version, 'it has another envelope');
}

const statements = (db: Db) => ({
  isBegun: db.prepare('SELECT 1 FROM copying'),
  begin: db.prepare('INSERT OR IGNORE INTO copying (begun) VALUES (1)'),
  finish: db.prepare('DELETE FROM copying'),
  // The writer may have refilled it from the events, without its hash.
  addRequest: db.prepare<[Uint8Array, string | null, unknown, number, Micros]>(
    `INSERT OR REPLACE INTO requests (request_id, request_hash, stream, from_version, at)
     VALUES (?, ?, ?, ?, ?)`,
  ),
  addWords: db.prepare<[number, Uint8Array, string, Uint8Array]>(
    'INSERT INTO words (position, request_id, person_id, sealed) VALUES (?, ?, ?, ?)',
  ),
  addLate: db.prepare<[number, Micros]>('INSERT INTO late (position, known_from) VALUES (?, ?)'),
});
