import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Recorded } from '../../src/event-log/event-log.js';
import { londonDay } from '../../src/kernel/dates.js';
import { Demo, type Answered } from '../support/demo.js';

/** What each stream says, whatever came between its events. */
/** What is made under a person's key, which is new each time: hashes of words, ids of lines. */
const withoutKeys = (event: object): object =>
  JSON.parse(JSON.stringify(event), (name, value: unknown) =>
    ['wordsHash', 'textHash', 'lineId', 'linesDigest'].includes(name) ? 'keyed' : value,
  );

function told(events: readonly Recorded[]): object {
  const streams = Map.groupBy(events, (it) => it.stream);
  return Object.fromEntries(
    [...streams].toSorted().map(([stream, its]) => [
      stream,
      its.map(({ event, actor, recordedAt }) => ({
        ...withoutKeys(event),
        actor,
        recordedOn: londonDay(recordedAt),
      })),
    ]),
  );
}

const folders: string[] = [];
const newFolder = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'council-'));
  folders.push(folder);
  return folder;
};

afterAll(() => Promise.all(folders.map((it) => rm(it, { recursive: true }))));

describe('The example council', () => {
  let demo: Demo;
  let budgets: Map<string, Answered>;
  let events: Recorded[];

  beforeAll(async () => {
    demo = await (await Demo.open(await newFolder())).seed();
    budgets = await demo.budgets();
    events = await demo.events();
  }, 120_000);
  afterAll(() => demo.close());

  it('has about twenty people, and the two years that end today', () => {
    expect(budgets.size).toBe(23);
    expect(events.length).toBeGreaterThan(2_000);
    expect(events.length).toBeLessThan(3_000);
    expect(londonDay(events[0]!.recordedAt)).toBe('2024-05-20');
    expect(londonDay(events.at(-1)!.recordedAt)).toBe('2026-05-20');
  });

  it('leaves the clock at the present, with nothing recorded after it', () => {
    const now = demo.ledger.clock.now();
    expect(now > '2026-05-20T09:00:00').toBe(true);
    expect(now < '2026-05-20T09:01:00').toBe(true);
    expect(events.at(-1)!.recordedAt < '2026-05-20T09:00:00').toBe(true);
  });

  it('lets officers and managers work on weekdays only', () => {
    const days = events
      .filter((it) => it.actor.role === 'officer' || it.actor.role === 'manager')
      .map((it) => new Date(it.recordedAt).getUTCDay());
    expect(days.every((it) => it > 0 && it < 6)).toBe(true);
  });

  it('begins with Anna’s budget, and she sees hers alone', async () => {
    const opened = events.find((it) => it.event.type === 'BudgetOpened')!;
    expect([...(await demo.budgets('holder')).keys()]).toEqual(['Anna']);
    expect(opened.stream).toBe(`budget-${budgets.get('Anna').budgetId}`);
  });

  it('shows Nell the two people for whom she acts, and no longer the third', async () => {
    expect([...(await demo.budgets('nominee')).keys()].toSorted()).toEqual(['Anna', 'Dilys']);
    const { personId } = budgets.get('Stefan').person;
    expect(events.some((it) => it.actor.onBehalfOf === personId)).toBe(true);
  });

  it('tells Anna’s budget: up, backdated, and about to go down', async () => {
    const anna = budgets.get('Anna');
    const { items } = await demo.get('holder', `/budgets/${anna.budgetId}/allocations`);
    expect(items).toMatchObject([
      { kind: 'agreed', weeklyPence: 176_40, effectiveFrom: '2024-06-03' },
      { kind: 'increased', weeklyPence: 187_40 },
      { kind: 'increased', weeklyPence: 194_90, effectiveFrom: '2025-04-01', state: 'in-force' },
      { kind: 'reduced', weeklyPence: 168_90, effectiveFrom: '2026-06-08', state: 'ahead' },
    ]);
    expect(londonDay(items[2].recordedAt)).toBe('2025-05-20');
    expect(anna.nextChange).toMatchObject({ weeklyPence: 168_90 });
    const { owedPence, paidAheadPence } = anna.figures;
    expect(owedPence + paidAheadPence).toBe(0);
  });

  it('has one of Anna’s expenses recorded twice and put right, and one asked about', async () => {
    const of = (type: string) =>
      events.filter(
        (it) => it.event.type === type && it.stream === `account-${budgets.get('Anna').budgetId}`,
      );
    expect(of('EntryReversed')).toHaveLength(1);
    expect(of('ExpenseQueried')).toHaveLength(1);
    expect(of('ExpenseExplained')).toHaveLength(1);
    expect(of('ExpenseAccepted')).toHaveLength(1);
  });

  it('shows the ways in which money is held', () => {
    const modes = [...budgets].map(([name, it]) => `${name}: ${it.deploymentMode}`);
    expect(modes.filter((it) => !it.endsWith(': cash')).toSorted()).toEqual([
      'Carys: third-party',
      'Farah: provider',
      'Joan: managed-account',
      'Kofi: council-managed',
      'Leila: trust',
    ]);
    expect(budgets.get('Marcus')).toMatchObject({ basis: 'gross' });
    expect(budgets.get('Bilal')).toMatchObject({ employsStaff: true });
    expect(budgets.get('Bilal').figures).toMatchObject({ reservedPence: 1_550_00 });
    expect(
      budgets
        .get('Edwin')
        .allocation.lines.map((it: Answered) => it.fundingStream)
        .toSorted(),
    ).toEqual(['adult-social-care', 'health', 'independent-living-fund']);
  });

  it('shows what begins, pauses and ends', () => {
    expect(budgets.get('Hana')).toMatchObject({
      status: 'closed',
      figures: { balancePence: 0, owedPence: 0 },
    });
    expect(budgets.get('Hana').figures.returnedPence).toBeGreaterThan(0);
    expect(budgets.get('Idris')).toMatchObject({ status: 'suspended' });
    expect(budgets.get('Ruth').figures).toMatchObject({ reservedPence: 0, returnedPence: 52_00 });
  });

  it('shows accounts that need somebody’s look', () => {
    const weeks = (name: string) => budgets.get(name).figures.weeksHeld;
    expect(weeks('Nadia')).toBeGreaterThan(8);
    expect(weeks('Owen')).toBeLessThan(1);
    expect(budgets.get('Owen').figures.owedPence).toBeGreaterThan(0);
    expect(budgets.get('Priya').figures.balancePence).toBeLessThan(0);
    const alone = [...budgets.keys()].filter((it) => weeks(it) !== null && weeks(it) > 8);
    expect(alone).toEqual(['Nadia']);
  });

  it('shows reductions in every state that a story tells of', async () => {
    const { items } = await demo.get('officer', '/reductions?pageSize=200');
    const names = new Map([...budgets].map(([name, it]) => [it.budgetId, name]));
    const states = items.map((it: Answered) =>
      [names.get(it.budgetId), it.state, it.outcome].filter(Boolean).join(' '),
    );
    expect(states.toSorted()).toEqual([
      'Anna notified',
      'Dilys withdrawn upheld',
      'Joan proposed',
      'Marcus approved',
      'Stefan in-force dismissed',
      'Tara withdrawn',
      'Violet in-force',
    ]);
    expect(budgets.get('Dilys').allocation).toMatchObject({ weeklyPence: 143_50 });
    expect(budgets.get('Violet').allocation).toMatchObject({ weeklyPence: 225_00 });
  });

  it('meets every check before Anna’s letter goes out', async () => {
    const { items } = await demo.get('holder', '/reductions');
    const reduction = await demo.get('holder', `/reductions/${items[0].reductionId}`);
    expect(reduction.checks).toHaveLength(11);
    expect(reduction.checks.every((it: Answered) => it.holds)).toBe(true);
  });

  it('calls for a reassessment where only the criteria changed, and completed other reviews', () => {
    expect(budgets.get('Umar')).toMatchObject({
      allocation: { weeklyPence: 420_00 },
      reviews: [{ kind: 'reassessment', state: 'scheduled' }],
    });
    for (const name of ['Violet', 'Stefan'])
      expect(budgets.get(name).reviews).toMatchObject([
        { kind: 'post-reduction', state: 'completed' },
      ]);
  });

  it('has figures that add up for everybody', () => {
    for (const { figures } of budgets.values()) {
      const { receivedPence, spentPence, returnedPence, balancePence } = figures;
      const { committedPence, reservedPence, availablePence } = figures;
      const opened = events.find((it) => it.stream === `budget-${budgetOf(figures)}`)!;
      const { openingBalancePence } = opened.event as unknown as { openingBalancePence: number };
      expect(openingBalancePence + receivedPence - spentPence - returnedPence).toBe(balancePence);
      expect(balancePence - committedPence - reservedPence).toBe(availablePence);
    }
  });

  const budgetOf = (figures: object): string =>
    [...budgets.values()].find((it) => it.figures === figures).budgetId;

  it('lets nobody but Priya be overdrawn on any day', async () => {
    const overdrawn: string[] = [];
    for (const [name, { budgetId }] of budgets)
      for (let page = 1, total = 1; (page - 1) * 200 < total; page++) {
        const answer = await demo.get(
          'officer',
          `/budgets/${budgetId}/history?pageSize=200&page=${page}`,
        );
        total = answer.total;
        if (answer.items.some((it: Answered) => it.balanceAfterPence < 0)) overdrawn.push(name);
      }
    expect(overdrawn).toEqual(['Priya']);
  });

  it('is whole', async () => {
    expect(await demo.get('auditor', '/integrity?full=true')).toMatchObject({ ok: true });
    expect(demo.ledger.reactions.failures()).toEqual([]);
  });

  it('is the same when it was stopped or killed half way, and begun again', async () => {
    const { stopped, killed } = await halfSeeded();
    for (const folder of [stopped, killed]) {
      const again = await Demo.open(folder);
      expect(again.isToBeSeeded).toBe(true);
      await again.seed();
      const all = await again.events();
      expect(told(all)).toEqual(told(events));
      expect(all.length).toBe(events.length);
      expect(await again.get('auditor', '/integrity?full=true')).toMatchObject({ ok: true });
      await again.close();
    }
  }, 120_000);

  it('is finished on a later day in the two years in which it was begun', async () => {
    const { stopped } = await halfSeeded();
    const later = await Demo.open(stopped, { DEMO_NOW: '2026-09-01T12:00:00Z' });
    await later.seed();
    const all = await later.events();
    expect(londonDay(all[0]!.recordedAt)).toBe('2024-05-20');
    expect(londonDay(all.at(-1)!.recordedAt)).toBe('2026-05-24');
    expect(later.ledger.clock.today()).toBe('2026-09-01');
    await later.close();
  }, 120_000);

  it('is not seeded again, nor into what somebody else has begun', async () => {
    const { folder } = demo;
    await demo.close();
    demo = await Demo.open(folder, { DEMO_NOW: '2026-08-01T09:00:00Z' });
    expect(demo.isToBeSeeded).toBe(false);

    const { stopped } = await halfSeeded();
    const between = await Demo.open(stopped, { SEED: 'none' });
    const { items } = await between.get('officer', '/budgets');
    await between.post('officer', `/budgets/${items[0].budgetId}/receipts`, {
      kind: 'refund',
      amountPence: 100,
      receivedOn: '2026-05-20',
    });
    await between.close();
    const after = await Demo.open(stopped);
    expect(after.isToBeSeeded).toBe(false);
    await after.close();
  }, 120_000);
});

