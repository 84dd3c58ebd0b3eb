import { sql, type SelectQueryBuilder } from 'kysely';
import { dayInWords } from '../kernel/dates.js';
import type { Database } from '../read-models/database.js';
import { tableOf } from '../read-models/read-model.js';
import { rowsOf } from '../read-models/rows.js';
import type { AccountNames } from '../web/account-names.js';
import type { Page } from '../web/paging.js';
import type { WorkItem } from '../web/work-list.js';
import type { HowMuch } from '../web/work.js';
import { linesAside } from './lines-aside.read-model.js';
import { statements } from './statements.read-model.js';

/** What waits of statements, of all accounts: to be settled, to be signed, to be read. */
export class StatementWork {
  constructor(
    private readonly db: Database,
    private readonly names: Pick<AccountNames, 'of'>,
  ) {}

  openCount = () => countOf(this.open());

  openBudgets = () => budgetsOf(this.open());

  /** The oldest days first. */
  async openOnes(page: number): Promise<Page<WorkItem>> {
    const rows = await this.open()
      .select(['statementId', 'budgetId', 'to', 'lines', 'open'])
      .orderBy('to')
      .orderBy('statementId')
      .limit(PAGE_SIZE)
      .offset((page - 1) * PAGE_SIZE)
      .execute();
    const items = await this.named(rows, ({ budgetId, statementId, to, lines, open }) => ({
      href: `/accounts/${budgetId}/statements/${statementId}`,
      cells: [dayInWords(to), leftOf(open, lines)],
    }));
    return { items, page, pageSize: PAGE_SIZE, total: (await this.openCount()).all };
  }

  /** Those that somebody else closed: who closes does not sign. */
  toSignCount = (userId: string) => countOf(this.toSign(userId));

  toSignBudgets = (userId: string) => budgetsOf(this.toSign(userId));

  async toSignOnes(userId: string, page: number): Promise<Page<WorkItem>> {
    const rows = await this.toSign(userId)
      .select(['statementId', 'budgetId', 'to'])
      .orderBy('to')
      .orderBy('statementId')
      .limit(PAGE_SIZE)
      .offset((page - 1) * PAGE_SIZE)
      .execute();
    const items = await this.named(rows, ({ budgetId, statementId, to }) => ({
      href: `/accounts/${budgetId}/statements/${statementId}/sign`,
      cells: [dayInWords(to)],
    }));
    return { items, page, pageSize: PAGE_SIZE, total: (await this.toSignCount(userId)).all };
  }

  answeredCount = () => countOf(this.answered());

  answeredBudgets = () => budgetsOf(this.answered());

  /** Those that wait longest first. */
  async answeredOnes(page: number): Promise<Page<WorkItem>> {
    const rows = await this.answered()
      .select(['lineId', 'statementId', 'budgetId', 'since'])
      .orderBy('since')
      .orderBy('lineId')
      .limit(PAGE_SIZE)
      .offset((page - 1) * PAGE_SIZE)
      .execute();
    const items = await this.named(rows, ({ budgetId, statementId, lineId, since }) => ({
      href: `/accounts/${budgetId}/statements/${statementId}/lines/${lineId}`,
      cells: [dayInWords(since)],
    }));
    return { items, page, pageSize: PAGE_SIZE, total: (await this.answeredCount()).all };
  }

  private async named<R extends { readonly budgetId: string }>(
    rows: readonly R[],
    of: (row: R) => Omit<WorkItem, 'name'>,
  ): Promise<WorkItem[]> {
    const names = await this.names.of(rows.map((it) => it.budgetId));
    return rows.map((it) => ({ name: names.get(it.budgetId)!, ...of(it) }));
  }

  /** But for those whose days were closed with the period of another. */
  private open() {
    return rowsOf(this.db, statements)
      .where('state', '=', 'open')
      .where(sql<boolean>`not exists (${CLOSED_WITH_ANOTHER})`);
  }

  private toSign(userId: string) {
    return rowsOf(this.db, statements)
      .where('state', '=', 'closed')
      .where('closedBy', '!=', userId);
  }

  private answered() {
    return rowsOf(this.db, linesAside).where('state', '=', 'answered');
  }
}

const PAGE_SIZE = 20;

const CLOSED_WITH_ANOTHER = sql`select 1 from ${sql.table(tableOf(statements))} as other
  where ${sql.ref('other.budgetId')} = ${sql.ref('row.budgetId')}
  and ${sql.ref('other.closedTo')} >= ${sql.ref('row.end')}`;

type Rows<R> = SelectQueryBuilder<{ row: R }, 'row', object>;

async function countOf<R>(rows: Rows<R>): Promise<HowMuch> {
  const { all } = await rows
    .select(({ fn }) => fn.countAll<number>().as('all'))
    .executeTakeFirstOrThrow();
  return { all: Number(all), late: 0 };
}

async function budgetsOf<R extends { budgetId: string }>(rows: Rows<R>): Promise<string[]> {
  const found = await rows
    .select(sql<string>`${sql.ref('budgetId')}`.as('id'))
    .distinct()
    .execute();
  return found.map((it) => it.id);
}

const leftOf = (open: number, lines: number): string =>
  Number(open) === 0 ? 'All lines settled: close the period' : `${open} of ${lines} lines`;
