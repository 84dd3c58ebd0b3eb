import { TestApp } from '../support/app.js';
import { Council, written } from '../support/council.js';

const app = await TestApp.start();
const council = new Council(app);
afterAll(() => app.close());

const holder = 'demo-holder';
const officer = 'demo-officer';
const UNKNOWN = '2ed6657d-e927-568b-95e1-2665a8aea6a2';

let personId: string;
let budgetId: string;
let path: string;
beforeAll(async () => {
  personId = await council.person('Anna Archer', { userId: holder });
  budgetId = await council.budget(personId);
  await council.allocation(budgetId);
  path = `/budgets/${budgetId}/disagreements`;
  await council.representative(personId);
  await council.readable();
});

const WRONG = { about: { figure: 'balance' }, narrative: 'I never had this money.' };
const ANSWER = { answer: 'It came on 6 April: see your statement.', outcome: 'explained' };
const raise = (body: object = {}, who = holder) => app.post(who, path, { ...WRONG, ...body });
const answer = (disagreementId: string, body: object = ANSWER, who = officer) =>
  app.post(who, `${path}/${disagreementId}/answer`, body);
const latest = async () => (await council.get(officer, path)).items[0];
const eventsOf = async (who = officer) =>
  (await council.get(who, `/budgets/${budgetId}/history?pageSize=200`)).items;

async function expectNothingWritten(status: number, code: string, sent: ReturnType<typeof raise>) {
  const { status: answered, body } = await sent;
  expect([answered, body.code]).toEqual([status, code]);
}

describe('This is wrong', () => {
  it('is said of a figure, and answers a reference that can be read out', async () => {
    const { status, body } = await raise();
    expect([status, body]).toEqual([
      201,
      {
        disagreementId: expect.any(String),
        reference: expect.stringMatching(/^DP-[2-9B-Y]{4}-[2-9B-Y]{4}$/),
        version: expect.any(Number),
        position: expect.any(String),
        eventIds: [expect.any(String)],
      },
    ]);
    expect(await latest()).toEqual({
      disagreementId: body.disagreementId,
      reference: body.reference,
      eventId: body.eventIds[0],
      on: '2026-05-20',
      recordedAt: expect.any(String),
      about: { figure: 'balance' },
      acknowledgeBy: '2026-05-26', // Monday is a bank holiday
      state: 'open',
      narrative: WRONG.narrative,
    });
  });

  it('is said of an event of the history, also of one recorded just now', async () => {
    const expense = { amountPence: 1, spentOn: '2026-05-01', payee: 'R', category: 'other' };
    const { eventIds } = await council.post(officer, `/budgets/${budgetId}/expenses`, expense);
    const { status } = await raise({ about: { eventId: eventIds[0] } });
    expect(status).toBe(201);
    expect((await latest()).about).toEqual({ eventId: eventIds[0] });
  });

  it('is said by a nominee, and by an officer on the person’s behalf', async () => {
    for (const who of ['demo-nominee', officer]) {
      const { body } = await raise({}, who);
      const said = (await eventsOf()).find(
        (it: { eventId: string }) => it.eventId === body.eventIds[0],
      );
      expect(said.actor).toMatchObject({ userId: who, onBehalfOf: personId });
    }
  });

  it('changes no figure, and stands in the history in the person’s own words', async () => {
    const figures = async () =>
      (await council.get(officer, `/budgets/${budgetId}/figures`)).figures;
    const before = await figures();
    await raise({ narrative: 'It cannot be.' });
    expect(await figures()).toEqual(before);
    const told = (await eventsOf(holder)).at(-1);
    expect(told).toMatchObject({
      type: 'DisagreementRaised',
      kind: 'status',
      said: { narrative: 'It cannot be.' },
    });
  });

  it('is said once, however often it is sent', async () => {
    const first = await app.post(holder, path, WRONG, { key: 'once' });
    const before = await written(app);
    const again = await app.post(holder, path, WRONG, { key: 'once' });
    expect([again.status, again.body]).toEqual([first.status, first.body]);
    expect(await written(app)).toBe(before);
  });

  it('is listed page by page, the latest first', async () => {
    const { body } = await raise({ narrative: 'The last one.' });
    const one = await council.get(holder, `${path}?page=1&pageSize=1`);
    expect(one.items).toMatchObject([{ disagreementId: body.disagreementId }]);
    expect(one.total).toBeGreaterThan(3);
  });
});

