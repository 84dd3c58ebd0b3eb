import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TestApp, type Answer } from '../support/app.js';
import { Council, REDUCTION, written } from '../support/council.js';
import { addressed, documented } from '../support/documents.js';

const app = await TestApp.start();
const council = new Council(app);
const operations = await documented(app);
afterAll(() => app.close());

const UNKNOWN = '2ed6657d-e927-568b-95e1-2665a8aea6a2';

let anna: string;
let budgetId: string;
let entryId: string;
let others: string;
beforeAll(async () => {
  anna = await council.person('Anna Archer', { userId: 'demo-holder' });
  budgetId = await council.budget(anna);
  await council.allocation(budgetId);
  entryId = await council.expense(budgetId);
  others = await council.budget(await council.person('Bilal Brook'));
  await council.readable();
});

const EXPENSE = {
  amountPence: 9_600,
  spentOn: '2026-04-17',
  payee: 'Rosa Reed',
  category: 'personal-assistant',
};
const CODES: Readonly<Record<number, string>> = {
  400: 'invalid',
  401: 'not-signed-in',
  403: 'not-allowed',
  404: 'not-found',
  412: 'stale',
  413: 'too-large',
  415: 'unsupported-type',
  422: 'idempotency-key-reused',
};

function expectProblem({ status, headers, body }: Answer, expected: number, code?: string) {
  expect([status, body.code]).toEqual([expected, code ?? CODES[expected]]);
  expect(headers['content-type']).toBe('application/problem+json; charset=utf-8');
  expect(body).toMatchObject({
    type: expect.any(String),
    title: expect.any(String),
    status: expected,
    detail: expect.any(String),
  });
}

const nobody = undefined;
const officer = 'demo-officer';
const holder = 'demo-holder';

describe('A problem looks the same, whatever went wrong:', () => {
  const json = { headers: { 'content-type': 'application/json' } };
  const payments = () => `/budgets/${budgetId}/payments`;
  const huge = JSON.stringify({ note: 'x'.repeat(1_048_576) });

  it('nobody is signed in: 401', async () => {
    const answer = await app.send(nobody, 'GET', '/budgets');
    expectProblem(answer, 401);
    expect(answer.headers['www-authenticate']).toBe('Bearer');
  });
  it('a token that nobody has: 401', async () =>
    expectProblem(await app.get('demo-king', '/budgets'), 401));
  it('the role does not allow it: 403', async () =>
    expectProblem(await app.post(holder, '/people', { fullName: 'Anna' }), 403));
  it('there is no such address: 404', async () =>
    expectProblem(await app.get(officer, '/nowhere'), 404));
  it('there is no such method there: 404', async () =>
    expectProblem(await app.send(officer, 'PUT', '/budgets', {}), 404));
  it('there is no such budget: 404', async () =>
    expectProblem(await app.get(officer, `/budgets/${UNKNOWN}`), 404));
  it('it is no id: 404', async () => expectProblem(await app.get(officer, `/budgets/17`), 404));
  it('an address that is very long: 404', async () =>
    expectProblem(await app.get(officer, `/budgets/${'a'.repeat(3_000)}`), 404));
  it('an address that cannot be decoded: 400', async () =>
    expectProblem(await app.get(officer, '/budgets/%zz'), 400));
  it('it is another’s: 404', async () =>
    expectProblem(await app.get(holder, `/budgets/${others}`), 404));
  it('a rule says no: 409', async () => {
    const body = { effectiveFrom: '2026-04-01', lines: [], reason: 'first-plan' };
    const early = { ...body, lines: [lineOf(100)], authority: { reference: 'P' } };
    const answer = await app.post(officer, `/budgets/${budgetId}/allocations`, early);
    expectProblem(answer, 409, 'before-opening');
  });
  it('it has changed since: 412', async () => {
    const sending = { headers: { 'if-match': '"0"' } };
    expectProblem(await app.post(officer, payments(), paymentOf(100), sending), 412);
  });
  it('the body is too large: 413', async () =>
    expectProblem(await app.post(officer, payments(), huge), 413));
  it('the body is no JSON by name: 415', async () => {
    const sending = { headers: { 'content-type': 'text/plain' } };
    expectProblem(await app.post(officer, payments(), paymentOf(100), sending), 415);
  });
  it('the body is no JSON in fact: 400', async () =>
    expectProblem(await app.post(officer, payments(), '{', json), 400));
  it('a field is wrong: 400, which names it and says what to send', async () => {
    const answer = await app.post(officer, payments(), { ...paymentOf(0), colour: 'red' });
    expectProblem(answer, 400);
    expect(answer.body.errors).toEqual([
      { field: 'colour', message: expect.any(String) },
      { field: 'amountPence', message: 'Send a whole number of pence from 1 to 1000000000.' },
    ]);
  });
  it('the key came with another body: 422', async () => {
    await app.post(officer, payments(), paymentOf(100), { key: 'twice' });
    expectProblem(await app.post(officer, payments(), paymentOf(200), { key: 'twice' }), 422);
  });
});

