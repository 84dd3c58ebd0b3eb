import type { Circle, Owners } from '../sign-in/access.js';
import { ERASED } from '../words/words.js';

/** Whose each of some budgets is, for lists. */
export class AccountNames {
  constructor(
    private readonly owners: Pick<Owners, 'finderOf'>,
    private readonly circle: Pick<Circle, 'namesOf'>,
  ) {}

  /** By budget; "[erased]" where there is no name any more. */
  async of(budgetIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const find = this.owners.finderOf('budgetId')!;
    const owned = await Promise.all(
      [...new Set(budgetIds)].map(async (id) => [id, (await find(id))?.personId] as const),
    );
    const names = await this.circle.namesOf(owned.flatMap(([, personId]) => personId ?? []));
    return new Map(owned.map(([id, personId]) => [id, names.get(personId ?? '') ?? ERASED]));
  }
}
