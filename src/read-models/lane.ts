import type { Recorded } from '../event-log/event-log.js';
import type { EventTypes } from '../event-log/event-types.js';
import type { Instant } from '../kernel/dates.js';
import { Bookmarks, type Mark } from './bookmarks.js';
import type { Database } from './database.js';
import { knownFrom, ProjectionStopped, type Known, type Sheet } from './projection.js';
import { tableOf } from './read-model.js';
import type { Member } from './tables.js';

/** How many streams are watched for gaps. */
const STREAMS = 50_000;

/** So many changed rows at most are written together: more would hold up everybody else. */
const ROWS = 5_000;

/**
 * Projections that have got equally far and go on together: what events make of them is written,
 * and their bookmarks moved, in one transaction. After an error it is thrown away: what holds is in
 * the database.
 */
export class Lane {
  private readonly versions = new Map<string, number>();
  private readonly sheets: Sheet[];
  /** Up to where events are gathered. */
  reached: Mark;

  constructor(
    private readonly db: Database,
    private readonly types: EventTypes,
    private readonly members: Member[],
    private written: Mark,
    /** At most so many events go in one transaction. */
    private readonly gathered = 1,
  ) {
    this.reached = written;
    this.sheets = members.map(sheetOf);
  }

  /** Up to where they are in the tables. */
  get mark(): Mark {
    return this.written;
  }

  /** It must have got exactly as far, and have written it. */
  join(member: Member): void {
    this.members.push(member);
    this.sheets.push(sheetOf(member));
  }

  /** The same ones, from where their bookmarks are now. */
  async again(): Promise<Lane> {
    const marks = await new Bookmarks(this.db).all();
    return new Lane(
      this.db,
      this.types,
      this.members,
      marks.get(this.members[0]!.name)!,
      this.gathered,
    );
  }

  /** As `gather`, and written at once. */
  async apply(batch: readonly Recorded[]): Promise<void> {
    await this.gather(batch);
    await this.write();
  }

  /**
   * Written when so many have been gathered, for most rows change again and again. Throws
   * `UnknownEvent` or `ProjectionStopped`. What comes before an unknown event is written; a batch
   * that a fold throws in is not.
   */
  async gather(batch: readonly Recorded[]): Promise<void> {
    for (const [i, at] of batch.entries())
      try {
        this.check(at);
      } catch (error) {
        await this.take(batch.slice(0, i));
        await this.write();
        throw error;
      }
    await this.take(batch);
    if (this.isFull()) await this.write();
  }

  /** What is gathered. */
  async write(): Promise<void> {
    if (this.reached === this.written) return;
    await this.db.transaction().execute(async (db) => {
      for (const it of this.sheets) await it.write(db);
      const names = this.members.map((it) => it.name);
      await new Bookmarks(db).move(names, this.written, this.reached);
    });
    this.written = this.reached;
  }

  private async take(batch: readonly Recorded[]): Promise<void> {
    const last = batch.at(-1);
    if (!last) return;
    const known = this.known(batch);
    for (const it of this.sheets) await it.take(this.db, known);
    this.reached = {
      position: last.position,
      hash: last.hash,
      stream: last.stream,
      version: last.version,
      knownFrom: known.at(-1)!.knownFrom,
      events: this.reached.events + batch.length,
    };
  }

  private isFull(): boolean {
    const rows = this.sheets.reduce((sum, it) => sum + it.changed, 0);
    return rows >= ROWS || this.reached.events - this.written.events >= this.gathered;
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

const sheetOf = ({ name, projection }: Member): Sheet => projection.sheet(tableOf({ name }));
