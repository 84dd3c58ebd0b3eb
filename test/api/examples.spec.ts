import { TestApp } from '../support/app.js';
import { Council } from '../support/council.js';
import { addressed, documented, type Documented } from '../support/documents.js';

// Every example of the documents is called as it stands; only the ids are those of a state that
// its fixture has prepared. An operation without a fixture fails, so that none is forgotten.

const app = await TestApp.start({ now: '2026-04-01T09:00:00Z' });
const council = new Council(app);
const operations = await documented(app);
afterAll(() => app.close());

interface Prepared {
  /** In the address. */
  readonly ids?: Readonly<Record<string, string>>;
  /** In the body, in the place of the example's. */
  readonly body?: Readonly<Record<string, unknown>>;
  readonly who?: string;
}

interface Fixture {
  /** The day on which the example is called; default: 20 May 2026. */
  readonly on?: string;
  readonly prepare: () => Promise<Prepared>;
}

const anna = () => council.person('Anna Archer', { userId: 'demo-holder' });
const open = async () => council.budget(await anna());
const agreed = async () => {
  const budgetId = await open();
  await council.allocation(budgetId);
  return budgetId;
};
const onBudget = (prepare: () => Promise<string>): Fixture => ({
  prepare: async () => ({ ids: { budgetId: await prepare() } }),
});
const onEntry = (make: (budgetId: string) => Promise<unknown>): Fixture => ({
  prepare: async () => {
    const budgetId = await agreed();
    return { ids: { budgetId, entryId: String(await make(budgetId)) } };
  },
});

// The examples of a reduction tell one story: assessed in March, proposed and noticed on 1 April.
const EARLY = {
  effectiveFrom: '2026-06-01',
  reassessment: { reference: 'RA 2026/77', completedOn: '2026-03-12' },
  involvement: [{ who: 'person', how: 'home-visit', on: '2026-03-10' }],
};
const budgetOfLastYear = async () => {
  const budgetId = await council.budget(await anna(), { opensOn: '2025-10-06' });
  await council.allocation(budgetId, { effectiveFrom: '2025-10-06' });
  return budgetId;
};
const reduction = (make: (budgetId: string) => Promise<string>, who = 'demo-officer'): Fixture => ({
  on: '2026-04-01',
  prepare: async () => ({ ids: { reductionId: await make(await budgetOfLastYear()) }, who }),
});
const notified = (budgetId: string) =>
  council.notified(budgetId, { ...EARLY, sentOn: '2026-04-01' });

const queried = async (budgetId: string) => {
  const entryId = await council.expense(budgetId);
  const path = `/budgets/${budgetId}/expenses/${entryId}/query`;
  await council.post('demo-officer', path, { question: 'What was this for?' });
  return entryId;
};

const review: Fixture = {
  prepare: async () => ({ ids: { reviewId: await council.reassessment(await agreed()) } }),
};

