import { TestApp } from '../support/app.js';
import { Council } from '../support/council.js';

const app = await TestApp.start();
const council = new Council(app);
const officer = 'demo-officer';
afterAll(() => app.close());

interface Item {
  readonly eventId: string;
  readonly type: string;
  readonly on: string;
  readonly recordedAt: string;
  readonly title: string;
  readonly amountPence?: number;
  readonly balanceAfterPence: number;
}

let budgetId: string;
const history = async (query = '') =>
  council.get(officer, `/budgets/${budgetId}/history${query}`) as Promise<{
    items: Item[];
    total: number;
  }>;

describe('The history', () => {
  let twice: string;
  beforeAll(async () => {
    const anna = await council.person('Anna Archer', { userId: 'demo-holder' });
    budgetId = await council.budget(anna, { openingBalancePence: 10_000 });
    await council.allocation(budgetId);
    await council.payment(budgetId, 168_000, { paidOn: '2026-05-04', reference: 'DP 0412' });
    await council.expense(budgetId, 9_600, { spentOn: '2026-05-05', who: 'demo-holder' });
    twice = await council.expense(budgetId, 9_600, { spentOn: '2026-05-05', who: 'demo-holder' });
    await council.payment(budgetId, 1_000, { paidOn: '2026-04-06' }); // late, for an early day
    const reversal = { entryId: twice, reason: 'recorded-twice' };
    await council.post('demo-holder', `/budgets/${budgetId}/reversals`, reversal);
    await council.reassessment(budgetId);
  });

  it('tells everything, by day and then as recorded, with the balance after it', async () => {
    const { items, total } = await history();
    const told = items.map((it) => [it.type, it.on, it.amountPence ?? '', it.balanceAfterPence]);
    expect([total, told]).toEqual([
      9,
      [
        ['BudgetOpened', '2026-04-06', 10_000, 10_000],
        ['AllocationAgreed', '2026-04-06', '', 10_000],
        ['PaymentMade', '2026-04-06', 1_000, 11_000],
        ['PaymentMade', '2026-05-04', 168_000, 179_000],
        ['ExpenseRecorded', '2026-05-05', 9_600, 169_400],
        ['ExpenseRecorded', '2026-05-05', 9_600, 159_800],
        ['EntryReversed', '2026-05-05', 9_600, 169_400],
        ['ReassessmentCalledFor', '2026-05-20', '', 169_400],
        ['ReviewScheduled', '2026-05-20', '', 169_400],
      ],
    ]);
  });

  it('says of each who, when, and a sentence; the words as they were said', async () => {
    const { items } = await history('?kind=payment&pageSize=1&page=2');
    expect(items).toEqual([
      {
        eventId: expect.any(String),
        type: 'PaymentMade',
        kind: 'payment',
        on: '2026-05-04',
        recordedAt: expect.stringMatching(/^2026-05-20T09:.*Z$/),
        actor: { userId: officer, role: 'officer', name: 'Alex Officer' },
        title: 'Payment from the council',
        words: 'The council paid in £1,680.00.',
        said: { reference: 'DP 0412' },
        entryId: expect.any(String),
        amountPence: 168_000,
        movedPence: 168_000,
        balanceAfterPence: 179_000,
      },
    ]);
  });

  it('names an entry and its reversal to one another, as worked example 12 has it', async () => {
    const { items } = await history('?kind=expense&kind=reversal');
    const [first, second, reversal] = items as (Item & Record<string, unknown>)[];
    expect(first!['reversedBy']).toBeUndefined();
    expect(second).toMatchObject({ entryId: twice, reversedBy: reversal!.eventId });
    expect(reversal!['reverses']).toBe(second!.eventId);
  });

  it('is filtered by kind, and paged', async () => {
    expect((await history('?kind=allocation')).items.map((it) => it.type)).toEqual([
      'AllocationAgreed',
    ]);
    expect((await history('?kind=review')).total).toBe(2);
    const page = await history('?page=2&pageSize=4');
    expect([page.items.length, page.items[0]!.type, page.total]).toEqual([4, 'ExpenseRecorded', 9]);
    expect((await app.get(officer, `/budgets/${budgetId}/history?kind=colour`)).status).toBe(400);
  });

  it('is as at a day and as known at an instant', async () => {
    const { items } = await history('?asAt=2026-05-04');
    expect(items.at(-1)).toMatchObject({ on: '2026-05-04', balanceAfterPence: 179_000 });
    const known = (await history('?kind=payment')).items[1]!.recordedAt;
    const then = await history(`?asAt=2026-05-20&knownAt=${known}`);
    expect(then.items.map((it) => it.type)).toEqual([
      'BudgetOpened',
      'AllocationAgreed',
      'PaymentMade',
    ]);
    expect((await history('?asAt=2026-04-05')).items).toEqual([]);
  });

  it('explains the back-pay of an uplift, as worked example 4 has it', async () => {
    const bilals = await council.budget(await council.person('Bilal Brook'));
    await council.allocation(bilals);
    await council.payment(bilals, 42_000);
    const owed = async () =>
      (await council.get(officer, `/budgets/${bilals}/figures?asAt=2026-05-03`)).figures.owedPence;
    const before = await owed();
    await council.allocation(bilals, {
      lines: [
        { purpose: 'personal-care', fundingStream: 'adult-social-care', weeklyPence: 43_000 },
      ],
      reason: 'uplift',
    });
    expect((await owed()) - before).toBe(4 * 1_000);
    const { items } = await council.get(officer, `/budgets/${bilals}/history?kind=allocation`);
    expect(items.at(-1)).toMatchObject({
      type: 'AllocationIncreased',
      on: '2026-04-06',
      words:
        'The budget went up to £430.00 a week from 6 April 2026 on. This was agreed on 20 May 2026, ' +
        'so the council owes what is missing since then.',
    });
  });
});

