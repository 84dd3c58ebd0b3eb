import { TestApp } from '../support/app.js';
import { ALL, Council, line } from '../support/council.js';

const app = await TestApp.start();
const council = new Council(app);
const officer = 'demo-officer';
let anna: string;
beforeAll(async () => {
  anna = await council.person('Anna Archer', { userId: 'demo-holder' });
});
afterAll(() => app.close());

const figures = async (budgetId: string, query = '') =>
  (await council.get(officer, `/budgets/${budgetId}/figures${query}`)).figures;
const post = (budgetId: string, path: string, body: unknown) =>
  app.post(officer, `/budgets/${budgetId}/${path}`, body);
const agreed = async (more = {}) => {
  const budgetId = await council.budget(anna, more);
  await council.allocation(budgetId, { lines: [line(35_000)] });
  return budgetId;
};

describe('Figures', () => {
  it('have every name, in pence, and weeks', async () => {
    const budgetId = await council.budget(anna);
    const nothing = { weeksHeld: null, surplusShares: [] };
    const names = ['entitled', 'contribution', 'paid', 'paidAhead', 'owed', 'received', 'spent'];
    names.push(
      'returned',
      'balance',
      'committed',
      'reserved',
      'available',
      'surplus',
      'unreconciled',
    );
    const zeros = Object.fromEntries(names.map((it) => [`${it}Pence`, 0]));
    expect(await figures(budgetId)).toEqual({ ...zeros, ...nothing });
  });

  it.each(ALL)('are the same for %s', async (who) => {
    const budgetId = await agreed();
    await council.payment(budgetId, 100);
    const seen = await council.get(who, `/budgets/${budgetId}/figures`);
    expect(seen.figures).toEqual(await figures(budgetId));
  });

  it('are as at today and as known now where nothing is said', async () => {
    const budgetId = await agreed();
    const { asAt, knownAt } = await council.get(officer, `/budgets/${budgetId}/figures`);
    expect([asAt, knownAt.slice(0, 10)]).toEqual(['2026-05-20', '2026-05-20']);
  });

  it('are as at the London day of knownAt, where that alone is said', async () => {
    const budgetId = await agreed();
    const path = `/budgets/${budgetId}/figures?knownAt=2026-05-19T23:30:00Z`;
    const { asAt, figures: then } = await council.get(officer, path);
    expect([asAt, then.balancePence]).toEqual(['2026-05-20', 0]);
  });

  it('before the opening, and before anything was known, are 0 and no 404', async () => {
    const budgetId = await agreed({ openingBalancePence: 500 });
    for (const query of ['?asAt=2026-04-05', '?knownAt=2026-01-01T00:00:00Z&asAt=2026-05-20']) {
      const then = await figures(budgetId, query);
      expect([then.balancePence, then.entitledPence, then.weeksHeld]).toEqual([0, 0, null]);
    }
    expect((await figures(budgetId, '?asAt=2026-04-06')).balancePence).toBe(500);
  });

  it('count the day itself, and go on accruing into days ahead; money stays as it is', async () => {
    const budgetId = await agreed();
    await council.payment(budgetId, 140_000);
    const entitled = async (asAt: string) =>
      (await figures(budgetId, `?asAt=${asAt}`)).entitledPence;
    expect(await entitled('2026-04-06')).toBe(5_000);
    expect(await entitled('2026-04-12')).toBe(35_000);
    expect(await entitled('2027-04-04')).toBe(52 * 35_000);
    const ahead = await figures(budgetId, '?asAt=2027-04-04');
    expect([ahead.paidPence, ahead.balancePence]).toEqual([140_000, 140_000]);
  });

  it('have one answer as known at an instant, for ever', async () => {
    const budgetId = await agreed();
    const { position: _, ...first } = await council.get(officer, `/budgets/${budgetId}/figures`);
    await council.payment(budgetId, 9_999);
    const path = `/budgets/${budgetId}/figures?asAt=2026-05-20&knownAt=${first.knownAt}`;
    expect((await council.get(officer, path)).figures).toEqual(first.figures);
    expect((await figures(budgetId)).paidPence).toBe(9_999);
  });

  it('share the surplus of worked example 9: £320.00 and £80.00', async () => {
    const budgetId = await agreed();
    await council.payment(budgetId, 360_000, { fundingStream: 'adult-social-care' });
    const receipt = { kind: 'contribution', amountPence: 90_000, receivedOn: '2026-04-10' };
    await council.post(officer, `/budgets/${budgetId}/receipts`, receipt);
    await council.commitment(budgetId, { amountPence: 70_000 });
    await council.reserve(budgetId, { amountPence: 60_000 });
    const now = await figures(budgetId);
    expect(now).toMatchObject({
      balancePence: 450_000,
      committedPence: 70_000,
      reservedPence: 60_000,
      availablePence: 320_000,
      surplusPence: 40_000,
      weeksHeld: 12.8,
    });
    expect(now.surplusShares).toEqual([
      { to: 'council', fundingStream: 'adult-social-care', amountPence: 32_000 },
      { to: 'person', amountPence: 8_000 },
    ]);
  });

  it('know no surplus at exactly eight weeks, and one of a penny above', async () => {
    const budgetId = await agreed();
    await council.payment(budgetId, 280_000);
    expect((await figures(budgetId)).surplusPence).toBe(0);
    await council.payment(budgetId, 1);
    expect((await figures(budgetId)).surplusPence).toBe(1);
  });

  it('say what was paid ahead, by days', async () => {
    const budgetId = await agreed();
    const period = { paidOn: '2026-05-18', periodFrom: '2026-05-18', periodTo: '2026-06-14' };
    await council.payment(budgetId, 140_000, period);
    expect((await figures(budgetId)).paidAheadPence).toBe(125_000);
    expect((await figures(budgetId, '?asAt=2026-06-14')).paidAheadPence).toBe(0);
  });

  it('take the contribution off what is owed on the net basis, and not on the gross', async () => {
    for (const [basis, owed] of [
      ['net', 15_000],
      ['gross', 35_000],
    ] as const) {
      const budgetId = await council.budget(anna, { basis });
      await council.allocation(budgetId, {
        lines: [line(35_000)],
        contributionWeeklyPence: 20_000,
      });
      const then = await figures(budgetId, '?asAt=2026-04-12');
      expect([basis, then.contributionPence, then.owedPence]).toEqual([basis, 20_000, owed]);
    }
  });
});