const FIXTURES: Readonly<Record<string, Fixture>> = {
  'POST /people': { prepare: async () => ({}) },
  'GET /people/{personId}': { prepare: async () => ({ ids: { personId: await anna() } }) },
  'DELETE /people/{personId}': {
    prepare: async () => ({ ids: { personId: await anna() }, who: 'demo-manager' }),
  },
  'POST /people/{personId}/representatives': {
    prepare: async () => ({ ids: { personId: await anna() } }),
  },
  'DELETE /people/{personId}/representatives/{representativeId}': {
    prepare: async () => {
      const personId = await anna();
      return { ids: { personId, representativeId: await council.representative(personId) } };
    },
  },
  'POST /budgets': { prepare: async () => ({ body: { personId: await anna() } }) },
  'POST /budgets/{budgetId}/allocations': onBudget(open),
  'POST /budgets/{budgetId}/allocations/{allocationId}/annulment': {
    prepare: async () => {
      const budgetId = await open();
      const ids = { budgetId, allocationId: await council.allocation(budgetId) };
      return { ids, who: 'demo-officer-2' };
    },
  },
  'POST /budgets/{budgetId}/one-offs/{oneOffId}/annulment': {
    prepare: async () => {
      const budgetId = await open();
      const ids = { budgetId, oneOffId: await council.oneOff(budgetId) };
      return { ids, who: 'demo-officer-2' };
    },
  },
  'DELETE /budgets/{budgetId}/suspension': onBudget(async () => {
    const budgetId = await agreed();
    const body = { from: '2026-05-01', reason: 'abroad' };
    await council.post('demo-officer', `/budgets/${budgetId}/suspension`, body);
    return budgetId;
  }),

  'POST /budgets/{budgetId}/reductions': { ...onBudget(budgetOfLastYear), on: '2026-04-01' },
  'GET /reductions/{reductionId}': reduction((it) => council.proposal(it, EARLY)),
  'POST /reductions/{reductionId}/approval': reduction(
    (it) => council.proposal(it, EARLY),
    'demo-manager',
  ),
  'POST /reductions/{reductionId}/notice': reduction((it) => council.approved(it, EARLY)),
  'POST /reductions/{reductionId}/withdrawal': reduction((it) => council.proposal(it, EARLY)),
  'POST /reductions/{reductionId}/challenge': reduction(notified, 'demo-holder'),
  'POST /reductions/{reductionId}/challenge-decision': reduction(
    (it) => council.challenged(it, { ...EARLY, sentOn: '2026-04-01' }),
    'demo-manager-2',
  ),

  'POST /budgets/{budgetId}/payments/{entryId}/bounce': onEntry((it) => council.payment(it)),
  'POST /budgets/{budgetId}/reversals': {
    prepare: async () => {
      const budgetId = await agreed();
      return { ids: { budgetId }, body: { entryId: await council.expense(budgetId) } };
    },
  },
  'POST /budgets/{budgetId}/expenses/{entryId}/query': onEntry((it) => council.expense(it)),
  'POST /budgets/{budgetId}/expenses/{entryId}/explanation': onEntry(queried),
  'POST /budgets/{budgetId}/expenses/{entryId}/acceptance': onEntry((it) => council.expense(it)),
  'POST /budgets/{budgetId}/expenses/{entryId}/disallowance': onEntry(async (budgetId) => {
    const entryId = await queried(budgetId);
    const path = `/budgets/${budgetId}/expenses/${entryId}/explanation`;
    await council.post('demo-officer', path, { answer: 'A trip.' });
    return entryId;
  }),
  'POST /budgets/{budgetId}/commitments/{commitmentId}/settlement': {
    prepare: async () => {
      const budgetId = await agreed();
      return { ids: { budgetId, commitmentId: await council.commitment(budgetId) } };
    },
  },
  'DELETE /budgets/{budgetId}/commitments/{commitmentId}': {
    prepare: async () => {
      const budgetId = await agreed();
      return { ids: { budgetId, commitmentId: await council.commitment(budgetId) } };
    },
  },
  'DELETE /budgets/{budgetId}/reserves/{reserveId}': {
    prepare: async () => {
      const budgetId = await agreed();
      return { ids: { budgetId, reserveId: await council.reserve(budgetId) } };
    },
  },
  'POST /reviews/{reviewId}/start': review,
  'POST /reviews/{reviewId}/completion': {
    prepare: async () => {
      const { ids } = await review.prepare();
      await council.post('demo-officer', `/reviews/${ids!['reviewId']}/start`);
      return { ids: ids! };
    },
  },
};

/** Most need no more than Anna's budget with an allocation. */
function fixtureOf({ name, path }: Documented): Fixture {
  const fixture = FIXTURES[name];
  if (fixture) return fixture;
  const inAddress = [...path.matchAll(/\{(\w+)\}/g)].map((it) => it[1]).join();
  if (inAddress === '') return { prepare: async () => ({}) };
  if (inAddress === 'budgetId') return onBudget(agreed);
  if (inAddress === 'budgetId,name')
    return { prepare: async () => ({ ids: { budgetId: await agreed(), name: 'balance' } }) };
  throw new Error(`Write a fixture for ${name}, so that its example is called`);
}

const AUDITORS = ['/events', '/integrity', '/journal'];
const TODAY = '2026-05-20';

// By day: a clock that goes back would be believed, and the log would not.
const inTime = operations.toSorted((a, b) => {
  const day = (it: Documented) => FIXTURES[it.name]?.on ?? TODAY;
  return day(a) < day(b) ? -1 : day(a) > day(b) ? 1 : 0;
});

describe('Each example of the documents can be called as it stands:', () => {
  it.each(inTime)('$name', async (documented) => {
    const { method, path, operation, example } = documented;
    const { on = TODAY, prepare } = fixtureOf(documented);
    app.now = `${on}T09:00:00Z`;
    const { ids = {}, body, who } = await prepare();
    await council.readable();
    const caller = who ?? (AUDITORS.includes(path) ? 'demo-auditor' : 'demo-officer');
    const sent = example === undefined ? undefined : { ...example, ...body };
    const query = method === 'GET' ? queryOf(operation) : '';
    const answer = await app.send(caller, method, addressed(path, ids) + query, sent);

    const [status] = Object.keys(operation.responses).filter((it) => it.startsWith('2'));
    if (answer.status !== Number(status)) expect(answer.body).toBe(`${status}`);
    expectShape(answer.body, exampleAnswerOf(operation));
  });
});

