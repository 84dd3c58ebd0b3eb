import { Get } from '@nestjs/common';
import { May, Reached } from '../sign-in/access.guard.js';
import type { Reach } from '../sign-in/access.js';
import { Moments } from './moments.js';
import { shown } from './page.js';
import { Pages } from './pages.js';
import { WorkWaiting } from './work.js';

/** The home of officers and managers: what waits for them today. */
@Pages('today')
export class TodayPages {
  constructor(
    private readonly work: WorkWaiting,
    private readonly moments: Moments,
  ) {}

  @Get()
  @May('officer')
  async home(@Reached() { user }: Reach) {
    const { today } = this.moments;
    const kinds = this.work.of(user.role);
    const counted = await Promise.all(
      kinds.map(async (it) => ({ ...it, ...(await it.count(today, user)) })),
    );
    return shown('web/today', {
      title: 'Today',
      today,
      waiting: counted.filter((it) => it.all > 0),
      nothing: counted.filter((it) => it.all === 0),
    });
  }
}
