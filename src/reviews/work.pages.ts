import { Get, Query } from '@nestjs/common';
import { May } from '../sign-in/access.guard.js';
import { Moments } from '../web/moments.js';
import { pageAsked } from '../web/page-links.js';
import { Pages } from '../web/pages.js';
import { workList } from '../web/work-list.js';
import { WorkWaiting } from '../web/work.js';
import { ReviewWork } from './work.queries.js';

const REVIEWS = {
  name: 'reviews',
  text: 'Reviews due within 4 weeks',
  means: 'A look at what is needed, together with the person. Overdue ones count, too.',
  href: '/today/reviews',
} as const;

@Pages('today/reviews')
export class ReviewWorkPages {
  constructor(
    private readonly queries: ReviewWork,
    private readonly moments: Moments,
    waiting: WorkWaiting,
  ) {
    waiting.register({
      ...REVIEWS,
      roles: ['officer', 'manager'],
      count: (today) => queries.count(today),
      budgets: (today) => queries.budgets(today),
    });
  }

  @Get()
  @May('officer')
  async list(@Query() { page }: Readonly<Record<string, unknown>>) {
    const { text: title, means, href: address } = REVIEWS;
    const found = await this.queries.list(pageAsked(page), this.moments.today);
    return workList({ title, means, address, columns: ['Review', 'Due'], page: found });
  }
}
