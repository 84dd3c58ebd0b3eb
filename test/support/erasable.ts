import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
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
    private readonly folder: string,
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

  /** What lies on the disk, as whoever takes the disk would find it. */
  async bytes(): Promise<string> {
    const files = onPostgres()
      ? await postgres().filesOf(await databaseFor(this.folder))
      : ['keys.db', 'keys.db-wal'].map((it) => join(this.folder, it));
    return files.map((it) => readFileSync(it, 'latin1')).join('');
  }

  async close(): Promise<void> {
    await this.db.destroy();
    rmSync(this.folder, { recursive: true });
  }
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
