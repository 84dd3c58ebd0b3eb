import { TestApp } from '../support/app.js';
import { Council, written } from '../support/council.js';
import { aFile, FILES, form } from '../support/forms.js';
import { lloyds, Reconciling, type Row } from '../support/reconciling.js';
import { Visitor } from '../support/visitor.js';

const app = await TestApp.start({ now: '2026-06-20T09:00:00Z' });
afterAll(() => app.close());
const council = new Council(app);
const reconciling = new Reconciling(app, council);

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
async function may(rows: readonly Row[] = MAY, before = 100, fields = {}) {
  const { budgetId, at } = await account();
  const taken = await upload(at, { bytes: lloyds(before, rows), fields });
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

const manager = await Visitor.signedIn(app, 'demo-manager');
const auditor = await Visitor.signedIn(app, 'demo-auditor');
const holder = await Visitor.signedIn(app, 'demo-holder');

/** Sends the form of a page and shows where it leads. */
async function then(page: string, address: string, fields: Fields = {}, by = officer) {
  const seen = await by.get(page);
  const hidden = { _csrf: seen.hidden('_csrf'), _key: `sent-${keys++}` };
  const sent = await by.post(address, { ...hidden, ...fields });
  return { sent, next: sent.location === undefined ? sent : await by.get(sent.location) };
}
let keys = 0;
type Fields = Readonly<Record<string, string | readonly string[]>>;

/** Every line of May recorded, by the API. */
async function settled(...file: Parameters<typeof may>) {
  const it = await may(...file);
  const { lines } = await council.get('demo-officer', `/statements/${it.statementId}`);
  for (const { lineId, amountPence } of lines)
    await council.post(
      'demo-officer',
      `/statements/${it.statementId}/lines/${lineId}/record`,
      amountPence > 0 ? { kind: 'payment' } : PAID,
    );
  await council.readable();
  return it;
}

describe('A file that is no statement', () => {
  const MEGABYTE = 1024 * 1024;
  const files: readonly [string, string | Buffer, string][] = [
    ['a PDF', FILES['application/pdf']!, 'PDF'],
    ['a picture', FILES['image/png']!, 'picture'],
    ['a zipped file', Buffer.from([0x50, 0x4b, 3, 4, 20, 0, 0, 0, 8, 0]), 'Unpack it'],
    ['bytes of any kind', Buffer.from([0, 1, 2, 3, 0xff, 0xfe, 0, 7]), ''],
    ['some words', 'Dear council', ''],
    ['nothing', '', 'The selected file is empty'],
    ['too much', Buffer.alloc(5 * MEGABYTE + 1, 'a'), 'must be smaller than 5MB'],
  ];

  it.each(files)('%s is asked for again, at its field, and nothing is written', async (...it) => {
    const [, bytes, message] = it;
    const { at } = await account();
    const before = await written(app);
    const answer = await upload(at, { bytes });
    expect([answer.status, answer.h1]).toEqual([400, 'Add a bank statement']);
    expect(answer.title).toMatch(/^Error: /);
    expect(answer.text).toMatch(/^There is a problem /);
    expect(answer.html).toContain('<a href="#file">');
    expect(answer.text).toContain(message);
    expect(await written(app)).toBe(before);
  });

  it('without a token is refused', async () => {
    const { at } = await account();
    const before = await written(app);
    const sent = form([aFile(lloyds(100, MAY), { fileName: 'may.csv' })]);
    const type = sent.headers['content-type'];
    const answer = await officer.send('POST', `${at}/add`, sent.body, type);
    expect([answer.status, answer.h1]).toEqual([403, 'This form was not sent']);
    expect(await written(app)).toBe(before);
  });

  it('that contradicts itself comes in, with what is wrong and where', async () => {
    const { at } = await account();
    const broken = lloyds(100, MAY).replace('1347.50', '1350.00');
    const { location } = await upload(at, { bytes: broken });
    const { text } = await officer.get(location!);
    expect(text).toContain('Do the lines lead from one to the other? No');
    expect(text).toContain('What does not add up in the file');
    expect(text).toMatch(/Line \d: The balance after this line is not the one before it/);
  });

  it('of another kind for the same days comes in only when it is said again', async () => {
    const { at } = await may();
    const other = 'Date,Description,Amount,Balance\r\n08/05/2026,Rosa,-96.00,4.00\r\n';
    const { status, text, html } = await upload(at, { bytes: other });
    expect([status, text.includes('Tick the box only if none of its lines')]).toEqual([400, true]);
    expect(html).toContain('<a href="#overlap">');
    const again = await upload(at, { bytes: other, fields: { overlaps: 'yes', overlap: 'yes' } });
    expect(again.status).toBe(303);
  });
});

describe('A layout that is not known', () => {
  const FILE = 'When,What,Money\r\n01/05/2026,SHOP,12.40\r\n02/05/2026,PAY IN,-3.00\r\n';
  const SAID = {
    name: 'County cards',
    dateColumn: '0',
    dateOrder: 'dmy',
    textColumns: ['1'],
    amounts: 'one',
    amountColumn: '2',
    invert: 'plus',
  };

  it('is asked about once, then read without asking', async () => {
    const { at } = await account();
    const before = await written(app);
    const asked = await upload(at, { bytes: FILE });
    expect([asked.status, asked.h1]).toEqual([200, 'Which column is what?']);
    expect(asked.text).toContain('When What Money 01/05/2026 SHOP 12.40');
    const preview = plainText(asked.hidden('preview'));
    const hidden = { _csrf: asked.hidden('_csrf'), _key: asked.hidden('_key'), preview };
    const wrong = await officer.post(`${at}/add/columns`, { ...hidden, ...SAID, invert: '' });
    expect([wrong.status, wrong.text.includes('Select how spending is written')]).toEqual([
      400,
      true,
    ]);
    expect(await written(app)).toBe(before);
    const _key = wrong.hidden('_key');
    const saved = await officer.post(`${at}/add/columns`, { ...hidden, ...SAID, _key });
    expect(saved.location).toMatch(/\/add\?mapping=/);
    expect((await officer.get(saved.location!)).text).toContain(
      'The layout of County cards is saved. Choose the file again',
    );
    const taken = await upload(at, { bytes: FILE });
    const base = taken.location!.replace('/taken-in', '');
    expect((await officer.get(base)).text).toMatch(/SHOP £12\.40 out .* PAY IN £3\.00 in/);
  });

  it('without a heading is chosen by its name the next time', async () => {
    const { at } = await account();
    const bare = '01/05/2026;SHOP;12.40;x\r\n02/05/2026;PAY IN;-3.00;x\r\n';
    const asked = await upload(at, { bytes: bare });
    const preview = plainText(asked.hidden('preview'));
    const { sent } = await then(`${at}/add`, `${at}/add/columns`, {
      ...SAID,
      name: 'Card without a heading',
      preview,
    });
    const page = await officer.get(sent.location!);
    const mappingId = sent.location!.split('=')[1]!;
    expect(page.html).toContain(`<option value="${mappingId}" selected>Card without a heading`);
    const taken = await upload(at, { bytes: bare, fields: { mappingId } });
    expect(taken.location).toMatch(/taken-in$/);
  });

  it('is asked about with nothing but what the page had', async () => {
    const { at } = await account();
    for (const preview of ['', '{', '[]', '{"header":1}', '{"header":[],"rows":[1],"asks":[]}']) {
      const { sent } = await then(`${at}/add`, `${at}/add/columns`, { ...SAID, preview });
      expect([sent.status, sent.h1]).toEqual([400, 'This could not be done']);
    }
  });
});

describe('Lines from paper', () => {
  const TWO = {
    openingPence: '100',
    'on-1': '4/5/2026',
    'text-1': 'The council',
    'in-1': '1,680.00',
    'on-2': '8 May 2026',
    'text-2': 'Rosa',
    'out-2': '96',
    closingPence: '1684',
  };

  it('are typed, with more rows when there are more lines, and come in like a file', async () => {
    const { at } = await account();
    const more = await officer.fill(`${at}/add/paper`, { ...TWO, rows: '10', step: 'more' });
    expect([more.status, more.html.includes('value="The council"')]).toEqual([200, true]);
    expect(more.text).toContain('Day of line 20');
    const { next } = await then(`${at}/add/paper`, `${at}/add/paper`, { ...TWO, rows: '20' });
    expect(next.text).toContain('New 2 lines');
    expect(next.text).toContain('Yes, to the penny');
  });

  it.each([
    ['on-1', { ...TWO, 'on-1': '30/2/2026' }, 'Line 1: The day must be a real date'],
    ['on-1', { ...TWO, 'on-1': '21/6/2026' }, 'Line 1: The day must be from 2000 to today'],
    ['text-2', { ...TWO, 'text-2': '' }, 'Line 2: Enter the bank’s words'],
    ['out-2', { ...TWO, 'out-2': '' }, 'Line 2: Enter the money out or the money in'],
    ['out-2', { ...TWO, 'out-2': 'ten' }, 'Line 2: The money out must be an amount of money'],
    ['in-2', { ...TWO, 'in-2': '96' }, 'Line 2: Enter money out or money in, not both'],
    ['on-1', {}, 'Enter a line, or else the last day of the statement'],
  ])('with something wrong lead to %s, and keep what was typed', async (id, typed, message) => {
    const { at } = await account();
    const before = await written(app);
    const page = await officer.fill(`${at}/add/paper`, { ...typed, rows: '10' });
    expect([page.status, page.text.includes(message)]).toEqual([400, true]);
    expect(page.html).toContain(`<a href="#${id}">`);
    expect(page.html).toContain(`id="${id}-error"`);
    expect(await written(app)).toBe(before);
  });
});

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

describe('One line', () => {
  it('is recorded as proposed, and the next open one has the focus', async () => {
    const { base, line } = await may();
    const sunrise = await line('SUNRISE');
    const { sent, next } = await then(base, `${sunrise.at}/record`, PAID);
    expect(sent.location).toBe(`${base}?after=${sunrise.lineId}`);
    expect(next.text).toContain('Recorded: £240.50 out on 20 May 2026');
    expect(next.text).toContain('1 of 4 lines settled');
    expect(next.html.match(/ autofocus/g)).toHaveLength(1);
  });

  it('sent twice is recorded once', async () => {
    const { base, line } = await may();
    const { at: address } = await line('SUNRISE');
    const page = await officer.get(base);
    const fields = { _csrf: page.hidden('_csrf'), _key: page.hidden('_key'), ...PAID };
    const answers = [
      await officer.post(`${address}/record`, fields),
      await officer.post(`${address}/record`, fields),
    ];
    expect(answers.map((it) => it.status)).toEqual([303, 303]);
    const other = await then(base, `${address}/record`, PAID);
    expect([other.sent.status, other.sent.text.includes('settled already')]).toEqual([409, true]);
  });

  it('is matched with an entry that was chosen, to the penny; the match is undone', async () => {
    const { base, line, budgetId } = await may();
    const right = await council.expense(budgetId, 24_050, { spentOn: '2026-04-30', payee: 'X' });
    const wrong = await council.expense(budgetId, 24_000, { spentOn: '2026-05-19', payee: 'Y' });
    const it = await line('SUNRISE');
    const refused = await then(it.at, `${it.at}/match`, { entries: wrong });
    expect([refused.sent.status, refused.sent.html.includes('#entries')]).toEqual([400, true]);
    expect(refused.sent.text).toContain('differ by £0.50');
    const none = await then(it.at, `${it.at}/match`);
    expect(none.sent.text).toContain('Select what this line is');
    const { next } = await then(it.at, `${it.at}/match`, { entries: right });
    expect(next.text).toContain('Matched: £240.50 out on 20 May 2026');
    const undone = await then(base, `${it.at}/undo`);
    expect(undone.sent.location).toBe(`${base}?at=${it.lineId}`);
    expect(undone.next.text).toContain('0 of 4 lines settled');
  });

  it('together with another makes one entry', async () => {
    const { line, budgetId, statementId } = await may();
    const both = await council.expense(budgetId, 19_200, { spentOn: '2026-05-08' });
    const { lines } = await council.get('demo-officer', `/statements/${statementId}`);
    const [, second] = lines.filter((it: { text: string }) => it.text.includes('REED'));
    const it = await line('REED');
    const { next } = await then(it.at, `${it.at}/match`, { entries: both, lines: second.lineId });
    expect(next.text).toContain('2 of 4 lines settled');
  });

  it('is not recorded without who was paid and what for', async () => {
    const { line } = await may();
    const it = await line('SUNRISE');
    const before = await written(app);
    const { sent } = await then(it.at, `${it.at}/record`, { kind: 'expense' });
    expect(sent.text).toMatch(/There is a problem Enter who was paid Select what it was for/);
    const wrongWay = await then(it.at, `${it.at}/record`, { kind: 'refund' });
    expect([wrongWay.sent.status, wrongWay.sent.text.includes('money out')]).toEqual([409, true]);
    expect(await written(app)).toBe(before);
  });

  it('is ignored for a reason, and restored for one', async () => {
    const { base, line } = await may();
    const it = await line('SUNRISE');
    const without = await then(it.at, `${it.at}/ignore`);
    expect(without.sent.html).toContain('<a href="#ignoreReason">Enter why');
    const { next } = await then(it.at, `${it.at}/ignore`, { ignoreReason: 'Of another account' });
    expect(next.text).toContain('Alex Officer, today: Of another account');
    const restored = await then(`${it.at}/restore`, `${it.at}/restore`, { reason: 'It is ours' });
    expect(restored.next.h1).toBe('What is this line?');
    expect((await officer.get(base)).text).toContain('0 of 4 lines settled');
  });
});

describe('A line that nobody can explain', () => {
  it('is set aside; its holder is asked on their page, answers once, and an officer hears', async () => {
    const { line, budgetId } = await may();
    const it = await line('SUNRISE');
    await then(it.at, `${it.at}/set-aside`, {
      asideReason: 'Nobody knows',
      question: 'What was this card payment for?',
    });
    await council.readable();
    const home = await holder.get(`/my/${budgetId}`);
    expect(home.text).toContain('£240.50 out on 20 May 2026.');
    expect(home.text).toContain('What was this card payment for?');
    expect((await holder.get(`/easy/${budgetId}/asks`)).text).toContain('£240.50 on 20 May 2026');
    const my = `/my/${budgetId}/lines/${it.lineId}`;
    expect((await holder.get(my)).text).toContain('The bank says SUNRISE CARE');
    const empty = await then(my, my, { answer: ' ' }, holder);
    expect([empty.sent.status, empty.sent.text.includes('Enter what this was')]).toEqual([
      400,
      true,
    ]);
    const { next } = await then(my, my, { answer: 'Respite in May' }, holder);
    expect(next.h1).toMatch(/You have told us what this was/);
    expect(next.text).toMatch(/DP-[0-9A-Z]{4}-[0-9A-Z]{4}/);
    await council.readable();
    expect((await holder.get(`/my/${budgetId}`)).text).not.toContain('What we ask');
    expect((await officer.get('/today')).text).toMatch(/1 Bank lines that were explained/);
    const list = await officer.get('/today/explained-lines');
    expect(list.html).toContain(it.at);
    const seen = await officer.get(it.at);
    expect(seen.text).toContain('They said: Respite in May');
    await then(`${it.at}/restore`, `${it.at}/restore`, { reason: 'They said it' });
    const again = await officer.get(it.at);
    expect(again.text).toContain('Nobody is asked twice.');
    await council.readable();
    expect((await officer.get('/today')).text).toContain('Bank lines that were explained: none');
  });

  it('is nobody else’s, and not there for a holder who was not asked', async () => {
    const { line, budgetId } = await may();
    const it = await line('SUNRISE');
    expect((await holder.get(`/my/${budgetId}/lines/${it.lineId}`)).status).toBe(404);
    const nobody = await Visitor.signedIn(app, 'demo-nominee');
    expect((await nobody.get(`/my/${budgetId}/lines/${it.lineId}`)).status).toBe(404);
  });
});

describe('Closing', () => {
  it('shows what has to be done first', async () => {
    const { base } = await may();
    const { text } = await officer.get(`${base}/close`);
    expect(text).toContain('4 lines are not settled yet.');
    expect(text).not.toContain('Now close it');
    const { sent } = await then(`${base}/close`, `${base}/close`, { step: 'send' });
    expect([sent.status, sent.text.includes('Settle every line first')]).toEqual([409, true]);
  });

  it('shows the sum in words, closes it, and somebody else signs what they were shown', async () => {
    const { base, statementId } = await settled();
    const page = await officer.get(`${base}/close`);
    expect(page.text).toContain('What was there before the first line £100.00');
    expect(page.text).toContain('+ Money that came in (1 line) £1,680.00');
    expect(page.text).toContain('− Money that went out (3 lines) £432.50');
    expect(page.text).toContain('= What the lines lead to £1,347.50');
    expect(page.text).toContain('It adds up to the penny.');
    const { next } = await then(`${base}/close`, `${base}/close`, { step: 'send' });
    expect(next.h1).toBe('The period is closed');
    await council.readable();
    expect((await officer.get(`${base}/sign`)).text).toContain('You closed this period');
    expect((await officer.get('/today/signatures')).text).toContain('Nothing waits.');
    expect((await manager.get('/today/signatures')).html).toContain(`${base}/sign`);
    const own = await then(`${base}/sign`, `${base}/sign`, {
      hash: (await officer.get(`${base}/sign`)).text.match(/[0-9a-f]{64}/)![0],
    });
    expect([own.sent.status, own.sent.text.includes('somebody else')]).toEqual([409, true]);
    const other = await then(`${base}/sign`, `${base}/sign`, { hash: 'another' }, manager);
    expect(other.sent.text).toContain('This changed since you looked at it.');
    const hash = (await manager.get(`${base}/sign`)).text.match(/[0-9a-f]{64}/)![0];
    const signed = await then(`${base}/sign`, `${base}/sign`, { hash }, manager);
    expect(signed.next.text).toContain('You signed this period off.');
    const { signedHash } = await council.get('demo-officer', `/statements/${statementId}`);
    expect(signedHash).toBe(hash);
  });

  it('says by how much it does not add up, and asks for balances that no file names', async () => {
    const { at } = await account();
    const lines = { 'on-1': '8/5/2026', 'text-1': 'Rosa', 'out-1': '96' };
    const { sent } = await then(`${at}/add/paper`, `${at}/add/paper`, { ...lines, rows: '10' });
    const base = sent.location!.replace('/taken-in', '');
    const { lines: all } = await council.get(
      'demo-officer',
      `/statements/${base.split('/').at(-1)}`,
    );
    await then(base, `${base}/lines/${all[0].lineId}/record`, PAID);
    const typed = { openingPence: '100', closingPence: '5' };
    const check = await then(`${base}/close`, `${base}/close`, { ...typed, step: 'check' });
    expect(check.sent.h1).toBe('Check what you close');
    expect(check.sent.text).toContain('The bank says £1.00 more than the lines lead to.');
    const refused = await then(`${base}/close`, `${base}/close`, { ...typed, step: 'send' });
    expect([refused.sent.status, refused.sent.text.includes('£1.00')]).toEqual([409, true]);
    const right = { openingPence: '100', closingPence: '4.00', step: 'send' };
    const { next } = await then(`${base}/close`, `${base}/close`, right);
    expect(next.h1).toBe('The period is closed');
  });

  it('says what the bank begins with where that was not there before', async () => {
    const { base } = await settled(MAY, 90);
    const { text } = await officer.get(`${base}/close`);
    expect(text).toContain('The bank begins with £90.00, and £100.00 was there before.');
    expect(text).not.toContain('It adds up to the penny.');
  });

  it('asks anew for a balance that was typed otherwise than the file has it', async () => {
    const { base } = await settled(MAY, 100, { closingPence: '1347.51' });
    const { text, html } = await officer.get(`${base}/close`);
    expect(text).not.toContain('The file contradicts itself');
    expect(text).toContain('What was typed with the file is not what the file says.');
    expect(html).toContain('name="closingPence"');
    const right = { closingPence: '1347.50', step: 'send' };
    const { next } = await then(`${base}/close`, `${base}/close`, right);
    expect(next.h1).toBe('The period is closed');
  });

  it('is taken back by a manager, for a reason', async () => {
    const { base } = await settled();
    await then(`${base}/close`, `${base}/close`, { step: 'send' });
    expect((await officer.get(`${base}/reopen`)).status).toBe(404);
    const without = await then(`${base}/reopen`, `${base}/reopen`, { reason: '' }, manager);
    expect(without.sent.status).toBe(400);
    const { next } = await then(`${base}/reopen`, `${base}/reopen`, { reason: 'A bill' }, manager);
    expect(next.text).toContain('The period is open again.');
  });
});

describe('The history of an account', () => {
  it('tells of a statement, and line by line only to who asks for statements', async () => {
    const { budgetId } = await settled();
    const history = `/accounts/${budgetId}/history`;
    const [all, statements] = [
      await officer.get(history),
      await officer.get(`${history}?kind=statement`),
    ];
    expect(all.text).toContain('A bank statement to 20 May 2026 came in, with 4 new lines.');
    expect(all.text).not.toContain('A line of the bank statement was written down here.');
    expect(statements.text).toContain('A line of the bank statement was written down here.');
    const { items } = await council.get(
      'demo-auditor',
      `/budgets/${budgetId}/history?kind=statement`,
    );
    expect(items.map((it: { type: string }) => it.type)).toContain('LineRecorded');
  });
});

describe('A statement that came in by mistake', () => {
  it('is taken back for a reason, and may come in again', async () => {
    const { at, base } = await may();
    expect((await officer.get(base)).text).toContain('Take this statement back');
    const page = `${base}/withdraw`;
    expect((await then(page, page, { reason: '' })).sent.status).toBe(400);
    const { next } = await then(page, page, { reason: 'Of somebody else' });
    expect(next.text).toContain('The statement was taken back.');
    expect(next.text).toContain('There are none yet.');
    expect((await officer.get(base)).status).toBe(404);
    expect((await upload(at, { bytes: lloyds(100, MAY) })).status).toBe(303);
  });

  it('stays where something came of its lines, and says what to do', async () => {
    const { base } = await settled();
    expect((await officer.get(base)).text).not.toContain('Take this statement back');
    const { sent } = await then(`${base}/withdraw`, `${base}/withdraw`, { reason: 'Wrong' });
    expect([sent.status, sent.text.includes('Undo what was matched')]).toEqual([409, true]);
  });
});

describe('A statement of many lines', () => {
  const MANY: Row[] = Array.from({ length: 60 }, (_, i) => [1 + (i % 28), `SHOP ${i}`, -1 - i]);

  it('has 50 a page, the open ones first, and goes on from page to page', async () => {
    const { base, statementId } = await may(MANY);
    const first = await officer.get(base);
    expect(first.h1).toMatch(/^Bank statement to \d+ May 2026 \(page 1 of 2\)$/);
    expect(first.html.match(/class="app-line"/g)).toHaveLength(50);
    const second = await officer.get(`${base}?page=2`);
    expect(second.html.match(/class="app-line"/g)).toHaveLength(10);
    expect((await officer.get(`${base}?page=3`)).status).toBe(404);
    const { lines } = await council.get('demo-officer', `/statements/${statementId}`);
    const { next } = await then(base, `${base}/lines/${lines[55].lineId}/record`, PAID);
    expect(next.h1).toContain('page 2 of 2');
    expect(next.html).toMatch(new RegExp(`line-${lines[56].lineId}(?:(?!</li>).)* autofocus`, 's'));
    expect(next.text).toContain('Settled lines (1 on this page)');
  });
});

describe('What was learned', () => {
  it('is shown, and forgotten', async () => {
    const { at } = await settled();
    const { text, html } = await officer.get(`${at}/rules`);
    expect(text).toContain('Expense: Rosa Reed, personal assistant');
    const forget = /action="([^"]*forget)"/.exec(html)![1]!;
    const { next } = await then(`${at}/rules`, forget);
    expect(next.text).toContain('This is forgotten.');
  });
});

