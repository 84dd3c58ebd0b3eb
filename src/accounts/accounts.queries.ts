import type { KnownEvents } from '../read-models/known-events.js';
import type { Moments } from '../web/moments.js';
import type { AccountEvent } from './account.events.js';

/** What is looked up of an account before anything is asked of it. */
export class AccountsQueries {
  constructor(
    private readonly known: KnownEvents,
    private readonly moments: Moments,
  ) {}

  /** Whether the account of the budget has an entry, a commitment or a reserve of this id. */
  async has(
    budgetId: string,
    name: 'entryId' | 'commitmentId' | 'reserveId',
    id: string,
  ): Promise<boolean> {
    const { knownAt } = await this.moments.of({});
    const events = await this.known.of<AccountEvent>(budgetId, knownAt);
    return events.some(
      ({ event }) => (event as { readonly [_ in typeof name]?: string })[name] === id,
    );
  }
}
