import fc from 'fast-check';
import type { AccountEvent } from '../../src/accounts/account.events.js';
import type { BudgetEvent } from '../../src/budgets/budget.events.js';
import type { KnownEvent } from '../../src/figures/as-known.facts.js';
import { addDays, instantOf, type LocalDate } from '../../src/kernel/dates.js';
import { pence } from '../../src/kernel/money.js';
import { seeded } from '../support/read-models.js';
import { accountSteps, liveAccount } from './account-lives.js';
import { budgetLives, liveBudget, OPENS_ON } from './budget-lives.js';

/** A budget and its account, and a day to look at them. */
export interface History {
  readonly budget: readonly BudgetEvent[];
  readonly account: readonly AccountEvent[];
  readonly asAt: LocalDate;
  /** For the order between the two streams. */
  readonly order: number;
}

export const histories: fc.Arbitrary<History> = fc
  .record({
    budget: budgetLives,
    account: accountSteps,
    after: fc.integer({ min: -5, max: 300 }),
    opening: fc.constantFrom(0, 1, 500_00),
    gross: fc.boolean(),
    order: fc.nat(),
  })
  .map(({ budget, account, after, opening, gross, order }) => ({
    budget: liveBudget(budget).happened.map(({ event }): BudgetEvent =>
      event.type === 'BudgetOpened'
        ? { ...event, openingBalancePence: pence(opening), basis: gross ? 'gross' : 'net' }
        : event,
    ),
    account: liveAccount(account).happened.map((it) => it.event),
    asAt: addDays(OPENS_ON, after),
    order,
  }));

const NEW_YEAR = Date.parse('2026-01-01T00:00:00Z') * 1000;

/** As the log would hand them out: each stream in its order, the two in any. */
export function knownOf({ budget, account, order }: History): KnownEvent[] {
  const random = seeded(order);
  const [first, ...rest] = budget;
  const left = [[...rest], [...account]];
  const events: [BudgetEvent | AccountEvent, string][] = [[first!, 'budget-anna']];
  while (left.some((it) => it.length > 0)) {
    const which = left[0]!.length === 0 || (left[1]!.length > 0 && random() < 0.5) ? 1 : 0;
    events.push([left[which]!.shift()!, which === 0 ? 'budget-anna' : 'account-anna']);
  }
  return events.map(([event, stream], i) => ({
    event,
    stream,
    eventId: `event-${i}`,
    recordedAt: instantOf(NEW_YEAR + i * 1_000_000),
  }));
}
