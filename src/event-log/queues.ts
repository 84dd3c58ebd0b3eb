import { Busy } from './event-log.js';

/** So many are written in a fraction of a second where the disk is as fast as most are. */
const MAY_WAIT = 1_000;

/**
 * Commands of one stream, one after another in the order in which they came, so that only other
 * instances can get in between. Where the store is slow, so many wait and the rest are told.
 */
export class Queues {
  private readonly last = new Map<string, Promise<unknown>>();
  private commands = 0;

  constructor(private readonly mayWait = MAY_WAIT) {}

  /** How many streams have commands waiting or in work. */
  get size(): number {
    return this.last.size;
  }

  /** Rejects with `Busy`, and has then not begun, when too many wait already. */
  async inTurn<T>(stream: string, work: () => Promise<T>): Promise<T> {
    if (this.commands >= this.mayWait)
      throw new Busy('More is being written than the disk can take. Send this again in a moment.');
    this.commands++;
    const mine = (this.last.get(stream) ?? Promise.resolve()).then(work);
    const done = mine
      .catch(() => {})
      .finally(() => {
        this.commands--;
        if (this.last.get(stream) === done) this.last.delete(stream);
      });
    this.last.set(stream, done);
    return mine;
  }
}
