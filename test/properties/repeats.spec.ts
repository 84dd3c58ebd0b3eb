import fc from 'fast-check';
import { Journey, line, authority, OFFICER } from '../support/journey.js';
import { always } from '../support/properties.js';
import { seeded } from '../support/read-models.js';

// Networks repeat, people click twice, programs try again: each request counts once, and what does
// not hang on one another may come in any order.

const day = fc
  .integer({ min: 0, max: 44 })
  .map((it) => new Date(Date.UTC(2026, 3, 6 + it)).toISOString().slice(0, 10));
const amountPence = fc.integer({ min: 1, max: 200_000 });

/** Money and what is owed and kept: none of these looks at another. */
const independent = fc.array(
  fc.oneof(
    fc
      .tuple(amountPence, day)
      .map(([amount, on]) => ['payments', { amountPence: amount, paidOn: on }] as const),
    fc
      .tuple(amountPence, day, fc.constantFrom('contribution', 'top-up', 'refund', 'interest'))
      .map(
        ([amount, on, kind]) =>
          ['receipts', { kind, amountPence: amount, receivedOn: on }] as const,
      ),
    fc
      .tuple(amountPence, day)
      .map(
        ([amount, on]) =>
          [
            'expenses',
            { amountPence: amount, spentOn: on, payee: 'Rosa Reed', category: 'agency' },
          ] as const,
      ),
    fc
      .tuple(amountPence, day, fc.constantFrom('surplus', 'overpayment'))
      .map(
        ([amount, on, cause]) =>
          ['returns', { amountPence: amount, returnedOn: on, cause }] as const,
      ),
    fc.tuple(amountPence, day, fc.option(fc.integer({ min: 1, max: 8 }), { nil: undefined })).map(
      ([amount, on, repeatsWeekly]) =>
        [
          'commitments',
          {
            kind: 'wages',
            amountPence: amount,
            dueOn: on,
            ...(repeatsWeekly && { repeatsWeekly }),
          },
        ] as const,
    ),
    fc
      .tuple(amountPence, fc.constantFrom('redundancy', 'contingency', 'agreed-saving'), day)
      .map(([amount, kind, on]) => ['reserves', { kind, amountPence: amount, on }] as const),
  ),
  { minLength: 3, maxLength: 15 },
);

/** Each hangs on what was agreed before it. */
const inOrder = fc
  .array(fc.tuple(day, fc.integer({ min: 0, max: 5 })), { minLength: 1, maxLength: 4 })
  .map((rises) => {
    let weekly = 200_00;
    return rises.map(([effectiveFrom, tens]) => {
      weekly += tens * 10_00;
      const lines = [line('personal-care', weekly), line('respite', 33_33)];
      return ['allocations', { effectiveFrom, lines, reason: 'uplift', authority }] as const;
    });
  });

type Request = readonly [below: string, body: object];

describe('Whatever is sent', () => {
  let journey: Journey;
  let budgets = 0;
  beforeAll(async () => {
    journey = await Journey.start('2026-05-20');
  });
  afterAll(() => journey.end());

  async function budget(): Promise<string> {
    const userId = `user-${budgets++}`;
    const { path } = await journey.budget({ of: 'Anna Archer', userId, opensOn: '2026-04-06' });
    return path;
  }

  const send = (path: string, [below, body]: Request, key: string) =>
    journey.app.post(OFFICER, `${path}/${below}`, body, { key: `${path} ${key}` });

  const seen = async (path: string) =>
    Promise.all(
      ['2026-04-20', '2026-05-20', '2026-12-31'].map((asAt) =>
        journey.figures(path, { asAt: asAt as '2026-04-20' }),
      ),
    );

  always(
    'with repeats, retries at once and later, and in another order, makes the same figures',
    fc.record({ independent, inOrder, seed: fc.nat() }),
    async (sent) => {
      const random = seeded(sent.seed);
      const once = await budget();
      for (const [i, it] of sent.inOrder.entries()) await send(once, it, `a${i}`);
      for (const [i, it] of sent.independent.entries()) await send(once, it, `m${i}`);

      const often = await budget();
      const requests = shuffled(sent, random);
      for (const [i, [key, it]] of requests.entries()) {
        const again = requests.slice(0, i + 1).filter(() => random() < 0.2);
        const answers = await Promise.all([
          send(often, it, key),
          send(often, it, key),
          ...again.map(([earlierKey, earlier]) => send(often, earlier, earlierKey)),
        ]);
        expect(answers[1].body).toEqual(answers[0].body);
      }

      expect(await seen(often)).toEqual(await seen(once));
      const count = async (path: string) => (await journey.history(path)).length;
      expect(await count(often)).toBe(await count(once));
    },
    12,
  );

  it('a key that comes with something else is refused, and changes nothing', async () => {
    const path = await budget();
    await send(path, ['payments', { amountPence: 5, paidOn: '2026-05-04' }], 'a');
    const other = await send(path, ['payments', { amountPence: 6, paidOn: '2026-05-04' }], 'a');
    expect([other.status, other.body.code]).toEqual([422, 'idempotency-key-reused']);
    expect((await journey.figures(path))['paidPence']).toBe(5);
  });
});

/** Those that hang on one another keep their order; the others come anywhere between them. */
function shuffled(
  sent: { readonly inOrder: readonly Request[]; readonly independent: readonly Request[] },
  random: () => number,
): (readonly [key: string, Request])[] {
  const requests = sent.inOrder.map((it, i): readonly [string, Request] => [`a${i}`, it]);
  for (const [i, it] of sent.independent.entries())
    requests.splice(Math.floor(random() * (requests.length + 1)), 0, [`m${i}`, it]);
  return requests;
}
