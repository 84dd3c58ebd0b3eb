import type { Recorded } from '../event-log/event-log.js';
import { budgetAsKnown } from '../figures/as-known.facts.js';
import { spokenOf, type Spoken } from '../history/spoken.facts.js';
import { present } from '../kernel/canonical.js';
import type { KnownEvents } from '../read-models/known-events.js';
import type { Circle, Owner } from '../sign-in/access.js';
import type { AtTwoClocks, Moments } from '../web/moments.js';
import type { WordStore } from '../words/words.js';
import {
  contributionsShown,
  oneOffsShown,
  pictureInWords,
  stepsOf,
  suspensionsShown,
} from './allocation-story.js';
import { allocationsShown, type AllocationShown } from './allocations-shown.js';
import type { BudgetEvent } from './budget.events.js';

/** Who did it and where it is written down, as far as it is known and was not erased. */
interface Behind {
  readonly by?: string;
  readonly agreedBy?: string;
  readonly spoken: readonly Spoken[];
}

export type AllocationTold = AllocationShown & Behind & { readonly number?: number };

/** All that decided what a budget gives, from its first day on, and who decided it. */
export class AllocationStory {
  constructor(
    private readonly known: KnownEvents,
    private readonly moments: Moments,
    private readonly circle: Circle,
    private readonly words: WordStore,
  ) {}

  async of({ budgetId, personId }: Required<Owner>, at: AtTwoClocks) {
    const { asAt, knownAt } = await this.moments.of(at);
    const events = await this.known.of<BudgetEvent>(budgetId, knownAt);
    const known = budgetAsKnown(events);
    const behind = await this.behind(personId, events);
    const steps = stepsOf(known, asAt);
    const numbers = new Map(steps.map((it, i) => [it.allocationId, i + 1]));
    return {
      asAt,
      steps,
      says: pictureInWords(steps, asAt),
      allocations: allocationsShown(known, asAt).map((it): AllocationTold =>
        present({ ...it, ...behind(it), number: numbers.get(it.allocationId) }),
      ),
      oneOffs: oneOffsShown(known, asAt).map((it) => ({ ...it, ...behind(it) })),
      contributions: contributionsShown(known, asAt).map((it) => ({ ...it, ...behind(it) })),
      suspensions: suspensionsShown(
        known,
        events.map((it) => it.event),
      ),
    };
  }

  /** Of a reduction, what was said and by whom when it was proposed and approved. */
  private async behind(personId: string, events: readonly Recorded<BudgetEvent>[]) {
    const own = events.filter((it) => it.stream.startsWith('budget-'));
    const users = [...new Set(own.map((it) => it.actor.userId))];
    const [names, said] = await Promise.all([
      this.circle.namesOfUsers(users),
      this.words.of(personId, own),
    ]);
    const byId = new Map(own.map((it) => [it.eventId, it]));
    const stepOf = (type: BudgetEvent['type'], reductionId: string | undefined) =>
      own.find(({ event }) => event.type === type && reductionIdOf(event) === reductionId);
    return (of: { readonly eventId: string; readonly reductionId?: string }): Behind => {
      const isReduction = of.reductionId !== undefined;
      const made = isReduction ? stepOf('ReductionProposed', of.reductionId) : byId.get(of.eventId);
      const approved = isReduction ? stepOf('ReductionApproved', of.reductionId) : undefined;
      return present({
        by: made && names.get(made.actor.userId),
        agreedBy: approved && names.get(approved.actor.userId),
        spoken: made ? spokenOf(said.get(made.requestId)) : [],
      });
    };
  }
}

const reductionIdOf = (event: BudgetEvent) => (event as { reductionId?: string }).reductionId;
