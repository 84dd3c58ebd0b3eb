import type { AccountEvent, LinesRead, ReadLine } from '../accounts/account.events.js';
import {
  booksAfter,
  emptyBooks,
  entryFrom,
  postingsOf,
  undoingPostingsOf,
  type Books,
  type Entry,
  type Posting,
} from '../accounts/account.facts.js';
import { noStatements, statementsAfter, type Statements } from '../accounts/lines.facts.js';
import type { BudgetEvent } from '../budgets/budget.events.js';
import { emptyTimeline, timelineAfter, type Timeline } from '../budgets/budget.facts.js';
import type { Instant, LocalDate } from '../kernel/dates.js';
import type { DomainEvent } from '../kernel/decider.js';
import { minus } from '../kernel/money.js';

/** An event as it is known: its envelope says where it stands and when we learnt it. */
export interface KnownEvent {
  readonly event: DomainEvent;
  readonly eventId: string;
  readonly stream: string;
  readonly recordedAt: Instant;
}

/** Where a term of a figure comes from. */
export interface Source {
  readonly event: DomainEvent;
  readonly eventId: string;
  readonly on: LocalDate;
  readonly recordedAt: Instant;
}

/** One side of a movement of money, and the event that moved it. */
export interface BookedPosting extends Posting, Source {
  /** What moved; the opening balance is no entry. */
  readonly entry: Entry | 'opening';
  /** It undoes the entry: a reversal, or a payment that bounced. */
  readonly undoes: boolean;
}

/** One budget, folded from the events that are known of it. Nothing in it is a stored number. */
export interface BudgetAsKnown {
  readonly timeline: Timeline;
  readonly books: Books;
  readonly statements: Statements;
  /** In the order of knowledge; those of one event sum to 0. */
  readonly postings: readonly BookedPosting[];
  /** By the id of what an event made: an allocation, an entry, a reserve. */
  readonly sources: ReadonlyMap<string, Source>;
}

/** Folds a budget's events in log order; events of other rooms are passed over. */
export function budgetAsKnown(known: readonly KnownEvent[]): BudgetAsKnown {
  let timeline = emptyTimeline;
  let books = emptyBooks;
  let statements = noStatements;
  const postings: BookedPosting[] = [];
  const sources = new Map<string, Source>();
  for (const at of known) {
    const source = sourceOf(at);
    const made = madeBy(at.event);
    if (made !== undefined) sources.set(made, source);
    if (at.stream.startsWith('budget-')) {
      timeline = timelineAfter(timeline, at.event as BudgetEvent);
      postings.push(...openingPostings(at.event as BudgetEvent, source));
    } else if (at.stream.startsWith('account-')) {
      postings.push(...moved(books, at.event as AccountEvent, source));
      books = booksAfter(books, at.event as AccountEvent);
      statements = statementsAfter(statements, at.event as AccountEvent);
      for (const line of linesIn(at.event)) sources.set(line.lineId, { ...source, on: line.on });
    }
  }
  return { timeline, books, statements, postings, sources };
}

/** Read for a statement: the first reading of a line is where it comes from. */
const linesIn = (event: DomainEvent): readonly ReadLine[] =>
  event.type === 'LinesRead' ? (event as LinesRead).lines : [];

/** What has no day of its own counts when it was recorded; figures use only what has one. */
const sourceOf = ({ event, eventId, recordedAt }: KnownEvent): Source => ({
  event,
  eventId,
  on: event.on ?? (recordedAt.slice(0, 10) as LocalDate),
  recordedAt,
});

/** By what an event makes: the field that holds its id. Other events only name such ids. */
const MAKES: Readonly<Record<string, string>> = {
  AllocationAgreed: 'allocationId',
  AllocationIncreased: 'allocationId',
  AllocationReduced: 'allocationId',
  OneOffAgreed: 'oneOffId',
  ContributionAssessed: 'assessmentId',
  PaymentMade: 'entryId',
  PaymentReturned: 'entryId',
  ContributionReceived: 'entryId',
  OtherMoneyReceived: 'entryId',
  ExpenseRecorded: 'entryId',
  MoneyReturned: 'entryId',
  EntryReversed: 'entryId',
  CommitmentRecorded: 'commitmentId',
  ReserveApproved: 'reserveId',
};

function madeBy(event: DomainEvent): string | undefined {
  const field = MAKES[event.type];
  return field && (event as unknown as Readonly<Record<string, string>>)[field];
}

function openingPostings(event: BudgetEvent, source: Source): BookedPosting[] {
  if (event.type !== 'BudgetOpened' || event.openingBalancePence === 0) return [];
  const amountPence = event.openingBalancePence;
  const of = { ...source, entry: 'opening', undoes: false } as const;
  return [
    { ...of, account: 'bank', amountPence },
    { ...of, account: 'opening', amountPence: minus(amountPence) },
  ];
}

/** What an event moves, on the books as they were before it. */
function moved(books: Books, event: AccountEvent, source: Source): BookedPosting[] {
  const made = entryFrom(event);
  if (made) return booked(postingsOf(made), made, source, false);
  const undoneId =
    event.type === 'PaymentReturned'
      ? event.paymentId
      : event.type === 'EntryReversed'
        ? event.reversedId
        : undefined;
  const entry = undoneId === undefined ? undefined : books.entries.get(undoneId);
  return entry ? booked(undoingPostingsOf(entry), entry, source, true) : [];
}

const booked = (postings: readonly Posting[], entry: Entry, source: Source, undoes: boolean) =>
  postings.map((it): BookedPosting => ({ ...it, ...source, entry, undoes }));
