import { daysBetween, type LocalDate } from '../../kernel/dates.js';
import { payeeKey, wordsOf, type Words } from './payee.js';
import type { EntryToMatch, LineToMatch, MatchingRule, ToMatch } from './to-match.js';

// Lines and entries with what is looked at again and again worked out once, and found by amount and
// day, so that the work grows with the lines and not with their square.

/** Days since 1970. */
type Day = number;

interface Dated {
  readonly id: string;
  readonly day: Day;
  readonly pence: number;
}

export interface LineSide extends Dated {
  readonly line: LineToMatch;
  readonly isFree: boolean;
  readonly words: Words;
  readonly key: string;
  readonly rule: MatchingRule | undefined;
}

export interface EntrySide extends Dated {
  readonly entry: EntryToMatch;
  readonly isFree: boolean;
  readonly payee: Words | undefined;
  readonly reference: string | undefined;
}

export interface Sides {
  /** All of them, the settled ones too, in order. */
  readonly allLines: readonly LineSide[];
  readonly allEntries: readonly EntrySide[];
  readonly lines: ByPence<LineSide>;
  readonly entries: ByPence<EntrySide>;
}

const EPOCH: LocalDate = '1970-01-01';

export function sidesOf({ lines, entries, rules }: ToMatch): Sides {
  const ruleOf = new Map(rules.map((it) => [it.payeeKey, it]));
  const dayOf = remembered((on: LocalDate): Day => daysBetween(EPOCH, on));
  const payeeOf = remembered(wordsOf);
  const ours = inOrder(lines.map((it) => lineSide(it, dayOf(it.on), ruleOf)));
  const theirs = inOrder(entries.map((it) => entrySide(it, dayOf(it.on), payeeOf)));
  return {
    allLines: ours,
    allEntries: theirs,
    lines: new ByPence(ours),
    entries: new ByPence(theirs),
  };
}

function lineSide(
  line: LineToMatch,
  day: Day,
  ruleOf: ReadonlyMap<string, MatchingRule>,
): LineSide {
  const { lineId: id, amountPence: pence, text } = line;
  const key = payeeKey(text);
  const rule = key === '' ? undefined : ruleOf.get(key);
  return { id, day, pence, line, isFree: line.state === 'open', words: wordsOf(text), key, rule };
}

function entrySide(entry: EntryToMatch, day: Day, payeeOf: (name: string) => Words): EntrySide {
  const { entryId: id, amountPence: pence, isMatched } = entry;
  const payee = entry.payee ? payeeOf(entry.payee) : undefined;
  const reference = (entry.reference && wordsOf(entry.reference).spaced) || undefined;
  return { id, day, pence, entry, isFree: !isMatched, payee, reference };
}

/** By day; of one day, by id: nothing hangs on the order in which they are given. */
export const inOrder = <T extends Dated>(sides: readonly T[]): T[] =>
  sides.toSorted((a, b) => a.day - b.day || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));

function remembered<K, V>(of: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    let value = known.get(key);
    if (value === undefined) known.set(key, (value = of(key)));
    return value;
  };
}

/** Of more than these on either side of a day nobody says which is which. */
const MOST = 30;

/** Those of an amount, by day. */
export class ByPence<T extends Dated> {
  private readonly byPence: ReadonlyMap<number, readonly T[]>;

  /** `sides` in order. */
  constructor(sides: readonly T[]) {
    this.byPence = Map.groupBy(sides, (it) => it.pence);
  }

  /** From so many days before a day to so many after it; of too many, the nearest. */
  around(pence: number, day: Day, before: number, after: number, most = MOST): Around<T> {
    const all = this.byPence.get(pence);
    if (!all) return { found: [], isAll: true };
    const [first, end] = [firstFrom(all, day - before), firstFrom(all, day + after + 1)];
    const middle = firstFrom(all, day);
    const [from, to] = [Math.max(first, middle - most), Math.min(end, middle + most)];
    return { found: all.slice(from, to), isAll: from === first && to === end };
  }
}

export interface Around<T> {
  readonly found: readonly T[];
  readonly isAll: boolean;
}

/** Those from one day to another, both included, of a list that is in order. */
export const between = <T extends Dated>(all: readonly T[], from: Day, to: Day): readonly T[] =>
  all.slice(firstFrom(all, from), firstFrom(all, to + 1));

function firstFrom(all: readonly Dated[], day: Day): number {
  let [low, high] = [0, all.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (all[middle]!.day < day) low = middle + 1;
    else high = middle;
  }
  return low;
}
