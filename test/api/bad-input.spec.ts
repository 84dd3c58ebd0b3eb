import { TestApp } from '../support/app.js';
import { Council, written } from '../support/council.js';
import { addressed, documented, type Documented, type Schema } from '../support/documents.js';

// Driven by the documents: a new operation, and each new field of one, is met by every case below.
// The example is sent with one thing wrong, the field is named, and nothing at all is written.

const app = await TestApp.start();
const council = new Council(app);
// What takes a form with a file has a spec of its own.
const posts = (await documented(app)).filter((it) => it.method === 'POST' && !it.takesFile);
afterAll(() => app.close());

const UNKNOWN = '2ed6657d-e927-568b-95e1-2665a8aea6a2';
const NOT_IDS = ['17', 'x'.repeat(36), UNKNOWN.toUpperCase(), `${UNKNOWN}%00`, '%27%20OR%201=1'];
const HOLDERS = ['POST /reductions/{reductionId}/challenge'];

let ids: Record<string, string>;
let others: Record<string, string>;

async function everything(personId: string): Promise<Record<string, string>> {
  const budgetId = await council.budget(personId);
  const statementId = await council.statement(budgetId);
  const made = {
    personId,
    budgetId,
    allocationId: await council.allocation(budgetId),
    oneOffId: await council.oneOff(budgetId),
    entryId: await council.expense(budgetId),
    disagreementId: await council.disagreement(budgetId),
    statementId,
    lineId: await council.lineOf(statementId),
    commitmentId: await council.commitment(budgetId),
    reserveId: await council.reserve(budgetId),
    reviewId: await council.reassessment(budgetId),
    reductionId: await council.notified(budgetId),
  };
  await council.readable();
  return made;
}

beforeAll(async () => {
  ids = await everything(await council.person('Anna Archer', { userId: 'demo-holder' }));
  others = await everything(await council.person('Bilal Brook'));
});

const managersMay = /approval$|challenge-decision$|reopening$/;
const whoMay = ({ name }: Documented) =>
  HOLDERS.includes(name)
    ? 'demo-holder'
    : managersMay.test(name)
      ? 'demo-manager-2'
      : 'demo-officer';

const isId = (it: string | undefined) => it !== undefined;

/** Ids in the body are those of things that are there, so that nothing else is wrong. */
function exampleOf({ example, body }: Documented): Record<string, unknown> {
  const sent = Object.entries(example ?? {}).map(([name, value]) => {
    const { format, items } = body!.properties![name]!;
    if (format === 'uuid') return [name, ids[name]];
    if (items?.format === 'uuid') return [name, [ids[name.slice(0, -1)]].filter(isId)];
    const isBare = Array.isArray(value) && value.length === 0;
    return [name, isBare ? [partOf(items!)] : value];
  });
  return Object.fromEntries(sent);
}

const partOf = ({ properties = {} }: Schema) =>
  Object.fromEntries(Object.entries(properties).map(([name, it]) => [name, it.example]));

const send = (
  post: Documented,
  body: unknown,
  headers: Record<string, string> = {},
  where: Record<string, string> = ids,
) => app.post(whoMay(post), addressed(post.path, where), body, { headers });

async function expectNothingWritten(request: () => Promise<unknown>): Promise<void> {
  const before = await written(app);
  await request();
  expect(await written(app)).toBe(before);
}

