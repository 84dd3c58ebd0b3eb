import { BrokenStream, metaOf } from './chain.js';
import type { CopySource, LogImport, Moving } from './copying.js';
import { SEALS, type LogSealed } from './seals.events.js';
import type { Position, StoredBytes } from './event-log.js';
import { Checkpoint, verify, type Integrity } from './verify.js';

/** The target holds what is not in the source: it is no copy of it. */
export class AnotherLog extends Error {
  constructor({ stream, version }: StoredBytes) {
    super(
      `The target is no unfinished copy of this log: its version ${version} of ${stream} is not ` +
        'what stands there in the source. Name a target that is empty.',
    );
  }
}

/** The source was written to meanwhile, or the target is not what was written to it. */
export class CopyDiffers extends Error {}

export interface CopyOptions {
  readonly source: CopySource;
  /** The target: how it is read, and how it is written. */
  readonly target: CopySource;
  readonly into: LogImport;
  /** Places in the source that somebody keeps, and needs to know in the target. */
  readonly wanted: ReadonlySet<Position>;
  readonly onProgress?: (what: string, done: number, total: number) => void;
}

export interface Copied {
  readonly found: Integrity;
  /** By place in the source: where the same event stands in the target. */
  readonly places: ReadonlyMap<Position, Position>;
}

const PAGE = 1_000;

/**
 * Moves all events in log order, as knowledge follows it, and what is kept beside them. Each is
 * proved before it is written, and both logs are read against each other at the end. Where it was
 * broken off it goes on. Throws `BrokenStream`, `AnotherLog`, `CopyDiffers`.
 */
export async function copyLog(options: CopyOptions): Promise<Copied> {
  const { source, target, into, wanted, onProgress = () => {} } = options;
  const total = await aboutHowMany(source);
  const reading = new Reading(source);
  for await (const page of inStep(reading, target)) page.forEach(mustBeSame);
  for (;;) {
    const page = await reading.next(PAGE);
    if (page.length === 0) break;
    await into.add(await withBeside(source, page));
    onProgress('events copied', reading.events, Math.max(total, reading.events));
  }
  const { checkpoint: _, ...found } = await verify(target, {
    onProgress: (events) => onProgress('events verified', events, reading.events),
  });
  const places = new Map<Position, Position>();
  if (!found.ok) return { found, places };
  const again = new Reading(source);
  for await (const page of inStep(again, target)) {
    page.forEach(mustBeSame);
    for (const [here, there] of page)
      if (wanted.has(here.position)) places.set(here.position, there.position);
    onProgress('events compared', again.events, reading.events);
  }
  await mustBeAll(again, found);
  return { found, places };
}

/** An event with what it is chained to, and whether its request begins with it. */
type Read = Moving & { readonly isFirst: boolean };

/** Reads a log from its first event, proving each as `verify` does. */
class Reading {
  private readonly checkpoint = new Checkpoint();
  private last = '';

  constructor(private readonly log: CopySource) {}

  get events(): number {
    return this.checkpoint.events;
  }

  get found() {
    return this.checkpoint.found();
  }

  async next(limit: number): Promise<Read[]> {
    const rows = await this.log.bytes(this.checkpoint.position, limit);
    return rows.map((it) => this.read(it));
  }

  private read(row: StoredBytes): Read {
    const previousHash = this.checkpoint.linkOf(row.stream);
    const what = this.checkpoint.take(row, !this.log.isShared);
    if (what !== undefined) throw new BrokenStream(row.stream, row.version, what);
    const { requestId, type } = metaOf(row);
    // The events of a request stand side by side.
    const isFirst = `${row.stream} ${requestId}` !== this.last;
    this.last = `${row.stream} ${requestId}`;
    return { ...row, type, requestId, previousHash, isFirst };
  }
}

type Pair = readonly [here: Read, there: StoredBytes];

/** What both hold, as far as the target goes. */
async function* inStep(reading: Reading, target: CopySource): AsyncGenerator<Pair[]> {
  for (let place: Position | null = null; ;) {
    const there: readonly StoredBytes[] = await target.bytes(place, PAGE);
    if (there.length === 0) return;
    const here = await reading.next(there.length);
    if (here.length < there.length) throw new AnotherLog(there[here.length]!);
    yield here.map((it, i) => [it, there[i]!]);
    place = there.at(-1)!.position;
  }
}

/** Hash and place: the bytes hang on them, as each side is proved for itself. */
function mustBeSame([here, there]: Pair): void {
  const { stream, version, hash } = there;
  if (here.stream !== stream || here.version !== version || here.hash !== hash)
    throw new AnotherLog(there);
}

async function withBeside(source: CopySource, page: readonly Read[]): Promise<Moving[]> {
  const kept = await source.kept(page.filter((it) => it.isFirst));
  return page.map(({ isFirst, ...event }) => {
    const beside = isFirst ? kept.get(event.requestId) : undefined;
    if (!beside) return event;
    const { request, words } = beside;
    // A row that is kept may be that of the same request, sent anew after 35 days.
    const isIts = request?.stream === event.stream && request.fromVersion <= event.version;
    const { requestHash, at } = request ?? {};
    return {
      ...event,
      ...(isIts && at !== undefined && { request: { requestHash: requestHash ?? null, at } }),
      ...(words && { words }),
    };
  });
}

async function mustBeAll(again: Reading, found: Integrity): Promise<void> {
  if ((await again.next(1)).length > 0)
    throw new CopyDiffers(
      'The source was written to while it was copied. Stop whoever writes to it, and type the ' +
        'same again.',
    );
  const { events, streams, head } = again.found;
  const isSame =
    events === found.events &&
    streams === found.streams &&
    head.count === found.head.count &&
    head.root === found.head.root;
  if (!isSame) throw new CopyDiffers('The target does not hold what the source does.');
}

/** As far as it is sealed: counting what a server holds would be to read it. */
async function aboutHowMany(log: CopySource): Promise<number> {
  const [last] = await log.loadBackwards<LogSealed>(SEALS, 1);
  return last ? last.event.count + last.version + 1 : 0;
}
