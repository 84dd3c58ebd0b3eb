import type { Position } from '../event-log/event-log.js';

interface Waiting {
  readonly position: Position;
  readonly resolve: (arrived: boolean) => void;
}

/** Those who wait for a position, told the moment it is reached. Nobody asks again and again. */
export class Arrivals {
  private readonly waiting = new Set<Waiting>();

  /** Whether it was reached before the time was over. */
  at(position: Position, timeoutMs: number): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const waiting = { position, resolve };
    this.waiting.add(waiting);
    const timer = setTimeout(resolve, timeoutMs, false);
    return promise.finally(() => {
      clearTimeout(timer);
      this.waiting.delete(waiting);
    });
  }

  get isAwaited(): boolean {
    return this.waiting.size > 0;
  }

  reached(position: string): void {
    for (const it of this.waiting) if (it.position <= position) it.resolve(true);
  }

  /** There is nothing to wait for any more. */
  end(): void {
    for (const it of this.waiting) it.resolve(false);
  }
}
