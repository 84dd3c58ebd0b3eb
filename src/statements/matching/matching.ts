import { sidesOf, type EntrySide, type LineSide, type Sides } from './both-sides.js';
import { KnownPayees } from './known-payees.js';
import { assigned, pairsOf, type Pair, type Pairs } from './passes.js';
import { proposalFor, type Knowledge } from './proposals.js';
import { reasonsFor } from './reasons.js';
import type { Expected, Offer, Proposal, Suggestion, ToMatch } from './to-match.js';
import { otherwise, together, type Together } from './together.js';

const MOST_SUGGESTIONS = 5;
const DOUBTED = 90;

/**
 * What each open line might be, by its id. The same whatever the order in which lines and entries
 * are given; settled ones are only there to tell what is unique.
 */
export function offersFor(input: ToMatch): ReadonlyMap<string, Offer> {
  const sides = sidesOf(input);
  const known = new KnownPayees(sides.allEntries);
  const pairs = pairsOf(sides, known);
  const own = assigned(pairs);
  const [lines, entries] = left(sides, own);
  const joint = together(lines, entries);
  const others = doubts(own, otherwise(...leftBy(joint, lines, entries)));
  const suggestions = singly(pairs, own, others);
  for (const it of [...joint, ...others.values()])
    for (const line of it.lines) {
      const before = suggestions.get(line) ?? [];
      suggestions.set(line, [...before.slice(0, MOST_SUGGESTIONS - 1), joined(it, line)]);
    }
  const expected = input.expected.toSorted((a, b) => (dueAs(a) < dueAs(b) ? -1 : 1));
  const knowledge = { sides, known, expected };
  return new Map(
    sides.allLines
      .filter((it) => it.isFree)
      .map((line) => [line.id, offer(line, suggestions.get(line), pairs.has(line), knowledge)]),
  );
}

const dueAs = ({ on, kind, payee }: Expected): string => `${on} ${kind} ${payee}`;

type Doubts = ReadonlyMap<Pair, Together>;

/** What is not certain after all, as something else might make the same amount. */
function doubts(own: ReadonlyMap<LineSide, Pair>, orElse: ReturnType<typeof otherwise>): Doubts {
  const found = new Map<Pair, Together>();
  for (const pair of own.values()) {
    if (!pair.certain || pair.said === 'reference') continue;
    const other = orElse(pair.line, pair.entry);
    if (other) found.set(pair, other);
  }
  return found;
}

/** Its own entry first, then others that it might be, but for those that are certain elsewhere. */
function singly(
  pairs: Pairs,
  first: ReadonlyMap<LineSide, Pair>,
  others: Doubts,
): Map<LineSide, Suggestion[]> {
  const certain = new Set(
    [...first.values()].filter((it) => it.certain && !others.has(it)).map((it) => it.entry),
  );
  return new Map(
    [...first].map(([line, own]) => {
      const also = pairs.get(line)!.filter((it) => it !== own && !certain.has(it.entry));
      const [best, ...rest] = [own, ...also].slice(0, MOST_SUGGESTIONS).map(suggestion);
      return [line, [others.has(own) ? doubted(best!) : best!, ...rest]];
    }),
  );
}

const doubted = (it: Suggestion): Suggestion => ({
  ...it,
  certain: false,
  score: DOUBTED,
  reasons: [...it.reasons, 'but others together make this amount, too'],
});

const suggestion = ({ line, entry, score, certain, said, isOnly }: Pair): Suggestion => ({
  entryIds: [entry.id],
  score,
  certain,
  reasons: reasonsFor(entry, said, line.day - entry.day, isOnly),
});

function left(sides: Sides, taken: ReadonlyMap<LineSide, Pair>) {
  const used = new Set([...taken.values()].map((it) => it.entry));
  return [
    sides.allLines.filter((it) => it.isFree && !taken.has(it)),
    sides.allEntries.filter((it) => it.isFree && !used.has(it)),
  ] as const;
}

function leftBy(
  joint: readonly Together[],
  lines: readonly LineSide[],
  entries: readonly EntrySide[],
) {
  const used = new Set<LineSide | EntrySide>(joint.flatMap((it) => [...it.lines, ...it.entries]));
  return [lines.filter((it) => !used.has(it)), entries.filter((it) => !used.has(it))] as const;
}

function joined({ lines, entries, score, reasons }: Together, line: LineSide): Suggestion {
  const withLineIds = lines.filter((it) => it !== line).map((it) => it.id);
  const entryIds = entries.map((it) => it.id);
  return {
    entryIds,
    ...(withLineIds.length > 0 && { withLineIds }),
    score,
    certain: false,
    reasons,
  };
}

function offer(
  line: LineSide,
  suggestions: readonly Suggestion[] = [],
  isOfAmount: boolean,
  knowledge: Knowledge,
): Offer {
  if (suggestions.length > 0) return { suggestions };
  const proposal: Proposal = proposalFor(line, knowledge);
  if (!isOfAmount) return { suggestions, proposal };
  const reasons = [...proposal.reasons, 'an entry of this amount fits another line better'];
  return { suggestions, proposal: { ...proposal, reasons } };
}