describe('Nothing is recorded', () => {
  const notFound: readonly [string, () => Promise<string>][] = [
    ['that nobody knows', async () => UNKNOWN],
    [
      'of another budget',
      async () => {
        const bilal = await council.person('Bilal Brook');
        const body = {
          personId: bilal,
          opensOn: '2026-04-06',
          deploymentMode: 'cash',
          basis: 'net',
        };
        return (await council.post(officer, '/budgets', body)).eventIds[0];
      },
    ],
    [
      'of a reduction of which they have no notice',
      async () => {
        const reductionId = await council.proposal(budgetId);
        const items = await eventsOf();
        await council.step(officer, reductionId, 'withdrawal', { reason: 'A mistake' });
        return items.find((it: { type: string }) => it.type === 'ReductionProposed').eventId;
      },
    ],
  ];
  it.each(notFound)('of an event %s', async (_, find) => {
    const eventId = await find();
    const before = await written(app);
    await expectNothingWritten(404, 'not-found', raise({ about: { eventId } }));
    expect(await written(app)).toBe(before);
  });

  it.each([
    ['of nothing', {}],
    ['of both', { eventId: UNKNOWN, figure: 'balance' }],
    ['of a figure that is none', { figure: 'wealth' }],
    ['of a figure by its field', { figure: 'balancePence' }],
  ])('%s', async (_, about) => {
    const before = await written(app);
    await expectNothingWritten(400, 'invalid', raise({ about }));
    expect(await written(app)).toBe(before);
  });

  it.each(['demo-auditor', 'demo-king'])('for %s', async (who) => {
    const before = await written(app);
    expect((await raise({}, who)).status).toBe(who === 'demo-king' ? 401 : 403);
    expect(await written(app)).toBe(before);
  });
});

describe('The answer', () => {
  it('is given once, and listed with what it answers', async () => {
    const { disagreementId } = (await raise()).body;
    const given = await answer(disagreementId, ANSWER, 'demo-manager');
    expect(given.status).toBe(200);
    expect(await latest()).toMatchObject({
      disagreementId,
      state: 'answered',
      narrative: WRONG.narrative,
      answer: {
        eventId: given.body.eventIds[0],
        on: '2026-05-20',
        recordedAt: expect.any(String),
        ...ANSWER,
      },
    });
    const before = await written(app);
    const again = await answer(disagreementId, { ...ANSWER, outcome: 'put-right' });
    expect([again.status, again.body.code]).toEqual([409, 'already-answered']);
    expect(await written(app)).toBe(before);
  });

  it('may say of a reduction how it is challenged; the reduction stands as it was', async () => {
    const reductionId = await council.notified(budgetId);
    const notice = (await eventsOf(holder)).find(
      (it: { type: string }) => it.type === 'ReductionNotified',
    );
    const { disagreementId } = (await raise({ about: { eventId: notice.eventId } })).body;
    expect((await answer(disagreementId)).status).toBe(200);
    expect((await council.get(holder, `/reductions/${reductionId}`)).state).toBe('notified');
    await council.step(holder, reductionId, 'challenge', { ground: 'needs-not-met' });
  });

  it('is nobody’s who may not decide', async () => {
    const { disagreementId } = (await raise()).body;
    await council.readable();
    for (const who of [holder, 'demo-nominee', 'demo-auditor'])
      expect((await answer(disagreementId, ANSWER, who)).status).toBe(403);
    expect((await latest()).state).toBe('open');
  });

  it('is to a disagreement of this budget', async () => {
    expect((await answer(UNKNOWN)).status).toBe(404);
    const bilals = await council.budget(await council.person('Bilal Brook'));
    const theirs = await council.disagreement(bilals);
    await council.readable();
    expect((await answer(theirs)).status).toBe(404);
  });
});

describe('After an erasure', () => {
  it('what was said is "[erased]", and nothing more is said', async () => {
    const carys = await council.person('Carys Cole');
    const hers = await council.budget(carys);
    const disagreementId = await council.disagreement(hers);
    const answering = `/budgets/${hers}/disagreements/${disagreementId}/answer`;
    await council.post(officer, answering, ANSWER);
    const erasure = { override: true, reason: 'Asked for' };
    expect((await app.delete('demo-manager', `/people/${carys}`, erasure)).status).toBe(204);
    const { items } = await council.get(officer, `/budgets/${hers}/disagreements`);
    expect(items).toMatchObject([
      { disagreementId, state: 'answered', narrative: '[erased]', answer: { answer: '[erased]' } },
    ]);
    const again = await app.post(officer, `/budgets/${hers}/disagreements`, WRONG);
    expect([again.status, again.body.code]).toEqual([409, 'erased']);
  });
});
