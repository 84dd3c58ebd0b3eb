import { type EntrySide, type LineSide, type Sides } from './both-sides.js';
import { certainByPayee } from './certain.js';
import type { KnownPayees } from './known-payees.js';
import { alike, likeness, wordsOf } from './payee.js';
import { byReference } from './references.js';

// One line, one entry: what speaks for each pair, and which entry each line gets where several could
// have it.

export interface Pair {
  readonly line: LineSide;
  readonly entry: EntrySide;
  /** 0 to 100 */
  readonly score: number;
  readonly certain: boolean;
  readonly reasons: readonly string[];
}

/** A line's day minus its entry's: written down late, booked late. */
const [WRITTEN_LATE, BOOKED_LATE] = [3, 7];
/** Further apart, the same amount alone says nothing. */
const NEAR = 10;

/** Every pair that something speaks for beside the amount. */
export function pairsOf(sides: Sides, known: KnownPayees): Pair[] {
  const pairs = new Map<string, Pair>();
  for (const it of byReference(sides)) put(pairs, ofReference(it));
  const isCertain = certainByPayee(sides, known);
  for (const line of sides.allLines) {
    if (!line.isFree) continue;
    const { found } = sides.entries.around(line.pence, line.day, NEAR, NEAR);
    const free = found.filter((it) => it.isFree);
    if (free.length === 0) continue;
    const namesKnown = known.namedIn(line.words) !== undefined;
    for (const entry of free) {
      const said = byWords(line, entry);
      if (namesKnown && said.isStranger) continue;
      const isOnly = free.length === 1 && isOnlyLine(sides, entry);
      const pair = ofAmount(line, entry, said, isOnly);
      put(pairs, isCertain(line, entry) ? { ...pair, score: 99, certain: true } : pair);
    }
  }
  return certainOnce([...pairs.values()]);
}

function put(pairs: Map<string, Pair>, pair: Pair): void {
  const key = `${pair.line.id} ${pair.entry.id}`;
  const known = pairs.get(key);
  if (!known || pair.score > known.score) pairs.set(key, pair);
}

const isOnlyLine = ({ lines }: Sides, { pence, day }: EntrySide): boolean =>
  lines.around(pence, day, NEAR, NEAR).found.filter((it) => it.isFree).length === 1;

function ofReference(it: { line: LineSide; entry: EntrySide; certain: boolean }): Pair {
  const { line, entry, certain } = it;
  const days = line.day - entry.day;
  const reasons = [`reference '${entry.entry.reference}'`, 'same amount', inDays(days)];
  return {
    line,
    entry,
    certain,
    score: certain ? 100 : 95 - Math.min(10, Math.abs(days)),
    reasons,
  };
}

/** What a line's words say of an entry. */
interface Said {
  readonly score: number;
  readonly reasons: readonly string[];
  /** They have no word of its payee. */
  readonly isStranger?: boolean;
}

function byWords({ words, rule }: LineSide, { payee, entry }: EntrySide): Said {
  if (!payee)
    return speaksOf(words.spaced, entry.kind)
      ? { score: 60, reasons: ['the words fit'] }
      : { score: 40, reasons: [] };
  const like = likeness(payee, words);
  if (like === 1) return { score: 70, reasons: [`name like '${entry.payee}'`] };
  if (rule?.payee && alike(payee, wordsOf(rule.payee)))
    return { score: 64, reasons: [`these words were '${entry.payee}' the last time`] };
  if (like === 0) return { score: 25, reasons: [], isStranger: true };
  return { score: 35 + Math.round(20 * like), reasons: [`name partly like '${entry.payee}'`] };
}

/** What the words say, then what the days say. */
function ofAmount(line: LineSide, entry: EntrySide, said: Said, isOnly: boolean): Pair {
  const days = line.day - entry.day;
  const isNear = days >= -WRITTEN_LATE && days <= BOOKED_LATE;
  const reasons = ['same amount', inDays(days), ...said.reasons];
  if (isOnly) reasons.push('no other of this amount within 10 days');
  const score = said.score + (isOnly ? 12 : 0) + (isNear ? 12 : 0) - unlikely(days);
  return { line, entry, certain: false, score, reasons };
}

/** Banks book later: a line that comes before its entry is the rarer case. */
const unlikely = (days: number): number => (days >= 0 ? days : 4 - days);

const SPEAKS: Readonly<Record<string, RegExp>> = {
  payment: /\b(council|borough|county|city|mbc|cbc|direct payments?|dp|adult|social care)\b/,
  contribution: /\bcontrib/,
  interest: /\binterest\b/,
  refund: /\b(refund|reversal|returned)\b/,
  return: /\b(council|borough|mbc|cbc|surplus|repayment)\b/,
};

/** A bank's words that go with what an entry without a payee is. */
export const speaksOf = (text: string, kind: string): boolean => SPEAKS[kind]?.test(text) ?? false;

function inDays(days: number): string {
  if (days === 0) return 'same day';
  const [n, side] = [Math.abs(days), days > 0 ? 'later' : 'earlier'];
  return `${n} ${n === 1 ? 'day' : 'days'} ${side}`;
}

/** Two lines that are certain of one entry, or the other way round, are not. */
function certainOnce(pairs: readonly Pair[]): Pair[] {
  const certain = pairs.filter((it) => it.certain);
  const ofLine = Map.groupBy(certain, (it) => it.line);
  const ofEntry = Map.groupBy(certain, (it) => it.entry);
  return pairs.map((it) =>
    it.certain && (ofLine.get(it.line)!.length > 1 || ofEntry.get(it.entry)!.length > 1)
      ? { ...it, certain: false, score: 90 }
      : it,
  );
}

/** Each line and each entry is used once, the best pairs first. */
export function assigned(pairs: readonly Pair[]): Map<LineSide, Pair> {
  const taken = new Set<EntrySide>();
  const found = new Map<LineSide, Pair>();
  for (const pair of bestFirst(pairs)) {
    if (found.has(pair.line) || taken.has(pair.entry)) continue;
    found.set(pair.line, pair);
    taken.add(pair.entry);
  }
  return found;
}

const text = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The same order, whatever order they were given in. */
export const bestFirst = (pairs: readonly Pair[]): Pair[] =>
  pairs.toSorted(
    (a, b) =>
      Number(b.certain) - Number(a.certain) ||
      b.score - a.score ||
      a.line.day - b.line.day ||
      a.entry.day - b.entry.day ||
      text(a.line.id, b.line.id) ||
      text(a.entry.id, b.entry.id),
  );
