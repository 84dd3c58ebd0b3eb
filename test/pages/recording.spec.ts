import { TestApp } from '../support/app.js';
import { Council, line } from '../support/council.js';
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

const NOT_THERE = [404, 'Page not found'];
const where = ({ status, h1 }: Seen) => [status, h1];

const eventsOf = async (type: string) => {
  const { body } = await app.get('demo-auditor', `/events?type=${type}`);
  return String(body)
    .split('\n')
    .filter(Boolean)
    .map((it) => JSON.parse(it).data);
};

const decoded = (html: string) =>
  html
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');

/** What a browser would send from a page: everything that nobody sees, and the button. */
function hiddenIn({ html }: Seen) {
  const form = html.slice(html.lastIndexOf('<form method="post"'));
  const fields = form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g);
  return Object.fromEntries([...fields].map(([, name, value]) => [name!, decoded(value!)]));
}

/** Fills a form in, checks the answers, sends them; answers the check and where it led to. */
async function recorded(address: string, answers: Record<string, string>, by = officer) {
  const check = await by.fill(address, answers);
  const sent = await by.post(address, { ...hiddenIn(check), step: 'send' });
  const done = sent.location === undefined ? sent : await by.get(sent.location);
  return { check, sent, done };
}

const PAYMENT = { amountPence: '960', ...day('paidOn', 2026, 5, 4) };

