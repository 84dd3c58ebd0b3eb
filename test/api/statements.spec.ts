import type { ReadLine } from '../../src/accounts/account.events.js';
import type { Line } from '../../src/accounts/lines.facts.js';
import { LogUnavailable } from '../../src/event-log/event-log.js';
import { canonicalJson } from '../../src/kernel/canonical.js';
import { sha256 } from '../../src/kernel/digest.js';
import { TestApp } from '../support/app.js';
import { Council, written } from '../support/council.js';
import { lloyds, Reconciling, type Row } from '../support/reconciling.js';

const app = await TestApp.start({ now: '2026-06-20T09:00:00Z' });
const council = new Council(app);
const reconciling = new Reconciling(app, council);
afterAll(() => app.close());

const OFFICER = 'demo-officer';
const PAID = ['COUNTY COUNCIL DP', 1680] as const;

/** Anna's account, opened on 6 April with £100.00 on it. */
async function account(): Promise<string> {
  const personId = await council.person('Anna Archer', { userId: 'demo-holder' });
  const budgetId = await council.budget(personId, { openingBalancePence: 10_000 });
  await council.allocation(budgetId);
  return budgetId;
}

const MAY: readonly Row[] = [
  [4, ...PAID],
  [8, 'FPO R REED WAGES', -96],
  [8, 'FPO R REED WAGES', -96],
  [20, 'SUNRISE CARE', -240.5],
];

