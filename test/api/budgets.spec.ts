import { TestApp } from '../support/app.js';
import { Council, line } from '../support/council.js';

const app = await TestApp.start();
const council = new Council(app);
const officer = 'demo-officer';
afterAll(() => app.close());

describe('The list of budgets', () => {
  const list = async (query: string) => {
    const { items } = await council.get(officer, `/budgets?${query}`);
    return items.map((it: { person: { fullName: string } }) => it.person.fullName);
  };
  beforeAll(async () => {
    const open = async (name: string, weekly: number, paid: number, opensOn: string) => {
      const budgetId = await council.budget(await council.person(name), { opensOn });
      await council.allocation(budgetId, { effectiveFrom: opensOn, lines: [line(weekly)] });
      await council.payment(budgetId, paid, { paidOn: '2026-05-01' });
      return budgetId;
    };
    await open('Carys Cole', 10_000, 90_000, '2026-04-06');
    const anna = await open('Anna Archer', 42_000, 42_000, '2026-04-13');
    const bilal = await open('Bilal Brook', 35_000, 60_000, '2026-04-20');
    const suspension = { from: '2026-05-01', reason: 'abroad' };
    await council.post(officer, `/budgets/${anna}/suspension`, suspension);
    const closure = { on: '2026-05-19', reason: 'Moved' };
    await council.post(officer, `/budgets/${bilal}/closure`, closure);
  });

  it.each([
    ['', ['Anna Archer', 'Bilal Brook', 'Carys Cole']],
    ['sort=name', ['Anna Archer', 'Bilal Brook', 'Carys Cole']],
    ['sort=weeklyPence', ['Anna Archer', 'Carys Cole', 'Bilal Brook']],
    ['sort=balancePence', ['Carys Cole', 'Bilal Brook', 'Anna Archer']],
    ['sort=weeksHeld', ['Carys Cole', 'Anna Archer', 'Bilal Brook']],
    ['sort=opensOn', ['Carys Cole', 'Anna Archer', 'Bilal Brook']],
    ['query=ar', ['Anna Archer', 'Carys Cole']],
    ['query=BROOK', ['Bilal Brook']],
    ['query=nobody', []],
    ['status=open', ['Carys Cole']],
    ['status=suspended', ['Anna Archer']],
    ['status=closed', ['Bilal Brook']],
    ['tier=standard', ['Anna Archer', 'Bilal Brook', 'Carys Cole']],
    ['tier=enhanced', []],
    ['pageSize=1&page=2', ['Bilal Brook']],
  ])('?%s', async (query, names) => expect(await list(query)).toEqual(names));

  it.each([
    'status=gone',
    'sort=colour',
    'tier=heavy',
    'status=',
    'query=a&query=b',
    'status=open&status=closed',
  ])('?%s is 400', async (query) =>
    expect((await app.get(officer, `/budgets?${query}`)).status).toBe(400),
  );

  it('shows each in short', async () => {
    const { items } = await council.get(officer, '/budgets?query=Carys');
    expect(items).toEqual([
      expect.objectContaining({
        budgetId: expect.any(String),
        status: 'open',
        person: { personId: expect.any(String), fullName: 'Carys Cole' },
        opensOn: '2026-04-06',
        deploymentMode: 'cash',
        basis: 'net',
        employsStaff: false,
        weeklyPence: 10_000,
        balancePence: 90_000,
        weeksHeld: 9,
        tier: 'standard',
        concerns: [],
        version: 1,
      }),
    ]);
  });
});