describe('The events, for the auditor,', () => {
  const events = async (query = '') => {
    const { body, headers } = await app.get('demo-auditor', `/events${query}`);
    expect(headers['content-type']).toBe('application/x-ndjson; charset=utf-8');
    const text = String(body);
    return text === ''
      ? []
      : text
          .trim()
          .split('\n')
          .map((it) => JSON.parse(it));
  };

  it('are one JSON object a line, with these names', async () => {
    const [event] = await events('?type=PaymentMade&limit=1');
    expect(event).toEqual({
      position: expect.any(String),
      eventId: expect.any(String),
      stream: `account-${budgetId}`,
      version: 0,
      type: 'PaymentMade',
      schemaVersion: 1,
      on: '2026-05-04',
      recordedAt: expect.any(String),
      actor: { userId: officer, role: 'officer' },
      requestKey: expect.stringMatching(/^[0-9a-f-]{36}$/),
      data: expect.objectContaining({ amountPence: 168_000, on: '2026-05-04' }),
      previousHash: expect.any(String),
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it('carry the cause of what follows of itself', async () => {
    const [called] = await events('?type=ReassessmentCalledFor');
    const [scheduled] = await events('?type=ReviewScheduled');
    expect(scheduled.causationId).toBe(called.eventId);
  });

  it('come in log order, after a position, as many as asked for', async () => {
    const all = await events('?limit=10000');
    const positions = all.map((it) => it.position);
    expect(positions.toSorted()).toEqual(positions);
    const two = await events('?limit=2');
    expect(two).toEqual(all.slice(0, 2));
    expect(await events(`?limit=3&after=${two[1].position}`)).toEqual(all.slice(2, 5));
    expect(await events(`?after=${positions.at(-1)}`)).toEqual([]);
    expect(await events('?type=Nothing')).toEqual([]);
  });

  it('hold no word that anybody said, and no name', async () => {
    const text = JSON.stringify(await events('?limit=10000'));
    for (const word of ['Anna', 'Archer', 'Rosa', 'DP 0412', 'Panel'])
      expect(text).not.toContain(word);
  });

  it.each([
    'limit=0',
    'limit=10001',
    'limit=x',
    'limit=1.5',
    'after=17',
    'after=',
    'type=a%20b',
    'type=',
  ])('?%s is 400', async (query) =>
    expect((await app.get('demo-auditor', `/events?${query}`)).status).toBe(400),
  );
});

describe('Integrity', () => {
  const look = async (query = '') => (await app.get('demo-auditor', `/integrity${query}`)).body;
  it('is proven, from the last place or from the first event, with the head to note', async () => {
    const first = await look();
    expect(first).toMatchObject({
      ok: true,
      events: expect.any(Number),
      streams: expect.any(Number),
      head: { count: expect.any(Number), root: expect.any(String), position: expect.any(String) },
    });
    expect(first.events).toBeGreaterThan(10);
    await council.payment(budgetId, 1);
    const next = await look();
    expect([next.ok, next.events]).toEqual([true, first.events + 1]);
    expect(next.head.position > first.head.position).toBe(true);
    expect(await look('?full=true')).toEqual(next);
  });
  it('?full=maybe is 400', async () =>
    expect((await app.get('demo-auditor', '/integrity?full=maybe')).status).toBe(400));
});