describe('A statement', () => {
  it('goes in as the bank made it', async () => {
    const budgetId = await account();
    const { status, body } = await reconciling.upload(budgetId, lloyds(100, MAY));
    expect(status).toBe(201);
    expect(body).toMatchObject({
      format: 'csv',
      from: '2026-04-06',
      to: '2026-05-20',
      lines: 4,
      duplicates: 0,
      openingPence: 10_000,
      closingPence: 134_750,
      addsUp: true,
      problems: [],
    });
    const { lines } = await reconciling.look(body.statementId);
    expect(lines.map((it: { text: string }) => it.text)).toEqual([
      expect.stringContaining('COUNTY COUNCIL DP'),
      expect.stringContaining('R REED'),
      expect.stringContaining('R REED'),
      expect.stringContaining('SUNRISE CARE'),
    ]);
    expect(lines.map((it: { amountPence: number }) => it.amountPence)).toEqual([
      168_000, -9_600, -9_600, -24_050,
    ]);
  });

  it('adds nothing the second time, and is found again', async () => {
    const budgetId = await account();
    const first = await reconciling.statement(budgetId, lloyds(100, MAY));
    const before = await written(app);
    const { status, body } = await reconciling.upload(budgetId, lloyds(100, MAY));
    expect(status).toBe(201);
    expect(body).toMatchObject({ statementId: first, lines: 0, duplicates: 4, eventIds: [] });
    expect(await written(app)).toBe(before);
    await reconciling.statement(budgetId, lloyds(1347.5, [[4, 'FPO R REED WAGES', -96]], '06'));
    const third = await reconciling.upload(budgetId, lloyds(100, MAY));
    expect(third.body).toMatchObject({ statementId: first, lines: 0 });
  });

  it('brings in only what is new, where it overlaps another', async () => {
    const budgetId = await account();
    await reconciling.statement(budgetId, lloyds(100, MAY));
    const more: Row[] = [...MAY, [28, 'FPO R REED WAGES', -96]];
    const { body } = await reconciling.upload(budgetId, lloyds(100, more));
    expect(body).toMatchObject({ lines: 1, duplicates: 4, openingPence: 134_750, addsUp: true });
    const { items } = await council.get(OFFICER, `/budgets/${budgetId}/statements`);
    expect(items.map((it: { open: number }) => it.open)).toEqual([4, 1]);
  });

  it('is the same answer for the same key, and another file under it is refused', async () => {
    const budgetId = await account();
    const send = (rows: readonly Row[]) =>
      reconciling.upload(budgetId, lloyds(100, rows), {}, OFFICER, { key: `once-${budgetId}` });
    const [first, again] = [await send(MAY), await send(MAY)];
    expect(again.body).toEqual(first.body);
    expect((await send(MAY.slice(1))).status).toBe(422);
  });

  it('of another kind with the same days is not taken in unless it is asked for', async () => {
    const budgetId = await account();
    const statementId = await reconciling.statement(budgetId, lloyds(100, MAY));
    const lines = [{ on: '2026-05-08', text: 'Rosa', amountPence: -9_600 }];
    const keyed = await app.post(OFFICER, `/budgets/${budgetId}/statements/keyed`, { lines });
    expect(keyed).toMatchObject({
      status: 409,
      body: { code: 'overlaps-other-source', statementId },
    });
  });

  it('is typed in from paper, with the same checks', async () => {
    const budgetId = await account();
    const lines = [
      { on: '2026-05-08', text: 'Rosa', amountPence: -9_600 },
      { on: '2026-05-04', text: 'The council', amountPence: 168_000 },
    ];
    const path = `/budgets/${budgetId}/statements/keyed`;
    const balances = { openingPence: 10_000, closingPence: 168_400 };
    const { body } = await app.post(OFFICER, path, { ...balances, lines });
    expect(body).toMatchObject({ format: 'keyed', lines: 2, addsUp: true, to: '2026-05-08' });
    const wrong = { ...balances, closingPence: 168_401, lines: [{ ...lines[0], text: 'Rob' }] };
    const second = await app.post(OFFICER, path, wrong);
    expect(second.body).toMatchObject({
      addsUp: false,
      problems: [{ line: 0, code: 'typed-does-not-add-up' }],
    });
  });

  it.each([
    ['a line of nothing', { lines: [{ on: '2026-05-08', text: 'x', amountPence: 0 }] }],
    ['a day ahead', { lines: [{ on: '2026-06-21', text: 'x', amountPence: 1 }] }],
    ['a day that does not exist', { lines: [{ on: '2026-02-30', text: 'x', amountPence: 1 }] }],
    ['no words', { lines: [{ on: '2026-05-08', text: ' ', amountPence: 1 }] }],
    ['no lines and no end', { lines: [] }],
  ])('typed with %s is refused, and nothing is written', async (_, body) => {
    const budgetId = await account();
    const before = await written(app);
    const { status } = await app.post(OFFICER, `/budgets/${budgetId}/statements/keyed`, body);
    expect(status).toBe(400);
    expect(await written(app)).toBe(before);
  });

  it('leaves out what came before the account opened', async () => {
    const budgetId = await account();
    const file = lloyds(70, [[2, 'BEFORE', 30]], '04') + lloyds(100, MAY).split('\r\n').slice(1);
    const { body } = await reconciling.upload(budgetId, lloyds(70, [[2, 'BEFORE', 30]], '04'));
    expect(file).toContain('BEFORE');
    expect(body).toMatchObject({ code: 'unreadable' });
  });
});

