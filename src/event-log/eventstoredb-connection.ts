import {
  EventStoreDBClient,
  streamNameFilter,
  type AllStreamSubscription,
  type AppendResult,
  type EventData,
} from '@eventstore/db-client';
import { NoAnswer, troubleOf } from './eventstoredb-errors.js';
import type { ServerEvent } from './eventstoredb-events.js';
import { LogUnavailable } from './event-log.js';

/** A place in the server's log. The two numbers of an event are one; a checkpoint's are not. */
const placeOf = (commit: bigint) => ({ commit, prepare: commit });

/** Between two events of an answer; a frozen server says nothing. */
const SILENCE_MS = 5_000;
/** What failed in reading is asked again for so long. */
const PERSEVERE_MS = 3_000;

export const isInsecure = (url: string): boolean => /[?&]tls=false\b/i.test(url);

/** Who asks, as the client wants it with each call. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/**
 * Given with a call, credentials make the client append by the call that has a deadline and fails
 * alone. Its other way, which all appends of a process share, is twice as fast. But it waits without
 * end, fails all for one, and when it breaks while writes are queued it raises a rejection that
 * nobody can catch. An insecure server is sent no credentials, so any will do.
 */
export function credentialsIn(url: string): Credentials | undefined {
  if (isInsecure(url)) return { username: 'ledger', password: '' };
  const [, username, password] = /^[^:]+:\/\/([^:@/]+):([^@]+)@/.exec(url) ?? [];
  if (username === undefined || password === undefined) return undefined;
  return { username: decodeURIComponent(username), password: decodeURIComponent(password) };
}

/**
 * The way to the server. Appends go by one client, all reading by another: a slow reader would hold
 * up the writers on the same line.
 */
export class EventStoreDbConnection {
  private readonly writing: EventStoreDBClient;
  private readonly reading: EventStoreDBClient;
  private readonly credentials: Credentials | undefined;
  private isClosed = false;

  constructor(url: string) {
    this.writing = EventStoreDBClient.connectionString(url);
    this.reading = EventStoreDBClient.connectionString(url);
    this.credentials = credentialsIn(url);
  }

  /** Once. `expected` -1: the stream must be new. Rejects with `NoAnswer` after `withinMs`. */
  append(
    stream: string,
    expected: number,
    events: readonly EventData[],
    withinMs: number,
  ): Promise<AppendResult> {
    const { credentials } = this;
    const asked = this.writing.appendToStream(stream, [...events], {
      expectedRevision: expected < 0 ? 'no_stream' : BigInt(expected),
      deadline: withinMs,
      ...(credentials && { credentials }),
    });
    return inTime(asked, withinMs);
  }

  /** Oldest first from `version` on. Empty: there is no such event, or no such stream. */
  async forwards(stream: string, version: number, count: number): Promise<ServerEvent[]> {
    return this.readStream(stream, 'forwards', BigInt(version), count);
  }

  /** Newest first, from `version` down. Empty: there is no such event, or no such stream. */
  async backwards(stream: string, version: number | 'end', count: number) {
    return this.readStream(stream, 'backwards', version === 'end' ? 'end' : BigInt(version), count);
  }

  /** From the event at `commit` on, itself included, whosever they are. */
  allForwards(commit: bigint, count: number): Promise<ServerEvent[]> {
    const fromPosition = placeOf(commit);
    return this.read(() =>
      collected(this.reading.readAll({ fromPosition, maxCount: count, direction: 'forwards' })),
    );
  }

  /** From before `commit` down, whosever they are. */
  allBackwards(commit: bigint | 'end', count: number): Promise<ServerEvent[]> {
    const fromPosition = commit === 'end' ? commit : placeOf(commit);
    return this.read(() =>
      collected(this.reading.readAll({ fromPosition, maxCount: count, direction: 'backwards' })),
    );
  }

  /** What comes after `commit` in streams of this prefix. It ends at the first trouble, for good. */
  subscribe(commit: bigint, prefix: string): AllStreamSubscription {
    const filter = streamNameFilter({ prefixes: [prefix] });
    return this.reading.subscribeToAll({ fromPosition: placeOf(commit), filter });
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await Promise.all([this.writing.dispose(), this.reading.dispose()]);
  }

  private readStream(
    stream: string,
    direction: 'forwards' | 'backwards',
    fromRevision: bigint | 'end',
    maxCount: number,
  ): Promise<ServerEvent[]> {
    return this.read(() =>
      collected(this.reading.readStream(stream, { direction, fromRevision, maxCount })).catch(
        (error: unknown) => {
          if (troubleOf(error) !== 'missing') throw error;
          return [];
        },
      ),
    );
  }

  /** A client that is closed answers as if there were nothing. */
  private async read(ask: () => Promise<ServerEvent[]>): Promise<ServerEvent[]> {
    const events = await persistently(ask);
    if (this.isClosed) throw new LogUnavailable('The log is closed');
    return events;
  }
}

/** The client’s own deadline holds only where the connection does. */
function inTime<T>(work: Promise<T>, withinMs: number): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const late = setTimeout(() => reject(new NoAnswer()), withinMs);
  void work.then(resolve, reject).finally(() => clearTimeout(late));
  return promise;
}

interface Answers {
  on(what: 'data', heard: (it: { event?: unknown }) => void): unknown;
  on(what: 'end', heard: () => void): unknown;
  on(what: 'error', heard: (error: Error) => void): unknown;
  cancel(): Promise<void>;
}

/** All that the server sends, or its error. What comes after an error or too late is thrown away. */
async function collected(answers: Answers): Promise<ServerEvent[]> {
  const { promise, resolve, reject } = Promise.withResolvers<ServerEvent[]>();
  const events: ServerEvent[] = [];
  const silent = setTimeout(() => reject(new NoAnswer()), SILENCE_MS);
  answers.on('data', ({ event }) => {
    silent.refresh();
    if (event) events.push(event as ServerEvent);
  });
  answers.on('end', () => resolve(events));
  answers.on('error', reject);
  try {
    return await promise;
  } catch (error) {
    void answers.cancel().catch(() => {});
    throw error;
  } finally {
    clearTimeout(silent);
  }
}

/** Reading changes nothing, so it is asked again while that may help. Throws `LogUnavailable`. */
export async function persistently<T>(ask: () => Promise<T>): Promise<T> {
  const over = performance.now() + PERSEVERE_MS;
  for (let attempt = 0; ; attempt++)
    try {
      return await ask();
    } catch (error) {
      if (troubleOf(error) !== 'unknown') throw error;
      if (performance.now() > over)
        throw new LogUnavailable('The event store cannot be read', { cause: error });
      await backoff(attempt);
    }
}

/** Short at first: a lost connection is made anew by the next call. */
export const backoff = (attempt: number): Promise<void> =>
  new Promise((resolve) => void setTimeout(resolve, Math.min(20 * 2 ** attempt, 500)));
