import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../event-log/clock.js';
import type { EventLog, Recorded } from '../event-log/event-log.js';
import type { EventTypes } from '../event-log/event-types.js';
import { BEFORE_ALL, Bookmarks, mustHold, type Place } from '../read-models/bookmarks.js';
import type { Database } from '../read-models/database.js';
import { ReactionBookmarks, type KeptOutcome } from './reaction-bookmarks.js';
import { ReactionRun, type Ground, type ReactionStopped } from './reaction-run.js';
import type { AnyReaction } from './reaction.js';

export interface ReactionRunnerOptions {
  readonly pause?: Ground['pause'];
  /** For all reactions in line together; an answer waits no longer for them. */
  readonly promptMs?: number;
}

const backoff = (attempt: number, signal: AbortSignal) =>
  delay(Math.random() * Math.min(50 * 2 ** attempt, 30_000), undefined, { signal });

/**
 * Runs every reaction from a bookmark of its own: it survives a crash and acts once. Where one has
 * to wait or stands still, the others go on. Never started by what only reads: a rebuild, `verify`.
 */
export class ReactionRunner {
  private readonly bookmarks: ReactionBookmarks;
  private readonly runs = new Map<string, ReactionRun>();
  private readonly prompt = new Map<string, ReactionRun[]>();
  private readonly promptMs: number;
  private stopping: AbortController | undefined;
  private acting = false;
  private running = new Map<ReactionRun, Promise<void>>();

  constructor(
    private readonly log: EventLog,
    types: EventTypes,
    clock: Clock,
    private readonly db: Database,
    reactions: readonly AnyReaction[],
    { pause = backoff, promptMs = 500 }: ReactionRunnerOptions = {},
  ) {
    this.bookmarks = new ReactionBookmarks(db);
    this.promptMs = promptMs;
    const ground = { log, types, clock, bookmarks: this.bookmarks, pause };
    for (const it of reactions) {
      if (this.runs.has(it.name)) throw new Error(`Two reactions are called ${it.name}`);
      this.add(new ReactionRun(ground, it));
    }
  }

  /** Throws `ReadModelsAheadOfLog` when the log no longer holds what a reaction has acted on. */
  async start(): Promise<void> {
    await this.takeUp(this.runs.values());
    this.stopping = new AbortController();
    this.acting = true;
    for (const run of this.runs.values()) this.launch(run, this.stopping.signal);
  }

  /** Acts in line alone: the bookmarks are moved by another instance, which acts on the rest. */
  standBy(): void {
    this.acting = true;
  }

  /** Resolves when what was begun is done and its bookmark moved. */
  async stop(): Promise<void> {
    this.acting = false;
    this.stopping?.abort();
    this.stopping = undefined;
    await Promise.all(this.running.values());
    this.running.clear();
  }

  /** What `Writer.afterAppend` is set to: it never fails, and is over when the time is. */
  readonly promptly = async (recorded: readonly Recorded[]): Promise<void> => {
    if (!this.acting) return;
    const due = recorded.flatMap((cause) =>
      (this.prompt.get(cause.event.type) ?? []).map((run) => ({ run, cause })),
    );
    if (due.length === 0) return;
    const over = AbortSignal.timeout(this.promptMs);
    const { promise, resolve } = Promise.withResolvers<void>();
    over.addEventListener('abort', () => resolve());
    const inLine = async () => {
      for (const { run, cause } of due) if (!over.aborted) await run.promptly(cause);
    };
    await Promise.race([inLine(), promise]);
  };

  /**
   * Whether every reaction has done all that follows from the log as it is, and from what they
   * themselves added meanwhile. False when the time is over or one of them stands still.
   */
  async drain(timeoutMs = 5_000): Promise<boolean> {
    const over = AbortSignal.timeout(timeoutMs);
    while (this.stopping) {
      const head = await this.log.head();
      if (head === null) return true;
      const runs = [...this.runs.values()];
      const done = await Promise.all(runs.map((it) => it.doneUpTo(head, over)));
      if (!done.every(Boolean)) return false;
      if (head === (await this.log.head())) return true;
    }
    return false;
  }

  /** Those that stand still, each naming the event it stands before. */
  failures(): readonly ReactionStopped[] {
    return [...this.runs.values()].flatMap((it) => it.failure ?? []);
  }

  /** What was refused or skipped for good, the latest first. */
  outcomes(limit = 100): Promise<readonly KeptOutcome[]> {
    return this.bookmarks.outcomes(limit);
  }

  /**
   * Moves a reaction past the event it stands before, which it then never acts on; also while the
   * runner is not started. `by`: a user's id. Throws when it stands elsewhere, or does not stand.
   */
  async skip(name: string, eventId: string, by: string): Promise<void> {
    const run = this.runs.get(name);
    if (!run) throw new Error(`There is no reaction ${name}.`);
    if (this.stopping && !run.failure) throw new Error(`${name} does not stand still.`);
    if (!this.stopping) await this.takeUp([run]);
    await run.skip(eventId, by);
    if (this.stopping) this.launch(run, this.stopping.signal);
  }

  private async takeUp(runs: Iterable<ReactionRun>): Promise<void> {
    await this.bookmarks.prepare();
    const read = await this.furthestRead();
    for (const it of runs) await it.takeUp(read);
  }

  /** Of the read models: an event that is known to be in the log, as a rule the last one. */
  private async furthestRead(): Promise<Place> {
    const marks = new Bookmarks(this.db);
    await marks.prepare();
    const all: Place[] = [...(await marks.all()).values()];
    const furthest = all.reduce((a, b) => (b.position > a.position ? b : a), BEFORE_ALL);
    await mustHold(this.log, 'the read models', furthest);
    return furthest;
  }

  private add(run: ReactionRun): void {
    this.runs.set(run.reaction.name, run);
    if (!run.reaction.prompt) return;
    for (const type of run.types) this.prompt.set(type, [...(this.prompt.get(type) ?? []), run]);
  }

  private launch(run: ReactionRun, signal: AbortSignal): void {
    this.running.set(run, run.run(signal));
  }
}
