import type { Recorded } from '../event-log/event-log.js';
import { present } from '../kernel/canonical.js';
import type { KnownEvents } from '../read-models/known-events.js';
import type { Circle, Owner, Reach } from '../sign-in/access.js';
import type { Moments } from '../web/moments.js';
import { notFound } from '../web/problem.js';
import { ERASED, type WordStore } from '../words/words.js';
import type { BudgetEvent } from './budget.events.js';
import type { ReductionTold, SaidOfReduction } from './reduction-told.js';
import {
  isOfAReduction,
  lastDayToChallenge,
  reductionAfter,
  type Reduction,
} from './reductions.facts.js';
import type { ReductionsQueries } from './reductions.queries.js';

type Step = Recorded<BudgetEvent>;

/** One reduction as the person is told of it: its steps, and the words that were said at each. */
export class ReductionsTold {
  constructor(
    private readonly reductions: ReductionsQueries,
    private readonly known: KnownEvents,
    private readonly moments: Moments,
    private readonly words: WordStore,
    private readonly circle: Pick<Circle, 'namesOf' | 'namesOfUsers'>,
  ) {}

  /** Of the budget in the address, where there is one. 404 as `ReductionsQueries.one`. */
  async of(reductionId: string, reach: Reach): Promise<ReductionTold> {
    const { personId, budgetId } = reach as Required<Owner>;
    const one = await this.reductions.one(reductionId, reach);
    if (one.budgetId !== budgetId) throw notFound();
    const { asAt, knownAt } = await this.moments.of({});
    const steps = stepsOf(await this.known.of<BudgetEvent>(budgetId, knownAt), reductionId);
    const story = storyOf(steps);
    const [names, users, said] = await Promise.all([
      this.circle.namesOf([personId]),
      this.circle.namesOfUsers(steps.map((it) => it.actor.userId)),
      this.saidAt(steps, personId),
    ]);
    const nameAt = (type: BudgetEvent['type']) => {
      const step = steps.find((it) => it.event.type === type);
      return step && users.get(step.actor.userId);
    };
    return present({
      reductionId,
      fullName: names.get(personId) ?? ERASED,
      today: asAt,
      story,
      state: one.state,
      beforePence: one.beforeWeeklyPence,
      weeklyPence: one.weeklyPence,
      effectiveFrom: one.effectiveFrom,
      daysOfNotice: one.daysOfNotice,
      followUp: one.followUp,
      effect: one.effect,
      lastDayToChallenge: lastDayToChallenge(story),
      said,
      proposedBy: nameAt('ReductionProposed'),
      approvedBy: nameAt('ReductionApproved'),
      decidedBy: nameAt('ChallengeDecided'),
    });
  }

  private async saidAt(steps: readonly Step[], personId: string): Promise<SaidOfReduction> {
    const words = await this.words.of(personId, steps);
    const at = (type: BudgetEvent['type'], field: string): string | undefined => {
      const step = steps.find(({ event }) => event.type === type && 'wordsHash' in event);
      const said = step && words.get(step.requestId);
      const text = said === ERASED ? ERASED : said?.[field];
      return typeof text === 'string' ? text : undefined;
    };
    return present({
      needsStillMet: at('ReductionProposed', 'needsStillMet'),
      narrative: at('ReductionProposed', 'narrative'),
      withdrawal: at('ReductionWithdrawn', 'reason'),
      challenge: at('ReductionChallenged', 'narrative'),
      decision: at('ChallengeDecided', 'reasons'),
    });
  }
}

const stepsOf = (events: readonly Step[], reductionId: string): Step[] =>
  events.filter(({ event }) => isOfAReduction(event) && event.reductionId === reductionId);

function storyOf(steps: readonly Step[]): Reduction {
  let story: Reduction | undefined;
  for (const { event } of steps) if (isOfAReduction(event)) story = reductionAfter(story, event);
  if (!story) throw notFound();
  return story;
}