/** The statements to be settled, over all pages of the list. */
async function toSettle(): Promise<string[]> {
  const ids: string[] = [];
  for (let page = 1; ; page++) {
    const { status, html } = await officer.get(`/today/statements?page=${page}`);
    if (status === 404) return ids;
    ids.push(...[...html.matchAll(/statements\/([0-9a-f-]{36})"/g)].map((it) => it[1]!));
  }
}

describe('What waits of statements', () => {
  it('is listed with the oldest first, until its period is closed', async () => {
    const { base, budgetId, statementId } = await settled();
    const june = lloyds(1347.5, [[2, 'FPO R REED WAGES', -96]], '06');
    const later = await reconciling.statement(budgetId, june);
    await council.readable();
    const before = await toSettle();
    expect(before).toContain(later);
    expect(before.indexOf(statementId)).toBeLessThan(before.indexOf(later));
    await then(`${base}/close`, `${base}/close`, { step: 'send' });
    await council.readable();
    expect(await toSettle()).not.toContain(statementId);
    expect(await toSettle()).toContain(later);
  });

  it('is not one whose days the period of another closed', async () => {
    const { budgetId } = await account();
    const keyed = async (text: string, amountPence: number) => {
      const lines = [{ on: '2026-05-20', text, amountPence }];
      const statementId = await council.statement(budgetId, { lines, openingPence: 10_000 });
      await council.post(
        'demo-officer',
        `/statements/${statementId}/lines/${await council.lineOf(statementId)}/record`,
        PAID,
      );
      return statementId;
    };
    const [first, second] = [await keyed('Rosa', -1_000), await keyed('Rob', -2_000)];
    const balances = { openingPence: 10_000, closingPence: 7_000 };
    await council.post('demo-officer', `/statements/${first}/close`, balances);
    const { state } = await council.get('demo-officer', `/statements/${second}`);
    expect(state).toBe('closed');
    await council.readable();
    expect(await toSettle()).not.toContain(second);
    const page = await manager.get(`/accounts/${budgetId}/statements/${second}/sign`);
    expect(page.text).toContain('were closed with the period of another one');
  });
});

describe('Pages of statements', () => {
  const everywhere = (at: string, base: string) => [at, base, `${base}/close`, `${at}/rules`];

  it('may be looked at by auditors, who do nothing', async () => {
    const { at, base, line } = await may();
    for (const address of everywhere(at, base)) {
      const { status, html } = await auditor.get(address);
      expect([address, status]).toEqual([address, 200]);
      // To sign out is all they may do.
      expect(html.match(/<form /g)).toHaveLength(1);
    }
    const { at: address } = await line('SUNRISE');
    for (const other of [`${at}/add`, `${at}/add/paper`, address])
      expect((await auditor.get(other)).status).toBe(404);
    const before = await written(app);
    expect((await then(at, `${base}/accept`, {}, auditor)).sent.status).toBe(404);
    expect(await written(app)).toBe(before);
  });

  it('are not there for anybody else, nor below another account', async () => {
    const { at, base, line, statementId } = await may();
    const { lineId } = await line('SUNRISE');
    const other = await account();
    for (const address of everywhere(at, base))
      expect((await holder.get(address)).status).toBe(404);
    for (const address of [`${other.at}/${statementId}`, `${other.at}/none`])
      expect((await officer.get(address)).status).toBe(404);
    const elsewhere = await officer.get(`${base}/lines/${statementId}`);
    expect(elsewhere.status).toBe(404);
    expect((await officer.get(`${other.at}/${statementId}/lines/${lineId}`)).status).toBe(404);
  });

  it('write nothing without a token', async () => {
    const { base, line } = await may();
    const { at: address } = await line('SUNRISE');
    const before = await written(app);
    for (const path of ['match', 'record', 'set-aside', 'ignore', 'undo', 'restore'])
      expect((await officer.post(`${address}/${path}`, PAID)).status).toBe(403);
    for (const path of ['accept', 'close', 'sign'])
      expect((await officer.post(`${base}/${path}`, {})).status).toBe(403);
    expect(await written(app)).toBe(before);
  });
});

const plainText = (html: string) => html.replaceAll('&quot;', '"').replaceAll('&amp;', '&');
