import { budgetAsKnown } from '../../src/figures/as-known.facts.js';
import { addDays, type Instant, type LocalDate } from '../../src/kernel/dates.js';
import type { Ledger } from '../../src/ledger.js';
import type { Answer } from '../support/app.js';
import {
  balancesInCsv,
  Books,
  READERS,
  under,
  type Balances,
  type Moment,
} from '../support/books.js';

// The books are handed out, read by programs that share no code with this one, and have to come to
// what the API says, on every penny.

/** A ledger that answers over HTTP. */
export interface Served {
  readonly ledger: Ledger;
  get(who: string, path: string): Promise<Answer>;
}

export async function answered(served: Served, who: string, path: string): Promise<Answer['body']> {
  const { status, body } = await served.get(who, path);
  if (status !== 200) throw new Error(`${path} answered ${status}: ${JSON.stringify(body)}`);
  return body;
}

const journalOf = (served: Served, format: string, budgetId?: string): Promise<string> =>
  answered(
    served,
    'demo-auditor',
    `/journal?format=${format}${budgetId === undefined ? '' : `&budgetId=${budgetId}`}`,
  );

/** One journal in each of its forms, until `remove`. */
export class HandedOut {
  private constructor(
    private readonly served: Served,
    private readonly budgetIds: readonly string[],
    private readonly books: readonly Books[],
    private readonly csv: string,
  ) {}

  /** Of one budget or, unless it is named, of all. */
  static async by(served: Served, budgetIds: readonly string[], only?: string) {
    const [csv, ...texts] = await Promise.all(
      ['csv', ...READERS].map((it) => journalOf(served, it, only)),
    );
    const books = READERS.map((reader, i) => new Books(reader, texts[i]!));
    return new HandedOut(served, only === undefined ? budgetIds : [only], books, csv!);
  }

  remove = () => this.books.forEach((it) => it.remove());

  /** Well formed, and of nothing but the names that were declared. */
  isInOrder = () => Promise.all(this.books.map((it) => it.check()));

  async agreesAt(moment: Moment): Promise<void> {
    const read = await Promise.all(this.books.map((it) => it.balances(moment)));
    const all = [...read, balancesInCsv(this.csv, moment)];
    for (const budgetId of this.budgetIds) {
      const expected = await figuresOf(this.served, budgetId, moment);
      const found = all.map((it) => booksOf(it, budgetId));
      const by = [...READERS, 'csv'].map((reader, i) => ({ reader, ...found[i]! }));
      expect({ budgetId, ...moment, by }).toEqual({
        ...{ budgetId, ...moment },
        by: [...READERS, 'csv'].map((reader) => ({ reader, ...expected })),
      });
    }
  }

  /** Line by line what the history says was on the account after each event. */
  async agreesWithHistories(asAt: LocalDate): Promise<void> {
    for (const budgetId of this.budgetIds) {
      const history = await historyOf(this.served, budgetId, asAt);
      for (const books of this.books) {
        const lines = await books.register(`assets:${budgetId}`, asAt);
        const after = new Map(history.map((it) => [it.eventId, it.balanceAfterPence]));
        const told = history
          .map((it) => it.eventId)
          .filter((id) => lines.some((it) => it[0] === id));
        expect(lines.map(([id]) => id)).toEqual(told);
        expect(lines.map(([id, , balance]) => [id, balance])).toEqual(
          told.map((id) => [id, after.get(id)]),
        );
      }
    }
  }
}

/** What the API answers, and the postings that it is the sum of, by the kind of account. */
async function figuresOf({ ledger, ...served }: Served, budgetId: string, moment: Moment) {
  const { asAt, knownOn } = moment;
  const knownAt = knownOn === undefined ? undefined : endOf(knownOn);
  const query = `asAt=${asAt}${knownAt === undefined ? '' : `&knownAt=${knownAt}`}`;
  const path = `/budgets/${budgetId}/figures?${query}`;
  const { figures } = await answered({ ledger, ...served }, 'demo-auditor', path);
  const known = await ledger.known.of(budgetId, knownAt ?? ledger.clock.now());
  const kinds: Record<string, number> = {};
  for (const { account, on, amountPence } of budgetAsKnown(known).postings)
    if (on <= asAt && account !== 'bank') kinds[account] = (kinds[account] ?? 0) + amountPence;
  const { balancePence, receivedPence, spentPence, returnedPence } = figures;
  return { balancePence, receivedPence, spentPence, returnedPence, kinds: without0(kinds) };
}

function booksOf(balances: Balances, budgetId: string) {
  const returnedPence = under(balances, `expenses:${budgetId}:sent-back`);
  const kinds: Record<string, number> = {};
  for (const [account, amount] of balances) {
    const [group, of, kind] = account.split(':') as [string, string, string];
    if (of !== budgetId || group === 'assets') continue;
    const name = kind === 'opening' || kind === 'sent-back' ? kind : `${group}:${kind}`;
    kinds[name] = (kinds[name] ?? 0) + amount;
  }
  return {
    balancePence: under(balances, `assets:${budgetId}`),
    receivedPence: 0 - under(balances, `income:${budgetId}`),
    spentPence: under(balances, `expenses:${budgetId}`) - returnedPence,
    returnedPence,
    kinds: without0(kinds),
  };
}

const without0 = (kinds: Readonly<Record<string, number>>) =>
  Object.fromEntries(Object.entries(kinds).filter(([, amount]) => amount !== 0));

interface Item {
  readonly eventId: string;
  readonly balanceAfterPence: number;
}

async function historyOf(served: Served, budgetId: string, asAt: LocalDate): Promise<Item[]> {
  const items: Item[] = [];
  for (let page = 1; ; page++) {
    const query = `asAt=${asAt}&pageSize=200&page=${page}`;
    const path = `/budgets/${budgetId}/history?${query}`;
    const { total, ...answer } = await answered(served, 'demo-auditor', path);
    items.push(...answer.items);
    if (items.length >= total) return items;
  }
}

/** The last instant of a day in London. */
const endOf = (day: LocalDate): Instant =>
  Temporal.PlainDate.from(addDays(day, 1))
    .toZonedDateTime('Europe/London')
    .toInstant()
    .subtract({ microseconds: 1 })
    .toString({ smallestUnit: 'microsecond' }) as Instant;
