import { between, type EntrySide, type LineSide } from './both-sides.js';
import { alike } from './payee.js';

// One line that pays several entries, and several lines that pay one: wages paid together, an invoice
// paid in parts. Searched for among what is left, of one payee and a few days.

export interface Together {
  readonly lines: readonly LineSide[];
  readonly entries: readonly EntrySide[];
  readonly score: number;
  readonly reasons: readonly string[];
}

/** More than five that sum to an amount do so by chance. */
const MOST_PARTS = 5;
/** Of more candidates, the nearest in days: that bounds the search. */
const MOST_CANDIDATES = 12;
const MOST_LOOKED_AT = 100;

/** Wages of four weeks are paid at once, at the latest a few days after the last of them. */
const PAID_AFTER = 31;
const WRITTEN_LATE = 3;
/** Parts of one entry, before and after its day. */
const PARTS_DAYS = 10;

/** Each line and each entry is used once, in the order of their days. */
export function together(lines: readonly LineSide[], entries: readonly EntrySide[]): Together[] {
  const usedEntries = new Set<EntrySide>();
  const paid = severalEntries(lines, entries, usedEntries);
  const usedLines = new Set(paid.flatMap((it) => it.lines));
  const leftLines = lines.filter((it) => !usedLines.has(it));
  const leftEntries = entries.filter((it) => !usedEntries.has(it));
  return [...paid, ...severalLines(leftLines, leftEntries)];
}

/**
 * What else a line and its entry might be: other lines that make the entry, or other entries that
 * make the line. Of two equal invoices the one that nobody wrote down may have been paid at once,
 * and the one that was, in parts.
 */
export function otherwise(
  lines: readonly LineSide[],
  entries: readonly EntrySide[],
): (line: LineSide, entry: EntrySide) => Together | undefined {
  const namedLines = byWord(lines, (it) => it.words.distinct);
  const namedEntries = byWord(entries, (it) => it.payee?.telling ?? []);
  return (line, entry) => inParts(entry, namedLines, NONE) ?? ofOnePayee(line, namedEntries, NONE);
}

const NONE: ReadonlySet<never> = new Set();

// ── One line, several entries ────────────────────────────────────────────────

function severalEntries(
  lines: readonly LineSide[],
  entries: readonly EntrySide[],
  used: Set<EntrySide>,
): Together[] {
  const named = byWord(entries, (it) => it.payee?.telling ?? []);
  const wages = entries.filter((it) => it.entry.category === 'personal-assistant');
  const found: Together[] = [];
  for (const line of lines) {
    const parts = ofOnePayee(line, named, used) ?? ofAllWages(line, wages, used);
    if (!parts) continue;
    for (const it of parts.entries) used.add(it);
    found.push(parts);
  }
  return found;
}

/** By each of their words. */
type ByWord<T> = ReadonlyMap<string, readonly T[]>;

function byWord<T>(all: readonly T[], wordsOf: (it: T) => Iterable<string>): ByWord<T> {
  const found = new Map<string, T[]>();
  for (const it of all)
    for (const word of new Set(wordsOf(it))) {
      const those = found.get(word);
      if (those) those.push(it);
      else found.set(word, [it]);
    }
  return found;
}

function ofOnePayee(
  line: LineSide,
  named: ByWord<EntrySide>,
  used: ReadonlySet<EntrySide>,
): Together | undefined {
  for (const word of line.words.distinct) {
    const near = between(named.get(word) ?? [], line.day - PAID_AFTER, line.day + WRITTEN_LATE);
    const free = near.slice(-MOST_LOOKED_AT).filter((it) => !used.has(it));
    for (const group of Map.groupBy(free, (it) => it.payee!.spaced).values()) {
      if (!alike(group[0]!.payee!, line.words)) continue;
      const entries = paidBy(line, group);
      if (entries) return paid(line, entries, 75, `name like '${entries[0]!.entry.payee}'`);
    }
  }
  return undefined;
}

const OF_WAGES = /\b(wages?|salar(y|ies)|payroll|bulk|batch|multiple|pa|pas)\b/;
const SAME_PAY_DAY = 7;

