import { TestApp } from '../support/app.js';
import { Council } from '../support/council.js';
import { A_PHOTO, aFile, form, sendForm } from '../support/forms.js';
import { lloyds } from '../support/reconciling.js';
import {
  addressed,
  documented,
  mismatches,
  type Documented,
  type Schema,
} from '../support/documents.js';

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
  /** In the place of a photo. */
  readonly file?: string;
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

const spent = async () => {
  const budgetId = await agreed();
  const entryId = await council.expense(budgetId);
  return { budgetId, entryId };
};
const RECEIPTS = '/budgets/{budgetId}/expenses/{entryId}/receipts';

const stated = async () => {
  const budgetId = await agreed();
  const statementId = await council.statement(budgetId);
  return { budgetId, statementId };
};
/** On a line of money out that is open. */
const onLine = (make?: (path: string) => Promise<unknown>): Fixture => ({
  prepare: async () => {
    const { statementId } = await stated();
    const lineId = await council.lineOf(statementId, 1);
    await make?.(`/statements/${statementId}/lines/${lineId}`);
    return { ids: { statementId, lineId } };
  },
});
const paidFor = async (): Promise<Prepared> => {
  const { budgetId, statementId } = await stated();
  const entryIds = [await council.expense(budgetId, 9_600)];
  return {
    ids: { statementId, lineId: await council.lineOf(statementId, 1) },
    body: { entryIds, withLineIds: [] },
  };
};
const closed = async () => {
  const { statementId } = await stated();
  await council.closed(statementId);
  return { statementId };
};
const LINE = '/statements/{statementId}/lines/{lineId}';

const review: Fixture = {
  prepare: async () => ({ ids: { reviewId: await council.reassessment(await agreed()) } }),
};

