import { setImmediate } from 'node:timers/promises';
import type { Instant } from '../kernel/dates.js';
import {
  dataOf,
  FIRST_ROOT,
  firstHash,
  hashOf,
  instantIn,
  metaOf,
  rootOf,
  type SealHead,
} from './chain.js';
import type { EventLog, Position, StoredBytes } from './event-log.js';
import { hiddenOf } from './hidden-streams.js';
import { SEALS, type LogSealed } from './seals.events.js';

const PAGE = 1_000;

/** What was found, and for an auditor to note: a later log must still hold this head. */
export interface Integrity {
  readonly ok: boolean;
  /** Looked at and in order, from the first one on. */
  readonly events: number;
  readonly streams: number;
  /**
   * Of these, how many no seal covers yet: were the log cut there, nothing in it could tell. They
   * are protected against crashes alone.
   */
  readonly unsealed: number;
  /** Count and root of the last seal; the place of the last event. */
  readonly head: {
    readonly count: number;
    readonly root: string;
    readonly position: Position | null;
  };
  readonly brokenAt?: Broken;
}

export interface Broken {
  readonly stream: string;
  readonly version: number;
  readonly position: Position;
  readonly what: string;
}

export interface VerifyOptions {
  /** Goes on from there; by default from the first event. */
  readonly from?: Checkpoint;
  /** After each page; how many events so far. */
  readonly onProgress?: (events: number) => void;
}

/** One pass in log order over the stored bytes: links, gaps, seals. Stops at what is broken. */
export async function verify(
  log: EventLog,
  { from, onProgress }: VerifyOptions = {},
): Promise<Integrity & { readonly checkpoint: Checkpoint }> {
  const checkpoint = from?.copy() ?? new Checkpoint();
  const touched = new Set<string>();
  for (;;) {
    const page = await log.bytes(checkpoint.position, PAGE);
    for (const row of page) {
      const what = checkpoint.take(row, !log.isShared);
      const { stream, version, position } = row;
      touched.add(stream);
      if (what === undefined) continue;
      const brokenAt = { stream, version, position, what };
      return { ok: false, ...checkpoint.found(), brokenAt, checkpoint };
    }
    onProgress?.(checkpoint.events);
    if (page.length < PAGE) {
      const brokenAt = log.isShared ? await hiddenFrom(log, checkpoint, touched) : undefined;
      if (brokenAt) return { ok: false, ...checkpoint.found(), brokenAt, checkpoint };
      return { ok: true, ...checkpoint.found(), checkpoint };
    }
    // Others want to be answered while millions of events are looked at.
    await setImmediate();
  }
}

/** Of the streams that had something new. Its place is that up to which was looked. */
async function hiddenFrom(
  log: EventLog,
  checkpoint: Checkpoint,
  touched: ReadonlySet<string>,
): Promise<Broken | undefined> {
  const hidden = await hiddenOf(log, checkpoint.headsOf(touched));
  if (!hidden) return undefined;
  const what = 'It is in the log, but its stream was deleted or cut short';
  return { ...hidden, position: checkpoint.position!, what };
}

interface StreamSoFar {
  version: number;
  hash: string;
  /** Hashes of the events up to `version` that no seal has covered yet. */
  unsealed: string[];
}

/** How far one has looked, and what one must remember to look on from there. */
export class Checkpoint {
  position: Position | null = null;
  events = 0;
  private seals = 0;
  private readonly streams = new Map<string, StreamSoFar>();
  private sealed = { count: 0, root: FIRST_ROOT };
  private knownUntil = '';

  copy(): Checkpoint {
    const streams = new Map<string, StreamSoFar>();
    for (const [stream, it] of this.streams)
      streams.set(stream, { ...it, unsealed: [...it.unsealed] });
    return Object.assign(new Checkpoint(), this, { streams });
  }

  headsOf(streams: ReadonlySet<string>): SealHead[] {
    return [...streams].map((stream) => {
      const { version, hash } = this.streams.get(stream)!;
      return [stream, version, hash];
    });
  }

  /** What the next event of the stream must be chained to. */
  linkOf(stream: string): string {
    return this.streams.get(stream)?.hash ?? firstHash(stream);
  }

  found(): Omit<Integrity, 'ok' | 'brokenAt'> {
    const { events, streams, sealed, position } = this;
    const unsealed = events - this.seals - sealed.count;
    return { events, streams: streams.size, unsealed, head: { ...sealed, position } };
  }

  /** What is wrong with the next event; `undefined`: nothing, and it is taken. */
  take(row: StoredBytes, oneClock: boolean): string | undefined {
    const { stream, version, hash, position } = row;
    const known = this.streams.get(stream) ?? unread(stream);
    const changed = wrongLink(row, known);
    if (changed !== undefined) return changed;
    const recordedAt = instantIn(row.meta, row);
    if (recordedAt === undefined) return wrongPlace(row);
    const { knownFrom = recordedAt } = row;
    const wrong = this.wrongTime(knownFrom, oneClock) ?? this.wrongSeal(row);
    if (wrong !== undefined) return wrong;
    if (stream === SEALS) this.cover(sealIn(row));
    else known.unsealed.push(hash);
    if (version === 0) this.streams.set(stream, known);
    known.version = version;
    known.hash = hash;
    this.knownUntil = knownFrom;
    this.position = position;
    this.events++;
    return undefined;
  }

  private wrongTime(knownFrom: Instant, oneClock: boolean): string | undefined {
    if (!oneClock || knownFrom > this.knownUntil) return undefined;
    return 'It was recorded before the event that stands before it';
  }

  private wrongSeal(row: StoredBytes): string | undefined {
    if (row.stream !== SEALS) return undefined;
    const { heads, count, root } = sealIn(row);
    for (const [stream, version, hash] of heads)
      if (this.unsealed(stream, version) !== hash)
        return `It seals ${stream} at version ${version}, which is missing or another`;
    const events = heads.reduce((sum, [stream, to]) => sum + this.covered(stream, to), 0);
    if (count !== this.sealed.count + events)
      return `It seals ${count} events where there are ${this.sealed.count + events}`;
    return root === rootOf(this.sealed.root, heads) ? undefined : 'Its root does not fit';
  }

  private unsealed(stream: string, version: number): string | undefined {
    return this.streams.get(stream)?.unsealed[this.covered(stream, version) - 1];
  }

  /** How many events a seal covers that names `stream` at version `to`. */
  private covered(stream: string, to: number): number {
    const { version, unsealed } = this.streams.get(stream) ?? unread(stream);
    return unsealed.length - (version - to);
  }

  private cover({ heads, count, root }: Omit<LogSealed, 'type'>): void {
    for (const [stream, to] of heads)
      this.streams.get(stream)!.unsealed.splice(0, this.covered(stream, to));
    this.sealed = { count, root };
    this.seals++;
  }
}

const unread = (stream: string): StreamSoFar => ({
  version: -1,
  hash: firstHash(stream),
  unsealed: [],
});

function wrongLink(row: StoredBytes, known: StreamSoFar): string | undefined {
  const { version, meta, data, hash } = row;
  if (version !== known.version + 1) return `Version ${known.version + 1} should stand here`;
  if (hashOf(known.hash, meta, data) !== hash) return 'Its hash does not fit: it was changed';
  return undefined;
}

function wrongPlace(row: StoredBytes): string {
  const { version, stream } = metaOf(row);
  return `It was recorded as version ${version} of ${stream}`;
}

const sealIn = (row: StoredBytes): Omit<LogSealed, 'type'> => dataOf<LogSealed>(row);
