import type { EventLog, Filter, Position, Recorded } from './event-log.js';
import type { RecentEvents } from './recent-events.js';

const BATCH = 1_000;

/** Rung after every commit, so that nobody has to ask again and again. */
export class Bell {
  private ringing = Promise.withResolvers<void>();

  ring(): void {
    this.ringing.resolve();
    this.ringing = Promise.withResolvers();
  }

  /** Ask for it before looking: what is added while one looks then rings it. */
  next(): Promise<void> {
    return this.ringing.promise;
  }
}

/** `EventLog.follow` for a store that knows of every commit. */
export async function* follow(
  log: Pick<EventLog, 'read' | 'head'>,
  bell: Bell,
  after: Position | null,
  signal: AbortSignal,
  filter?: Filter,
  recent?: RecentEvents,
): AsyncGenerator<readonly Recorded[]> {
  const wake = () => bell.ring();
  signal.addEventListener('abort', wake);
  try {
    let at = after;
    while (!signal.aborted) {
      const rung = bell.next();
      const fresh = at === null ? undefined : recent?.after(at);
      if (fresh) {
        const wanted = fresh.filter((it) => isWanted(it, filter));
        at = fresh.at(-1)?.position ?? at;
        if (wanted.length > 0) yield wanted;
        if (fresh.length === 0) await rung;
        continue;
      }
      const head = await log.head();
      const batch = await log.read(at, BATCH, filter);
      if (batch.length > 0) yield batch;
      // Fewer than asked for: all up to the head was looked at, so it need not be looked at again.
      at = furthest(at, batch.length < BATCH ? head : null, batch.at(-1)?.position ?? null);
      if (batch.length < BATCH) await rung;
    }
  } finally {
    signal.removeEventListener('abort', wake);
  }
}

const isWanted = ({ stream, event }: Recorded, { streamPrefix = '', types }: Filter = {}) =>
  stream.startsWith(streamPrefix) && (types === undefined || types.includes(event.type));

const furthest = (...places: (Position | null)[]): Position | null =>
  places.reduce((a, b) => (b !== null && (a === null || b > a) ? b : a), null);