/** A payroll pays all assistants with one line, which names none of them. */
function ofAllWages(
  line: LineSide,
  wages: readonly EntrySide[],
  used: ReadonlySet<EntrySide>,
): Together | undefined {
  if (!OF_WAGES.test(line.words.spaced)) return undefined;
  const near = between(wages, line.day - SAME_PAY_DAY, line.day + WRITTEN_LATE);
  const free = near.filter((it) => !used.has(it));
  const entries = paidBy(line, free);
  return entries && paid(line, entries, 60, 'wages paid together');
}

/** Those that were there when the bank paid come before those that were written down late. */
const paidBy = ({ pence, day }: LineSide, entries: readonly EntrySide[]) =>
  summing(
    entries.filter((it) => it.day <= day),
    pence,
    day,
  ) ?? summing(entries, pence, day);

const paid = (
  line: LineSide,
  entries: readonly EntrySide[],
  score: number,
  why: string,
): Together => ({
  lines: [line],
  entries,
  score,
  reasons: [`${entries.length} entries make this amount`, why],
});

// ── One entry, several lines ─────────────────────────────────────────────────

function severalLines(lines: readonly LineSide[], entries: readonly EntrySide[]): Together[] {
  const named = byWord(lines, (it) => it.words.distinct);
  const used = new Set<LineSide>();
  const found: Together[] = [];
  for (const entry of entries) {
    const parts = inParts(entry, named, used);
    if (!parts) continue;
    for (const it of parts.lines) used.add(it);
    found.push(parts);
  }
  return found;
}

function inParts(
  entry: EntrySide,
  named: ByWord<LineSide>,
  used: ReadonlySet<LineSide>,
): Together | undefined {
  if (!entry.payee) return undefined;
  const near = linesNaming(entry, named).filter((it) => !used.has(it));
  const lines = summing(near, entry.pence, entry.day);
  if (!lines) return undefined;
  const reasons = [`${lines.length} lines make this amount`, `name like '${entry.entry.payee}'`];
  return { lines, entries: [entry], score: 70, reasons };
}

/** The lines of a few days that name the entry's payee, found by the rarest word of the name. */
function linesNaming({ payee, day }: EntrySide, named: ByWord<LineSide>): readonly LineSide[] {
  const [rarest] = payee!.telling
    .map((it) => named.get(it))
    .filter((it) => it !== undefined)
    .toSorted((a, b) => a.length - b.length);
  if (!rarest) return [];
  const near = between(rarest, day - PARTS_DAYS, day + PARTS_DAYS);
  return near.slice(0, MOST_LOOKED_AT).filter((it) => alike(payee!, it.words));
}

// ── Sums ─────────────────────────────────────────────────────────────────────

interface Part {
  readonly pence: number;
  readonly day: number;
  readonly id: string;
}

/** Two to five of them that sum to the amount: as few and as near to the day as there are. */
function summing<T extends Part>(of: readonly T[], pence: number, day: number): T[] | undefined {
  const nearest = of
    .filter((it) => it.pence < 0 === pence < 0 && Math.abs(it.pence) < Math.abs(pence))
    .toSorted((a, b) => Math.abs(a.day - day) - Math.abs(b.day - day))
    .slice(0, MOST_CANDIDATES);
  for (let parts = 2; parts <= MOST_PARTS; parts++) {
    const found = choice(nearest, parts, Math.abs(pence), 0);
    if (found) return found;
  }
  return undefined;
}

/** `left` is above 0. The first choice of so many, in the order of the list. */
function choice<T extends Part>(
  of: readonly T[],
  parts: number,
  left: number,
  from: number,
): T[] | undefined {
  for (let at = from; at <= of.length - parts; at++) {
    const rest = left - Math.abs(of[at]!.pence);
    if (parts === 1 && rest === 0) return [of[at]!];
    if (parts === 1 || rest <= 0) continue;
    const others = choice(of, parts - 1, rest, at + 1);
    if (others) return [of[at]!, ...others];
  }
  return undefined;
}