const lineOf = (weeklyPence: number) => ({
  purpose: 'personal-care',
  fundingStream: 'adult-social-care',
  weeklyPence,
});
const paymentOf = (amountPence: number) => ({ amountPence, paidOn: '2026-04-06' });

describe('Of several things that are wrong the first is told, in this order:', () => {
  const text = { 'content-type': 'text/plain' };
  const reused = { 'idempotency-key': 'order' };
  const stale = { 'if-match': '"0"' };
  const huge = 'x'.repeat(1_048_577);
  const closed = { ...EXPENSE, spentOn: '2026-04-01' }; // before the opening: 409
  beforeAll(() => app.post(officer, `/budgets/${budgetId}/expenses`, EXPENSE, { key: 'order' }));

  interface Wrong {
    readonly who?: string;
    readonly path?: string;
    readonly body: unknown;
    readonly headers?: Record<string, string>;
  }
  const send = async ({ who, path = 'expenses', body, headers = {} }: Wrong) => {
    const before = await written(app);
    const answer = await app.post(who as string, `/budgets/${path}`, body, { headers });
    expect(await written(app)).toBe(before);
    return answer;
  };
  const of = (id: string, path = 'expenses') => `${id}/${path}`;

  it('401 before an address that is not there', async () =>
    expectProblem(await send({ path: of(budgetId, 'nowhere'), body: {} }), 401));
  it('401 before the wrong content type', async () =>
    expectProblem(await send({ path: of(budgetId), body: EXPENSE, headers: text }), 401));
  it('401 before a body that is too large', async () =>
    expectProblem(await send({ path: of(budgetId), body: huge }), 401));
  it('404 of the address before 403, for there is no role to ask for', async () =>
    expectProblem(await send({ who: holder, path: of(budgetId, 'nowhere'), body: {} }), 404));
  it('403 of the role before an unknown id', async () =>
    expectProblem(await send({ who: holder, path: of(UNKNOWN, 'payments'), body: {} }), 403));
  it('403 of the role before another’s id', async () =>
    expectProblem(await send({ who: holder, path: of(others, 'payments'), body: {} }), 403));
  it('403 of the role before a broken body', async () =>
    expectProblem(await send({ who: holder, path: of(budgetId, 'payments'), body: '{' }), 403));
  it('404 of another’s budget before a broken body', async () =>
    expectProblem(await send({ who: holder, path: of(others), body: '{' }), 404));
  it('404 of an unknown budget before broken JSON', async () =>
    expectProblem(await send({ who: officer, path: of(UNKNOWN), body: '{' }), 404));
  it('404 of an unknown budget before the wrong content type', async () =>
    expectProblem(
      await send({ who: officer, path: of(UNKNOWN), body: EXPENSE, headers: text }),
      404,
    ));
  it.each(['json', '', 'no/type at all', '; charset=utf-8'])(
    '403 and 404 before a content type that is none: %p; then 415',
    async (type) => {
      const headers = { 'content-type': type };
      const asked = (who: string, path: string) => send({ who, path, body: EXPENSE, headers });
      expectProblem(await asked(holder, of(budgetId, 'payments')), 403);
      expectProblem(await asked(officer, of(UNKNOWN)), 404);
      expectProblem(await asked(officer, of(budgetId)), 415);
    },
  );
  it('404 of an unknown budget before a missing key', async () =>
    expectProblem(
      await send({
        who: officer,
        path: of(UNKNOWN),
        body: EXPENSE,
        headers: { 'idempotency-key': '' },
      }),
      404,
    ));
  it('404 of an unknown entry of a known budget before broken JSON', async () =>
    expectProblem(
      await send({ who: officer, path: of(budgetId, `expenses/${UNKNOWN}/query`), body: '{' }),
      404,
    ));
  it('404 of an id that is none before broken JSON', async () =>
    expectProblem(
      await send({ who: officer, path: of(budgetId, `expenses/17/query`), body: '{' }),
      404,
    ));
  it('404 of another budget’s entry before broken JSON', async () =>
    expectProblem(
      await send({ who: officer, path: of(others, `expenses/${entryId}/query`), body: '{' }),
      404,
    ));
  it('415 before 413', async () =>
    expectProblem(
      await send({ who: officer, path: of(budgetId), body: huge, headers: text }),
      415,
    ));
  it('413 before 400', async () =>
    expectProblem(await send({ who: officer, path: of(budgetId), body: huge }), 413));
  it('413 before a missing key', async () =>
    expectProblem(
      await send({
        who: officer,
        path: of(budgetId),
        body: huge,
        headers: { 'idempotency-key': '' },
      }),
      413,
    ));
  it('400 before 422', async () =>
    expectProblem(
      await send({ who: officer, path: of(budgetId), body: { colour: 'red' }, headers: reused }),
      400,
    ));
  it('422 before 412', async () =>
    expectProblem(
      await send({
        who: officer,
        path: of(budgetId),
        body: closed,
        headers: { ...reused, ...stale },
      }),
      422,
    ));
  it('422 before 409', async () =>
    expectProblem(
      await send({ who: officer, path: of(budgetId), body: closed, headers: reused }),
      422,
    ));
  it('412 before 409', async () =>
    expectProblem(
      await send({ who: officer, path: of(budgetId), body: closed, headers: stale }),
      412,
    ));
  it('and 409 where nothing else is wrong', async () =>
    expectProblem(
      await send({ who: officer, path: of(budgetId), body: closed }),
      409,
      'before-opening',
    ));
  it('the same answer again, before 412: what was written is not stale', async () => {
    const path = of(budgetId);
    const again = await send({
      who: officer,
      path,
      body: EXPENSE,
      headers: { ...reused, ...stale },
    });
    expect(again.status).toBe(201);
  });
});

