import type { Recorded } from '../event-log/event-log.js';
import { instantOf, microsOf, type Instant } from '../kernel/dates.js';
import type { Database } from './database.js';
import type { ProjectionName } from './read-model.js';

/** An event, and the instant from which an answer may count it. */
export interface Known {
  readonly at: Recorded;
  readonly knownFrom: Instant;
}

/** A table that follows the log: a read model's, or the file of all events. */
export interface Projection {
  readonly name: ProjectionName;
  create(db: Database, table: string): Promise<void>;
  /** Apart from `create`, as names of indexes are taken until the table before is dropped. */
  index(db: Database, table: string): Promise<void>;
  /** On which events are reckoned before they are written into `table`. */
  sheet(table: string): Sheet;
}

/** What events make of a table, reckoned beside it and then written into it. */
export interface Sheet {
  /** Reads of the table what it needs and has not read since it was last written. Writes nothing. */
  take(db: Database, events: readonly Known[]): Promise<void>;
  /** All that changed. */
  write(db: Database): Promise<void>;
  /** How many rows would be written. */
  readonly changed: number;
}

/** Nothing after this event can be applied until the program or the log is put right. */
export class ProjectionStopped extends Error {}

/**
 * Known at an instant is a prefix of the log, also where the stamps of two machines are out of
 * step: each event is known a microsecond after the one before, or when it was recorded if later.
 */
export function knownFrom(recordedAt: Instant, before: Instant | ''): Instant {
  return recordedAt > before ? recordedAt : aMicrosecondAfter(before as Instant);
}

const aMicrosecondAfter = (instant: Instant): Instant => instantOf(microsOf(instant) + 1);
