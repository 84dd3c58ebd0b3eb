import { instantOf, type Instant, type Micros } from '../kernel/dates.js';
import type { Clock } from './clock.js';

/**
 * Keeps what is recorded later than whatever was answered as settled. The clock may jump; neither
 * what is answered nor what is taken in follows it back.
 */
export class Intake {
  private answered: Micros = -Infinity;
  private latest: Micros = -Infinity;

  constructor(private readonly clock: Clock) {}

  /** The instant at which an append is taken in: it is recorded then or later. */
  takeIn(): Micros {
    this.latest = Math.max(this.clock.micros(), this.answered + 1, this.latest);
    return this.latest;
  }

  /** `oldestInFlight`: when the oldest append was taken in that may still be recorded. */
  settledUntil(oldestInFlight?: Micros): Instant {
    const settled = oldestInFlight === undefined ? this.clock.micros() : oldestInFlight - 1;
    this.answered = Math.max(this.answered, settled);
    return instantOf(this.answered);
  }
}
