import { setImmediate, setTimeout } from 'node:timers/promises';
import {
  UnknownEvent,
  type EventLog,
  type Position,
  type Recorded,
} from '../event-log/event-log.js';
import type { EventTypes } from '../event-log/event-types.js';
import { Arrivals } from './arrivals.js';
import { BEFORE_ALL, mustHold, ReadModelsAheadOfLog, type Mark } from './bookmarks.js';
import type { Database } from './database.js';
import { KNOWLEDGE } from './known-events.js';
import { Lane } from './lane.js';
import { modelTable } from './model-table.js';
import { ProjectionStopped, type Projection } from './projection.js';
import type { AnyReadModel } from './read-model.js';
import type { Applied, Readable } from './readable.js';
import { ProjectionTables, type Member } from './tables.js';

export interface ProjectorOptions {
  /** At most so many events are read and folded at a time, up to 500. */
  readonly batch?: number;
  /** Of what stood in the log before, at most so many go in one transaction. */
  readonly gathered?: number;
  /** Before it tries again after trouble with the log or the database. */
  readonly pause?: (attempt: number, signal: AbortSignal) => Promise<unknown>;
}

/** `done` events of about `total` so far. */
export type Progress = (done: number, total: number) => void;

const WAIT_MS = 5_000;
/**
 * While it writes, this thread answers nobody. Where it had more to do than this share of the time,
 * whoever waits for an answer goes first: then it works a fifth of the time, and not for long.
 */
const BUSY = 0.5;
const REST_FOR_WORK = 4;
const REST_MS = { least: 2, most: 10 };
const backoff = (attempt: number, signal: AbortSignal) =>
  setTimeout(Math.min(100 * 2 ** attempt, 10_000), undefined, { signal });

/** Trying again would end the same way. */
const isFinal = (error: unknown): boolean =>
  error instanceof UnknownEvent || error instanceof ProjectionStopped;

/**
 * Keeps the known events and every read model up with the log, each event applied once. Those that
 * are up to date go on together; a new one, or a new version of one, is built from the first event
 * beside them and then joins. What the program does not know stops it: nothing is ever skipped.
 */
