import { Get, Query } from '@nestjs/common';
import { May, Reached } from '../sign-in/access.guard.js';
import type { Reach } from '../sign-in/access.js';
import { pageAsked } from '../web/page-links.js';
import { Pages } from '../web/pages.js';
import { workList } from '../web/work-list.js';
import { WorkWaiting, type Work } from '../web/work.js';
import { StatementWork } from './work.queries.js';

type Sent = Readonly<Record<string, unknown>>;

const TO_SETTLE = {
  name: 'statements',
  text: 'Bank statements to settle',
  means: 'Say what each line is, then close the period. The oldest first.',
  href: '/today/statements',
} as const;

const TO_SIGN = {
  name: 'signatures',
  text: 'Periods to sign off',
  means: 'Somebody else closed these. Look at what they closed, and sign it.',
  href: '/today/signatures',
} as const;

const EXPLAINED = {
  name: 'explained-lines',
  text: 'Bank lines that were explained',
  means: 'People said what a line that was set aside is. Record it, or match it.',
  href: '/today/explained-lines',
} as const;

const ROLES = ['officer', 'manager'] as const;

/** What waits of statements, of all accounts. */
@Pages('today')
export class StatementWorkPages {
  constructor(
    private readonly queries: StatementWork,
    waiting: WorkWaiting,
  ) {
    waiting.register(...worksOf(queries));
  }

  @Get('statements')
  @May('officer')
  async toSettle(@Query() { page }: Sent) {
    const { text: title, means, href: address } = TO_SETTLE;
    const found = await this.queries.openOnes(pageAsked(page));
    return workList({ title, means, address, columns: ['Goes to', 'To be settled'], page: found });
  }

  @Get('signatures')
  @May('officer')
  async toSign(@Query() { page }: Sent, @Reached() { user }: Reach) {
    const { text: title, means, href: address } = TO_SIGN;
    const found = await this.queries.toSignOnes(user.userId, pageAsked(page));
    return workList({ title, means, address, columns: ['Closed to'], page: found });
  }

  @Get('explained-lines')
  @May('officer')
  async explained(@Query() { page }: Sent) {
    const { text: title, means, href: address } = EXPLAINED;
    const found = await this.queries.answeredOnes(pageAsked(page));
    return workList({ title, means, address, columns: ['Explained on'], page: found });
  }
}

const worksOf = (queries: StatementWork): Work[] => [
  {
    ...TO_SETTLE,
    roles: ROLES,
    count: () => queries.openCount(),
    budgets: () => queries.openBudgets(),
  },
  {
    ...TO_SIGN,
    roles: ROLES,
    count: (_, { userId }) => queries.toSignCount(userId),
    budgets: (_, { userId }) => queries.toSignBudgets(userId),
  },
  {
    ...EXPLAINED,
    roles: ROLES,
    count: () => queries.answeredCount(),
    budgets: () => queries.answeredBudgets(),
  },
];
