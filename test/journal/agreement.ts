import { addDays, type Instant, type LocalDate } from '../../src/kernel/dates.js';
import { atTheStart, inWords } from '../../src/policies/in-words.facts.js';
import {
  balancesInCsv,
  Books,
  READERS,
  under,
  type Balances,
  type Line,
  type Moment,
} from '../support/books.js';
import type { Answered } from '../support/demo.js';

// The books are handed out, read by programs that share no code with this one, and have to come to
// what the API says, on every penny.

/** What an auditor is answered over HTTP, by path. */
export type Auditor = (path: string) => Promise<Answered>;

const journalFor = (auditor: Auditor, format: string, budgetId?: string): Promise<string> =>
  auditor(`/journal?format=${format}${budgetId === undefined ? '' : `&budgetId=${budgetId}`}`);

/** One journal in each of its forms, until `remove`. */
export class HandedOut {
  private constructor(
    private readonly auditor: Auditor,
    private readonly budgetIds: readonly string[],
    private readonly books: readonly Books[],
    private readonly csv: string,
  ) {}

  /** Of one budget or, unless it is named, of all. */
  static async to(auditor: Auditor, budgetIds: readonly string[], only?: string) {
    const [csv, ...texts] = await Promise.all(
      ['csv', ...READERS].map((it) => journalFor(auditor, it, only)),
    );
    const books = READERS.map((reader, i) => new Books(reader, texts[i]!));
    return new HandedOut(auditor, only === undefined ? budgetIds : [only], books, csv!);
  }

  remove = () => this.books.forEach((it) => it.remove());

  /** Well formed, and of nothing but the names that were declared. */
  isInOrder = () => Promise.all(this.books.map((it) => it.check()));

  async agreesAt(moment: Moment): Promise<void> {
    const read = await Promise.all(this.books.map((it) => it.balances(moment)));
    const all = [...read, balancesInCsv(this.csv, moment)];
    for (const budgetId of this.budgetIds) {
      const expected = await figuresOf(this.auditor, budgetId, moment);
      const found = all.map((it) => booksOf(it, budgetId));
      const by = [...READERS, 'csv'].map((reader, i) => ({ reader, ...found[i]! }));
      expect({ budgetId, ...moment, by }).toEqual({
        budgetId,
        ...moment,
        by: [...READERS, 'csv'].map((reader) => ({ reader, ...expected })),
      });
    }
  }

  /** Line by line what the history says was on the account after each event. */
  async agreesWithHistories(asAt: LocalDate): Promise<void> {
    for (const budgetId of this.budgetIds) {
      const history = await historyOf(this.auditor, budgetId, asAt);
      for (const books of this.books) {
        const lines = movingLines(await books.register(`assets:${budgetId}`, asAt));
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

/** A line for an event; what only went from one account of a balance to another is none. */
const movingLines = (lines: readonly Line[]): Line[] =>
  [...Map.groupBy(lines, ([id]) => id)]
    .map(([id, of]): Line => [id, of.reduce((sum, it) => sum + it[1], 0), of.at(-1)![2]])
    .filter(([, amountPence]) => amountPence !== 0);

interface Part {
  readonly sign: 1 | -1;
  readonly label: string;
  readonly amountPence: number;
  readonly terms?: readonly Part[];
}

/** What the API answers: the figures of money, and the parts that the balance is the sum of. */
async function figuresOf(auditor: Auditor, budgetId: string, { asAt, knownOn }: Moment) {
  const known = knownOn === undefined ? '' : `&knownAt=${endOf(knownOn)}`;
  const path = `/budgets/${budgetId}/figures`;
  const ask = (it: string) => auditor(`${it}?asAt=${asAt}${known}`);
  const { balancePence, receivedPence, spentPence, returnedPence } = (await ask(path)).figures;
  const terms: readonly Part[] = (await ask(`${path}/balance`)).terms;
  const of = (label: string) => terms.find((it) => it.label.startsWith(label));
  return {
    balancePence,
    receivedPence,
    spentPence,
    returnedPence,
    openingPence: of('At the opening')?.amountPence ?? 0,
    received: amountsOf(of('Money in')),
    spent: amountsOf(of('Money spent')),
  };
}

/** By what each kind is called. */
const amountsOf = (whole: Part | undefined): Amounts =>
  without0((whole?.terms ?? []).map((it) => [it.label, it.sign * it.amountPence]));

type Amounts = Readonly<Record<string, number>>;

const without0 = (amounts: readonly (readonly [string, number])[]): Amounts =>
  Object.fromEntries(amounts.filter(([, amount]) => amount !== 0));

/** What the explained figures call the kinds of money that come in. */
const CAME_FROM: Readonly<Record<string, string>> = {
  council: 'Money the council paid in',
  contribution: 'Contributions paid in',
  'top-up': 'Top-ups',
  refund: 'Refunds',
  interest: 'Interest',
};

function booksOf(balances: Balances, budgetId: string) {
  const returnedPence = under(balances, `expenses:${budgetId}:sent-back`);
  const byKind = (group: string, sign: 1 | -1, nameOf: (kind: string) => string) =>
    without0(
      kindsUnder(balances, `${group}:${budgetId}`)
        .filter((kind) => kind !== 'sent-back')
        .map((kind) => [nameOf(kind), sign * under(balances, `${group}:${budgetId}:${kind}`)]),
    );
  return {
    balancePence: under(balances, `assets:${budgetId}`),
    receivedPence: 0 - under(balances, `income:${budgetId}`),
    spentPence: under(balances, `expenses:${budgetId}`) - returnedPence,
    returnedPence,
    openingPence: 0 - under(balances, `equity:${budgetId}:opening`),
    received: byKind('income', -1, (it) => CAME_FROM[it]!),
    spent: byKind('expenses', 1, (it) => atTheStart(inWords(it))),
  };
}

/** The names just under an account's; of the council's streams, all together. */
const kindsUnder = (balances: Balances, account: string): string[] => {
  const names = [...balances.keys()].filter((it) => it.startsWith(`${account}:`));
  return [...new Set(names.map((it) => it.split(':')[2]!))];
};

interface Item {
  readonly eventId: string;
  readonly balanceAfterPence: number;
}

async function historyOf(auditor: Auditor, budgetId: string, asAt: LocalDate): Promise<Item[]> {
  const items: Item[] = [];
  for (let page = 1; ; page++) {
    const query = `asAt=${asAt}&pageSize=200&page=${page}`;
    const answer = await auditor(`/budgets/${budgetId}/history?${query}`);
    items.push(...answer.items);
    if (items.length >= answer.total) return items;
  }
}

/** The last instant of a day in London. */
const endOf = (day: LocalDate): Instant =>
  Temporal.PlainDate.from(addDays(day, 1))
    .toZonedDateTime('Europe/London')
    .toInstant()
    .subtract({ microseconds: 1 })
    .toString({ smallestUnit: 'microsecond' }) as Instant;