describe('A line', () => {
  it('is matched with its entry, to the penny, and the match can be undone', async () => {
    const budgetId = await account();
    const entryId = await council.payment(budgetId, 168_000, { paidOn: '2026-05-04' });
    const other = await council.expense(budgetId, 9_601, { spentOn: '2026-05-07' });
    const statementId = await reconciling.statement(budgetId, lloyds(100, MAY));
    const match = (text: string, ids: string[]) =>
      reconciling.on(statementId, text, 'match', { entryIds: ids });
    expect(await match('SUNRISE', [other])).toMatchObject({
      status: 409,
      body: { code: 'amounts-differ', differencePence: -14_449 },
    });
    expect((await match('COUNTY', [entryId])).status).toBe(200);
    expect(await reconciling.line(statementId, 'COUNTY')).toMatchObject({
      state: 'matched',
      entryIds: [entryId],
    });
    expect(await match('COUNTY', [entryId])).toMatchObject({ body: { code: 'line-not-open' } });
    const reversal = { entryId, reason: 'recorded-twice' };
    expect(await app.post(OFFICER, `/budgets/${budgetId}/reversals`, reversal)).toMatchObject({
      status: 409,
      body: { code: 'entry-matched' },
    });
    const { lineId } = await reconciling.line(statementId, 'COUNTY');
    const path = `/statements/${statementId}/lines/${lineId}/match`;
    expect((await app.delete(OFFICER, path)).status).toBe(200);
    expect((await app.delete(OFFICER, path)).body.code).toBe('not-matched');
    expect((await reconciling.line(statementId, 'COUNTY')).state).toBe('open');
    expect((await app.post(OFFICER, `/budgets/${budgetId}/reversals`, reversal)).status).toBe(201);
  });

  it('becomes an entry in one step, which can be put right', async () => {
    const budgetId = await account();
    const statementId = await reconciling.statement(budgetId, lloyds(100, MAY));
    const what = { kind: 'expense', payee: 'Sunrise Care', category: 'agency' };
    const wrong = await reconciling.on(statementId, 'SUNRISE', 'record', { kind: 'payment' });
    expect(wrong.body.code).toBe('wrong-direction');
    const { status, body } = await reconciling.on(statementId, 'SUNRISE', 'record', what);
    expect(status).toBe(200);
    expect(await reconciling.line(statementId, 'SUNRISE')).toMatchObject({
      state: 'recorded',
      entryIds: [body.entryId],
    });
    const { figures } = await council.get(OFFICER, `/budgets/${budgetId}/figures`);
    expect(figures.spentPence).toBe(24_050);
    await council.post(OFFICER, `/budgets/${budgetId}/reversals`, {
      entryId: body.entryId,
      reason: 'wrong-category',
    });
    expect((await reconciling.line(statementId, 'SUNRISE')).state).toBe('open');
  });

  it('becomes the expense that was proposed, where nobody says otherwise', async () => {
    const budgetId = await account();
    const statementId = await reconciling.statement(budgetId, lloyds(100, MAY));
    const { proposal } = await reconciling.line(statementId, 'SUNRISE');
    expect(proposal).toMatchObject({ payee: 'Sunrise Care', category: 'agency' });
    const one = await reconciling.on(statementId, 'SUNRISE', 'record', { kind: 'expense' });
    expect(one.status).toBe(200);
    const { figures } = await council.get(OFFICER, `/budgets/${budgetId}/figures`);
    expect(figures.spentPence).toBe(24_050);
    const again = await reconciling.on(statementId, 'SUNRISE', 'record', { kind: 'expense' });
    expect(again.body.code).toBe('line-not-open');
    const wrong = await reconciling.on(statementId, 'COUNTY', 'record', { kind: 'expense' });
    expect(wrong.body.code).toBe('wrong-direction');
  });

  it('is set aside, and its holder asked once; ignored lines can be restored', async () => {
    const budgetId = await account();
    const statementId = await reconciling.statement(budgetId, lloyds(100, MAY));
    const aside = { reason: 'Nobody knows', question: 'What was this?' };
    expect((await reconciling.on(statementId, 'SUNRISE', 'set-aside', aside)).status).toBe(200);
    const answer = await reconciling.on(
      statementId,
      'SUNRISE',
      'explanation',
      { answer: 'Respite' },
      'demo-holder',
    );
    expect(answer.status).toBe(200);
    expect((await reconciling.line(statementId, 'SUNRISE')).said).toMatchObject({
      reason: 'Nobody knows',
      question: 'What was this?',
      answer: 'Respite',
      by: OFFICER,
      on: '2026-06-20',
    });
    await reconciling.on(statementId, 'SUNRISE', 'restore', { reason: 'They said it' });
    const again = await reconciling.on(statementId, 'SUNRISE', 'set-aside', aside);
    expect(again.body.code).toBe('already-asked');
    await reconciling.on(statementId, 'SUNRISE', 'ignore', { reason: 'Not ours' });
    expect((await reconciling.line(statementId, 'SUNRISE')).state).toBe('ignored');
    await reconciling.on(statementId, 'SUNRISE', 'restore', { reason: 'Ours after all' });
    expect((await reconciling.line(statementId, 'SUNRISE')).state).toBe('open');
  });

  it('together with another makes one entry', async () => {
    const budgetId = await account();
    const both = await council.expense(budgetId, 19_200, { spentOn: '2026-05-08' });
    const statementId = await reconciling.statement(budgetId, lloyds(100, MAY));
    const { lines } = await reconciling.look(statementId);
    const [one, two] = lines.filter((it: { text: string }) => it.text.includes('REED'));
    const path = `/statements/${statementId}/lines/${one.lineId}/match`;
    const body = { entryIds: [both], withLineIds: [two.lineId] };
    const twice = { entryIds: [both], withLineIds: [one.lineId, two.lineId] };
    expect((await app.post(OFFICER, path, twice)).status).toBe(400);
    expect((await app.post(OFFICER, path, body)).status).toBe(200);
    expect((await reconciling.look(statementId)).open).toBe(2);
    await app.delete(OFFICER, `/statements/${statementId}/lines/${two.lineId}/match`);
    expect((await reconciling.look(statementId)).open).toBe(4);
  });
});

