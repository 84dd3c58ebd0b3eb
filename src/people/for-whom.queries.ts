import type { Circle } from '../sign-in/access.js';
import type { Relation, User } from '../sign-in/user.js';
import { ERASED } from '../words/words.js';
import type { BudgetsOfPeople } from './whose-budget.queries.js';
import type { LocalDate } from '../kernel/dates.js';

/** A budget that somebody may look at, and whose it is to them. */
export interface BudgetInReach {
  readonly budgetId: string;
  readonly relation: Relation;
  readonly fullName: string;
  /** The last day in force; null: still open. */
  readonly closedOn: LocalDate | null;
}

const CLOSEST: readonly Relation[] = ['self', 'authorised-person', 'nominee', 'supporter'];

/** Whose budgets a holder, a representative or a supporter may look at today. */
export class ForWhom {
  constructor(
    private readonly circle: Circle,
    private readonly budgets: BudgetsOfPeople,
  ) {}

  /** One's own first, then those of whom one is closest to, by name; what is open before closed. */
  async of(user: User): Promise<readonly BudgetInReach[]> {
    const personIds = await this.circle.peopleOf(user);
    const names = await this.circle.namesOf(personIds);
    const found = await Promise.all(
      personIds.map(async (personId) => {
        const relation = (await this.circle.relationOf(user, personId))!;
        const fullName = names.get(personId) ?? ERASED;
        const budgets = await this.budgets.of(personId);
        return budgets.map((it) => ({ ...it, relation, fullName }));
      }),
    );
    return found.flat().toSorted(inOrder);
  }
}

function inOrder(a: BudgetInReach, b: BudgetInReach): number {
  return (
    CLOSEST.indexOf(a.relation) - CLOSEST.indexOf(b.relation) ||
    a.fullName.localeCompare(b.fullName, 'en-GB') ||
    (a.closedOn ?? '').localeCompare(b.closedOn ?? '') ||
    a.budgetId.localeCompare(b.budgetId)
  );
}
