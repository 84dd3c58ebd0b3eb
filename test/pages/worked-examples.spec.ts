import { TestApp } from '../support/app.js';
import { Council, line } from '../support/council.js';
import { Visitor } from '../support/visitor.js';

// Worked examples of the field, as people read them on their pages.

const app = await TestApp.start({ now: '2026-05-18T09:00:00Z' });
const council = new Council(app);
afterAll(() => app.close());

const officer = (path: string, body: object) => council.post('demo-officer', path, body);

const annaId = await council.person('Anna Archer', { userId: 'demo-holder' });
const annas = await council.budget(annaId, { openingBalancePence: 450_000 });
await council.allocation(annas, { lines: [line(35_000)] });
await council.payment(annas, 140_000, { paidOn: '2026-04-06' });
await council.readable();

/** Signed in anew: days go by between the pages, and sessions end. */
const reads = async (who: string, path: string) => {
  const seen = await (await Visitor.signedIn(app, who)).get(path);
  expect([path, seen.status]).toEqual([path, 200]);
  return seen.text;
};
const annaReads = (path: string) => reads('demo-holder', `/my/${annas}/${path}`);
const kitReads = (path: string) => reads('demo-auditor', path);

describe('On the pages', () => {
  it('6: a reserve lowers the surplus, its release raises it, and what was known then stays', async () => {
    expect(await annaReads('why/surplus')).toContain('is £3,100.00.');
    app.now = '2026-05-19T09:00:00Z';
    const { reserveId } = await officer(`/budgets/${annas}/reserves`, {
      kind: 'redundancy',
      amountPence: 60_000,
    });
    const kept = await annaReads('why/surplus');
    expect(kept).toContain('is £2,500.00.');
    expect(kept).toContain('£600.00 may stay on the account for redundancy pay.');
    app.now = '2026-05-20T09:00:00Z';
    await app.delete('demo-officer', `/budgets/${annas}/reserves/${reserveId}`);
    await council.readable();
    expect(await annaReads('why/surplus')).toContain('is £3,100.00.');
    expect(await annaReads('why/surplus?knownAt=2026-05-19')).toContain('is £2,500.00.');
    expect(await annaReads('why/surplus?knownAt=2026-05-18')).toContain('is £3,100.00.');
  });

  it('4: a backdated uplift says what the council owes, from when, and when it was agreed', async () => {
    await council.allocation(annas, { lines: [line(36_000)], reason: 'uplift' });
    const owed = await annaReads('why/owed?asAt=2026-05-03');
    expect(owed).toContain('The council still owes you £40.00 for the days up to 3 May 2026.');
    expect(owed).toContain('£360.00 a week for 4 weeks from 6 April 2026');
    expect(await annaReads('history')).toContain(
      'The budget went up to £360.00 a week from 6 April 2026 on. This was agreed on 20 May 2026, so ' +
        'the council owes what is missing since then.',
    );
  });

  it('12: an expense recorded twice is shown as a pair, and the balance counts one', async () => {
    await council.expense(annas, 9_600, { spentOn: '2026-05-08' });
    const twice = await council.expense(annas, 9_600, { spentOn: '2026-05-08' });
    await officer(`/budgets/${annas}/reversals`, { entryId: twice, reason: 'recorded-twice' });
    expect(await annaReads('why/balance')).toContain('You have £5,804.00');
    const history = await annaReads('history');
    expect(history).toContain('We counted this twice. We put £96.00 back.');
    expect(history.split('£96.00 was spent on a personal assistant.')).toHaveLength(3);
  });

  it('15: once she is erased, every figure stands, all verifies, and pages say so', async () => {
    const before = await kitReads(`/accounts/${annas}`);
    expect(before).toContain('Anna Archer');
    const erased = await app.delete('demo-manager', `/people/${annaId}`, {
      override: true,
      reason: 'A court order',
    });
    expect(erased.status).toBe(204);
    const after = await kitReads(`/accounts/${annas}`);
    expect(after).toContain('[erased]');
    expect(after).not.toContain('Anna');
    expect(after).toContain('£5,804.00');
    expect(await kitReads(`/accounts/${annas}/history`)).not.toMatch(/Anna|Rosa/);
    const { ok } = (await app.get('demo-auditor', '/integrity?full=true')).body;
    expect(ok).toBe(true);
    const anna = await Visitor.signedIn(app, 'demo-holder');
    expect((await anna.get(`/my/${annas}`)).status).toBe(404);
  });
});
