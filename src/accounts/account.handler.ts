import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { BudgetOpened } from '../budgets/budget.events.js';
import type { Written } from '../event-log/event-log.js';
import { transact } from '../event-log/transact.js';
import { Writer } from '../event-log/writer.js';
import type { LocalDate } from '../kernel/dates.js';
import { Refusal } from '../kernel/decider.js';
import type { Pence } from '../kernel/money.js';
import { policyInForce } from '../policies/policy.facts.js';
import { OnAccount, type AccountCommand } from './account.commands.js';
import type { AccountEvent } from './account.events.js';
import { account } from './account.js';

interface Opening {
  readonly opensOn: LocalDate;
  readonly openingId: string;
  readonly openingBalancePence: Pence;
}

const OPENINGS = 10_000;

@CommandHandler(OnAccount)
export class OnAccountHandler implements ICommandHandler<OnAccount> {
  /** A budget's opening never changes, so it may be of any age. */
  private readonly openings = new Map<string, Opening>();

  constructor(readonly writer: Writer) {}

  async execute({ budgetId, command, asked, seen }: OnAccount): Promise<Written<AccountEvent>> {
    const opening = await this.openingOf(budgetId);
    const { version: policyVersion, evidenceDueDays } = policyInForce();
    const informed: AccountCommand = { ...command, ...opening, policyVersion, evidenceDueDays };
    const unchanged = seen && { stream: `budget-${budgetId}`, version: seen.budgetVersion };
    return transact(this.writer, `account-${budgetId}`, account, informed, asked, unchanged);
  }

  private async openingOf(budgetId: string): Promise<Opening> {
    const known = this.openings.get(budgetId);
    if (known) return known;
    const [first] = await this.writer.log.loadBackwards<BudgetOpened>(`budget-${budgetId}`, 1, 1);
    if (!first) throw new Refusal('not-found', 'There is no such budget');
    const { on: opensOn, openingBalancePence } = first.event;
    const opening = { opensOn, openingId: first.eventId, openingBalancePence };
    this.openings.set(budgetId, opening);
    const [oldest] = this.openings.keys();
    if (this.openings.size > OPENINGS && oldest !== undefined) this.openings.delete(oldest);
    return opening;
  }
}
