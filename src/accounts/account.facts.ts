import { addWeeks, type LocalDate } from '../kernel/dates.js';
import { minus, times, type Pence } from '../kernel/money.js';
import { Register } from '../kernel/register.js';
import type {
  AccountEvent,
  CommitmentKind,
  EntryKind,
  OtherMoneyKind,
  ReserveKind,
  ReturnCause,
} from './account.events.js';

// What is on an account, owed from it and kept on it. Written once, for every room that needs it.

/** Money that moved. Never changed: undone by a further event, which names it. */
export interface Entry {
  readonly entryId: string;
  readonly kind: EntryKind;
  readonly on: LocalDate;
  readonly amountPence: Pence;
  /** Of a payment. */
  readonly fundingStream?: string;
  readonly period?: { readonly from: LocalDate; readonly to: LocalDate };
  /** Of an expense. */
  readonly category?: string;
  readonly outcome?: string;
  readonly byHolderSide?: boolean;
  /** Of a return. */
  readonly cause?: ReturnCause;
  /** Put right, or bounced, and from which day on. */
  readonly undone?: { readonly how: 'reversed' | 'bounced'; readonly on: LocalDate };
}

export interface Commitment {
  readonly commitmentId: string;
  readonly kind: CommitmentKind;
  readonly on: LocalDate;
  readonly amountPence: Pence;
  readonly dueOn: LocalDate;
  readonly repeatsWeeks?: number;
  readonly settled: readonly { readonly occurrence: LocalDate; readonly on: LocalDate }[];
  readonly cancelledOn?: LocalDate;
}

export interface Reserve {
  readonly reserveId: string;
  readonly kind: ReserveKind;
  readonly on: LocalDate;
  readonly amountPence: Pence;
  readonly until?: LocalDate;
  readonly releasedOn?: LocalDate;
}

/** The books of one account. */
export interface Books {
  readonly entries: Register<Entry>;
  readonly commitments: Register<Commitment>;
  readonly reserves: Register<Reserve>;
}

export const emptyBooks: Books = {
  entries: Register.empty(),
  commitments: Register.empty(),
  reserves: Register.empty(),
};

export function booksAfter(books: Books, event: AccountEvent): Books {
  const entry = entryFrom(event);
  if (entry) return { ...books, entries: books.entries.with(entry.entryId, entry) };
  switch (event.type) {
    case 'PaymentReturned':
      return undone(books, event.paymentId, { how: 'bounced', on: event.on });
    case 'EntryReversed':
      return undone(books, event.reversedId, { how: 'reversed', on: event.on });
    case 'CommitmentRecorded': {
      const { type: _, ...recorded } = event;
      return withCommitment(books, { ...recorded, settled: [] });
    }
    case 'CommitmentSettled': {
      const commitment = books.commitments.get(event.commitmentId)!;
      const settled = [...commitment.settled, { occurrence: event.occurrence, on: event.on }];
      return withCommitment(books, { ...commitment, settled });
    }
    case 'CommitmentCancelled': {
      const commitment = books.commitments.get(event.commitmentId)!;
      return withCommitment(books, { ...commitment, cancelledOn: event.on });
    }
    case 'ReserveApproved': {
      const { type: _, ...approved } = event;
      return { ...books, reserves: books.reserves.with(event.reserveId, approved) };
    }
    case 'ReserveReleased': {
      const reserve = { ...books.reserves.get(event.reserveId)!, releasedOn: event.on };
      return { ...books, reserves: books.reserves.with(event.reserveId, reserve) };
    }
    default:
      return books;
  }
}

/** The entry that an event makes; the others make none. */
export function entryFrom(event: AccountEvent): Entry | undefined {
  switch (event.type) {
    case 'PaymentMade': {
      const { type: _, wordsHash: __, ...made } = event;
      return { ...made, kind: 'payment' };
    }
    case 'ContributionReceived': {
      const { entryId, on, amountPence } = event;
      return { entryId, on, amountPence, kind: 'contribution' };
    }
    case 'OtherMoneyReceived': {
      const { type: _, ...received } = event;
      return received;
    }
    case 'ExpenseRecorded': {
      const { type: _, wordsHash: __, method: ___, ...recorded } = event;
      return { ...recorded, kind: 'expense' };
    }
    case 'MoneyReturned': {
      const { entryId, on, amountPence, cause } = event;
      return { entryId, on, amountPence, cause, kind: 'return' };
    }
    default:
      return undefined;
  }
}

const undone = (books: Books, entryId: string, how: NonNullable<Entry['undone']>): Books => {
  const entry = { ...books.entries.get(entryId)!, undone: how };
  return { ...books, entries: books.entries.with(entryId, entry) };
};

const withCommitment = (books: Books, it: Commitment): Books => ({
  ...books,
  commitments: books.commitments.with(it.commitmentId, it),
});

