import type { EventLog, Position, Recorded } from '../event-log/event-log.js';
import { SEALS } from '../event-log/seals.events.js';
import type { Instant } from '../kernel/dates.js';
import type { DomainEvent } from '../kernel/decider.js';
import { Bookmarks } from './bookmarks.js';
import { textOf, type Database } from './database.js';
import { Histories } from './histories.js';
import type { Known, Projection } from './projection.js';
import { tableOf } from './read-model.js';
import { RowsToPut } from './rows-to-put.js';

// What happened to a budget, as it was known at an instant, is read from the log itself. Beside it
// is kept only what the log cannot say: which streams tell of a budget, and which events were known
// later than they are stamped.

/** Which streams tell of a subject. */
const subjects: Projection = {
  name: 'subjects@1',

  async create(db, table) {
    await db.schema
      .createTable(table)
      .addColumn('row_id', textOf(db), (it) => it.primaryKey())
      .addColumn('subject', textOf(db), (it) => it.notNull())
      .addColumn('stream', textOf(db), (it) => it.notNull())
      .execute();
  },

  async index(db, table) {
    await db.schema.createIndex(`${table}_by_subject`).on(table).column('subject').execute();
  },

  sheet: (table) => new RowsToPut(table, subjectRows, 'row_id'),
};

/** Events that were stamped earlier than one before them in the log: the clocks were out of step. */
const lateKnowledge: Projection = {
  name: 'late-knowledge@1',

  async create(db, table) {
    await db.schema
      .createTable(table)
      .addColumn('place', textOf(db), (it) => it.primaryKey())
      .addColumn('known_from', textOf(db), (it) => it.notNull())
      .execute();
  },

  async index(db, table) {
    await db.schema.createIndex(`${table}_by_instant`).on(table).column('known_from').execute();
  },

  sheet: (table) => new RowsToPut(table, lateRows, 'place'),
};

/** What the projector keeps for `KnownEvents`. */
export const KNOWLEDGE: readonly Projection[] = [subjects, lateKnowledge];

const subjectRows = ({ at }: Known): Record<string, string>[] =>
  (at.stream === SEALS ? [] : newSubjectsOf(at)).map((subject) => ({
    row_id: `${subject} ${at.stream}`,
    subject,
    stream: at.stream,
  }));

const lateRows = ({ at, knownFrom }: Known): Record<string, string>[] =>
  knownFrom === at.recordedAt ? [] : [{ place: at.position, known_from: knownFrom }];

/** The budget that the event names, else what its own stream is about. */
export const subjectOf = (at: Recorded): string => namedBy(at) ?? ownSubject(at);

const ownSubject = ({ stream }: Recorded): string => stream.slice(stream.indexOf('-') + 1);

function namedBy({ event }: Recorded): string | undefined {
  const { budgetId } = event as { readonly budgetId?: unknown };
  return typeof budgetId === 'string' ? budgetId : undefined;
}

/** Those that its stream may not have told of before this event. */
function newSubjectsOf(at: Recorded): string[] {
  const [own, named] = [ownSubject(at), namedBy(at)];
  const other = named === undefined || named === own ? [] : [named];
  return at.version === 0 ? [own, ...other] : other;
}

/** Asks for events by subject, as they were known at an instant that may be answered for. */
export class KnownEvents {
  private readonly histories: Histories;

  constructor(
    private readonly db: Database,
    log: Pick<EventLog, 'load'>,
  ) {
    this.histories = new Histories(log);
  }

  /** In log order, those known at `knownAt`; empty for a subject that nobody has heard of. */
  async of<E extends DomainEvent>(
    subject: string,
    knownAt: Instant,
  ): Promise<readonly Recorded<E>[]> {
    // In this order: what the log has beyond the bookmark became known only after `knownAt`.
    const upTo = (await new Bookmarks(this.db).all()).get(subjects.name)?.position ?? '';
    const [streams, firstLater] = await Promise.all([this.streamsOf(subject), this.after(knownAt)]);
    const told = await Promise.all(streams.map((it) => this.histories.of(it)));
    const known = told
      .flat()
      .filter(
        (at) =>
          at.position <= upTo &&
          at.recordedAt <= knownAt &&
          (firstLater === undefined || at.position < firstLater) &&
          subjectOf(at) === subject,
      );
    return known.sort((a, b) => (a.position < b.position ? -1 : 1)) as Recorded<E>[];
  }

  private async streamsOf(subject: string): Promise<string[]> {
    const rows = await this.db
      .selectFrom(tableOf(subjects))
      .select('stream')
      .where('subject', '=', subject)
      .execute();
    return rows.map((it) => it['stream'] as string);
  }

  /** The first of the late ones that was known after `instant`: from there on, all were. */
  private async after(instant: Instant): Promise<Position | undefined> {
    const row = await this.db
      .selectFrom(tableOf(lateKnowledge))
      .select('place')
      .where('known_from', '>', instant)
      .orderBy('known_from')
      .limit(1)
      .executeTakeFirst();
    return row?.['place'] as Position | undefined;
  }
}
