import { TestApp } from '../support/app.js';
import { Council, line } from '../support/council.js';
import { BANNED, CODES } from '../support/plain-words.js';
import { Visitor } from '../support/visitor.js';

const app = await TestApp.start();
const council = new Council(app);
afterAll(() => app.close());

const officer = (path: string, body: object) => council.post('demo-officer', path, body);

/** Anna, who was paid until 31 May, is asked about a coat, and is to have less from 1 July on. */
const annaId = await council.person('Anna Archer', { userId: 'demo-holder', address: '1 Elm Row' });
await council.representative(annaId);
const annas = await council.budget(annaId, { openingBalancePence: 5_000 });
await council.allocation(annas, { contributionWeeklyPence: 3_000 });
const may = { paidOn: '2026-05-05', periodFrom: '2026-05-04', periodTo: '2026-05-31' };
await council.payment(annas, 156_000, may);
await council.payment(annas, 156_000);
await council.expense(annas);
const coat = await council.expense(annas, 2_310, { spentOn: '2026-05-01', payee: 'Coats & Co' });
await officer(`/budgets/${annas}/expenses/${coat}/query`, { question: 'Is it for work?' });
const twice = await council.expense(annas, 9_600, { spentOn: '2026-05-08' });
await officer(`/budgets/${annas}/reversals`, { entryId: twice, reason: 'recorded-twice' });
const reductionId = await council.notified(annas);

/** Bilal, whom Nell supports, and about whom she decides nothing. */
const bilalId = await council.person('Bilal Brook', {
  address: '2 Oak Row',
  email: 'b@example.org',
});
await council.representative(bilalId, { kind: 'supporter' });
const bilals = await council.budget(bilalId);
await council.allocation(bilals);
await council.allocation(bilals, {
  lines: [line(43_400)],
  reason: 'uplift',
  narrative: 'Rates rose in April.',
});
await council.payment(bilals, 568_000);
const chair = await council.expense(bilals, 2_000, { payee: 'Chairs' });
await officer(`/budgets/${bilals}/expenses/${chair}/query`, { question: 'Which chair?' });

await council.readable();
const anna = await Visitor.signedIn(app, 'demo-holder');
const nell = await Visitor.signedIn(app, 'demo-nominee');

describe('What somebody has', () => {
  it('is one figure in its sentence, and says what comes next', async () => {
    const { status, title, h1, text } = await anna.follow('/');
    expect([status, title, h1]).toEqual([
      200,
      'Your direct payment account – Direct payment ledger',
      'Your direct payment account',
    ]);
    for (const words of [
      'You have £3,050.90 in your direct payment account on 20 May 2026.',
      'We expect the council to pay £1,560.00 on 1 June 2026 or a few days around it, for 1 June 2026 to 28 June 2026.',
      'Personal care (adult social care) £420.00',
      'In all, since 6 April 2026 £420.00',
      'You pay £30.00 of it a week. This is called the contribution.',
    ])
      expect(text).toContain(words);
  });

  it('says what is asked and leads to where it is answered', async () => {
    const { text, html } = await anna.get(`/my/${annas}`);
    expect(text).toContain('£23.10 on 1 May 2026, paid to Coats & Co.');
    expect(text).toContain('The council asked on 20 May 2026: Is it for work?');
    expect(html).toContain(`href="/my/${annas}/payments/${coat}"`);
  });

  it('says what changed, why, who took part, and what to do about it', async () => {
    const { text, html } = await anna.get(`/my/${annas}`);
    for (const words of [
      'The budget goes down to £300.00 a week from 1 July 2026 on. Why: less help is needed.',
      'Who took part: you (home visit, 10 May 2026).',
      'You were told on 20 May 2026 (letter), 42 days before the day it was to begin.',
      'You can say, until 29 July 2026, that this is not right.',
      'We counted this twice. We put £96.00 back.',
    ])
      expect(text).toContain(words);
    expect(html).toContain(`href="/my/${annas}/reductions/${reductionId}/letter"`);
  });

  it('expects no payment when the days of the last one are over', async () => {
    const { text } = await anna.get(`/my/${annas}?asAt=2026-06-01`);
    expect(text).toContain('We cannot tell from what is written down when the next payment comes.');
  });

  it('tells of an uplift what is owed for the days before it was agreed', async () => {
    const { text } = await nell.get(`/my/${bilals}`);
    expect(text).toContain('The budget went up to £434.00 a week from 6 April 2026 on.');
    expect(text).toContain('so the council owes what is missing since then');
    expect(text).toContain('Rates rose in April.');
  });
});

