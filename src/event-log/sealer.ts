import { setTimeout } from 'node:timers/promises';
import { derivedId } from '../kernel/digest.js';
import { FIRST_ROOT, rootOf, type SealHead } from './chain.js';
import type { Asked, EventLog, Position, Recorded } from './event-log.js';
import { keepLastSeal, mustHoldLastSeal } from './last-seal.js';
import { SEALS, type LogSealed } from './seals.events.js';

/** A name space: the id of a seal's request is derived from what it seals. */
const SEAL_REQUESTS = '0b0d1b0a-8f0e-4d52-8a0c-7b1f5d1f6a20';
const sealer = { userId: 'sealer', role: 'system' } as const;

export interface SealerOptions {
  /** Where the last seal is kept outside the log. */
  readonly file: string;
  /** A line for each seal: whoever collects these can tell later whether the log was cut. */
  readonly sealed?: (line: string) => void;
  /** It goes on, a while later. */
  readonly failed?: (error: unknown) => void;
  readonly everyEvents?: number;
  readonly everyMs?: number;
}

/**
 * Seals what is recorded: every 256 events, every minute in which there were any, at start and at
 * stop. One at a time on a log.
 */
export class Sealer {
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();
  /** The last one. */
  private seal = UNSEALED;
  /** Of what was taken since. */
  private heads = new Map<string, SealHead>();
  private taken = 0;
  private after: Position | null = null;

  private constructor(
    private readonly log: EventLog,
    private readonly options: SealerOptions,
    private readonly everyEvents = options.everyEvents ?? 256,
    private readonly everyMs = options.everyMs ?? 60_000,
  ) {}

  /** Throws `LogCut`. Seals what was left unsealed. */
  static async start(log: EventLog, options: SealerOptions): Promise<Sealer> {
    await mustHoldLastSeal(log, options.file);
    const it = new Sealer(log, options);
    await it.resume();
    await it.sealAll();
    it.running = it.run();
    return it;
  }

  /** Seals what is there. Nothing may be appended meanwhile that should be sealed. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted)
      try {
        await this.follow(signal);
      } catch (error) {
        this.options.failed?.(error);
        await setTimeout(this.everyMs, undefined, { signal }).catch(() => {});
        await this.resume().catch(() => {});
      }
    await this.sealAll().catch((error: unknown) => this.options.failed?.(error));
  }

  private async follow(stop: AbortSignal): Promise<void> {
    while (!stop.aborted) {
      const due = AbortSignal.any([stop, AbortSignal.timeout(this.everyMs)]);
      for await (const batch of this.log.follow(this.after, due)) await this.take(batch);
      await this.sealTaken();
    }
  }

  /**
   * From the log alone: the last seal says how far it went, for streams are read in log order, so
   * all before the last of its heads is sealed.
   */
  private async resume(): Promise<void> {
    const [last] = await this.log.loadBackwards<LogSealed>(SEALS, 1);
    const places: Position[] = [];
    for (const [stream, version] of last?.event.heads ?? []) {
      const [head] = await this.log.loadBackwards(stream, 1, version + 1);
      if (head) places.push(head.position);
    }
    this.seal = last ? setBy(last) : UNSEALED;
    this.after = places.sort().at(-1) ?? null;
    this.heads = new Map();
    this.taken = 0;
  }

  private async sealAll(): Promise<void> {
    for (;;) {
      const batch = await this.log.read(this.after, this.everyEvents);
      if (batch.length === 0) break;
      await this.take(batch);
    }
    await this.sealTaken();
  }

  private async take(batch: readonly Recorded[]): Promise<void> {
    for (const { stream, version, hash, position } of batch) {
      this.after = position;
      if (stream === SEALS) continue;
      this.heads.set(stream, [stream, version, hash]);
      if (++this.taken >= this.everyEvents) await this.sealTaken();
    }
  }

  private async sealTaken(): Promise<void> {
    if (this.taken === 0) return;
    const heads = [...this.heads.values()].sort(([a], [b]) => (a < b ? -1 : 1));
    const root = rootOf(this.seal.root, heads);
    const count = this.seal.count + this.taken;
    const event: LogSealed = { type: 'LogSealed', count, heads, root };
    const { recorded } = await this.log.append(SEALS, this.seal.version, [event], asked(root));
    const [seal] = recorded as [Recorded<LogSealed>];
    this.seal = setBy(seal);
    this.heads = new Map();
    this.taken = 0;
    await keepLastSeal(this.options.file, seal);
    this.options.sealed?.(`Sealed ${count} events at ${seal.position}: ${root}`);
  }
}

const UNSEALED = { version: -1, count: 0, root: FIRST_ROOT };

const setBy = ({ version, event: { count, root } }: Recorded<LogSealed>): typeof UNSEALED => {
  return { version, count, root };
};

const asked = (root: string): Asked => ({
  actor: sealer,
  requestId: derivedId(SEAL_REQUESTS, root),
  requestHash: root,
});
