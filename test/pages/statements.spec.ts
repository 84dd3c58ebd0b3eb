import { TestApp } from '../support/app.js';
import { Council, written } from '../support/council.js';
import { aFile, form } from '../support/forms.js';
import { lloyds, Reconciling, type Row } from '../support/reconciling.js';
import { Visitor } from '../support/visitor.js';

const app = await TestApp.start({ now: '2026-06-20T09:00:00Z' });
afterAll(() => app.close());
const council = new Council(app);
const reconciling = new Reconciling(app, council);

const officer = await Visitor.signedIn(app, 'demo-officer');
const auditor = await Visitor.signedIn(app, 'demo-auditor');

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
