import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { pino } from 'pino';
import { configFrom } from '../../src/config.js';
import { configure } from '../../src/configure.js';
import { ExampleCouncil } from '../../src/example-council/example-council.js';
import { addDays, type LocalDate } from '../../src/kernel/dates.js';
import { Ledger } from '../../src/ledger.js';
import { describeWithReaders } from '../support/books.js';
import { always } from '../support/properties.js';
import { answered, HandedOut, type Served } from './agreement.js';

const TODAY: LocalDate = '2026-05-20';
/** In the two years of the example, and a little before and after. */
const days = fc.integer({ min: -740, max: 40 }).map((it) => addDays(TODAY, it));
const recordedDays = fc.integer({ min: -740, max: -1 }).map((it) => addDays(TODAY, it));
const PATIENTLY = { timeoutMs: 300_000, endOnFailure: true };

/** The council that an empty demo begins with, as it is served. */
async function exampleCouncil(): Promise<Served & { close(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'council-'));
  const config = configFrom({ DATA_DIR: folder, DEMO_NOW: `${TODAY}T09:00:00Z` });
  const log = pino({ level: 'silent' });
  const ledger = await Ledger.open(config);
  const council = await ExampleCouncil.toSeed(ledger, config);
  await ledger.start(log);
  const app = await configure(ledger, config, log);
  await council?.seed(app);
  return {
    ledger,
    async get(who, path) {
      const headers = { authorization: `Bearer ${who}` };
      const answer = await app.inject({ url: `/api/v1${path}`, headers });
      const isJson = String(answer.headers['content-type']).includes('json');
      const { statusCode: status, headers: heard } = answer;
      return { status, headers: heard, body: isJson ? answer.json() : answer.body };
    },
    async close() {
      await app.close();
      await ledger.close();
      await rm(folder, { recursive: true });
    },
  };
}

describeWithReaders('Of every example person, the journal', () => {
  let served: Awaited<ReturnType<typeof exampleCouncil>>;
  let journal: HandedOut;
  let budgetIds: string[];
  beforeAll(async () => {
    served = await exampleCouncil();
    const { items } = await answered(served, 'demo-auditor', '/budgets?pageSize=200');
    budgetIds = items.map((it: { budgetId: string }) => it.budgetId);
    journal = await HandedOut.by(served, budgetIds);
  }, 180_000);
  afterAll(async () => {
    journal.remove();
    await served.close();
  });

  it('is in order, and there are some twenty of them', async () => {
    expect(budgetIds.length).toBeGreaterThan(20);
    await journal.isInOrder();
  }, 60_000);

  always(
    'agrees with every figure of money as at a day',
    days,
    (asAt) => journal.agreesAt({ asAt }),
    50,
    PATIENTLY,
  );

  always(
    'agrees with every figure of money as at a day and as known at another',
    fc.tuple(days, recordedDays),
    ([asAt, knownOn]) => journal.agreesAt({ asAt, knownOn }),
    50,
    PATIENTLY,
  );

  it('agrees with the history, line by line', () => journal.agreesWithHistories(TODAY), 300_000);
});
