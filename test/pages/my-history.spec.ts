import { TestApp } from '../support/app.js';
import { Council } from '../support/council.js';
import { BANNED, CODES } from '../support/plain-words.js';
import { Visitor } from '../support/visitor.js';

const app = await TestApp.start();
const council = new Council(app);
afterAll(() => app.close());

const officer = (path: string, body: object) => council.post('demo-officer', path, body);

const annaId = await council.person('Anna Archer', { userId: 'demo-holder' });
const annas = await council.budget(annaId, { openingBalancePence: 5_000 });
await council.allocation(annas);
await council.payment(annas);
for (let day = 10; day < 30; day++)
  await council.expense(annas, 1_000 + day, { spentOn: `2026-04-${day}`, who: 'demo-holder' });
const twice = await council.expense(annas, 9_600, { spentOn: '2026-05-08', note: 'Two nights' });
await officer(`/budgets/${annas}/reversals`, { entryId: twice, reason: 'recorded-twice' });
await officer(`/budgets/${annas}/returns`, { amountPence: 30_000, returnedOn: '2026-05-11' });
await council.proposal(annas);
const bilalId = await council.person('Bilal Brook', { userId: 'bilal' });
const bilals = await council.budget(bilalId);
await council.readable();

const at = `/my/${annas}/history`;
const anna = await Visitor.signedIn(app, 'demo-holder');

/** The titles of the items, from the top. */
const titlesIn = (html: string) =>
  [...html.matchAll(/<h3 class="moj-timeline__title">(.*?)<\/h3>/g)].map((it) => it[1]);

describe('The history', () => {
  it('begins with what counts last, by month', async () => {
    const { status, title, text, html } = await anna.get(at);
    expect([status, title]).toEqual([
      200,
      'History (page 1 of 2) – Your direct payment – Direct payment ledger',
    ]);
    expect(text).toContain('May 2026 Money sent back by Alex Officer 11 May 2026');
    expect(titlesIn(html).slice(0, 4)).toEqual([
      'Money sent back',
      'Put right',
      'Money spent',
      'Money spent',
    ]);
  });

  it('says of each who, when we found out, what moved and what was there then', async () => {
    const { text } = await anna.get(at);
    for (const words of [
      'Money sent back by Alex Officer 11 May 2026 , we found out on 20 May 2026',
      '£300.00 out. On the account after it: £1,226.10.',
      'Money spent by you 29 April 2026',
      'Paid to: Rosa Reed Note: Two nights',
    ])
      expect(text).toContain(words);
    expect(text).not.toMatch(BANNED);
    expect(text).not.toMatch(CODES);
  });

  it('leads from what was put right to how, and back', async () => {
    const { html } = await anna.get(at);
    const [, to] = /href="#(item-[^"]+)">This was put right: see how/.exec(html)!;
    const [, back] = /href="#(item-[^"]+)">See what this put right/.exec(html)!;
    expect(html.indexOf(`id="${to}"`)).toBeLessThan(html.indexOf(`id="${back}"`));
  });

  it('shows one kind at a time, of those that there are', async () => {
    const page = await anna.get(`${at}?kind=reversal`);
    expect(page.title).toContain('History: Put right');
    expect(titlesIn(page.html)).toEqual(['Put right']);
    expect(page.html).toContain('aria-current="true">Put right</a>');
    expect(page.html).not.toContain('kind=reserve');
  });

  it('leads from a kind to the other half of a pair, which is not shown there', async () => {
    const { html } = await anna.get(`${at}?kind=reversal`);
    const [, href] = /href="([^"]+)">See what this put right/.exec(html)!;
    expect((await anna.get(href!)).location).toMatch(new RegExp(`^${at}#item-`));
  });

  it('shows a picture with a sentence, and its table', async () => {
    const { text, html } = await anna.get(at);
    expect(text).toContain('more came in than went out in these 12 months');
    expect(text).toContain('May 2026 £96.00 £396.00');
    expect(html).toContain('<svg class="app-chart"');
  });

  it('does not tell of a reduction that nobody was told of', async () => {
    for (const page of [at, `${at}?page=2`])
      expect((await anna.get(page)).text).not.toContain('proposed');
  });

  it('has no empty page: a number beyond the last leads to the last', async () => {
    expect((await anna.get(`${at}?page=9`)).location).toBe(`${at}?page=2`);
    expect((await anna.get(`${at}?page=9&asAt=2026-04-12`)).location).toBe(`${at}?asAt=2026-04-12`);
  });

  it('tells what was known on a day and nothing later', async () => {
    const { text } = await anna.get(`${at}?knownAt=2026-05-19`);
    expect(text).toContain('Nothing happened by this day.');
  });

  it.each([
    `${at}?kind=riches`,
    `${at}?at=0f5b7b62-8c1d-8a55-9d3e-6f5b0c9a1e77`,
    `/my/${bilals}/history`,
    `/my/${bilals}/statement`,
  ])('is not found: %s', async (address) => {
    const { status, h1 } = await anna.get(address);
    expect([status, h1]).toEqual([404, 'Page not found']);
  });
});

describe('The statement of account', () => {
  it('opens and closes on the penny', async () => {
    const days = '?from=2026-04-27&to=2026-05-11';
    const { status, title, text } = await anna.get(`/my/${annas}/statement${days}`);
    expect([status, title]).toEqual([
      200,
      'Statement of account, 27 April 2026 to 11 May 2026 – Your direct payment – Direct payment ledger',
    ]);
    for (const words of [
      'Anna Archer, direct payment account. Made on 20 May 2026.',
      'On the account before £1,556.94',
      'plus Put right: put back on the account (1 time) £96.00',
      'minus Money spent (4 times) £126.84',
      'minus Money sent back to the council (1 time) £300.00',
      'comes to On the account at the end £1,226.10',
      '11 May 2026 £300.00 was sent back to the council. £300.00 £1,226.10',
    ])
      expect(text).toContain(words);
    expect(text).not.toMatch(BANNED);
    expect(text).not.toMatch(CODES);
  });

  it('is of the last four weeks unless days are chosen', async () => {
    const { text } = await anna.get(`/my/${annas}/statement`);
    expect(text).toContain('23 April 2026 to 20 May 2026');
  });

  it('is of the four weeks up to the day that is looked at', async () => {
    const { text } = await anna.get(`/my/${annas}/statement?asAt=2026-05-03`);
    expect(text).toContain('6 April 2026 to 3 May 2026');
    expect(text).toContain('On the account before £50.00');
  });

  it.each([
    ['from=2026-05-02&to=2026-05-01', 'The last day must be the same as or after the first day'],
    ['to=2026-05-21', 'The last day must be today or in the past'],
    ['from-day=1', 'The first day must include a month and year'],
  ])('says what is wrong with %s', async (days, message) => {
    const page = await anna.get(`/my/${annas}/statement?${days}`);
    expect(page.status).toBe(400);
    expect(page.title).toMatch(/^Error: Statement of account/);
    expect(page.text).toContain(`There is a problem ${message}`);
  });
});
