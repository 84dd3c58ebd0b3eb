import type { Recorded } from '../event-log/event-log.js';
import { putRows, rowsByKey } from './bulk.js';
import { inOrderOfKey, textOf, type Database } from './database.js';
import { ProjectionStopped, type Known, type Projection, type Sheet } from './projection.js';
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
    await inOrderOfKey(db, creating).execute();
  },

  async index(db, table) {
    for (const columns of model.indexes ?? [])
      await db.schema
        .createIndex(`${table}_by_${columns.join('_')}`)
        .on(table)
        .columns([...columns])
        .execute();
  },

  sheet: (table) => new ModelSheet(table, model),
});

class ModelSheet implements Sheet {
  /** As the events taken so far have left them. */
  private readonly rows = new Map<string, Row | undefined>();
  private readonly unwritten = new Set<string>();

  constructor(
    private readonly table: string,
    private readonly model: AnyReadModel,
  ) {}

  get changed(): number {
    return this.unwritten.size;
  }

  async take(db: Database, events: readonly Known[]): Promise<void> {
    const touching: [id: string, Recorded][] = [];
    for (const { at } of events) {
      const id = rowTouched(this.model, at);
      if (id !== undefined) touching.push([id, at]);
    }
    await this.load(db, new Set(touching.map(([id]) => id)));
    for (const [id, at] of touching) {
      const before = this.rows.get(id);
      const after = folded(this.model, before, at);
      if (after === before) continue;
      this.rows.set(id, after);
      this.unwritten.add(id);
    }
  }

  async write(db: Database): Promise<void> {
    const changed = [...this.unwritten].sort().map((id) => [id, this.rows.get(id)] as const);
    const gone = changed.flatMap(([id, row]) => (row ? [] : [id]));
    if (gone.length > 0) await db.deleteFrom(this.table).where(KEY, 'in', gone).execute();
    const columns = [KEY, ...Object.keys(this.model.columns)];
    const rows = changed.flatMap(([id, row]) =>
      row ? [{ [KEY]: id, ...encoded(this.model, row) }] : [],
    );
    await putRows(db, this.table, columns, rows, KEY);
    // Read again when they are next needed: a rebuild may put right what stands in the table.
    this.rows.clear();
    this.unwritten.clear();
  }

  private async load(db: Database, ids: ReadonlySet<string>): Promise<void> {
    const missing = [...ids].filter((id) => !this.rows.has(id));
    for (const id of missing) this.rows.set(id, undefined);
    for (const row of await rowsByKey(db, this.table, KEY, missing))
      this.rows.set(row[KEY] as string, decodedRow(this.model, row));
  }
}

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
