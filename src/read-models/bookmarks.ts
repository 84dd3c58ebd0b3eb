import { sql } from 'kysely';
import type { EventLog, Position } from '../event-log/event-log.js';
import type { Instant } from '../kernel/dates.js';
import { isPostgres, textOf, type Database } from './database.js';
import { migrate, type Step } from './migrations.js';

/** Where a follower of the log has got to, and which event stood there. */
export interface Place {
  /** Empty: before the first event. */
  readonly position: Position | '';
  readonly hash: string;
  /** Empty where only the position is known. */
  readonly stream: string;
  readonly version: number;
}

/** A projection's bookmark. It moves in the transaction that writes the rows. */
export interface Mark extends Place {
  readonly knownFrom: Instant | '';
  /** How many events have been applied. */
  readonly events: number;
}

export const BEFORE_ALL: Mark = {
  position: '',
  hash: '',
  stream: '',
  version: -1,
  knownFrom: '',
  events: 0,
};

/**
 * What was read from the log is not in it: the log was cut, changed or put back from an older copy.
 * Going on would mix two histories.
 */
export class ReadModelsAheadOfLog extends Error {
  constructor(who: string, position: string) {
    super(
      `What ${who} has read, up to ${position}, is not in the log any more: the log was cut, ` +
        `changed or put back from an older copy. Put the newer log back or, if this one is ` +
        `right, remove read.db (on PostgreSQL: empty the tables bookmarks and ` +
        `reaction_bookmarks), which is made anew from it.`,
    );
  }
}

/** Throws `ReadModelsAheadOfLog` unless the log holds this very event at this place. */
export async function mustHold(log: EventLog, who: string, place: Place): Promise<void> {
  const { position, hash, stream, version } = place;
  if (position === '') return;
  const head = log.isPosition(position) ? await log.head() : null;
  if (head === null || head < position) throw new ReadModelsAheadOfLog(who, position);
  if (stream === '') return;
  const [event] = await log.loadBackwards(stream, 1, version + 1);
  if (event?.position !== position || event.hash !== hash)
    throw new ReadModelsAheadOfLog(who, position);
}

/** Another projector moved the bookmark: what this one was about to write is written already. */
export class BookmarkMoved extends Error {
  constructor(names: readonly string[]) {
    super(`The bookmark of ${names.join(', ')} was moved by another process.`);
  }
}

const TABLE = 'bookmarks';
/** What PostgreSQL calls out whenever a bookmark has moved. */
export const MOVED = 'bookmarks_moved';

const STEPS: readonly Step[] = [
  async (db) => {
    await db.schema
      .createTable(TABLE)
      .ifNotExists() // there are files from before steps were counted
      .addColumn('name', textOf(db), (it) => it.primaryKey())
      .addColumn('position', textOf(db), (it) => it.notNull())
      .addColumn('hash', textOf(db), (it) => it.notNull())
      .addColumn('stream', textOf(db), (it) => it.notNull())
      .addColumn('version', 'bigint', (it) => it.notNull())
      .addColumn('known_from', textOf(db), (it) => it.notNull())
      .addColumn('events', 'bigint', (it) => it.notNull())
      .execute();
    if (isPostgres(db)) await callOutMoves(db);
  },
];

async function callOutMoves(db: Database): Promise<void> {
  const [name, table] = [sql.id(MOVED), sql.table(TABLE)];
  await sql`create function ${name}() returns trigger language plpgsql as
    $$ begin perform pg_notify(${sql.lit(MOVED)}, ''); return null; end $$`.execute(db);
  await sql`create trigger ${name} after insert or update or delete on ${table}
    for each statement execute function ${name}()`.execute(db);
}

/** The bookmarks of all projections, one row each. */
export class Bookmarks {
  constructor(private readonly db: Database) {}

  prepare(): Promise<void> {
    return migrate(this.db, 'bookmarks', STEPS);
  }

  async all(): Promise<Map<string, Mark>> {
    const rows = await this.db.selectFrom(TABLE).selectAll().orderBy('name').execute();
    return new Map(rows.map((row) => [row['name'] as string, markOf(row)]));
  }

  async add(name: string): Promise<void> {
    await this.db
      .insertInto(TABLE)
      .values({ name, ...cellsOf(BEFORE_ALL) })
      .execute();
  }

  /** All or none, and only from where they are believed to be. Throws `BookmarkMoved`. */
  async move(names: readonly string[], from: Mark, to: Mark): Promise<void> {
    const { numUpdatedRows } = await this.db
      .updateTable(TABLE)
      .set(cellsOf(to))
      .where('name', 'in', names)
      .where('position', '=', from.position)
      .executeTakeFirst();
    if (Number(numUpdatedRows) !== names.length) throw new BookmarkMoved(names);
  }

  async rename(name: string, to: string): Promise<void> {
    await this.remove(to);
    await this.db.updateTable(TABLE).set({ name: to }).where('name', '=', name).execute();
  }

  /** What was read is of another log: all is made anew. */
  async removeAll(): Promise<void> {
    await this.db.deleteFrom(TABLE).execute();
  }

  async remove(name: string): Promise<void> {
    await this.db.deleteFrom(TABLE).where('name', '=', name).execute();
  }
}

const cellsOf = ({ knownFrom: known_from, ...mark }: Mark) => ({ ...mark, known_from });

const markOf = (row: Record<string, unknown>): Mark => ({
  position: row['position'] as Position | '',
  hash: row['hash'] as string,
  stream: row['stream'] as string,
  version: Number(row['version']),
  knownFrom: row['known_from'] as Instant | '',
  events: Number(row['events']),
});
