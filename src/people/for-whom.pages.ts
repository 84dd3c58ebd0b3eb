import { Get } from '@nestjs/common';
import { May, Reached } from '../sign-in/access.guard.js';
import type { Reach } from '../sign-in/access.js';
import type { Relation } from '../sign-in/user.js';
import { shown } from '../web/page.js';
import { Pages } from '../web/pages.js';
import { seeOther } from '../web/see-other.js';
import { ForWhom, type BudgetInReach } from './for-whom.queries.js';

/** The home of holders, and of those who act or look for somebody: for whom, where it is not clear. */
@Pages('my')
export class ForWhomPages {
  constructor(private readonly forWhom: ForWhom) {}

  @Get()
  @May('holder')
  async choose(@Reached() { user }: Reach) {
    const budgets = await this.forWhom.of(user);
    const [only] = budgets;
    if (only && budgets.length === 1) return seeOther(addressOf(only));
    return shown('people/for-whom', {
      title:
        budgets.length === 0 ? 'Your direct payments' : 'Whose direct payment do you want to see?',
      budgets: budgets.map((it) => ({ ...it, href: addressOf(it), what: WHAT[it.relation] })),
    });
  }
}

const addressOf = ({ budgetId }: BudgetInReach): string => `/my/${budgetId}`;

const WHAT: Readonly<Record<Relation, string>> = {
  self: 'Your own direct payment',
  'authorised-person': 'You are their authorised person: you hold the money and decide for them',
  nominee: 'You are their nominee: you look after the money for them',
  supporter: 'You support them: you can look, and change nothing',
};
