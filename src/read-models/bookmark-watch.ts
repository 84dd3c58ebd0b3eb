import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { EventLog, Position } from '../event-log/event-log.js';
import { Bell } from '../event-log/follow.js';
import { Arrivals } from './arrivals.js';
import { BEFORE_ALL, Bookmarks, MOVED, mustHold, type Mark } from './bookmarks.js';
import type { Database } from './database.js';
import { connecting } from './postgres-pool.js';
import type { Projection } from './projection.js';
import type { Applied, Readable } from './readable.js';

const WAIT_MS = 5_000;
/** Beside the notices of the database, should one be lost: while somebody waits, and while nobody does. */
const LOOK_AGAIN_MS = { awaited: 20, idle: 1_000 };

/**
 * Sees from the bookmarks in the database how far the read models are, whichever of several
 * instances keeps them up. So all of them can answer, and wait for what was written elsewhere.
 */
export class BookmarkWatch implements Readable {
  failure: Error | null = null;
  building: readonly string[];
  private readonly names: readonly string[];
  private mark: Mark = BEFORE_ALL;
  private readonly bookmarks: Bookmarks;
  private readonly arrivals = new Arrivals();
  private readonly bell = new Bell();
  private readonly stopping = new AbortController();
  private running: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly log: EventLog,
    private readonly url: string,
    db: Database,
    projections: readonly Pick<Projection, 'name'>[],
  ) {
    this.names = projections.map((it) => it.name);
    this.bookmarks = new Bookmarks(db);
    this.building = this.names;
  }

  /** Throws `ReadModelsAheadOfLog`. */
  async start(): Promise<void> {
    await this.bookmarks.prepare();
    const marks = await this.bookmarks.all();
    for (const it of this.names) await mustHold(this.log, it, marks.get(it) ?? BEFORE_ALL);
    await this.look();
    const { signal } = this.stopping;
    this.running = Promise.all([this.keepLooking(signal), this.keepListening(signal)]);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.bell.ring();
    this.arrivals.end();
    await this.running;
  }

  /** How far they are at this instant. */
  async look(): Promise<void> {
    const marks = await this.bookmarks.all();
    const own = this.names.map((it) => marks.get(it) ?? BEFORE_ALL);
    this.mark = own.reduce((a, b) => (b.position > a.position ? b : a));
    // Those that are up to date move together: who stands elsewhere is being built.
    this.building = this.names.filter((it) => marks.get(it)?.position !== this.mark.position);
    this.arrivals.reached(this.mark.position);
  }

  appliedUpTo(): Applied | null {
    const { position, knownFrom } = this.mark;
    return position === '' || knownFrom === '' ? null : { position, knownFrom };
  }

  async waitFor(position: Position, timeoutMs = WAIT_MS): Promise<boolean> {
    if (this.mark.position >= position) return true;
    if (this.stopping.signal.aborted) return false;
    const arrived = this.arrivals.at(position, timeoutMs);
    this.bell.ring();
    return arrived;
  }

  async caughtUp(timeoutMs = WAIT_MS): Promise<boolean> {
    const head = await this.log.head();
    return head === null || this.waitFor(head, timeoutMs);
  }

  async lag(atMost = 1_000): Promise<number> {
    const { position } = this.mark;
    if (position === ((await this.log.head()) ?? '')) return 0;
    return (await this.log.read(position || null, atMost)).length;
  }

  private async keepLooking(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const rung = this.bell.next();
      await this.look().then(
        () => (this.failure = null),
        (error: Error) => (this.failure = error),
      );
      const { awaited, idle } = LOOK_AGAIN_MS;
      const again = new AbortController();
      const passed = delay(this.arrivals.isAwaited ? awaited : idle, undefined, again);
      await Promise.race([rung, passed]);
      again.abort();
      await passed.catch(() => {});
    }
  }

  private async keepListening(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.listen(signal).catch(() => {});
      await delay(LOOK_AGAIN_MS.idle, undefined, { signal }).catch(() => {});
    }
  }

  /** Until the connection is lost. */
  private async listen(signal: AbortSignal): Promise<void> {
    const client = new pg.Client(connecting(this.url));
    client.on('error', () => {});
    client.on('notification', () => this.bell.ring());
    try {
      await client.connect();
      await client.query(`listen ${MOVED}`);
      await once(client, 'end', { signal });
    } finally {
      await client.end();
    }
  }
}
