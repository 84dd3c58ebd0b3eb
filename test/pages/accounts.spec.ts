import { TestApp } from '../support/app.js';
import { Council, line } from '../support/council.js';
import { BANNED, CODES } from '../support/plain-words.js';
import { Visitor } from '../support/visitor.js';

const app = await TestApp.start();
afterAll(() => app.close());
const council = new Council(app);

const NOT_THERE = [404, 'Page not found'];
const where = ({ status, h1 }: { status: number; h1: string }) => [status, h1];

/** £420.00 a week from 6 April, £450.00 from 1 May, £300.00 to come; paid once, spent once. */
async function annas() {
  const personId = await council.person('Anna Archer', { userId: 'demo-holder' });
  await council.representative(personId);
  const budgetId = await council.budget(personId, { openingBalancePence: 24_850 });
  await council.allocation(budgetId, { contributionWeeklyPence: 3_000 });
  await council.allocation(budgetId, {
    effectiveFrom: '2026-05-01',
    reason: 'uplift',
    lines: [line(42_000), line(3_000, 'transport')],
  });
  await council.oneOff(budgetId);
  await council.payment(budgetId);
  const spent = await council.expense(budgetId);
  await council.notified(budgetId, { lines: [line(30_000)] });
  return { personId, budgetId, spent };
}

const anna = await annas();
const bilal = await council.budget(await council.person('Bilal Bashir'));
await council.allocation(bilal, { lines: [line(10_000)] });
await council.post('demo-officer', `/budgets/${bilal}/suspension`, {
  from: '2026-05-04',
  reason: 'away-from-home',
  expectedEnd: '2026-06-01',
});
await council.readable();

const at = `/accounts/${anna.budgetId}`;
const officer = await Visitor.signedIn(app, 'demo-officer');
const auditor = await Visitor.signedIn(app, 'demo-auditor');
const holder = await Visitor.signedIn(app, 'demo-holder');

describe('The list of accounts', () => {
  it.each(['demo-officer', 'demo-manager'])('is a click from the home of %s', async (person) => {
    const visitor = await Visitor.signedIn(app, person);
    expect((await visitor.follow('/')).html).toContain('href="/accounts"');
    const page = await visitor.get('/accounts');
    expect([page.h1, page.title]).toEqual(['Accounts', 'Accounts – Direct payment ledger']);
    expect(page.text).toContain('2 accounts, as at today');
    expect(page.text).toContain('Anna Archer £450.00 £1,832.50 4 Open');
    expect(page.text).toContain('Bilal Bashir £100.00 £0.00 0 Suspended');
  });

  it('finds a part of a name, and says when there is none like it', async () => {
    expect((await officer.get('/accounts?query=ARCH')).text).not.toContain('Bilal');
    const none = await officer.get('/accounts?query=Zoë');
    expect(none.text).toContain('There is no account like that.');
    expect(none.html).toContain('value="Zoë"');
  });

  it('sorts and filters by links that change one thing at a time', async () => {
    const { html } = await officer.get('/accounts?status=suspended');
    expect(html).toContain('href="/accounts?status=suspended&amp;sort=balancePence"');
    expect(html).toContain('href="/accounts"');
    expect(html).not.toContain('Anna Archer');
    const sorted = await officer.get('/accounts?sort=balancePence');
    expect(sorted.html).toMatch(/aria-sort="descending">\s*Balance/);
    expect(sorted.text.indexOf('Anna')).toBeLessThan(sorted.text.indexOf('Bilal'));
  });

  it('is shown page by page, and has no page beyond its last', async () => {
    const personId = await council.person('Carys Cadwallader');
    for (let i = 0; i < 50; i++) await council.budget(personId);
    await council.readable();
    const second = await officer.get('/accounts?page=2');
    expect(second.title).toBe('Accounts (page 2 of 2) – Direct payment ledger');
    expect(second.text.match(/Carys/g)).toHaveLength(2);
    expect(second.html).toContain('href="/accounts"');
    expect((await officer.get('/accounts?sort=balancePence')).html).toContain(
      'href="/accounts?sort=balancePence&amp;page=2"',
    );
    expect(where(await officer.get('/accounts?page=3'))).toEqual(NOT_THERE);
  });
});

