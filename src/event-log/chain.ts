import { canonicalJson, present } from '../kernel/canonical.js';
import { microsOf, type Instant } from '../kernel/dates.js';
import type { DomainEvent } from '../kernel/decider.js';
import { idOfHash, sha256 } from '../kernel/digest.js';
import type { Actor, Position, Recorded } from './event-log.js';

// The bytes that are hashed. Frozen for ever: a change here would make every log look forged.

/** Of whom an append comes, and from what. */
export interface Envelope {
  readonly actor: Actor;
  readonly requestId: string;
  readonly correlationId?: string;
  readonly causationId?: string;
}

/** What the log says about an event; with it in one hash, and beside it in the store. */
export interface Meta extends Envelope {
  readonly stream: string;
  readonly version: number;
  readonly type: string;
  readonly schemaVersion: number;
  readonly recordedAt: Instant;
}

/** Field by field, so that nothing a caller's object may hold besides gets into the log. */
export const envelopeOf = (it: Envelope): Envelope =>
  present({
    actor: present({
      userId: it.actor.userId,
      role: it.actor.role,
      onBehalfOf: it.actor.onBehalfOf,
    }),
    requestId: it.requestId,
    correlationId: it.correlationId,
    causationId: it.causationId,
  });

/** What tells an event's place; canonical JSON sorts these fields last. */
export type Placed = Pick<Meta, 'stream' | 'version' | 'type'>;

export const metaText = (meta: Meta): string => metaHead(envelopeText(meta), meta) + metaTail(meta);

/** What all events of an append begin with: what sorts before the instant of each. */
export function envelopeText(envelope: Envelope): string {
  const { requestId: _, ...before } = envelopeOf(envelope);
  return canonicalJson(before).slice(0, -1);
}

/** Its beginning: a store that knows an event's place need keep no more. */
export const metaHead = (
  envelope: string,
  { recordedAt, requestId, schemaVersion }: Omit<Meta, keyof Placed | 'actor'>,
): string => `${envelope},${canonicalJson({ recordedAt, requestId, schemaVersion }).slice(1, -1)}`;

/** The rest of it, from the place. */
export const metaTail = ({ stream, version, type }: Placed): string =>
  `,"stream":${JSON.stringify(stream)},"type":${JSON.stringify(type)},"version":${version}}`;

/** The event without its `type`, which stands in `meta`: nothing is said twice. */
export function dataText(event: DomainEvent): string {
  const { type: _, ...data } = event;
  return canonicalJson(data);
}

/** What the first event of a stream is chained to. In hex, as every hash. */
export const firstHash = (stream: string): string => sha256(`ledger/1 ${stream}`);

/** The lengths keep a byte from moving between `meta` and `data` unseen. */
export const hashOf = (previousHash: string, meta: string, data: string): string =>
  sha256(framed(previousHash, meta, data));

/** Hashed as soon as it is filled, it can be filled again: no buffer an event. */
let frame = Buffer.allocUnsafe(8_192);

function framed(previousHash: string, meta: string, data: string): Buffer {
  // No character takes more than three bytes as UTF-8 for each place it takes in a string.
  const atMost = 32 + 4 + 3 * meta.length + 4 + 3 * data.length;
  if (frame.length < atMost) frame = Buffer.allocUnsafe(atMost);
  frame.write(previousHash, 'hex');
  const end = put(frame, put(frame, 32, meta), data);
  return frame.subarray(0, end);
}

/** Its length, then itself; answers where it ends. */
function put(into: Buffer, at: number, text: string): number {
  const length = into.write(text, at + 4);
  into.writeUInt32BE(length, at);
  return at + 4 + length;
}

/** The last event of one stream when a seal was set: all before it hangs on its hash. */
export type SealHead = readonly [stream: string, version: number, hash: string];

/** What the first seal's root is made from. */
export const FIRST_ROOT = firstHash('seals');

export const rootOf = (previousRoot: string, heads: readonly SealHead[]): string =>
  sha256(Buffer.from(previousRoot, 'hex'), canonicalJson(heads));

/** What a store has of an event, and where. */
export interface Stored {
  readonly version: number;
  readonly position: Position;
  readonly meta: string;
  readonly data: string;
  readonly hash: string;
  readonly previousHash: string;
}

export function recordedFrom<E extends DomainEvent>(stored: Stored): Recorded<E> {
  const { stream, version, type, ...says } = metaOf(stored);
  return recordedOf({ ...stored, stream, version }, type, says, dataOf(stored));
}

/** What is stored of an event, once it is parsed. */
export const recordedOf = <E extends DomainEvent>(
  at: Omit<Stored, 'meta' | 'data'> & Pick<Meta, 'stream'>,
  type: string,
  says: Omit<Meta, keyof Placed>,
  data: object,
): Recorded<E> => ({
  event: { type, ...data } as E,
  eventId: idOfHash(at.hash),
  stream: at.stream,
  version: at.version,
  position: at.position,
  hash: at.hash,
  previousHash: at.previousHash,
  ...says,
});

const parsed = <T>(text: string): T => JSON.parse(text) as T;

export const dataOf = <E extends DomainEvent>({
  data,
}: {
  readonly data: string;
}): Omit<E, 'type'> => parsed(data);

export const metaOf = ({ meta }: { readonly meta: string }): Meta => parsed<Meta>(meta);

/**
 * What meta says of its place and its instant, found in the text itself: it is canonical, and no
 * quote within a text stands there without a backslash. `undefined`: it says another place, or none.
 */
export function instantIn(
  meta: string,
  { stream, version }: Pick<Placed, 'stream' | 'version'>,
): Instant | undefined {
  const at = meta.indexOf(RECORDED_AT);
  const isThere =
    at > 0 &&
    meta.endsWith(`,"version":${version}}`) &&
    meta.includes(`,"stream":${JSON.stringify(stream)},"type":"`, at);
  const from = at + RECORDED_AT.length;
  return isThere ? (meta.slice(from, meta.indexOf('"', from)) as Instant) : undefined;
}

const RECORDED_AT = ',"recordedAt":"';

/** `null` where it cannot be read: such a log can still be opened, for `verify` to say so. */
export function recordedAtOf(row: { readonly meta: string }): Instant | null {
  try {
    const { recordedAt } = metaOf(row);
    return Number.isSafeInteger(microsOf(recordedAt)) ? recordedAt : null;
  } catch {
    return null;
  }
}

/** The stored stream is not what was written to it. Nothing can be decided on it. */
export class BrokenStream extends Error {
  constructor(
    readonly stream: string,
    readonly version: number,
    what: string,
  ) {
    super(
      `The stream ${stream} is broken at version ${version}: ${what}. It cannot be used until ` +
        `the log is restored from a backup that verifies.`,
    );
  }
}

/** Throws `BrokenStream` unless `rows` run on from `afterVersion` without a gap, each linked. */
export function mustLink(stream: string, afterVersion: number, rows: readonly Stored[]): void {
  for (const [i, { version, previousHash, meta, data, hash }] of rows.entries()) {
    const expected = afterVersion + 1 + i;
    if (version !== expected) throw new BrokenStream(stream, expected, 'it is missing');
    if (hashOf(previousHash, meta, data) !== hash)
      throw new BrokenStream(stream, version, 'its hash does not fit');
  }
}
