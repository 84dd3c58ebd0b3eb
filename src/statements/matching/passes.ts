import type { EntrySide, LineSide, Sides } from './both-sides.js';
import { certainByPayee, type IsCertain } from './certain.js';
import type { KnownPayees } from './known-payees.js';
import { alike, likeness, wordsOf } from './payee.js';
import type { Said } from './reasons.js';
import { byReference, type ByReference } from './references.js';

// One line, one entry: what speaks for each pair, and which entry each line gets where several could
// have it.

export interface Pair {
  readonly line: LineSide;
  readonly entry: EntrySide;
  /** 0 to 100 */
  readonly score: number;
  readonly certain: boolean;
  readonly said: Said;
  /** No other line and no other entry of this amount is near. */
  readonly isOnly: boolean;
}

export type Pairs = ReadonlyMap<LineSide, readonly Pair[]>;

/** A line's day minus its entry's: written down late, booked late. */
const [WRITTEN_LATE, BOOKED_LATE] = [3, 7];
/** Further apart, the same amount alone says nothing. */
const NEAR = 10;
/** Of more entries of one amount, before the line and after it, the nearest. */
const MOST_OF_AMOUNT = 12;

const CERTAIN = 99;
const CERTAIN_REFERENCE = 100;
const TWICE_CERTAIN = 90;

/** Every pair that something speaks for, of each open line, the best first. */
export function pairsOf(sides: Sides, known: KnownPayees): Pairs {
  const references = Map.groupBy(byReference(sides), (it) => it.line);
  const isCertain = certainByPayee(sides, known);
  const pairs = new Map<LineSide, Pair[]>();
  for (const line of sides.allLines) {
    if (!line.isFree) continue;
    const found = (references.get(line) ?? []).map(ofReference);
    for (const it of ofAmounts(line, sides, known, isCertain))
      if (!found.some(({ entry }) => entry === it.entry)) found.push(it);
    if (found.length > 0) pairs.set(line, found);
  }
  return certainOnce(pairs);
}

function ofReference({ line, entry, certain }: ByReference): Pair {
  const apart = Math.min(10, Math.abs(line.day - entry.day));
  const score = certain ? CERTAIN_REFERENCE : 95 - apart;
  return { line, entry, certain, score, said: 'reference', isOnly: false };
}

function ofAmounts(line: LineSide, sides: Sides, known: KnownPayees, isCertain: IsCertain): Pair[] {
  const { found } = sides.entries.around(line.pence, line.day, NEAR, NEAR, MOST_OF_AMOUNT);
  const free = found.filter((it) => it.isFree);
  const pairs: Pair[] = [];
  for (const entry of free) {
    const [said, words] = byWords(line, entry);
    const isStranger = said === 'nothing' && entry.payee !== undefined;
    if (isStranger && known.namedIn(line.words) !== undefined) continue;
    const isOnly = free.length === 1 && isOnlyLine(sides, entry);
    const certain = said === 'name' && isCertain(line, entry);
    const score = certain ? CERTAIN : words + (isOnly ? 12 : 0) + byDays(line.day - entry.day);
    pairs.push({ line, entry, certain, score, said, isOnly });
  }
  return pairs;
}

const isOnlyLine = ({ lines }: Sides, { pence, day }: EntrySide): boolean =>
  lines.around(pence, day, NEAR, NEAR, 2).found.filter((it) => it.isFree).length === 1;

function byWords({ words, rule }: LineSide, { payee, entry }: EntrySide): [Said, number] {
  if (!payee) return speaksOf(words.spaced, entry.kind) ? ['kind', 60] : ['nothing', 40];
  const like = likeness(payee, words);
  if (like === 1) return ['name', 70];
  if (rule?.payee && alike(payee, wordsOf(rule.payee))) return ['learned', 64];
  return like > 0 ? ['part of the name', 35 + Math.round(20 * like)] : ['nothing', 25];
}

/** Banks book later: a line that comes before its entry is the rarer case. */
const byDays = (days: number): number => {
  const isNear = days >= -WRITTEN_LATE && days <= BOOKED_LATE;
  return (isNear ? 12 : 0) - (days >= 0 ? days : 4 - days);
};

const SPEAKS: Readonly<Record<string, RegExp>> = {
  payment: /\b(council|borough|county|city|mbc|cbc|direct payments?|dp|adult|social care)\b/,
  contribution: /\bcontrib/,
  interest: /\binterest\b/,
  refund: /\b(refund|reversal|returned)\b/,
  return: /\b(council|borough|mbc|cbc|surplus|repayment)\b/,
};

/** A bank's words that go with what an entry without a payee is. */
export const speaksOf = (text: string, kind: string): boolean => SPEAKS[kind]?.test(text) ?? false;

/** Two lines that are certain of one entry, or the other way round, are not. */
function certainOnce(pairs: Map<LineSide, Pair[]>): Pairs {
  const times = new Map<LineSide | EntrySide, number>();
  const count = (it: LineSide | EntrySide) => times.set(it, (times.get(it) ?? 0) + 1);
  for (const it of [...pairs.values()].flat())
    if (it.certain) {
      count(it.line);
      count(it.entry);
    }
  for (const all of pairs.values()) {
    for (const [i, it] of all.entries())
      if (it.certain && (times.get(it.line)! > 1 || times.get(it.entry)! > 1))
        all[i] = { ...it, certain: false, score: TWICE_CERTAIN };
    all.sort(bestFirst);
  }
  return pairs;
}

/** Each line and each entry is used once, the best pairs first. */
export function assigned(pairs: Pairs): Map<LineSide, Pair> {
  const taken = new Set<EntrySide>();
  const found = new Map<LineSide, Pair>();
  for (const pair of [...pairs.values()].flat().sort(bestFirst)) {
    if (found.has(pair.line) || taken.has(pair.entry)) continue;
    found.set(pair.line, pair);
    taken.add(pair.entry);
  }
  return found;
}

/** Equal ones stay as they were found: by the days and ids of lines, then of entries. */
const bestFirst = (a: Pair, b: Pair): number =>
  Number(b.certain) - Number(a.certain) ||
  b.score - a.score ||
  a.line.day - b.line.day ||
  a.entry.day - b.entry.day;