/** Stopped in the middle by a signal; and the folder as a kill would have left it there. */
async function halfSeeded(): Promise<{ stopped: string; killed: string }> {
  const [stopped, killed] = [await newFolder(), await newFolder()];
  const demo = await Demo.open(stopped);
  const stop = new AbortController();
  let copied = Promise.resolve();
  await demo.seed((done, total) => {
    if (done < total / 2 || stop.signal.aborted) return;
    stop.abort();
    copied = cp(stopped, killed, { recursive: true });
  }, stop.signal);
  await copied;
  await demo.close();
  return { stopped, killed };
}

describe('An empty demo', () => {
  it('stays empty with SEED=none', async () => {
    const demo = await Demo.open(await newFolder(), { SEED: 'none' });
    expect(demo.isToBeSeeded).toBe(false);
    expect(await demo.ledger.isEmpty()).toBe(true);
    await demo.close();
  });

  it.each(['2027-02-28T11:00:00Z', '2026-05-31T23:00:00Z', '2024-02-29T23:59:59Z'])(
    'is seeded on whatever day it is: %s',
    async (now) => {
      const demo = await (await Demo.open(await newFolder(), { DEMO_NOW: now })).seed();
      const last = (await demo.events()).at(-1)!;
      expect(londonDay(last.recordedAt)).toBe(londonDay(now.replace('Z', '.000000Z') as never));
      expect((await demo.budgets()).size).toBe(23);
      await demo.close();
    },
    120_000,
  );
});
