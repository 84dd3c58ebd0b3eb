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
    const naming = {
      id: crypto.randomUUID(),
      type: 'StoreNamed',
      contentType: 'application/json',
      data: { id: randomBytes(4).toString('hex') },
      metadata: undefined,
    } as const;
    await connection.append(stream, -1, [naming], APPEND_MS).catch((error: unknown) => {
      if (!['conflict', 'unknown'].includes(troubleOf(error))) throw error;
    });
    await backoff(attempt);
  }
  throw new LogUnavailable(`The event store does not say which it is in ${stream}`);
}
