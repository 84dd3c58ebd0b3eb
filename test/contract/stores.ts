import Database from 'better-sqlite3';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../../src/event-log/clock.js';
import type { EventLog } from '../../src/event-log/event-log.js';
import { EventStoreDbLog, type EventStoreDbOptions } from '../../src/event-log/eventstoredb-log.js';
import { EventTypes } from '../../src/event-log/event-types.js';
import type { RequestTables } from '../../src/event-log/request-rows.js';
import { SEAL_EVENTS } from '../../src/event-log/seals.events.js';
import { SqliteLog } from '../../src/event-log/sqlite-log.js';
import { openDatabase } from '../../src/read-models/database.js';
import { createErasableTables, type ErasableDatabase } from '../../src/words/erasable-database.js';
import { createRequestTables } from '../../src/words/request-tables.js';
import { ErasableKeys } from '../../src/words/erasable-keys.js';
import { Erasable } from '../support/erasable.js';
import { EventStoreDouble, type DoubleOptions } from '../support/eventstoredb/double.js';
import { LogInMemory, StillClock } from '../support/log-in-memory.js';

const ANNAS_KEY = Buffer.alloc(32, 7);

export const TYPES = new EventTypes({ A: 1, B: 2 }, SEAL_EVENTS);

/** A store of one's own, empty, in which Anna has a key. */
export interface Store {
  readonly log: EventLog;
  /** The same log, as another process finds it. */
  reopen(): Promise<EventLog>;
  forgetAnna(): unknown;
  close(): Promise<void>;
}

export async function inMemory(clock: Clock = new StillClock()): Promise<Store> {
  const keys = new Set(['anna']);
  const log = new LogInMemory(TYPES, clock, (personId) => keys.has(personId));
  return {
    log,
    reopen: async () => log,
    forgetAnna: () => void keys.delete('anna'),
    close: async () => {},
  };
}

/** Its files are in `folder`, and gone with it. */
export interface SqliteStore extends Store {
  readonly log: SqliteLog;
  readonly folder: string;
  readonly file: string;
  reopen(): Promise<SqliteLog>;
}

export async function sqlite(clock: Clock = new StillClock()): Promise<SqliteStore> {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-'));
  const [file, keysFile] = [join(folder, 'log.db'), join(folder, 'keys.db')];
  const keys = new Database(keysFile);
  keys.exec(`CREATE TABLE person_keys (person_id TEXT PRIMARY KEY);
             CREATE TABLE row_requests (request_id TEXT PRIMARY KEY, request_hash TEXT);
             INSERT INTO person_keys VALUES ('anna')`);
  const open = () => SqliteLog.open({ file, keysFile, types: TYPES, clock });
  const log = await open();
  let current = log;
  return {
    log,
    folder,
    file,
    reopen: async () => {
      await current.close();
      return (current = await open());
    },
    forgetAnna: () => void keys.exec('DELETE FROM person_keys'),
    close: async () => {
      await current.close();
      keys.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** As where the keys are in a database that is not a file beside the log. */
export async function sqliteWithKeysElsewhere(clock: Clock = new StillClock()): Promise<Store> {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-'));
  const erasable: ErasableDatabase = openDatabase({ file: join(folder, 'keys.db') });
  await createErasableTables(erasable);
  await erasable
    .insertInto('person_keys')
    .values({ person_id: 'anna', key: Buffer.alloc(32) })
    .execute();
  const file = join(folder, 'log.db');
  const keysElsewhere = new ErasableKeys(erasable);
  const open = () => SqliteLog.open({ file, keysElsewhere, types: TYPES, clock });
  const log = await open();
  let current = log;
  return {
    log,
    reopen: async () => {
      await current.close();
      return (current = await open());
    },
    forgetAnna: () => erasable.deleteFrom('person_keys').execute(),
    close: async () => {
      await current.close();
      await erasable.destroy();
      rmSync(folder, { recursive: true });
    },
  };
}

/** On a server, under a prefix of its own; its rows are in a folder, and gone with it. */
export interface EventStoreDbStore extends Store {
  readonly log: EventStoreDbLog;
  readonly erasable: ErasableDatabase;
  readonly prefix: string;
  reopen(): Promise<EventStoreDbLog>;
  /** Another instance on the same server and rows. It is closed with the store. */
  another(its?: Partial<EventStoreDbOptions>): Promise<EventStoreDbLog>;
}

/** `url`: of a server that stays when the store is closed. */
export async function eventStoreDb(
  url: string,
  clock: Clock = new StillClock(),
): Promise<EventStoreDbStore> {
  const keys = await Erasable.open();
  const erasable = keys.db;
  await createRequestTables(erasable);
  await erasable.insertInto('person_keys').values({ person_id: 'anna', key: ANNAS_KEY }).execute();
  const prefix = `test-${randomUUID().slice(0, 8)}.`;
  const rows = erasable.withTables<RequestTables>();
  const all: EventStoreDbLog[] = [];
  const another = async (its: Partial<EventStoreDbOptions> = {}) => {
    const it = await EventStoreDbLog.open({ url, prefix, types: TYPES, clock, rows, ...its });
    all.push(it);
    return it;
  };
  const log = await another();
  return {
    log,
    erasable,
    prefix,
    another,
    reopen: async () => {
      await all.pop()!.close();
      return another();
    },
    forgetAnna: async () => void (await erasable.deleteFrom('person_keys').execute()),
    close: async () => {
      await Promise.all(all.map((it) => it.close()));
      await keys.close();
    },
  };
}

export interface DoubleStore extends EventStoreDbStore {
  readonly double: EventStoreDouble;
}

/** On a double of its own. */
export async function onDouble(clock?: Clock, options?: DoubleOptions): Promise<DoubleStore> {
  const double = await EventStoreDouble.start(options);
  const store = await eventStoreDb(double.url, clock);
  return {
    ...store,
    double,
    close: async () => {
      await store.close();
      await double.stop();
    },
  };
}

/** One suite for every store: a store is added by a line here. */
export const STORES: [string, (clock?: Clock) => Promise<Store>][] = [
  ['in memory', inMemory],
  ['in SQLite', sqlite],
  ['in SQLite, with keys elsewhere', sqliteWithKeysElsewhere],
  ['in the double of EventStoreDB', (clock) => onDouble(clock)],
];

/** The same on a real one, where there is one: whatever it holds, it writes under its own prefix. */
export const REAL_EVENTSTOREDB = process.env['EVENTSTOREDB_URL'];
if (REAL_EVENTSTOREDB)
  STORES.push(['in EventStoreDB', (it) => eventStoreDb(REAL_EVENTSTOREDB, it)]);
