import { BEFORE_ALL, Bookmarks, type Mark } from './bookmarks.js';
import { unhurried, type Database } from './database.js';
import type { Projection } from './projection.js';
import { tableOf } from './read-model.js';

/** A projection under the name of its bookmark; its table is called after it. */
export interface Member {
  readonly name: string;
  readonly projection: Projection;
}

/** Makes, swaps and drops the projections' tables, always together with their bookmarks. */
export class ProjectionTables {
  constructor(private readonly db: Database) {}

  /** A table and bookmark for each that has none yet. Answers the bookmarks of all. */
  async prepare(projections: readonly Projection[]): Promise<Map<string, Mark>> {
    const bookmarks = new Bookmarks(this.db);
    await bookmarks.prepare();
    const there = await bookmarks.all();
    for (const it of projections) if (!there.has(it.name)) await this.makeFor(it);
    return new Map(projections.map((it) => [it.name, there.get(it.name) ?? BEFORE_ALL]));
  }

  /** An empty table beside the one in use, without indexes: it is filled faster so. */
  async makeBeside(projection: Projection): Promise<Member> {
    const name = `${projection.name}~rebuild`;
    await this.db.transaction().execute((db) => make(db, name, projection));
    return { name, projection };
  }

  /** The table made beside takes the place of the one in use. */
  async swap({ name, projection }: Member): Promise<void> {
    const table = tableOf(projection);
    await this.db.transaction().execute(async (db) => {
      await unhurried(db);
      await db.schema.dropTable(table).execute();
      await db.schema.alterTable(tableOf({ name })).renameTo(table).execute();
      await projection.index(db, table);
      await new Bookmarks(db).rename(name, projection.name);
    });
  }

  /** Other versions of these, which nobody reads any more, and what a broken-off rebuild left. */
  async dropOthersOf(projections: readonly Projection[], known: readonly Projection[]) {
    const subjects = new Set(projections.map((it) => subjectOf(it.name)));
    const names = new Set<string>(known.map((it) => it.name));
    for (const name of (await new Bookmarks(this.db).all()).keys())
      if (subjects.has(subjectOf(name)) && !names.has(name))
        await this.db.transaction().execute((db) => drop(db, name));
  }

  private async makeFor(projection: Projection): Promise<void> {
    await this.db.transaction().execute(async (db) => {
      await make(db, projection.name, projection);
      await projection.index(db, tableOf(projection));
    });
  }
}

/** `budget-summary@2` and `budget-summary@1~rebuild` are both about the budget summary. */
const subjectOf = (name: string): string => name.slice(0, name.indexOf('@'));

async function make(db: Database, name: string, projection: Projection): Promise<void> {
  await drop(db, name);
  await projection.create(db, tableOf({ name }));
  await new Bookmarks(db).add(name);
}

async function drop(db: Database, name: string): Promise<void> {
  await db.schema.dropTable(tableOf({ name })).ifExists().execute();
  await new Bookmarks(db).remove(name);
}
