import { setTimeout } from 'node:timers/promises';
import type { Decider, DomainEvent } from '../kernel/decider.js';
import { Busy, Stale, VersionConflict, type Asked, type Written } from './event-log.js';
import { foldOn, unfolded } from './folded-states.js';
import { answer, judge } from './verdict.js';
import type { Writer } from './writer.js';

/** What the caller had seen, from `If-Match`: a stream and its version then. */
export interface SeenAt {
  readonly stream: string;
  readonly version: number;
}

const ATTEMPTS = 5;
const jitter = (attempt: number) => setTimeout(Math.random() * 2 ** attempt);

/**
 * The only road to the log: look up the request, decide, append at the version decided on. Send it
 * twice, it counts once. Throws the rules' `Refusal`; `KeyReused`; `Busy` after five lost races;
 * `Stale` where what the caller had seen has moved on.
 */
export async function transact<C, E extends DomainEvent, S>(
  writer: Writer,
  stream: string,
  rules: Decider<C, E, S>,
  command: C,
  asked: Asked,
  seen?: SeenAt,
): Promise<Written<E>> {
  const { written, appended, refusal } = await inTurn(writer.queues, stream, () =>
    decided(writer, stream, rules, command, asked, seen),
  );
  // Out of the queue: what follows an event may write to the same stream.
  if (appended) await writer.afterAppend(written.recorded);
  if (refusal) throw refusal;
  return written;
}

interface Decided<E extends DomainEvent> {
  readonly written: Written<E>;
  /** Just now, not by an earlier sending of the request. */
  readonly appended: boolean;
  readonly refusal?: Error | undefined;
}

async function decided<C, E extends DomainEvent, S>(
  writer: Writer,
  stream: string,
  rules: Decider<C, E, S>,
  command: C,
  asked: Asked,
  seen?: SeenAt,
): Promise<Decided<E>> {
  const { log, types, states, pause = jitter } = writer;
  // Taken before the look-up: what lands in between is then in the tail, and found there.
  const cached = states.get<S>(stream);
  const earlier = () => log.findRequest<E>(asked.requestId, asked.requestHash);
  const recorded = await earlier();
  if (recorded) return { written: answer(rules, recorded), appended: false };
  if (seen && seen.stream !== stream) await mustBeAt(writer, seen);
  const seenVersion = seen?.stream === stream ? seen.version : undefined;

  let folded = cached ?? unfolded(rules);
  // Attempt 0 trusts the cache, which may be behind. Each later one has just read what it missed.
  for (let attempt = cached ? 0 : 1; attempt <= ATTEMPTS; attempt++) {
    if (attempt > 1) await pause(attempt);
    if (attempt > 0) {
      const tail = await log.load<E>(stream, folded.version);
      const own = tail.filter((it) => it.requestId === asked.requestId);
      // It had landed after all.
      if (own.length > 0)
        return { written: answer(rules, (await earlier()) ?? own), appended: false };
      tail.forEach((it) => types.mustKnow(it));
      folded = foldOn(rules, folded, tail);
      states.put(stream, folded);
    }

    const { events, refusal } = judge(rules, command, folded, seenVersion);
    // An append is checked by its version. An answer without one is true only if we have looked.
    if (events.length === 0 && attempt === 0) continue;
    if (events.length === 0) {
      const { version, position } = folded;
      return { written: { version, position, recorded: [] }, appended: false, refusal };
    }
    const written = await log.append(stream, folded.version, events, asked).catch(unlessConflict);
    if (!written) continue;

    states.put(stream, foldOn(rules, folded, written.recorded));
    return { written, appended: true, refusal };
  }
  throw new Busy();
}

/** Against what the caller had not seen, not against a write at the same instant. */
async function mustBeAt({ log }: Writer, { stream, version }: SeenAt): Promise<void> {
  const [last] = await log.loadBackwards(stream, 1);
  if ((last?.version ?? -1) !== version) throw new Stale();
}

const unlessConflict = (error: unknown) => {
  if (!(error instanceof VersionConflict)) throw error;
};

/** One after another for each stream, in the order in which they came. */
function inTurn<T>(
  queues: Map<string, Promise<unknown>>,
  stream: string,
  work: () => Promise<T>,
): Promise<T> {
  const mine = (queues.get(stream) ?? Promise.resolve()).then(work);
  const done = mine
    .catch(() => {})
    .finally(() => {
      if (queues.get(stream) === done) queues.delete(stream);
    });
  queues.set(stream, done);
  return mine;
}
