import { TestApp } from '../support/app.js';
import { Council, written } from '../support/council.js';

const app = await TestApp.start();
const council = new Council(app);
afterAll(() => app.close());

const WORDS = ['Carys', 'Cole', '1 Elm Row', 'Nell North', 'Rosa Reed', 'Two nights', 'new tyres'];
const erase = (personId: string, body: unknown = {}, who = 'demo-manager') =>
  app.delete(who, `/people/${personId}`, body);

async function carys() {
  const personId = await council.person('Carys Cole', {
    dateOfBirth: '1961-03-14',
    address: '1 Elm Row',
    email: 'carys@example.org',
    phone: '01632 960 001',
    preferredFormat: 'large print',
    userId: 'demo-holder',
  });
  const budgetId = await council.budget(personId, { openingBalancePence: 45_000 });
  await council.allocation(budgetId);
  await council.representative(personId);
  const entryId = await council.expense(budgetId, 9_600, { note: 'Two nights' });
  await council.post('demo-officer', `/budgets/${budgetId}/expenses/${entryId}/explanation`, {
    answer: 'They were new tyres',
  });
  return { personId, budgetId, entryId };
}

describe('A person', () => {
  it('without any budget is erased at once', async () => {
    const personId = await council.person('Dan Dow');
    expect((await erase(personId)).status).toBe(204);
    expect((await app.get('demo-officer', `/people/${personId}`)).body.fullName).toBe('[erased]');
  });

  it('with an open budget is kept', async () => {
    const { personId } = await carys();
    await council.readable();
    const before = await written(app);
    const refused = await erase(personId, { reason: 'Asked for by the person' });
    expect([refused.status, refused.body.code]).toEqual([409, 'retention']);
    expect(await written(app)).toBe(before);
    expect((await app.get('demo-officer', `/people/${personId}`)).body.fullName).toBe('Carys Cole');
  });

  it('is kept for seven years after the last budget closed, and not a day longer', async () => {
    const { personId, budgetId } = await carys();
    const closure = { on: '2026-05-20', reason: 'Moved away' };
    await council.post('demo-officer', `/budgets/${budgetId}/closure`, closure);
    await council.readable();
    expect((await erase(personId)).body.code).toBe('retention');

    const later = await TestApp.start({ now: '2019-05-19T09:00:00Z' });
    const office = new Council(later);
    const dan = await office.person('Dan Dow');
    const dans = await office.budget(dan, { opensOn: '2019-04-01' });
    const closing = { on: '2019-05-19', reason: 'Moved away' };
    await office.post('demo-officer', `/budgets/${dans}/closure`, closing);
    await office.readable();
    later.now = '2026-05-19T09:00:00Z';
    expect((await later.delete('demo-manager', `/people/${dan}`)).body.code).toBe('retention');
    later.now = '2026-05-20T09:00:00Z';
    expect((await later.delete('demo-manager', `/people/${dan}`)).status).toBe(204);
    await later.close();
  });

  it('is erased before that only with a reason', async () => {
    const { personId } = await carys();
    await council.readable();
    const silent = await erase(personId, { override: true });
    expect([silent.status, silent.body.errors[0].field]).toEqual([400, 'reason']);
    expect((await erase(personId, { override: true, reason: 'A court order' })).status).toBe(204);
  });

  it.each(['demo-officer', 'demo-auditor', 'demo-holder'])('is not erased by %s', async (who) => {
    const { personId } = await carys();
    expect((await erase(personId, { override: true, reason: 'x' }, who)).status).toBe(403);
  });
});

