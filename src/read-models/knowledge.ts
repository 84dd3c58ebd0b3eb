import { setTimeout } from 'node:timers/promises';
import { Busy, type EventLog } from '../event-log/event-log.js';
import type { Instant } from '../kernel/dates.js';
import type { Readable } from './readable.js';
import { TooLate } from './too-late.js';

const WAIT_MS = 5_000;
const LOOK_AGAIN_MS = 10;

/**
 * Which instants may be answered for: those about which nothing more can be learnt. The log is
 * asked first up to when it is settled, and only then where it ends. So whatever was recorded up to
 * that instant lies before that end, and once the read models have reached it no answer for the
 * instant can change any more.
 */
export class Knowledge {
  /** What is answered here is held against what comes. */
  readonly tooLate: TooLate;

  constructor(
    private readonly log: EventLog,
    private readonly readable: Readable,
    private readonly pause: () => Promise<unknown> = () => setTimeout(LOOK_AGAIN_MS),
  ) {
    this.tooLate = new TooLate(log, readable);
  }

  /**
   * The latest instant that can be answered for, with all that is in the log by now, what the caller
   * wrote included. Throws `Busy` when the read models do not get there in time.
   */
  async now(timeoutMs = WAIT_MS): Promise<Instant> {
    const settled = this.log.settledUntil();
    if (!(await this.readable.caughtUp(timeoutMs)))
      throw new Busy('The figures are still catching up. Ask again in a moment.');
    const applied = this.readable.appliedUpTo()?.knownFrom ?? settled;
    const known = applied > settled ? applied : settled;
    this.tooLate.answering(known);
    return known;
  }

  /** Whether `instant` can be answered for, waiting for it if need be; none that is yet to come. */
  async until(instant: Instant, timeoutMs = WAIT_MS): Promise<boolean> {
    const over = performance.now() + timeoutMs;
    while (!this.isApplied(instant)) {
      const left = over - performance.now();
      if (this.log.settledUntil() >= instant) return this.settledAt(instant, Math.max(left, 0));
      if (left <= 0) return false;
      await this.pause();
    }
    return true;
  }

  private async settledAt(instant: Instant, timeoutMs: number): Promise<boolean> {
    const isInTime = await this.readable.caughtUp(timeoutMs);
    if (isInTime) this.tooLate.answering(instant);
    return isInTime;
  }

  /** What comes after the last one applied is known later than it. */
  private isApplied(instant: Instant): boolean {
    const applied = this.readable.appliedUpTo();
    return applied !== null && applied.knownFrom >= instant;
  }
}