/** Everything that is recorded with questions of its own, and what it leaves in the log. */
const KINDS = [
  ['payment', PAYMENT, 'PaymentMade', 'Record a payment of £960.00'],
  [
    'money-in',
    { kind: 'top-up', amountPence: '£20.50', ...day('receivedOn', 2026, 5, 4) },
    'OtherMoneyReceived',
    'Record that £20.50 came in',
  ],
  [
    'money-in',
    { kind: 'contribution', amountPence: '30', ...day('receivedOn', 2026, 5, 4) },
    'ContributionReceived',
    'Record that £30.00 came in',
  ],
  [
    'expense',
    {
      amountPence: '96',
      ...day('spentOn', 2026, 4, 17),
      payee: 'Rosa Reed',
      category: 'personal-assistant',
    },
    'ExpenseRecorded',
    'Record an expense of £96.00',
  ],
  [
    'return',
    { amountPence: '300', ...day('returnedOn', 2026, 5, 11), cause: 'surplus' },
    'MoneyReturned',
    'Record that £300.00 was sent back',
  ],
  [
    'commitment',
    { kind: 'wages', amountPence: '240', ...day('dueOn', 2026, 6, 1), repeatsWeekly: '4' },
    'CommitmentRecorded',
    'Record that £240.00 is to be paid',
  ],
  [
    'reserve',
    { kind: 'redundancy', amountPence: '600' },
    'ReserveApproved',
    'Approve a reserve of £600.00',
  ],
  [
    'one-off',
    {
      amountPence: '250',
      purpose: 'equipment',
      fundingStream: 'health',
      ...day('on', 2026, 5, 1),
      reference: 'Panel 3',
    },
    'OneOffAgreed',
    'Agree a single sum of £250.00',
  ],
  [
    'contribution',
    { weeklyPence: '0', ...day('effectiveFrom', 2026, 5, 4), assessmentReference: 'FA 118' },
    'ContributionAssessed',
    'Record a contribution of £0.00 a week from 4 May 2026',
  ],
] as const;

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
    expect(done.text).toContain('an entry is put right from its place in the history');
    expect(await eventsOf('PaymentMade')).toMatchObject([
      { amountPence: 96_000, on: '2026-05-04' },
    ]);
  });

  it.each(KINDS)('takes in %s', async (kind, answers, type, act) => {
    const before = (await eventsOf(type)).length;
    const { check, done } = await recorded(`${record}/${kind}`, answers);
    expect(check.text).toContain(act);
    expect([done.status, done.h1]).toEqual([200, 'This is recorded']);
    expect(await eventsOf(type)).toHaveLength(before + 1);
  });

  it('writes once, whoever sends both pages twice', async () => {
    const before = (await eventsOf('MoneyReturned')).length;
    const address = `${record}/return`;
    const answers = { amountPence: '1', ...day('returnedOn', 2026, 5, 12), cause: 'other' };
    const page = await officer.get(address);
    const first = { _csrf: page.hidden('_csrf'), _key: page.hidden('_key'), ...answers };
    const checks = [await officer.post(address, first), await officer.post(address, first)];
    const sent = await Promise.all(
      checks.map((it) => officer.post(address, { ...hiddenIn(it), step: 'send' })),
    );
    expect(new Set(sent.map((it) => it.location)).size).toBe(1);
    expect(await eventsOf('MoneyReturned')).toHaveLength(before + 1);
  });

  it('writes nothing before the answers were checked, and changes them when asked', async () => {
    const before = (await eventsOf('PaymentMade')).length;
    const address = `${record}/payment`;
    const check = await officer.fill(address, PAYMENT);
    const form = await officer.post(address, { ...hiddenIn(check), step: 'change' });
    expect([form.status, form.h1]).toEqual([200, 'Record a payment from the council']);
    expect(form.html).toContain('value="960"');
    expect(await eventsOf('PaymentMade')).toHaveLength(before);
  });

  it('says what is wrong at its field, and keeps what was typed', async () => {
    const page = await officer.fill(`${record}/expense`, {
      amountPence: 'ninety',
      ...day('spentOn', 2026, 5, 21),
      payee: 'Rosa Reed',
    });
    expect([page.status, page.title]).toEqual([
      400,
      'Error: Record an expense – Anna Archer – Direct payment ledger',
    ]);
    expect(page.text).toContain(
      'There is a problem The amount must be an amount of money, like 120 or 120.50 ' +
        'The day it was spent must be on or before 20 May 2026 Select what it was for',
    );
    expect(page.html).toContain('href="#spentOn-day"');
    expect(page.html).toContain('value="Rosa Reed"');
  });

  it('asks for both days of a period, in their order', async () => {
    const one = await officer.fill(`${record}/payment`, {
      ...PAYMENT,
      ...day('periodFrom', 2026, 5, 4),
    });
    expect(one.text).toContain('There is a problem Enter the last day it is for, too');
    const turned = await officer.fill(`${record}/payment`, {
      ...PAYMENT,
      ...day('periodFrom', 2026, 5, 4),
      ...day('periodTo', 2026, 5, 3),
    });
    expect(turned.html).toContain('href="#periodTo-day"');
  });

  it('says at its field, and as people say days, that the account was not open yet', async () => {
    const { sent } = await recorded(`${record}/payment`, {
      ...PAYMENT,
      ...day('paidOn', 2026, 4, 5),
    });
    expect(sent.status).toBe(400);
    expect(sent.text).toContain(
      'There is a problem This account opens on 6 April 2026: choose a day from then on',
    );
    expect(sent.html).toContain('href="#paidOn-day"');
    expect(sent.html).toContain('value="960"');
  });

  it('is for officers and managers alone', async () => {
    const before = (await eventsOf('PaymentMade')).length;
    const manager = await Visitor.signedIn(app, 'demo-manager');
    expect((await manager.get(record)).status).toBe(200);
    for (const who of ['demo-auditor', 'demo-holder']) {
      const visitor = await Visitor.signedIn(app, who);
      for (const path of ['', '/payment', '/allocation'])
        expect(where(await visitor.get(record + path))).toEqual(NOT_THERE);
      const sent = { ...PAYMENT, _csrf: (await visitor.get('/')).hidden('_csrf'), step: 'send' };
      expect(where(await visitor.post(`${record}/payment`, sent))).toEqual(NOT_THERE);
    }
    expect(await eventsOf('PaymentMade')).toHaveLength(before);
    const auditor = await Visitor.signedIn(app, 'demo-auditor');
    const position = await auditor.get(at);
    expect(position.html).not.toContain(`${at}/record`);
  });

  it('refuses a form without its token, and writes nothing', async () => {
    const before = (await eventsOf('PaymentMade')).length;
    const { status } = await officer.post(`${record}/payment`, { ...PAYMENT, step: 'send' });
    expect(status).toBe(403);
    expect(await eventsOf('PaymentMade')).toHaveLength(before);
  });

  it('knows no other things to record, and no entries of other accounts', async () => {
    const other = await council.budget(personId);
    const entryId = await council.payment(other);
    await council.readable();
    for (const path of ['/gift', `/reversal/${entryId}`, '/reversal/1', `/done/${entryId}`])
      expect(where(await officer.get(record + path))).toEqual(NOT_THERE);
  });

  it('takes what people type as text, whatever it says', async () => {
    const { check, done } = await recorded(`${record}/expense`, {
      ...KINDS[3][1],
      payee: '<b>Rosa</b> & "Reed"',
    });
    expect(check.html).not.toContain('<b>Rosa');
    expect(done.text).toContain('Paid to: <b>Rosa</b> & "Reed"');
    expect(done.html).not.toContain('<b>Rosa');
  });
});

