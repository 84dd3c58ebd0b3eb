import type { Kysely } from 'kysely';
import type { DomainEvent } from '../kernel/decider.js';
import type { Database } from './database.js';
import { tableOf, type AnyReadModel, type Cell, type ReadModel, type Row } from './read-model.js';

/** A row as every database can keep it. */
export type Stored<R> = { [C in keyof R]: StoredCell<R[C]> };
type StoredCell<V> = V extends string | number | null ? V : V extends boolean ? 0 | 1 : string;

/**
 * What a query of a read model begins with: `rowsOf(db, budgetSummary).selectAll().where(…)`. The
 * rows come as they are kept: `decoded` makes of each what the fold made.
 */
export const rowsOf = <E extends DomainEvent, R extends Row>(
  db: Database,
  model: ReadModel<E, R>,
) => (db as unknown as Kysely<{ row: Stored<R> }>).selectFrom(`${tableOf(model)} as row` as 'row');

const ENCODE: Record<Cell, (value: unknown) => unknown> = {
  text: (value) => value,
  integer: (value) => value,
  boolean: (value) => (value ? 1 : 0),
  json: (value) => JSON.stringify(value),
};

/** PostgreSQL hands whole numbers of 64 bits over as text. */
const DECODE: Record<Cell, (value: unknown) => unknown> = {
  text: (value) => value,
  integer: Number,
  boolean: (value) => value === 1,
  json: (value) => JSON.parse(value as string),
};

function converted(
  { columns }: Pick<AnyReadModel, 'columns'>,
  row: object,
  convert: typeof ENCODE,
): Row {
  const cells: Row = {};
  for (const [column, cell] of Object.entries(columns)) {
    const value = (row as Row)[column] ?? null;
    cells[column] = value === null ? null : convert[cell](value);
  }
  return cells;
}

/** A row as it is kept, from one that the fold made. */
export const encoded = (model: AnyReadModel, row: Row): Row => converted(model, row, ENCODE);

/** A row as the fold made it, from one as it is kept. */
export const decoded = <E extends DomainEvent, R extends Row>(
  model: ReadModel<E, R>,
  row: object,
): R => decodedRow(model, row) as R;

/** As `decoded`, for whoever handles any of them. */
export const decodedRow = (model: Pick<AnyReadModel, 'columns'>, row: object): Row =>
  converted(model, row, DECODE);
