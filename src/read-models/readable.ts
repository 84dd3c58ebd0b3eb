import type { Position } from '../event-log/event-log.js';
import type { Instant } from '../kernel/dates.js';

/** Up to where the answers reach. */
export interface Applied {
  readonly position: Position;
  readonly knownFrom: Instant;
}

/** What can be read by now: of the projector beside it, or of one in another instance. */
export interface Readable {
  /** Why it stands still or tries again; `null`: all is well. */
  readonly failure: Error | null;
  /** Read models that are still being built: what they hold is not to be shown yet. */
  readonly building: readonly string[];
  /** Up to where everything is in the read models; `null`: nothing yet. */
  appliedUpTo(): Applied | null;
  /** Whether the event at `position` is in the read models, before the time is over. */
  waitFor(position: Position, timeoutMs?: number): Promise<boolean>;
  /** Whether all that is in the log now is in the read models, before the time is over. */
  caughtUp(timeoutMs?: number): Promise<boolean>;
  /** How many events wait to be applied, counted up to `atMost`. */
  lag(atMost?: number): Promise<number>;
}
