import { sidesOf } from './both-sides.js';
import { assigned, bestFirst, pairsOf, type Pair } from './passes.js';
import type { Offer, Suggestion, ToMatch } from './to-match.js';

const MOST_SUGGESTIONS = 5;

/**
 * What each open line might be, by its id. The same whatever the order in which lines and entries
 * are given; settled ones are only there to tell what is unique.
 */
export function offersFor(input: ToMatch): ReadonlyMap<string, Offer> {
  const sides = sidesOf(input);
  const pairs = pairsOf(sides);
  const first = assigned(pairs);
  const certain = new Set(pairs.filter((it) => it.certain).map((it) => it.entry));
  const others = Map.groupBy(bestFirst(pairs), (it) => it.line);
  const offers = new Map<string, Offer>();
  for (const line of sides.allLines) {
    if (!line.isFree) continue;
    const own = first.get(line);
    const also = own ? (others.get(line) ?? []).filter((it) => !certain.has(it.entry)) : [];
    offers.set(line.id, { suggestions: own ? suggestionsOf(own, also) : [] });
  }
  return offers;
}

const suggestionsOf = (own: Pair, also: readonly Pair[]): Suggestion[] =>
  [own, ...also.filter((it) => it !== own)].slice(0, MOST_SUGGESTIONS).map(suggestion);

const suggestion = ({ entry, score, certain, reasons }: Pair): Suggestion => ({
  entryIds: [entry.id],
  score,
  certain,
  reasons,
});