describe('A return', () => {
  const returned = (cause?: string) => ({
    amountPence: 30_000,
    returnedOn: '2026-05-11',
    ...(cause && { cause }),
  });
  it.each([
    [undefined, 168_000],
    ['surplus', 168_000],
    ['closing', 168_000],
    ['other', 168_000],
    ['overpayment', 138_000],
  ])('of cause %s leaves %i paid', async (cause, paid) => {
    const budgetId = await agreed();
    await council.payment(budgetId);
    const { status } = await post(budgetId, 'returns', returned(cause));
    const now = await figures(budgetId);
    expect([status, now.paidPence, now.returnedPence, now.balancePence]).toEqual([
      201,
      paid,
      30_000,
      138_000,
    ]);
  });
  it('may be above what is on the account: the ledger says what happened', async () => {
    const budgetId = await agreed();
    expect((await post(budgetId, 'returns', returned())).status).toBe(201);
    expect(await figures(budgetId)).toMatchObject({ balancePence: -30_000, weeksHeld: -0.9 });
  });
});

describe('A bounce', () => {
  const bounced = { bouncedOn: '2026-04-08' };
  it('takes the payment off from its day on, and happens once', async () => {
    const budgetId = await agreed();
    const entryId = await council.payment(budgetId, 140_000);
    expect((await post(budgetId, `payments/${entryId}/bounce`, bounced)).status).toBe(201);
    expect((await figures(budgetId, '?asAt=2026-04-07')).paidPence).toBe(140_000);
    expect(await figures(budgetId)).toMatchObject({
      paidPence: 0,
      receivedPence: 0,
      balancePence: 0,
    });
    const again = await post(budgetId, `payments/${entryId}/bounce`, bounced);
    expect([again.status, again.body.code]).toEqual([409, 'already-bounced']);
    const reversal = await post(budgetId, 'reversals', { entryId, reason: 'recorded-twice' });
    expect([reversal.status, reversal.body.code]).toEqual([409, 'already-bounced']);
  });
  it('of a payment that was reversed is refused', async () => {
    const budgetId = await agreed();
    const entryId = await council.payment(budgetId);
    await post(budgetId, 'reversals', { entryId, reason: 'recorded-twice' });
    const answer = await post(budgetId, `payments/${entryId}/bounce`, bounced);
    expect([answer.status, answer.body.code]).toEqual([409, 'already-reversed']);
  });
  it('of an expense is 404', async () => {
    const budgetId = await agreed();
    const entryId = await council.expense(budgetId);
    expect((await post(budgetId, `payments/${entryId}/bounce`, bounced)).status).toBe(404);
  });
});

