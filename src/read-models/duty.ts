import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { connecting } from './postgres-pool.js';

/** What one of several instances does for all. */
export interface Work {
  begin(): Promise<void>;
  /** Also after a beginning that failed. */
  end(): Promise<void>;
}

/** Of all programs on a PostgreSQL, only the ledger locks this number. */
const LOCK = 5_241_902;
/** Who stands by asks so often whether it is its turn; who is on duty, whether it still is. */
const EVERY_MS = 500;
/** Who is silent for so long, stopped or cut off, loses the lock to another. */
const SILENT_MS = 3_000;
const ANSWER_MS = 2_000;

/**
 * Which of several instances is on duty. It holds a lock of the database's that belongs to a
 * connection of its own: however the instance ends, the database lets go of the lock with the
 * connection, and another that stands by takes it. Who has lost it may not know for a moment, so
 * whatever is done on duty must bear to be done by two.
 */
export class Duty {
  /** Whether this instance is on duty. */
  isOn = false;
  /** Why it is not, though nobody else need be; `null`: all is well. */
  failure: Error | null = null;
  private readonly stopping = new AbortController();
  private readonly settled = Promise.withResolvers<void>();
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly url: string,
    private readonly work: Work,
  ) {}

  /** Resolves when the work has begun here, or is another's. Throws what beginning throws. */
  async start(): Promise<void> {
    this.running = this.run(this.stopping.signal);
    await this.settled.promise.catch(async (error: unknown) => {
      await this.stop();
      throw error;
    });
  }

  /** Ends the work, and lets another have it. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted)
      try {
        await this.standBy(signal);
      } catch (error) {
        if (signal.aborted) return;
        this.failure = error as Error;
        this.settled.reject(error);
        await delay(EVERY_MS, undefined, { signal }).catch(() => {});
      }
  }

  private async standBy(signal: AbortSignal): Promise<void> {
    const lock = await Lock.open(this.url);
    try {
      while (!(await lock.take())) {
        this.failure = null;
        this.settled.resolve();
        await delay(EVERY_MS, undefined, { signal });
      }
      await this.serve(lock, signal);
    } finally {
      await lock.close();
    }
  }

  private async serve(lock: Lock, signal: AbortSignal): Promise<void> {
    const stopped = once(signal, 'abort');
    try {
      await this.work.begin();
      this.isOn = true;
      this.failure = null;
      this.settled.resolve();
      if (!signal.aborted) await Promise.race([lock.lost, stopped]);
    } finally {
      this.isOn = false;
      await this.work.end();
    }
  }
}

/** A connection of its own, and once it is taken the lock that goes with it. */
class Lock {
  private readonly closing = new AbortController();
  private readonly loss = Promise.withResolvers<void>();

  private constructor(private readonly client: pg.Client) {
    client.on('error', () => {});
  }

  static async open(url: string): Promise<Lock> {
    const client = new pg.Client({ ...connecting(url), query_timeout: ANSWER_MS });
    const lock = new Lock(client);
    try {
      await client.connect();
      await client.query(`set idle_session_timeout = ${SILENT_MS}`);
      return lock;
    } catch (error) {
      await lock.close();
      throw error;
    }
  }

  /** Resolves when somebody else may have it. */
  get lost(): Promise<void> {
    return this.loss.promise;
  }

  async take(): Promise<boolean> {
    const { rows } = await this.client.query<{ taken: boolean }>(
      'select pg_try_advisory_lock($1) as taken',
      [LOCK],
    );
    const { taken } = rows[0]!;
    if (taken) void this.hold();
    return taken;
  }

  async close(): Promise<void> {
    this.closing.abort();
    await this.client.end();
  }

  private async hold(): Promise<void> {
    const { signal } = this.closing;
    try {
      for (;;) {
        await delay(EVERY_MS, undefined, { signal });
        await this.client.query('select');
      }
    } catch {
      this.loss.resolve();
    }
  }
}
