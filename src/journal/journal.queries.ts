import { setImmediate } from 'node:timers/promises';
import { addedBy, MONEY_MOVES, type MoneyMove } from '../accounts/account.facts.js';
import type { BudgetOpened } from '../budgets/budget.events.js';
import type { EventLog, Happened, Position, Recorded } from '../event-log/event-log.js';
import type { SortedLines } from '../event-log/sorted-lines.js';
import type { LocalDate } from '../kernel/dates.js';
import { formatPence, NOTHING, plus, sumOf, type Pence } from '../kernel/money.js';
import { csvRows } from '../web/csv.js';
import { beginningOf, declared, writtenIn } from './books.js';
import { assetsOf, isAsset, movesMoney, transactionsOf, type Transaction } from './transactions.js';

export const JOURNAL_FORMATS = ['hledger', 'ledger', 'csv'] as const;
export type JournalFormat = (typeof JOURNAL_FORMATS)[number];

export interface JournalAsked {
  readonly format: JournalFormat;
  /** Only this budget; absent: all of them. */
  readonly budgetId?: string;
  /** Whoever asked is there no longer. */
  readonly signal?: AbortSignal;
}

/** A movement on an account, and what was on it then. */
export interface RegisterLine extends Pick<Transaction, 'eventId' | 'on' | 'recordedOn' | 'type'> {
  /** Above 0: into the account. */
  readonly amountPence: Pence;
  readonly balancePence: Pence;
}

type Moving = MoneyMove | BudgetOpened;
const MOVES: readonly Moving['type'][] = [...MONEY_MOVES, 'BudgetOpened'];

/** So many events are looked at, or transactions written, before others have their turn. */
const PAGE = 1_000;

const COLUMNS = [
  'eventId',
  'on',
  'recordedOn',
  'budgetId',
  'account',
  'amount',
  'type',
  'reverses',
];

/**
 * The books, made from the events themselves and from nothing that was made of them. One budget is
 * in memory at a time, whatever the length of the log: what has to be put in order of days, over all
 * budgets, is sorted outside it.
 */
export class JournalQueries {
  constructor(
    private readonly log: Pick<EventLog, 'head' | 'bytes' | 'load' | 'happened'>,
    private readonly sorting: () => SortedLines,
  ) {}

  /** Whether anybody opened it. */
  async knows(budgetId: string): Promise<boolean> {
    return (await this.log.load(`budget-${budgetId}`)).length > 0;
  }

  /** Piece by piece, sorted by effective day, then by place in the log as it is now. */
  async *textOf({ format, budgetId, signal }: JournalAsked): AsyncGenerator<string> {
    yield format === 'csv' ? csvRows([COLUMNS]) : beginningOf(format);
    await using lines = this.sorting();
    const accounts = new Set<string>();
    const upTo = (await this.log.head()) ?? ('' as Position);
    for await (const id of budgetId === undefined ? this.budgets(upTo) : [budgetId]) {
      // Between two budgets others have their turn, also where the log answers at once.
      await setImmediate();
      if (signal?.aborted) return;
      for (const account of assetsOf(id)) accounts.add(account);
      for (const { position, transaction } of await this.movementsOf(id, upTo)) {
        for (const [account] of transaction.sides) accounts.add(account);
        await lines.add(`${transaction.on} ${position} ${JSON.stringify(transaction)}`);
      }
    }
    if (format !== 'csv') yield declared(accounts);
    for await (const some of inPages(lines.inOrder())) {
      if (signal?.aborted) return;
      yield textIn(format, some.map(transactionIn));
    }
  }

  /** What is on each account at the end of a day, all that is known counted: by budget. */
  async balancesAt(asAt: LocalDate): Promise<ReadonlyMap<string, Pence>> {
    const balances = new Map<string, Pence>();
    for (let after: Position | null = null; ;) {
      const page: readonly Happened<Moving>[] = await this.log.happened(after, PAGE, MOVES);
      for (const { event, stream } of page) {
        if (event.on > asAt) continue;
        const id = stream.slice(stream.indexOf('-') + 1);
        const added = event.type === 'BudgetOpened' ? event.openingBalancePence : addedBy(event);
        balances.set(id, plus(balances.get(id) ?? NOTHING, added));
      }
      if (page.length < PAGE) return balances;
      after = page.at(-1)!.position;
    }
  }

  /** Every movement on one account up to the end of a day, and what was on it after each. */
  async registerOf(budgetId: string, asAt: LocalDate): Promise<RegisterLine[]> {
    const upTo = (await this.log.head()) ?? ('' as Position);
    const moved = (await this.movementsOf(budgetId, upTo))
      .map(({ transaction }) => transaction)
      .filter((it) => it.on <= asAt && movesMoney(it))
      .sort(byDay);
    let balancePence = NOTHING;
    return moved.map(({ eventId, on, recordedOn, type, sides }) => {
      const amountPence = sumOf(sides.filter(isAsset), ([, amount]) => amount);
      balancePence = plus(balancePence, amountPence);
      return { eventId, on, recordedOn, type, amountPence, balancePence };
    });
  }

  /** Those that are opened up to a place in the log. */
  private async *budgets(upTo: Position): AsyncGenerator<string> {
    for (let after: Position | null = null; ;) {
      const page = await this.log.bytes(after, PAGE);
      for (const { stream, version, position } of page)
        if (version === 0 && stream.startsWith('budget-') && position <= upTo)
          yield stream.slice('budget-'.length);
      after = page.at(-1)?.position ?? upTo;
      if (after >= upTo) return;
      await setImmediate();
    }
  }

  private async movementsOf(budgetId: string, upTo: Position) {
    const streams = [`budget-${budgetId}`, `account-${budgetId}`];
    const told = await Promise.all(streams.map((it) => this.log.load(it)));
    const events = told.flat().filter((it) => it.position <= upTo);
    const inOrder = events.sort((a, b) => (a.position < b.position ? -1 : 1));
    const places = new Map(inOrder.map((it: Recorded) => [it.eventId, it.position]));
    return transactionsOf(budgetId, inOrder).map((transaction) => ({
      position: places.get(transaction.eventId)!,
      transaction,
    }));
  }
}

/** Within a day they stay in the order of the log. */
const byDay = (a: Transaction, b: Transaction): number => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0);

async function* inPages<T>(all: AsyncIterable<T>): AsyncGenerator<T[]> {
  let page: T[] = [];
  for await (const it of all) {
    if (page.push(it) < PAGE) continue;
    yield page;
    page = [];
  }
  yield page;
}

/** Days and positions, by which it was sorted, have no brace in them. */
const transactionIn = (line: string): Transaction => JSON.parse(line.slice(line.indexOf('{')));

const textIn = (format: JournalFormat, some: readonly Transaction[]): string =>
  format === 'csv'
    ? csvRows(some.flatMap(rowsOf))
    : some.map((it) => writtenIn(format, it)).join('');

/** A row for each side that has something, in pounds. */
function rowsOf({ sides, type, reverses, ...it }: Transaction): (string | undefined)[][] {
  const from = [it.eventId, it.on, it.recordedOn, it.budgetId];
  const moved = sides.filter(([, amountPence]) => amountPence !== NOTHING);
  return moved.map(([account, amountPence]) => {
    const pounds = formatPence(amountPence).replaceAll(/[£,]/g, '');
    return [...from, account, pounds, type, reverses];
  });
}
