import type { EventLog, Position, Written } from '../event-log/event-log.js';
import type { LocalDate } from '../kernel/dates.js';
import { invalid } from './problem.js';

/** What every write answers beside its own. */
export interface Envelope {
  /** Of the stream that owns the decision; -1 while it has none, 0 for rows alone. */
  readonly version: number;
  /** Send it as `atLeast` to read what was written. */
  readonly position: Position | null;
  readonly eventIds: readonly string[];
}

/** From what was recorded alone, so a repeat is answered the same, on every instance. */
export const answered = <A extends object>(written: Written, answer: A): A & Envelope => ({
  ...answer,
  version: written.version,
  position: written.position,
  eventIds: written.recorded.map((it) => it.eventId),
});

/** What is entered by hand has happened: 400 for a day that lies ahead. */
export function mustNotLieAhead(field: string, day: LocalDate | undefined, today: LocalDate): void {
  if (day !== undefined && day > today)
    throw invalid({ field, message: `This lies ahead. Send a day up to today, ${today}.` });
}

/** The envelope of a write that made rows and no event. */
export class RowAnswers {
  constructor(private readonly log: EventLog) {}

  async of<A extends object>(answer: A): Promise<A & Envelope> {
    return { ...answer, version: 0, position: await this.log.head(), eventIds: [] };
  }
}