describe('The certain ones', () => {
  it('are answered the same, sent again under one key', async () => {
    const budgetId = await account();
    await council.expense(budgetId, 24_050, { spentOn: '2026-05-18', payee: 'Sunrise Care' });
    const statementId = await reconciling.statement(budgetId, lloyds(100, MAY));
    const accept = () =>
      app.post(OFFICER, `/statements/${statementId}/accept-suggestions`, {}, { key: budgetId });
    const first = await accept();
    expect(first.body).toMatchObject({ matched: 1, eventIds: [expect.any(String)] });
    expect((await accept()).body).toEqual(first.body);
  });

  it('of a long statement are all accepted, though the first sending broke off', async () => {
    const budgetId = await account();
    const rows = Array.from({ length: 201 }, (_, i): Row => [1 + (i % 28), `SHOP ${i}`, -1 - i]);
    for (const [day, payee, pounds] of rows) {
      const spentOn = `2026-05-${String(day).padStart(2, '0')}`;
      await council.expense(budgetId, -100 * pounds, { spentOn, payee });
    }
    const statementId = await reconciling.statement(budgetId, lloyds(100, rows));
    const path = `/statements/${statementId}/accept-suggestions`;
    const accept = () => app.post(OFFICER, path, {}, { key: statementId });
    const { log } = app.ledger;
    const append = log.append.bind(log);
    let appends = 0;
    log.append = (...asked) =>
      ++appends === 2
        ? Promise.reject(new LogUnavailable('The disk is full'))
        : (append(...asked) as never);
    expect((await accept()).status).toBe(503);
    log.append = append;
    expect((await reconciling.look(statementId)).open).toBe(1);
    expect((await accept()).body).toMatchObject({ matched: 201 });
    expect((await reconciling.look(statementId)).open).toBe(0);
  });

  it('are accepted in one go, and what is not certain stays open', async () => {
    const budgetId = await account();
    await council.expense(budgetId, 24_050, { spentOn: '2026-05-18', payee: 'Sunrise Care' });
    const statementId = await reconciling.statement(budgetId, lloyds(100, MAY));
    const accept = () => app.post(OFFICER, `/statements/${statementId}/accept-suggestions`);
    expect((await accept()).body).toMatchObject({ matched: 1 });
    expect((await accept()).body).toMatchObject({ matched: 0, eventIds: [] });
    expect((await reconciling.line(statementId, 'SUNRISE')).state).toBe('matched');
  });
});

/** Every line of May settled, on an account that has nothing else. */
async function settled(): Promise<{ budgetId: string; statementId: string }> {
  const budgetId = await account();
  const statementId = await reconciling.statement(budgetId, lloyds(100, MAY));
  await reconciling.on(statementId, 'COUNTY', 'record', { kind: 'payment' });
  const { lines } = await reconciling.look(statementId);
  for (const { lineId, state } of lines)
    if (state === 'open')
      await council.post(OFFICER, `/statements/${statementId}/lines/${lineId}/record`, {
        kind: 'expense',
        payee: 'Somebody',
        category: 'agency',
      });
  return { budgetId, statementId };
}

