import { TestApp } from '../support/app.js';
import { Council, written } from '../support/council.js';
import { addressed, documented, type Documented } from '../support/documents.js';

// Every route, every role, every way to belong to a person. A body that is broken tells whether a
// request got past the door: 400 is inside, 403 and 404 are outside.

const app = await TestApp.start();
const council = new Council(app);
const operations = await documented(app);
afterAll(() => app.close());

/** How `demo-nominee` stands to each of these people; `demo-holder` is Anna. */
const STANDINGS = {
  nominee: [{ kind: 'nominee', to: '2026-05-20' }],
  'authorised-person': [{ kind: 'authorised-person', from: '2026-05-20' }],
  supporter: [{ kind: 'supporter' }],
  'nominee whose time ended yesterday': [{ kind: 'nominee', to: '2026-05-19' }],
  'nominee from tomorrow on': [{ kind: 'nominee', from: '2026-05-21' }],
  'nominee who was ended today': [{ kind: 'nominee', ended: true }],
  'former nominee who supports now': [{ kind: 'nominee', to: '2026-05-19' }, { kind: 'supporter' }],
  'nominee and supporter': [{ kind: 'supporter' }, { kind: 'nominee' }],
  'nobody to them': [],
} as const;
type Standing = keyof typeof STANDINGS;
const ACT: readonly Standing[] = ['nominee', 'authorised-person', 'nominee and supporter'];
const LOOK: readonly Standing[] = [...ACT, 'supporter', 'former nominee who supports now'];

const ids = {} as Record<Standing | 'Anna', Record<string, string>>;

async function everythingOf(personId: string): Promise<Record<string, string>> {
  const budgetId = await council.budget(personId);
  const entryId = await council.expense(budgetId);
  const statementId = await council.statement(budgetId);
  const lineId = await council.lineOf(statementId);
  const ruleId = await council.matchingRule(statementId, await council.lineOf(statementId, 1));
  return {
    personId,
    representativeId: await council.representative(personId, { userId: 'nobody-we-know' }),
    budgetId,
    name: 'balance',
    allocationId: await council.allocation(budgetId),
    oneOffId: await council.oneOff(budgetId),
    entryId,
    receiptId: await council.receipt(budgetId, entryId),
    disagreementId: await council.disagreement(budgetId),
    statementId,
    lineId,
    ruleId,
    commitmentId: await council.commitment(budgetId),
    reserveId: await council.reserve(budgetId),
    reviewId: await council.reassessment(budgetId),
    reductionId: await council.notified(budgetId),
  };
}

beforeAll(async () => {
  ids.Anna = await everythingOf(await council.person('Anna Archer', { userId: 'demo-holder' }));
  for (const [standing, appointments] of Object.entries(STANDINGS)) {
    const personId = await council.person(`Bilal, of ${standing}`);
    ids[standing as Standing] = await everythingOf(personId);
    for (const { ended, ...appointment } of appointments as readonly Record<string, unknown>[]) {
      const id = await council.representative(personId, appointment);
      if (ended === true)
        await app.delete('demo-officer', `/people/${personId}/representatives/${id}`);
    }
  }
  await council.readable();
}, 30_000);

// ── What the contract says of each route ─────────────────────────────────────

const OFFICERS = ['officer', 'manager'];
const EVERYBODY = [...OFFICERS, 'auditor', 'holder'];
interface Rule {
  readonly roles: readonly string[];
  /** Of the circle; the person themselves may what those who act may. */
  readonly circle?: readonly Standing[];
}