describe('An allocation', () => {
  const address = `${record}/allocation`;
  const ANSWERS = {
    ...day('effectiveFrom', 2026, 6, 1),
    reason: 'need-increased',
    reference: 'Panel 4',
  };
  const part = (n: number, purpose: string, amount: string) => ({
    [`line${n}-purpose`]: purpose,
    [`line${n}-fundingStream`]: 'adult-social-care',
    [`line${n}-weeklyPence`]: amount,
  });

  it('begins with the parts in force, and asks for one more', async () => {
    const { html, text } = await officer.get(address);
    expect(html).toContain('value="420.00"');
    expect(text).toContain('Part 2 of the budget');
    expect(text).not.toContain('Part 3 of the budget');
  });

  it('does not begin with parts that have ended', async () => {
    const other = await council.budget(personId);
    await council.allocation(other);
    const respite = { effectiveFrom: '2026-05-01', lines: [line(45_000, 'respite')] };
    await council.allocation(other, { ...respite, reason: 'need-increased' });
    await council.readable();
    const { html, text } = await officer.get(`/accounts/${other}/record/allocation`);
    expect(html).toContain('value="450.00"');
    expect(text).not.toContain('Part 3 of the budget');
  });

  it('asks for as many parts as are wanted, and keeps what was typed', async () => {
    const page = await officer.fill(address, {
      ...ANSWERS,
      ...part(1, 'personal-care', '420'),
      lines: '2',
      step: 'more',
    });
    expect(page.status).toBe(200);
    expect(page.text).toContain('Part 3 of the budget');
    expect(page.html).toContain('value="Panel 4"');
  });

  it('wants a part to be whole, at least one of them, and each once', async () => {
    const half = await officer.fill(address, { ...ANSWERS, 'line1-purpose': 'respite' });
    expect(half.text).toContain('There is a problem Select who pays part 1');
    expect(half.html).toContain('href="#line1-fundingStream"');
    const none = await officer.fill(address, ANSWERS);
    expect(none.text).toContain('There is a problem Fill in at least one part of the budget');
    const twice = { ...part(1, 'respite', '10'), ...part(2, 'respite', '20') };
    const same = await officer.fill(address, { ...ANSWERS, ...twice });
    expect(same.text).toContain(
      'There is a problem Give what the money is for and who pays it once',
    );
  });

  it('is refused where it gives less, with the way that is', async () => {
    const { sent } = await recorded(address, { ...ANSWERS, ...part(1, 'personal-care', '400') });
    expect(sent.status).toBe(409);
    expect(sent.text).toContain(
      '£400.00 a week is less than the £420.00 in force on 1 June 2026. To give less, propose a reduction',
    );
    expect(sent.html).toContain('value="400"');
  });

  it('is agreed as the sum of its parts, against what is in force', async () => {
    const parts = { ...part(1, 'personal-care', '430'), ...part(2, 'transport', '20') };
    const { check, done } = await recorded(address, { ...ANSWERS, ...parts });
    expect(check.text).toContain('Part 1 of the budget Personal care, paid by adult social care');
    expect(check.text).toContain('In all £450.00 a week In force today £420.00 a week');
    expect(check.text).toContain('Agree £450.00 a week from 1 June 2026');
    expect(done.text).toContain('The budget went up to £450.00 a week from 1 June 2026 on');
  });
});

describe('A budget that is closed', () => {
  it('gives nothing more, and its account is still settled', async () => {
    const closed = await council.budget(personId);
    await council.allocation(closed);
    const last = { on: '2026-05-10', reason: 'Moved away' };
    await council.post('demo-manager', `/budgets/${closed}/closure`, last);
    await council.readable();
    const base = `/accounts/${closed}/record`;
    const [, oneOff] = KINDS.find(([kind]) => kind === 'one-off')!;
    const { sent } = await recorded(`${base}/one-off`, oneOff);
    expect([sent.status, sent.text]).toEqual([
      409,
      expect.stringContaining('This budget is closed; its last day is 10 May 2026.'),
    ]);
    const { done } = await recorded(`${base}/payment`, PAYMENT);
    expect(done.h1).toBe('This is recorded');
  });
});