export class Projector implements Readable {
  private readonly projections: readonly Projection[];
  private readonly tables: ProjectionTables;
  private readonly batch: number;
  private readonly gathered: number;
  private readonly pause: NonNullable<ProjectorOptions['pause']>;
  private readonly arrivals = new Arrivals();
  private readonly failures = new Map<string, Error>();
  private readonly behind = new Set<Projection>();
  /** Those that are up to date; `undefined` while it is not running. */
  private live: Lane | undefined;
  private stopping = new AbortController();
  private running: Promise<unknown> = Promise.resolve();
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly log: EventLog,
    private readonly types: EventTypes,
    private readonly db: Database,
    models: readonly AnyReadModel[],
    { batch = 500, gathered = 20_000, pause = backoff }: ProjectorOptions = {},
  ) {
    this.projections = [...KNOWLEDGE, ...models.map(modelTable)];
    this.tables = new ProjectionTables(db);
    this.batch = batch;
    this.gathered = gathered;
    this.pause = pause;
  }

  /** Resolves when it follows the log. Throws `ReadModelsAheadOfLog`, and has then applied nothing. */
  async start(): Promise<void> {
    const marks = await this.tables.prepare(this.projections);
    for (const [name, mark] of marks) await mustHold(this.log, name, mark);
    const furthest = [...marks.values()].reduce((a, b) => (b.position > a.position ? b : a));
    const isUpToDate = ({ name }: Projection) => marks.get(name)!.position === furthest.position;
    const upToDate = this.projections.filter(isUpToDate);
    const behind = this.projections.filter((it) => !isUpToDate(it));
    await this.tables.dropOthersOf(upToDate, this.projections);

    this.stopping = new AbortController();
    const { signal } = this.stopping;
    this.failures.clear();
    this.behind.clear();
    for (const it of behind) this.behind.add(it);
    this.live = this.laneOf(upToDate, furthest);
    this.running = Promise.all([
      this.keepUp(signal),
      ...behind.map((it) => this.build(it, signal)),
    ]);
  }

  /** Resolves when the batch in hand is written; what is only gathered will be read again. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
    this.live = undefined;
  }

  /** Why it stands still or tries again; `null`: all is well. */
  get failure(): Error | null {
    return this.failures.values().next().value ?? null;
  }

  /** Read models that are still being built: what they hold is not to be shown yet. */
  get building(): readonly string[] {
    return [...this.behind].map((it) => it.name);
  }

  /** Up to where everything is in the read models; `null`: nothing yet. */
  appliedUpTo(): Applied | null {
    const { position, knownFrom } = this.live?.mark ?? BEFORE_ALL;
    return position === '' || knownFrom === '' ? null : { position, knownFrom };
  }

  /** Whether the event at `position` is in the read models, before the time is over. */
  async waitFor(position: Position, timeoutMs = WAIT_MS): Promise<boolean> {
    if (!this.live) return false;
    if (this.live.mark.position >= position) return true;
    return !isFinal(this.failures.get(LIVE)) && this.arrivals.at(position, timeoutMs);
  }

  /** Whether all that is in the log now is in the read models, before the time is over. */
  async caughtUp(timeoutMs = WAIT_MS): Promise<boolean> {
    const head = await this.log.head();
    return head === null || this.waitFor(head, timeoutMs);
  }

  /** How many events wait to be applied, counted up to `atMost`. */
  async lag(atMost = 1_000): Promise<number> {
    const position = this.appliedUpTo()?.position ?? null;
    if (position === (await this.log.head())) return 0;
    return (await this.log.read(position, atMost)).length;
  }

  /**
   * Makes tables anew from the first event, in one pass for all of them, beside those in use, and
   * then puts each in its place in one transaction. Also while the projector is not running. Throws
   * for a name that no read model has and for one that is still being built.
   */
  async rebuild(names: readonly string[], onProgress: Progress = () => {}): Promise<void> {
    const chosen = names.map((it) => this.builtCalled(it));
    const marks = await this.tables.prepare(this.projections);
    const total = Math.max(...[...marks.values()].map((it) => it.events));
    const beside: Member[] = [];
    for (const it of chosen) beside.push(await this.tables.makeBeside(it));
    const lane = this.lane(beside, BEFORE_ALL);
    const report = () => onProgress(lane.reached.events, Math.max(lane.reached.events, total));
    await this.bringNear(lane, report);
    await this.inTurn(async () => {
      await this.live?.write();
      await this.bringTo(lane, this.live?.mark.position ?? (await this.log.head()) ?? '', report);
      for (const it of beside) await this.tables.swap(it);
    });
  }

  private builtCalled(name: string): Projection {
    const projection = this.projections.find((it) => it.name === name);
    if (!projection) throw new Error(`There is no read model ${name}. ${this.names()}`);
    if (this.behind.has(projection)) throw new Error(`${name} is still being built.`);
    return projection;
  }

  private names(): string {
    return `There are: ${this.projections.map((it) => it.name).join(', ')}.`;
  }

  private laneOf(projections: readonly Projection[], mark: Mark): Lane {
    const members = projections.map((it) => ({ name: it.name, projection: it }));
    return this.lane(members, mark);
  }

  private lane(members: Member[], mark: Mark): Lane {
    return new Lane(this.db, this.types, members, mark, this.gathered);
  }

  private async keepUp(signal: AbortSignal): Promise<void> {
    await this.persevere(LIVE, signal, async () => {
      if (this.failures.has(LIVE)) await this.takeUpAgain();
      const { position } = this.live!.mark;
      const standing = (await this.log.head()) ?? '';
      const load = new Load();
      for await (const events of this.log.follow(position || null, signal))
        for (let i = 0; i < events.length && !signal.aborted; i += this.batch) {
          const begun = performance.now();
          await this.inTurn(() => this.goOn(events.slice(i, i + this.batch), standing));
          this.failures.delete(LIVE);
          this.arrivals.reached(this.live!.mark.position);
          if (events.length > this.batch || !load.isBusy()) await setImmediate();
          else await rest(performance.now() - begun, signal);
        }
    });
    this.arrivals.end();
  }

  /** What comes is written at once; what stood there long before can be gathered. */
  private goOn(events: readonly Recorded[], standing: Position | ''): Promise<void> {
    const isBehind = events.at(-1)!.position < standing;
    return isBehind ? this.live!.gather(events) : this.live!.apply(events);
  }

  /** From the bookmarks as they are now: another process may have moved them. */
  private async takeUpAgain(): Promise<void> {
    this.live = await this.live!.again();
    const { position } = this.live.mark;
    this.arrivals.reached(position);
    if (position === ((await this.log.head()) ?? '')) this.failures.delete(LIVE);
  }

  private async build(projection: Projection, signal: AbortSignal): Promise<void> {
    await this.persevere(projection.name, signal, async () => {
      const marks = await this.tables.prepare(this.projections);
      const lane = this.laneOf([projection], marks.get(projection.name)!);
      const goOn = () => signal.throwIfAborted();
      await this.bringNear(lane, goOn);
      await this.inTurn(async () => {
        await this.live!.write();
        await this.bringTo(lane, this.live!.mark.position, goOn);
        this.live!.join({ name: projection.name, projection });
        this.behind.delete(projection);
      });
      await this.tables.dropOthersOf([projection], this.projections);
    });
  }

  /** Until it is done, stopped, or stands before what would end the same way each time. */
  private async persevere(
    who: string,
    signal: AbortSignal,
    work: () => Promise<void>,
  ): Promise<void> {
    for (let attempt = 1; !signal.aborted; attempt++)
      try {
        await work();
        this.failures.delete(who);
        return;
      } catch (error) {
        if (signal.aborted) return;
        if (!this.failures.has(who)) attempt = 1; // it had got on in between
        this.failures.set(who, error as Error);
        if (isFinal(error)) return;
        await this.pause(attempt, signal).catch(() => {});
      }
  }

  /** While the others go on, so that there is little left to do in turn with them. */
  private async bringNear(lane: Lane, each: () => void): Promise<void> {
    while (this.live && this.live.mark.events - lane.mark.events > this.batch)
      await this.bringTo(lane, this.live.mark.position, each);
  }

  private async bringTo(lane: Lane, to: Position | '', each: () => void): Promise<void> {
    while (lane.reached.position < to) {
      const next = await this.log.read(lane.reached.position || null, this.batch);
      if (next.length === 0) throw new ReadModelsAheadOfLog('A bookmark', to);
      await lane.gather(next.filter((it) => it.position <= to));
      each();
      await setImmediate();
    }
    await lane.write();
  }

  /** One at a time, so that nothing moves while another catches up with it. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.turn.then(work);
    this.turn = result.catch(() => {});
    return result;
  }
}

const LIVE = 'all that are up to date';

/** How much this thread has had to do since it was asked last. */
class Load {
  private since = performance.eventLoopUtilization();

  isBusy(): boolean {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, this.since);
    this.since = now;
    return utilization > BUSY;
  }
}

/** Others have work to do, too, and what comes meanwhile goes in one transaction. */
async function rest(workedMs: number, signal: AbortSignal): Promise<void> {
  const { least, most } = REST_MS;
  const ms = Math.min(most, Math.max(least, REST_FOR_WORK * workedMs));
  await setTimeout(ms, undefined, { signal }).catch(() => {});
}
