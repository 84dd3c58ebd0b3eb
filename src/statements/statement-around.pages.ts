import { Injectable } from '@nestjs/common';
import { Circle, type Owner, type Reach } from '../sign-in/access.js';
import { AccountFrame } from '../web/account-frame.js';
import { MomentsAsked } from '../web/moments-asked.js';
import { Moments } from '../web/moments.js';

/** What stands round every page of statements: whose they are, one step back, who may act. */
@Injectable()
export class StatementAround {
  constructor(
    private readonly frame: AccountFrame,
    private readonly moments: Moments,
    private readonly circle: Circle,
  ) {}

  /** Of the list: the sections of the account. */
  async list(reach: Reach) {
    const around = await this.frame.of(reach, this.now(), 'statements');
    return { ...around, ...this.roles(reach) };
  }

  async below(reach: Reach, back: string) {
    const { section, account } = await this.frame.of(reach, this.now());
    return { section, account, back, ...this.roles(reach) };
  }

  /** By user; who left no name is called by what they are. */
  async namesOf(userIds: readonly (string | undefined)[]): Promise<(userId?: string) => string> {
    const names = await this.circle.namesOfUsers(userIds.filter((it) => it !== undefined));
    return (userId = '') => names.get(userId) ?? 'Somebody at the council';
  }

  get today() {
    return this.moments.today;
  }

  private now(): MomentsAsked {
    return MomentsAsked.from({}, this.moments.today);
  }

  private roles({ user }: Reach) {
    return { mayAct: user.role !== 'auditor', isManager: user.role === 'manager' };
  }
}

export const statementsOf = ({ budgetId }: Reach): string =>
  `/accounts/${(budgetId as Owner['budgetId'])!}/statements`;
