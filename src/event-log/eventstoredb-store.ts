import type { EventData } from '@eventstore/db-client';
import { randomBytes } from 'node:crypto';
import { backoff, type EventStoreDbConnection } from './eventstoredb-connection.js';
import { troubleOf } from './eventstoredb-errors.js';
import { LogUnavailable } from './event-log.js';

/** A log in a server: of its own id, whichever instance asks, and another in another database. */
export interface NamedStore {
  readonly id: string;
  /** Before all events of the log: it is named before the first of them is written. */
  readonly commit: bigint;
}

const COPY_BEGUN = 'CopyBegun';
const COPY_FINISHED = 'CopyFinished';

const NAMED = /^[\da-f]{8}$/;
const ATTEMPTS = 5;
const APPEND_MS = 2_000;

/** Beside the streams of the prefix, so that nobody takes it for one of them. */
const streamOf = (prefix: string) => `store-of-${prefix}`;

/** Names the store when nobody has: of all that try at once, one does. */
export async function namedStore(
  connection: EventStoreDbConnection,
  prefix: string,
): Promise<NamedStore> {
  const stream = streamOf(prefix);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const [first] = await connection.forwards(stream, 0, 1);
    const { id } = Object(first?.data) as { id?: string };
    if (first?.position && id !== undefined && NAMED.test(id))
      return { id, commit: first.position.commit };
    const naming = eventOf('StoreNamed', { id: randomBytes(4).toString('hex') });
    await connection.append(stream, -1, [naming], APPEND_MS).catch((error: unknown) => {
      if (!['conflict', 'unknown'].includes(troubleOf(error))) throw error;
    });
    await backoff(attempt);
  }
  throw new LogUnavailable(`The event store does not say which it is in ${stream}`);
}

/** Whether the log is a copy that is not finished. */
export async function isUnfinished(
  connection: EventStoreDbConnection,
  prefix: string,
): Promise<boolean> {
  const [last] = await connection.backwards(streamOf(prefix), 'end', 1);
  return last?.type === COPY_BEGUN;
}

/** Says so beside the log, in the store, where whoever opens it will look. */
export async function markUnfinished(
  connection: EventStoreDbConnection,
  prefix: string,
  unfinished: boolean,
): Promise<void> {
  const stream = streamOf(prefix);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const [last] = await connection.backwards(stream, 'end', 1);
    if ((last?.type === COPY_BEGUN) === unfinished) return;
    const mark = eventOf(unfinished ? COPY_BEGUN : COPY_FINISHED, {});
    const expected = last ? Number(last.revision) : -1;
    await connection.append(stream, expected, [mark], APPEND_MS).catch((error: unknown) => {
      if (!['conflict', 'unknown'].includes(troubleOf(error))) throw error;
    });
    await backoff(attempt);
  }
  throw new LogUnavailable(`It cannot be written in ${stream} whether the copy is finished`);
}

const eventOf = (type: string, data: Record<string, string>): EventData => ({
  id: crypto.randomUUID(),
  type,
  contentType: 'application/json',
  data,
  metadata: undefined,
});
