import { TestApp } from '../support/app.js';
import { Council, written } from '../support/council.js';
import { aFile, form } from '../support/forms.js';
import { lloyds, type Row } from '../support/reconciling.js';
import { Visitor } from '../support/visitor.js';

const app = await TestApp.start({ now: '2026-06-20T09:00:00Z' });
afterAll(() => app.close());
const council = new Council(app);

const officer = await Visitor.signedIn(app, 'demo-officer');

/** Anna's account, opened on 6 April with £100.00 on it. */
async function account(): Promise<{ budgetId: string; at: string }> {
  const personId = await council.person('Anna Archer', { userId: 'demo-holder' });
  const budgetId = await council.budget(personId, { openingBalancePence: 10_000 });
  await council.allocation(budgetId);
  await council.readable();
  return { budgetId, at: `/accounts/${budgetId}/statements` };
}

const MAY: readonly Row[] = [
  [4, 'COUNTY COUNCIL DP', 1680],
  [8, 'FPO R REED WAGES', -96],
  [8, 'FPO R REED WAGES', -96],
  [20, 'SUNRISE CARE', -240.5],
];

interface File {
  readonly bytes: string | Buffer;
  readonly name?: string;
  readonly fields?: Record<string, string>;
}

async function upload(at: string, { bytes, name = 'may.csv', fields = {} }: File, by = officer) {
  const page = await by.get(`${at}/add`);
  const hidden = { _csrf: page.hidden('_csrf'), _key: page.hidden('_key'), ...fields };
  const parts = Object.entries(hidden).map(([key, value]) => ({ name: key, value }));
  const sent = form([...parts, aFile(bytes, { fileName: name, type: 'text/csv' })]);
  return by.send('POST', `${at}/add`, sent.body, sent.headers['content-type']);
}

describe('Adding a bank statement', () => {
  it('begins at the account, where there are none yet', async () => {
    const { at } = await account();
    const { status, h1, text } = await officer.get(at);
    expect([status, h1]).toEqual([200, 'Bank statements']);
    expect(text).toContain('Add a bank statement');
    expect(text).toContain('There are none yet.');
  });

  it('takes a file in as the bank made it, and says what came in', async () => {
    const { at } = await account();
    const sent = await upload(at, { bytes: lloyds(100, MAY) });
    expect(sent.status).toBe(303);
    const { text } = await officer.get(sent.location!);
    expect(text).toContain('New 4 lines Here already None');
    expect(text).toContain('On the account before £100.00 On the account after £1,347.50');
    expect(text).toContain('Yes, to the penny');
  });

  it('adds nothing the second time, and says so', async () => {
    const { at } = await account();
    await upload(at, { bytes: lloyds(100, MAY) });
    const before = await written(app);
    const again = await upload(at, { bytes: lloyds(100, MAY) });
    const { text } = await officer.get(again.location!);
    expect(text).toContain('Nothing new came in. All its 4 lines are here already.');
    expect(await written(app)).toBe(before);
  });
});

/** May is in; the address of its statement, and that of the line with these words. */
async function may(rows: readonly Row[] = MAY) {
  const { budgetId, at } = await account();
  const taken = await upload(at, { bytes: lloyds(100, rows) });
  const base = taken.location!.replace('/taken-in', '');
  const statementId = base.split('/').at(-1)!;
  const line = async (text: string) => {
    const { lines } = await council.get('demo-officer', `/statements/${statementId}`);
    const found = lines.find((it: { text: string }) => it.text.includes(text));
    return { ...found, at: `${base}/lines/${found.lineId}` };
  };
  return { budgetId, at, base, statementId, line };
}

const PAID = { kind: 'expense', payee: 'Rosa Reed', category: 'personal-assistant' };

describe('Settling the lines', () => {
  it('shows what each may be, why, and how many are settled', async () => {
    const { base, budgetId } = await may();
    await council.expense(budgetId, 24_050, { spentOn: '2026-05-18', payee: 'Sunrise Care' });
    const { h1, text } = await officer.get(base);
    expect(h1).toBe('Bank statement to 20 May 2026');
    expect(text).toContain('0 of 4 lines settled');
    expect(text).toContain('Accept the certain match');
    expect(text).toContain('Expense of £240.50 on 18 May 2026, Sunrise Care');
    expect(text).toContain('Why: same amount, 2 days later');
    expect(text).toContain('It could be recorded as');
  });

  it('accepts what is certain in one go', async () => {
    const { base, budgetId } = await may();
    await council.expense(budgetId, 24_050, { spentOn: '2026-05-18', payee: 'Sunrise Care' });
    const sent = await officer.get(base);
    const hidden = { _csrf: sent.hidden('_csrf'), _key: sent.hidden('_key') };
    const answers = await Promise.all([
      officer.post(`${base}/accept`, hidden),
      officer.post(`${base}/accept`, hidden),
    ]);
    expect(answers.map((it) => it.location)).toEqual(Array(2).fill(`${base}?accepted=1`));
    const { text } = await officer.get(answers[0]!.location!);
    expect(text).toContain('1 line was matched.');
    expect(text).toContain('1 of 4 lines settled');
  });
});
