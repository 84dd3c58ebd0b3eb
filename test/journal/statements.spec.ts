import { TestApp } from '../support/app.js';
import { Books, describeWithReaders } from '../support/books.js';
import { Council } from '../support/council.js';
import { lloyds, Reconciling } from '../support/reconciling.js';
import { HandedOut } from './agreement.js';

const OFFICER = 'demo-officer';

describeWithReaders('Of an account that was reconciled, the journal', () => {
  let app: TestApp;
  let reconciling: Reconciling;
  let budgetId: string;
  let [may, june] = ['', ''];
  let text = '';
  let journal: HandedOut;

  const read = async (path: string) => {
    const { status, body } = await app.get('demo-auditor', path);
    if (status !== 200) throw new Error(`${path} answered ${status}`);
    return body;
  };

  beforeAll(async () => {
    app = await TestApp.start({ now: '2026-07-20T09:00:00Z' });
    const council = new Council(app);
    reconciling = new Reconciling(app, council);
    const personId = await council.person();
    budgetId = await council.budget(personId, { openingBalancePence: 10_000 });
    await council.allocation(budgetId);
    const paid = await council.payment(budgetId, 168_000, { paidOn: '2026-05-03' });
    const wages = await council.expense(budgetId, 19_200, { spentOn: '2026-05-06' });
    const late = await council.expense(budgetId, 5_000, { spentOn: '2026-05-30' });
    const file = lloyds(100, [
      [4, 'COUNTY COUNCIL DP', 1680],
      [8, 'FPO REED', -96],
      [11, 'FPO REED BALANCE', -96],
      [20, 'UNKNOWN SHOP', -23.1],
      [29, 'SAVINGS', -10],
    ]);
    may = await reconciling.statement(budgetId, file);
    await reconciling.on(may, 'COUNTY', 'match', { entryIds: [paid] });
    const { lineId } = await reconciling.line(may, 'REED BALANCE');
    const { lines } = await reconciling.look(may);
    await app.post(OFFICER, `/statements/${may}/lines/${lines[1].lineId}/match`, {
      entryIds: [wages],
      withLineIds: [lineId],
    });
    await reconciling.on(may, 'UNKNOWN', 'set-aside', { reason: 'Nobody knows' });
    await reconciling.on(may, 'SAVINGS', 'ignore', { reason: 'Their own account' });
    expect((await reconciling.close(may)).status).toBe(200);
    const next = lloyds(1554.9, [[2, 'SUNRISE', -50]], '06');
    june = await reconciling.statement(budgetId, next);
    await reconciling.on(june, 'SUNRISE', 'match', { entryIds: [late] });
    expect((await reconciling.close(june)).status).toBe(200);
    const explained = { kind: 'expense', payee: 'A shop', category: 'equipment' };
    expect((await reconciling.on(may, 'UNKNOWN', 'record', explained)).status).toBe(200);
    text = await read(`/journal?format=hledger&budgetId=${budgetId}`);
    journal = await HandedOut.to(read, [budgetId]);
    app.now = '2026-07-21T09:00:00Z';
  }, 60_000);
  afterAll(async () => {
    journal.remove();
    await app.close();
  });

  it('says what the bank had at each closing, which both readers find to be so', async () => {
    expect(text).toContain(`assets:${budgetId}:bank  £0.00 = £1,554.90`);
    expect(text).toContain(`assets:${budgetId}:bank  £0.00 = £1,504.90`);
    await journal.isInOrder();
  });

  it('is found out where the bank had something else', async () => {
    const books = new Books('hledger', text.replace('= £1,504.90', '= £1,504.91'));
    await expect(books.check()).rejects.toThrow('balance assertion');
    books.remove();
  });

  it('agrees with the figures, on every day and as it was known', async () => {
    await journal.agreesAt({ asAt: '2026-05-31' });
    await journal.agreesAt({ asAt: '2026-06-30' });
    await journal.agreesAt({ asAt: '2026-07-20', knownOn: '2026-07-20' });
    await journal.agreesWithHistories('2026-07-20');
  });

  it('has what is on its way and what nobody explained beside the bank', async () => {
    const books = new Books('hledger', text);
    const at = async (asAt: '2026-05-31' | '2026-06-30' | '2026-07-31') => {
      const balances = await books.balances({ asAt });
      return ['bank', 'on-its-way', 'not-explained'].map(
        (it) => balances.get(`assets:${budgetId}:${it}`) ?? 0,
      );
    };
    expect(await at('2026-05-31')).toEqual([155_490, -5_000, 3_310]);
    expect(await at('2026-06-30')).toEqual([150_490, -2_310, 3_310]);
    expect(await at('2026-07-31')).toEqual([150_490, 0, 1_000]);
    books.remove();
  });

  it('asserts no closing that was reopened', async () => {
    expect((await reconciling.reopen(june)).status).toBe(200);
    await reconciling.council.readable();
    const after = await read(`/journal?format=hledger&budgetId=${budgetId}`);
    expect(after).not.toContain('= £1,504.90');
    expect(after).toContain('= £1,554.90');
  });
});
