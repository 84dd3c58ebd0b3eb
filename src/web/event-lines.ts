import { eventLine } from '../event-log/event-line.js';
import type { EventLog, Position } from '../event-log/event-log.js';

const PAGE = 500;

/** Of the log in its order: what comes after a place, of one type or of all, and no more than so many. */
export interface EventsAsked {
  /** Absent: from the first. */
  readonly after?: Position;
  readonly type?: string;
  readonly limit?: number;
}

/** As lines of JSON (NDJSON), page by page, so that the whole log takes no memory. */
export async function* eventLines(
  log: EventLog,
  { after, type, limit = Infinity }: EventsAsked,
): AsyncGenerator<string> {
  const filter = type === undefined ? {} : { types: [type] };
  let place = after ?? null;
  for (let left = limit; left > 0;) {
    const page = await log.read(place, Math.min(PAGE, left), filter);
    if (page.length > 0) yield page.map(eventLine).join('');
    if (page.length < Math.min(PAGE, left)) return;
    place = page.at(-1)!.position;
    left -= page.length;
  }
}
