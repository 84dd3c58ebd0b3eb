import { TestApp } from '../support/app.js';
import { Council } from '../support/council.js';
import { mustExplain } from '../support/explanations.js';

const app = await TestApp.start();
const council = new Council(app);
const officer = 'demo-officer';
afterAll(() => app.close());

let budgetId: string;
let twice: string;
let beforeReversal: string;
beforeAll(async () => {
  const anna = await council.person('Anna Archer', { userId: 'demo-holder' });
  await council.representative(anna);
  budgetId = await council.budget(anna, { openingBalancePence: 10_000 });
  await council.allocation(budgetId);
  await council.payment(budgetId, 168_000, { paidOn: '2026-05-04' });
  await council.expense(budgetId, 9_600, { spentOn: '2026-05-05' });
  twice = await council.expense(budgetId, 9_600, { spentOn: '2026-05-05' });
  beforeReversal = (await council.get(officer, `/budgets/${budgetId}/figures`)).knownAt;
  await council.post(officer, `/budgets/${budgetId}/reversals`, {
    entryId: twice,
    reason: 'recorded-twice',
  });
});

const why = (name: string, query = '', who = officer) =>
  council.get(who, `/budgets/${budgetId}/figures/${name}${query}`);
const refused = async (path: string, who = officer) => {
  const { status, body } = await app.get(who, `/budgets/${budgetId}/figures/${path}`);
  return [status, body.code, body.errors?.[0]?.field];
};

describe('Why a figure is what it is', () => {
  it('is answered in a sentence and in terms down to what happened, a pair where one was put right', async () => {
    const answer = await why('balance', '?asAt=2026-05-20');
    expect(answer).toMatchObject({
      asAt: '2026-05-20',
      name: 'balance',
      amountPence: 168_400,
      sentence: 'There is £1,684.00 on the account on 20 May 2026.',
    });
    const events = await council.get(officer, `/budgets/${budgetId}/history`);
    mustExplain(answer, new Set(events.items.map((it: { eventId: string }) => it.eventId)));
    const [, moneyIn, spent] = answer.terms;
    expect(moneyIn).toMatchObject({ sign: 1, label: 'Money in', amountPence: 168_000 });
    expect(spent.terms[0]).toMatchObject({ label: 'Personal assistant', amountPence: 9_600 });
    expect(
      spent.terms[0].terms.map((it: { sign: number; words: string }) => [it.sign, it.words]),
    ).toEqual([
      [1, '£96.00 was spent on a personal assistant.'],
      [1, '£96.00 was spent on a personal assistant.'],
      [-1, 'We counted this twice. We put £96.00 back.'],
    ]);
  });

  it('speaks to whose money it is, and about them to anybody else', async () => {
    const sentenceFor = async (who: string) => (await why('balance', '', who)).sentence;
    expect(await sentenceFor('demo-holder')).toMatch(/^You have £1,684.00 /);
    expect(await sentenceFor('demo-nominee')).toMatch(/^There is £1,684.00 /);
    expect(await sentenceFor('demo-auditor')).toMatch(/^There is £1,684.00 /);
  });

  it('is as it was known, whatever was learnt since', async () => {
    const then = await why('spent', `?knownAt=${beforeReversal}`);
    expect([then.amountPence, (await why('spent')).amountPence]).toEqual([19_200, 9_600]);
  });

  it('says how an accrual is reckoned', async () => {
    const { terms } = await why('entitled', '?asAt=2026-05-07');
    expect(terms).toMatchObject([
      {
        label: 'Personal care (adult social care)',
        amountPence: 192_000,
        on: '2026-04-06',
        words: '£420.00 a week for 4 weeks and 4 days from 6 April 2026',
      },
    ]);
  });

  it('answers the weeks that the balance lasts, with what is on the account', async () => {
    const { weeks, amountPence, sentence } = await why('weeksHeld', '?asAt=2026-05-20');
    expect([weeks, amountPence]).toEqual([4, 168_400]);
    expect(sentence).toBe(
      'The £1,684.00 on the account is as much as the budget gives in 4 weeks.',
    );
  });

  it('explains the words of the field that it uses', async () => {
    const { glossary } = await why('surplus');
    expect(glossary.map((it: { word: string }) => it.word)).toContain('surplus');
  });

  it('has no terms before there was anything', async () => {
    const { amountPence, terms } = await why('paid', '?asAt=2026-04-01');
    expect([amountPence, terms]).toEqual([0, []]);
  });

  it.each(['balancePence', 'nonsense', 'toString'])('is not found for %s', async (name) =>
    expect(await refused(name)).toEqual([404, 'not-found', undefined]),
  );
});

