import type { AccountEvent } from '../accounts/account.events.js';
import { budgetAsKnown, type BookedPosting } from '../figures/as-known.facts.js';
import type { Actor, Recorded, RequestAt } from '../event-log/event-log.js';
import { present } from '../kernel/canonical.js';
import { londonDay, type Instant, type LocalDate } from '../kernel/dates.js';
import { NOTHING, plus, type Pence } from '../kernel/money.js';
import type { KnownEvents } from '../read-models/known-events.js';
import type { Owner } from '../sign-in/access.js';
import type { Moment } from '../web/moments.js';
import { paged, type Page } from '../web/paging.js';
import type { WordStore } from '../words/words.js';
import { kindOf, titleOf, type HistoryKind } from './kinds.facts.js';
import { wordsOf } from './words-of-events.js';

export interface HistoryItem {
  readonly eventId: string;
  readonly type: string;
  readonly kind: HistoryKind;
  readonly on: LocalDate;
  readonly recordedAt: Instant;
  readonly actor: Actor;
  /** In a word or two. */
  readonly title: string;
  /** In a sentence. */
  readonly words: string;
  /** What people said, as they said it; "[erased]" once it is. */
  readonly said?: unknown;
  readonly entryId?: string;
  readonly amountPence?: Pence;
  readonly balanceAfterPence: Pence;
  readonly reverses?: string;
  readonly reversedBy?: string;
}

export interface HistoryAsked extends Pick<Moment, 'knownAt'> {
  /** Up to this day; absent: what lies ahead is told, too. */
  readonly asAt?: LocalDate;
  /** The holder's side hears of a reduction with its notice, not before. */
  readonly byHolderSide?: boolean;
  readonly kinds: readonly HistoryKind[];
  readonly page?: number;
  readonly pageSize?: number;
}

/** Everything that happened to a budget, by the day it counts, then as it was recorded. */
export class HistoryQueries {
  constructor(
    private readonly known: KnownEvents,
    private readonly words: WordStore,
  ) {}

  async of(
    { budgetId, personId }: Required<Owner>,
    asked: HistoryAsked,
  ): Promise<Page<HistoryItem>> {
    const events = await this.known.of(budgetId, asked.knownAt);
    const items = itemsOf(asked.byHolderSide ? told(events) : events).filter(
      (it) =>
        (asked.asAt === undefined || it.on <= asked.asAt) &&
        (asked.kinds.length === 0 || asked.kinds.includes(it.kind)),
    );
    const page = paged(items, asked);
    const said = await this.words.of(personId, page.items);
    return {
      ...page,
      items: page.items.map(({ requestId, position: _, wordsHash, ...item }) =>
        present({ ...item, said: wordsHash === undefined ? undefined : said.get(requestId) }),
      ),
    };
  }
}

type Item = HistoryItem & RequestAt & { readonly wordsHash?: string };

function itemsOf(events: readonly Recorded[]): Item[] {
  const { postings } = budgetAsKnown(events);
  const moved = new Map(
    postings.filter((it) => it.account === 'bank').map((it) => [it.eventId, it]),
  );
  const pairs = pairsOf(events);
  let balance = NOTHING;
  return inOrder(events).map((at) => {
    balance = plus(balance, moved.get(at.eventId)?.amountPence ?? NOTHING);
    return {
      ...itemOf(at, moved.get(at.eventId)),
      ...pairs.get(at.eventId),
      balanceAfterPence: balance,
    };
  });
}

/** Without the steps of reductions of which no notice is known at that instant. */
function told(events: readonly Recorded[]): Recorded[] {
  const reductionOf = ({ event }: Recorded) => (event as { reductionId?: string }).reductionId;
  const notices = events.filter(({ event }) => event.type === 'ReductionNotified');
  const noticed = new Set(notices.map(reductionOf));
  return events.filter((it) => reductionOf(it) === undefined || noticed.has(reductionOf(it)));
}

const dayOf = ({ event, recordedAt }: Recorded): LocalDate => event.on ?? londonDay(recordedAt);

/** By the day it counts, then by place in the log, in which the events come. */
const inOrder = (events: readonly Recorded[]): Recorded[] =>
  events.toSorted((a, b) => (dayOf(a) < dayOf(b) ? -1 : dayOf(a) > dayOf(b) ? 1 : 0));

function itemOf(at: Recorded, moved: BookedPosting | undefined): Omit<Item, 'balanceAfterPence'> {
  const { event, eventId, recordedAt, actor, requestId } = at;
  const fields = event as { entryId?: string; amountPence?: Pence; wordsHash?: string };
  return present({
    eventId,
    type: event.type,
    kind: kindOf(event),
    on: dayOf(at),
    recordedAt,
    actor,
    title: titleOf(event),
    words: wordsOf(event),
    entryId: fields.entryId,
    amountPence: fields.amountPence ?? (moved?.entry === 'opening' ? moved.amountPence : undefined),
    requestId,
    position: at.position,
    wordsHash: fields.wordsHash,
  });
}

/** An entry and what undid it name one another. */
function pairsOf(events: readonly Recorded[]) {
  const made = new Map<string, string>();
  const pairs = new Map<string, { reverses?: string; reversedBy?: string }>();
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
