import type { AllStreamSubscription } from '@eventstore/db-client';
import type { EventStoreDbConnection } from './eventstoredb-connection.js';
import type { ServerEvent } from './eventstoredb-events.js';

/** So many wait here at most; then the server is left to wait, and may hang up on us. */
const BUFFER = 1_000;
/** After that long without an event one looks whether there should have been any. */
const SILENCE_MS = 5_000;
const LONGEST_PAUSE_MS = 10_000;

/** The log does not reach to where it was read. */
export class BeyondTheEnd extends RangeError {
  constructor(commit: bigint) {
    super(
      `What was read up to ${commit} is not in the event store any more: it was put back from an ` +
        `older copy.`,
    );
  }
}

export interface Following {
  readonly connection: EventStoreDbConnection;
  readonly prefix: string;
  /** The last event that was read, or that stands before all. */
  readonly after: bigint;
  /** Of the last event of ours; `null` while there is none. */
  readonly head: () => Promise<bigint | null>;
  readonly isOurs: (event: ServerEvent) => boolean;
  /** Whether `after` is an event of ours, and so must be there. */
  readonly mustBeThere: boolean;
}

/**
 * What comes after a place, batch by batch, until `signal` aborts. A subscription is lost in daily
 * life, in a burst or with its connection, and never resumes: so it is made anew, each time from the
 * last event of ours. Nobody may delete those, and they hold both numbers of a position.
 */
export async function* followed(
  following: Following,
  signal: AbortSignal,
): AsyncGenerator<readonly ServerEvent[]> {
  const { connection, prefix, head, isOurs } = following;
  let { after, mustBeThere } = following;
  for (let attempt = 0; !signal.aborted; attempt++) {
    let incoming: Incoming | undefined;
    try {
      // The server takes a place beyond its end without a word, and would skip what comes there.
      if (mustBeThere) mustReach(after, await head());
      incoming = new Incoming(connection.subscribe(after, prefix), signal);
      for (;;) {
        const events = await incoming.next();
        if (signal.aborted) return;
        if (events.length === 0 && ((await head()) ?? after) > after) break;
        const own = events.filter((it) => isOurs(it) && it.position!.commit > after);
        if (own.length === 0) continue;
        [after, mustBeThere, attempt] = [own.at(-1)!.position!.commit, true, 0];
        yield own;
      }
    } catch (error) {
      if (error instanceof BeyondTheEnd) throw error;
    } finally {
      incoming?.close();
    }
    await pause(attempt, signal);
  }
}

function mustReach(after: bigint, head: bigint | null): void {
  if (head === null || head < after) throw new BeyondTheEnd(after);
}

/** What a subscription has brought and nobody has taken yet. */
class Incoming {
  private events: ServerEvent[] = [];
  private over = false;
  private trouble: unknown;
  private waiting: (() => void) | undefined;

  constructor(
    private readonly subscription: AllStreamSubscription,
    private readonly signal: AbortSignal,
  ) {
    subscription.on('data', ({ event }) => this.take(event as ServerEvent | undefined));
    // Always heard: an error that nobody hears ends the process.
    subscription.on('error', (error: unknown) => this.end(error));
    subscription.on('end', () => this.end(new Error('The subscription ended')));
    subscription.on('close', () => this.end(new Error('The subscription was closed')));
    signal.addEventListener('abort', this.wake);
  }

  /** None: nothing came for a while, or it was told to stop. Throws when the subscription is lost. */
  async next(): Promise<readonly ServerEvent[]> {
    if (this.events.length === 0 && !this.over && !this.signal.aborted) await this.something();
    const events = this.events;
    if (events.length === 0 && this.over) throw this.trouble;
    this.events = [];
    this.subscription.resume();
    return events;
  }

  close(): void {
    this.signal.removeEventListener('abort', this.wake);
    void this.subscription.unsubscribe().catch(() => {});
  }

  private async something(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.waiting = resolve;
    const silent = setTimeout(resolve, SILENCE_MS);
    await promise;
    clearTimeout(silent);
  }

  private take(event: ServerEvent | undefined): void {
    if (event) this.events.push(event);
    if (this.events.length >= BUFFER) this.subscription.pause();
    this.wake();
  }

  private end(trouble: unknown): void {
    this.trouble ??= trouble;
    this.over = true;
    this.wake();
  }

  private readonly wake = (): void => {
    this.waiting?.();
    this.waiting = undefined;
  };
}

/** Cut short by the signal. */
async function pause(attempt: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const over = setTimeout(resolve, Math.min(20 * 2 ** attempt, LONGEST_PAUSE_MS));
  signal.addEventListener('abort', () => resolve(), { once: true });
  if (signal.aborted) resolve();
  await promise;
  clearTimeout(over);
}