describe('What moved a figure', () => {
  it('between two days is what happened between them', async () => {
    const { amountPence, sentence, terms } = await why(
      'balance',
      '/change?from=2026-05-04&to=2026-05-05',
    );
    expect([amountPence, sentence]).toEqual([
      -9_600,
      'What is on the account went down by £96.00 from 4 May 2026 to 5 May 2026.',
    ]);
    expect(terms.map((it: { label: string }) => it.label)).toEqual(['Money spent']);
  });

  it('between two instants is what was learnt between them', async () => {
    const now = (await council.get(officer, `/budgets/${budgetId}/figures`)).knownAt;
    const span = `knownFrom=${beforeReversal}&knownTo=${now}&asAt=2026-05-20`;
    const { amountPence, terms } = await why('balance', `/change?${span}`);
    expect(amountPence).toBe(9_600);
    expect(terms[0].terms[0].terms).toMatchObject([
      { sign: -1, amountPence: 9_600, words: 'We counted this twice. We put £96.00 back.' },
    ]);
  });

  it('is nothing where nothing moved it', async () => {
    const { amountPence, terms } = await why('returned', '/change?from=2026-04-06&to=2026-05-20');
    expect([amountPence, terms]).toEqual([0, []]);
  });

  it.each([
    ['half of a pair', 'from=2026-05-04', 'from'],
    ['both pairs', `from=2026-05-04&to=2026-05-05&knownFrom=2026-05-20T09:00:00Z`, 'from'],
    ['a day beside two days', 'from=2026-05-04&to=2026-05-05&asAt=2026-05-05', 'from'],
    ['the later day first', 'from=2026-05-05&to=2026-05-04', 'to'],
    ['a day that does not exist', 'from=2026-02-30&to=2026-05-04', 'from'],
  ])('is refused for %s', async (_, query, field) =>
    expect(await refused(`balance/change?${query}`)).toEqual([400, 'invalid', field]),
  );

  it('is not found for weeks, which do not add up', async () =>
    expect(await refused('weeksHeld/change')).toEqual([404, 'not-found', undefined]));
});

describe('The statement of account', () => {
  const statement = (query: string) =>
    council.get(officer, `/budgets/${budgetId}/statement-of-account?${query}`);

  it('opens and closes on the balance, with what came in and went out between', async () => {
    const { items, ...sums } = await statement('from=2026-05-04&to=2026-05-20');
    expect(sums).toEqual({
      from: '2026-05-04',
      to: '2026-05-20',
      openingPence: 10_000,
      in: [
        { kind: 'payment', amountPence: 168_000, count: 1 },
        { kind: 'reversal', amountPence: 9_600, count: 1 },
      ],
      out: [{ kind: 'expense', amountPence: 19_200, count: 2 }],
      closingPence: 168_400,
    });
    expect(items.map((it: { type: string }) => it.type)).toEqual([
      'PaymentMade',
      'ExpenseRecorded',
      'ExpenseRecorded',
      'EntryReversed',
    ]);
  });

  it('opens with the opening balance where that counts from a day of the period', async () => {
    const { openingPence, closingPence } = await statement('from=2026-04-01&to=2026-04-30');
    expect([openingPence, closingPence]).toEqual([10_000, 10_000]);
  });

  it('is as it was known', async () => {
    const { closingPence } = await statement(
      `from=2026-05-04&to=2026-05-20&knownAt=${beforeReversal}`,
    );
    expect(closingPence).toBe(158_800);
  });

  it.each([
    ['from=2026-05-10&to=2026-05-09', 'from'],
    ['from=2026-05-10&to=2026-05-21', 'to'],
    ['to=2026-02-30', 'to'],
  ])('is refused for %s', async (query, field) => {
    const path = `/budgets/${budgetId}/statement-of-account?${query}`;
    const { status, body } = await app.get(officer, path);
    expect([status, body.code, body.errors[0].field]).toEqual([400, 'invalid', field]);
  });
});
