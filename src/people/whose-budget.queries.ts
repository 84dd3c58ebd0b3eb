import type { LocalDate } from '../kernel/dates.js';
import type { Database } from '../read-models/database.js';
import { rowsOf } from '../read-models/rows.js';
import type { Owner } from '../sign-in/access.js';
import { whoseBudget } from './whose-budget.read-model.js';

const REMEMBERED = 20_000;

/** Whose a budget is, and which budgets a person has. */
export class BudgetsOfPeople {
  /** Never changes once a budget is open, so it may be of any age. */
  private readonly owners = new Map<string, Owner>();

  constructor(private readonly db: Database) {}

  async ownerOf(budgetId: string): Promise<Owner | undefined> {
    const known = this.owners.get(budgetId);
    if (known) return known;
    const row = await rowsOf(this.db, whoseBudget)
      .select('personId')
      .where('budgetId', '=', budgetId)
      .executeTakeFirst();
    if (!row?.personId) return undefined;
    const owner = { personId: row.personId, budgetId };
    if (this.owners.size >= REMEMBERED) this.owners.clear();
    this.owners.set(budgetId, owner);
    return owner;
  }

  /** A person's budgets; `closedOn` is the last day in force. */
  async of(personId: string): Promise<{ budgetId: string; closedOn: LocalDate | null }[]> {
    return rowsOf(this.db, whoseBudget)
      .select(['budgetId', 'closedOn'])
      .where('personId', '=', personId)
      .execute();
  }

  /** Of each of the person's budgets the last day in force; null: still open. */
  async closingsOf(personId: string): Promise<(LocalDate | null)[]> {
    return (await this.of(personId)).map((it) => it.closedOn);
  }
}
