import { setTimeout } from 'node:timers/promises';
import SQLite from 'better-sqlite3';
import {
  Kysely,
  PostgresAdapter,
  PostgresDialect,
  sql,
  SqliteDialect,
  type CreateTableBuilder,
} from 'kysely';
import { postgresPool } from './postgres-pool.js';

/** Tables by name. A room that owns tables opens or narrows the database to its own. */
export type Tables = Record<string, Record<string, unknown>>;
export type Database<T = Tables> = Kysely<T>;

export interface SqliteOptions {
  readonly file: string;
  /** For what cannot be made again: every commit is on the disk, and what is deleted is wiped. */
  readonly durable?: boolean;
}

export interface PostgresOptions {
  /** `postgres://user:password@host:5432/name` */
  readonly url: string;
}

/** Closed by `destroy()`. What is asked of it is valid on both. */
export function openDatabase<T = Tables>(options: SqliteOptions | PostgresOptions): Database<T> {
  if ('file' in options) return openSqlite(options);
  return new Kysely<T>({ dialect: new PostgresDialect({ pool: postgresPool(options.url) }) });
}

function openSqlite<T>({ file, durable = false }: SqliteOptions): Database<T> {
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

// ── What the two do not say alike, all of it here ────────────────────────────

export const isPostgres = <T>(db: Database<T>): boolean =>
  db.getExecutor().adapter instanceof PostgresAdapter;

/** Positions and instants are compared as text: byte by byte, whatever language the database speaks. */
export const textOf = <T>(db: Database<T>) => (isPostgres(db) ? sql`text collate "C"` : sql`text`);

export const bytesOf = <T>(db: Database<T>) => (isPostgres(db) ? sql`bytea` : sql`blob`);

/** Of a table whose rows stand in the order of their key: SQLite then keeps the key once, not twice. */
export const inOrderOfKey = <T>(db: Database<T>, table: CreateTableBuilder<string>) =>
  isPostgres(db) ? table : table.modifyEnd(sql`without rowid`);

/**
 * For a row that must stay as it was read until the transaction ends. SQLite has one writer at a
 * time, and needs no word for it.
 */
export const forShare = <T, Q extends { forShare(): Q }>(db: Database<T>, query: Q): Q =>
  isPostgres(db) ? query.forShare() : query;

/** In a transaction that may take minutes, as an index over millions of rows does. */
export async function unhurried<T>(db: Database<T>): Promise<void> {
  if (isPostgres(db)) await sql`set local statement_timeout = 0`.execute(db);
}

/**
 * After an erasure: what was deleted from these tables is not left in their files either. SQLite has
 * overwritten it (`secure_delete`), but for its write-ahead log. PostgreSQL keeps old versions of a
 * row until there are many of them, so the tables, which are small, are written anew; its own
 * write-ahead log forgets in its time, as backups do.
 */
export async function wipeDeleted<T>(db: Database<T>, tables: readonly string[]): Promise<void> {
  if (!isPostgres(db)) await sql`pragma wal_checkpoint(truncate)`.execute(db);
  else {
    await nobodySeesWhatWasDeleted(db);
    for (const it of tables) await sql`vacuum full ${sql.table(it)}`.execute(db);
  }
}

const LOOKS = 500;
const LOOK_MS = 20;

/** A row that an older transaction may still look at is written anew with the others. */
async function nobodySeesWhatWasDeleted<T>(db: Database<T>): Promise<void> {
  const { rows } = await sql<{
    now: string;
  }>`select pg_current_xact_id()::xid::text as now`.execute(db);
  for (let i = 0; i < LOOKS; i++) {
    const older = await sql`
      select 1 from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()
        and age(backend_xmin) >= age(${rows[0]!.now}::text::xid)`.execute(db);
    if (older.rows.length === 0) return;
    await setTimeout(LOOK_MS);
  }
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
