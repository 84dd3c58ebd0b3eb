import { DemoClock } from '../../src/event-log/clock.js';
import { microsOf, type Instant } from '../../src/kernel/dates.js';
import { TestApp } from '../support/app.js';
import { Council } from '../support/council.js';
import { databaseFor } from '../support/databases.js';
import { EventStoreDouble } from '../support/eventstoredb/double.js';
import { seeded } from '../support/read-models.js';
import { Folder, type Server } from '../support/server.js';
import {
  entriesInLog,
  openBudget,
  pennies,
  record,
  recordInTime,
  spentFrom,
  Writers,
  type Sent,
} from './writers.js';

// `npm run faults` kills more often than a test has time for.
const KILLS = Number(process.env['KILLS'] ?? 3);
// All that was ever acknowledged is looked for after each of them.
const KILLS_A_SITE = 10;
// Processes are started and waited for; how long that takes is the machine’s affair.
import.meta.jest.setTimeout(120_000 + KILLS * 20_000);

const SEED = Math.floor(Math.random() * 2 ** 32);
const INSTANCES = [0, 1, 2] as const;
const NOON = microsOf('2026-05-20T12:00:00.000000Z' as Instant);

/** One event store and one database; each instance has a folder of its own. */
class Site {
  readonly folders = INSTANCES.map(() => new Folder());

  private constructor(
    readonly double: EventStoreDouble,
    readonly settings: Record<string, string>,
  ) {}

  static async open(): Promise<Site> {
    const double = await EventStoreDouble.start();
    const shared = new Folder();
    const DATABASE_URL = await databaseFor(shared.path);
    await shared.remove();
    return new Site(double, { EVENTSTOREDB_URL: double.url, DATABASE_URL, DEMO_NOW: '' });
  }

  serve = (instance: number): Promise<Server> =>
    this.folders[instance]!.serve({ ...this.settings, DATA_DIR: this.folders[instance]!.path });

  async serveAll(): Promise<Server[]> {
    const servers: Server[] = [];
    for (const it of INSTANCES) servers.push(await this.serve(it));
    return servers;
  }

  async close(): Promise<void> {
    await Promise.all(this.folders.map((it) => it.remove()));
    await this.double.stop();
  }
}

/** One site, of which one instance is killed again and again, with all that was ever acknowledged. */
async function killedOver(site: Site, kills: number, random: () => number): Promise<void> {
  const servers = await site.serveAll();
  const budgetIds = await openTwo(servers[0]!);
  const all: Sent[] = [];
  for (let kill = 0; kill < kills; kill++) {
    const writers = servers.map(
      (it, i) => new Writers(it, budgetIds, `kill-${kill}-${i}`, 11, 15, recordInTime),
    );
    await writers[0]!.until(1 + Math.floor(random() * 40));
    const victim = Math.floor(random() * servers.length);
    await servers[victim]!.kill();
    await Promise.all(writers.map((it) => it.over()));
    const alive = servers.find((_, i) => i !== victim)!;

    const sent = writers.flatMap((it) => it.sent);
    const kept = new Set(await entriesInLog(alive));
    const heard = sent.filter((it) => it.answer?.status === 201);
    expect(heard.filter((it) => !kept.has(it.answer!.body.entryId))).toEqual([]);
    // Whoever got no answer, or heard "busy", sends it again, to whichever is there.
    for (const it of sent.filter((one) => one.answer?.status !== 201)) {
      it.answer = await recordInTime(alive, it);
      expect(it.answer.status).toBe(201);
    }
    all.push(...sent);
    servers[victim] = await site.serve(victim);
    const entries = all.map((it) => it.answer!.body.entryId as string);
    expect((await entriesInLog(servers[victim]!)).toSorted()).toEqual(entries.toSorted());
    for (const it of servers) expect(await spentFrom(it, budgetIds)).toBe(pennies(all));
  }
  const proved = await servers[0]!.get('demo-auditor', '/integrity?full=true');
  expect(proved.body).toMatchObject({ ok: true });
}

const openTwo = (server: Server): Promise<string[]> =>
  Promise.all(['Anna', 'Bilal'].map((it) => openBudget(server, it)));