const EXCEPTIONS: Readonly<Record<string, Rule>> = {
  'GET /events': { roles: ['auditor'] },
  'GET /integrity': { roles: ['auditor'] },
  'GET /journal': { roles: ['auditor'] },
  'GET /policies': { roles: [...OFFICERS, 'auditor'] },
  'GET /people/{personId}': { roles: [...OFFICERS, 'holder'], circle: ACT },
  'DELETE /people/{personId}': { roles: ['manager'] },
  'POST /reductions/{reductionId}/approval': { roles: ['manager'] },
  'POST /reductions/{reductionId}/challenge-decision': { roles: ['manager'] },
  'POST /reductions/{reductionId}/challenge': { roles: ['holder'], circle: ACT },
  'POST /budgets/{budgetId}/expenses': { roles: [...OFFICERS, 'holder'], circle: ACT },
  'POST /budgets/{budgetId}/expenses/{entryId}/explanation': {
    roles: [...OFFICERS, 'holder'],
    circle: ACT,
  },
  'POST /budgets/{budgetId}/expenses/{entryId}/receipts': {
    roles: [...OFFICERS, 'holder'],
    circle: ACT,
  },
  'GET /budgets/{budgetId}/expenses/{entryId}/receipts': { roles: EVERYBODY, circle: ACT },
  'GET /budgets/{budgetId}/expenses/{entryId}/receipts/{receiptId}': {
    roles: [...OFFICERS, 'holder'],
    circle: ACT,
  },
  'POST /budgets/{budgetId}/disagreements': { roles: [...OFFICERS, 'holder'], circle: ACT },
  'GET /budgets/{budgetId}/disagreements': { roles: EVERYBODY, circle: ACT },
  'POST /statements/{statementId}/lines/{lineId}/explanation': {
    roles: [...OFFICERS, 'holder'],
    circle: ACT,
  },
  'POST /statements/{statementId}/reopening': { roles: ['manager'] },
  'GET /budgets/{budgetId}/matching-rules': { roles: [...OFFICERS, 'auditor'] },
  'GET /statement-mappings': { roles: OFFICERS },
  'POST /budgets/{budgetId}/reversals': { roles: [...OFFICERS, 'holder'], circle: ACT },
};

/** Where nothing is said: all may read what they may know of, officers and managers write. */
const ruleOf = ({ name, method }: Documented): Rule =>
  EXCEPTIONS[name] ?? (method === 'GET' ? { roles: EVERYBODY, circle: LOOK } : { roles: OFFICERS });

const USERS = {
  'demo-officer': 'officer',
  'demo-officer-2': 'officer',
  'demo-manager': 'manager',
  'demo-manager-2': 'manager',
  'demo-auditor': 'auditor',
} as const;

const isAPerson = ({ path }: Documented) => path.includes('{');

/** Knocks: what is asked cannot be done, whoever asks it. */
async function knock(
  who: string,
  { method, path, operation }: Documented,
  of: Record<string, string>,
) {
  const required = (
    (operation.parameters ?? []) as readonly {
      in: string;
      name: string;
      required: boolean;
      example?: unknown;
      schema?: { example?: unknown };
    }[]
  ).filter((it) => it.in === 'query' && it.required);
  const query = required
    .map((it) => `${it.name}=${String(it.example ?? it.schema?.example)}`)
    .join('&');
  const address = addressed(path, of) + (query && `?${query}`);
  return method === 'GET'
    ? app.get(who, address)
    : app.send(who, method, address, '{ broken', {
        headers: { 'content-type': 'application/json' },
      });
}
const inside = ({ method, takesFile }: Documented) =>
  method === 'GET' ? 200 : takesFile ? 415 : 400;

describe('Each route is open to', () => {
  it.each(operations)('whom the contract names – $name', async (route) => {
    const { roles } = ruleOf(route);
    const before = await written(app);
    for (const [who, role] of Object.entries(USERS)) {
      const { status } = await knock(who, route, ids.Anna);
      expect([who, status]).toEqual([who, roles.includes(role) ? inside(route) : 403]);
    }
    const { status } = await knock('demo-holder', route, ids.Anna);
    expect(['Anna', status]).toEqual(['Anna', roles.includes('holder') ? inside(route) : 403]);
    expect((await app.send(undefined, route.method, addressed(route.path, ids.Anna))).status).toBe(
      401,
    );
    expect(await written(app)).toBe(before);
  });

  it.each(operations.filter(isAPerson))(
    'who belongs to the person, in their way – $name',
    async (route) => {
      const { roles, circle = [] } = ruleOf(route);
      const before = await written(app);
      for (const standing of Object.keys(STANDINGS) as Standing[]) {
        const { status } = await knock('demo-nominee', route, ids[standing]);
        const expected = !roles.includes('holder')
          ? 403
          : circle.includes(standing)
            ? inside(route)
            : LOOK.includes(standing)
              ? 403
              : 404;
        expect([standing, status]).toEqual([standing, expected]);
      }
      expect(await written(app)).toBe(before);
    },
  );

  it.each(operations.filter(isAPerson))(
    'no other holder, who cannot tell what is there – $name',
    async (route) => {
      const { roles } = ruleOf(route);
      const expected = roles.includes('holder') ? 404 : 403;
      const unknown = Object.fromEntries(
        Object.keys(ids.Anna).map((name) => [name, '2ed6657d-e927-568b-95e1-2665a8aea6a2']),
      );
      const theirs = await knock('demo-holder', route, ids['nobody to them']);
      const nobodys = await knock('demo-holder', route, unknown);
      expect([theirs.status, nobodys.status]).toEqual([expected, expected]);
      expect(theirs.body).toEqual(nobodys.body);
    },
  );
});