// ── Postings ─────────────────────────────────────────────────────────────────

/** The account of the books that an amount is posted to. */
export type PostingAccount =
  | 'bank'
  | 'opening'
  | 'income:council'
  | `income:${'contribution' | OtherMoneyKind}`
  | `expenses:${string}`
  | 'sent-back';

/** One side of a movement: above 0 into the account, below 0 out of it. A movement sums to 0. */
export interface Posting {
  readonly account: PostingAccount;
  readonly amountPence: Pence;
}

/** Where the money of an entry came from or went to. */
export function counterpartOf(entry: Pick<Entry, 'kind' | 'category'>): PostingAccount {
  switch (entry.kind) {
    case 'payment':
      return 'income:council';
    case 'expense':
      return `expenses:${entry.category ?? 'other'}`;
    case 'return':
      return 'sent-back';
    default:
      return `income:${entry.kind}`;
  }
}

/** Into the account: 1. Out of it: -1. */
export const directionOf = (kind: EntryKind): 1 | -1 =>
  kind === 'expense' || kind === 'return' ? -1 : 1;

/** Into the account: above 0, as a bank writes it. */
export const signedAmount = ({ kind, amountPence }: Pick<Entry, 'kind' | 'amountPence'>): Pence =>
  times(amountPence, directionOf(kind));

/** Both sides of an entry as it was made. */
export function postingsOf(entry: Entry): readonly [Posting, Posting] {
  const amountPence = signedAmount(entry);
  return [
    { account: 'bank', amountPence },
    { account: counterpartOf(entry), amountPence: minus(amountPence) },
  ];
}

/** Both sides of what undoes an entry. */
export function undoingPostingsOf(entry: Entry): readonly [Posting, Posting] {
  const [bank, counterpart] = postingsOf(entry);
  return [
    { ...bank, amountPence: minus(bank.amountPence) },
    { ...counterpart, amountPence: minus(counterpart.amountPence) },
  ];
}

/** The types of those events that move money by themselves; a budget's opening balance is another. */
export const MONEY_MOVES = [
  'PaymentMade',
  'PaymentReturned',
  'ContributionReceived',
  'OtherMoneyReceived',
  'ExpenseRecorded',
  'MoneyReturned',
  'EntryReversed',
] as const satisfies readonly AccountEvent['type'][];

export type MoneyMove = Extract<AccountEvent, { type: (typeof MONEY_MOVES)[number] }>;

/** What it adds to what is on the account, seen by itself; below 0, it takes from it. */
export function addedBy(event: MoneyMove): Pence {
  switch (event.type) {
    case 'PaymentMade':
    case 'ContributionReceived':
    case 'OtherMoneyReceived':
      return event.amountPence;
    case 'PaymentReturned':
    case 'ExpenseRecorded':
    case 'MoneyReturned':
      return minus(event.amountPence);
    case 'EntryReversed':
      return times(event.amountPence, -directionOf(event.kind));
  }
}

// ── What is owed and kept, as at a day ───────────────────────────────────────

/** The days on which a repeating commitment falls due, from its first on, without end. */
function* occurrences({ dueOn, repeatsWeeks }: Commitment): Generator<LocalDate> {
  yield dueOn;
  if (!repeatsWeeks) return;
  for (let n = 1; ; n++) yield addWeeks(dueOn, n * repeatsWeeks);
}

/**
 * The occurrences that count on `day`, oldest first: each that is due by then and not
 * settled, and the next one. Owed is owed: one that does not repeat counts before it is due.
 */
export function openOccurrences(commitment: Commitment, day: LocalDate): LocalDate[] {
  const { on, cancelledOn, settled } = commitment;
  if (day < on || (cancelledOn !== undefined && cancelledOn <= day)) return [];
  const done = new Set(settled.filter((it) => it.on <= day).map((it) => it.occurrence));
  const open: LocalDate[] = [];
  for (const due of occurrences(commitment)) {
    if (done.has(due)) continue;
    open.push(due);
    if (due > day) break;
  }
  return open;
}

/** What a settlement settles: the oldest occurrence that is not; `undefined`: none is left. */
export function nextToSettle(commitment: Commitment): LocalDate | undefined {
  const done = new Set(commitment.settled.map((it) => it.occurrence));
  for (const due of occurrences(commitment)) if (!done.has(due)) return due;
  return undefined;
}

export const committedOn = (commitment: Commitment, day: LocalDate): Pence =>
  times(commitment.amountPence, openOccurrences(commitment, day).length);

/** Counts from its day through `until`, without an event, or to the day before its release. */
export const reserveCountsOn = ({ on, until, releasedOn }: Reserve, day: LocalDate): boolean =>
  on <= day &&
  (until === undefined || day <= until) &&
  (releasedOn === undefined || day < releasedOn);
