import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { addDays, type LocalDate } from '../../src/kernel/dates.js';
import { describeWithReaders } from '../support/books.js';
import { Demo } from '../support/demo.js';
import { always } from '../support/properties.js';
import { HandedOut } from './agreement.js';

const TODAY: LocalDate = '2026-05-20';
/** In the two years of the example, and a little before and after. */
const days = fc.integer({ min: -740, max: 40 }).map((it) => addDays(TODAY, it));
const recordedDays = fc.integer({ min: -740, max: -1 }).map((it) => addDays(TODAY, it));
const PATIENTLY = { timeoutMs: 300_000, endOnFailure: true };

describeWithReaders('Of every example person, the journal', () => {
  let demo: Demo;
  let journal: HandedOut;
  let budgetIds: string[];
  beforeAll(async () => {
    demo = await (await Demo.open(await mkdtemp(join(tmpdir(), 'council-')))).seed();
    const { items } = await demo.get('auditor', '/budgets?pageSize=200');
    budgetIds = items.map((it: { budgetId: string }) => it.budgetId);
    journal = await HandedOut.to((path) => demo.get('auditor', path), budgetIds);
  }, 180_000);
  afterAll(async () => {
    journal.remove();
    await demo.close();
    await rm(demo.folder, { recursive: true });
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