describe('The Idempotency-Key', () => {
  const send = (key: string, body: unknown = EXPENSE, who = officer) =>
    app.post(who, `/budgets/${budgetId}/expenses`, body, { key });

  it.each(operations.filter((it) => it.method === 'POST'))(
    'is required: $name',
    async ({ operation }) => {
      const header = operation.parameters.find(
        (it: { name: string }) => it.name === 'Idempotency-Key',
      );
      expect(header.required).toBe(true);
    },
  );

  it('left out is 400, and named', async () => {
    const path = `/budgets/${budgetId}/expenses`;
    const answer = await app.post(officer, path, EXPENSE, { withoutKey: true });
    expectProblem(answer, 400);
    expect(answer.body.errors[0].field).toBe('Idempotency-Key');
  });

  it.each([
    ['empty', ''],
    ['blank', '  '],
    ['too long', 'k'.repeat(201)],
    ['with a tab', 'a\tb'],
    ['not ASCII', 'schlüssel'],
  ])('%s is 400', async (_, key) => {
    const before = await written(app);
    expectProblem(await send(key), 400);
    expect(await written(app)).toBe(before);
  });

  it('may have 200 characters', async () => {
    const answer = await send('k'.repeat(200));
    expect(answer.status).toBe(201);
  });

  it('is answered the same, status and body, and counts once', async () => {
    const first = await send('once');
    const before = await written(app);
    const again = await send('once');
    expect([again.status, again.body]).toEqual([first.status, first.body]);
    expect(await written(app)).toBe(before);
  });

  it('counts once when both arrive at the same moment', async () => {
    const answers = await Promise.all([send('both'), send('both'), send('both')]);
    const ids = answers.map((it) => it.body.eventIds[0]);
    expect(new Set(ids).size).toBe(1);
    const { items } = await council.get(officer, `/budgets/${budgetId}/history?pageSize=200`);
    expect(items.filter((it: { eventId: string }) => it.eventId === ids[0])).toHaveLength(1);
  });

  it('is of the body as parsed: blanks and the order of its fields do not matter', async () => {
    const first = await send('parsed');
    const { category, ...rest } = EXPENSE;
    const again = await send('parsed', JSON.stringify({ category, ...rest }, null, 2));
    expect(again.body).toEqual(first.body);
  });

  it('with another body is 422', async () => {
    await send('other-body');
    expectProblem(await send('other-body', { ...EXPENSE, amountPence: 9_601 }), 422);
  });

  it('with the same body on another budget is 422', async () => {
    await send('other-path');
    const path = `/budgets/${others}/expenses`;
    expectProblem(await app.post(officer, path, EXPENSE, { key: 'other-path' }), 422);
  });

  it('with a DELETE after a POST is 422', async () => {
    const reserveId = await council.reserve(budgetId);
    await send('other-method');
    const path = `/budgets/${budgetId}/reserves/${reserveId}`;
    const headers = { 'idempotency-key': 'other-method' };
    expectProblem(await app.send(officer, 'DELETE', path, undefined, { headers }), 422);
  });

  it('of a DELETE is answered the same too', async () => {
    const reserveId = await council.reserve(budgetId);
    const path = `/budgets/${budgetId}/reserves/${reserveId}`;
    const sending = { headers: { 'idempotency-key': 'release' } };
    const first = await app.send(officer, 'DELETE', path, undefined, sending);
    const again = await app.send(officer, 'DELETE', path, undefined, sending);
    expect(first.status).toBe(200);
    expect([again.status, again.body]).toEqual([first.status, first.body]);
  });

  it('of rows alone is answered the same, and makes one person', async () => {
    const add = () => app.post(officer, '/people', { fullName: 'Carys Cole' }, { key: 'carys' });
    const first = await add();
    const before = await written(app);
    const again = await add();
    expect([again.status, again.body.personId]).toEqual([201, first.body.personId]);
    expect(await written(app)).toBe(before);
  });

  it('makes one person when both arrive at the same moment', async () => {
    const add = () => app.post(officer, '/people', { fullName: 'Dan Dow' }, { key: 'dan' });
    const [one, two] = await Promise.all([add(), add()]);
    expect([one.status, two.status]).toEqual([201, 201]);
    expect(one.body.personId).toBe(two.body.personId);
  });

  it('of a person, then with an expense, is 422', async () => {
    await app.post(officer, '/people', { fullName: 'Carys' }, { key: 'row-then-event' });
    expectProblem(await send('row-then-event'), 422);
  });

  it('of an expense, then with a person, is 422', async () => {
    await send('event-then-row');
    const answer = await app.post(
      officer,
      '/people',
      { fullName: 'Carys' },
      { key: 'event-then-row' },
    );
    expectProblem(answer, 422);
  });

  it('of an appointment, then with an opened budget, is 422', async () => {
    const nell = { kind: 'supporter', fullName: 'Nell', from: '2026-01-05' };
    const path = `/people/${anna}/representatives`;
    expect((await app.post(officer, path, nell, { key: 'nell' })).status).toBe(201);
    const budget = { personId: anna, opensOn: '2026-04-06', deploymentMode: 'cash', basis: 'net' };
    expectProblem(await app.post(officer, '/budgets', budget, { key: 'nell' }), 422);
  });

  it('is one’s own: the same from somebody else is another request', async () => {
    const mine = await send('shared');
    const theirs = await send('shared', EXPENSE, 'demo-officer-2');
    expect(theirs.status).toBe(201);
    expect(theirs.body.entryId).not.toBe(mine.body.entryId);
  });

  it('of a refusal is free again: it is judged anew', async () => {
    const carys = await council.budget(await council.person('Carys Cole'), {
      opensOn: '2026-05-01',
    });
    const path = `/budgets/${carys}/reductions`;
    const body = { ...REDUCTION, reasons: ['need-reduced'] };
    const refused = await app.post(officer, path, body, { key: 'anew' });
    expectProblem(refused, 409, 'not-a-reduction');
    await council.allocation(carys, { effectiveFrom: '2026-05-01' });
    const judged = await app.post(officer, path, body, { key: 'anew' });
    expect(judged.status).toBe(201);
  });

  it('of a refusal that called for a reassessment is kept: the same refusal, the same review', async () => {
    const path = `/budgets/${budgetId}/reductions`;
    const body = { ...REDUCTION, reasons: ['criteria-changed'] };
    const first = await app.post(officer, path, body, { key: 'criteria' });
    expectProblem(first, 409, 'not-a-basis');
    const before = await app.ledger.log.head();
    const again = await app.post(officer, path, body, { key: 'criteria' });
    expect([again.status, again.body]).toEqual([409, first.body]);
    expect(await app.ledger.log.head()).toBe(before);
    const lawful = { ...body, reasons: ['need-reduced'] };
    expectProblem(await app.post(officer, path, lawful, { key: 'criteria' }), 422);
  });

  it('is looked up after access: it opens no door', async () => {
    await send('door');
    expectProblem(await send('door', EXPENSE, 'demo-auditor'), 403);
  });
});