const FIXTURES: Readonly<Record<string, Fixture>> = {
  'POST /people': { prepare: async () => ({}) },
  'GET /people/{personId}': {
    prepare: async () => {
      const personId = await anna();
      await council.representative(personId);
      return { ids: { personId } };
    },
  },
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
  'GET /reductions/{reductionId}/letter': reduction((it) => council.proposal(it, EARLY)),
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
  [`POST ${RECEIPTS}`]: { prepare: async () => ({ ids: await spent() }) },
  [`GET ${RECEIPTS}`]: {
    prepare: async () => {
      const ids = await spent();
      await council.receipt(ids.budgetId, ids.entryId);
      return { ids };
    },
  },
  [`GET ${RECEIPTS}/{receiptId}`]: {
    prepare: async () => {
      const ids = await spent();
      return { ids: { ...ids, receiptId: await council.receipt(ids.budgetId, ids.entryId) } };
    },
  },
  'GET /budgets/{budgetId}/disagreements': onBudget(async () => {
    const budgetId = await agreed();
    const path = `/budgets/${budgetId}/disagreements`;
    const disagreementId = await council.disagreement(budgetId);
    const answer = { answer: 'It is as it was agreed.', outcome: 'explained' };
    await council.post('demo-officer', `${path}/${disagreementId}/answer`, answer);
    return budgetId;
  }),
  'POST /budgets/{budgetId}/disagreements/{disagreementId}/answer': {
    prepare: async () => {
      const budgetId = await agreed();
      return { ids: { budgetId, disagreementId: await council.disagreement(budgetId) } };
    },
  },
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
  'POST /budgets/{budgetId}/statements': {
    prepare: async () => ({
      ids: { budgetId: await agreed() },
      file: lloyds(0, [[6, 'COUNTY COUNCIL DP', 1680]]),
    }),
  },
  'POST /budgets/{budgetId}/statements/keyed': {
    prepare: async () => ({ ids: { budgetId: await agreed() }, body: { to: '2026-05-08' } }),
  },
  'GET /budgets/{budgetId}/statements': onBudget(async () => (await stated()).budgetId),
  'GET /statements/{statementId}': { prepare: async () => ({ ids: await stated() }) },
  'POST /statements/{statementId}/withdrawal': { prepare: async () => ({ ids: await stated() }) },
  'POST /statements/{statementId}/close': {
    prepare: async () => {
      const { statementId } = await stated();
      const { lines } = await council.get('demo-officer', `/statements/${statementId}`);
      for (const { lineId } of lines) {
        const path = `/statements/${statementId}/lines/${lineId}/ignore`;
        await council.post('demo-officer', path, { reason: 'So' });
      }
      return { ids: { statementId }, body: { openingPence: 0, closingPence: 158_400 } };
    },
  },
  'POST /statements/{statementId}/sign-off': {
    prepare: async () => ({ ids: await closed(), who: 'demo-manager' }),
  },
  'POST /statements/{statementId}/reopening': {
    prepare: async () => ({ ids: await closed(), who: 'demo-manager' }),
  },
  'POST /statements/{statementId}/accept-suggestions': {
    prepare: async () => ({ ids: await stated(), body: { lineIds: [] } }),
  },
  [`POST ${LINE}/match`]: { prepare: paidFor },
  [`DELETE ${LINE}/match`]: {
    prepare: async () => {
      const { ids, body } = await paidFor();
      await council.post('demo-officer', addressed(`${LINE}/match`, ids!), body);
      return { ids: ids! };
    },
  },
  [`POST ${LINE}/record`]: onLine(),
  [`POST ${LINE}/set-aside`]: onLine(),
  [`POST ${LINE}/ignore`]: onLine(),
  [`POST ${LINE}/explanation`]: onLine((path) =>
    council.post('demo-officer', `${path}/set-aside`, { reason: 'So', question: 'What?' }),
  ),
  [`POST ${LINE}/restore`]: onLine((path) =>
    council.post('demo-officer', `${path}/ignore`, { reason: 'So' }),
  ),
  'DELETE /budgets/{budgetId}/matching-rules/{ruleId}': {
    prepare: async () => {
      const { budgetId, statementId } = await stated();
      const lineId = await council.lineOf(statementId, 1);
      return { ids: { budgetId, ruleId: await council.matchingRule(statementId, lineId) } };
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
    const { ids = {}, body, who, file = A_PHOTO } = await prepare();
    await council.readable();
    const caller = who ?? (AUDITORS.includes(path) ? 'demo-auditor' : 'demo-officer');
    const sent = example === undefined ? undefined : { ...example, ...body };
    const query = method === 'GET' ? queryOf(operation) : '';
    const address = addressed(path, ids) + query;
    const answer = documented.takesFile
      ? await sendForm(app, caller, address, form([aFile(file)]))
      : await app.send(caller, method, address, sent);

    const [status] = Object.keys(operation.responses).filter((it) => it.startsWith('2'));
    if (answer.status !== Number(status)) expect(answer.body).toBe(`${status}`);
    const documentedAnswer = answerOf(operation);
    if (documentedAnswer) expect(mismatches(documentedAnswer.schema, answer.body)).toEqual([]);
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

interface Answered {
  readonly schema: Schema;
  readonly example: unknown;
}

/** What the documents say of an answer in JSON; `undefined`: it has none. */
function answerOf({ responses }: Documented['operation']): Answered | undefined {
  const [answer] = Object.entries<{ content?: Record<string, Answered> }>(responses)
    .filter(([status]) => status.startsWith('2'))
    .map(([, it]) => it);
  return answer?.content?.['application/json'];
}

describe('The documents', () => {
  it('are served as JSON and as pages, to anybody', async () => {
    const json = await app.send(undefined, 'GET', '/api/openapi.json');
    expect([json.status, json.body.openapi.slice(0, 2)]).toEqual([200, '3.']);
    const pages = await app.send(undefined, 'GET', '/api/docs');
    expect([pages.status, pages.headers['content-type']]).toEqual([200, 'text/html']);
  });

  it.each(operations)('say what $name does, takes and answers', (documented) => {
    const { operation, body, example } = documented;
    expect(operation.summary).toEqual(expect.any(String));
    expect(operation.description).toMatch(/For: [a-z, ]+\.$/);
    if (body) expect(example).toEqual(expect.any(Object));
    for (const { name, description } of operation.parameters)
      expect([name, description]).toEqual([name, expect.any(String)]);
    const answer = answerOf(operation);
    if (answer) expect(mismatches(answer.schema, answer.example)).toEqual([]);
  });

  const errorsOf = (name: string) =>
    Object.keys(operations.find((it) => it.name === name)!.operation.responses)
      .map(Number)
      .filter((it) => it >= 400);

  it.each([
    ['GET /budgets', [400, 401, 429, 503]],
    ['GET /events', [400, 401, 403, 429, 503]],
    ['GET /budgets/{budgetId}/figures', [400, 401, 404, 429, 503]],
    ['POST /people', [400, 401, 403, 413, 415, 422, 429, 503]],
    ['POST /budgets', [400, 401, 403, 404, 413, 415, 422, 429, 503]],
    ['POST /budgets/{budgetId}/expenses', [400, 401, 403, 404, 409, 412, 413, 415, 422, 429, 503]],
    ['DELETE /budgets/{budgetId}/suspension', [400, 401, 403, 404, 409, 412, 422, 429, 503]],
    [
      'POST /reductions/{reductionId}/notice',
      [400, 401, 403, 404, 409, 412, 413, 415, 422, 429, 503],
    ],
    ['POST /reviews/{reviewId}/start', [400, 401, 403, 404, 409, 413, 415, 422, 429, 503]],
  ])('say of %s which errors it can answer, and no others', (name, errors) =>
    expect(errorsOf(name)).toEqual(errors),
  );

  it('name the codes with which the rules may refuse', () => {
    const { responses } = operations.find(
      (it) => it.name === 'POST /reductions/{reductionId}/approval',
    )!.operation;
    const { code } = responses[409].content['application/problem+json'].schema.properties;
    expect(code.enum).toEqual([
      'approver-is-proposer',
      'closed',
      'gate',
      'over-limit',
      'wrong-state',
    ]);
  });

  it('offer If-Match only where there is a budget to compare', () => {
    const offering = operations.filter(({ operation }) =>
      operation.parameters.some((it: { name: string }) => it.name === 'If-Match'),
    );
    const names = offering.map((it) => it.name);
    expect(names).toContain('POST /budgets/{budgetId}/payments');
    expect(names).not.toContain('POST /budgets');
    expect(names.filter((it) => /people|reviews/.test(it))).toEqual([]);
  });

  it('name the tokens of the demo where one signs in', async () => {
    const { body } = await app.send(undefined, 'GET', '/api/openapi.json');
    const { description } = body.components.securitySchemes.bearer;
    for (const it of ['demo-officer', 'demo-manager-2', 'demo-auditor', 'demo-nominee'])
      expect(description).toContain(`\`${it}\``);
  });

  it('refer only to what is there', async () => {
    const { body } = await app.send(undefined, 'GET', '/api/openapi.json');
    for (const [, way] of JSON.stringify(body).matchAll(/"\$ref":"#\/([^"]+)"/g)) {
      const there = way!.split('/').reduce((at, it) => at?.[it], body);
      expect([way, there]).toEqual([way, expect.any(Object)]);
    }
  });

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
