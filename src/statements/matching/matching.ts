import { sidesOf, type LineSide, type Sides } from './both-sides.js';
import { KnownPayees } from './known-payees.js';
import { assigned, pairsOf, type Pair, type Pairs } from './passes.js';
import { proposalFor, type Knowledge } from './proposals.js';
import { reasonsFor } from './reasons.js';
import type { Expected, Offer, Proposal, Suggestion, ToMatch } from './to-match.js';
import { together, type Together } from './together.js';

const MOST_SUGGESTIONS = 5;

/**
 * What each open line might be, by its id. The same whatever the order in which lines and entries
 * are given; settled ones are only there to tell what is unique.
 */
export function offersFor(input: ToMatch): ReadonlyMap<string, Offer> {
  const sides = sidesOf(input);
  const known = new KnownPayees(sides.allEntries);
  const pairs = pairsOf(sides, known);
  const own = assigned(pairs);
  const suggestions = singly(pairs, own);
  for (const it of together(...left(sides, own)))
    for (const line of it.lines) suggestions.set(line, [joined(it, line)]);
  const expected = input.expected.toSorted((a, b) => (dueAs(a) < dueAs(b) ? -1 : 1));
  const knowledge = { sides, known, expected };
  return new Map(
    sides.allLines
      .filter((it) => it.isFree)
      .map((line) => [line.id, offer(line, suggestions.get(line), pairs.has(line), knowledge)]),
  );
}

const dueAs = ({ on, kind, payee }: Expected): string => `${on} ${kind} ${payee}`;

/** Its own entry first, then others that it might be, but for those that are certain elsewhere. */
function singly(pairs: Pairs, first: ReadonlyMap<LineSide, Pair>): Map<LineSide, Suggestion[]> {
  const certain = new Set([...first.values()].filter((it) => it.certain).map((it) => it.entry));
  return new Map(
    [...first].map(([line, own]) => {
      const also = pairs.get(line)!.filter((it) => it !== own && !certain.has(it.entry));
      return [line, [own, ...also].slice(0, MOST_SUGGESTIONS).map(suggestion)];
    }),
  );
}

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