describe('A budget', () => {
  it('shows the person, what is in force, what changes next, figures and reviews', async () => {
    const anna = await council.person('Anna Archer', { userId: 'demo-holder' });
    const budgetId = await council.budget(anna, { employsStaff: true });
    const allocationId = await council.allocation(budgetId);
    await council.allocation(budgetId, {
      effectiveFrom: '2026-06-01',
      lines: [line(45_000)],
      reason: 'uplift',
    });
    const reviewId = await council.reassessment(budgetId);
    const shown = await council.get(officer, `/budgets/${budgetId}`);
    expect(shown).toMatchObject({
      budgetId,
      status: 'open',
      person: { personId: anna, fullName: 'Anna Archer' },
      opensOn: '2026-04-06',
      deploymentMode: 'cash',
      basis: 'net',
      employsStaff: true,
      allocation: { allocationId, kind: 'agreed', weeklyPence: 42_000, state: 'in-force' },
      nextChange: { kind: 'increased', effectiveFrom: '2026-06-01', weeklyPence: 45_000 },
      figures: { balancePence: 0, weeksHeld: 0 },
      concerns: [],
      reviews: [{ reviewId, kind: 'reassessment', state: 'scheduled', dueOn: expect.any(String) }],
      version: 3,
    });
  });

  it('without an allocation says null', async () => {
    const budgetId = await council.budget(await council.person('Bilal Brook'));
    const shown = await council.get(officer, `/budgets/${budgetId}`);
    expect([shown.allocation, shown.nextChange, shown.figures.weeksHeld]).toEqual([
      null,
      null,
      null,
    ]);
  });

  it('may be one of two: the holder sees both', async () => {
    const carys = await council.person('Carys Cole', { userId: 'demo-nominee' });
    const both = [await council.budget(carys), await council.budget(carys)];
    const { items } = await council.get('demo-nominee', '/budgets');
    const seen = items.map((it: { budgetId: string }) => it.budgetId);
    expect(seen.toSorted()).toEqual(both.toSorted());
  });

  it('is held another way, and goes on', async () => {
    const budgetId = await council.budget(await council.person('Carys Cole'));
    const change = {
      mode: 'provider',
      from: '2026-05-20',
      holder: 'Fern House',
      reason: 'A shared house',
    };
    const path = `/budgets/${budgetId}/deployment-mode`;
    expect((await app.post(officer, path, change)).status).toBe(200);
    expect((await council.get(officer, `/budgets/${budgetId}`)).deploymentMode).toBe('provider');
    const early = await app.post(officer, path, { ...change, mode: 'trust', from: '2026-05-19' });
    expect([early.status, early.body.code]).toEqual([409, 'out-of-order']);
  });
});

describe('Allocations', () => {
  it('are listed oldest first, with what each line was before', async () => {
    const budgetId = await council.budget(await council.person('Dan Dow'));
    const first = await council.allocation(budgetId);
    await council.allocation(budgetId, {
      effectiveFrom: '2026-05-04',
      lines: [line(40_000), line(6_000, 'respite')],
      reason: 'need-increased',
    });
    const { items, total } = await council.get(officer, `/budgets/${budgetId}/allocations`);
    const common = {
      recordedAt: expect.any(String),
      eventId: expect.any(String),
      policyVersion: 1,
    };
    const stream = { fundingStream: 'adult-social-care' };
    expect([total, items]).toEqual([
      2,
      [
        {
          allocationId: first,
          kind: 'agreed',
          effectiveFrom: '2026-04-06',
          effectiveTo: '2026-05-03',
          weeklyPence: 42_000,
          lines: [{ purpose: 'personal-care', ...stream, weeklyPence: 42_000, beforePence: 0 }],
          reasons: ['first-plan'],
          state: 'superseded',
          ...common,
        },
        {
          allocationId: expect.any(String),
          kind: 'increased',
          effectiveFrom: '2026-05-04',
          weeklyPence: 46_000,
          lines: [
            { purpose: 'personal-care', ...stream, weeklyPence: 40_000, beforePence: 42_000 },
            { purpose: 'respite', ...stream, weeklyPence: 6_000, beforePence: 0 },
          ],
          reasons: ['need-increased'],
          state: 'in-force',
          ...common,
        },
      ],
    ]);
  });

  it('answer what they are, and which later ones stay; a lower one has its own path', async () => {
    const budgetId = await council.budget(await council.person('Dan Dow'));
    const agree = (effectiveFrom: string, pence: number) =>
      app.post(officer, `/budgets/${budgetId}/allocations`, {
        effectiveFrom,
        lines: [line(pence)],
        reason: 'uplift',
        authority: { reference: 'P' },
      });
    const later = await agree('2026-06-01', 30_000);
    const earlier = await agree('2026-04-06', 20_000);
    expect(later.body.kind).toBe('agreed');
    expect(earlier.body).toMatchObject({ kind: 'agreed' });
    expect(JSON.stringify(earlier.body.laterAllocations)).toContain(later.body.allocationId);
    expect((await agree('2026-05-01', 25_000)).body.kind).toBe('increased');
    const lower = await agree('2026-05-10', 24_999);
    expect([lower.status, lower.body.code]).toEqual([409, 'reduction-needs-its-own-path']);
  });
});

