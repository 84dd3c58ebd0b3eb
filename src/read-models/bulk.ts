import { CompiledQuery, type Compilable } from 'kysely';
import { isPostgres, type Database } from './database.js';

// Rows by the dozen. To build and compile a statement costs more than to run it, so each is made
// once for a number of rows and then only gets other values: 37 rows go as 32, 4 and 1.

const SIZES = [64, 32, 16, 8, 4, 2, 1] as const;
const TEMPLATES = 2_000;

const templates = new Map<string, string>();

function sqlOf(db: Database, what: string, make: () => Compilable): string {
  const name = `${isPostgres(db) ? '$' : '?'} ${what}`;
  const kept = templates.get(name);
  if (kept !== undefined) return kept;
  const { sql } = make().compile();
  if (templates.size >= TEMPLATES) templates.clear();
  templates.set(name, sql);
  return sql;
}

function* chunks<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < items.length;) {
    const size = SIZES.find((it) => it <= items.length - from)!;
    yield items.slice(from, from + size);
    from += size;
  }
}

type Cells = Readonly<Record<string, unknown>>;

/** Into `table`; where `key` is given, a row that is there already is replaced by it. */
export async function putRows(
  db: Database,
  table: string,
  columns: readonly string[],
  rows: readonly Cells[],
  key?: string,
): Promise<void> {
  for (const some of chunks(rows)) {
    const sql = sqlOf(db, `put ${table} ${columns.join()} ${some.length}`, () =>
      putting(db, table, columns, some.length, key),
    );
    const values = some.flatMap((row) => columns.map((column) => row[column]));
    await db.executeQuery(CompiledQuery.raw(sql, values));
  }
}

function putting(
  db: Database,
  table: string,
  columns: readonly string[],
  size: number,
  key?: string,
): Compilable {
  const row = Object.fromEntries(columns.map((column) => [column, 0]));
  const inserting = db.insertInto(table).values(Array.from({ length: size }, () => row));
  if (key === undefined) return inserting;
  return inserting.onConflict((it) =>
    it
      .column(key)
      .doUpdateSet(({ ref }) =>
        Object.fromEntries(columns.map((column) => [column, ref(`excluded.${column}`)])),
      ),
  );
}

/** The rows of `table` whose `key` is one of `ids`, in no particular order. */
export async function rowsByKey(
  db: Database,
  table: string,
  key: string,
  ids: readonly string[],
): Promise<Record<string, unknown>[]> {
  const found: Record<string, unknown>[] = [];
  for (const some of chunks(ids)) {
    const sql = sqlOf(db, `by ${table} ${key} ${some.length}`, () =>
      db.selectFrom(table).selectAll().where(key, 'in', some),
    );
    const { rows } = await db.executeQuery<Record<string, unknown>>(
      CompiledQuery.raw(sql, [...some]),
    );
    found.push(...rows);
  }
  return found;
}
