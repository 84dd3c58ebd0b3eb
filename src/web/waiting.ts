import type { FastifyRequest } from 'fastify';
import type { Position } from '../event-log/event-log.js';
import { busy } from './problem.js';

/** What waiting needs of the read models and the log. */
export interface Readers {
  isPosition(text: string): text is Position;
  /** False after 5 s. */
  waitFor(position: Position): Promise<boolean>;
  /** Until what is in the log now can be read; false after 5 s. */
  caughtUp(): Promise<boolean>;
  /** Read models that are still being made from the first event. */
  readonly building: readonly string[];
}

/** Makes a request wait for what was written before it. */
export class Waiting {
  constructor(private readonly readers: Readers) {}

  /** 503 while a read model is being made: half of it would be a wrong answer. */
  mustBeBuilt(): void {
    if (this.readers.building.length > 0)
      throw busy('The figures are being made anew after an update. Send this again in a minute.');
  }

  /** `?atLeast=`: 503 after 5 s. False for a position of another store, which is 400. */
  async forAtLeast({ query }: FastifyRequest): Promise<boolean> {
    const { atLeast } = query as { atLeast?: unknown };
    if (atLeast === undefined) return true;
    if (typeof atLeast !== 'string' || !this.readers.isPosition(atLeast)) return false;
    if (!(await this.readers.waitFor(atLeast)))
      throw busy('What you wait for is not readable yet. Send this again in a moment.');
    return true;
  }

  async forWhatIsWritten(): Promise<void> {
    await this.readers.caughtUp();
  }
}