it('The Idempotency-Key is kept over a restart', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ledger-'));
  const before = await TestApp.start({ folder });
  const office = new Council(before);
  const carys = await office.budget(await office.person('Carys Cole'));
  const path = `/budgets/${carys}/expenses`;
  const first = await before.post(officer, path, EXPENSE, { key: 'restart' });
  const person = await before.post(officer, '/people', { fullName: 'Dan' }, { key: 'dan' });
  await before.close();

  const after = await TestApp.start({ folder });
  const again = await after.post(officer, path, EXPENSE, { key: 'restart' });
  expect([again.status, again.body]).toEqual([first.status, first.body]);
  const other = await after.post(officer, path, { ...EXPENSE, note: 'x' }, { key: 'restart' });
  expectProblem(other, 422);
  const same = await after.post(officer, '/people', { fullName: 'Dan' }, { key: 'dan' });
  expect(same.body.personId).toBe(person.body.personId);
  await after.close();
  await rm(folder, { recursive: true });
});

describe('If-Match', () => {
  let own: string;
  const etag = async () => {
    await council.readable();
    return String((await app.get(officer, `/budgets/${own}`)).headers['etag']);
  };
  const pay = (ifMatch: string) =>
    app.post(officer, `/budgets/${own}/payments`, paymentOf(100), {
      headers: { 'if-match': ifMatch },
    });
  beforeAll(async () => {
    own = await council.budget(anna);
    await council.allocation(own);
  });

  it('compares with the version of the budget, which GET answers as ETag and in the body', async () => {
    const { headers, body } = await app.get(officer, `/budgets/${own}`);
    expect([headers['etag'], body.version]).toEqual(['"1"', 1]);
  });
  it('lets through who saw it as it is', async () =>
    expect((await pay(await etag())).status).toBe(201));
  it('does not change with entries', async () => {
    const before = await etag();
    await council.payment(own);
    await council.commitment(own);
    expect(await etag()).toBe(before);
  });
  it('changes with what the budget decides', async () => {
    const before = await etag();
    await council.oneOff(own);
    expectProblem(await pay(before), 412);
    expect((await pay(await etag())).status).toBe(201);
  });
  it.each(['"99"', '"-1"', '0', 'W/"1"', 'nonsense', '""'])(
    'refuses what was never given out: %s',
    async (tag) => expectProblem(await pay(tag), 412),
  );
  it('takes several, of which one is the budget as it is', async () => {
    const seen = [await etag()];
    await council.oneOff(own);
    expectProblem(await pay(seen.join(', ')), 412);
    seen.unshift(await etag());
    expect((await pay(seen.join(', '))).status).toBe(201);
    expect((await pay(`W/"0",${seen.toReversed().join(',')}`)).status).toBe(201);
  });
  it('* asks for nothing', async () => expect((await pay('*')).status).toBe(201));

  it.each([
    [
      'one-offs',
      {
        amountPence: 1,
        purpose: 'respite',
        fundingStream: 'health',
        on: '2026-05-01',
        authority: { reference: 'P' },
      },
    ],
    ['expenses', EXPENSE],
    ['commitments', { kind: 'wages', amountPence: 1, dueOn: '2026-05-01' }],
    ['reserves', { kind: 'redundancy', amountPence: 1 }],
    [
      'contributions/assessment',
      { weeklyPence: 1, effectiveFrom: '2026-05-01', assessmentReference: 'FA' },
    ],
    ['suspension', { from: '2026-05-01', reason: 'abroad' }],
    ['closure', { on: '2026-12-31', reason: 'Moved away' }],
  ])('is heard by POST %s', async (path, body) => {
    const before = await written(app);
    const sending = { headers: { 'if-match': '"0"' } };
    expectProblem(await app.post(officer, `/budgets/${own}/${path}`, body, sending), 412);
    expect(await written(app)).toBe(before);
  });

  it('is heard below an entry, and by a DELETE', async () => {
    const id = await council.expense(own);
    const reserveId = await council.reserve(own);
    const sending = { headers: { 'if-match': '"0"' } };
    const path = `/budgets/${own}/expenses/${id}/acceptance`;
    expectProblem(await app.post(officer, path, {}, sending), 412);
    const reserve = `/budgets/${own}/reserves/${reserveId}`;
    expectProblem(await app.send(officer, 'DELETE', reserve, undefined, sending), 412);
  });
});

