import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { Asked } from '../event-log/event-log.js';
import type { Without } from '../kernel/decider.js';
import { answered } from '../web/answers.js';
import type { AskingFor } from '../web/asking.js';
import { OnBudget, type AskedOfBudget } from './budget.commands.js';

/** What a caller asks; when and by whom is the request's. */
export type ToBudget = Without<AskedOfBudget, 'today' | 'userId'>;

/** Asks something of the budget that a request has reached, and answers what it recorded. */
@Injectable()
export class BudgetWriting {
  constructor(private readonly bus: CommandBus) {}

  async ask<A extends object>(asking: AskingFor, asked: Asked, what: ToBudget, answer: A) {
    return answered(await this.recorded(asking, asked, what), answer);
  }

  async recorded(asking: AskingFor, asked: Asked, what: ToBudget) {
    const command = { ...what, ...asking.moment } as AskedOfBudget;
    return this.bus.execute(new OnBudget(asking.reach.budgetId!, command, asked, asking.seen));
  }
}
