import type { Position, Recorded } from './event-log.js';

/**
 * The events written last, for those who follow the log: they take them from here and need not
 * read back what was in memory a moment ago.
 */
export class RecentEvents {
  private events: Recorded[] = [];

  constructor(private readonly atMost = 1_024) {}

  /** In log order, each right after the one added before it. */
  add(recorded: readonly Recorded[]): void {
    this.events.push(...recorded);
    if (this.events.length > 2 * this.atMost) this.events = this.events.slice(-this.atMost);
  }

  /** All after `after`; `undefined`: the log has to be read. */
  after(after: Position): readonly Recorded[] | undefined {
    const first = this.events[0];
    if (!first || after < first.position) return undefined;
    let from = this.events.length;
    while (from > 0 && this.events[from - 1]!.position > after) from--;
    return this.events.slice(from);
  }
}
