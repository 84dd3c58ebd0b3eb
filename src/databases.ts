import type { Clock } from './event-log/clock.js';
import type { DataFolder } from './event-log/data-folder.js';
import type { KeysElsewhere } from './event-log/keys-elsewhere.js';
import { PeopleTable } from './people/people.table.js';
import { MappingsTable } from './statements/mappings.table.js';
import { openDatabase, type Database } from './read-models/database.js';
import { DatabaseRefused, DatabaseUnavailable } from './read-models/postgres-pool.js';
import { createErasableTables, type ErasableDatabase } from './words/erasable-database.js';
import { ErasableKeys } from './words/erasable-keys.js';

/** What stands beside the log: read models, which can be made anew, and what can be erased. */
export interface Databases {
  readonly reading: Database;
  readonly erasable: ErasableDatabase;
  readonly people: PeopleTable;
  readonly mappings: MappingsTable;
  /** Where the log finds whose words it may keep. */
  readonly keys: { readonly keysFile: string } | { readonly keysElsewhere: KeysElsewhere };
}

/** It cannot be reached, or is not for us. */
export class DatabaseUnusable extends Error {
  constructor(cause: Error) {
    super(
      `The database of DATABASE_URL cannot be used: ${cause.message}. Put right what is there, or ` +
        `set DATABASE_URL to another.`,
      { cause },
    );
  }
}

/** In files of the folder, or on a PostgreSQL. Throws `DatabaseUnusable`, `DatabaseTooNew`. */
export async function openDatabases(
  at: DataFolder | { readonly url: string },
  clock: Clock,
): Promise<Databases> {
  const open = <T>(name: string, durable: boolean) =>
    openDatabase<T>('url' in at ? at : { file: at.file(name), durable });
  const erasable: ErasableDatabase = open('keys.db', true);
  const reading: Database = open('read.db', false);
  const people = new PeopleTable(erasable, clock);
  const mappings = new MappingsTable(erasable, clock);
  const keys =
    'url' in at ? { keysElsewhere: new ErasableKeys(erasable) } : { keysFile: at.file('keys.db') };
  const databases = { reading, erasable, people, mappings, keys };
  try {
    await createErasableTables(erasable);
    await people.create();
    await mappings.create();
    return databases;
  } catch (error) {
    await closeDatabases(databases);
    if (error instanceof DatabaseUnavailable) throw new DatabaseUnusable(error.cause as Error);
    throw error instanceof DatabaseRefused ? new DatabaseUnusable(error) : error;
  }
}

export async function closeDatabases({ reading, erasable }: Databases): Promise<void> {
  await reading.destroy();
  await erasable.destroy();
}
