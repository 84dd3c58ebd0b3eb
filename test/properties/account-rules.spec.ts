import fc from 'fast-check';
import { account } from '../../src/accounts/account.js';
import type { AccountCommand } from '../../src/accounts/account.commands.js';
import {
  COMMITMENT_KINDS,
  RESERVE_KINDS,
  RETURN_CAUSES,
  type AccountEvent,
} from '../../src/accounts/account.events.js';
import { untouched, type Account } from '../../src/accounts/account-state.js';
import { addDays, addWeeks, daysBetween, type LocalDate } from '../../src/kernel/dates.js';
import { Refusal } from '../../src/kernel/decider.js';
import { pence } from '../../src/kernel/money.js';
import { always } from '../support/properties.js';

// Whatever is asked of an account, in whatever order, and refused or not: what `domain.md` says of
// its stream holds of what was recorded. The checks read the events and nothing else.

const OPENS_ON = '2026-01-05';
const CLOSED_TO = '2026-01-18';
const EVIDENCE_DUE_DAYS = 28;

/** Of any command: its fields are taken from these as far as it has them. */
const steps = fc.array(
  fc.record({
    type: fc.constantFrom(
      ...([
        'RecordPayment',
        'BouncePayment',
        'ReceiveMoney',
        'ReturnMoney',
        'ReverseEntry',
        'ReverseEntry',
        'RecordExpense',
        'RecordExpense',
        'QueryExpense',
        'QueryExpense',
        'ExplainExpense',
        'AcceptExpense',
        'DisallowExpense',
        'DisallowExpense',
        'RecordCommitment',
        'SettleCommitment',
        'SettleCommitment',
        'CancelCommitment',
        'ApproveReserve',
        'ReleaseReserve',
      ] as const),
    ),
    later: fc.integer({ min: 0, max: 12 }),
    back: fc.integer({ min: -2, max: 20 }),
    amount: fc.oneof(fc.integer({ min: -1, max: 3 }), fc.integer({ min: 1, max: 1_000_000_000 })),
    /** Which of the things there are so far, counted from the last. */
    which: fc.nat({ max: 5 }),
    kind: fc.nat({ max: 9 }),
    repeats: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
    bySide: fc.boolean(),
    named: fc.boolean(),
    again: fc.integer({ min: 0, max: 9 }).map((it) => it === 0),
  }),
  { minLength: 1, maxLength: 60, size: 'max' },
);
type Step = typeof steps extends fc.Arbitrary<(infer S)[]> ? S : never;

const of = <T>(all: readonly T[], n: number): T => all[n % all.length]!;

function commandFrom(step: Step, n: number, today: LocalDate, ids: Ids): AccountCommand {
  const { type, amount, back, kind, repeats, bySide, named } = step;
  const at = {
    today,
    policyVersion: 1,
    evidenceDueDays: EVIDENCE_DUE_DAYS,
    opensOn: OPENS_ON,
    openingId: 'opening',
  } as const;
  const on = addDays(today, -back);
  const money = { amountPence: pence(amount), on };
  const entryId = `e-${n}`;
  const fitting = /^(Query|Explain|Accept|Disallow)Expense$/.test(type)
    ? ids.expenses
    : type === 'BouncePayment'
      ? ids.payments
      : [];
  // Mostly one that it fits, else any.
  const one = of(kind < 8 && fitting.length > 0 ? fitting : ids.entries, step.which);
  const wordsHash = 'h';
  switch (type) {
    case 'RecordPayment':
      return { ...at, type, entryId, ...money };
    case 'BouncePayment':
      return { ...at, type, entryId, paymentId: one, on };
    case 'ReceiveMoney': {
      const kinds = ['contribution', 'top-up', 'refund', 'interest'] as const;
      return { ...at, type, entryId, ...money, kind: of(kinds, kind) };
    }
    case 'ReturnMoney':
      return { ...at, type, entryId, ...money, cause: of(RETURN_CAUSES, kind) };
    case 'ReverseEntry': {
      const reversal = { ...at, type, entryId, reversedId: one, reason: 'error' } as const;
      return { ...reversal, byHolderSide: bySide, ...(named && { on }) };
    }
    case 'RecordExpense':
      return { ...at, type, entryId, ...money, category: 'other', byHolderSide: bySide, wordsHash };
    case 'QueryExpense':
    case 'ExplainExpense':
    case 'DisallowExpense':
      return { ...at, type, entryId: one, wordsHash };
    case 'AcceptExpense':
      return { ...at, type, entryId: one };
    case 'RecordCommitment': {
      const commitment = { ...at, type, commitmentId: `c-${n}`, ...money } as const;
      const dueOn = addDays(today, kind - 4);
      const repeating = repeats === undefined ? {} : { repeatsWeeks: repeats };
      return { ...commitment, kind: of(COMMITMENT_KINDS, kind), dueOn, ...repeating };
    }
    case 'SettleCommitment': {
      const commitmentId = of(ids.commitments, step.which);
      return { ...at, type, commitmentId, on, ...(named && { entryId: one }) };
    }
    case 'CancelCommitment':
      return { ...at, type, commitmentId: of(ids.commitments, step.which) };
    case 'ApproveReserve': {
      const until = named ? { until: addDays(today, 30 - kind * 10) } : {};
      return {
        ...at,
        type,
        reserveId: `r-${n}`,
        ...money,
        kind: of(RESERVE_KINDS, kind),
        ...until,
      };
    }
    case 'ReleaseReserve':
      return { ...at, type, reserveId: of(ids.reserves, step.which) };
  }
}