describe('Every GET', () => {
  const ids = async () => ({
    personId: anna,
    budgetId,
    reductionId: reduction,
    entryId,
    receiptId: receipt,
    statementId: statement,
    name: 'balance',
  });
  let reduction: string;
  let statement: string;
  let receipt: string;
  beforeAll(async () => {
    receipt = await council.receipt(budgetId, entryId);
    const dans = await council.budget(await council.person('Dan Dow'));
    await council.allocation(dans);
    reduction = await council.proposal(dans);
    statement = await council.statement(dans);
    await council.readable();
  });
  const AUDITORS = ['/events', '/integrity', '/journal'];
  const gets = operations.filter((it) => it.method === 'GET');
  const get = async (path: string, query: string) =>
    app.get(
      AUDITORS.includes(path) ? 'demo-auditor' : officer,
      addressed(path, await ids()) + query,
    );
  const required = (operation: (typeof gets)[number]['operation']) => {
    const parameters = operation.parameters as readonly {
      in: string;
      name: string;
      required: boolean;
      example?: unknown;
      schema?: { example?: unknown };
    }[];
    const needed = parameters.filter((it) => it.in === 'query' && it.required);
    return needed.map((it) => `&${it.name}=${String(it.example ?? it.schema?.example)}`).join('');
  };

  it.each(gets)('takes ?atLeast= – $name', async ({ path, operation }) => {
    const { position } = await council.post(officer, `/budgets/${budgetId}/expenses`, EXPENSE);
    const answer = await get(path, `?atLeast=${position}${required(operation)}`);
    expect(answer.status).toBe(200);
  });

  it.each(gets)('refuses the position of another store – $name', async ({ path, operation }) => {
    const { position } = await council.post(officer, `/budgets/${budgetId}/expenses`, EXPENSE);
    const [, place] = String(position).split('-');
    for (const wrong of [`00000000-${place}`, 'nonsense', '', '17']) {
      const answer = await get(path, `?atLeast=${wrong}${required(operation)}`);
      expectProblem(answer, 400);
      expect(answer.body.errors[0].field).toBe('atLeast');
    }
  });

  it.each(gets)('refuses a parameter that it does not know – $name', async ({ path }) => {
    const answer = await get(path, '?colour=red');
    expectProblem(answer, 400);
    expect(answer.body.errors.map((it: { field: string }) => it.field)).toContain('colour');
  });

  const lists = gets.filter(({ operation }) =>
    operation.parameters?.some((it: { name: string }) => it.name === 'pageSize'),
  );
  it('of a list is paged', () =>
    expect(lists.map((it) => it.path)).toEqual(
      expect.arrayContaining([
        '/budgets',
        '/budgets/{budgetId}/allocations',
        '/reductions',
        '/budgets/{budgetId}/history',
        '/policies',
      ]),
    ));

  it.each(lists)('of a list answers pages – $name', async ({ path }) => {
    const first = await get(path, '?page=1&pageSize=1');
    expect(first.body).toMatchObject({ page: 1, pageSize: 1, total: expect.any(Number) });
    expect(first.body.items.length).toBe(Math.min(1, first.body.total));
    const largest = await get(path, '?pageSize=200');
    expect([largest.status, largest.body.pageSize]).toEqual([200, 200]);
    const beyond = await get(path, '?page=1000000');
    expect([beyond.status, beyond.body.items]).toEqual([200, []]);
    expect(beyond.body.total).toBe(largest.body.total);
  });

  const SIZES = ['page=0', 'page=-1', 'page=1.5', 'page=x', 'page=', 'page=1&page=2'];
  const wrong = [...SIZES, ...SIZES.map((it) => it.replaceAll('page', 'pageSize')), 'pageSize=201'];
  it.each(lists)('of a list refuses pages that are none – $name', async ({ path }) => {
    for (const query of wrong) {
      const { status, body } = await get(path, `?${query}`);
      expect([query, status, body.code]).toEqual([query, 400, 'invalid']);
    }
  });

  const atTwoClocks = gets.filter(({ operation }) =>
    operation.parameters?.some((it: { name: string }) => it.name === 'knownAt'),
  );
  it.each(atTwoClocks)(
    'at two clocks refuses days and instants that are none – $name',
    async ({ path, operation }) => {
      const days = [
        '2026-02-30',
        '1850-01-01',
        '2190-01-01',
        '20260501',
        'today',
        '',
        '2026-05-01T00:00:00Z',
      ];
      const instants = [
        '2026-05-20T25:00:00Z',
        'now',
        '',
        '2026-05-21T09:00:00Z',
        '2026-05-01T09:00:00',
      ];
      for (const query of [
        ...days.map((it) => `asAt=${it}`),
        ...instants.map((it) => `knownAt=${it}`),
      ]) {
        const { status, body } = await get(path, `?${query}${required(operation)}`);
        expect([query, status, body.code]).toEqual([query, 400, 'invalid']);
      }
    },
  );
});

