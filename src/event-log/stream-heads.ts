import type { Micros } from '../kernel/dates.js';

/** The last event of a stream, as it is stored. */
export interface StreamHead {
  readonly version: number;
  readonly hash: string;
  readonly recordedAt: Micros;
}

/**
 * What was last seen stored of streams; the one unused for longest goes first. It may be behind what
 * others have written, but never ahead.
 */
export class StreamHeads {
  private readonly kept = new Map<string, StreamHead>();

  constructor(private readonly capacity = 10_000) {}

  get(stream: string): StreamHead | undefined {
    const head = this.kept.get(stream);
    if (head) this.put(stream, head);
    return head;
  }

  put(stream: string, head: StreamHead): void {
    const known = this.kept.get(stream);
    this.kept.delete(stream);
    this.kept.set(stream, known && known.version > head.version ? known : head);
    const [oldest] = this.kept.keys();
    if (this.kept.size > this.capacity && oldest !== undefined) this.kept.delete(oldest);
  }
}
