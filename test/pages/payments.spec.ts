import { TestApp } from '../support/app.js';
import { Council } from '../support/council.js';
import { A_PHOTO, aFile, form, photoOf, type FormPart } from '../support/forms.js';
import { BANNED, CODES } from '../support/plain-words.js';
import { Visitor } from '../support/visitor.js';

const app = await TestApp.start();
const council = new Council(app);
afterAll(() => app.close());

const personId = await council.person('Anna Archer', { userId: 'demo-holder' });
await council.representative(personId, { kind: 'supporter' });
const budgetId = await council.budget(personId);
await council.allocation(budgetId);
const entryId = await council.expense(budgetId, 2_310, { payee: 'Wheel Works', category: 'other' });
await council.post('demo-officer', `/budgets/${budgetId}/expenses/${entryId}/query`, {
  question: 'What was this for? There is no receipt for it.',
});
await council.readable();
const at = `/my/${budgetId}/payments/${entryId}`;

const anna = await Visitor.signedIn(app, 'demo-holder');
const supporter = await Visitor.signedIn(app, 'demo-nominee');

const eventsOf = async (type: string) => {
  const { body } = await app.get('demo-auditor', `/events?type=${type}`);
  return String(body).split('\n').filter(Boolean);
};

describe('A payment that was asked about', () => {
  it('says what is known, what was asked, and that nothing is taken', async () => {
    const { status, title, text } = await anna.get(at);
    expect([status, title]).toEqual([
      200,
      'A payment from the account – Your direct payment – Direct payment ledger',
    ]);
    for (const words of [
      '£23.10',
      '17 April 2026',
      'Wheel Works',
      'The council asked what this was for. Please tell us. No money is taken because we ask.',
      'What was this for? There is no receipt for it.',
    ])
      expect(text).toContain(words);
    expect(text).not.toMatch(BANNED);
    expect(text).not.toMatch(CODES);
  });

  it('is looked at by a supporter, who has nothing to fill in', async () => {
    const { status, html } = await supporter.get(at);
    expect(status).toBe(200);
    expect(html).not.toContain('name="answer"');
    expect((await supporter.get(`${at}/receipt`)).status).toBe(404);
  });

  it('asks two questions, and keeps what was typed', async () => {
    const page = await anna.fill(at, { answer: 'New tyres' });
    expect(page.status).toBe(400);
    expect(page.text).toContain('There is a problem Select whether you want to send a receipt now');
    expect(page.text).toContain('New tyres');
    const none = await anna.fill(at, { receipt: 'no' });
    expect(none.text).toContain('There is a problem Enter what this was for');
  });

  it('is explained once, with a reference', async () => {
    const page = await anna.get(at);
    const hidden = { _csrf: page.hidden('_csrf'), _key: page.hidden('_key') };
    const answers = { ...hidden, answer: 'New tyres', receipt: 'no' };
    const sent = await Promise.all([anna.post(at, answers), anna.post(at, answers)]);
    expect(sent.map((it) => [it.status, it.location])).toEqual([
      [303, `${at}/explained`],
      [303, `${at}/explained`],
    ]);
    expect(await eventsOf('ExpenseExplained')).toHaveLength(1);
    const { h1, text } = await anna.get(`${at}/explained`);
    expect(h1).toContain('You have told us what this was');
    expect(text).toMatch(/DP-[0-9A-Z]{4}-[0-9A-Z]{4}/);
    expect((await anna.get(at)).text).toContain('You have told us what this was.');
  });

  it('is an expense, and of this budget', async () => {
    const payment = await council.payment(budgetId);
    const other = await council.budget(await council.person('Bilal Bashir'));
    const theirs = await council.expense(other);
    await council.readable();
    for (const url of [
      `/my/${budgetId}/payments/${payment}`,
      `/my/${budgetId}/payments/${theirs}`,
      `/my/${other}/payments/${theirs}`,
      `/my/${budgetId}/payments/x`,
    ])
      expect([url, (await anna.get(url)).status]).toEqual([url, 404]);
  });
});