describe('atLeast', () => {
  it('has what was written, at once', async () => {
    for (let n = 1; n <= 5; n++) {
      const own = await app.post(officer, '/budgets', {
        personId: anna,
        opensOn: '2026-04-06',
        deploymentMode: 'cash',
        basis: 'net',
      });
      const { budgetId: id } = own.body;
      const paid = await app.post(officer, `/budgets/${id}/payments`, paymentOf(n));
      const seen = await app.get(officer, `/budgets/${id}/figures?atLeast=${paid.body.position}`);
      expect([seen.status, seen.body.figures.balancePence]).toEqual([200, n]);
    }
  });

  it('is judged after access: another’s budget is 404 with a wrong position, too', async () =>
    expectProblem(await app.get(holder, `/budgets/${others}?atLeast=nonsense`), 404));
});

it('What cannot be read in time is 503, and says when to come again', async () => {
  const head = await app.ledger.log.head();
  const ahead = String(head).replace(/\d$/, (last) => String((Number(last) + 1) % 10));
  const later = ahead > String(head) ? ahead : ahead.replace(/\d\d$/, '99');
  const answer = await app.get(officer, `/budgets?atLeast=${later}`);
  expectProblem(answer, 503, 'busy');
  expect(answer.headers['retry-after']).toBe('1');
}, 10_000);

