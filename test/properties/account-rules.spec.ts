import fc from 'fast-check';
import { addWeeks, daysBetween, type LocalDate } from '../../src/kernel/dates.js';
import { always } from '../support/properties.js';
import {
  accountSteps,
  EVIDENCE_DUE_DAYS,
  liveAccount,
  OPENS_ON,
  type Happened,
  type Lived,
} from './account-lives.js';

// Whatever is asked of an account, in whatever order, and refused or not: what must always hold of
// an account holds of what was recorded. The checks read the events and nothing else.

const CLOSED_TO = '2026-01-18';

// ── What must always hold, read off the events ───────────────────────────────

const MAKES = [
  'PaymentMade',
  'ContributionReceived',
  'OtherMoneyReceived',
  'ExpenseRecorded',
  'MoneyReturned',
];
const UNDOES = ['PaymentReturned', 'EntryReversed'];
const TALK = ['ExpenseQueried', 'ExpenseExplained', 'ExpenseAccepted', 'ExpenseDisallowed'];

type Told = Readonly<Record<string, string | number | undefined>> & {
  readonly type: string;
  readonly on: LocalDate;
};
const told = (happened: readonly Happened[]) => happened.map((it) => it.event as unknown as Told);

const invariants: Readonly<Record<string, (happened: readonly Happened[]) => void>> = {
  'every amount is a whole number of pence above 0': (happened) => {
    for (const { amountPence } of told(happened))
      if (amountPence !== undefined)
        expect(Number.isSafeInteger(amountPence) && (amountPence as number) > 0).toBe(true);
  },

  'nothing that moves or binds money is dated before the opening': (happened) => {
    for (const { on } of told(happened)) expect(on >= OPENS_ON).toBe(true);
  },

  'every id is made once': (happened) => {
    const made = told(happened)
      .filter((it) => !TALK.includes(it.type) && it.type !== 'CommitmentSettled')
      .flatMap((it) => it['entryId'] ?? []);
    expect(new Set(made).size).toBe(made.length);
    for (const [type, id] of [
      ['CommitmentRecorded', 'commitmentId'],
      ['ReserveApproved', 'reserveId'],
    ] as const) {
      const ids = told(happened)
        .filter((it) => it.type === type)
        .map((it) => it[id]);
      expect(new Set(ids).size).toBe(ids.length);
    }
  },

  'an entry is undone at most once, whole, from its own day on at the earliest': (happened) => {
    const undone = new Set<unknown>();
    for (const [i, it] of told(happened).entries()) {
      if (!UNDOES.includes(it.type)) continue;
      const id = it['reversedId'] ?? it['paymentId'];
      const entry = told(happened.slice(0, i)).find(
        (made) => made['entryId'] === id && MAKES.includes(made.type),
      );
      expect(entry).toBeDefined();
      expect(undone.has(id)).toBe(false);
      undone.add(id);
      expect(it['amountPence']).toBe(entry!['amountPence']);
      expect(it.on >= entry!.on).toBe(true);
      if (it.type === 'PaymentReturned') expect(entry!.type).toBe('PaymentMade');
    }
  },

  'the holder’s side puts right only the expenses that it recorded': (happened) => {
    for (const { event, command } of happened) {
      if (event.type !== 'EntryReversed' || command.type !== 'ReverseEntry') continue;
      if (!command.byHolderSide) continue;
      const entry = happened.find(
        (it) => it.event.type === 'ExpenseRecorded' && it.event.entryId === event.reversedId,
      );
      expect(entry?.event).toMatchObject({ byHolderSide: true });
    }
  },

  'an expense is disallowed only after a query and a chance to explain': (happened) => {
    for (const [i, { event, today }] of happened.entries()) {
      if (event.type !== 'ExpenseDisallowed') continue;
      const before = happened
        .slice(0, i)
        .filter((it) => 'entryId' in it.event && it.event.entryId === event.entryId);
      const query = before.findLast((it) => it.event.type === 'ExpenseQueried');
      expect(query).toBeDefined();
      const since = before.slice(before.indexOf(query!));
      const explained = since.some((it) => it.event.type === 'ExpenseExplained');
      expect(explained || daysBetween(query!.today, today) >= EVIDENCE_DUE_DAYS).toBe(true);
    }
  },

  'an expense is decided once, while it stands': (happened) => {
    const over = new Set<unknown>();
    for (const it of told(happened)) {
      if (it.type === 'ExpenseAccepted' || it.type === 'ExpenseDisallowed') {
        expect(over.has(it['entryId'])).toBe(false);
        over.add(it['entryId']);
      }
      if (UNDOES.includes(it.type)) over.add(it['reversedId'] ?? it['paymentId']);
    }
  },

  'a commitment is settled occurrence by occurrence, and not after it was cancelled': (
    happened,
  ) => {
    for (const { event } of happened) {
      if (event.type !== 'CommitmentRecorded') continue;
      const { commitmentId, dueOn, repeatsWeeks, on } = event;
      const about = happened
        .map((it) => it.event)
        .filter((it) => 'commitmentId' in it && it.commitmentId === commitmentId);
      const settled = about.filter((it) => it.type === 'CommitmentSettled');
      expect(settled.map((it) => it.occurrence)).toEqual(
        settled.map((_, n) => addWeeks(dueOn, n * (repeatsWeeks ?? 0))),
      );
      if (repeatsWeeks === undefined) expect(settled.length).toBeLessThanOrEqual(1);
      for (const it of settled) expect(it.on >= on).toBe(true);
      const cancelled = about.findIndex((it) => it.type === 'CommitmentCancelled');
      if (cancelled >= 0) expect(cancelled).toBe(about.length - 1);
    }
  },

  'a reserve is released once at most': (happened) => {
    const released = told(happened)
      .filter((it) => it.type === 'ReserveReleased')
      .map((it) => it['reserveId']);
    expect(new Set(released).size).toBe(released.length);
  },
};

describe('Whatever is asked of an account,', () => {
  for (const [sentence, holds] of Object.entries(invariants))
    always(sentence, accountSteps, (asked) => holds(liveAccount(asked).happened), 150);

  always(
    'no money is dated on a day that is closed',
    accountSteps,
    (asked) => {
      const { happened } = liveAccount(asked, CLOSED_TO);
      const dated = told(happened).filter((it) => 'amountPence' in it);
      for (const { on } of dated) expect(on > CLOSED_TO).toBe(true);
    },
    150,
  );

  always(
    'what makes something of an id makes it once, however often it is asked',
    accountSteps,
    (asked) => {
      const making = asked.filter((it) => !/Query|Explain|Settle/.test(it.type));
      const once = making.map((it) => ({ ...it, again: false }));
      const twice = once.flatMap((it) => [it, { ...it, later: 0, again: true }]);
      const kinds = (lived: Lived) => lived.happened.map((it) => it.event.type);
      expect(kinds(liveAccount(twice))).toEqual(kinds(liveAccount(once)));
    },
  );

  it('enough is recorded, and enough refused, for all this to mean something', () => {
    const lives = fc.sample(accountSteps, { numRuns: 200, seed: 1 }).map((it) => liveAccount(it));
    const types = Map.groupBy(
      lives.flatMap((it) => it.happened),
      (it) => it.event.type,
    );
    expect(types.size).toBe(16);
    for (const recorded of types.values()) expect(recorded.length).toBeGreaterThan(10);
    expect(lives.reduce((sum, it) => sum + it.refused, 0)).toBeGreaterThan(500);
    expect(lives.reduce((sum, it) => sum + it.nothing, 0)).toBeGreaterThan(50);
  });
});
