import { dayInWords, type LocalDate } from '../kernel/dates.js';
import type { Database } from '../read-models/database.js';
import { rowsOf } from '../read-models/rows.js';
import type { AccountNames } from '../web/account-names.js';
import type { Page } from '../web/paging.js';
import type { WorkItem } from '../web/work-list.js';
import type { HowMuch } from '../web/work.js';
import { referenceOf } from './disagreement.facts.js';
import { disagreements } from './disagreements.read-model.js';
import { talks } from './talks.read-model.js';

/** What waits for an officer, of all accounts: answers to read, and what is said to be wrong. */
export class AccountWork {
  constructor(
    private readonly db: Database,
    private readonly names: Pick<AccountNames, 'of'>,
  ) {}

  async answersCount(): Promise<HowMuch> {
    const { all } = await this.answered()
      .select(({ fn }) => fn.countAll<number>().as('all'))
      .executeTakeFirstOrThrow();
    return { all: Number(all), late: 0 };
  }

  async answersBudgets(): Promise<string[]> {
    const rows = await this.answered().select('budgetId').distinct().execute();
    return rows.map((it) => it.budgetId);
  }

  /** Those that wait longest first. */
  async answers(page: number): Promise<Page<WorkItem>> {
    const { all: total } = await this.answersCount();
    const rows = await this.answered()
      .selectAll()
      .orderBy('since')
      .orderBy('entryId')
      .limit(PAGE_SIZE)
      .offset((page - 1) * PAGE_SIZE)
      .execute();
    const names = await this.names.of(rows.map((it) => it.budgetId));
    const items = rows.map(({ budgetId, entryId, since }) => ({
      name: names.get(budgetId)!,
      href: `/accounts/${budgetId}/expenses/${entryId}`,
      cells: [dayInWords(since)],
    }));
    return { items, page, pageSize: PAGE_SIZE, total };
  }

  async disagreementsCount(today: LocalDate): Promise<HowMuch> {
    const { all, late } = await this.open()
      .select(({ fn }) => [
        fn.countAll<number>().as('all'),
        fn.countAll<number>().filterWhere('acknowledgeBy', '<', today).as('late'),
      ])
      .executeTakeFirstOrThrow();
    return { all: Number(all), late: Number(late) };
  }

  async disagreementsBudgets(): Promise<string[]> {
    const rows = await this.open().select('budgetId').distinct().execute();
    return rows.map((it) => it.budgetId);
  }

  async disagreements(page: number, today: LocalDate): Promise<Page<WorkItem>> {
    const { all: total } = await this.disagreementsCount(today);
    const rows = await this.open()
      .selectAll()
      .orderBy('acknowledgeBy')
      .orderBy('disagreementId')
      .limit(PAGE_SIZE)
      .offset((page - 1) * PAGE_SIZE)
      .execute();
    const names = await this.names.of(rows.map((it) => it.budgetId));
    const items = rows.map(({ budgetId, disagreementId, raisedOn, acknowledgeBy }) => ({
      name: names.get(budgetId)!,
      href: `/accounts/${budgetId}/disagreements/${disagreementId}`,
      cells: [referenceOf(disagreementId), dayInWords(raisedOn), dayInWords(acknowledgeBy)],
      late: acknowledgeBy < today ? 'Late' : undefined,
    }));
    return { items, page, pageSize: PAGE_SIZE, total };
  }

  private answered() {
    return rowsOf(this.db, talks).where('state', '=', 'answered');
  }

  private open() {
    return rowsOf(this.db, disagreements).where('state', '=', 'open');
  }
}

const PAGE_SIZE = 20;
