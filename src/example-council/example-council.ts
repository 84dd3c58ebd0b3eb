import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Config } from '../config.js';
import { DemoClock } from '../event-log/clock.js';
import type { EventLog, Recorded } from '../event-log/event-log.js';
import { SEALS } from '../event-log/seals.events.js';
import { earlier, instantOf, londonDay, microsOf, type Micros } from '../kernel/dates.js';
import type { Ledger } from '../ledger.js';
import { Calendar } from './calendar.js';
import { councilOf, type Council } from './council.js';
import { Walk } from './walk.js';

export interface Watching {
  readonly progress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * The council that an empty demo begins with. Its people’s stories are sent as the requests that
 * officers and holders would send, with a clock that walks through the two years before the present.
 *
 * A seeding that was interrupted is finished at the next start, in the two years in which it was
 * begun. The log alone tells: its first event says that it is the example and when it begins, its
 * last one whether it is all there. Where anybody else has written meanwhile, it is left as it is.
 */
export class ExampleCouncil {
  private readonly opened = performance.now();

  private constructor(
    private readonly ledger: Ledger,
    private readonly clock: DemoClock,
    private readonly council: Council,
    private readonly done: ReadonlySet<string>,
    private readonly present: Micros,
  ) {}

  /**
   * Asked before the ledger is started: what an interrupted seeding left to be sealed and to follow
   * then does so in its own time. `undefined`: there is nothing to seed.
   */
  static async toSeed(
    ledger: Ledger,
    { seed, issuer }: Pick<Config, 'seed' | 'issuer'>,
  ): Promise<ExampleCouncil | undefined> {
    const { clock, log } = ledger;
    if (seed !== 'council' || issuer || !(clock instanceof DemoClock)) return undefined;
    const present = clock.micros();
    const today = londonDay(instantOf(present));
    const [first] = await log.read(null, 1);
    if (!first) {
      const council = councilOf(Calendar.endingIn(today), today);
      return new ExampleCouncil(ledger, clock, council, new Set(), present);
    }
    const calendar = new Calendar(londonDay(first.recordedAt));
    const council = councilOf(calendar, earlier(today, calendar.ends));
    const done = await begun(log, first, council);
    if (!done) return undefined;
    clock.set(endOf(ledger));
    return new ExampleCouncil(ledger, clock, council, done, present);
  }

  /** Leaves the clock at the present. Throws when a request is not answered as its story says. */
  async seed(app: NestFastifyApplication, watching: Watching = {}): Promise<void> {
    const { ledger, clock, council, done, present } = this;
    const { progress = () => {}, signal = new AbortController().signal } = watching;
    const walk = new Walk({ ledger, clock, app, done, present, progress, signal });
    await walk.through(council.diaries, council.last);
    await ledger.projector.caughtUp();
    if (signal.aborted) return; // it is finished next time, and what is sealed now is of then
    const tookMicros = Math.round((performance.now() - this.opened) * 1000);
    clock.set(Math.max(present + tookMicros, endOf(ledger)));
  }
}

/** The requests that are in the log; `undefined`: it is all there, or not the example’s alone. */
async function begun(log: EventLog, first: Recorded, { first: opening, last, diaries }: Council) {
  if (first.requestId !== opening.requestId) return undefined;
  const annas = await log.load(`account-${opening.id}`);
  if (annas.some((it) => it.requestId === last.requestId)) return undefined;
  const ours = new Set(diaries.flat().map((it) => it.requestId));
  const done = new Set<string>();
  for await (const { stream, causationId, requestId } of allOf(log)) {
    if (stream === SEALS || causationId !== undefined) continue;
    if (!ours.has(requestId)) return undefined;
    done.add(requestId);
  }
  return done;
}

async function* allOf(log: EventLog): AsyncGenerator<Recorded> {
  for (let page = await log.read(null, 500); page.length > 0;) {
    yield* page;
    page = await log.read(page.at(-1)!.position, 500);
  }
}

/** Nothing is recorded before what is recorded already. */
function endOf({ log }: Ledger): Micros {
  const recordedUntil = log.recordedUntil();
  return recordedUntil ? microsOf(recordedUntil) + 1 : Number.NEGATIVE_INFINITY;
}
