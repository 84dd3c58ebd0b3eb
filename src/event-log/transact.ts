import { setTimeout } from 'node:timers/promises';
import type { Decider, DomainEvent } from '../kernel/decider.js';
import {
  Busy,
  Stale,
  VersionConflict,
  type Asked,
  type EventLog,
  type Written,
} from './event-log.js';
import { foldOn, unfolded, type Folded, type FoldedStates } from './folded-states.js';
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
 * The only road to the log: decide, append at the version decided on, under the request's id. Send
 * it twice, it counts once. Throws the rules' `Refusal`; `KeyReused`; `Busy` after five lost races;
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
  const hindrance = writer.hindrance();
  if (hindrance) throw hindrance;
  const { written, appended, refusal } = await writer.queues.inTurn(stream, () =>
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
  const cached = states.get<S>(stream);
  const seenVersion = seen?.stream === stream ? seen.version : undefined;
  let folded = cached ?? unfolded(rules);

  // On a cached state nothing is looked up: an append finds out by itself whether the version is the
  // stream's and the request is new. Anything else than an append is no answer yet.
  if (cached && !seen) {
    const { events, refusal } = judge(rules, command, folded);
    const written = events.length > 0 && (await appended(log, stream, folded, events, asked));
    if (written) return keep(states, stream, rules, folded, written, refusal);
  }

  const earlier = () => log.findRequest<E>(asked.requestId, asked.requestHash);
  const recorded = await earlier();
  if (recorded) return { written: answer(rules, recorded), appended: false };
  if (seen && seen.stream !== stream) await mustBeAt(writer, seen);

  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    if (attempt > 1) await pause(attempt);
    const tail = await log.load<E>(stream, folded.version);
    const own = tail.filter((it) => it.requestId === asked.requestId);
    // It had landed after all.
    if (own.length > 0)
      return { written: answer(rules, (await earlier()) ?? own), appended: false };
    tail.forEach((it) => types.mustKnow(it));
    folded = foldOn(rules, folded, tail);
    states.put(stream, folded);

    const { events, refusal } = judge(rules, command, folded, seenVersion);
    if (events.length === 0) {
      const { version, position } = folded;
      return { written: { version, position, recorded: [] }, appended: false, refusal };
    }
    const written = await appended(log, stream, folded, events, asked);
    if (written) return keep(states, stream, rules, folded, written, refusal);
  }
  throw new Busy();
}

/** `undefined`: somebody else wrote to the stream first, or the request had landed before. */
const appended = <E extends DomainEvent>(
  log: EventLog,
  stream: string,
  { version }: Folded<unknown>,
  events: readonly E[],
  asked: Asked,
): Promise<Written<E> | undefined> =>
  log.append(stream, version, events, asked).catch((error: unknown) => {
    if (!(error instanceof VersionConflict)) throw error;
    return undefined;
  });

function keep<C, E extends DomainEvent, S>(
  states: FoldedStates,
  stream: string,
  rules: Decider<C, E, S>,
  folded: Folded<S>,
  written: Written<E>,
  refusal: Error | undefined,
): Decided<E> {
  states.put(stream, foldOn(rules, folded, written.recorded));
  return { written, appended: true, refusal };
}

/** Against what the caller had not seen, not against a write at the same instant. */
async function mustBeAt({ log }: Writer, { stream, version }: SeenAt): Promise<void> {
  const [last] = await log.loadBackwards(stream, 1);
  if ((last?.version ?? -1) !== version) throw new Stale();
}
