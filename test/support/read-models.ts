import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { EventLog, Recorded } from '../../src/event-log/event-log.js';
import { isPostgres, openDatabase, type Database } from '../../src/read-models/database.js';
import { KNOWLEDGE } from '../../src/read-models/known-events.js';
import { Projector } from '../../src/read-models/projector.js';
import {
  fold,
  tableOf,
  type AnyReadModel,
  type ReadModel,
  type Row,
} from '../../src/read-models/read-model.js';
import { decoded } from '../../src/read-models/rows.js';
import { placeFor } from './databases.js';
import { AnyTypes } from './log-in-memory.js';

/** A read database in a folder of its own; opened again, it is what a crash left. */
export class ReadFolder {
  private readonly folder = mkdtempSync(join(tmpdir(), 'read-'));
  private readonly opened: Database[] = [];

  async open(): Promise<Database> {
    const db = openDatabase(await placeFor(this.folder, 'read.db'));
    this.opened.push(db);
    return db;
  }

  async remove(): Promise<void> {
    for (const db of this.opened) await db.destroy();
    rmSync(this.folder, { recursive: true });
  }
}

/** What a read database holds, in the order of the alphabet; indexes that were asked for. */
export async function namesIn(db: Database, what: 'tables' | 'indexes'): Promise<string[]> {
  const tables = await db.introspection.getTables();
  if (what === 'tables') return tables.map((it) => it.name).sort();
  const { rows } = await (
    isPostgres(db)
      ? sql<{ name: string }>`select indexname as name from pg_indexes
          where schemaname = 'public' and indexdef not like 'CREATE UNIQUE%'`
      : sql<{ name: string }>`select name from sqlite_master
          where type = 'index' and sql is not null`
  ).execute(db);
  return rows.map((it) => it.name).sort();
}

/** The rows as they are kept, by their keys. */
export async function tableRows(db: Database, name: string): Promise<Record<string, Row>> {
  const rows = await db.selectFrom(tableOf({ name })).selectAll().execute();
  return Object.fromEntries(rows.map((row) => [String(row['row_id'] ?? row['place']), row]));
}

/** The rows as the fold made them, by their keys. */
export async function rowsIn(db: Database, model: AnyReadModel): Promise<Record<string, Row>> {
  const rows = Object.entries(await tableRows(db, model.name));
  return Object.fromEntries(rows.map(([id, row]) => [id, decoded(model as Foldable, row)]));
}

/**
 * However the events come, one by one, in batches, in a rebuild or with the streams interleaved in
 * another way: the rows are the same. A failure shows the seed.
 */
export async function rebuiltEqualsIncremental(
  models: readonly AnyReadModel[],
  log: EventLog,
  seed = Math.floor(Math.random() * 2 ** 32),
): Promise<void> {
  const oneByOne = await projected(models, log, 1);
  const inBatches = await projected(models, log, 500);
  const rebuilt = await projected(models, log, 7, 'rebuilt');
  expect(inBatches).toEqual(oneByOne);
  expect(rebuilt).toEqual(oneByOne);

  const history = await log.read(null, 1_000_000);
  const random = seeded(seed);
  const orders = [history, ...Array.from({ length: 5 }, () => interleaved(history, random))];
  for (const model of models as readonly Foldable[])
    for (const order of orders) {
      const rows = Object.fromEntries(fold(model, order));
      expect({ seed, [model.name]: rows }).toEqual({ seed, [model.name]: oneByOne[model.name] });
    }
}

type Foldable = ReadModel<never, Row>;

async function projected(
  models: readonly AnyReadModel[],
  log: EventLog,
  batch: number,
  rebuilt?: 'rebuilt',
): Promise<Record<string, Record<string, Row>>> {
  const folder = new ReadFolder();
  const db = await folder.open();
  const projector = new Projector(log, new AnyTypes(), db, models, { batch });
  await projector.start();
  const caughtUp = await projector.caughtUp(60_000);
  expect({ caughtUp, failure: projector.failure }).toEqual({ caughtUp: true, failure: null });
  const all: Record<string, Record<string, Row>> = {};
  const names = [...KNOWLEDGE, ...models].map((it) => it.name);
  if (rebuilt) await projector.rebuild(names);
  for (const model of models) all[model.name] = await rowsIn(db, model);
  for (const { name } of KNOWLEDGE) all[name] = await tableRows(db, name);
  await projector.stop();
  await folder.remove();
  return all;
}

/** Another order between the streams; each keeps its own. */
export function interleaved(history: readonly Recorded[], random: () => number): Recorded[] {
  const streams = [...Map.groupBy(history, (it) => it.stream).values()].map((it) => [...it]);
  const order: Recorded[] = [];
  while (streams.length > 0) {
    const i = Math.floor(random() * streams.length);
    order.push(streams[i]!.shift()!);
    if (streams[i]!.length === 0) streams.splice(i, 1);
  }
  return order;
}

/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