describe('A write answers', () => {
  it('the version of the stream that decided, a position, its events', async () => {
    const own = await app.post(officer, '/budgets', {
      personId: anna,
      opensOn: '2026-04-06',
      deploymentMode: 'cash',
      basis: 'net',
    });
    expect([own.status, own.body]).toEqual([
      201,
      {
        budgetId: expect.any(String),
        version: 0,
        position: expect.any(String),
        eventIds: [expect.any(String)],
      },
    ]);
    const path = `/budgets/${own.body.budgetId}`;
    const agreed = await app.post(officer, `${path}/allocations`, {
      effectiveFrom: '2026-04-06',
      lines: [lineOf(42_000)],
      contributionWeeklyPence: 3_000,
      reason: 'first-plan',
      authority: { reference: 'P' },
    });
    expect([agreed.body.version, agreed.body.eventIds.length]).toEqual([2, 2]);
    const spent = await app.post(officer, `${path}/expenses`, EXPENSE);
    expect([spent.body.version, spent.body.eventIds.length]).toEqual([0, 1]);
  });

  it('version 0, the present position and no events where it made rows alone', async () => {
    const { status, body } = await app.post(officer, '/people', { fullName: 'Carys Cole' });
    const position = await app.ledger.log.head();
    expect([status, body]).toEqual([
      201,
      { personId: expect.any(String), version: 0, position, eventIds: [] },
    ]);
  });

  it('200 and the envelope to a DELETE', async () => {
    const commitmentId = await council.commitment(budgetId);
    const { status, body } = await app.delete(
      officer,
      `/budgets/${budgetId}/commitments/${commitmentId}`,
    );
    expect([status, body]).toEqual([
      200,
      { version: expect.any(Number), position: expect.any(String), eventIds: [expect.any(String)] },
    ]);
  });

  it('200 and the envelope to the end of an appointment, also the second time', async () => {
    const carys = await council.person('Carys Cole');
    const path = `/people/${carys}/representatives/${await council.representative(carys)}`;
    for (let n = 0; n < 2; n++) {
      const { status, body } = await app.delete(officer, path);
      expect([status, body]).toEqual([
        200,
        expect.objectContaining({ version: 0, position: expect.any(String), eventIds: [] }),
      ]);
    }
  });

  it('204 and nothing to an erasure', async () => {
    const carys = await council.person('Carys Cole');
    const { status, body } = await app.delete('demo-manager', `/people/${carys}`, { reason: 'x' });
    expect([status, body]).toEqual([204, '']);
  });

  it('200, the version as it is and no events where nothing was to be done', async () => {
    const own = await council.budget(anna);
    const body = { mode: 'cash', from: '2026-05-01', reason: 'No change' };
    const answer = await app.post(officer, `/budgets/${own}/deployment-mode`, body);
    expect([answer.status, answer.body.version, answer.body.eventIds]).toEqual([200, 0, []]);
  });
});

describe('At the root, without sign-in,', () => {
  it.each(['/health/live', '/health/ready', '/metrics', '/api/openapi.json', '/api/docs'])(
    'stands %s',
    async (path) => expect((await app.send(nobody, 'GET', path)).status).toBe(200),
  );
  it('it is alive and ready', async () => {
    expect((await app.send(nobody, 'GET', '/health/live')).body).toEqual({ status: 'alive' });
    expect((await app.send(nobody, 'GET', '/health/ready')).body).toEqual({ status: 'ready' });
  });
  it('metrics count routes, and name no id', async () => {
    const { headers, body } = await app.send(nobody, 'GET', '/metrics');
    expect(headers['content-type']).toContain('text/plain');
    expect(body).toContain('route="/api/v1/budgets/:budgetId"');
    expect(body).toMatch(/^ledger_events_too_late_total 0$/m);
    expect(body).not.toContain(budgetId);
  });
  it.each(['/api/v1/health/live', '/api/v1/metrics'])('and not at %s', async (path) =>
    expectProblem(await app.get(officer, path), 404),
  );
});
