import { TestApp } from '../support/app.js';
import { Council } from '../support/council.js';
import { BANNED, CODES } from '../support/plain-words.js';
import { Visitor } from '../support/visitor.js';

const app = await TestApp.start();
const council = new Council(app);
afterAll(() => app.close());

/** Anna, whose budget goes from £420.00 to £300.00 a week, and Nell, who acts for her. */
async function annas() {
  const personId = await council.person('Anna Archer', { userId: 'demo-holder' });
  await council.representative(personId);
  const budgetId = await council.budget(personId);
  await council.allocation(budgetId);
  await council.payment(budgetId);
  return budgetId;
}

const budgetId = await annas();
const reductionId = await council.notified(budgetId);
await council.readable();
const at = `/my/${budgetId}/reductions/${reductionId}`;

const anna = await Visitor.signedIn(app, 'demo-holder');
const nell = await Visitor.signedIn(app, 'demo-nominee');

describe('A reduction', () => {
  it('tells what, why, who, when, and what to do about it', async () => {
    const { status, h1, title, text } = await anna.get(at);
    expect([status, h1]).toEqual([200, 'Your budget is to go down']);
    expect(title).toBe('Your budget is to go down – Your direct payment – Direct payment ledger');
    for (const words of [
      'Your budget goes down from £420.00 to £300.00 a week, from 1 July 2026 on.',
      'Personal care Adult social care £420.00 £300.00',
      'The reason is that you need less help than before.',
      'That was completed on 12 May 2026.',
      'You, at a visit to your home on 10 May 2026.',
      'Seven mornings a week, as agreed with Anna.',
      'It is £120.00 less a week. In a year that is £6,240.00 less.',
      'The council told you on 20 May 2026 by letter. The lower amount starts on 1 July 2026, 42 days later.',
      'You can say so up to 29 July 2026',
      'Until it is decided, your earlier budget of £420.00 a week goes on.',
    ])
      expect(text).toContain(words);
  });

  it.each(['', '/letter', '/challenge'])(
    'has no word of accountants and no code: %s',
    async (it) => {
      const { text } = await anna.get(at + it);
      expect(text).not.toMatch(BANNED);
      expect(text).not.toMatch(CODES);
    },
  );

  it.each(['', '/letter', '/challenge'])('has an easy version: %s', async (it) => {
    const { html } = await anna.get(at + it);
    const [, href] = /href="([^"]*)">\s*Easy version/.exec(html)!;
    expect(href).toBe(`/easy/${budgetId}/letter/${reductionId}`);
    expect((await anna.get(href!)).text).toContain('You get £300.00 a week from 1 July 2026 on.');
  });

  it('speaks of the person to who acts for them', async () => {
    const { text } = await nell.get(at);
    expect(text).toContain('This speaks to Anna Archer: where it says “you”, it means them.');
  });

  it('is a letter, on its page and for programs in the same words', async () => {
    const page = await anna.get(`${at}/letter`);
    const letter = await app.get('demo-holder', `/reductions/${reductionId}/letter`);
    expect([page.status, letter.status]).toEqual([200, 200]);
    expect(letter.headers['content-type']).toBe('text/html; charset=utf-8');
    const words = (html: string) =>
      html
        .replace(/^.*Dear/s, '')
        .replace(/<\/main>.*$/s, '')
        .replace(/<[^>]*>|\s+/g, ' ')
        .replace(/\s+/g, ' ')
        .trim();
    expect(words(page.html)).toContain('Whom to contact');
    expect(words(letter.body)).toBe(words(page.html));
  });

  it('is nobody’s before its notice, nor under another budget, nor of the council', async () => {
    const bilal = await council.person('Bilal Bashir', { userId: 'demo-nominee-2' });
    const other = await council.budget(bilal);
    await council.allocation(other);
    const proposed = await council.proposal(other);
    await council.readable();
    const officer = await Visitor.signedIn(app, 'demo-officer');
    for (const [who, url] of [
      [anna, `/my/${other}/reductions/${proposed}`],
      [anna, `/my/${budgetId}/reductions/${proposed}`],
      [anna, `/my/${other}/reductions/${reductionId}`],
      [anna, `/my/${budgetId}/reductions/0b5ac0de-0000-4000-8000-000000000017/letter`],
      [officer, at],
    ] as const) {
      const { status, h1 } = await who.get(url);
      expect([url, status, h1]).toEqual([url, 404, 'Page not found']);
    }
  });
});

describe('Saying that one does not agree', () => {
  const challenge = `${at}/challenge`;

  it('asks for a reason', async () => {
    const page = await anna.fill(challenge, { narrative: 'My nights got worse.' });
    expect([page.status, page.title.slice(0, 7)]).toEqual([400, 'Error: ']);
    expect(page.html).toContain('href="#ground"');
    expect(page.text).toContain('There is a problem Select why you do not agree');
    expect(page.text).toContain('My nights got worse.');
  });

  it('needs a form of ours', async () => {
    const before = await app.ledger.log.head();
    const page = await anna.post(challenge, { ground: 'unfair', step: 'send', _key: 'k' });
    expect([page.status, await app.ledger.log.head()]).toEqual([403, before]);
  });

  it('shows the answers, writes them once, and says what happens next', async () => {
    const answers = { ground: 'needs-not-met', narrative: 'My nights <got> worse.' };
    const check = await anna.fill(challenge, answers);
    expect([check.status, check.h1]).toEqual([200, 'Check your answers']);
    expect(check.text).toContain('The new budget does not meet my needs');
    expect(check.html).not.toContain('<got>');
    const hidden = { _csrf: check.hidden('_csrf'), _key: check.hidden('_key') };
    const again = await anna.post(challenge, { ...hidden, ...answers, step: 'change' });
    expect([again.status, again.h1]).toEqual([200, 'Say that you do not agree']);
    expect(again.text).toContain('My nights <got> worse.');

    const sent = await Promise.all(
      [1, 2].map(() => anna.post(challenge, { ...hidden, ...answers, step: 'send' })),
    );
    expect(sent.map((it) => [it.status, it.location])).toEqual(
      [1, 2].map(() => [303, `${challenge}/sent`]),
    );
    const { h1, text } = await anna.get(`${challenge}/sent`);
    expect(h1).toContain('You have said that you do not agree');
    expect(text).toMatch(/Your reference DP-[0-9A-Z]{4}-[0-9A-Z]{4}/);
    expect(text).toContain('your earlier budget of £420.00 a week goes on');
    const { body } = await app.get('demo-officer', `/reductions/${reductionId}`);
    expect(body.state).toBe('challenged');
    const steps = body.history.map((it: { type: string }) => it.type);
    expect(steps.filter((it: string) => it === 'ReductionChallenged')).toHaveLength(1);
  });

  it('is then told on the page of the reduction, and cannot be done twice', async () => {
    const { text } = await nell.get(at);
    expect(text).toContain('Until this is decided, your earlier budget of £420.00 a week goes on.');
    expect(text).toContain('On 20 May 2026 you said: The new budget does not meet my needs.');
    expect(text).toContain('My nights <got> worse.');
    expect((await nell.get(challenge)).location).toBe(at);
  });

  it('is answered with what was decided, and why', async () => {
    await council.step('demo-manager-2', reductionId, 'challenge-decision', {
      outcome: 'upheld',
      reasons: 'The assessment left the nights out',
    });
    await council.readable();
    const { text } = await anna.get(at);
    expect(text).toContain(
      'You were right. Your budget was not reduced: the earlier amount goes on.',
    );
    expect(text).toContain('The assessment left the nights out');
  });
});
