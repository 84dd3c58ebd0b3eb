import type { Recorded } from '../event-log/event-log.js';
import { putRows, rowsByKey } from './bulk.js';
import { textOf, type Database } from './database.js';
import { ProjectionStopped, type Projection } from './projection.js';
import { rowAfter, rowTouched, type AnyReadModel, type Row } from './read-model.js';
import { decodedRow, encoded } from './rows.js';

/** A key of its own, as a model's rows may have none in a column; no model has a column so named. */
const KEY = 'row_id';

/** A read model's table, as the projector keeps it. */
export const modelTable = (model: AnyReadModel): Projection => ({
  name: model.name,

  async create(db, table) {
    const text = textOf(db);
    const types = { text, integer: 'bigint', boolean: 'integer', json: text } as const;
    let creating = db.schema.createTable(table).addColumn(KEY, text, (it) => it.primaryKey());
    for (const [column, cell] of Object.entries(model.columns))
      creating = creating.addColumn(column, types[cell]);
    await creating.execute();
  },

  async index(db, table) {
    for (const columns of model.indexes ?? [])
      await db.schema
        .createIndex(`${table}_by_${columns.join('_')}`)
        .on(table)
        .columns([...columns])
        .execute();
  },

  async apply(db, table, events) {
    const touched = new Map<Recorded, string>();
    for (const { at } of events) {
      const id = rowTouched(model, at);
      if (id !== undefined) touched.set(at, id);
    }
    if (touched.size === 0) return;
    const before = await load(db, table, model, [...new Set(touched.values())]);
    const after = new Map(before);
    for (const [at, id] of touched) after.set(id, folded(model, after.get(id), at));
    await write(db, table, model, before, after);
  },
});

/** A fold that throws is a defect: to go on would make every row after it wrong. */
function folded(model: AnyReadModel, row: Row | undefined, at: Recorded): Row | undefined {
  try {
    return rowAfter(model, row, at);
  } catch (cause) {
    throw new ProjectionStopped(
      `${model.name} cannot apply ${at.event.type} at ${at.position} (event ${at.eventId}).`,
      { cause },
    );
  }
}

type Rows = ReadonlyMap<string, Row | undefined>;

async function load(
  db: Database,
  table: string,
  model: AnyReadModel,
  ids: readonly string[],
): Promise<Rows> {
  const rows = await rowsByKey(db, table, KEY, ids);
  return new Map(rows.map((row) => [row[KEY] as string, decodedRow(model, row)]));
}

async function write(
  db: Database,
  table: string,
  model: AnyReadModel,
  before: Rows,
  after: Rows,
): Promise<void> {
  const changed = [...after].filter(([id, row]) => row !== before.get(id));
  const gone = changed.flatMap(([id, row]) => (row ? [] : [id]));
  if (gone.length > 0) await db.deleteFrom(table).where(KEY, 'in', gone).execute();
  const rows = changed.flatMap(([id, row]) => (row ? [{ [KEY]: id, ...encoded(model, row) }] : []));
  await putRows(db, table, [KEY, ...Object.keys(model.columns)], rows, KEY);
}
