import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PeopleTable, type PersonRow } from '../../src/people/people.table.js';
import { openDatabase } from '../../src/read-models/database.js';
import { createErasableTables, type ErasableDatabase } from '../../src/words/erasable-database.js';
import { databaseFor, onPostgres, placeFor, postgres } from './databases.js';
import { StillClock } from './log-in-memory.js';

/** What may be forgotten, in a file of its own, with a clock that stands still. */
export class Erasable {
  readonly clock = new StillClock();
  readonly people: PeopleTable;
  private constructor(
    readonly folder: string,
    readonly db: ErasableDatabase,
  ) {
    this.people = new PeopleTable(db, this.clock);
  }

  static async open(): Promise<Erasable> {
    const folder = mkdtempSync(join(tmpdir(), 'keys-'));
    const db: ErasableDatabase = openDatabase({
      durable: true,
      ...(await placeFor(folder, 'keys.db')),
    });
    await createErasableTables(db);
    const it = new Erasable(folder, db);
    await it.people.create();
    return it;
  }

  bytes(): Promise<string> {
    return bytesOfErasable(this.folder);
  }

  async close(): Promise<void> {
    await this.db.destroy();
    rmSync(this.folder, { recursive: true });
  }
}

/** What lies on the disk, as whoever takes the disk would find it. */
export async function bytesOfErasable(folder: string): Promise<string> {
  const files = onPostgres()
    ? await postgres().filesOf(await databaseFor(folder))
    : ['keys.db', 'keys.db-wal'].map((it) => join(folder, it)).filter((it) => existsSync(it));
  return files.map((it) => readFileSync(it, 'latin1')).join('');
}

/** A backup of keys and people while nobody uses them; it puts itself back. */
export async function copyOfErasable(folder: string): Promise<() => Promise<void>> {
  if (!onPostgres()) {
    const file = join(folder, 'keys.db');
    const copy = readFileSync(file);
    return async () => writeFileSync(file, copy);
  }
  const address = await databaseFor(folder);
  const copy = `copy_of_${new URL(address).pathname.slice(1)}`;
  const tables = ['person_keys', 'people', 'representatives'];
  for (const it of tables)
    await postgres().ask(
      `create schema if not exists ${copy};
      create table ${copy}.${it} as select * from public.${it}`,
      address,
    );
  return async () => {
    await postgres().ask(`truncate ${tables.join()}`, address);
    for (const it of tables)
      await postgres().ask(`insert into public.${it} select * from ${copy}.${it}`, address);
    await postgres().ask(`drop schema ${copy} cascade`, address);
  };
}

export const anna: PersonRow = {
  person_id: 'anna',
  full_name: 'Anna Archer',
  date_of_birth: '1961-03-14',
  address: '1 Elm Row',
  email: 'anna@example.org',
  phone: '01632 960 001',
  preferred_format: 'large print',
  user_id: 'demo-holder',
  erased_at: null,
};
