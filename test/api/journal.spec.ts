import { TestApp } from '../support/app.js';
import { Council } from '../support/council.js';

const app = await TestApp.start();
const council = new Council(app);
const auditor = 'demo-auditor';
afterAll(() => app.close());

/** By what they are called here: budgets, and events in the order in which they were recorded. */
const names = new Map<string, string>();
const named = (text: string) =>
  [...names].reduce((it, [id, name]) => it.replaceAll(id, name), text);

const journal = (query: string) => app.get(auditor, `/journal?${query}`);
const bodyOf = async (query: string) => named((await journal(query)).body);

let annas: string;
let bilals: string;

beforeAll(async () => {
  annas = await council.budget(await council.person(), { openingBalancePence: 5_000 });
  await council.allocation(annas);
  const twice = await council.expense(annas, 123_456, { spentOn: '2026-05-05' });
  const bounces = await council.payment(annas, 99_00, { paidOn: '2026-05-04' });
  await council.post('demo-officer', `/budgets/${annas}/payments/${bounces}/bounce`, {
    bouncedOn: '2026-05-06',
  });
  bilals = await council.budget(await council.person('Bilal Bashir'));
  await council.payment(bilals, 5, { paidOn: '2026-05-04', fundingStream: 'health' });
  app.now = '2026-05-20T23:30:00Z'; // the 21st in London
  const reversal = { entryId: twice, reason: 'recorded-twice' };
  await council.post('demo-officer', `/budgets/${annas}/reversals`, reversal);
  names.set(annas, 'ANNA').set(bilals, 'BILAL');
  const events = await app.ledger.log.read(null, 100);
  for (const { eventId, event } of events)
    if (event.type !== 'LogSealed') names.set(eventId, `${event.type}-${names.size - 1}`);
});

const OF_THE_COUNCIL = `
account assets:ANNA:bank
account assets:ANNA:not-explained
account assets:ANNA:on-its-way
account assets:BILAL:bank
account assets:BILAL:not-explained
account assets:BILAL:on-its-way
account equity:ANNA:opening
account expenses:ANNA:personal-assistant
account income:ANNA:council:adult-social-care
account income:BILAL:council:health

2026-04-06=2026-05-20 (BudgetOpened-1) The budget
    assets:ANNA:bank  £50.00
    equity:ANNA:opening  -£50.00

2026-05-04=2026-05-20 (PaymentMade-4) Payment from the council
    assets:ANNA:on-its-way  £99.00
    income:ANNA:council:adult-social-care  -£99.00

2026-05-04=2026-05-20 (PaymentMade-7) Payment from the council
    assets:BILAL:on-its-way  £0.05
    income:BILAL:council:health  -£0.05

2026-05-05=2026-05-20 (ExpenseRecorded-3) Money spent
    assets:ANNA:on-its-way  -£1,234.56
    expenses:ANNA:personal-assistant  £1,234.56

2026-05-05=2026-05-21 (EntryReversed-8) Put right  ; reverses:ExpenseRecorded-3
    assets:ANNA:on-its-way  £1,234.56
    expenses:ANNA:personal-assistant  -£1,234.56

2026-05-06=2026-05-20 (PaymentReturned-5) Payment from the council  ; reverses:PaymentMade-4
    assets:ANNA:on-its-way  -£99.00
    income:ANNA:council:adult-social-care  £99.00
`;

/** Ids of budgets sort as they come. */
const declaredFirst = (text: string) => {
  const isAccount = (line: string) => line.startsWith('account ');
  const lines = text.split('\n');
  const sorted = lines.filter(isAccount).toSorted();
  return lines.map((line) => (isAccount(line) ? sorted.shift()! : line)).join('\n');
};
const withoutBeginning = (text: string) => declaredFirst(text.slice(text.indexOf('\naccount ')));

