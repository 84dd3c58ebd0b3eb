import type { PostingAccount } from '../accounts/account.facts.js';
import type { BudgetEvent } from '../budgets/budget.events.js';
import { emptyTimeline, timelineAfter, type Timeline } from '../budgets/budget.facts.js';
import {
  budgetAsKnown,
  type BookedPosting,
  type BudgetAsKnown,
  type KnownEvent,
} from '../figures/as-known.facts.js';
import { overTheLines } from '../figures/surplus.facts.js';
import { BankMovements, type BankMovement } from './bank-movements.js';
import { titleOf } from '../history/kinds.facts.js';
import { present } from '../kernel/canonical.js';
import { londonDay, type LocalDate } from '../kernel/dates.js';
import { minus, NOTHING, pence, type Pence } from '../kernel/money.js';

/** One side of a transaction: above 0 into the account, below 0 out of it. */
export type Side = readonly [account: string, amountPence: Pence];

/**
 * What an event moved on a day, as books are kept: its sides sum to nothing. Only lines of several
 * days that make one entry, and what a reversal frees on another day, have more than one.
 */
export interface Transaction {
  readonly eventId: string;
  readonly budgetId: string;
  readonly type: string;
  /** In a word or two, with no name in it. */
  readonly title: string;
  /** The day it counts. */
  readonly on: LocalDate;
  /** The day in London on which it was recorded. */
  readonly recordedOn: LocalDate;
  /** The event that it puts right. */
  readonly reverses?: string;
  readonly sides: readonly Side[];
  /** What the bank says that it had after this; nobody here reckoned it. */
  readonly bankHadPence?: Pence;
}

/**
 * Of one budget's events in log order: a transaction for each that moves money, in the same order.
 * Nothing recorded later changes one of money that came or went: those books only grow. Where it is
 * shown to be, at the bank or on its way, is told as it is known now.
 */
export function transactionsOf(budgetId: string, events: readonly KnownEvent[]): Transaction[] {
  const known = budgetAsKnown(events);
  const moved = Map.groupBy(known.postings, (it) => it.eventId);
  const payers = new Payers(events, known);
  const bank = new BankMovements(known, events);
  return events.flatMap((at) => {
    const postings = moved.get(at.eventId);
    const money = postings ? [transactionOf(budgetId, at, postings, payers)] : [];
    return [...money, ...bank.of(at).map((it) => bankTransaction(budgetId, at, it))];
  });
}

function bankTransaction(
  budgetId: string,
  { event, eventId, recordedAt }: KnownEvent,
  { on, amounts, bankHadPence }: BankMovement,
): Transaction {
  return present({
    eventId,
    budgetId,
    type: event.type,
    title: titleOf(event),
    on,
    recordedOn: londonDay(recordedAt),
    sides: amounts.map(([asset, amount]): Side => [`assets:${budgetId}:${asset}`, amount]),
    bankHadPence,
  });
}

function transactionOf(
  budgetId: string,
  { event, eventId, recordedAt }: KnownEvent,
  postings: readonly BookedPosting[],
  payers: Payers,
): Transaction {
  const [{ on, entry, undoes }] = postings as [BookedPosting];
  return present({
    eventId,
    budgetId,
    type: event.type,
    title: titleOf(event),
    on,
    recordedOn: londonDay(recordedAt),
    reverses: undoes && entry !== 'opening' ? payers.madeBy(entry.entryId) : undefined,
    sides: postings.flatMap((it) => sidesOf(budgetId, it, payers)),
  });
}

function sidesOf(budgetId: string, posting: BookedPosting, payers: Payers): Side[] {
  const { account, entry, amountPence } = posting;
  if (account === 'income:council')
    return payers
      .of(posting)
      .map(([stream, amount]) => [`income:${budgetId}:council:${stream}`, amount]);
  return [[nameOf(budgetId, account, entry === 'opening'), amountPence]];
}

/**
 * Money is on its way until a line of the bank's shows it, which moves it on to the bank; what was
 * there at the opening is there.
 */
function nameOf(budgetId: string, account: PostingAccount, isOpening: boolean): string {
  switch (account) {
    case 'bank':
      return `assets:${budgetId}:${isOpening ? 'bank' : 'on-its-way'}`;
    case 'opening':
      return `equity:${budgetId}:opening`;
    case 'sent-back':
      return `expenses:${budgetId}:sent-back`;
    default: {
      const [group, kind] = account.split(':');
      return `${group}:${budgetId}:${kind}`;
    }
  }
}

/** Whether it changes what there is, and not only where it is shown to be. */
export const movesMoney = ({ sides }: Transaction): boolean =>
  sides.some(([account, amount]) => !account.startsWith('assets:') && amount !== NOTHING);

/** Whether a side is of one of the accounts that make a balance. */
export const isAsset = ([account]: Side): boolean => account.startsWith('assets:');

/** The accounts that a budget's balance is the sum of, whether anything was posted to them or not. */
export const assetsOf = (budgetId: string): string[] =>
  ['bank', 'on-its-way', 'not-explained'].map((it) => `assets:${budgetId}:${it}`);

/** Which stream is said to have paid where nothing was in force that could tell. */
const NO_STREAM = 'no-stream';

/**
 * Out of which funding streams payments came, as it was known when they were recorded: a budget that
 * is put right later for days that are over changes no transaction.
 */
class Payers {
  /** Of each event that made a payment without a stream, what was agreed by then. */
  private readonly agreed = new Map<string, Timeline>();

  constructor(
    events: readonly KnownEvent[],
    private readonly known: BudgetAsKnown,
  ) {
    let timeline = emptyTimeline;
    for (const { event, eventId, stream } of events)
      if (stream.startsWith('budget-')) timeline = timelineAfter(timeline, event as BudgetEvent);
      else if (event.type === 'PaymentMade') this.agreed.set(eventId, timeline);
  }

  /** The event that made an entry. */
  madeBy(entryId: string): string | undefined {
    return this.known.sources.get(entryId)?.eventId;
  }

  /** What undoes a payment takes from each stream what the payment took. */
  of({ entry, amountPence }: BookedPosting): [stream: string, amount: Pence][] {
    if (entry === 'opening') return [];
    if (entry.fundingStream !== undefined) return [[entry.fundingStream, amountPence]];
    const timeline = this.agreed.get(this.madeBy(entry.entryId) ?? '') ?? emptyTimeline;
    const shares = new Map<string, number>();
    // A share is of what comes in; on the books it comes out of the stream's account.
    for (const [payer, amount] of overTheLines({ timeline }, entry.on, minus(amountPence))) {
      const stream = typeof payer === 'string' ? payer : NO_STREAM;
      shares.set(stream, (shares.get(stream) ?? 0) - amount);
    }
    return [...shares].map(([stream, it]) => [stream, pence(it)] as [string, Pence]).filter(isSome);
  }
}

const isSome = ([, amount]: [string, Pence]): boolean => amount !== NOTHING;