describe('Why it is this figure', () => {
  it('is told from what there was, by what came and went, to what there is', async () => {
    const { text } = await anna.get(`/my/${annas}/why/balance`);
    for (const words of [
      'What you had on 22 April 2026 £1,514.00',
      'plus Money the council paid in £1,560.00 Show the entry of Money the council paid in',
      'minus Money spent £23.10 Show all 3 entries of Money spent',
      'comes to What you have now £3,050.90',
      'Not explained yet £23.10 on 1 May 2026',
    ])
      expect(text).toContain(words);
  });

  it('shows both sides of what was put right', async () => {
    const { text } = await anna.get(`/my/${annas}/why/balance`);
    expect(text).toContain('£96.00 was spent on a personal assistant.');
    expect(text).toContain('We counted this twice. We put £96.00 back.');
  });

  it('leads from an entry to its place in the history', async () => {
    const { html } = await anna.get(`/my/${annas}/why/balance`);
    const [, href] = /href="(\/my\/[^"]+\/history\?at=[^"]+)"/.exec(html)!;
    const { status, location } = await anna.get(href!);
    expect(status).toBe(303);
    const [path, anchor] = location!.split('#');
    expect((await anna.get(path!)).html).toContain(`id="${anchor}"`);
  });

  it.each(['entitled', 'owed', 'surplus', 'available', 'weeksHeld', 'unreconciled'])(
    'is told of %s, without a word of accountants or a code',
    async (name) => {
      const { status, text, h1 } = await anna.get(`/my/${annas}/why/${name}`);
      expect([status, h1]).toEqual([200, expect.stringContaining('Why is it this figure?')]);
      expect(text).not.toMatch(BANNED);
      expect(text).not.toMatch(CODES);
    },
  );

  it('explains a word of the field where it stands', async () => {
    const { text } = await anna.get(`/my/${annas}/why/surplus`);
    expect(text).toContain('What does “surplus” mean? What is left on the account above');
  });

  it('says of a surplus whose it would be', async () => {
    const { text } = await nell.get(`/my/${bilals}/why/surplus`);
    expect(text).toContain('Whose it would be £2,188.00: the council’s (adult social care)');
  });

  it('says what moved it between two days', async () => {
    const { text, title } = await anna.get(
      `/my/${annas}/why/balance?from=2026-05-01&to=2026-05-20`,
    );
    expect(title).toContain('What changed? What is on the account');
    expect(text).toContain('What is on the account went up by £1,560.00');
    expect(text).toContain('comes to What changed in all £1,560.00');
  });

  it('goes on to an address that can be kept when days are typed', async () => {
    const days = 'from-day=1&from-month=5&from-year=2026&to-day=20&to-month=5&to-year=2026';
    const { status, location } = await anna.get(
      `/my/${annas}/why/balance?${days}&knownAt=2026-05-19`,
    );
    expect([status, location]).toEqual([303, '?from=2026-05-01&to=2026-05-20&knownAt=2026-05-19']);
  });

  it('says what is wrong with days that there are not', async () => {
    const page = await anna.get(`/my/${annas}/why/balance?from-day=31&from-month=2&from-year=2026`);
    expect(page.status).toBe(400);
    expect(page.title).toMatch(/^Error: Why is it this figure\?/);
    expect(page.text).toContain('There is a problem The first day must be a real date');
    expect(page.html).toContain('value="31"');
  });
});

describe('As at a day, as known on a day', () => {
  it('shows another figure, and keeps the day in every link', async () => {
    const { text, html } = await anna.get(`/my/${annas}?asAt=2026-04-16`);
    expect(text).toContain('You have £1,610.00 in your direct payment account on 16 April 2026.');
    expect(html).toContain(`/my/${annas}/why/balance?asAt=2026-04-16`);
    expect(html).toContain(`/easy/${annas}?asAt=2026-04-16`);
  });

  it('knows nothing before anything was written down', async () => {
    const { text } = await anna.get(`/my/${annas}?knownAt=2026-05-19`);
    expect(text).toContain('You have £0.00 in your direct payment account on 19 May 2026.');
  });
});

describe('Who may look', () => {
  it('is a nominee, to whom it speaks of the person', async () => {
    const { title, text } = await nell.get(`/my/${annas}`);
    expect(title).toBe('Anna Archer’s direct payment account – Direct payment ledger');
    expect(text).toContain('There is £3,050.90 on the account on 20 May 2026.');
  });

  it('is a supporter, who decides nothing and learns no address', async () => {
    const { status, text, html } = await nell.get(`/my/${bilals}`);
    expect(status).toBe(200);
    expect(text).toContain('Which chair?');
    for (const hidden of [
      '2 Oak Row',
      'b@example.org',
      `/my/${bilals}/payments/${chair}`,
      '/wrong',
    ])
      expect(html).not.toContain(hidden);
  });

  it.each([`/my/${bilals}`, `/my/${bilals}/why/balance`, '/my/nothing', `/my/${annas}/why/riches`])(
    'is nobody else: %s is not found',
    async (address) => {
      const { status, h1 } = await anna.get(address);
      expect([status, h1]).toEqual([404, 'Page not found']);
    },
  );

  it('is not an officer, who has pages of their own', async () => {
    const officer = await Visitor.signedIn(app, 'demo-officer');
    expect((await officer.get(`/my/${annas}`)).status).toBe(404);
  });
});
