import type { Position, Recorded } from '../event-log/event-log.js';
import type { Instant } from '../kernel/dates.js';
import { BookmarkMoved, type Place } from '../read-models/bookmarks.js';
import { textOf, type Database } from '../read-models/database.js';
import { migrate, type Step } from '../read-models/migrations.js';

/** What became of an event that a reaction could not, or was told not to, act on. */
export interface Outcome {
  /** Of the refusal; `skipped`: a person moved it on. Never anybody's words. */
  readonly code: string;
  readonly at: Instant;
  /** Who moved it on, where a person did. */
  readonly by?: string;
}

export interface KeptOutcome extends Outcome {
  readonly reaction: string;
  readonly eventId: string;
  readonly position: Position;
}

const BOOKMARKS = 'reaction_bookmarks';
const OUTCOMES = 'reaction_outcomes';

// Where they are there already, they are from before steps were counted.
const STEPS: readonly Step[] = [
  async (db) => {
    await db.schema
      .createTable(BOOKMARKS)
      .ifNotExists()
      .addColumn('name', textOf(db), (it) => it.primaryKey())
      .addColumn('position', textOf(db), (it) => it.notNull())
      .addColumn('hash', textOf(db), (it) => it.notNull())
      .addColumn('stream', textOf(db), (it) => it.notNull())
      .addColumn('version', 'bigint', (it) => it.notNull())
      .execute();
    await db.schema
      .createTable(OUTCOMES)
      .ifNotExists()
      .addColumn('reaction', textOf(db), (it) => it.notNull())
      .addColumn('event_id', textOf(db), (it) => it.notNull())
      .addColumn('position', textOf(db), (it) => it.notNull())
      .addColumn('code', textOf(db), (it) => it.notNull())
      .addColumn('at', textOf(db), (it) => it.notNull())
      .addColumn('by', textOf(db))
      .addPrimaryKeyConstraint(`${OUTCOMES}_key`, ['reaction', 'event_id'])
      .execute();
  },
];

/** All that reactions have kept. */
export interface KeptByReactions {
  readonly bookmarks: ReadonlyMap<string, Place>;
  readonly outcomes: readonly KeptOutcome[];
}

/** How far each reaction has got, and what was refused it: kept apart from the read models'. */
export class ReactionBookmarks {
  constructor(private readonly db: Database) {}

  prepare(): Promise<void> {
    return migrate(this.db, 'reactions', STEPS);
  }

  async of(name: string): Promise<Place | undefined> {
    const row = await this.db
      .selectFrom(BOOKMARKS)
      .selectAll()
      .where('name', '=', name)
      .executeTakeFirst();
    return row && placeIn(row);
  }

  async all(): Promise<KeptByReactions> {
    const rows = await this.db.selectFrom(BOOKMARKS).selectAll().execute();
    return {
      bookmarks: new Map(rows.map((row) => [row['name'] as string, placeIn(row)])),
      outcomes: await this.outcomes(Number.MAX_SAFE_INTEGER),
    };
  }

  /** In place of all that is there. */
  async replace({ bookmarks, outcomes }: KeptByReactions): Promise<void> {
    await this.db.transaction().execute(async (db) => {
      await db.deleteFrom(BOOKMARKS).execute();
      await db.deleteFrom(OUTCOMES).execute();
      for (const [name, place] of bookmarks)
        await db
          .insertInto(BOOKMARKS)
          .values({ name, ...place })
          .execute();
      for (const { eventId, by = null, ...it } of outcomes)
        await db
          .insertInto(OUTCOMES)
          .values({ event_id: eventId, by, ...it })
          .execute();
    });
  }

  async add(name: string, place: Place): Promise<void> {
    await this.db
      .insertInto(BOOKMARKS)
      .values({ name, ...place })
      .execute();
  }

  /** Throws `BookmarkMoved`. */
  async move(name: string, from: Place, past: Place): Promise<Place> {
    const to = placeOf(past);
    await moved(this.db, name, from, to);
    return to;
  }

  /** Past `cause`, with its outcome. Throws `BookmarkMoved`. */
  async keep(name: string, from: Place, cause: Recorded, outcome: Outcome): Promise<Place> {
    const to = placeOf(cause);
    await this.db.transaction().execute(async (db) => {
      await moved(db, name, from, to);
      const { eventId: event_id, position } = cause;
      const kept = { reaction: name, event_id, position, ...outcome };
      await db
        .insertInto(OUTCOMES)
        .values(kept)
        .onConflict((it) => it.columns(['reaction', 'event_id']).doUpdateSet({ ...outcome }))
        .execute();
    });
    return to;
  }

  /** The latest first, at most `limit`. */
  async outcomes(limit: number): Promise<readonly KeptOutcome[]> {
    const rows = await this.db
      .selectFrom(OUTCOMES)
      .selectAll()
      .orderBy('position', 'desc')
      .orderBy('reaction')
      .limit(limit)
      .execute();
    return rows.map((row) => ({
      reaction: row['reaction'] as string,
      eventId: row['event_id'] as string,
      position: row['position'] as Position,
      code: row['code'] as string,
      at: row['at'] as Instant,
      ...(row['by'] !== null && { by: row['by'] as string }),
    }));
  }
}

/** Where in a log somebody stands, or stood when something was decided. */
export const placesIn = ({ bookmarks, outcomes }: KeptByReactions): Set<Position> =>
  new Set([...bookmarks.values(), ...outcomes].flatMap((it) => it.position || []));

const placeOf = ({ position, hash, stream, version }: Place): Place => ({
  position,
  hash,
  stream,
  version,
});

const placeIn = (row: Record<string, unknown>): Place => ({
  position: row['position'] as Position | '',
  hash: row['hash'] as string,
  stream: row['stream'] as string,
  version: Number(row['version']),
});

async function moved(db: Database, name: string, from: Place, to: Place): Promise<void> {
  const { numUpdatedRows } = await db
    .updateTable(BOOKMARKS)
    .set({ ...to })
    .where('name', '=', name)
    .where('position', '=', from.position)
    .executeTakeFirst();
  if (Number(numUpdatedRows) !== 1) throw new BookmarkMoved([name]);
}
