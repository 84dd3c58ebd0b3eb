import type { Recorded } from '../event-log/event-log.js';
import type { DomainEvent } from '../kernel/decider.js';

/** How a value is kept: booleans as 0 and 1, JSON as text. Any of them may be null. */
export type Cell = 'text' | 'integer' | 'boolean' | 'json';
export type Row = Record<string, unknown>;
/** Change the number to build beside the old table and switch. */
export type ProjectionName = `${string}@${number}`;

type Fold<E extends DomainEvent, R extends Row> = {
  readonly [T in E['type']]?: (
    row: R | undefined,
    event: Extract<E, { type: T }>,
    at: Recorded,
  ) => R | undefined;
};

/**
 * A table that is a pure fold of events: no SQL, clock or refusal. The projector owns the I/O: it
 * takes events in batches, loads the rows they touch, folds, writes the rows back in bulk and moves
 * the bookmark, all in one transaction. So one definition serves SQLite, PostgreSQL and a plain Map
 * in tests.
 */
export interface ReadModel<E extends DomainEvent, R extends Row> {
  readonly name: ProjectionName;
  readonly columns: { readonly [C in keyof R]-?: Cell };
  /** What its queries look rows up by; each is an index over these columns, in this order. */
  readonly indexes?: readonly (readonly (keyof R & string)[])[];
  /** Which row the event belongs to; `undefined`: none. */
  readonly rowOf: (event: E, at: Recorded) => string | undefined;
  /** The row after the event; `undefined`: there is none any more. Never changes `row` itself. */
  readonly on: Fold<E, R>;
}

/** Any of them, whatever its events and rows. */
export interface AnyReadModel {
  readonly name: ProjectionName;
  readonly columns: Readonly<Record<string, Cell>>;
  readonly indexes?: readonly (readonly string[])[];
  readonly rowOf: (event: never, at: Recorded) => string | undefined;
  readonly on: Readonly<
    Record<string, ((row: never, event: never, at: Recorded) => unknown) | undefined>
  >;
}

/** `budget-summary@1` is kept in `budget_summary_1`. */
export const tableOf = ({ name }: { readonly name: string }): string =>
  name.replaceAll(/[^a-z0-9]/g, '_');

type RowOf = (event: DomainEvent, at: Recorded) => string | undefined;
type Step = (row: Row | undefined, event: DomainEvent, at: Recorded) => Row | undefined;

/** The row that an event changes; `undefined`: the model does not care for it. */
export function rowTouched(model: AnyReadModel, at: Recorded): string | undefined {
  if (!Object.hasOwn(model.on, at.event.type)) return undefined;
  return (model.rowOf as RowOf)(at.event, at);
}

/** The row as it is after an event that touches it. */
export function rowAfter(model: AnyReadModel, row: Row | undefined, at: Recorded): Row | undefined {
  return (model.on[at.event.type] as Step)(row, at.event, at);
}

/** In memory, for tests. */
export function fold<E extends DomainEvent, R extends Row>(
  model: ReadModel<E, R>,
  history: readonly Recorded[],
): Map<string, R> {
  const rows = new Map<string, R>();
  for (const at of history) {
    const id = rowTouched(model, at);
    if (id === undefined) continue;
    const row = rowAfter(model, rows.get(id), at) as R | undefined;
    if (row) rows.set(id, row);
    else rows.delete(id);
  }
  return rows;
}
