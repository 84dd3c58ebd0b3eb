import { sql } from 'kysely';
import { putRows } from '../read-models/bulk.js';
import { unhurried, type Database, type Tables } from '../read-models/database.js';
import type { ErasableDatabase } from './erasable-database.js';

/** Whether nobody is known there. */
export async function holdsNothing(
  db: ErasableDatabase,
  tables: readonly string[],
): Promise<boolean> {
  for (const table of tables) {
    const any = await db.withTables<Tables>().selectFrom(table).selectAll().limit(1).execute();
    if (any.length > 0) return false;
  }
  return true;
}

/** So many rows are in memory at once: a row may hold a file. */
const AT_ONCE = 16;

/**
 * All rows of these tables into another database, in place of what an earlier attempt left there;
 * all or none. A table stands behind those it refers to; its first column is its key, a text.
 */
export async function moveRows(
  from: ErasableDatabase,
  to: ErasableDatabase,
  tables: readonly string[],
): Promise<void> {
  const source: Database = from.withTables<Tables>();
  await (to as unknown as Database).transaction().execute(async (db) => {
    await unhurried(db);
    for (const table of tables.toReversed()) await db.deleteFrom(table).execute();
    for (const table of tables)
      for await (const rows of pagesOf(source, table))
        await putRows(db, table, Object.keys(rows[0]!), rows);
  });
}

async function* pagesOf(db: Database, table: string) {
  const all = db.selectFrom(table).selectAll().limit(AT_ONCE);
  let page = await all.orderBy(sql`1`).execute();
  while (page.length > 0) {
    yield page;
    const [key, last] = Object.entries(page.at(-1)!)[0]!;
    page = await all.orderBy(key).where(key, '>', last).execute();
  }
}
