import type { AccountEvent } from '../accounts/account.events.js';
import { toldToHolderSide } from '../budgets/reductions.facts.js';
import { budgetAsKnown, type BookedPosting } from '../figures/as-known.facts.js';
import type { Voice } from '../figures/sentences.facts.js';
import type { Actor, Recorded } from '../event-log/event-log.js';
import { present } from '../kernel/canonical.js';
import type { Instant, LocalDate } from '../kernel/dates.js';
import { NOTHING, plus, type Pence } from '../kernel/money.js';
import type { KnownEvents } from '../read-models/known-events.js';
import type { Circle, Owner } from '../sign-in/access.js';
import type { Moment } from '../web/moments.js';
import { paged, type Page } from '../web/paging.js';
import type { WordStore } from '../words/words.js';
import { aroundReductions } from './around-reductions.facts.js';
import { HISTORY_KINDS, isLineByLine, kindOf, titleOf, type HistoryKind } from './kinds.facts.js';
import { moneyByMonth, type MoneyOfAMonth } from './money-by-month.js';
import { movedIn, sumsOf, type Period, type Sums } from './statement-of-account.js';
import { changesIn, dayOf } from './changes.facts.js';
import { wordsOf } from './words.facts.js';

export interface HistoryItem {
  readonly eventId: string;
  readonly type: string;
  readonly kind: HistoryKind;
  readonly on: LocalDate;
  readonly recordedAt: Instant;
  /** With the name, where there is one and it was not erased. */
  readonly actor: Actor & { readonly name?: string };
  /** In a word or two. */
  readonly title: string;
  /** In a sentence. */
  readonly words: string;
  /** What people said, as they said it; "[erased]" once it is. */
  readonly said?: unknown;
  readonly entryId?: string;
  /** Of every step of a reduction: there it is told whole, and can be challenged. */
  readonly reductionId?: string;
  readonly amountPence?: Pence;
  /** What it moved on the account: above 0 in, below 0 out; of what moved nothing absent. */
  readonly movedPence?: Pence;
  readonly balanceAfterPence: Pence;
  readonly reverses?: string;
  readonly reversedBy?: string;
}

export interface HistoryAsked extends Pick<Moment, 'knownAt'> {
  /** Up to this day; absent: what lies ahead is told, too. */
  readonly asAt?: LocalDate;
  /** The holder's side hears of a reduction with its notice, not before. */
  readonly byHolderSide?: boolean;
  /** None: all. */
  readonly kinds: readonly HistoryKind[];
  readonly newestFirst?: boolean;
  /** What is done line by line with statements only where those are asked for. */
  readonly inShort?: boolean;
  readonly page?: number;
  readonly pageSize?: number;
}

export interface Feed extends Page<HistoryItem> {
  readonly kindsThereAre: readonly HistoryKind[];
}

export interface StatementAsked extends Period, Pick<Moment, 'knownAt'> {}

export interface StatementOfAccount extends Sums {
  /** All that moved money, the opening balance aside. */
  readonly items: readonly HistoryItem[];
}

/** Everything that happened to a budget, by the day it counts, then as it was recorded. */
export class HistoryQueries {
  constructor(
    private readonly known: KnownEvents,
    private readonly words: WordStore,
    private readonly circle: Pick<Circle, 'namesOfUsers'>,
  ) {}

  async of(owner: Required<Owner>, asked: HistoryAsked): Promise<Page<HistoryItem>> {
    return this.pageOf(owner, asked, chosenFrom(await this.told(owner, asked), asked));
  }

  /** The same, with the kinds that there are to choose from. */
  async feed(owner: Required<Owner>, asked: HistoryAsked): Promise<Feed> {
    const every = await this.told(owner, asked);
    const all = chosenFrom(every, { ...asked, kinds: [] });
    const page = await this.pageOf(owner, asked, chosenFrom(every, { ...asked, inShort: true }));
    const kinds = HISTORY_KINDS.filter((kind) => all.some((it) => it.kind === kind));
    return { ...page, kindsThereAre: kinds };
  }

  /** On which page an item stands; `undefined`: on none. */
  async placeOf(owner: Required<Owner>, asked: HistoryAsked, eventId: string) {
    const items = chosenFrom(await this.told(owner, asked), { ...asked, inShort: true });
    const place = items.findIndex((it) => it.eventId === eventId);
    return place < 0 ? undefined : Math.floor(place / (asked.pageSize ?? items.length)) + 1;
  }

  /** What changed what somebody has, but for paying and spending; what was heard of last first. */
  async changes(owner: Required<Owner>, { from, to, knownAt }: StatementAsked) {
    const events = toldToHolderSide(await this.known.of(owner.budgetId, knownAt));
    const told = new Map(toldOf(events).map((it) => [it.eventId, it]));
    const changed = changesIn(events, { from, to }).map((it) => told.get(it.eventId)!);
    return this.itemsOf(owner.personId, changed);
  }

  /** Beside each reduction that was told of, by its id. */
  async aroundReductions(
    { budgetId }: Required<Owner>,
    { knownAt }: Pick<Moment, 'knownAt'>,
    voice: Voice,
  ) {
    return aroundReductions(await this.known.of(budgetId, knownAt), voice);
  }

