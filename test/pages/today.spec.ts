import { TestApp } from '../support/app.js';
import { Council } from '../support/council.js';
import { Visitor, type Seen } from '../support/visitor.js';

const app = await TestApp.start();
afterAll(() => app.close());
const council = new Council(app);

const personId = await council.person('Anna Archer', { userId: 'demo-holder' });
const budgetId = await council.budget(personId);
await council.allocation(budgetId);
const bilal = await council.budget(await council.person('Bilal Bashir'));
await council.allocation(bilal);
await council.readable();

const at = `/accounts/${budgetId}`;
const officer = await Visitor.signedIn(app, 'demo-officer');
const manager = await Visitor.signedIn(app, 'demo-manager');
const auditor = await Visitor.signedIn(app, 'demo-auditor');
const holder = await Visitor.signedIn(app, 'demo-holder');

const NOT_THERE = [404, 'Page not found'];
const where = ({ status, h1 }: Seen) => [status, h1];

const ask = async (who: string, path: string, body: unknown) => {
  const answer = await council.post(who, `/budgets/${budgetId}${path}`, body);
  await council.readable();
  return answer;
};

/** An expense that was asked about. */
async function asked(amountPence = 2_310): Promise<string> {
  const entryId = await council.expense(budgetId, amountPence, { payee: 'Wheel Works' });
  await ask('demo-officer', `/expenses/${entryId}/query`, { question: 'What was this for?' });
  return entryId;
}

/** Fills a form in, checks the answers, sends them. */
async function recorded(address: string, answers: Record<string, string>): Promise<Seen> {
  const check = await officer.fill(address, answers);
  const hidden = { _csrf: check.hidden('_csrf'), _key: check.hidden('_key') };
  const sent = await officer.post(address, { ...hidden, ...answers, step: 'send' });
  return sent.location === undefined ? sent : officer.get(sent.location);
}

describe('The home of officers and managers', () => {
  it('is today, and says of each kind of work that there is none', async () => {
    for (const visitor of [officer, manager]) {
      const page = await visitor.follow('/');
      expect([page.h1, page.title]).toEqual(['Today', 'Today – Direct payment ledger']);
      expect(page.text).toContain(
        'Nothing to do Periods to sign off: none Bank lines that were explained: none Bank statements to settle: none Answers to read: none',
      );
      expect(page.text).toContain('Things said to be wrong: none');
    }
    expect((await officer.get('/today')).text).not.toContain('Reductions to approve');
    expect((await manager.get('/today')).text).toContain('Reductions to approve: none');
  });

  it('is nobody else’s, and neither are its lists', async () => {
    for (const visitor of [auditor, holder])
      for (const path of ['', '/answers', '/disagreements', '/reviews', '/reductions/proposed'])
        expect(where(await visitor.get(`/today${path}`))).toEqual(NOT_THERE);
    expect(where(await officer.get('/today/reductions/other'))).toEqual(NOT_THERE);
    expect(where(await officer.get('/today/answers?page=2'))).toEqual(NOT_THERE);
  });

  it('counts reductions that wait, of each step for whoever takes it', async () => {
    await council.proposal(bilal);
    await council.readable();
    expect((await manager.get('/today')).text).toContain('1 Reductions to approve');
    const list = await manager.get('/today/reductions/proposed');
    expect(list.text).toContain('Bilal Bashir £420.00 £300.00');
    expect(list.html).toContain(`href="/accounts/${bilal}/history?kind=reduction"`);
  });
});