/** Query parameters that the documents give an example for. */
function queryOf(operation: Documented['operation']): string {
  const examples = (operation.parameters ?? []).flatMap(
    (it: { in: string; name: string; example?: unknown; schema?: { example?: unknown } }) => {
      const example = it.example ?? it.schema?.example;
      return it.in === 'query' && example !== undefined ? [[it.name, String(example)]] : [];
    },
  );
  return examples.length > 0 ? `?${new URLSearchParams(examples).toString()}` : '';
}

function exampleAnswerOf({ responses }: Documented['operation']): unknown {
  const [answer] = Object.entries<{ content?: Record<string, { example?: unknown }> }>(responses)
    .filter(([status]) => status.startsWith('2'))
    .map(([, it]) => it);
  return answer?.content?.['application/json']?.example;
}

/** Whatever the example names is there, and is of the same kind. */
function expectShape(actual: unknown, example: unknown, at = 'answer'): void {
  if (typeof example !== 'object' || example === null || Array.isArray(example)) return;
  for (const [name, value] of Object.entries(example)) {
    const there = (actual as Record<string, unknown>)[name];
    if (there === undefined) throw new Error(`The example has ${at}.${name}, the answer has not`);
    expect([`${at}.${name}`, kindOf(there)]).toEqual([`${at}.${name}`, kindOf(value)]);
    expectShape(there, value, `${at}.${name}`);
  }
}

const kindOf = (value: unknown): string =>
  value === null ? 'number' : Array.isArray(value) ? 'list' : typeof value;

describe('The documents', () => {
  it('are served as JSON and as pages, to anybody', async () => {
    const json = await app.send(undefined, 'GET', '/api/openapi.json');
    expect([json.status, json.body.openapi.slice(0, 2)]).toEqual([200, '3.']);
    const pages = await app.send(undefined, 'GET', '/api/docs');
    expect([pages.status, pages.headers['content-type']]).toEqual([200, 'text/html']);
  });

  it.each(operations)(
    'say what $name does, takes, answers and refuses',
    ({ method, operation, body, example }) => {
      expect(operation.summary).toEqual(expect.any(String));
      const errors = Object.keys(operation.responses).filter((it) => Number(it) >= 400);
      expect(errors).toEqual(expect.arrayContaining(['400', '401', '403', '503']));
      if (method !== 'GET')
        expect(errors).toEqual(
          expect.arrayContaining(['404', '409', '412', '413', '415', '422', '429']),
        );
      if (body) expect(example).toEqual(expect.any(Object));
      const hasAnswer = !('204' in operation.responses);
      const json = hasAnswer && JSON.stringify(operation.responses).includes('"application/json"');
      if (json) expect(exampleAnswerOf(operation)).toEqual(expect.any(Object));
    },
  );

  it('have nothing to say of things that have no name', async () => {
    const { body } = await app.send(undefined, 'GET', '/api/openapi.json');
    expect(Object.keys(body.components.schemas)).not.toContain('Object');
  });
});

describe('Of each field of a body the documents say', () => {
  const fields = operations.flatMap(({ name, body }) =>
    body
      ? [...fieldsOf(body)].map(([field, schema]) => ({ name: `${name}: ${field}`, schema }))
      : [],
  );

  it.each(fields.filter((it) => it.schema.type === 'integer'))(
    'the least and the most – $name',
    ({ schema }) =>
      expect([schema.minimum, schema.maximum]).toEqual([expect.any(Number), expect.any(Number)]),
  );

  it.each(fields.filter((it) => it.name.endsWith('Pence')))(
    'that it is pence – $name',
    ({ schema }) => expect(schema.description).toMatch(/pence/i),
  );

  it.each(fields)('what it is – $name', ({ schema }) =>
    expect(schema.description).toEqual(expect.any(String)),
  );

  function* fieldsOf(
    schema: NonNullable<Documented['body']>,
  ): Generator<[string, NonNullable<Documented['body']>]> {
    for (const [name, field] of Object.entries(schema.properties ?? {})) {
      yield [name, field];
      yield* fieldsOf(field.items ?? field);
    }
  }
});
