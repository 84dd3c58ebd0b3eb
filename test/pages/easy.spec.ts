import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BASES, NO_BASIS } from '../../src/budgets/budget.events.js';
import { easyReasons } from '../../src/budgets/easy-reasons.facts.js';
import { EXPLAINABLE } from '../../src/figures/figure.facts.js';
import { easyWordsOf } from '../../src/history/easy-words.facts.js';
import { EVERY_EVENT } from '../contract/every-event.js';
import { TestApp } from '../support/app.js';
import { Council } from '../support/council.js';
import { Demo } from '../support/demo.js';
import { blocksOf, tooHard } from '../support/easy-words.js';
import { CODES } from '../support/plain-words.js';
import { Visitor } from '../support/visitor.js';

describe('A sentence is too hard', () => {
  it.each<[string, string[], string[]]>([
    [
      'with 15 words never',
      ['It is one two three four five six seven eight nine ten £1,234.56 a week.'],
      [],
    ],
    [
      'with 16 words',
      ['It is one two three four five six seven eight nine ten £1,234.56 a week now.'],
      ['16 words: It is one two three four five six seven eight nine ten £1,234.56 a week now.'],
    ],
    ['with a word of accountants', ['We debited it.'], ['“debited”: We debited it.']],
    [
      'with a word of the field that nobody explains',
      ['Your surplus is £1.00.', 'You may keep it.'],
      ['“surplus” is not explained next: Your surplus is £1.00.'],
    ],
    [
      'not with one that the next sentence explains',
      ['Your surplus is £1.00.', 'That is money above what you may keep.'],
      [],
    ],
  ])('%s', (_, blocks, wrong) => expect(tooHard(blocks)).toEqual(wrong));

  it('wherever it stands in a page, and not twice for a link in it', () =>
    expect(
      blocksOf('<main><h1>One</h1><ul><li>Two <a href="/">three</a>.</li></ul>four</main>'),
    ).toEqual(['One', 'Two three.', 'four']));
});

describe('Easy words', () => {
  it.each(EVERY_EVENT.map(([, event]) => [event.type, event] as const))('%s', (_, event) =>
    expect(tooHard([...easyWordsOf(event)])).toEqual([]),
  );

  it('say every reason to lower a budget', () =>
    expect(tooHard(easyReasons([...BASES, ...NO_BASIS]))).toEqual([]));
});

describe('The easy pages of the example council', () => {
  let folder: string;
  let app: TestApp;
  let budgets: { readonly name: string; readonly budgetId: string }[];
  /** Acts for everybody. */
  let nell: Visitor;
  let anna: Visitor;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'easy-'));
    const demo = await Demo.open(folder);
    await demo.seed();
    await demo.close();
    app = await TestApp.start({ folder });
    const council = new Council(app);
    const { items } = await council.get('demo-officer', '/budgets?pageSize=200');
    const people = new Map<string, string>();
    budgets = items.map((it: Answered) => {
      people.set(it.person.personId, it.person.fullName);
      return { name: it.person.fullName, budgetId: it.budgetId };
    });
    for (const personId of people.keys()) await council.representative(personId);
    nell = await Visitor.signedIn(app, 'demo-nominee');
    anna = await Visitor.signedIn(app, 'demo-holder');
  }, 300_000);
  afterAll(async () => {
    await app.close();
    await rm(folder, { recursive: true });
  });

  /** What is not easy on a page, and on all easy pages that can be reached from it. */
  async function read(who: Visitor, ...from: string[]) {
    const found: Record<string, string[]> = {};
    const seen = new Set(from);
    for (const url of seen) {
      const page = await who.get(url);
      if (page.status !== 200) throw new Error(`${url} answered ${page.status}`);
      const wrong = tooHard(blocksOf(page.html));
      if (CODES.test(page.text)) wrong.push(`A code: ${CODES.exec(page.text)?.[0]}`);
      wrong.push(...doesNotAddUp(page.text));
      if (wrong.length > 0) found[url] = wrong;
      for (const [, href] of page.html.matchAll(/href="(\/easy\/[^"#]*)"/g))
        seen.add(href!.replaceAll('&amp;', '&'));
    }
    return { found, pages: seen.size };
  }

  it('are easy for everybody: all figures, the whole history, each letter', async () => {
    const { items: reductions } = (await app.get('demo-nominee', '/reductions?pageSize=200')).body;
    expect(budgets.length).toBeGreaterThanOrEqual(23);
    expect(reductions.length).toBeGreaterThanOrEqual(4);
    const found: Record<string, string[]> = {};
    let pages = 0;
    for (const { name, budgetId } of budgets) {
      const at = `/easy/${budgetId}`;
      const letters = reductions
        .filter((it: Answered) => it.budgetId === budgetId)
        .map((it: Answered) => `${at}/letter/${it.reductionId}`);
      const whys = EXPLAINABLE.map((it) => `${at}/why/${it}`);
      const result = await read(nell, at, ...whys, ...letters);
      pages += result.pages;
      for (const [url, wrong] of Object.entries(result.found)) found[`${name} ${url}`] = wrong;
    }
    expect(found).toEqual({});
    expect(pages).toBeGreaterThan(23 * (EXPLAINABLE.length + 4));
  }, 300_000);

  it('are easy for Anna, and lead to the same facts in more words', async () => {
    const { budgetId } = budgets.find((it) => it.name === 'Anna Archer')!;
    expect((await read(anna, `/easy/${budgetId}`)).found).toEqual({});
    const [easy, full] = await Promise.all([
      anna.get(`/easy/${budgetId}`),
      anna.get(`/my/${budgetId}`),
    ]);
    const [amount] = /£[\d,]+\.\d\d/.exec(easy.text)!;
    expect(easy.text).toContain(`You have ${amount} on your account.`);
    expect(full.text).toContain(`You have ${amount} in your direct payment account`);
    expect(easy.html).toContain(`href="/my/${budgetId}"`);
  });

  it('are not there for anybody else', async () => {
    const { budgetId } = budgets.find((it) => it.name !== 'Anna Archer')!;
    const officer = await Visitor.signedIn(app, 'demo-officer');
    for (const who of [anna, officer])
      for (const path of ['', '/why/balance', '/history', '/statement', '/asks'])
        expect((await who.get(`/easy/${budgetId}${path}`)).status).toBe(404);
  });
});

/** "We add £5.00: … We take away £2.00: … That makes £3.00." */
function doesNotAddUp(text: string): string[] {
  const made = /That makes £([\d,.]+)( below nothing)?\./.exec(text);
  if (!made) return [];
  const pence = (amount: string) => Number(amount.replaceAll(/[,.]/g, ''));
  const rows = [...text.matchAll(/We (add|take away) £([\d,]+\.\d\d):/g)];
  const sum = rows.reduce((all, [, way, it]) => all + (way === 'add' ? 1 : -1) * pence(it!), 0);
  const total = pence(made[1]!.replace(/\.$/, '')) * (made[2] ? -1 : 1);
  return sum === total ? [] : [`${sum} is not ${total}`];
}

// oxlint-disable-next-line no-explicit-any -- an answer is looked into, field by field
type Answered = any;
