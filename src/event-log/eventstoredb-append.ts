import { BrokenStream } from './chain.js';
import { backoff, type EventStoreDbConnection } from './eventstoredb-connection.js';
import { nameOf, troubleOf } from './eventstoredb-errors.js';
import type { Prepared } from './eventstoredb-events.js';
import { LogUnavailable, VersionConflict } from './event-log.js';

/**
 * What is recorded is in the log after that long, or not at all: older appends are not sent again,
 * and nothing is answered "as known at" before it is over. A server that stands still for longer, with
 * an append inside, can break that; what comes of it is counted (`TooLate`).
 */
export const SETTLE_MS = 2_000;

/** Where it is sent. `name` is the server's name of `stream`. */
export interface Sending {
  readonly stream: string;
  readonly name: string;
  readonly expected: number;
}

/**
 * Sends an append until its outcome is known: the same bytes, ids and revision each time, one
 * attempt after another. Answers where its events stand. Throws `VersionConflict` when it never can
 * land, `LogUnavailable` when nobody knows.
 */
export async function landed(
  connection: EventStoreDbConnection,
  to: Sending,
  events: readonly Prepared[],
): Promise<readonly bigint[]> {
  const over = performance.now() + SETTLE_MS;
  const toSend = events.map((it) => it.toSend);
  let doubt: unknown;
  for (let attempt = 0; performance.now() < over; attempt++)
    try {
      const left = over - performance.now();
      const answer = await connection.append(to.name, to.expected, toSend, left);
      const isPlain = doubt === undefined && events.length === 1 && answer.position !== undefined;
      if (isPlain && answer.nextExpectedRevision === BigInt(to.expected + 1))
        return [commitOf(answer.position!)];
      return await mustStand(connection, to, events);
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble === 'conflict' && doubt === undefined) throw new VersionConflict();
      if (trouble === 'deleted') throw new BrokenStream(to.stream, 0, 'it was deleted for good');
      if (trouble === 'conflict' || trouble === 'unknown') doubt = error;
      if (trouble === 'conflict') break;
      if (trouble !== 'unknown') throw error;
      await backoff(attempt);
    }
  const commits = await standing(connection, to, events);
  if (commits) return commits;
  if (troubleOf(doubt) === 'conflict') throw new VersionConflict();
  throw new LogUnavailable(`The event store did not say what became of it: ${nameOf(doubt)}`);
}

/** The server took it, but did not compare it: what stands there may be another’s, or elsewhere. */
async function mustStand(
  connection: EventStoreDbConnection,
  to: Sending,
  events: readonly Prepared[],
): Promise<readonly bigint[]> {
  const commits = await standing(connection, to, events);
  if (commits) return commits;
  throw new BrokenStream(to.stream, to.expected + 1, 'it is not what was appended there');
}

/** Where these very events stand at the versions they were made for; `undefined`: they do not. */
export async function standing(
  connection: EventStoreDbConnection,
  { name, expected }: Sending,
  events: readonly Prepared[],
): Promise<readonly bigint[] | undefined> {
  const stored = await connection.forwards(name, expected + 1, events.length);
  const same = events.every(({ toSend }, i) => stored[i]?.id === toSend.id);
  return same ? stored.map((it) => commitOf(it.position!)) : undefined;
}

/**
 * Both numbers of an event are the same: the server writes an append as one record an event. Where
 * they were not, one of them would be too little to go on from.
 */
export function commitOf({ commit, prepare }: { commit: bigint; prepare: bigint }): bigint {
  if (commit !== prepare) throw new Error(`An event has two positions: ${commit} and ${prepare}`);
  return commit;
}
