import { sql } from 'kysely';
import { isPostgres, textOf, unhurried, type Database } from './database.js';

/** One step forward, never back: it is run once, in order, on every database there is. */
export type Step = (db: Database) => Promise<unknown>;

/** What is there was made by a program that knows more steps. */
export class DatabaseTooNew extends Error {
  constructor(of: string, done: number, known: number) {
    super(
      `The database was last used by a newer program: its ${of} have taken ${done} steps, and ` +
        `this program knows ${known}. Run that program, or put back a database that fits this one.`,
    );
  }
}

const TABLE = 'migrations';
/** Of all programs on a PostgreSQL, only the ledger locks this number. */
const LOCK = 5_241_901;

/**
 * Takes the steps that the database has not taken yet, all or none. Several programs may do so at
 * once: one does it, the others wait and find it done. Throws `DatabaseTooNew`.
 */
export async function migrate<T>(db: Database<T>, of: string, steps: readonly Step[]) {
  await (db as unknown as Database).transaction().execute(async (db) => {
    await unhurried(db);
    if (isPostgres(db)) await sql`select pg_advisory_xact_lock(${LOCK})`.execute(db);
    await db.schema
      .createTable(TABLE)
      .ifNotExists()
      .addColumn('of', textOf(db), (it) => it.primaryKey())
      .addColumn('steps', 'integer', (it) => it.notNull())
      .execute();
    const row = await db.selectFrom(TABLE).select('steps').where('of', '=', of).executeTakeFirst();
    const done = (row?.['steps'] as number | undefined) ?? 0;
    if (done > steps.length) throw new DatabaseTooNew(of, done, steps.length);
    if (done === steps.length) return;
    for (const step of steps.slice(done)) await step(db);
    await db
      .insertInto(TABLE)
      .values({ of, steps: steps.length })
      .onConflict((it) => it.column('of').doUpdateSet({ steps: steps.length }))
      .execute();
  });
}
