import type { Recorded } from '../event-log/event-log.js';
import { SEALS } from '../event-log/seals.events.js';
import type { Instant } from '../kernel/dates.js';
import type { DomainEvent } from '../kernel/decider.js';
import { putRows } from './bulk.js';
import { textOf, type Database } from './database.js';
import type { Known, Projection } from './projection.js';
import { tableOf } from './read-model.js';

/**
 * Every event filed under its subject, in log order, with the instant from which it is known. So a
 * figure or history at two clocks is one query and a pure fold. It holds what the log holds: no
 * words.
 */
export const knownEvents: Projection = {
  name: 'known-events@1',

  async create(db, table) {
    await db.schema
      .createTable(table)
      .addColumn('subject', textOf(db), (it) => it.notNull())
      .addColumn('place', textOf(db), (it) => it.notNull())
      .addColumn('known_from', textOf(db), (it) => it.notNull())
      .addColumn('record', textOf(db), (it) => it.notNull())
      .execute();
  },

  /** All that it is asked by; that nothing stands twice is the bookmark's affair. */
  async index(db, table) {
    await db.schema
      .createIndex(`${table}_by_subject`)
      .on(table)
      .columns(['subject', 'place'])
      .execute();
  },

  async apply(db, table, events) {
    // Seals are about no budget; who verifies the log reads them there.
    const rows = events.filter(({ at }) => at.stream !== SEALS).map(filed);
    await putRows(db, table, COLUMNS, rows);
  },
};

const COLUMNS = ['place', 'subject', 'known_from', 'record'];

const filed = ({ at, knownFrom }: Known) => ({
  place: at.position,
  subject: subjectOf(at),
  known_from: knownFrom,
  record: JSON.stringify(at),
});

/** The budget that the event names, else what its own stream is about. */
export function subjectOf({ event, stream }: Recorded): string {
  const { budgetId } = event as { readonly budgetId?: unknown };
  return typeof budgetId === 'string' ? budgetId : stream.slice(stream.indexOf('-') + 1);
}

/** Asks for events by subject, as they were known at an instant. */
export class KnownEvents {
  private readonly table = tableOf(knownEvents);

  constructor(private readonly db: Database) {}

  /** In log order, those known at `knownAt`; empty for a subject that nobody has heard of. */
  async of<E extends DomainEvent>(
    subject: string,
    knownAt: Instant,
  ): Promise<readonly Recorded<E>[]> {
    const rows = await this.db
      .selectFrom(this.table)
      .select('record')
      .where('subject', '=', subject)
      .where('known_from', '<=', knownAt)
      .orderBy('place')
      .execute();
    return rows.map((it) => JSON.parse(it['record'] as string) as Recorded<E>);
  }
}