  /** What came in and went out from day to day, both included, and what was there before and after. */
  async statement(
    owner: Required<Owner>,
    { from, to, knownAt }: StatementAsked,
  ): Promise<StatementOfAccount> {
    const events = await this.known.of(owner.budgetId, knownAt);
    const { postings } = budgetAsKnown(events);
    const moved = new Set(movedIn(postings, { from, to }).map((it) => it.eventId));
    const told = toldOf(events).filter((it) => moved.has(it.eventId));
    return {
      ...sumsOf(postings, { from, to }),
      items: await this.itemsOf(owner.personId, told),
    };
  }

  /** Twelve months of it, the month of the day the last. */
  async byMonth(budgetId: string, { asAt, knownAt }: Moment): Promise<MoneyOfAMonth[]> {
    const { postings } = budgetAsKnown(await this.known.of(budgetId, knownAt));
    return moneyByMonth(postings, asAt);
  }

  private async told(owner: Required<Owner>, asked: HistoryAsked): Promise<Told[]> {
    const events = await this.known.of(owner.budgetId, asked.knownAt);
    return toldOf(asked.byHolderSide ? toldToHolderSide(events) : events);
  }

  private async pageOf(owner: Required<Owner>, asked: HistoryAsked, told: readonly Told[]) {
    const page = paged(told, asked);
    return { ...page, items: await this.itemsOf(owner.personId, page.items) };
  }

  /** What people said and who they are: from where it can be erased. */
  private async itemsOf(personId: string, told: readonly Told[]): Promise<HistoryItem[]> {
    const users = [...new Set(told.map(({ at }) => at.actor.userId))];
    const [said, names] = await Promise.all([
      this.words.of(
        personId,
        told.map(({ at }) => at),
      ),
      this.circle.namesOfUsers(users),
    ]);
    return told.map((it) => {
      const { actor, requestId, event } = it.at;
      const hasWords = 'wordsHash' in event;
      return itemOf(it, {
        name: names.get(actor.userId),
        said: hasWords ? said.get(requestId) : undefined,
      });
    });
  }
}

/** Those up to the day, of the kinds, in the order that is asked for. */
function chosenFrom(told: readonly Told[], asked: HistoryAsked): Told[] {
  const { asAt, kinds, newestFirst, inShort = false } = asked;
  const isAsked = (it: Told) =>
    kinds.length === 0 ? !(inShort && isLineByLine(it.type)) : kinds.includes(it.kind);
  const chosen = told.filter((it) => (asAt === undefined || it.on <= asAt) && isAsked(it));
  return newestFirst ? chosen.toReversed() : chosen;
}

/** An event in its place in the history; its sentence is made for who reads it, and not before. */
interface Told {
  readonly at: Recorded;
  readonly eventId: string;
  readonly type: string;
  readonly kind: HistoryKind;
  readonly on: LocalDate;
  readonly moved?: BookedPosting;
  readonly pair?: Pair;
  readonly balanceAfterPence: Pence;
}

function toldOf(events: readonly Recorded[]): Told[] {
  const { postings } = budgetAsKnown(events);
  const moved = new Map(
    postings.filter((it) => it.account === 'bank').map((it) => [it.eventId, it]),
  );
  const pairs = pairsOf(events);
  let balance = NOTHING;
  return inOrder(events).map((at) => {
    const { event, eventId } = at;
    const [posting, pair] = [moved.get(eventId), pairs.get(eventId)];
    balance = plus(balance, posting?.amountPence ?? NOTHING);
    return {
      at,
      eventId,
      type: event.type,
      kind: kindOf(event),
      on: dayOf(at),
      ...(posting && { moved: posting }),
      ...(pair && { pair }),
      balanceAfterPence: balance,
    };
  });
}

/** By the day it counts, then by place in the log, in which the events come. */
const inOrder = (events: readonly Recorded[]): Recorded[] =>
  events.toSorted((a, b) => (dayOf(a) < dayOf(b) ? -1 : dayOf(a) > dayOf(b) ? 1 : 0));

interface Beside {
  readonly name: string | undefined;
  readonly said: unknown;
}

function itemOf({ at, moved, pair, ...told }: Told, { name, said }: Beside): HistoryItem {
  const { event, recordedAt, actor } = at;
  const { entryId, reductionId, amountPence } = event as {
    entryId?: string;
    reductionId?: string;
    amountPence?: Pence;
  };
  return present({
    eventId: told.eventId,
    type: told.type,
    kind: told.kind,
    on: told.on,
    recordedAt,
    actor: present({ ...actor, name }),
    title: titleOf(event),
    words: wordsOf(event),
    entryId,
    reductionId,
    amountPence: amountPence ?? (moved?.entry === 'opening' ? moved.amountPence : undefined),
    movedPence: moved?.amountPence,
    ...pair,
    balanceAfterPence: told.balanceAfterPence,
    said,
  });
}

interface Pair {
  readonly reverses?: string;
  readonly reversedBy?: string;
}

/** An entry and what undid it name one another. */
function pairsOf(events: readonly Recorded[]) {
  const made = new Map<string, string>();
  const pairs = new Map<string, Pair>();
  for (const { event, eventId } of events as readonly Recorded<AccountEvent>[]) {
    const undone =
      event.type === 'EntryReversed'
        ? event.reversedId
        : event.type === 'PaymentReturned'
          ? event.paymentId
          : undefined;
    const of = undone === undefined ? undefined : made.get(undone);
    if (of !== undefined) {
      pairs.set(eventId, { reverses: of });
      pairs.set(of, { reversedBy: eventId });
    }
    if ('entryId' in event && !made.has(event.entryId)) made.set(event.entryId, eventId);
  }
  return pairs;
}
