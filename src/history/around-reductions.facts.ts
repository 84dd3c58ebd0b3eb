import {
  isOfAReduction,
  lastDayToChallenge,
  reductionAfter,
  type Reduction,
} from '../budgets/reductions.facts.js';
import type { BudgetEvent } from '../budgets/budget.events.js';
import { dayInWords, daysBetween } from '../kernel/dates.js';
import type { Voice } from '../figures/sentences.facts.js';
import type { DomainEvent } from '../kernel/decider.js';
import { inWords, listed } from '../policies/in-words.facts.js';
import { involvedInWords } from './words.facts.js';

/**
 * Beside each reduction that was told of: who took part, when it was told, until when one may say
 * that one does not agree. By the id of the reduction.
 */
export function aroundReductions(
  events: readonly { readonly event: DomainEvent }[],
  voice: Voice,
): ReadonlyMap<string, readonly string[]> {
  const stories = new Map<string, Reduction>();
  for (const { event } of events as readonly { event: BudgetEvent }[])
    if (isOfAReduction(event)) {
      const story = reductionAfter(stories.get(event.reductionId), event);
      if (story) stories.set(event.reductionId, story);
    }
  return new Map([...stories].map(([id, story]) => [id, sentencesOf(story, voice === 'you')]));
}

function sentencesOf(story: Reduction, you: boolean): string[] {
  const { proposal, notice, allocation, challenge, decision, withdrawal } = story;
  if (!notice || !allocation) return [];
  const took = proposal.involvement.map(
    (it) => `${involved(it.who, you)} (${inWords(it.how)}, ${dayInWords(it.on)})`,
  );
  const days = daysBetween(notice.on, proposal.effectiveFrom);
  const isOpen = !challenge && !decision && !withdrawal;
  return [
    ...(took.length > 0 ? [`Who took part: ${listed(took)}.`] : []),
    `${you ? 'You were told' : 'Told'} on ${dayInWords(notice.on)} (${inWords(notice.channel)}), ` +
      `${days} ${days === 1 ? 'day' : 'days'} before the day it was to begin.`,
    ...(isOpen
      ? [
          `${you ? 'You' : 'The person'} can say, until ${dayInWords(lastDayToChallenge(story))}, that this is not right.`,
        ]
      : []),
  ];
}

const involved = (who: string, you: boolean): string => {
  const words = involvedInWords(who);
  return you && words === 'the person' ? 'you' : words;
};