/** Of what there is so far, the last first; and some that nobody knows. */
interface Ids {
  readonly entries: readonly string[];
  readonly expenses: readonly string[];
  readonly payments: readonly string[];
  readonly commitments: readonly string[];
  readonly reserves: readonly string[];
}

interface Happened {
  readonly event: AccountEvent;
  readonly today: LocalDate;
  readonly command: AccountCommand;
}

interface Lived {
  readonly happened: readonly Happened[];
  readonly refused: number;
  readonly nothing: number;
}

/** Asks one after another; a refusal is an answer, anything else that is thrown a defect. */
function live(asked: readonly Step[], closedTo: LocalDate | null): Lived {
  let state: Account = { ...untouched, closedTo };
  let today: LocalDate = OPENS_ON;
  let last: AccountCommand | undefined;
  let [refused, nothing] = [0, 0];
  const happened: Happened[] = [];
  for (const [n, step] of asked.entries()) {
    today = addDays(today, step.later);
    const command =
      step.again && last ? { ...last, today } : commandFrom(step, n, today, idsIn(happened));
    try {
      const events = account.decide(command, state);
      if (events.length === 0) nothing++;
      state = events.reduce(account.evolve, state);
      happened.push(...events.map((event) => ({ event, today, command })));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refused++;
    }
    last = command;
  }
  return { happened, refused, nothing };
}

function idsIn(happened: readonly Happened[]): Ids {
  const ids = (name: string, type = /./) =>
    happened
      .filter(({ event }) => type.test(event.type))
      .flatMap(({ event }) => (event as unknown as Record<string, string>)[name] ?? [])
      .toReversed();
  return {
    entries: [...ids('entryId'), 'opening', 'unknown'],
    expenses: ids('entryId', /^ExpenseRecorded$/),
    payments: ids('entryId', /^PaymentMade$/),
    commitments: [...ids('commitmentId', /Recorded/), 'unknown'],
    reserves: [...ids('reserveId', /Approved/), 'unknown'],
  };
}

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
    always(sentence, steps, (asked) => holds(live(asked, null).happened), 150);

  always(
    'no money is dated on a day that is closed',
    steps,
    (asked) => {
      const { happened } = live(asked, CLOSED_TO);
      const dated = told(happened).filter((it) => 'amountPence' in it);
      for (const { on } of dated) expect(on > CLOSED_TO).toBe(true);
    },
    150,
  );

  always(
    'what makes something of an id makes it once, however often it is asked',
    steps,
    (asked) => {
      const making = asked.filter((it) => !/Query|Explain|Settle/.test(it.type));
      const once = making.map((it) => ({ ...it, again: false }));
      const twice = once.flatMap((it) => [it, { ...it, later: 0, again: true }]);
      const kinds = (lived: Lived) => lived.happened.map((it) => it.event.type);
      expect(kinds(live(twice, null))).toEqual(kinds(live(once, null)));
    },
  );

  it('enough is recorded, and enough refused, for all this to mean something', () => {
    const lives = fc.sample(steps, { numRuns: 200, seed: 1 }).map((it) => live(it, null));
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