describe('Lists show', () => {
  const peopleIn = async (who: string) => {
    const { items } = await council.get(who, '/budgets?pageSize=200');
    return items.map((it: { person: { personId: string } }) => it.person.personId).toSorted();
  };
  const people = (standings: readonly (Standing | 'Anna')[]) =>
    standings.map((it) => ids[it]['personId']).toSorted();

  it('a holder their own budget', async () =>
    expect(await peopleIn('demo-holder')).toEqual(people(['Anna'])));
  it('a representative those of whom they act for, or look for, today', async () =>
    expect(await peopleIn('demo-nominee')).toEqual(people(LOOK)));
  it.each(['demo-officer', 'demo-manager', 'demo-auditor'])('%s all', async (who) =>
    expect((await peopleIn(who)).length).toBe(Object.keys(STANDINGS).length + 1),
  );
  it('the same of reductions', async () => {
    const budgetsIn = async (who: string) =>
      (await council.get(who, '/reductions?pageSize=200')).items
        .map((it: { budgetId: string }) => it.budgetId)
        .toSorted();
    const budgets = (standings: readonly (Standing | 'Anna')[]) =>
      standings.map((it) => ids[it]['budgetId']).toSorted();
    expect(await budgetsIn('demo-holder')).toEqual(budgets(['Anna']));
    expect(await budgetsIn('demo-nominee')).toEqual(budgets(LOOK));
    expect(await budgetsIn('demo-auditor')).toHaveLength(Object.keys(STANDINGS).length + 1);
  });
});

describe('A nominee', () => {
  it('whose appointment ended yesterday sees nothing today; what they did is in the history', async () => {
    const carys = await council.person('Carys Cole');
    const budgetId = await council.budget(carys);
    await council.representative(carys, { to: '2026-05-20' });
    await council.readable();
    await council.expense(budgetId, 1_200, { who: 'demo-nominee' });
    const seen = await council.get('demo-nominee', `/budgets/${budgetId}`);
    expect(seen.figures.spentPence).toBe(1_200);

    app.now = '2026-05-20T22:59:59Z'; // 23:59:59 in London
    expect((await app.get('demo-nominee', `/budgets/${budgetId}`)).status).toBe(200);
    app.now = '2026-05-20T23:00:00Z'; // midnight in London
    for (const path of ['', '/figures', '/history', '/allocations'])
      expect((await app.get('demo-nominee', `/budgets/${budgetId}${path}`)).status).toBe(404);
    expect((await app.get('demo-nominee', `/people/${carys}`)).status).toBe(404);
    const { items } = await council.get(
      'demo-officer',
      `/budgets/${budgetId}/history?kind=expense`,
    );
    expect(items[0]).toMatchObject({
      actor: { userId: 'demo-nominee', role: 'holder', onBehalfOf: carys },
      amountPence: 1_200,
    });
    app.now = '2026-05-20T09:00:00Z';
  });

  it('is out at once when the appointment is ended, in the same second', async () => {
    const carys = await council.person('Carys Cole');
    const budgetId = await council.budget(carys);
    const id = await council.representative(carys);
    await council.readable();
    expect((await app.get('demo-nominee', `/budgets/${budgetId}`)).status).toBe(200);
    await app.delete('demo-officer', `/people/${carys}/representatives/${id}`);
    expect((await app.get('demo-nominee', `/budgets/${budgetId}`)).status).toBe(404);
    expect((await app.get('demo-nominee', '/budgets?pageSize=200')).body.items).not.toContainEqual(
      expect.objectContaining({ budgetId }),
    );
    const { representatives } = (await app.get('demo-officer', `/people/${carys}`)).body;
    expect(representatives).toEqual([
      expect.objectContaining({
        representativeId: id,
        kind: 'nominee',
        endedAt: expect.any(String),
      }),
    ]);
  });

  it('may be a person known here, who signs in as themselves', async () => {
    const nell = await council.person('Nell North', { userId: 'demo-nominee' });
    const carys = await council.person('Carys Cole');
    const budgetId = await council.budget(carys);
    const body = { kind: 'authorised-person', personId: nell, from: '2026-05-20' };
    await council.post('demo-officer', `/people/${carys}/representatives`, body);
    await council.readable();
    await council.expense(budgetId, 900, { who: 'demo-nominee' });
  });
});

