import {
  Busy,
  VersionConflict,
  type EventLog,
  type Filter,
  type Position,
  type Recorded,
} from '../event-log/event-log.js';
import type { Clock } from '../event-log/clock.js';
import type { EventTypes } from '../event-log/event-types.js';
import { Refusal } from '../kernel/decider.js';
import { mustHold, type Place } from '../read-models/bookmarks.js';
import type { Outcome, ReactionBookmarks } from './reaction-bookmarks.js';
import type { AnyReaction } from './reaction.js';

/** What running takes. */
export interface Ground {
  readonly log: EventLog;
  readonly types: EventTypes;
  readonly clock: Clock;
  readonly bookmarks: ReactionBookmarks;
  /** Before it tries again: others are writing, or the log or the database is in trouble. */
  readonly pause: (attempt: number, signal: AbortSignal) => Promise<unknown>;
}

/** A reaction stands before an event that it cannot pass by itself. */
export class ReactionStopped extends Error {
  constructor(
    readonly reaction: string,
    readonly before: Recorded,
    cause: unknown,
  ) {
    const { event, eventId, position } = before;
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(`${reaction} stopped before ${event.type} at ${position} (event ${eventId}): ${reason}`, {
      cause,
    });
  }
}

const BEFORE_ALL: Place = { position: '', hash: '', stream: '', version: -1 };

/** One reaction and its bookmark: hands it one event after another, and waits for no other. */
export class ReactionRun {
  /** Set when it stands still. */
  failure: ReactionStopped | undefined;

  readonly types: readonly string[];
  private readonly filter: Filter;
  private place: Place = BEFORE_ALL;
  /** Nothing for it lies between its bookmark and here. */
  private seen: Position | '' = '';
  private waiting = false;
  private following = false;
  /** By event: begun in line or from the bookmark, whichever came first. */
  private readonly begun = new Map<string, Promise<unknown>>();
  private progress = Promise.withResolvers<void>();

  constructor(
    private readonly ground: Ground,
    readonly reaction: AnyReaction,
  ) {
    this.types = [reaction.after].flat();
    this.filter = { types: this.types };
  }

  /**
   * Where nothing for it lies before `read`, it begins there, and at the next start, too: a log of
   * millions is looked through once. Throws `ReadModelsAheadOfLog` when the log no longer holds what
   * it has acted on.
   */
  async takeUp(read: Place): Promise<void> {
    const { log, bookmarks } = this.ground;
    const { name, from } = this.reaction;
    const kept = await bookmarks.of(name);
    if (kept) await mustHold(log, name, kept);
    const head = from === 'now' ? await log.head() : null;
    this.place = kept ?? { ...BEFORE_ALL, position: head ?? '' };
    if (!kept) await bookmarks.add(name, this.place);
    if (await this.hasNothingUpTo(read)) this.place = await bookmarks.move(name, this.place, read);
  }

  private async hasNothingUpTo({ position }: Place): Promise<boolean> {
    const from = this.place.position;
    if (position === '' || position <= from) return false;
    const [next] = await this.ground.log.read(from || null, 1, this.filter);
    return next === undefined || next.position > position;
  }

  /** Until it is stopped, or stands before an event that it cannot pass. */
  async run(signal: AbortSignal): Promise<void> {
    this.failure = undefined;
    this.waiting = false;
    this.following = true;
    await this.persevere(signal);
    this.following = false;
    // Nobody waits any more: what is due in line meanwhile is done there.
    this.waiting = false;
  }

  /**
   * In line, ahead of the bookmark, also where another instance moves that. What fails here is tried
   * again from there.
   */
  async promptly(cause: Recorded): Promise<void> {
    const passed = this.place.position >= cause.position;
    if (passed || this.waiting || this.failure) return;
    const failed = await this.begin(cause).then(
      () => false,
      () => true,
    );
    if (failed || !this.following) this.begun.delete(cause.eventId);
  }

  /** Whether all up to `head` is done; waits for it until `over`, or until it stands still. */
  async doneUpTo(head: Position, over: AbortSignal): Promise<boolean> {
    for (;;) {
      const { promise } = this.progress;
      if (await this.isDoneUpTo(head)) return true;
      if (this.failure || over.aborted) return false;
      await unless(over, promise);
    }
  }

  /** Past its next event, without acting on it. Throws unless that is `eventId`. */
  async skip(eventId: string, by: string): Promise<void> {
    const [next] = await this.ground.log.read(this.place.position || null, 1, this.filter);
    if (next?.eventId !== eventId)
      throw new Error(`${this.reaction.name} does not stand before event ${eventId}.`);
    await this.moveOn(next, { code: 'skipped', at: this.ground.clock.now(), by });
  }

  private async persevere(signal: AbortSignal): Promise<void> {
    for (let attempt = 1; !signal.aborted; attempt++)
      try {
        await this.follow(signal);
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof ReactionStopped) return this.standStill(error);
        if (!this.waiting) attempt = 1; // it had got on in between
        this.waiting = true;
        await this.ground.pause(attempt, signal).catch(() => {});
      }
  }

  private async follow(signal: AbortSignal): Promise<void> {
    const { log, bookmarks } = this.ground;
    this.place = (await bookmarks.of(this.reaction.name)) ?? this.place;
    for await (const causes of log.follow(this.place.position || null, signal, this.filter))
      for (const cause of causes) {
        if (signal.aborted) return;
        const code = await this.refusalOf(cause);
        await this.moveOn(cause, code ? { code, at: this.ground.clock.now() } : undefined);
      }
  }

  /** The code of a rule's no, which is for good. Throws what is not. */
  private async refusalOf(cause: Recorded): Promise<string | undefined> {
    try {
      this.ground.types.mustKnow(cause);
      await this.begin(cause);
      return undefined;
    } catch (error) {
      this.begun.delete(cause.eventId);
      if (error instanceof Refusal) return error.code;
      if (error instanceof Busy || error instanceof VersionConflict) throw error;
      throw new ReactionStopped(this.reaction.name, cause, error);
    }
  }

  private begin(cause: Recorded): Promise<unknown> {
    const begun = this.begun.get(cause.eventId);
    if (begun) return begun;
    const running = Promise.try(() => this.reaction.react(cause));
    this.begun.set(cause.eventId, running);
    return running;
  }

  private async moveOn(cause: Recorded, outcome?: Outcome): Promise<void> {
    const { name } = this.reaction;
    const { bookmarks } = this.ground;
    this.place = outcome
      ? await bookmarks.keep(name, this.place, cause, outcome)
      : await bookmarks.move(name, this.place, cause);
    this.begun.delete(cause.eventId);
    this.waiting = false;
    this.tell();
  }

  private standStill(failure: ReactionStopped): void {
    this.failure = failure;
    this.tell();
  }

  private tell(): void {
    this.progress.resolve();
    this.progress = Promise.withResolvers();
  }

  private async isDoneUpTo(head: Position): Promise<boolean> {
    const { position } = this.place;
    const from = position > this.seen ? position : this.seen;
    if (from >= head) return true;
    const [next] = await this.ground.log.read(from || null, 1, this.filter);
    if (next && next.position <= head) return false;
    this.seen = head;
    return true;
  }
}

/** Resolves with `promise`, or when the time is over. */
async function unless(over: AbortSignal, promise: Promise<void>): Promise<void> {
  const { promise: aborted, resolve } = Promise.withResolvers<void>();
  const stop = () => resolve();
  over.addEventListener('abort', stop);
  await Promise.race([promise, aborted]);
  over.removeEventListener('abort', stop);
}