describe('A reversal', () => {
  const reverse = (budgetId: string, entryId: string, more = {}) =>
    post(budgetId, 'reversals', { entryId, reason: 'recorded-twice', ...more });

  it('counts from the day of the entry, as if that had never been', async () => {
    const budgetId = await agreed();
    const entryId = await council.expense(budgetId, 9_600);
    await reverse(budgetId, entryId);
    expect((await figures(budgetId, '?asAt=2026-04-17')).spentPence).toBe(0);
  });
  it('counts from the day that is named', async () => {
    const budgetId = await agreed();
    const entryId = await council.expense(budgetId, 9_600);
    await reverse(budgetId, entryId, { effectiveOn: '2026-05-01' });
    expect((await figures(budgetId, '?asAt=2026-04-30')).spentPence).toBe(9_600);
    expect((await figures(budgetId, '?asAt=2026-05-01')).spentPence).toBe(0);
  });
  it('happens once; a reversal, a bounce and the opening balance stay', async () => {
    const budgetId = await agreed({ openingBalancePence: 100 });
    const entryId = await council.expense(budgetId);
    const { body } = await reverse(budgetId, entryId);
    const paymentId = await council.payment(budgetId);
    const bounce = await post(budgetId, `payments/${paymentId}/bounce`, {
      bouncedOn: '2026-04-08',
    });
    const history = await council.get(officer, `/budgets/${budgetId}/history`);
    const opening = history.items.find((it: { type: string }) => it.type === 'BudgetOpened');
    const codes = [];
    for (const id of [entryId, body.entryId, bounce.body.entryId, opening.eventId])
      codes.push((await reverse(budgetId, id)).body.code);
    expect(codes).toEqual([
      'already-reversed',
      'not-reversible',
      'not-reversible',
      'not-reversible',
    ]);
  });
});

describe('A commitment', () => {
  it('counts from the day it is recorded, or from an earlier one, until it is settled', async () => {
    const budgetId = await agreed();
    const id = await council.commitment(budgetId, { dueOn: '2026-12-01' });
    const settlement = { settledOn: '2026-05-10' };
    const { status } = await post(budgetId, `commitments/${id}/settlement`, settlement);
    const committed = async (asAt: string) =>
      (await figures(budgetId, `?asAt=${asAt}`)).committedPence;
    expect(status).toBe(200);
    expect(await committed('2026-04-19')).toBe(0);
    expect(await committed('2026-04-20')).toBe(24_000);
    expect(await committed('2026-05-09')).toBe(24_000);
    expect(await committed('2026-05-10')).toBe(0);
    const again = await post(budgetId, `commitments/${id}/settlement`, {});
    expect([again.status, again.body.code]).toEqual([409, 'already-settled']);
    const cancelled = await app.delete(officer, `/budgets/${budgetId}/commitments/${id}`);
    expect([cancelled.status, cancelled.body.code]).toEqual([409, 'already-settled']);
  });
  it('that repeats counts what is due and the next one', async () => {
    const budgetId = await agreed();
    await council.commitment(budgetId, { dueOn: '2026-05-01', repeatsWeekly: 1, amountPence: 100 });
    expect((await figures(budgetId)).committedPence).toBe(400); // 1, 8, 15 and next 22 May
  });
  it('is no commitment before the opening', async () => {
    const budgetId = await agreed();
    const body = { kind: 'hmrc', amountPence: 1, dueOn: '2026-05-01', on: '2026-04-05' };
    expect((await post(budgetId, 'commitments', body)).body.code).toBe('before-opening');
  });
});

describe('A reserve', () => {
  it('counts from its day through its last, and not after', async () => {
    const budgetId = await agreed();
    await council.reserve(budgetId, { until: '2026-06-30' });
    const reserved = async (asAt: string) =>
      (await figures(budgetId, `?asAt=${asAt}`)).reservedPence;
    expect([
      await reserved('2026-04-19'),
      await reserved('2026-04-20'),
      await reserved('2026-06-30'),
      await reserved('2026-07-01'),
    ]).toEqual([0, 60_000, 60_000, 0]);
  });
  it('released is gone, and still there as it was known', async () => {
    const budgetId = await agreed();
    const id = await council.reserve(budgetId);
    const { knownAt } = await council.get(officer, `/budgets/${budgetId}/figures`);
    const released = await app.delete(officer, `/budgets/${budgetId}/reserves/${id}`);
    expect(released.status).toBe(200);
    expect((await figures(budgetId)).reservedPence).toBe(0);
    const then = await figures(budgetId, `?asAt=2026-05-20&knownAt=${knownAt}`);
    expect(then.reservedPence).toBe(60_000);
    const again = await app.delete(officer, `/budgets/${budgetId}/reserves/${id}`);
    expect([again.status, again.body.code]).toEqual([409, 'already-released']);
  });
  it('of kind contingency is not taken off: it raises what may stay', async () => {
    const budgetId = await agreed();
    await council.payment(budgetId, 400_000);
    expect((await figures(budgetId)).surplusPence).toBe(120_000);
    await council.reserve(budgetId, { kind: 'contingency', amountPence: 390_000 });
    expect(await figures(budgetId)).toMatchObject({
      reservedPence: 0,
      availablePence: 400_000,
      surplusPence: 10_000,
    });
  });
});

