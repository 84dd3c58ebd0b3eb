import Database from 'better-sqlite3';

export type Db = Database.Database;

/** Earlier ones may corrupt a log in WAL mode when it is reset. */
const OLDEST_SQLITE = '3.51.3';

/**
 * Ids of streams and types are short, so that millions of events are; hashes and ids are bytes.
 * `head` is the beginning of what is hashed as meta: the rest says stream, type and version again.
 * Words stand at the first event of their request, so that the newest are written side by side.
 * Copied from a store with several clocks, an event may be stamped earlier than the one before it:
 * `late` says from when it is known. `copying` has a row while the log is an unfinished copy.
 */
const TABLES = `
  CREATE TABLE IF NOT EXISTS store (id TEXT NOT NULL) STRICT;
  INSERT INTO store SELECT lower(hex(randomblob(4))) WHERE NOT EXISTS (SELECT 1 FROM store);
  CREATE TABLE IF NOT EXISTS streams (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE IF NOT EXISTS types (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE IF NOT EXISTS events (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    stream INTEGER NOT NULL,
    version INTEGER NOT NULL,
    type INTEGER NOT NULL,
    head BLOB NOT NULL,
    data BLOB NOT NULL,
    hash BLOB NOT NULL,
    UNIQUE (stream, version)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS requests (
    request_id BLOB PRIMARY KEY,
    request_hash TEXT,
    stream INTEGER NOT NULL,
    from_version INTEGER NOT NULL,
    at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS words (
    position INTEGER PRIMARY KEY,
    request_id BLOB NOT NULL,
    person_id TEXT NOT NULL,
    sealed BLOB NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS late (
    position INTEGER PRIMARY KEY,
    known_from INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS copying (begun INTEGER PRIMARY KEY) STRICT;
`;

const NO = `BEGIN SELECT RAISE(ABORT, 'The ledger is append-only: add what puts it right'); END`;

/** Of what is kept for ever. A REPLACE deletes without a DELETE, so inserting is watched too. */
const TRIGGERS = ['store', 'streams', 'types', 'events', 'late']
  .flatMap((table) => [
    `CREATE TRIGGER IF NOT EXISTS ${table}_update BEFORE UPDATE ON ${table} ${NO}`,
    `CREATE TRIGGER IF NOT EXISTS ${table}_delete BEFORE DELETE ON ${table} ${NO}`,
  ])
  .concat(
    `CREATE TRIGGER IF NOT EXISTS events_replace BEFORE INSERT ON events WHEN EXISTS (
       SELECT 1 FROM events WHERE position = NEW.position
       UNION ALL SELECT 1 FROM events WHERE stream = NEW.stream AND version = NEW.version
     ) ${NO}`,
    // What is written here has one clock.
    `CREATE TRIGGER IF NOT EXISTS late_insert BEFORE INSERT ON late
     WHEN NOT EXISTS (SELECT 1 FROM copying) ${NO}`,
  )
  .join(';\n');

/** The one connection that writes. What it has committed is on the disk. */
export function openForWriting(file: string): Db {
  const db = new Database(file);
  const { version } = db.prepare('SELECT sqlite_version() AS version').get() as { version: string };
  if (version.localeCompare(OLDEST_SQLITE, 'en', { numeric: true }) < 0)
    throw new Error(`SQLite ${OLDEST_SQLITE} or later is needed; this is ${version}`);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  // Everybody waits for a checkpoint: the rarer, the fewer pages it writes.
  db.pragma('wal_autocheckpoint = 8000');
  db.transaction(() => db.exec(TABLES).exec(TRIGGERS)).immediate();
  return db;
}

export const openForReading = (file: string): Db =>
  new Database(file, { readonly: true, fileMustExist: true });

export const bytesOfId = (uuid: string): Buffer => Buffer.from(uuid.replaceAll('-', ''), 'hex');