describe('Pages of an account', () => {
  it.each(['', '/allocation', '/history', '/statement', '/figures/balance'])(
    'are not for holders, not even of their own: %s',
    async (page) => {
      expect(where(await holder.get(at + page))).toEqual(NOT_THERE);
      expect((await auditor.get(at + page)).status).toBe(200);
    },
  );

  it.each(['/accounts/no-id', '/accounts/00000000-0000-4000-8000-000000000000'])(
    'are not there for an id that nobody has: %s',
    async (page) => {
      expect(where(await officer.get(page))).toEqual(NOT_THERE);
    },
  );

  it('lead from one to another, as at the same day and as known on the same', async () => {
    const { html, title } = await officer.get(`${at}?asAt=2026-05-10&knownAt=2026-05-20`);
    expect(title).toBe('Position – Anna Archer – Direct payment ledger');
    for (const page of ['/allocation', '/history', '/statement', '/figures/owed'])
      expect(html).toContain(`href="${at}${page}?asAt=2026-05-10&amp;knownAt=2026-05-20"`);
  });

  it('say what is wrong with a day, and keep what was typed', async () => {
    const page = await officer.get(`${at}?asAt-day=31&asAt-month=2&asAt-year=2026`);
    expect([page.status, page.title]).toEqual([
      400,
      'Error: Position – Anna Archer – Direct payment ledger',
    ]);
    expect(page.text).toContain('There is a problem The day to look at must be a real date');
    expect(page.html).toContain('value="31"');
  });

  it('show nothing of a time when nothing was known', async () => {
    const early = '?knownAt=2026-05-01';
    const position = await officer.get(at + early);
    expect(position.text).toContain('Nothing was recorded of this account yet on 1 May 2026.');
    for (const page of ['/allocation', '/history', '/statement', '/figures/surplus'])
      expect((await officer.get(at + page + early)).status).toBe(200);
  });
});

describe('The position of an account', () => {
  it('says where it stands, whose it is and what comes next', async () => {
    const { text, html } = await officer.get(at);
    for (const words of [
      'Balance What is on the account £1,832.50',
      'Weeks held The weeks that the balance lasts 4',
      'From 1 July 2026 on, the budget is £300.00 a week.',
      'Review after a reduction, due on',
      'Weekly amount £450.00',
      'Nell North Nominee 5 January 2026',
    ])
      expect(text).toContain(words);
    expect(html).toContain(`href="${at}/figures/balance"`);
  });

  it('is that of the day that is asked for', async () => {
    const { text } = await officer.get(`${at}?asAt=2026-04-10`);
    expect(text).toContain('£1,928.50');
    expect(text).toContain('Weekly amount £420.00');
    expect(text).toContain('From 1 May 2026 on, the budget is £450.00 a week.');
  });
});

describe('Why a figure is what it is', () => {
  it('is told in a sum whose rows lead to the history', async () => {
    const page = await officer.get(`${at}/figures/balance`);
    expect(page.title).toBe('Balance – Anna Archer – Direct payment ledger');
    expect(page.text).toContain('There is £1,832.50 on the account on 20 May 2026.');
    expect(page.text).toMatch(/comes to What is on the account on 20 May 2026 £1,832\.50/);
    const [, href] = /href="([^"]+history\?at=[^"]+)"/.exec(page.html)!;
    const entry = await officer.get(href!);
    expect(entry.status).toBe(303);
    expect((await officer.get(entry.location!.split('#')[0]!)).html).toContain(
      `id="${entry.location!.split('#')[1]}"`,
    );
  });

  it('is asked of figures that there are', async () => {
    expect(where(await officer.get(`${at}/figures/balancePence`))).toEqual(NOT_THERE);
    expect((await officer.get(`${at}/figures/weeksHeld`)).html).not.toContain('name="by"');
  });

  it('tells what moved it between two days', async () => {
    const page = await officer.get(`${at}/figures/balance?by=day&from=2026-04-10&to=2026-05-20`);
    expect(page.h1).toBe('Balance: what changed');
    expect(page.text).toContain('went down by £96.00 from 10 April 2026 to 20 May 2026.');
  });

  it('tells what moved it by what was learnt between two days', async () => {
    const known = `${at}/figures/balance?by=known&from=2026-05-19&to=2026-05-20`;
    const page = await officer.get(known);
    expect(page.text).toContain('What is on the account went up by £1,832.50 by what was learnt');
    expect(page.html).toMatch(/value="known"\s+checked/);
  });

  it('goes on to an address with whole days, which keeps what is compared', async () => {
    const days = 'from-day=10&from-month=4&from-year=2026&to-day=20&to-month=5&to-year=2026';
    const { status, location } = await officer.get(`${at}/figures/spent?by=known&${days}`);
    expect([status, location]).toEqual([303, '?by=known&from=2026-04-10&to=2026-05-20']);
  });

  it.each([
    ['from=2026-05-20&to=2026-05-01', 'The last day must be the same as or after the first day'],
    ['by=known&from=2026-05-01&to=2026-06-01', 'The last day must be today or in the past'],
  ])('says what is wrong with the days: %s', async (days, message) => {
    const page = await officer.get(`${at}/figures/spent?${days}`);
    expect([page.status, page.text.includes(`There is a problem ${message}`)]).toEqual([400, true]);
  });
});