describe('An expense', () => {
  it('is disallowed only after a question and a chance to explain; it stays spent', async () => {
    const budgetId = await agreed();
    const entryId = await council.expense(budgetId, 9_600);
    const step = (name: string, body = {}) => post(budgetId, `expenses/${entryId}/${name}`, body);
    const reason = { reason: 'Not in the plan' };
    expect((await step('disallowance', reason)).body.code).toBe('not-queried');
    expect((await step('query', { question: 'What for?' })).status).toBe(200);
    expect((await step('disallowance', reason)).body.code).toBe('not-yet-explained');
    const said = await step('explanation', { answer: 'A trip' });
    expect(said.status).toBe(200);
    expect((await step('disallowance', reason)).status).toBe(200);
    expect((await step('acceptance')).body.code).toBe('already-decided');
    expect((await figures(budgetId)).spentPence).toBe(9_600);
    const { items } = await council.get(officer, `/budgets/${budgetId}/history?kind=expense`);
    const explained = items.find((it: { type: string }) => it.type === 'ExpenseExplained');
    expect(explained.actor).toMatchObject({ userId: officer, role: 'officer', onBehalfOf: anna });
  });

  it('is explained by the holder’s side without being asked', async () => {
    const budgetId = await agreed();
    const entryId = await council.expense(budgetId, 9_600);
    const path = `/budgets/${budgetId}/expenses/${entryId}/explanation`;
    expect((await app.post('demo-holder', path, { answer: 'A trip' })).status).toBe(200);
    const { items } = await council.get(officer, `/budgets/${budgetId}/history?kind=expense`);
    expect(items.at(-1)).toMatchObject({ type: 'ExpenseExplained', said: { answer: 'A trip' } });
  });
});

describe('Suspended and closed', () => {
  it('nothing accrues from the day on, to the day before it resumes', async () => {
    const budgetId = await agreed();
    await council.post(officer, `/budgets/${budgetId}/suspension`, {
      from: '2026-04-13',
      reason: 'abroad',
    });
    const suspended = await council.get(officer, `/budgets/${budgetId}`);
    expect(suspended.status).toBe('suspended');
    const resumed = await app.delete(officer, `/budgets/${budgetId}/suspension?on=2026-04-20`);
    expect(resumed.status).toBe(200);
    expect((await figures(budgetId, '?asAt=2026-04-26')).entitledPence).toBe(70_000);
    const again = await app.delete(officer, `/budgets/${budgetId}/suspension`);
    expect([again.status, again.body.code]).toEqual([409, 'not-suspended']);
  });
  it('its last day is in force; entries are still recorded, agreements are not', async () => {
    const budgetId = await agreed();
    const closure = { on: '2026-04-19', reason: 'Moved away' };
    await council.post(officer, `/budgets/${budgetId}/closure`, closure);
    expect((await figures(budgetId)).entitledPence).toBe(70_000);
    await council.payment(budgetId, 70_000);
    const refused = [];
    for (const [path, body] of [
      [
        'allocations',
        {
          effectiveFrom: '2026-05-01',
          lines: [line(1)],
          reason: 'uplift',
          authority: { reference: 'P' },
        },
      ],
      [
        'one-offs',
        {
          amountPence: 1,
          purpose: 'respite',
          fundingStream: 'health',
          on: '2026-04-10',
          authority: { reference: 'P' },
        },
      ],
      [
        'contributions/assessment',
        { weeklyPence: 1, effectiveFrom: '2026-04-10', assessmentReference: 'F' },
      ],
      ['suspension', { from: '2026-04-10', reason: 'abroad' }],
    ] as const)
      refused.push((await post(budgetId, path, body)).body.code);
    expect(refused).toEqual(['closed', 'closed', 'closed', 'closed']);
  });
});
