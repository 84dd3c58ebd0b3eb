import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { budgetAsKnown } from '../../src/figures/as-known.facts.js';
import { explanationOf } from '../../src/figures/explanation.facts.js';
import { EXPLAINABLE, FIGURES } from '../../src/figures/figure.facts.js';
import { figuresOf } from '../../src/figures/figures.facts.js';
import { addDays, instantOf, microsOf } from '../../src/kernel/dates.js';
import { policyInForce } from '../../src/policies/policy.facts.js';
import { Demo, type Answered } from '../support/demo.js';
import { mustExplain } from '../support/explanations.js';
import { expectGolden } from '../support/golden.js';
import { historyReport } from '../support/history-report.js';
import { BANNED, CODES } from '../support/plain-words.js';
import { seeded } from '../support/read-models.js';

const SEED = Number(process.env['PROPERTY_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const DAYS = 50;

describe(`Of everybody in the example council (seed ${SEED})`, () => {
  let folder: string;
  let demo: Demo;
  let budgets: Map<string, Answered>;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'council-'));
    demo = await (await Demo.open(folder)).seed();
    budgets = await demo.budgets();
  }, 180_000);
  afterAll(async () => {
    await demo.close();
    await rm(folder, { recursive: true });
  });

  it(`every figure is explained, on ${DAYS} days, each as known at an instant of its own`, async () => {
    const random = seeded(SEED);
    const now = microsOf(demo.ledger.log.recordedUntil()!);
    for (const { budgetId, opensOn } of budgets.values())
      for (let n = 0; n < DAYS; n++) {
        const knownAt = instantOf(now - Math.floor(random() * 2 * 365 * 86_400_000_000));
        const asAt = addDays(opensOn, Math.floor(random() * 800));
        const events = await demo.ledger.known.of(budgetId, knownAt);
        const ids = new Set(events.map((it) => it.eventId));
        const figures = figuresOf(budgetAsKnown(events), asAt, policyInForce());
        for (const name of EXPLAINABLE) mustExplain(explanationOf(figures, name, 'you'), ids);
      }
  }, 120_000);

  it('what is answered as a figure is what is answered as its explanation', async () => {
    const random = seeded(SEED + 1);
    for (const { budgetId, opensOn } of budgets.values()) {
      const asAt = addDays(opensOn, Math.floor(random() * 700));
      const { figures } = await demo.get('officer', `/budgets/${budgetId}/figures?asAt=${asAt}`);
      for (const name of FIGURES) {
        const why = await demo.get('officer', `/budgets/${budgetId}/figures/${name}?asAt=${asAt}`);
        expect([name, why.amountPence]).toEqual([name, figures[`${name}Pence`]]);
      }
    }
  }, 120_000);

  it('the history is told in words that people use', async () => {
    for (const { budgetId } of budgets.values()) {
      const { items } = await demo.get('officer', `/budgets/${budgetId}/history?pageSize=200`);
      for (const { title, words } of items)
        for (const text of [title, words]) {
          expect(text).not.toMatch(BANNED);
          expect(text).not.toMatch(CODES);
        }
    }
  });

  it.each(['Anna', 'Bilal', 'Carys'])('%s’s history reads as it is kept', async (name) => {
    const { budgetId, person } = budgets.get(name)!;
    const first = await demo.get('officer', `/budgets/${budgetId}/history?pageSize=200`);
    const title = `The history of ${person.fullName}’s budget, as at 20 May 2026`;
    expectGolden(`history-${name.toLowerCase()}.txt`, historyReport(title, first.items));
  });
});