describe('A period', () => {
  it('closes when every line is settled and it adds up; somebody else signs it', async () => {
    const { budgetId, statementId } = await settled();
    expect((await reconciling.close(statementId)).status).toBe(200);
    expect((await reconciling.close(statementId)).body.code).toBe('already-closed');
    expect((await reconciling.sign(statementId, OFFICER)).body.code).toBe('signer-is-closer');
    expect((await reconciling.sign(statementId)).status).toBe(200);
    expect((await reconciling.sign(statementId)).body.code).toBe('already-signed');
    expect(await reconciling.look(statementId)).toMatchObject({
      state: 'signed-off',
      closedBy: OFFICER,
      signedBy: 'demo-manager',
      signedHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    const { figures } = await council.get(OFFICER, `/budgets/${budgetId}/figures`);
    expect(figures).toMatchObject({ balancePence: 134_750, unreconciledPence: 0 });
  });

  it('does not close over an open line', async () => {
    const budgetId = await account();
    const statementId = await reconciling.statement(budgetId, lloyds(100, MAY));
    expect(await reconciling.close(statementId)).toMatchObject({
      status: 409,
      body: { code: 'open-lines', openLines: 4 },
    });
  });

  it('does not close where it begins with something else, and says what is missing', async () => {
    const budgetId = await account();
    const statementId = await reconciling.statement(budgetId, lloyds(90, [[4, ...PAID]]));
    await reconciling.on(statementId, 'COUNTY', 'record', { kind: 'payment' });
    expect(await reconciling.close(statementId)).toMatchObject({
      status: 409,
      body: { code: 'does-not-add-up', differencePence: -1_000 },
    });
  });

  it('takes no entry any more, by any road, until a manager reopens it', async () => {
    const { budgetId, statementId } = await settled();
    const early = await council.expense(budgetId, 1_000, { spentOn: '2026-06-01' });
    await reconciling.close(statementId);
    const post = (path: string, body: object) =>
      app.post(OFFICER, `/budgets/${budgetId}${path}`, body);
    const closed = { status: 409, body: { code: 'in-closed-period', closedTo: '2026-05-20' } };
    const expense = { amountPence: 500, spentOn: '2026-05-20', payee: 'A', category: 'other' };
    expect(await post('/expenses', expense)).toMatchObject(closed);
    const [entryId] = (await reconciling.line(statementId, 'SUNRISE')).entryIds;
    const reason = 'wrong-amount';
    expect(await post('/reversals', { entryId, reason })).toMatchObject(closed);
    const later = { entryId, reason, effectiveOn: '2026-05-21' };
    expect(await post('/reversals', later)).toMatchObject(closed);
    expect((await post('/reversals', { entryId: early, reason })).status).toBe(201);
    const late = { ...expense, spentOn: '2026-05-21', lateFor: '2026-05-19' };
    expect((await post('/expenses', late)).status).toBe(201);
    const open = { ...late, lateFor: '2026-05-21' };
    expect(await post('/expenses', open)).toMatchObject({ status: 400 });
    expect((await reconciling.reopen(statementId, OFFICER)).status).toBe(403);
    expect((await reconciling.reopen(statementId)).status).toBe(200);
    expect((await post('/expenses', expense)).status).toBe(201);
    expect((await reconciling.look(statementId)).state).toBe('open');
  });

  it('follows the one before: in order, from its closing balance on', async () => {
    const { budgetId, statementId } = await settled();
    const june = lloyds(1347.5, [[2, 'FPO R REED WAGES', -96]], '06');
    const next = await reconciling.statement(budgetId, june);
    await reconciling.on(next, 'REED', 'set-aside', { reason: 'Who knows' });
    expect((await reconciling.close(next)).body.code).toBe('earlier-period-open');
    await reconciling.close(statementId);
    expect((await reconciling.close(next)).status).toBe(200);
    expect((await reconciling.look(next)).from).toBe('2026-05-21');
    expect((await reconciling.reopen(statementId)).body.code).toBe('later-period-closed');
    const { figures } = await council.get(OFFICER, `/budgets/${budgetId}/figures`);
    expect(figures.unreconciledPence).toBe(9_600);
    const explained = { kind: 'expense', payee: 'Rosa Reed', category: 'personal-assistant' };
    const { body } = await reconciling.on(next, 'REED', 'record', explained);
    expect(body.entryId).toBeDefined();
    const after = await council.get(OFFICER, `/budgets/${budgetId}/figures`);
    expect(after.figures.unreconciledPence).toBe(0);

    const wrong = { entryId: body.entryId, reason: 'wrong-category' };
    const reversed = await app.post(OFFICER, `/budgets/${budgetId}/reversals`, wrong);
    expect(reversed.status).toBe(201);
    const { state, setAside, open } = await reconciling.look(next);
    expect([state, setAside, open]).toEqual(['closed', 1, 0]);
    expect((await reconciling.line(next, 'REED')).state).toBe('set-aside');
    expect((await reconciling.on(next, 'REED', 'record', explained)).status).toBe(200);
  });

  it('is not closed with the days that a late line has, but with those on which it counts', async () => {
    const { budgetId, statementId } = await settled();
    await reconciling.close(statementId);
    await reconciling.sign(statementId);
    const { body } = await app.post(OFFICER, `/budgets/${budgetId}/statements/keyed`, {
      lines: [{ on: '2026-05-10', text: 'LATE', amountPence: -500 }],
      closingPence: 134_250,
      acceptOverlap: true,
    });
    const late = body.statementId;
    const { state, open, signedHash } = await reconciling.look(late);
    expect([state, open, signedHash]).toEqual(['open', 1, undefined]);
    await reconciling.on(late, 'LATE', 'set-aside', { reason: 'Who knows' });
    expect((await reconciling.close(late)).status).toBe(200);
    const { from, to, state: after } = await reconciling.look(late);
    expect([from, to, after]).toEqual(['2026-05-21', '2026-05-21', 'closed']);
  });

  it('leaves to the next what the bank booked on its last day after the file was made', async () => {
    const budgetId = await account();
    const first = await reconciling.statement(budgetId, lloyds(100, MAY.slice(0, 2)));
    const second = await reconciling.statement(budgetId, lloyds(100, MAY));
    for (const id of [first, second])
      for (const { lineId } of (await reconciling.look(id)).lines)
        await app.post(OFFICER, `/statements/${id}/lines/${lineId}/ignore`, { reason: 'x' });
    expect((await reconciling.close(first)).status).toBe(200);
    expect((await reconciling.look(second)).state).toBe('open');
    expect((await reconciling.close(second)).status).toBe(200);
    expect(await reconciling.look(second)).toMatchObject({
      from: '2026-05-09',
      to: '2026-05-20',
      openingPence: 168_400,
      closingPence: 134_750,
    });
    const { body } = await app.get('demo-auditor', `/journal?format=hledger&budgetId=${budgetId}`);
    expect(body).toMatch(/bank  £0.00 = £1,684.00[^]*bank  £0.00 = £1,347.50/);
    expect((await reconciling.reopen(second)).status).toBe(200);
    expect((await reconciling.reopen(first)).status).toBe(200);
    expect((await reconciling.close(first)).status).toBe(200);
  });

  it('closes after a shorter file that came before it, whichever lines either brought', async () => {
    const budgetId = await account();
    const short = await reconciling.statement(budgetId, lloyds(1780, MAY.slice(1, 3)));
    const long = await reconciling.statement(budgetId, lloyds(100, MAY));
    for (const id of [short, long])
      for (const { lineId } of (await reconciling.look(id)).lines)
        await app.post(OFFICER, `/statements/${id}/lines/${lineId}/ignore`, { reason: 'x' });
    expect((await reconciling.close(short)).status).toBe(200);
    expect((await reconciling.close(long)).status).toBe(200);
    const { openingPence, closingPence } = await reconciling.look(long);
    expect([openingPence, closingPence]).toEqual([158_800, 134_750]);
  });

  it('is signed over exactly what is shown, which anybody can reckon again', async () => {
    const { statementId } = await settled();
    await reconciling.close(statementId);
    await reconciling.sign(statementId);
    const { signedHash, lines, from, to, openingPence, closingPence } =
      await reconciling.look(statementId);
    const shown = lines.map((it: ReadLine & Pick<Line, 'state' | 'entryIds'>) => {
      const { lineId, on, amountPence, state, entryIds, textHash } = it;
      return { lineId, on, amountPence, state, entryIds, textHash };
    });
    const signed = canonicalJson({ from, to, openingPence, closingPence, lines: shown });
    expect(sha256(signed)).toBe(signedHash);
  });
});
