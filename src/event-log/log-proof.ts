import type { EventLog } from './event-log.js';
import { Checkpoint, verify, type Integrity } from './verify.js';

/** Proves the log, going on from where it last found it in order. One look at a time. */
export class LogProof {
  private verified: Checkpoint | undefined;
  private looking: Promise<unknown> = Promise.resolve();

  constructor(private readonly log: EventLog) {}

  look(full = false): Promise<Integrity> {
    const look = this.looking.then(() => this.verify(full));
    this.looking = look.catch(() => {});
    return look;
  }

  private async verify(full: boolean): Promise<Integrity> {
    const from = full ? undefined : this.verified;
    const { checkpoint, ...integrity } = await verify(this.log, from ? { from } : {});
    this.verified = integrity.ok ? checkpoint : undefined;
    return integrity;
  }
}
