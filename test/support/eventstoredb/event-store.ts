import { closeSync, fsyncSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';

/** An event as the server keeps it. Its commit and prepare positions are one number. */
export interface Kept {
  readonly position: bigint;
  readonly stream: string;
  readonly revision: bigint;
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

export type Proposed = Pick<Kept, 'id' | 'type' | 'contentType' | 'data' | 'metadata'>;
export type Expected = bigint | 'any' | 'no_stream' | 'stream_exists';

/** What became of an append. */
export type Outcome =
  | { readonly revision: bigint; readonly position?: bigint }
  | { readonly current: bigint | 'no_stream' }
  | 'stream-deleted'
  | 'too-large';

/** In bytes of data, over all events of an append. */
export const MAX_APPEND = 1_048_576;
const NEVER = 2n ** 63n - 1n;
const SETTINGS = '$settings';

export interface StreamMetadata {
  readonly $tb?: number;
  readonly $maxCount?: number;
  readonly $acl?: Acl;
}
export type Right = '$r' | '$w' | '$d' | '$mr' | '$mw';
export type Acl = Readonly<Partial<Record<Right, string | readonly string[]>>>;

/**
 * What a server holds and how it decides, as it was measured on 23.10.8 and 24.2.0. In memory, and
 * in a file when there is one: then what is answered is on the disk.
 */
export class EventStore {
  private all: Kept[] = [];
  private readonly streams = new Map<string, Kept[]>();
  private readonly places = new Set<bigint>();
  /** Only of this run: `any` knows no event of an earlier one. */
  private readonly seen = new Map<string, number>();
  private readonly file: number | undefined;
  private unwritten = '';
  private end = 869n;
  /** What stands before it can be read. */
  private flushed = 0n;
  private readonly listeners = new Set<() => void>();

  constructor(file?: string) {
    if (file !== undefined) this.restore(file);
    this.file = file === undefined ? undefined : openSync(file, 'a');
    this.flushed = this.end;
    if (this.all.length > 0) return;
    for (const type of ['$UserCreated', '$UserCreated'])
      this.add('$users', [proposed(type, { loginName: 'admin' })]);
    this.flush();
  }

  close(): void {
    if (this.file !== undefined) closeSync(this.file);
  }

  /** Tells of every commit from now on, until the answer is called. */
  listen(heard: () => void): () => void {
    this.listeners.add(heard);
    return () => void this.listeners.delete(heard);
  }

  /** In the memory; `flush` brings it to the disk and tells of it. */
  append(stream: string, expected: Expected, events: readonly Proposed[]): Outcome {
    if (this.isTombstoned(stream)) return 'stream-deleted';
    const bytes = events.reduce((sum, it) => sum + it.data.length, 0);
    if (bytes > MAX_APPEND) return 'too-large';
    const kept = this.streams.get(stream) ?? [];
    const last = BigInt(kept.length) - 1n;
    // Measured: it succeeds, and names a stream that is not there.
    if (events.length === 0) return { revision: last < 0n ? 0n : last, position: this.end };
    const earlier = this.earlier(kept, expected, events);
    if (earlier) return this.isDeleted(stream) ? { revision: earlier.revision } : earlier;
    const fits = this.fits(stream, last, expected) && !this.isPartlyKnown(stream, expected, events);
    if (!fits) return { current: last < 0n ? 'no_stream' : last };
    if (this.isDeleted(stream)) this.setMetadata(stream, { $tb: Number(last + 1n) });
    const added = this.add(stream, events).at(-1)!;
    return { revision: added.revision, position: added.position };
  }

  /** Hides the stream; its events stay until the server is scavenged. */
  delete(stream: string): void {
    this.setMetadata(stream, { $tb: Number(NEVER) });
  }

  /** For ever, with a mark in the stream itself. */
  tombstone(stream: string): void {
    const mark = this.kept(stream, NEVER, proposed('$streamDeleted', {}));
    this.keep(mark);
  }

  /** What nobody can read any more is gone. */
  scavenge(): void {
    const gone = new Set(this.all.filter((it) => !this.isVisible(it)));
    this.all = this.all.filter((it) => !gone.has(it));
  }

  /** Newest last; `undefined`: there is no such stream. */
  read(stream: string): readonly Kept[] | undefined {
    const events = this.streams.get(stream);
    if (!events || this.isDeleted(stream)) return undefined;
    return events.filter((it) => it.position < this.flushed && this.isVisible(it));
  }

  isTombstoned(stream: string): boolean {
    const named = stream.startsWith('$$') ? stream.slice(2) : stream;
    return this.streams.get(named)?.at(-1)?.revision === NEVER;
  }

  lastOf(stream: string): bigint {
    return BigInt(this.streams.get(stream)?.length ?? 0) - 1n;
  }

  /** Where the first event at or after `position` stands among all. */
  indexOf(position: bigint): number {
    let [low, high] = [0, this.all.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.all[middle]!.position < position) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  at(index: number): Kept | undefined {
    const event = this.all[index];
    return event && event.position < this.flushed ? event : undefined;
  }

  get count(): number {
    return this.indexOf(this.flushed);
  }

  /** Not between two events. What was scavenged keeps its place; beyond the end all are places. */
  isPlace(position: bigint): boolean {
    return position >= this.end || this.places.has(position);
  }

  metadataOf(stream: string): StreamMetadata {
    const last = this.streams.get(`$$${stream}`)?.at(-1);
    return last ? (parsed(last) as StreamMetadata) : {};
  }

  /** What `update-default-acl` said last. */
  defaultAcl(): { $userStreamAcl?: Acl; $systemStreamAcl?: Acl } {
    const last = this.streams.get(SETTINGS)?.findLast((it) => it.type === 'update-default-acl');
    return last ? (parsed(last) as object) : {};
  }

  setMetadata(stream: string, metadata: StreamMetadata): void {
    this.add(`$$${stream}`, [proposed('$metadata', metadata)]);
  }

  /** To the disk, with one sync for all that was added since; then everybody hears of it. */
  flush(): void {
    if (this.file !== undefined && this.unwritten !== '') {
      writeSync(this.file, this.unwritten);
      fsyncSync(this.file);
    }
    this.unwritten = '';
    this.flushed = this.end;
    for (const heard of this.listeners) heard();
  }

  /** The same ids where they would go; whether their content is the same, the server never asks. */
  private earlier(kept: readonly Kept[], expected: Expected, events: readonly Proposed[]) {
    const from =
      typeof expected === 'bigint'
        ? Number(expected) + 1
        : expected === 'no_stream'
          ? 0
          : this.seen.get(seenAs(kept[0]?.stream ?? '', events[0]!.id));
    if (from === undefined) return undefined;
    const same = events.every(({ id }, i) => kept[from + i]?.id === id);
    const last = kept[from + events.length - 1];
    return same && last ? { revision: last.revision, position: last.position } : undefined;
  }

  private fits(stream: string, last: bigint, expected: Expected): boolean {
    if (expected === 'any') return true;
    if (expected === 'no_stream') return last < 0n || this.isDeleted(stream);
    if (expected === 'stream_exists') return last >= 0n && !this.isDeleted(stream);
    return expected === last;
  }

  private isPartlyKnown(stream: string, expected: Expected, events: readonly Proposed[]): boolean {
    return expected === 'any' && events.some(({ id }) => this.seen.has(seenAs(stream, id)));
  }

  private isDeleted(stream: string): boolean {
    return this.metadataOf(stream).$tb === Number(NEVER);
  }

  private isVisible({ stream, revision }: Kept): boolean {
    if (stream.startsWith('$$') || revision === NEVER) return true;
    if (this.isTombstoned(stream) || this.isDeleted(stream)) return false;
    const { $tb = 0, $maxCount } = this.metadataOf(stream);
    const from = $maxCount === undefined ? 0n : this.lastOf(stream) + 1n - BigInt($maxCount);
    return revision >= BigInt($tb) && revision >= from;
  }

  private add(stream: string, events: readonly Proposed[]): Kept[] {
    return events.map((it) => {
      const event = this.kept(stream, this.lastOf(stream) + 1n, it);
      this.keep(event);
      return event;
    });
  }

  private kept(stream: string, revision: bigint, it: Proposed): Kept {
    const position = this.end;
    this.end += BigInt(120 + stream.length + it.data.length + it.metadata.length);
    return { ...it, stream, revision, position };
  }

  private keep(event: Kept): void {
    this.remember(event);
    if (this.file !== undefined) this.unwritten += `${lineOf(event)}\n`;
    if (this.seen.size > 100_000) this.seen.clear();
    this.seen.set(seenAs(event.stream, event.id), Number(event.revision));
  }

  private remember(event: Kept): void {
    const stream = this.streams.get(event.stream) ?? [];
    this.streams.set(event.stream, stream);
    stream.push(event);
    this.all.push(event);
    this.places.add(event.position);
  }

  /** A line that was not written to its end was never answered. */
  private restore(file: string): void {
    const text = textIn(file);
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    if (whole !== text) truncateSync(file, whole.length);
    for (const line of whole.split('\n').slice(0, -1)) {
      const event = eventIn(line);
      this.remember(event);
      this.end = event.position + BigInt(120 + event.stream.length);
      this.end += BigInt(event.data.length + event.metadata.length);
    }
  }
}

const seenAs = (stream: string, id: string) => `${stream} ${id}`;
const parsed = (event: Kept): unknown => JSON.parse(Buffer.from(event.data).toString());

export const proposed = (type: string, data: object): Proposed => ({
  id: crypto.randomUUID(),
  type,
  contentType: 'application/json',
  data: Buffer.from(JSON.stringify(data)),
  metadata: new Uint8Array(),
});

function textIn(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

const lineOf = ({ position, revision, data, metadata, ...it }: Kept): string =>
  JSON.stringify({
    ...it,
    position: String(position),
    revision: String(revision),
    data: Buffer.from(data).toString('base64'),
    metadata: Buffer.from(metadata).toString('base64'),
  });

function eventIn(line: string): Kept {
  const { position, revision, data, metadata, ...it } = JSON.parse(line) as Record<string, string>;
  return {
    ...(it as unknown as Kept),
    position: BigInt(position!),
    revision: BigInt(revision!),
    data: Buffer.from(data!, 'base64'),
    metadata: Buffer.from(metadata!, 'base64'),
  };
}
