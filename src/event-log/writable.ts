import type { DomainEvent } from '../kernel/decider.js';
import { dataText, envelopeOf, envelopeText, type Envelope } from './chain.js';
import { LIMITS, Unwritable, type Asked } from './event-log.js';
import type { EventTypes } from './event-types.js';

/** What an append is once every store could take it. */
export interface Writable {
  readonly envelope: Envelope;
  /** Canonical JSON, as far as it is the same for all events. */
  readonly envelopeText: string;
  readonly events: readonly WritableEvent[];
}

export interface WritableEvent {
  readonly type: string;
  readonly schemaVersion: number;
  /** Canonical JSON. */
  readonly data: string;
}

/** Printable and short: a seal names up to 256 streams and is itself an event of 64 KiB at most. */
const STREAM = /^[!-~]{1,100}$/;
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

/** Asked before anything else, so that no event exists which one store would refuse. */
export function writable(
  stream: string,
  events: readonly DomainEvent[],
  asked: Asked,
  types: EventTypes,
): Writable {
  if (!STREAM.test(stream)) throw new Unwritable(`Not the name of a stream: ${stream}`);
  if (!UUID.test(asked.requestId)) throw new Unwritable(`Not a UUID: ${asked.requestId}`);
  if (events.length < 1 || events.length > LIMITS.events)
    throw new Unwritable(`An append has 1 to ${LIMITS.events} events, this one ${events.length}`);
  const envelope = envelopeOf(asked);
  const text = mustBeWritable('Who asks', () => envelopeText(envelope));
  const written = events.map((it) => writableEvent(it, types));
  const bytes = written.reduce((sum, { data }) => sum + Buffer.byteLength(data), 0);
  if (bytes > LIMITS.appendBytes)
    throw new Unwritable(`An append has at most ${LIMITS.appendBytes} bytes, this one ${bytes}`);
  return { envelope, envelopeText: text, events: written };
}

function writableEvent(event: DomainEvent, types: EventTypes): WritableEvent {
  const { type } = event;
  const schemaVersion = types.versionOf(type);
  const data = mustBeWritable(type, () => dataText(event));
  const bytes = Buffer.byteLength(data);
  if (bytes > LIMITS.eventBytes)
    throw new Unwritable(`An event has at most ${LIMITS.eventBytes} bytes, this ${type} ${bytes}`);
  return { type, schemaVersion, data };
}

function mustBeWritable<T>(what: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    throw new Unwritable(`${what} cannot be written: ${(error as Error).message}`, {
      cause: error,
    });
  }
}