describe('An answer of somebody who was asked', () => {
  it('waits for an officer, who reads it and accepts the expense', async () => {
    const entryId = await asked();
    expect((await officer.get('/today')).text).toContain('Answers to read: none');
    await ask('demo-holder', `/expenses/${entryId}/explanation`, { answer: 'New tyres' });

    expect((await officer.get('/today')).text).toContain('1 Answers to read');
    const list = await officer.get('/today/answers');
    expect(list.text).toContain('1 waits, longest at the top');
    expect(list.html).toContain(`href="${at}/expenses/${entryId}"`);
    const accounts = await officer.get('/accounts?open=answers');
    expect([accounts.text.includes('Anna Archer'), accounts.text.includes('Bilal')]).toEqual([
      true,
      false,
    ]);

    const expense = await officer.get(`${at}/expenses/${entryId}`);
    for (const words of [
      'There is an answer. It waits for you',
      '£23.10',
      'Wheel Works',
      'What was this for?',
      'New tyres',
      'None was sent.',
    ])
      expect(expense.text).toContain(words);

    const address = `${at}/record/acceptance/${entryId}`;
    const page = await officer.get(address);
    const hidden = { _csrf: page.hidden('_csrf'), _key: page.hidden('_key'), step: 'send' };
    const sent = await Promise.all([officer.post(address, hidden), officer.post(address, hidden)]);
    expect(new Set(sent.map((it) => it.location)).size).toBe(1);
    expect((await officer.get('/today')).text).toContain('Answers to read: none');
    const after = await officer.get(`${at}/expenses/${entryId}`);
    expect(after.text).toContain('The council is content with how this money was spent.');
    expect(after.html).not.toContain('/record/acceptance/');
  });

  it('is a receipt, too, which is saved and never opened', async () => {
    const entryId = await asked(4_000);
    const receiptId = await council.receipt(budgetId, entryId);
    await council.readable();
    expect((await officer.get('/today')).text).toContain('1 Answers to read');
    const { html } = await officer.get(`${at}/expenses/${entryId}`);
    const href = `${at}/expenses/${entryId}/receipts/${receiptId}`;
    expect(html).toContain(`href="${href}" download`);
    const file = await officer.get(href);
    expect(file.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': expect.stringContaining('attachment'),
      'x-content-type-options': 'nosniff',
    });
    for (const visitor of [auditor, holder])
      expect(where(await visitor.get(href))).toEqual(NOT_THERE);
    const other = href.replace(budgetId, bilal);
    expect(where(await officer.get(other))).toEqual(NOT_THERE);
  });

  it('is asked for before an expense is not accepted, and waited for', async () => {
    const entryId = await council.expense(budgetId, 1_500);
    await council.readable();
    const address = `${at}/record/disallowance/${entryId}`;
    const before = await recorded(address, { reason: 'Not in the plan' });
    expect([before.status, before.text]).toEqual([
      409,
      expect.stringContaining('Ask about this expense first, and let them explain it'),
    ]);
    const done = await recorded(`${at}/record/question/${entryId}`, { question: 'What for?' });
    expect(done.text).toContain('The council asked: What for?');
    const soon = await recorded(address, { reason: 'Not in the plan' });
    expect(soon.text).toMatch(/They may still explain it: wait for that, or to \d+ June 2026/);
    await ask('demo-holder', `/expenses/${entryId}/explanation`, { answer: 'A film' });
    const decided = await recorded(address, { reason: 'Not in the plan' });
    expect(decided.text).toContain('The council does not accept how some money was spent.');
    const again = await recorded(address, { reason: 'Not in the plan' });
    expect(again.text).toContain('This expense was accepted or disallowed: that stands');
  });

  it('is looked at by officers and managers alone, on accounts that have the expense', async () => {
    const entryId = await asked();
    const address = `${at}/expenses/${entryId}`;
    expect((await manager.get(address)).status).toBe(200);
    for (const visitor of [auditor, holder])
      expect(where(await visitor.get(address))).toEqual(NOT_THERE);
    expect(where(await officer.get(address.replace(budgetId, bilal)))).toEqual(NOT_THERE);
    const payment = await council.payment(budgetId);
    await council.readable();
    expect(where(await officer.get(`${at}/expenses/${payment}`))).toEqual(NOT_THERE);
  });
});

describe('What somebody says is wrong', () => {
  it('waits for an answer, which is given once', async () => {
    const { disagreementId, reference } = await ask('demo-holder', '/disagreements', {
      about: { figure: 'balance' },
      narrative: 'I have less than that.',
    });
    const address = `${at}/disagreements/${disagreementId}`;
    expect((await officer.get('/today')).text).toContain('1 Things said to be wrong');
    expect((await officer.get('/today/disagreements')).html).toContain(`href="${address}"`);
    const page = await officer.get(address);
    expect(page.h1).toBe(`Said to be wrong: ${reference}`);
    expect(page.text).toContain('I have less than that.');

    const none = await officer.fill(`${address}/answer`, {});
    expect([none.status, none.text]).toEqual([
      400,
      expect.stringContaining('There is a problem Select what you found Enter your answer'),
    ]);
    const answers = { outcome: 'explained', answer: 'The payment of May is in it.' };
    const done = await recorded(`${address}/answer`, answers);
    expect(done.text).toContain('What was said to be wrong was looked at and explained.');
    expect((await officer.get('/today')).text).toContain('Things said to be wrong: none');
    expect((await officer.get(address)).text).toContain('The payment of May is in it.');
    const again = await recorded(`${address}/answer`, answers);
    expect([again.status, again.text]).toEqual([
      409,
      expect.stringContaining('This was answered, and the answer stands'),
    ]);
  });

  it('is late once the day has gone by on which it was to be read', async () => {
    await ask('demo-holder', '/disagreements', {
      about: { figure: 'paid' },
      narrative: 'That is too much.',
    });
    app.now = '2026-06-04T09:00:00Z';
    const later = await Visitor.signedIn(app, 'demo-officer');
    expect((await later.get('/today')).text).toContain('1 Things said to be wrong : 1 1 late');
    expect((await later.get('/today/disagreements')).text).toContain('26 May 2026 Late');
  });
});
