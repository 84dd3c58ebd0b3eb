import type { EventLog, Position, Recorded } from './event-log.js';
import { SEALS, type LogSealed } from './seals.events.js';
import { Checkpoint, verify, type Integrity } from './verify.js';

const PAGE = 500;

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

  /** The seal with a root that somebody noted; `undefined`: this log has none like it. */
  async sealWith(root: string): Promise<Recorded<LogSealed> | undefined> {
    let place: Position | null = null;
    for (;;) {
      const page = (await this.log.read(place, PAGE, {
        streamPrefix: SEALS,
      })) as readonly Recorded<LogSealed>[];
      const found = page.find(({ event }) => event.root === root);
      if (found || page.length < PAGE) return found;
      place = page.at(-1)!.position;
    }
  }

  private async verify(full: boolean): Promise<Integrity> {
    const from = full ? undefined : this.verified;
    const { checkpoint, ...integrity } = await verify(this.log, from ? { from } : {});
    this.verified = integrity.ok ? checkpoint : undefined;
    return integrity;
  }
}
