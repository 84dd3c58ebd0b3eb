import {
  isOfAReduction,
  lastDayToChallenge,
  reductionAfter,
  type Reduction,
} from '../budgets/reductions.facts.js';
import type { BudgetEvent } from '../budgets/budget.events.js';
import { dayInWords, daysBetween } from '../kernel/dates.js';
import type { DomainEvent } from '../kernel/decider.js';
import { inWords, listed } from '../policies/in-words.facts.js';
import { involvedInWords } from './words.facts.js';

/**
 * Beside each reduction that was told of: who took part, when it was told, until when one may say
 * that one does not agree. By the id of the reduction.
 */
export function aroundReductions(
  events: readonly { readonly event: DomainEvent }[],
): ReadonlyMap<string, readonly string[]> {
  const stories = new Map<string, Reduction>();
  for (const { event } of events as readonly { event: BudgetEvent }[])
    if (isOfAReduction(event)) {
      const story = reductionAfter(stories.get(event.reductionId), event);
      if (story) stories.set(event.reductionId, story);
    }
  return new Map([...stories].map(([id, story]) => [id, sentencesOf(story)]));
}

function sentencesOf(story: Reduction): string[] {
  const { proposal, notice, allocation, challenge, decision, withdrawal } = story;
  if (!notice || !allocation) return [];
  const took = proposal.involvement.map(
    (it) => `${involvedInWords(it.who)} (${inWords(it.how)}, ${dayInWords(it.on)})`,
  );
  const days = daysBetween(notice.on, proposal.effectiveFrom);
  const isOpen = !challenge && !decision && !withdrawal;
  return [
    ...(took.length > 0 ? [`Who took part: ${listed(took)}.`] : []),
    `Told on ${dayInWords(notice.on)} (${inWords(notice.channel)}), ` +
      `${days} ${days === 1 ? 'day' : 'days'} before the day it was to begin.`,
    ...(isOpen
      ? [`Whoever does not agree can say so until ${dayInWords(lastDayToChallenge(story))}.`]
      : []),
  ];
}