describe('The journal', () => {
  it('is of all budgets, by effective day and then in log order', async () => {
    const text = await bodyOf('format=hledger');
    expect(text.slice(0, text.indexOf('\n\naccount '))).toMatch(
      /^; .+\n; .+\n\ncommodity £1,000.00$/,
    );
    expect(withoutBeginning(text)).toBe(OF_THE_COUNCIL);
  });

  it('says to ledger the same, in its way', async () => {
    const text = await bodyOf('format=ledger');
    const beginning = text.slice(0, text.indexOf('\n\naccount '));
    expect(beginning).toMatch(/\n\ncommodity £\n {4}format £1,000.00\n\ntag reverses$/);
    const tagged = OF_THE_COUNCIL.replaceAll(/; reverses:(.+)$/gm, '$&\n    ; reverses: $1');
    expect(withoutBeginning(text)).toBe(tagged);
  });

  it('is a row of CSV for each side of a transaction', async () => {
    const rows = (await bodyOf('format=csv')).split('\r\n');
    expect(rows.slice(0, 3).concat(rows.slice(9, 11))).toEqual([
      'eventId,on,recordedOn,budgetId,account,amount,type,reverses',
      'BudgetOpened-1,2026-04-06,2026-05-20,ANNA,assets:ANNA:bank,50.00,BudgetOpened,',
      'BudgetOpened-1,2026-04-06,2026-05-20,ANNA,equity:ANNA:opening,-50.00,BudgetOpened,',
      'EntryReversed-8,2026-05-05,2026-05-21,ANNA,assets:ANNA:on-its-way,1234.56,EntryReversed,ExpenseRecorded-3',
      'EntryReversed-8,2026-05-05,2026-05-21,ANNA,expenses:ANNA:personal-assistant,-1234.56,EntryReversed,ExpenseRecorded-3',
    ]);
    expect(rows).toHaveLength(1 + 2 * 6 + 1);
  });

  it('is of one budget where one is named', async () => {
    const text = await bodyOf(`format=hledger&budgetId=${bilals}`);
    expect(text).not.toContain('ANNA');
    expect(text.match(/^\d{4}.*$/gm)).toEqual([
      '2026-05-04=2026-05-20 (PaymentMade-7) Payment from the council',
    ]);
    const rows = (await bodyOf(`format=csv&budgetId=${bilals}`)).split('\r\n');
    expect(rows).toHaveLength(4);
  });

  it('has no name and no word that anybody typed in it', async () => {
    for (const format of ['hledger', 'ledger', 'csv'])
      expect((await journal(`format=${format}`)).body).not.toMatch(/Anna|Archer|Bilal|Rosa|Reed/);
  });

  it.each([
    ['hledger', '', 'text/plain; charset=utf-8', 'journal.journal'],
    ['ledger', '', 'text/plain; charset=utf-8', 'journal.ledger'],
    ['csv', '', 'text/csv; charset=utf-8', 'journal.csv'],
    ['csv', 'anna', 'text/csv; charset=utf-8', 'budget-ANNA.csv'],
  ])('is a file to be kept: %s %s', async (format, of, type, name) => {
    const query = `format=${format}${of === '' ? '' : `&budgetId=${annas}`}`;
    const { status, headers } = await journal(query);
    expect(status).toBe(200);
    expect(headers['content-type']).toBe(type);
    expect(named(String(headers['content-disposition']))).toBe(`attachment; filename="${name}"`);
  });

  it.each([
    ['', 'format'],
    ['format=beancount', 'format'],
    ['format=csv&format=ledger', 'format'],
    ['format=CSV', 'format'],
    ['format=csv&asAt=2026-05-20', 'asAt'],
    ['format=csv&budgetId=a&budgetId=b', 'budgetId'],
  ])('is not guessed at: %p', async (query, field) => {
    const { status, body } = await journal(query);
    expect([status, body.code, body.errors[0].field]).toEqual([400, 'invalid', field]);
  });

  it.each(['2ed6657d-e927-568b-95e1-2665a8aea6a2', 'anna', '../../etc', '%00'])(
    'is of no budget that nobody opened: %p',
    async (budgetId) => {
      const { status, body } = await journal(`format=csv&budgetId=${budgetId}`);
      expect([status, body.code]).toEqual([404, 'not-found']);
    },
  );

  it.each(['demo-officer', 'demo-manager', 'demo-holder', 'demo-nominee'])(
    'is not for %s, whatever budget is named',
    async (who) => {
      for (const query of ['format=csv', `format=csv&budgetId=${annas}`, 'format=csv&budgetId=x'])
        expect((await app.get(who, `/journal?${query}`)).status).toBe(403);
    },
  );
});