describe('Nothing is written by a POST', () => {
  const whole: readonly [string, unknown, number, Record<string, string>?][] = [
    ['of a field that nobody knows', { colour: 'red' }, 400],
    ['of a list', [], 400],
    ['of a list with the example in it', [{}], 400],
    ['of null', 'null', 400],
    ['of a text', '"hello"', 400],
    ['of a number', '17', 400],
    ['of half a body', '{"amountPence": 1', 400],
    ['of two bodies', '{}{}', 400],
    ['of nothing but a blank', ' ', 400],
    ['of JSON with a comment', '{/* no */}', 400],
    ['of bytes that are no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]), 400],
    ['of 21 levels', `${'{"a":'.repeat(20)}{}${'}'.repeat(20)}`, 400],
    ['of 100,000 levels', `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, 400],
    ['of plain text', 'hello', 415, { 'content-type': 'text/plain' }],
    ['of a form', 'a=1', 415, { 'content-type': 'application/x-www-form-urlencoded' }],
    ['of JSON without a name', '{}', 415, { 'content-type': '' }],
    ['of more than 1 MiB', JSON.stringify({ a: 'x'.repeat(1_048_576) }), 413],
  ];

  const wholes = posts.flatMap((post) =>
    whole.map(([what, body, status, headers]) => ({
      title: `${what} – ${post.name}`,
      post,
      body,
      status,
      headers,
    })),
  );
  it.each(wholes)('$title', ({ post, body, status, headers }) =>
    expectNothingWritten(async () => {
      const answer = await send(post, body, headers);
      expect([answer.status, answer.body.status]).toEqual([status, status]);
    }),
  );

  it.each(posts)('of the example with one field more – $name', (post) =>
    expectNothingWritten(async () => {
      const { status, body } = await send(post, { ...exampleOf(post), colour: 'red' });
      expect([status, body.errors?.map((it: { field: string }) => it.field)]).toEqual([
        400,
        ['colour'],
      ]);
    }),
  );

  it.each(posts)('of the example with a field that every object has – $name', (post) =>
    expectNothingWritten(async () => {
      const example = JSON.stringify(exampleOf(post)).slice(1);
      for (const own of ['__proto__', 'constructor', 'hasOwnProperty', 'toString']) {
        const body = `{"${own}":{"a":1}${example === '}' ? '' : ','}${example}`;
        expect([own, (await send(post, body)).status]).toEqual([own, 400]);
      }
    }),
  );

  const below = posts.filter((it) => it.path.includes('{'));
  const namesIn = (path: string) => [...path.matchAll(/\{(\w+)\}/g)].map((it) => it[1]!);

  it.each(below)('to ids that nobody knows, or that are none – $name', (post) =>
    expectNothingWritten(async () => {
      for (const name of namesIn(post.path))
        for (const wrong of [UNKNOWN, ...NOT_IDS]) {
          const { status, body } = await send(post, exampleOf(post), {}, { ...ids, [name]: wrong });
          expect([name, wrong, status, body.code]).toEqual([name, wrong, 404, 'not-found']);
        }
    }),
  );

  const twoIds = below.filter((it) => namesIn(it.path).length === 2);
  it.each(twoIds)('to what lies below another budget – $name', (post) =>
    expectNothingWritten(async () => {
      const [upper] = namesIn(post.path) as [string];
      const where = { ...ids, [upper]: others[upper]! };
      const { status } = await send(post, exampleOf(post), {}, where);
      expect(status).toBe(404);
    }),
  );
});

// ── Field by field ───────────────────────────────────────────────────────────

type Path = readonly (string | number)[];
interface Case {
  readonly title: string;
  readonly post: Documented;
  readonly at: Path;
  readonly values: readonly unknown[];
}

const nameOf = (at: Path): string =>
  at.reduce<string>(
    (name, step) =>
      typeof step === 'number' ? `${name}[${step}]` : name ? `${name}.${step}` : step,
    '',
  );

const NOT_TEXT = [null, 17, true, {}, ['a']];

/** What each kind of field must refuse, from what the documents say of it. */
function wrongFor(schema: Schema): unknown[] {
  const { type, minimum = 0, maximum = 0, maxLength = 0, minItems = 0, maxItems = 0 } = schema;
  switch (type) {
    case 'integer':
      return [
        null,
        true,
        [],
        {},
        '',
        String(minimum),
        `${minimum}.0`,
        minimum - 1,
        ...(minimum < 0 ? [] : [-1, -minimum - 5]),
        minimum + 0.5,
        minimum + 0.01,
        maximum + 1,
        2 ** 53,
        1e21,
        1e308,
        [minimum],
      ];
    case 'boolean':
      return [null, 'true', 0, 1, [], {}];
    case 'array':
      return [
        null,
        {},
        'a',
        17,
        [null],
        [17],
        [[]],
        [['a']],
        [{ colour: 'red' }],
        ...(minItems > 0 ? [[]] : []),
        Array.from({ length: maxItems + 1 }, () => schema.items?.example ?? {}),
      ];
    case 'object':
    case undefined:
      return [null, [], 'a', 17, { colour: 'red' }];
  }
  if (schema.enum)
    return [...NOT_TEXT, '', 'colour', schema.enum[0]!.toUpperCase(), [schema.enum[0]]];
  if (schema.format === 'date')
    return [
      ...NOT_TEXT,
      '',
      '2026-02-30',
      '2026-02-29',
      '2026-13-01',
      '1850-01-01',
      '2190-01-01',
      '20260501',
      '2026-5-1',
      '2026-05-01T00:00:00Z',
      ' 2026-05-01',
      '01/05/2026',
      '٢٠٢٦-٠٥-٠١',
    ];
  if (schema.format === 'uuid') return [...NOT_TEXT, '', ...NOT_IDS];
  if (schema.pattern)
    return [
      ...NOT_TEXT,
      '',
      'Big',
      'a b',
      '-a',
      'a-',
      'a--b',
      'ä',
      'a\n',
      'a'.repeat(maxLength + 1),
    ];
  return [
    ...NOT_TEXT,
    '',
    ' ',
    '\n',
    'a\u0000b',
    'a\tb',
    'a\u001bb',
    'a\u007fb',
    'a\u0085b',
    'a\ud800b',
    '\udc00',
    'a'.repeat(maxLength + 1),
  ];
}

function* casesOf(post: Documented, schema: Schema, at: Path = []): Generator<Case> {
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    const here = [...at, name];
    yield { title: `${post.name} – ${nameOf(here)}`, post, at: here, values: wrongFor(field) };
    if (field.items?.properties) yield* casesOf(post, field.items, [...here, 0]);
    else yield* casesOf(post, field, here);
  }
}

/** A copy with one value in another place; lists and objects on the way are made if missing. */
function withValue(body: unknown, [step, ...rest]: Path, value: unknown): unknown {
  const copy: Record<string | number, unknown> = Array.isArray(body)
    ? ([...body] as never)
    : { ...(body as object) };
  copy[step!] = rest.length === 0 ? value : withValue(copy[step!], rest, value);
  return copy;
}

const cases = posts.flatMap((post) => (post.body ? [...casesOf(post, post.body)] : []));

describe('A field that is wrong is 400, named, and nothing is written:', () => {
  it('there are fields to try', () => expect(cases.length).toBeGreaterThan(80));

  it.each(cases)('$title', ({ post, at, values }) =>
    expectNothingWritten(async () => {
      const name = nameOf(at);
      for (const value of values) {
        const body = JSON.stringify(withValue(exampleOf(post), at, value));
        const answer = await send(post, body);
        const fields = answer.body.errors?.map((it: { field: string }) => it.field) ?? [];
        const sent = body.length > 200 ? `${body.length} characters` : JSON.stringify(value);
        expect([sent, answer.status, answer.body.code]).toEqual([sent, 400, 'invalid']);
        expect(fields[0].startsWith(name)).toBe(true);
      }
    }),
  );

  const required = cases.filter(({ post, at }) => {
    const parent = at
      .slice(0, -1)
      .reduce<Schema>(
        (schema, step) => (typeof step === 'number' ? schema.items! : schema.properties![step]!),
        post.body!,
      );
    return parent.required?.includes(at.at(-1) as string);
  });
  it.each(required)('left out – $title', ({ post, at }) =>
    expectNothingWritten(async () => {
      const { status, body } = await send(post, withValue(exampleOf(post), at, undefined));
      expect([status, body.errors[0].field]).toEqual([400, nameOf(at)]);
    }),
  );
});

describe('Nothing is written, and 400 names', () => {
  const cases: readonly [string, string, string, Record<string, unknown>][] = [
    [
      'birthday that lies ahead',
      'dateOfBirth',
      '/people',
      { fullName: 'A', dateOfBirth: '2026-05-21' },
    ],
    ['payment of tomorrow', 'paidOn', 'payments', { amountPence: 1, paidOn: '2026-05-21' }],
    [
      'receipt of tomorrow',
      'receivedOn',
      'receipts',
      { kind: 'refund', amountPence: 1, receivedOn: '2026-05-21' },
    ],
    ['return of tomorrow', 'returnedOn', 'returns', { amountPence: 1, returnedOn: '2026-05-21' }],
    [
      'expense of tomorrow',
      'spentOn',
      'expenses',
      { amountPence: 1, spentOn: '2026-05-21', payee: 'R', category: 'other' },
    ],
    ['bounce of tomorrow', 'bouncedOn', 'payments/{entryId}/bounce', { bouncedOn: '2026-05-21' }],
    [
      'settlement of tomorrow',
      'settledOn',
      'commitments/{commitmentId}/settlement',
      { settledOn: '2026-05-21' },
    ],
    [
      'payment for half a period',
      'periodTo',
      'payments',
      { amountPence: 1, paidOn: '2026-05-01', periodFrom: '2026-05-01' },
    ],
    [
      'payment for the other half',
      'periodFrom',
      'payments',
      { amountPence: 1, paidOn: '2026-05-01', periodTo: '2026-05-01' },
    ],
    [
      'period that is reversed',
      'periodTo',
      'payments',
      { amountPence: 1, paidOn: '2026-05-01', periodFrom: '2026-05-02', periodTo: '2026-05-01' },
    ],
    [
      'line twice',
      'lines',
      'allocations',
      {
        effectiveFrom: '2026-05-01',
        lines: [lineOf(1), lineOf(2)],
        reason: 'uplift',
        authority: { reference: 'P' },
      },
    ],
    [
      'reserve that ends before it begins',
      'until',
      'reserves',
      { kind: 'redundancy', amountPence: 1, on: '2026-05-02', until: '2026-05-01' },
    ],
    [
      'suspension that ends before it begins',
      'expectedEnd',
      'suspension',
      { from: '2026-05-02', expectedEnd: '2026-05-01', reason: 'abroad' },
    ],
    [
      'representative of no name',
      'fullName',
      '/people/{personId}/representatives',
      { kind: 'nominee', from: '2026-05-01' },
    ],
    [
      'term that ends before it begins',
      'to',
      '/people/{personId}/representatives',
      { kind: 'nominee', fullName: 'N', from: '2026-05-02', to: '2026-05-01' },
    ],
    [
      'reversal before its entry',
      'effectiveOn',
      'reversals',
      { entryId: '{entryId}', reason: 'recorded-twice', effectiveOn: '2026-04-16' },
    ],
    [
      'reversal of tomorrow',
      'effectiveOn',
      'reversals',
      { entryId: '{entryId}', reason: 'recorded-twice', effectiveOn: '2026-05-21' },
    ],
    [
      'reason twice',
      'reasons',
      'reductions',
      { effectiveFrom: '2026-07-01', lines: [], reasons: ['need-reduced', 'need-reduced'] },
    ],
  ];
  it.each(cases)('a %s', (_, field, path, body) =>
    expectNothingWritten(async () => {
      const address = path.startsWith('/') ? path : `/budgets/{budgetId}/${path}`;
      const sent = JSON.parse(
        addressed(JSON.stringify(body).replaceAll('"{entryId}"', `"${ids['entryId']}"`), {}),
      );
      const { status, body: problem } = await app.post(
        'demo-officer',
        addressed(address, ids),
        sent,
      );
      expect([status, problem.code, problem.errors?.[0]?.field]).toEqual([400, 'invalid', field]);
    }),
  );

  it('an entry of another budget is 404, whatever asks for it', () =>
    expectNothingWritten(async () => {
      const reversal = { entryId: others['entryId'], reason: 'recorded-twice' };
      const settlement = { entryId: others['entryId'] };
      const at = (path: string) => addressed(`/budgets/{budgetId}/${path}`, ids);
      const one = await app.post('demo-officer', at('reversals'), reversal);
      const two = await app.post(
        'demo-officer',
        at(`commitments/${ids['commitmentId']}/settlement`),
        settlement,
      );
      expect([one.status, two.status]).toEqual([404, 404]);
    }));
});

describe('What is just inside the bounds is taken:', () => {
  const at = (path: string) => addressed(`/budgets/{budgetId}/${path}`, ids);
  it.each([
    ['the largest amount', 'payments', { amountPence: 1_000_000_000, paidOn: '2026-05-20' }],
    ['the smallest', 'payments', { amountPence: 1, paidOn: '2026-04-06' }],
    [
      '2,000 characters, line breaks and emoji among them',
      'expenses',
      {
        amountPence: 1,
        spentOn: '2026-05-20',
        payee: 'R',
        category: 'other',
        note: `🙂\r\n${'a'.repeat(1_996)}`,
      },
    ],
    [
      '29 February of a leap year',
      'one-offs',
      {
        amountPence: 1,
        purpose: 'respite',
        fundingStream: 'health',
        on: '2028-02-29',
        authority: { reference: 'P' },
      },
    ],
    [
      'the last day',
      'one-offs',
      {
        amountPence: 1,
        purpose: 'respite',
        fundingStream: 'health',
        on: '2099-12-31',
        authority: { reference: 'P' },
      },
    ],
  ])('%s', async (_, path, body) =>
    expect((await app.post('demo-officer', at(path), body)).status).toBe(201),
  );

  it('20 levels are read, and what is wrong is something else', async () => {
    const deep = `${'{"a":'.repeat(19)}{}${'}'.repeat(19)}`;
    const { body } = await app.post('demo-officer', at('payments'), deep);
    expect(body.errors[0]).toMatchObject({
      field: 'a',
      message: 'There is no such field. Leave it out.',
    });
  });
  it('a body of exactly 1 MiB', async () => {
    const empty = JSON.stringify({ a: '' }).length;
    const full = JSON.stringify({ a: 'x'.repeat(1_048_576 - empty) });
    expect((await app.post('demo-officer', at('payments'), full)).status).toBe(400);
  });
  it('JSON with a charset in its name', async () => {
    const headers = { 'content-type': 'Application/JSON; charset=utf-8' };
    const body = { amountPence: 1, paidOn: '2026-05-01' };
    expect((await app.post('demo-officer', at('payments'), body, { headers })).status).toBe(201);
  });
});

describe('Somebody nobody recorded', () => {
  it.each<[string, string, object]>([
    ['gets no budget', '/budgets', { opensOn: '2026-05-01', deploymentMode: 'cash', basis: 'net' }],
    [
      'represents nobody',
      '/people/{personId}/representatives',
      { kind: 'nominee', from: '2026-05-01' },
    ],
  ])('%s: 404, and nothing is written', async (_, path, body) => {
    const before = await app.ledger.log.head();
    const { status } = await app.post('demo-officer', addressed(path, ids), {
      ...body,
      personId: UNKNOWN,
    });
    expect([status, await app.ledger.log.head()]).toEqual([404, before]);
  });
});

function lineOf(weeklyPence: number) {
  return { purpose: 'respite', fundingStream: 'health', weeklyPence };
}
