import SQLite from 'better-sqlite3';
import { Kysely, SqliteDialect, sql } from 'kysely';

/** Tables by name. A room that owns tables opens or narrows the database to its own. */
export type Tables = Record<string, Record<string, unknown>>;
export type Database<T = Tables> = Kysely<T>;

export interface DatabaseOptions {
  readonly file: string;
  /** For what cannot be made again: every commit is on the disk, and what is deleted is wiped. */
  readonly durable?: boolean;
}

/** Closed by `destroy()`. What is asked of it is also valid on PostgreSQL. */
export function openDatabase<T = Tables>({ file, durable = false }: DatabaseOptions): Database<T> {
  const database = new SQLite(file);
  database.pragma('busy_timeout = 5000');
  database.pragma('journal_mode = WAL');
  database.pragma(`synchronous = ${durable ? 'FULL' : 'NORMAL'}`);
  database.pragma(`secure_delete = ${durable ? 'ON' : 'OFF'}`);
  database.pragma('foreign_keys = ON');
  // A checkpoint waits for the disk, here in the main thread: the rarer, the fewer pages it writes.
  database.pragma('wal_autocheckpoint = 8000');
  database.pragma('cache_size = -65536'); // KiB
  return new Kysely<T>({ dialect: new SqliteDialect({ database: remembering(database) }) });
}

/** After an erasure: what was wiped from the tables is not left in the write-ahead log either. */
export async function wipeWriteAheadLog<T>(db: Database<T>): Promise<void> {
  await sql`pragma wal_checkpoint(truncate)`.execute(db);
}

const STATEMENTS = 500;
const LONGEST = 4_000;

/** Preparing costs more than running. Statements as long as a bulk write come once and are let go. */
function remembering(database: SQLite.Database) {
  const prepared = new Map<string, SQLite.Statement>();
  return {
    close: () => void database.close(),
    prepare(text: string) {
      // A full disk ends the transaction by itself: to end it again would hide why.
      if (text === 'rollback' && !database.inTransaction) return database.prepare('select 1');
      const statement = prepared.get(text) ?? database.prepare(text);
      if (prepared.size >= STATEMENTS) prepared.clear();
      if (text.length <= LONGEST) prepared.set(text, statement);
      return statement;
    },
  };
}
