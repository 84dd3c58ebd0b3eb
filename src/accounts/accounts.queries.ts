import type { KnownEvents } from '../read-models/known-events.js';
import type { Moments } from '../web/moments.js';
import type { AccountEvent } from './account.events.js';

/** The ids that stand in an address below a budget's. */
export const IDS_BELOW = [
  'entryId',
  'commitmentId',
  'reserveId',
  'receiptId',
  'disagreementId',
] as const;
export type IdBelow = (typeof IDS_BELOW)[number];

/** What is looked up of an account before anything is asked of it. */
export class AccountsQueries {
  constructor(
    private readonly known: KnownEvents,
    private readonly moments: Moments,
  ) {}

  /** Whether the account of the budget has an entry, a commitment, a receipt … of this id. */
  async has(budgetId: string, name: IdBelow, id: string): Promise<boolean> {
    const events = await this.eventsOf(budgetId);
    return events.some((event) => (event as { readonly [_ in IdBelow]?: string })[name] === id);
  }

  async hasExpense(budgetId: string, entryId: string): Promise<boolean> {
    const events = await this.eventsOf(budgetId);
    return events.some((it) => it.type === 'ExpenseRecorded' && it.entryId === entryId);
  }

  private async eventsOf(budgetId: string): Promise<AccountEvent[]> {
    const { knownAt } = await this.moments.of({});
    return (await this.known.of<AccountEvent>(budgetId, knownAt)).map((it) => it.event);
  }
}
