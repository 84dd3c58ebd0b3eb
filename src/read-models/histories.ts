import type { EventLog, Recorded } from '../event-log/event-log.js';

/**
 * Streams as they were read last, so that only what was added since is read again. Events are never
 * changed, so whoever asks may share them.
 */
export class Histories {
  private readonly kept = new Map<string, readonly Recorded[]>();
  private events = 0;

  constructor(
    private readonly log: Pick<EventLog, 'load'>,
    /** How many events may stay in memory; the stream unused for longest goes first. */
    private readonly atMost = 50_000,
  ) {}

  /** Oldest first. */
  async of(stream: string): Promise<readonly Recorded[]> {
    const before = this.kept.get(stream) ?? [];
    const tail = await this.log.load(stream, before.length - 1);
    const all = tail.length === 0 ? before : [...before, ...tail];
    this.keep(stream, all);
    return all;
  }

  private keep(stream: string, all: readonly Recorded[]): void {
    this.events += all.length - (this.kept.get(stream)?.length ?? 0);
    this.kept.delete(stream);
    this.kept.set(stream, all);
    for (const [oldest, { length }] of this.kept) {
      if (this.events <= this.atMost) return;
      this.kept.delete(oldest);
      this.events -= length;
    }
  }
}
