import type { EventLog, Position, Recorded } from '../event-log/event-log.js';
import type { Instant } from '../kernel/dates.js';
import { knownFrom } from './projection.js';
import type { Applied, Readable } from './readable.js';

const PAGE = 500;

/** A part of the log that came after `answered` had been answered for, and should be known later. */
interface Stretch {
  readonly after: Applied | null;
  readonly upTo: Position;
  readonly answered: Instant;
}

/**
 * Counts events that came too late: known at or before an instant for which this process had
 * answered, so that the same question is now answered otherwise. A server makes them that stands
 * still for longer than the settling time with an append inside. Where one process writes the log
 * there can be none: what it takes in is recorded later than all it has answered for.
 */
export class TooLate {
  /** Hears of them once, by their places in the log. */
  tell: (sentence: string) => void = () => {};
  private answered: Instant | '' = '';
  /** How far the log was known when that was answered. */
  private seen: Applied | null = null;
  private readonly stretches: Stretch[] = [];
  private looking: Promise<void> = Promise.resolve();
  private events = 0;

  constructor(
    private readonly log: EventLog,
    private readonly readable: Readable,
  ) {}

  /** What was known at `instant` is being answered, from what is applied by now. */
  answering(instant: Instant): void {
    if (!this.log.isShared) return;
    this.goOn();
    if (instant > this.answered) this.answered = instant;
  }

  /** Those that are in the read models by now, since the process began. */
  async counted(): Promise<number> {
    this.goOn();
    await this.looked();
    return this.events;
  }

  private goOn(): void {
    const { seen, answered } = this;
    const applied = this.readable.appliedUpTo();
    if (!applied || (seen && applied.position <= seen.position)) return;
    this.seen = applied;
    // Under load nothing is settled later than the last event: then there is nothing to look for.
    if (answered === '' || answered <= (seen?.knownFrom ?? '')) return;
    this.stretches.push({ after: seen, upTo: applied.position, answered });
    void this.looked();
  }

  private looked(): Promise<void> {
    // What cannot be read now is looked through with the next answer, or when it is counted.
    return (this.looking = this.looking.then(() => this.look()).catch(() => {}));
  }

  private async look(): Promise<void> {
    for (let next; (next = this.stretches[0]) !== undefined; this.stretches.shift()) {
      const late = await this.lateIn(next);
      this.events += late.length;
      if (late.length > 0) this.tell(sentenceOf(late, next.answered));
    }
  }

  /** Each event is known later than the one before it: after the first in time all are. */
  private async lateIn({ after, upTo, answered }: Stretch): Promise<Recorded[]> {
    const late: Recorded[] = [];
    let known: Instant | '' = after?.knownFrom ?? '';
    for (let from = after?.position ?? null; ;) {
      const page = await this.log.read(from, PAGE);
      for (const it of page) {
        known = knownFrom(it.recordedAt, known);
        if (it.position > upTo || known > answered) return late;
        late.push(it);
      }
      if (page.length < PAGE) return late;
      from = page.at(-1)!.position;
    }
  }
}

function sentenceOf(late: readonly Recorded[], answered: Instant): string {
  const [first, last] = [late[0]!.position, late.at(-1)!.position];
  const which =
    late.length === 1
      ? `The event at ${first} came`
      : `${late.length} events, from ${first} to ${last}, came`;
  return (
    `${which} into the log too late: what was known at ${answered} had been answered before, ` +
    'and is answered otherwise from now on.'
  );
}
