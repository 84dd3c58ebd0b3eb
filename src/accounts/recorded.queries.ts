import type { Recorded } from '../event-log/event-log.js';
import { wordsOf } from '../history/words.facts.js';
import { spokenOf, type Spoken } from '../history/spoken.facts.js';
import { present } from '../kernel/canonical.js';
import { dayInWords, type LocalDate } from '../kernel/dates.js';
import { formatPence } from '../kernel/money.js';
import { inWords } from '../policies/in-words.facts.js';
import type { KnownEvents } from '../read-models/known-events.js';
import type { Owner } from '../sign-in/access.js';
import type { Moments } from '../web/moments.js';
import type { WordStore } from '../words/words.js';
import type { AccountEvent } from './account.events.js';
import {
  booksAfter,
  emptyBooks,
  nextToSettle,
  openOccurrences,
  reserveCountsOn,
  type Books,
} from './account.facts.js';
import { referenceOf } from './disagreement.facts.js';

/** Something that was recorded, as it is told to the council. */
export interface RecordedTold {
  readonly eventId: string;
  readonly type: string;
  readonly reference: string;
  readonly words: string;
  readonly on?: LocalDate;
  readonly spoken: readonly Spoken[];
}

/** What is recorded of an account, and what of it may be recorded further. */
export class RecordedQueries {
  constructor(
    private readonly known: KnownEvents,
    private readonly moments: Moments,
    private readonly words: WordStore,
  ) {}

  /** `undefined`: the budget has no such event. */
  async event(owner: Required<Owner>, eventId: string): Promise<RecordedTold | undefined> {
    const events = await this.eventsOf(owner.budgetId);
    return this.told(
      owner,
      events.find((it) => it.eventId === eventId),
    );
  }

  /** What made an entry, a commitment, a reserve; `undefined`: nothing of this id was made. */
  async made(owner: Required<Owner>, id: string): Promise<RecordedTold | undefined> {
    const events = await this.eventsOf(owner.budgetId);
    return this.told(
      owner,
      events.find(({ event }) => idMadeBy(event as AccountEvent) === id),
    );
  }

  /** Those that stand and may have paid what is owed, the latest first. */
  async expenses(budgetId: string) {
    const books = await this.books(budgetId);
    return [...books.entries.values()]
      .filter((it) => it.kind === 'expense' && it.undone === undefined)
      .toSorted((a, b) => (a.on < b.on ? 1 : -1))
      .slice(0, MOST_EXPENSES)
      .map(({ entryId: value, on, amountPence, category = 'other' }) => ({
        value,
        text: `${dayInWords(on)}, ${formatPence(amountPence)}, ${inWords(category)}`,
      }));
  }

  private async books(budgetId: string): Promise<Books> {
    const events = (await this.eventsOf(budgetId)) as readonly Recorded<AccountEvent>[];
    return events.reduce((books, { event }) => booksAfter(books, event), emptyBooks);
  }

  /** What is still to be paid from the account, and what is kept on it. */
  async owedAndKept(budgetId: string) {
    const books = await this.books(budgetId);
    const { today } = this.moments;
    const commitments = [...books.commitments.values()]
      .filter((it) => it.cancelledOn === undefined && nextToSettle(it) !== undefined)
      .map((it) => ({ ...it, dueOn: openOccurrences(it, today)[0] ?? nextToSettle(it)! }));
    const reserves = [...books.reserves.values()].filter(
      (it) => it.releasedOn === undefined && (it.on > today || reserveCountsOn(it, today)),
    );
    return {
      commitments: commitments.toSorted((a, b) => (a.dueOn < b.dueOn ? -1 : 1)),
      reserves: reserves.toSorted((a, b) => (a.on < b.on ? -1 : 1)),
    };
  }

  private async eventsOf(budgetId: string): Promise<readonly Recorded[]> {
    const { knownAt } = await this.moments.of({});
    return this.known.of(budgetId, knownAt);
  }

  private async told(
    { personId }: Required<Owner>,
    at: Recorded | undefined,
  ): Promise<RecordedTold | undefined> {
    if (!at) return undefined;
    const { event, eventId, requestId } = at;
    const hasWords = 'wordsHash' in event;
    const said = hasWords ? (await this.words.of(personId, [at])).get(requestId) : undefined;
    return present({
      eventId,
      type: event.type,
      reference: referenceOf(eventId),
      words: wordsOf(event),
      on: event.on,
      spoken: spokenOf(said),
    });
  }
}

/** So that one can be chosen without reading a year of them. */
const MOST_EXPENSES = 30;

function idMadeBy(event: AccountEvent): string | undefined {
  switch (event.type) {
    case 'CommitmentRecorded':
      return event.commitmentId;
    case 'ReserveApproved':
      return event.reserveId;
    case 'PaymentMade':
    case 'ContributionReceived':
    case 'OtherMoneyReceived':
    case 'ExpenseRecorded':
    case 'MoneyReturned':
      return event.entryId;
    default:
      return undefined;
  }
}
