import fc from 'fast-check';
import type { DomainEvent } from '../../src/kernel/decider.js';
import { addDays, type LocalDate } from '../../src/kernel/dates.js';
import { derivedId } from '../../src/kernel/digest.js';
import { histories, type History } from '../properties/histories.js';
import { TestApp } from '../support/app.js';
import { describeWithReaders } from '../support/books.js';
import { oluAsks } from '../support/people.js';
import { always } from '../support/properties.js';
import { HandedOut } from './agreement.js';

const SPACE = '0c7b7c5e-2c1e-4d53-9a58-0f3b6a1f9d11';
/** In summer the last of these is tomorrow in London. */
const TIMES = ['00:30', '09:00', '23:30'] as const;

/** A few budgets, and how many days pass before each next append, at which time of the day. */
const councils = fc.record({
  histories: fc.array(histories, { minLength: 2, maxLength: 3 }),
  waits: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 5, maxLength: 20 }),
  asAt: fc.integer({ min: -10, max: 200 }),
  known: fc.array(fc.nat({ max: 10_000 }), { minLength: 2, maxLength: 2 }),
});
type Council = typeof councils extends fc.Arbitrary<infer C> ? C : never;

describeWithReaders('The journal of any council', () => {
  let app: TestApp;
  let today: LocalDate = '2026-05-05';
  const budgetIds: string[] = [];
  beforeAll(async () => void (app = await TestApp.start({ now: `${today}T00:00:00Z` })));
  afterAll(() => app.close());

  /** Of the CSV: what was handed out once stays as it is, and more is added. */
  const rows = async () => new Set((await auditor('/journal?format=csv')).split('\r\n'));
  const auditor = async (path: string) => (await app.get('demo-auditor', path)).body;

  /** In appends of a few, now of one stream and now of another. Answers the days of recording. */
  async function record({ histories: of, waits }: Council): Promise<LocalDate[]> {
    const days: LocalDate[] = [];
    const begun = budgetIds.length;
    budgetIds.push(...of.map((_, i) => derivedId(SPACE, `budget ${begun + i}`)));
    const appends = of.flatMap((it, i) => appendsOf(it, budgetIds[begun + i]!));
    for (const [n, append] of appends.toSorted((a, b) => a.from - b.from).entries()) {
      const wait = waits[n % waits.length]!;
      today = addDays(today, wait > 6 ? 1 : 0);
      if (days.at(-1) !== today) app.now = `${today}T${TIMES[wait % 3]}:00Z`;
      days.push(today);
      const { stream, from, events } = append;
      await app.ledger.log.append(stream, from - 1, events, oluAsks(`${stream} ${from}`));
    }
    await app.ledger.projector.caughtUp();
    // All that was recorded is over, so that what was known on each day can be asked for.
    today = addDays(today, 2);
    app.now = `${today}T00:00:00Z`;
    return days;
  }

  always(
    'is read by hledger, ledger and as CSV as the API says, as at a day and as known at a day',
    councils,
    async (council) => {
      const before = await rows();
      const days = await record(council);
      expect((await rows()).isSupersetOf(before)).toBe(true);
      const journal = await HandedOut.to(auditor, budgetIds);
      await journal.isInOrder();
      const asAt = addDays(days[0]!, council.asAt);
      await journal.agreesAt({ asAt });
      for (const it of council.known)
        await journal.agreesAt({ asAt, knownOn: days[it % days.length]! });
      await journal.agreesWithHistories(asAt);
      journal.remove();

      const one = await HandedOut.to(auditor, budgetIds, budgetIds.at(-1)!);
      await one.isInOrder();
      await one.agreesAt({ asAt, knownOn: days.at(-1)! });
      one.remove();
    },
    8,
    { timeoutMs: 240_000, endOnFailure: true },
  );
});

function appendsOf({ budget, account }: History, budgetId: string) {
  const inFew = (stream: string, events: readonly DomainEvent[]) =>
    Array.from({ length: Math.ceil(events.length / 3) }, (_, i) => ({
      stream: `${stream}-${budgetId}`,
      from: i * 3,
      events: events.slice(i * 3, i * 3 + 3),
    }));
  return [...inFew('budget', budget), ...inFew('account', account)];
}