describe('Reductions', () => {
  let reductionId: string;
  let budgetId: string;
  beforeAll(async () => {
    const dan = await council.person('Dan Dow');
    budgetId = await council.budget(dan);
    await council.allocation(budgetId);
    await council.commitment(budgetId, { repeatsWeekly: 1, amountPence: 20_000 });
    reductionId = await council.proposal(budgetId);
  });
  const listed = async (state: string) => {
    const { items } = await council.get(officer, `/reductions?state=${state}`);
    return items.map((it: { reductionId: string }) => it.reductionId);
  };
  const CHECKS = [
    'reassessment',
    'lawful-basis',
    'involvement',
    'line-by-line',
    'needs-still-met',
    'approval',
    'notice',
    'not-backwards',
    'transition-costs',
    'follow-up-review',
    'no-open-challenge',
  ];

  it('show before and after by line, every check, and what it does to the person', async () => {
    const shown = await council.get(officer, `/reductions/${reductionId}`);
    expect(shown).toMatchObject({
      reductionId,
      budgetId,
      state: 'proposed',
      effectiveFrom: '2026-07-01',
      beforeWeeklyPence: 42_000,
      weeklyPence: 30_000,
      lines: [{ purpose: 'personal-care', beforePence: 42_000, weeklyPence: 30_000 }],
      effect: {
        weeklyChangePence: -12_000,
        yearlyChangePence: -624_000,
        regularCostsYearlyPence: 1_040_000,
        regularCostsCoveredPercent: 100,
      },
      history: [{ type: 'ReductionProposed' }],
    });
    expect(shown.checks.map((it: { check: string }) => it.check)).toEqual(CHECKS);
  });

  it('go from state to state, and are listed by it', async () => {
    expect(await listed('proposed')).toEqual([reductionId]);
    await council.step('demo-manager', reductionId, 'approval');
    expect([await listed('proposed'), await listed('approved')]).toEqual([[], [reductionId]]);
    const notice = { sentOn: '2026-05-20', channel: 'letter' };
    await council.step(officer, reductionId, 'notice', notice);
    expect([await listed('approved'), await listed('notified')]).toEqual([[], [reductionId]]);
    const shown = await council.get(officer, `/reductions/${reductionId}`);
    expect([shown.daysOfNotice, shown.followUp.dueOn]).toEqual([42, '2026-08-12']);
    app.now = '2026-07-01T09:00:00Z';
    expect([await listed('notified'), await listed('in-force')]).toEqual([[], [reductionId]]);
    expect((await council.get(officer, `/budgets/${budgetId}`)).allocation.weeklyPence).toBe(
      30_000,
    );
    const withdrawal = { reason: 'Too late' };
    const late = await app.post(officer, `/reductions/${reductionId}/withdrawal`, withdrawal);
    expect([late.status, late.body.code]).toEqual([409, 'wrong-state']);
    app.now = '2026-05-20T09:00:00Z';
  });

  it('are refused at the gate with every check', async () => {
    const bilals = await council.budget(await council.person('Bilal Brook'));
    await council.allocation(bilals);
    const id = await council.proposal(bilals, { involvement: [], effectiveFrom: '2026-06-01' });
    const refused = await app.post('demo-manager', `/reductions/${id}/approval`);
    expect([refused.status, refused.body.code]).toEqual([409, 'gate']);
    const { checks } = refused.body;
    expect(checks.map((it: { check: string }) => it.check)).toEqual(CHECKS);
    const failed = checks.filter((it: { holds: boolean }) => !it.holds);
    expect(failed.map((it: { check: string }) => it.check)).toEqual(
      expect.arrayContaining(['involvement', 'notice']),
    );
  });

  it('are not approved by their proposer, nor above a limit', async () => {
    const bilals = await council.budget(await council.person('Bilal Brook'));
    await council.allocation(bilals, { lines: [line(90_000)] });
    const body = { effectiveFrom: '2026-07-01', lines: [line(80_000)], reasons: ['need-reduced'] };
    const path = `/budgets/${bilals}/reductions`;
    const { reductionId: id } = await council.post('demo-manager', path, body);
    const own = await app.post('demo-manager', `/reductions/${id}/approval`);
    expect([own.status, own.body.code]).toEqual([409, 'approver-is-proposer']);
    const above = await app.post('demo-manager-2', `/reductions/${id}/approval`);
    expect([above.status, above.body.code]).toEqual([409, 'over-limit']);
    const second = await app.post(officer, path, body);
    expect([second.status, second.body.code]).toEqual([409, 'reduction-open']);
  });
});

describe('Policies', () => {
  it('answer version 1 in full', async () => {
    const { items, total } = await council.get(officer, '/policies');
    expect([total, items[0]]).toMatchObject([
      1,
      {
        version: 1,
        surplusWeeks: 8,
        contingencyWeeks: 4,
        reductionNoticeDays: 28,
        retentionYears: 7,
      },
    ]);
  });
});