describe('A receipt', () => {
  const url = `${at}/receipt`;

  async function sends(parts: readonly FormPart[], fields: Record<string, string> = {}) {
    const page = await anna.get(url);
    const hidden = { _csrf: page.hidden('_csrf'), _key: page.hidden('_key'), ...fields };
    const { body, headers } = form([
      ...Object.entries(hidden).map(([name, value]) => ({ name, value })),
      ...parts,
    ]);
    return anna.send('POST', url, body, headers['content-type']);
  }

  it('is kept sealed, under no name, and never shown in place', async () => {
    const sent = await sends([aFile(A_PHOTO, { fileName: '../../x.svg' })]);
    expect(sent.status).toBe(303);
    const { h1, text } = await anna.get(sent.location!);
    expect(h1).toContain('You have sent a receipt');
    expect(text).toMatch(/DP-[0-9A-Z]{4}-[0-9A-Z]{4}/);
    expect((await anna.get(at)).text).toContain('A receipt was sent');
    expect((await eventsOf('ReceiptSent')).join('')).not.toContain('svg');
  });

  it.each<[string, readonly FormPart[], string]>([
    ['no file', [], 'Select a photo or a scan of the receipt'],
    ['an empty one', [aFile(Buffer.alloc(0))], 'The selected file is empty'],
    [
      'a script in a picture',
      [aFile(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'))],
      'The selected file must be a PDF, JPEG, PNG, HEIC or WebP',
    ],
    [
      'more than 10 MB',
      [aFile(photoOf(10 * 1024 * 1024 + 1))],
      'The selected file must be smaller than 10MB',
    ],
  ])('is not %s', async (_, parts, message) => {
    const before = await app.ledger.log.head();
    const page = await sends(parts);
    expect(page.status).toBe(400);
    expect(page.text).toContain(`There is a problem ${message}`);
    expect(page.html).toContain('href="#file"');
    expect(await app.ledger.log.head()).toBe(before);
  });

  it('needs a form of ours', async () => {
    const before = await app.ledger.log.head();
    const page = await sends([aFile(A_PHOTO)], { _csrf: 'x' });
    expect([page.status, await app.ledger.log.head()]).toEqual([403, before]);
  });
});

describe('“This is wrong”', () => {
  const wrong = `/my/${budgetId}/wrong`;

  it('asks what it is about where the address does not say it', async () => {
    const page = await anna.get(wrong);
    expect(page.h1).toBe('What is wrong?');
    expect((await anna.fill(wrong, {})).text).toContain('There is a problem Select what is wrong');
    expect((await anna.fill(wrong, { subject: 'spent' })).location).toBe(`${wrong}?figure=spent`);
    expect((await anna.fill(wrong, { subject: 'history' })).location).toBe(
      `/my/${budgetId}/history`,
    );
  });

  it('is said of a figure, checked, kept once, and acknowledged by a day', async () => {
    const asked = await anna.get(`${wrong}?figure=spent`);
    expect(asked.text).toContain('You spent £23.10.');
    const first = { _csrf: asked.hidden('_csrf'), _key: asked.hidden('_key'), figure: 'spent' };
    expect((await anna.post(wrong, first)).text).toContain(
      'There is a problem Enter what is wrong',
    );
    const answers = { ...first, narrative: 'It was £22.10.' };
    const check = await anna.post(wrong, answers);
    expect([check.status, check.h1]).toEqual([200, 'Check your answers']);
    const again = await anna.post(wrong, answers);
    expect(again.hidden('_key')).toBe(check.hidden('_key'));
    const send = { ...answers, _key: check.hidden('_key'), step: 'send' };
    const [one, two] = await Promise.all([anna.post(wrong, send), anna.post(wrong, send)]);
    expect([one!.status, two!.location]).toEqual([303, one!.location]);
    expect(await eventsOf('DisagreementRaised')).toHaveLength(1);
    const { text } = await anna.get(one!.location!);
    expect(text).toMatch(/Your reference DP-[0-9A-Z]{4}-[0-9A-Z]{4}/);
    expect(text).toContain('By 26 May 2026 the council tells you that it has read this.');
    expect(text).toContain('It was £22.10.');
    expect(text).not.toMatch(CODES);
  });

  it('is said of something in the history, and of nothing that is not there', async () => {
    const { items } = await council.get('demo-holder', `/budgets/${budgetId}/history`);
    const spent = items.find((it: { type: string }) => it.type === 'ExpenseRecorded');
    const link = `${wrong}?about=${spent.eventId}`;
    expect((await anna.get(`/my/${budgetId}/history`)).html).toContain(`href="${link}"`);
    expect((await supporter.get(`/my/${budgetId}/history`)).html).not.toContain(link);
    const { text } = await anna.get(link);
    expect(text).toContain('17 April 2026: £23.10 was spent on other things.');
    for (const query of ['about=x', 'figure=x'])
      expect((await anna.get(`${wrong}?${query}`)).status).toBe(404);
    expect((await supporter.get(wrong)).status).toBe(404);
  });
});
