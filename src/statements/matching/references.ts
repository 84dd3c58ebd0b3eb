import { between, type EntrySide, type LineSide, type Sides } from './both-sides.js';

// A bank's reference that is an entry's reference: the surest sign there is, where one alone has it.

/** Lines and entries of one amount that have one reference, each in order. */
interface Shared {
  readonly lines: LineSide[];
  readonly entries: EntrySide[];
}

export interface ByReference {
  readonly line: LineSide;
  readonly entry: EntrySide;
  readonly certain: boolean;
}

/** Shorter ones stand in a text by chance. */
const SHORTEST = 4;
const MOST_WORDS = 4;
/** Further apart, it is an old one that is used again. */
const ONE_ALONE_DAYS = 31;
/** Where a council pays under one reference every four weeks: nothing else so near has it. */
const APART = 12;
const [WRITTEN_LATE, BOOKED_LATE] = [3, 7];
/** In a group of any size, a line is looked at beside the entries of these days only. */
const NEAR = 31;

export function* byReference({ allLines, allEntries }: Sides): Generator<ByReference> {
  const groups = new Map<string, Shared>();
  for (const it of allEntries) {
    if (!it.reference || it.reference.length < SHORTEST) continue;
    const group = `${it.pence} ${it.reference}`;
    if (!groups.has(group)) groups.set(group, { lines: [], entries: [] });
    groups.get(group)!.entries.push(it);
  }
  const amounts = new Set([...groups.values()].map(({ entries }) => entries[0]!.pence));
  for (const it of allLines)
    if (amounts.has(it.pence))
      for (const words of runs(it.words.all)) groups.get(`${it.pence} ${words}`)?.lines.push(it);
  for (const group of groups.values()) yield* pairsOf(group);
}

/** Each word of a text, and each two to four that stand together; none of them twice. */
function runs(words: readonly string[]): Set<string> {
  const found = new Set<string>();
  for (let from = 0; from < words.length; from++) {
    let run = '';
    for (const word of words.slice(from, from + MOST_WORDS))
      found.add((run = run === '' ? word : `${run} ${word}`));
  }
  return found;
}

function* pairsOf(group: Shared): Generator<ByReference> {
  for (const line of group.lines) {
    if (!line.isFree) continue;
    for (const entry of between(group.entries, line.day - NEAR, line.day + NEAR).slice(0, 5))
      if (entry.isFree) yield { line, entry, certain: isCertain(group, line, entry) };
  }
}

function isCertain({ lines, entries }: Shared, line: LineSide, entry: EntrySide): boolean {
  const days = line.day - entry.day;
  if (lines.length === 1 && entries.length === 1) return Math.abs(days) <= ONE_ALONE_DAYS;
  if (days < -WRITTEN_LATE || days > BOOKED_LATE) return false;
  const from = Math.min(line.day, entry.day) - APART;
  const to = Math.max(line.day, entry.day) + APART;
  return between(lines, from, to).length === 1 && between(entries, from, to).length === 1;
}
