import { addWeeks, dayInWords, type LocalDate } from '../kernel/dates.js';
import type { Database } from '../read-models/database.js';
import { rowsOf } from '../read-models/rows.js';
import type { AccountNames } from '../web/account-names.js';
import type { Page } from '../web/paging.js';
import type { WorkItem } from '../web/work-list.js';
import type { HowMuch } from '../web/work.js';
import { reviews } from './reviews.read-model.js';

const KINDS = {
  reassessment: 'Reassessment',
  'post-reduction': 'Review after a reduction',
} as const;

/** Reviews that are due within four weeks, of all accounts, and those that are overdue. */
export class ReviewWork {
  constructor(
    private readonly db: Database,
    private readonly names: Pick<AccountNames, 'of'>,
  ) {}

  async count(today: LocalDate): Promise<HowMuch> {
    const { all, late } = await this.due(today)
      .select(({ fn }) => [
        fn.countAll<number>().as('all'),
        fn.countAll<number>().filterWhere('limitOn', '<', today).as('late'),
      ])
      .executeTakeFirstOrThrow();
    return { all: Number(all), late: Number(late) };
  }

  async budgets(today: LocalDate): Promise<string[]> {
    const rows = await this.due(today).select('budgetId').distinct().execute();
    return rows.map((it) => it.budgetId);
  }

  /** Soonest due first. */
  async list(page: number, today: LocalDate): Promise<Page<WorkItem>> {
    const { all: total } = await this.count(today);
    const rows = await this.due(today)
      .selectAll()
      .orderBy('dueOn')
      .orderBy('reviewId')
      .limit(PAGE_SIZE)
      .offset((page - 1) * PAGE_SIZE)
      .execute();
    const names = await this.names.of(rows.map((it) => it.budgetId));
    const items = rows.map(({ budgetId, kind, dueOn, limitOn }) => ({
      name: names.get(budgetId)!,
      href: `/accounts/${budgetId}`,
      cells: [KINDS[kind], dayInWords(dueOn)],
      late: limitOn < today ? 'Overdue' : undefined,
    }));
    return { items, page, pageSize: PAGE_SIZE, total };
  }

  private due(today: LocalDate) {
    return rowsOf(this.db, reviews)
      .where('state', 'in', ['scheduled', 'started'])
      .where('dueOn', '<=', addWeeks(today, WEEKS_AHEAD));
  }
}

const WEEKS_AHEAD = 4;
const PAGE_SIZE = 20;
