import { sql } from 'kysely';
import type { Clock } from '../event-log/clock.js';
import { microsOf, type Instant, type Micros } from '../kernel/dates.js';
import type { Database } from './database.js';

/** Where several instances stamp events, one whose clock is further off than this may not write. */
export const MOST_DRIFT: Micros = 500_000;
const ASKED = 3;

/**
 * How far this machine's clock is ahead of the database's, at the least: the database read its own at
 * some instant between question and answer, so a slow line makes nobody look wrong. Negative: behind;
 * 0: they may well agree. Not for a demo's clock, which is set. Throws `DatabaseUnavailable`.
 */
export async function clockDrift(db: Database, clock: Clock): Promise<Micros> {
  let [least, most] = [-Infinity, Infinity];
  for (let i = 0; i < ASKED; i++) {
    const asked = clock.micros();
    const theirs = await databaseMicros(db);
    const answered = clock.micros();
    least = Math.max(least, asked - theirs);
    most = Math.min(most, answered - theirs);
  }
  return least > 0 ? least : Math.min(most, 0);
}

async function databaseMicros(db: Database): Promise<Micros> {
  const { rows } = await sql<{ now: Instant }>`
    select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as now
  `.execute(db);
  return microsOf(rows[0]!.now);
}