describe('A supporter', () => {
  it('reads budget, figures, history and allocations, and no address', async () => {
    const { budgetId, personId } = ids.supporter as { budgetId: string; personId: string };
    for (const path of ['', '/figures', '/history', '/allocations']) {
      const answer = await app.get('demo-nominee', `/budgets/${budgetId}${path}`);
      expect(answer.status).toBe(200);
      expect(JSON.stringify(answer.body)).not.toMatch(/address|email|dateOfBirth|phone/);
    }
    expect((await app.get('demo-nominee', `/people/${personId}`)).status).toBe(403);
  });
});

describe('The holder’s side', () => {
  const budgetId = () => ids.Anna['budgetId']!;
  const entryId = () => ids.Anna['entryId']!;

  it('puts right an expense that it recorded, and none that the council did', async () => {
    const own = await council.expense(budgetId(), 500, { who: 'demo-holder' });
    const reverse = (id: string) =>
      app.post('demo-holder', `/budgets/${budgetId()}/reversals`, {
        entryId: id,
        reason: 'recorded-twice',
      });
    expect((await reverse(entryId())).status).toBe(403);
    expect((await reverse(await council.payment(budgetId()))).status).toBe(403);
    expect((await reverse(own)).status).toBe(201);
    expect((await reverse(own)).body.code).toBe('already-reversed');
  });

  it('explains, and challenges what it was told of', async () => {
    const path = `/budgets/${budgetId()}/expenses/${entryId()}/explanation`;
    expect((await app.post('demo-holder', path, { answer: 'New tyres.' })).status).toBe(200);
    const challenge = `/reductions/${ids.Anna['reductionId']}/challenge`;
    expect((await app.post('demo-holder', challenge, { ground: 'needs-not-met' })).status).toBe(
      200,
    );
  });

  it('sees its own person, and not the auditor’s pages', async () => {
    const { body } = await app.get('demo-holder', `/people/${ids.Anna['personId']}`);
    expect(body.fullName).toBe('Anna Archer');
    expect((await app.get('demo-holder', '/events')).status).toBe(403);
  });

  it('hears of a reduction with its notice, neither before nor in its history', async () => {
    const own = await council.budget(ids.Anna['personId']!);
    await council.allocation(own);
    const reductionId = await council.approved(own);
    await council.readable();
    const heard = async () => {
      const { items } = await council.get('demo-holder', '/reductions');
      const listed = items.some((it: { reductionId: string }) => it.reductionId === reductionId);
      const history = await council.get('demo-holder', `/budgets/${own}/history?kind=reduction`);
      const { status } = await app.get('demo-holder', `/reductions/${reductionId}`);
      return [listed, history.total, status];
    };
    expect(await heard()).toEqual([false, 0, 404]);
    const challenge = { ground: 'needs-not-met' };
    const early = await app.post('demo-holder', `/reductions/${reductionId}/challenge`, challenge);
    expect(early.status).toBe(404);
    const before = await council.get('demo-officer', `/budgets/${own}/history?kind=reduction`);
    expect(before.total).toBe(2);

    const notice = { sentOn: '2026-05-20', channel: 'letter' };
    await council.step('demo-officer', reductionId, 'notice', notice);
    expect(await heard()).toEqual([true, 4, 200]);
  });
});
