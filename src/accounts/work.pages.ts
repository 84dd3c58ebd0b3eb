import { Get, Query } from '@nestjs/common';
import { May } from '../sign-in/access.guard.js';
import { Moments } from '../web/moments.js';
import { pageAsked } from '../web/page-links.js';
import { Pages } from '../web/pages.js';
import { workList } from '../web/work-list.js';
import { WorkWaiting, type Work } from '../web/work.js';
import { AccountWork } from './work.queries.js';

type Sent = Readonly<Record<string, unknown>>;

const ANSWERS = {
  name: 'answers',
  text: 'Answers to read',
  means: 'People said what an expense was for, or sent its receipt. Accept it, or ask again.',
  href: '/today/answers',
} as const;

const DISAGREEMENTS = {
  name: 'disagreements',
  text: 'Things said to be wrong',
  means: 'Tell the person within 3 working days that it was read. Put it right, or explain it.',
  href: '/today/disagreements',
} as const;

const ROLES = ['officer', 'manager'] as const;

/** What waits for an officer, of all accounts. */
@Pages('today')
export class AccountWorkPages {
  constructor(
    private readonly queries: AccountWork,
    private readonly moments: Moments,
    waiting: WorkWaiting,
  ) {
    waiting.register(...worksOf(queries));
  }

  @Get('answers')
  @May('officer')
  async answers(@Query() { page }: Sent) {
    const { text: title, means, href: address } = ANSWERS;
    const found = await this.queries.answers(pageAsked(page));
    return workList({ title, means, address, columns: ['Waits since'], page: found });
  }

  @Get('disagreements')
  @May('officer')
  async disagreements(@Query() { page }: Sent) {
    const { text: title, means, href: address } = DISAGREEMENTS;
    const found = await this.queries.disagreements(pageAsked(page), this.moments.today);
    const columns = ['Reference', 'Said on', 'To be read by'];
    return workList({ title, means, address, columns, page: found });
  }
}

const worksOf = (queries: AccountWork): Work[] => [
  {
    ...ANSWERS,
    roles: ROLES,
    count: () => queries.answersCount(),
    budgets: () => queries.answersBudgets(),
  },
  {
    ...DISAGREEMENTS,
    roles: ROLES,
    count: (today) => queries.disagreementsCount(today),
    budgets: () => queries.disagreementsBudgets(),
  },
];
