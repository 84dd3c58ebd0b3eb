import type { DomainEvent } from '../kernel/decider.js';
import type { KnownEvents } from '../read-models/known-events.js';
import type { Owner } from '../sign-in/access.js';
import type { Page } from '../web/paging.js';
import type {
  HistoryAsked,
  HistoryItem,
  HistoryQueries,
  StatementAsked,
} from './history.queries.js';

/** An item of the history with its event, of which easy words are made. */
export interface HappenedItem {
  readonly item: HistoryItem;
  readonly event: DomainEvent;
}

/** The very items of the history, with the events that they tell of. */
export class EasyHistory {
  constructor(
    private readonly history: HistoryQueries,
    private readonly known: KnownEvents,
  ) {}

  async of(owner: Required<Owner>, asked: HistoryAsked): Promise<Page<HappenedItem>> {
    const page = await this.history.of(owner, { ...asked, inShort: true });
    return { ...page, items: await this.withEvents(owner, asked, page.items) };
  }

  async changes(owner: Required<Owner>, asked: StatementAsked): Promise<HappenedItem[]> {
    return this.withEvents(owner, asked, await this.history.changes(owner, asked));
  }

  private async withEvents(
    { budgetId }: Required<Owner>,
    { knownAt }: Pick<HistoryAsked, 'knownAt'>,
    items: readonly HistoryItem[],
  ): Promise<HappenedItem[]> {
    const known = await this.known.of(budgetId, knownAt);
    const events = new Map(known.map((it) => [it.eventId, it.event]));
    return items.map((item) => ({ item, event: events.get(item.eventId)! }));
  }
}
