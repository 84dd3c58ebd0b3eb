import {
  instantOf,
  londonDayAt,
  type Instant,
  type LocalDate,
  type Micros,
} from '../kernel/dates.js';

/** Where several instances stamp events, one whose clock is further off than this may not write. */
export const MOST_DRIFT: Micros = 500_000;

/** The only clock. Rules never read it: what they need of it comes in with the command. */
export abstract class Clock {
  /** Microseconds since 1970, UTC. May jump, as machines' clocks do; the log does not follow. */
  abstract micros(): Micros;

  now(): Instant {
    return instantOf(this.micros());
  }

  /** The day it is in London. */
  today(): LocalDate {
    return londonDayAt(this.micros());
  }
}

/** Whole milliseconds: finer clocks count from when the process began and miss what was slept. */
export class SystemClock extends Clock {
  micros(): Micros {
    return Date.now() * 1000;
  }
}

/** Runs on from the instant it is set to, so that any day can be tried. */
export class DemoClock extends Clock {
  private offset = 0;

  constructor(start: Micros) {
    super();
    this.set(start);
  }

  micros(): Micros {
    return this.machine() + this.offset;
  }

  set(to: Micros): void {
    this.offset = to - this.machine();
  }

  private machine(): Micros {
    return Math.round(performance.now() * 1000);
  }
}
