import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  LogUnavailable,
  VersionConflict,
  type Asked,
  type Recorded,
} from '../../src/event-log/event-log.js';
import type { EventStoreDbLog } from '../../src/event-log/eventstoredb-log.js';
import { verify } from '../../src/event-log/verify.js';
import { eventStoreDb, type EventStoreDbStore } from '../contract/stores.js';
import { KillableServer } from '../support/eventstoredb/killable.js';
import { oluAsks } from '../support/people.js';
import { seeded } from '../support/read-models.js';

// Processes are started and waited for; how long that takes is the machine’s affair.
import.meta.jest.setTimeout(3_600_000);

// `KILLS=200` kills more often than a test has time for.
const KILLS = Number(process.env['KILLS'] ?? 5);
const WRITERS = 20;
const SEED = Math.floor(Math.random() * 2 ** 32);

/** Appends one request after another to a stream of its own, and sends each until it is answered. */
class Writer {
  readonly heard = new Map<string, Recorded[]>();
  private version = -1;

  constructor(
    private readonly log: EventStoreDbLog,
    private readonly name: string,
  ) {}

  async run(goesOn: () => boolean, answered: () => void): Promise<void> {
    for (let n = 0; goesOn(); n++) {
      const key = `${this.name}-${n}`;
      const recorded = await this.sent(key, n);
      this.heard.set(key, recorded);
      this.version = recorded.at(-1)!.version;
      answered();
    }
  }

  private async sent(key: string, n: number): Promise<Recorded[]> {
    const events = Array.from({ length: 1 + (n % 3) }, (_, i) => ({ type: 'A', pence: n + i }));
    const asked = oluAsks(key);
    for (let found: Recorded[] | undefined; ;)
      try {
        const { recorded } = await this.log.append(this.name, this.version, events, asked);
        return [...recorded];
      } catch (error) {
        // As a client does that got a 503, or no answer.
        if (!(error instanceof VersionConflict)) expect(error).toBeInstanceOf(LogUnavailable);
        else if ((found = await this.found(asked))) return found;
      }
  }

  /** A real server takes seconds to start, and may refuse for a version that it does not show yet. */
  private async found({ requestId, requestHash }: Asked): Promise<Recorded[] | undefined> {
    try {
      const found = await this.log.findRequest(requestId, requestHash);
      return found && [...found];
    } catch (error) {
      expect(error).toBeInstanceOf(LogUnavailable);
      return undefined;
    }
  }
}

describe('The event store, killed under load', () => {
  const folder = mkdtempSync(join(tmpdir(), 'eventstore-'));
  let server: KillableServer;
  let store: EventStoreDbStore;

  beforeAll(async () => {
    server = await KillableServer.start(join(folder, 'db'));
    store = await eventStoreDb(server.url);
  });
  afterAll(async () => {
    await store.close();
    await server.kill();
    rmSync(folder, { recursive: true });
  });

  it(`${KILLS} times (seed ${SEED}), keeps what was acknowledged, once and in order`, async () => {
    const random = seeded(SEED);
    const [stop, followed]: [AbortController, Recorded[]] = [new AbortController(), []];
    const following = (async () => {
      for await (const batch of store.log.follow(null, stop.signal)) followed.push(...batch);
    })();
    const writers = Array.from({ length: WRITERS }, (_, i) => new Writer(store.log, `s-${i}`));
    let [answers, until] = [0, Promise.withResolvers<void>()];
    let [kills, next] = [0, 1];
    const answered = () => void (++answers >= next && until.resolve());
    const writing = writers.map((it) => it.run(() => kills < KILLS, answered));
    for (; kills < KILLS; kills++) {
      next = answers + 1 + Math.floor(random() * 500);
      until = Promise.withResolvers();
      await until.promise;
      await server.kill();
      await server.up();
    }
    await Promise.all(writing);

    const heard = writers.flatMap((it) => [...it.heard.values()]).flat();
    const head = await store.log.head();
    while (followed.at(-1)?.position !== head) await new Promise(setImmediate);
    stop.abort();
    await following;

    const all = await wholeLog(store.log);
    expect(all.map((it) => it.eventId).toSorted()).toEqual(
      heard.map((it) => it.eventId).toSorted(),
    );
    expect(followed.map((it) => it.eventId)).toEqual(all.map((it) => it.eventId));
    for (const { heard: own } of writers) {
      const recorded = [...own.values()].flat();
      expect(recorded).toEqual(await store.log.load(recorded[0]!.stream));
    }
    expect(await verify(store.log)).toMatchObject({ ok: true, events: all.length });
  });
});

async function wholeLog(log: EventStoreDbLog): Promise<Recorded[]> {
  const all: Recorded[] = [];
  for (;;) {
    const page = await log.read(all.at(-1)?.position ?? null, 1_000);
    all.push(...page);
    if (page.length < 1_000) return all;
  }
}
