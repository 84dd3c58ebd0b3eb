import { closedTo } from '../support/closed-periods.js';
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
import { addDays, type LocalDate } from '../../src/kernel/dates.js';
import { Refusal } from '../../src/kernel/decider.js';
import { NOTHING, pence } from '../../src/kernel/money.js';

// Lives of an account: whatever can be asked of it, in whatever order, sensible or not.

export const OPENS_ON = '2026-01-05';
export const EVIDENCE_DUE_DAYS = 28;

/** Of any command: its fields are taken from these as far as it has them. */
export const accountSteps = fc.array(
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
export type Step = typeof accountSteps extends fc.Arbitrary<(infer S)[]> ? S : never;

const of = <T>(all: readonly T[], n: number): T => all[n % all.length]!;

function commandFrom(step: Step, n: number, today: LocalDate, ids: Ids): AccountCommand {
  const { type, amount, back, kind, repeats, bySide, named } = step;
  const at = {
    today,
    policyVersion: 1,
    evidenceDueDays: EVIDENCE_DUE_DAYS,
    opensOn: OPENS_ON,
    openingId: 'opening',
    openingBalancePence: NOTHING,
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
      return {
        ...at,
        type,
        entryId,
        ...money,
        ...(named && { period: { from: addDays(on, kind - 5), to: addDays(on, 3 * kind) } }),
      };
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

export interface Happened {
  readonly event: AccountEvent;
  readonly today: LocalDate;
  readonly command: AccountCommand;
}

export interface Lived {
  readonly happened: readonly Happened[];
  readonly refused: number;
  readonly nothing: number;
}

/** Asks one after another; a refusal is an answer, anything else that is thrown a defect. */
export function liveAccount(asked: readonly Step[], closed: LocalDate | null = null): Lived {
  let state: Account = closed === null ? untouched : closedTo(closed);
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
