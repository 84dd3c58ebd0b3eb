import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PeopleTable, type PersonRow } from '../../src/people/people.table.js';
import { openDatabase } from '../../src/read-models/database.js';
import { createErasableTables, type ErasableDatabase } from '../../src/words/erasable-database.js';
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
    const db: ErasableDatabase = openDatabase({ file: join(folder, 'keys.db'), durable: true });
    await createErasableTables(db);
    const it = new Erasable(folder, db);
    await it.people.create();
    return it;
  }

  get file(): string {
    return join(this.folder, 'keys.db');
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