describe('Three instances on one event store and one database', () => {
  let site: Site;
  let servers: Server[];
  let budgetIds: string[];
  beforeAll(async () => {
    site = await Site.open();
    servers = await site.serveAll();
    budgetIds = await openTwo(servers[0]!);
  });
  afterAll(() => site.close());

  it('each take writes, and each answers with all of them', async () => {
    for (const [i, server] of servers.entries()) {
      const sent: Sent = { budgetId: budgetIds[0]!, key: `one-${i}`, amountPence: 100 };
      sent.answer = await record(server, sent);
      expect(sent.answer.status).toBe(201);
    }
    for (const it of servers) expect(await spentFrom(it, budgetIds)).toBe(300);
  });

  it('are one to a key: the same request is recorded once, another is refused', async () => {
    const sent: Sent = { budgetId: budgetIds[1]!, key: 'everywhere', amountPence: 250 };
    const answers = await Promise.all(servers.map((it) => record(it, sent)));
    expect(answers.map((it) => it.status)).toEqual([201, 201, 201]);
    expect(new Set(answers.map((it) => JSON.stringify(it.body))).size).toBe(1);
    const other = await record(servers[2]!, { ...sent, amountPence: 251 });
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
    expect(await spentFrom(servers[1]!, budgetIds)).toBe(550);
  });

  it(`lose nothing when one is killed, ${KILLS} times (seed ${SEED}), and the others go on`, async () => {
    const random = seeded(SEED);
    for (let left = KILLS; left > 0; left -= KILLS_A_SITE) {
      const site = await Site.open();
      try {
        await killedOver(site, Math.min(left, KILLS_A_SITE), random);
      } finally {
        await site.close();
      }
    }
  });
});

describe('Two instances whose clocks are 400 ms apart', () => {
  let site: Site;
  let apps: TestApp[];
  let path: string;
  beforeAll(async () => {
    site = await Site.open();
    apps = [];
    for (const { path: folder } of site.folders.slice(0, 2))
      apps.push(await TestApp.start({ folder, env: site.settings }));
    for (const [i, late] of [0, 400_000].entries())
      (apps[i]!.ledger.clock as DemoClock).set(NOON - late);
    const council = new Council(apps[0]!);
    path = `/budgets/${await council.budget(await council.person('Anna Archer'))}`;
  });
  afterAll(async () => {
    for (const it of apps) await it.close();
    await site.close();
  });

  const expense = (pence: number) => ({
    amountPence: pence,
    spentOn: '2026-05-18',
    payee: 'Rosa Reed',
    category: 'personal-assistant',
  });
  const spend = (instance: number, pence: number) =>
    apps[instance]!.post('demo-officer', `${path}/expenses`, expense(pence));
  const figures = async (instance: number, query: string) =>
    (await apps[instance]!.get('demo-officer', `${path}/figures?${query}`)).body;

  it('know each event from one instant on, in the order of the log', async () => {
    const positions: string[] = [];
    for (const i of [0, 1, 0, 1]) positions.push((await spend(i, 100)).body.position);
    expect(positions).toEqual(positions.toSorted());
    const last = positions.at(-1)!;
    const [here, there] = [
      await figures(0, `atLeast=${last}`),
      await figures(1, `atLeast=${last}`),
    ];
    expect([here.figures.spentPence, there.figures.spentPence]).toEqual([400, 400]);
    // What was answered as known at an instant is answered for ever, by both.
    await spend(1, 50);
    const again = `knownAt=${here.knownAt}&asAt=2026-05-20`;
    for (const i of [0, 1])
      expect(await figures(i, again)).toMatchObject({ figures: { spentPence: 400 } });
  });

  it('refuse nothing on a state that the other has moved on', async () => {
    await spend(0, 10); // the first remembers the account as it is now
    const { entryId } = (await spend(1, 20)).body;
    const undone = await apps[0]!.post('demo-officer', `${path}/reversals`, {
      entryId,
      reason: 'recorded-twice',
    });
    expect(undone.status).toBe(201);
    const twice = await apps[1]!.post('demo-officer', `${path}/reversals`, {
      entryId,
      reason: 'recorded-twice',
    });
    expect(twice).toMatchObject({ status: 409, body: { code: 'already-reversed' } });
  });

  it('preparing the same command at once record it once', async () => {
    const before = (await figures(0, '')).figures.spentPence;
    const key = { key: 'the same' };
    const both = await Promise.all(
      apps.map((it) => it.post('demo-officer', `${path}/expenses`, expense(30), key)),
    );
    expect(both.map((it) => it.status)).toEqual([201, 201]);
    expect(both[0]!.body).toEqual(both[1]!.body);
    expect((await figures(1, `atLeast=${both[0]!.body.position}`)).figures.spentPence).toBe(
      before + 30,
    );
  });
});
