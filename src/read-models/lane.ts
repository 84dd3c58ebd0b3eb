import type { Recorded } from '../event-log/event-log.js';
import type { EventTypes } from '../event-log/event-types.js';
import type { Instant } from '../kernel/dates.js';
import { Bookmarks, type Mark } from './bookmarks.js';
import type { Database } from './database.js';
import { knownFrom, ProjectionStopped, type Known } from './projection.js';
import { tableOf } from './read-model.js';
import type { Member } from './tables.js';

/** How many streams are watched for gaps. */
const STREAMS = 50_000;

/**
 * Projections that have got equally far and go on together: each batch is applied to all of them,
 * and their bookmarks moved, in one transaction. After an error it is thrown away: what holds is in
 * the database.
 */
export class Lane {
  private readonly versions = new Map<string, number>();

  constructor(
    private readonly db: Database,
    private readonly types: EventTypes,
    private readonly members: Member[],
    private reached: Mark,
  ) {}

  get mark(): Mark {
    return this.reached;
  }

  /** It must have got exactly as far. */
  join(member: Member): void {
    this.members.push(member);
  }

  /** The same ones, from where their bookmarks are now. */
  async again(): Promise<Lane> {
    const marks = await new Bookmarks(this.db).all();
    return new Lane(this.db, this.types, this.members, marks.get(this.members[0]!.name)!);
  }

  /**
   * Throws `UnknownEvent` or `ProjectionStopped`. What comes before an unknown event is applied; a
   * batch that a fold throws in is not.
   */
  async apply(batch: readonly Recorded[]): Promise<void> {
    for (const [i, at] of batch.entries())
      try {
        this.check(at);
      } catch (error) {
        await this.write(batch.slice(0, i));
        throw error;
      }
    await this.write(batch);
  }

  private async write(batch: readonly Recorded[]): Promise<void> {
    const last = batch.at(-1);
    if (!last) return;
    const known = this.known(batch);
    const to: Mark = {
      position: last.position,
      hash: last.hash,
      stream: last.stream,
      version: last.version,
      knownFrom: known.at(-1)!.knownFrom,
      events: this.reached.events + batch.length,
    };
    await this.db.transaction().execute(async (db) => {
      for (const it of this.members) await it.projection.apply(db, tableOf(it), known);
      const names = this.members.map((it) => it.name);
      await new Bookmarks(db).move(names, this.reached, to);
    });
    this.reached = to;
  }

  private check(at: Recorded): void {
    this.types.mustKnow(at);
    const { stream, version, position } = at;
    const before = this.versions.get(stream);
    if (before !== undefined && version !== before + 1)
      throw new ProjectionStopped(
        `The log has version ${version} of ${stream} at ${position} after version ${before}: ` +
          `something between them is missing.`,
      );
    this.versions.delete(stream);
    this.versions.set(stream, version);
    if (this.versions.size > STREAMS) this.versions.delete(this.versions.keys().next().value!);
  }

  private known(batch: readonly Recorded[]): Known[] {
    let before: Instant | '' = this.reached.knownFrom;
    return batch.map((at) => ({ at, knownFrom: (before = knownFrom(at.recordedAt, before)) }));
  }
}