describe('A closed day', () => {
  it('takes nothing in, and says so at its field', async () => {
    const closed = await council.budget(personId);
    await council.allocation(closed);
    const paid = await council.payment(closed, 168_000, { paidOn: '2026-05-06' });
    const lines = [{ on: '2026-05-06', text: 'COUNTY COUNCIL DP', amountPence: 168_000 }];
    await council.closed(await council.statement(closed, { closingPence: 168_000, lines }));
    await council.readable();
    const base = `/accounts/${closed}/record`;
    const { sent } = await recorded(`${base}/payment`, PAYMENT);
    expect([sent.status, sent.text]).toEqual([
      400,
      expect.stringContaining('Every day to 6 May 2026 is closed'),
    ]);
    expect(sent.html).toContain('href="#paidOn-day"');
    const undone = await recorded(`${base}/reversal/${paid}`, { reason: 'recorded-twice' });
    expect(undone.sent.text).toContain('Every day to 6 May 2026 is closed');
  });
});

describe('What undoes an entry', () => {
  it('is chosen in the history, and says what the entry was', async () => {
    const entryId = await council.expense(budgetId, 7_777);
    await council.readable();
    const history = await officer.get(`${at}/history?kind=expense`);
    expect(history.html).toContain(`${record}/reversal/${entryId}`);
    const address = `${record}/reversal/${entryId}`;
    const form = await officer.get(address);
    expect(form.text).toContain('17 April 2026: £77.77 was spent on a personal assistant.');
    expect(form.text).toContain('Paid to: Rosa Reed');
    const { done } = await recorded(address, { reason: 'recorded-twice' });
    expect(done.text).toContain('We counted this twice. We put £77.77 back.');
    const again = await recorded(address, { reason: 'recorded-twice' });
    expect([again.sent.status, again.sent.text]).toEqual([
      409,
      expect.stringContaining('This was reversed from 17 April 2026 on: it counts no more'),
    ]);
    const after = await officer.get(`${at}/history?kind=expense`);
    expect(after.html).not.toContain(address);
  });

  it('is a bounce for payments, not before they were made', async () => {
    const entryId = await council.payment(budgetId, 5_555, { paidOn: '2026-05-05' });
    await council.readable();
    const address = `${record}/bounce/${entryId}`;
    const early = await recorded(address, day('bouncedOn', 2026, 5, 4));
    expect(early.sent.text).toContain('There is a problem This goes back to 5 May 2026');
    expect(early.sent.html).toContain('href="#bouncedOn-day"');
    const { done } = await recorded(address, day('bouncedOn', 2026, 5, 7));
    expect(done.text).toContain('A payment of £55.55 went back to the council');
    const auditor = await Visitor.signedIn(app, 'demo-auditor');
    expect((await auditor.get(`${at}/history`)).html).not.toContain('/record/');
  });

  it('is no bounce of what is no payment', async () => {
    const entryId = await council.expense(budgetId);
    await council.readable();
    expect(where(await officer.get(`${record}/bounce/${entryId}`))).toEqual(NOT_THERE);
  });
});

describe('What is owed and kept', () => {
  it('is paid, cancelled or released from the list, once', async () => {
    const list = await officer.get(record);
    expect(list.text).toContain('Wages, every 4 weeks 1 June 2026 £240.00 It was paid');
    const [, settle] = new RegExp(`href="(${record}/settlement/[^"]+)"`).exec(list.html)!;
    const [, cancel] = new RegExp(`href="(${record}/cancellation/[^"]+)"`).exec(list.html)!;
    const [, release] = new RegExp(`href="(${record}/release/[^"]+)"`).exec(list.html)!;

    const { done } = await recorded(settle!, day('settledOn', 2026, 5, 20));
    expect(done.text).toContain('What was due on 1 June 2026 has been paid.');
    expect((await officer.get(record)).text).toContain('29 June 2026 £240.00');

    for (const address of [cancel!, release!]) {
      const page = await officer.get(address);
      const sent = await officer.post(address, hiddenIn(page));
      expect(sent.location).toMatch(/\/record\/done\//);
      const again = await officer.post(address, hiddenIn(await officer.get(address)));
      expect([again.status, again.text]).toEqual([
        409,
        expect.stringContaining('There is a problem'),
      ]);
    }
    const after = await officer.get(record);
    expect(after.text).toContain('Nothing is to be paid.');
    expect(after.text).toContain('Nothing is kept.');
  });
});
