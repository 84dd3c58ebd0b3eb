import { dayInWords } from '../kernel/dates.js';
import { formatPence } from '../kernel/money.js';
import type { Database } from '../read-models/database.js';
import { decoded, rowsOf } from '../read-models/rows.js';
import type { AccountNames } from '../web/account-names.js';
import type { Page } from '../web/paging.js';
import type { WorkItem } from '../web/work-list.js';
import type { HowMuch } from '../web/work.js';
import type { ReductionStage } from './reductions.facts.js';
import { reductions } from './reductions.read-model.js';

/** Reductions that wait for a step, of all accounts. */
export class ReductionWork {
  constructor(
    private readonly db: Database,
    private readonly names: Pick<AccountNames, 'of'>,
  ) {}

  async count(stage: ReductionStage): Promise<HowMuch> {
    const { all } = await this.at(stage)
      .select(({ fn }) => fn.countAll<number>().as('all'))
      .executeTakeFirstOrThrow();
    return { all: Number(all), late: 0 };
  }

  async budgets(stage: ReductionStage): Promise<string[]> {
    const rows = await this.at(stage).select('budgetId').distinct().execute();
    return rows.map((it) => it.budgetId);
  }

  /** Those that would be in force soonest first. */
  async list(stage: ReductionStage, page: number): Promise<Page<WorkItem>> {
    const { all: total } = await this.count(stage);
    const rows = await this.at(stage)
      .selectAll()
      .orderBy('effectiveFrom')
      .orderBy('reductionId')
      .limit(PAGE_SIZE)
      .offset((page - 1) * PAGE_SIZE)
      .execute();
    const names = await this.names.of(rows.map((it) => it.budgetId));
    const items = rows
      .map((it) => decoded(reductions, it))
      .map(({ budgetId, beforePence, weeklyPence, effectiveFrom }) => ({
        name: names.get(budgetId)!,
        href: `/accounts/${budgetId}/history?kind=reduction`,
        cells: [formatPence(beforePence), formatPence(weeklyPence), dayInWords(effectiveFrom)],
      }));
    return { items, page, pageSize: PAGE_SIZE, total };
  }

  private at(stage: ReductionStage) {
    return rowsOf(this.db, reductions).where('stage', '=', stage);
  }
}

const PAGE_SIZE = 20;
