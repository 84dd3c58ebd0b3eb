import { sql } from 'kysely';
import { setTimeout } from 'node:timers/promises';
import { MOST_DRIFT, type Clock } from '../event-log/clock.js';
import { Busy } from '../event-log/event-log.js';
import { microsOf, type Instant, type Micros } from '../kernel/dates.js';
import type { Database } from './database.js';

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

/** 503 `busy`: what is stamped now would be known out of order by more than answers allow for. */
export class ClockAstray extends Busy {
  constructor(drift: Micros) {
    const ms = Math.round(Math.abs(drift) / 1000);
    const way = drift > 0 ? 'ahead of' : 'behind';
    super(
      `This machine’s clock is ${ms} ms ${way} the database’s. Nothing is written until it is set.`,
    );
  }
}

const LOOK_MS = 1_000;

/** Looks each second whether this machine may stamp events. */
export class ClockWatch {
  /** Why it may not; `null`: it may. While the database is away, it is as it was. */
  failure: ClockAstray | null = null;
  private readonly stopping = new AbortController();
  private running: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  async start(): Promise<void> {
    await this.look();
    this.running = this.keepLooking(this.stopping.signal);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  async look(): Promise<void> {
    const drift = await clockDrift(this.db, this.clock);
    this.failure = Math.abs(drift) > MOST_DRIFT ? new ClockAstray(drift) : null;
  }

  private async keepLooking(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await setTimeout(LOOK_MS, undefined, { signal }).catch(() => {});
      if (!signal.aborted) await this.look().catch(() => {});
    }
  }
}

async function databaseMicros(db: Database): Promise<Micros> {
  const { rows } = await sql<{ now: Instant }>`
    select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as now
  `.execute(db);
  return microsOf(rows[0]!.now);
}
