import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { Asked } from '../event-log/event-log.js';
import type { Without } from '../kernel/decider.js';
import { answered } from '../web/answers.js';
import type { AskingFor } from '../web/asking.js';
import { OnAccount, type AskedOfAccount } from './account.commands.js';

/** What a caller asks; when is the request's. */
export type ToAccount = Without<AskedOfAccount, 'today'>;

/** Asks something of the account that a request has reached, and answers what it recorded. */
@Injectable()
export class AccountWriting {
  constructor(private readonly bus: CommandBus) {}

  async ask<A extends object>(asking: AskingFor, asked: Asked, what: ToAccount, answer: A) {
    const command = { ...what, today: asking.today } as AskedOfAccount;
    const on = new OnAccount(asking.reach.budgetId!, command, asked, asking.seen);
    return answered(await this.bus.execute(on), answer);
  }
}
