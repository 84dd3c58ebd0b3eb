import { TestApp } from '../support/app.js';
import { Council } from '../support/council.js';
import { Visitor, type Seen } from '../support/visitor.js';

const app = await TestApp.start();
afterAll(() => app.close());
const council = new Council(app);

const personId = await council.person('Anna Archer', { userId: 'demo-holder' });
const budgetId = await council.budget(personId);
await council.allocation(budgetId);
await council.readable();

const at = `/accounts/${budgetId}`;
const record = `${at}/record`;
const officer = await Visitor.signedIn(app, 'demo-officer');

const day = (name: string, year: number, month: number, of: number) => ({
  [`${name}-day`]: String(of),
  [`${name}-month`]: String(month),
  [`${name}-year`]: String(year),
});

const eventsOf = async (type: string) => {
  const { body } = await app.get('demo-auditor', `/events?type=${type}`);
  return String(body)
    .split('\n')
    .filter(Boolean)
    .map((it) => JSON.parse(it).data);
};

/** What a browser would send from a page: everything that nobody sees, and the button. */
function hiddenIn({ html }: Seen) {
  const form = html.slice(html.lastIndexOf('<form method="post"'));
  const fields = form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g);
  return Object.fromEntries([...fields].map(([, name, value]) => [name!, value!]));
}

/** Fills a form in, checks the answers, sends them; answers the check and where it led to. */
async function recorded(address: string, answers: Record<string, string>, by = officer) {
  const check = await by.fill(address, answers);
  const sent = await by.post(address, { ...hiddenIn(check), step: 'send' });
  const done = sent.location === undefined ? sent : await by.get(sent.location);
  return { check, sent, done };
}

const PAYMENT = { amountPence: '960', ...day('paidOn', 2026, 5, 4) };

describe('Recording', () => {
  it('begins with a list of all that can be recorded, and with what is owed and kept', async () => {
    const { status, h1, text } = await officer.get(record);
    expect([status, h1]).toEqual([200, 'Record']);
    for (const words of [
      'Record a payment from the council',
      'Record other money that came in',
      'Record an expense',
      'Record money sent back to the council',
      'Record money that is to be paid',
      'Approve a reserve',
      'Agree an allocation, or an increase',
      'Nothing is to be paid.',
      'Nothing is kept.',
    ])
      expect(text).toContain(words);
  });

  it('asks, shows the answers to be checked, writes, and says what was recorded', async () => {
    const { check, sent, done } = await recorded(`${record}/payment`, {
      ...PAYMENT,
      reference: 'DP 0412',
    });
    expect([check.status, check.title]).toEqual([
      200,
      'Check your answers – Anna Archer – Direct payment ledger',
    ]);
    expect(check.text).toContain('Amount £960.00 Day it was paid 4 May 2026');
    expect(check.text).toContain('Reference on the bank line DP 0412');
    expect(check.text).toContain('Record a payment of £960.00');
    expect(sent.status).toBe(303);
    expect(done.h1).toBe('This is recorded');
    expect(done.text).toMatch(/Reference DP-[0-9A-Z]{4}-[0-9A-Z]{4}/);
    expect(done.text).toContain('4 May 2026: The council paid in £960.00.');
    expect(done.text).toContain('Reference: DP 0412');
    expect(await eventsOf('PaymentMade')).toMatchObject([
      { amountPence: 96_000, on: '2026-05-04' },
    ]);
  });
});