describe('After an erasure', () => {
  let personId: string;
  let budgetId: string;
  let entryId: string;
  let figures: unknown;
  const history = async () =>
    (await council.get('demo-officer', `/budgets/${budgetId}/history`)).items;

  beforeAll(async () => {
    ({ personId, budgetId, entryId } = await carys());
    figures = (await council.get('demo-officer', `/budgets/${budgetId}/figures`)).figures;
    expect(JSON.stringify(await history())).toContain('Rosa Reed');
    const body = { override: true, reason: 'Asked for by the person' };
    expect((await erase(personId, body)).status).toBe(204);
  });

  it('every field is "[erased]", and the representatives’ names', async () => {
    const { status, body } = await app.get('demo-officer', `/people/${personId}`);
    const erased = '[erased]';
    expect([status, body]).toMatchObject([
      200,
      {
        personId,
        fullName: erased,
        dateOfBirth: erased,
        address: erased,
        email: erased,
        phone: erased,
        preferredFormat: erased,
        representatives: [{ kind: 'nominee', fullName: erased }],
      },
    ]);
  });

  it('every figure is as it was', async () => {
    const now = await council.get('demo-officer', `/budgets/${budgetId}/figures`);
    expect(now.figures).toEqual(figures);
  });

  it('every hash verifies, from the first event on', async () => {
    const { body } = await app.get('demo-auditor', '/integrity?full=true');
    expect(body.ok).toBe(true);
  });

  it('the history stands, without a word', async () => {
    const items = await history();
    const expense = items.find((it: { entryId?: string }) => it.entryId === entryId);
    expect(expense).toMatchObject({ amountPence: 9_600, said: '[erased]' });
  });

  it('no answer shows any of the words', async () => {
    for (const path of ['/budgets?pageSize=200', `/budgets/${budgetId}`, `/people/${personId}`]) {
      const { items, ...rest } = (await app.get('demo-officer', path)).body;
      const own = items?.filter((it: { budgetId: string }) => it.budgetId === budgetId) ?? rest;
      for (const word of WORDS) expect(JSON.stringify(own)).not.toContain(word);
    }
    const events = String((await app.get('demo-auditor', '/events?limit=10000')).body);
    for (const word of WORDS) expect(events).not.toContain(word);
  });

  it('the list and the budget say "[erased]" where the name was', async () => {
    const { person } = (await app.get('demo-officer', `/budgets/${budgetId}`)).body;
    expect(person).toEqual({ personId, fullName: '[erased]' });
  });

  it('the user is nobody to the person any more, nor is the representative', async () => {
    for (const who of ['demo-holder', 'demo-nominee'])
      expect((await app.get(who, `/budgets/${budgetId}`)).status).toBe(404);
  });

  it('once more is 204, and records nothing', async () => {
    const before = await app.ledger.log.head();
    expect((await erase(personId, { override: true, reason: 'Again' })).status).toBe(204);
    expect(await app.ledger.log.head()).toBe(before);
  });

  it('money is still recorded, words are not: 409 erased', async () => {
    const paid = { amountPence: 100, paidOn: '2026-05-01' };
    const payments = `/budgets/${budgetId}/payments`;
    expect((await app.post('demo-officer', payments, paid)).status).toBe(201);
    const before = await app.ledger.log.head();
    const said = { ...paid, reference: 'DP 0412' };
    expect((await app.post('demo-officer', payments, said)).body.code).toBe('erased');
    const expense = { amountPence: 1, spentOn: '2026-05-01', payee: 'R', category: 'other' };
    const spent = await app.post('demo-officer', `/budgets/${budgetId}/expenses`, expense);
    expect([spent.status, spent.body.code]).toEqual([409, 'erased']);
    expect(await app.ledger.log.head()).toBe(before);
  });

  it('nobody is appointed: 409 erased', async () => {
    const nell = { kind: 'nominee', fullName: 'Nell North', from: '2026-05-01' };
    const answer = await app.post('demo-officer', `/people/${personId}/representatives`, nell);
    expect([answer.status, answer.body.code]).toEqual([409, 'erased']);
  });

  it('it is in the log by whom and for whom, and nothing else', async () => {
    const { body } = await app.get('demo-auditor', '/events?type=PersonErased&limit=10000');
    const events = String(body)
      .trim()
      .split('\n')
      .map((it) => JSON.parse(it));
    expect(events.find((it) => it.data.personId === personId)).toMatchObject({
      stream: `person-${personId}`,
      actor: { userId: 'demo-manager', role: 'manager' },
      data: { personId },
    });
  });
});

it('A request is answered as before, although its words were erased since', async () => {
  const { personId, budgetId } = await carys();
  const path = `/budgets/${budgetId}/expenses`;
  const body = { amountPence: 1, spentOn: '2026-05-01', payee: 'Rosa', category: 'other' };
  const first = await app.post('demo-officer', path, body, { key: 'before-erasure' });
  await council.readable();
  await erase(personId, { override: true, reason: 'Asked for' });
  const again = await app.post('demo-officer', path, body, { key: 'before-erasure' });
  expect([again.status, again.body]).toEqual([first.status, first.body]);
  const other = { ...body, amountPence: 2 };
  expect((await app.post('demo-officer', path, other, { key: 'before-erasure' })).status).toBe(422);
});