describe('The allocation of an account', () => {
  it('numbers its changes alike in the picture and beside it', async () => {
    const { text, html } = await officer.get(`${at}/allocation`);
    for (const words of [
      'The budget went up from £420.00 to £450.00 a week',
      '1. 6 April 2026 £420.00 First agreed',
      '2. 1 May 2026 £450.00 Up £30.00',
      '3. 1 July 2026 £300.00 Down £150.00',
      '3. £300.00 a week from 1 July 2026',
    ])
      expect(text).toContain(words);
    const picture = /<svg.*<\/svg>/s.exec(html)![0];
    expect(picture.match(/<circle/g)).toHaveLength(3);
    expect(picture).toContain('3: £300.00 a week from 1 July 2026 on');
  });

  it('tells line by line what changed, why, and who decided it', async () => {
    const { text } = await officer.get(`${at}/allocation`);
    for (const words of [
      'Agreed for later Reduced. Why: Need reduced.',
      'Proposed by Alex Officer, agreed by Sam Manager.',
      'How each need is still met: Seven mornings a week, as agreed with Anna.',
      'Transport (adult social care) £30.00 £0.00 Ends',
      'Recorded by Alex Officer. Reference: Panel 3',
      'Transport (adult social care) £0.00 £30.00 New',
      'Equipment (adult social care) Recorded by Alex Officer £250.00 Counts',
      '6 April 2026 £30.00 Counts from then to the next',
    ])
      expect(text).toContain(words);
  });

  it('shows what never counted, without a number', async () => {
    const wrong = await council.allocation(anna.budgetId, {
      effectiveFrom: '2026-08-03',
      lines: [line(60_000)],
    });
    const path = `/budgets/${anna.budgetId}/allocations/${wrong}/annulment`;
    await council.post('demo-officer-2', path, { reason: 'Typed twice' });
    await council.readable();
    const { text, html } = await officer.get(`${at}/allocation`);
    expect(text).toContain('£600.00 a week from 3 August 2026 Never counted Increased.');
    expect(html.match(/<circle/g)).toHaveLength(3);
  });

  it('says when and why it was suspended', async () => {
    const { text } = await officer.get(`/accounts/${bilal}/allocation`);
    expect(text).toContain(
      'From 4 May 2026 until further notice, expected to end on 1 June 2026. Why: Away from home.',
    );
  });
});

describe('The history of an account', () => {
  it('tells the council of a reduction from its proposal on, and filters by kind', async () => {
    const page = await officer.get(`${at}/history?kind=reduction`);
    expect(page.title).toBe('History: Reduction – Anna Archer – Direct payment ledger');
    expect(page.text).toContain('It was proposed that the budget goes down to £300.00 a week');
    expect(page.text).not.toContain('was spent on');
  });

  it('has no page beyond its last, and no place for an event of another account', async () => {
    expect(where(await officer.get(`${at}/history?page=9`))).toEqual(NOT_THERE);
    const { items } = await council.get('demo-officer', `/budgets/${bilal}/history`);
    const [{ eventId }] = items;
    expect(where(await officer.get(`${at}/history?at=${eventId}`))).toEqual(NOT_THERE);
  });

  it('speaks in words, without codes and ids', async () => {
    for (const page of ['/history', '/statement', '/figures/balance', '/figures/entitled']) {
      const { text } = await officer.get(at + page);
      expect([BANNED.exec(text)?.[0], CODES.exec(text)?.[0]]).toEqual([undefined, undefined]);
    }
  });
});

describe('The statement of an account', () => {
  it('opens and closes on the penny', async () => {
    const { text } = await officer.get(`${at}/statement?from=2026-04-10&to=2026-05-20`);
    expect(text).toContain('On the account before £1,928.50');
    expect(text).toContain('On the account at the end £1,832.50');
    expect(text).toContain('Paid to Rosa Reed.');
  });
});

describe('After a person was erased', () => {
  it('their account stands, and says so where their name was', async () => {
    const personId = await council.person('Dilys Draper');
    const budgetId = await council.budget(personId);
    await council.representative(personId, { userId: 'u-1', fullName: 'Nora Night' });
    await council.allocation(budgetId, { narrative: 'For Dilys' });
    const erasing = { override: true, reason: 'A court order' };
    await app.delete('demo-manager', `/people/${personId}`, erasing);
    await council.readable();
    const pages = ['', '/allocation', '/history'].map((it) => `/accounts/${budgetId}${it}`);
    for (const page of pages) {
      const { status, text } = await officer.get(page);
      expect([status, text.includes('[erased]')]).toEqual([200, true]);
      expect(text).not.toMatch(/Dilys|Nora/);
    }
  });
});
