import { toldToHolderSide } from '../budgets/reductions.facts.js';
import type { Recorded } from '../event-log/event-log.js';
import { budgetAsKnown } from '../figures/as-known.facts.js';
import { EXPLAINABLE } from '../figures/figure.facts.js';
import { figuresOf } from '../figures/figures.facts.js';
import { figureInWords, type Voice } from '../figures/sentences.facts.js';
import { wordsOf } from '../history/words.facts.js';
import { present } from '../kernel/canonical.js';
import { londonDay, type Instant, type LocalDate } from '../kernel/dates.js';
import { policyInForce } from '../policies/policy.facts.js';
import type { KnownEvents } from '../read-models/known-events.js';
import type { Circle, Owner } from '../sign-in/access.js';
import type { Moments } from '../web/moments.js';
import { paged, type Page } from '../web/paging.js';
import { ERASED, type WordStore } from '../words/words.js';
import type {
  AccountEvent,
  DisagreementAnswered,
  DisagreementOutcome,
  DisagreementRaised,
} from './account.events.js';
import { referenceOf } from './disagreement.facts.js';

/** An event of the history, or else a figure by its name. */
export interface About {
  readonly eventId?: string;
  readonly figure?: string;
}

/** In words, with its day where it has one. */
export interface Subject {
  readonly words: string;
  readonly on?: LocalDate;
}

/** What somebody says is wrong, and the answer once there is one. */
export interface Disagreement {
  readonly disagreementId: string;
  readonly reference: string;
  readonly eventId: string;
  readonly on: LocalDate;
  readonly recordedAt: Instant;
  readonly about: About;
  readonly acknowledgeBy: LocalDate;
  readonly state: 'open' | 'answered';
  /** In their own words; "[erased]" once it is. */
  readonly narrative?: unknown;
  readonly answer?: {
    readonly eventId: string;
    readonly on: LocalDate;
    readonly recordedAt: Instant;
    readonly outcome: DisagreementOutcome;
    readonly answer?: unknown;
  };
}

interface Paged {
  readonly page?: number;
  readonly pageSize?: number;
}

type Raised = Recorded<DisagreementRaised>;
type Answered = Recorded<DisagreementAnswered>;

export class DisagreementsQueries {
  constructor(
    private readonly known: KnownEvents,
    private readonly moments: Moments,
    private readonly words: WordStore,
    private readonly circle: Pick<Circle, 'namesOf'>,
  ) {}

  async nameOf(personId: string): Promise<string> {
    return (await this.circle.namesOf([personId])).get(personId) ?? ERASED;
  }

  /** The latest first. */
  async list(owner: Partial<Owner>, asked: Paged): Promise<Page<Disagreement>> {
    const events = (await this.knownOf(owner.budgetId!)) as readonly Recorded<AccountEvent>[];
    const page = paged(raisedIn(events).toReversed(), asked);
    return { ...page, items: await this.withWords(owner, page.items, events) };
  }

  /** `undefined`: the budget has none of this id. */
  async one(owner: Partial<Owner>, disagreementId: string): Promise<Disagreement | undefined> {
    const events = (await this.knownOf(owner.budgetId!)) as readonly Recorded<AccountEvent>[];
    const raised = raisedIn(events).filter((it) => it.event.disagreementId === disagreementId);
    return (await this.withWords(owner, raised, events))[0];
  }

  /** What it is about, as it is told: the sentence of an event, or of a figure as it is today. */
  async subject(
    { budgetId }: Pick<Required<Owner>, 'budgetId'>,
    about: About,
    voice: Voice,
  ): Promise<Subject | undefined> {
    const events = toldToHolderSide(await this.knownOf(budgetId));
    if (about.figure !== undefined) {
      const name = EXPLAINABLE.find((it) => it === about.figure);
      const { asAt } = await this.moments.of({});
      const figures = figuresOf(budgetAsKnown(events), asAt, policyInForce());
      return name && { words: figureInWords(figures, name, voice) };
    }
    const found = events.find((it) => it.eventId === about.eventId);
    if (!found) return undefined;
    return { words: wordsOf(found.event), on: found.event.on ?? londonDay(found.recordedAt) };
  }

  /** Whether the history of the budget tells of it, to the holder's side or to others. */
  async tellsOf(budgetId: string, eventId: string, byHolderSide: boolean): Promise<boolean> {
    const events = await this.knownOf(budgetId);
    const told = byHolderSide ? toldToHolderSide(events) : events;
    return told.some((it) => it.eventId === eventId);
  }

  private async withWords(
    { personId }: Partial<Owner>,
    raised: readonly Raised[],
    events: readonly Recorded<AccountEvent>[],
  ): Promise<Disagreement[]> {
    const answers = events.filter((it): it is Answered => it.event.type === 'DisagreementAnswered');
    const answerTo = new Map(answers.map((it) => [it.event.disagreementId, it]));
    const said = await this.words.of(personId!, [...raised, ...answers]);
    const wordsOf = ({ requestId }: Recorded, field: string): unknown => {
      const words = said.get(requestId);
      return words === ERASED ? ERASED : words?.[field];
    };
    return raised.map((it) => {
      const answer = answerTo.get(it.event.disagreementId);
      return disagreementFrom(it, wordsOf(it, 'narrative'), answer && answerFrom(answer, wordsOf));
    });
  }

  private async knownOf(budgetId: string): Promise<readonly Recorded[]> {
    const { knownAt } = await this.moments.of({});
    return this.known.of(budgetId, knownAt);
  }
}

const raisedIn = (events: readonly Recorded<AccountEvent>[]): Raised[] =>
  events.filter((it): it is Raised => it.event.type === 'DisagreementRaised');

function disagreementFrom(
  { event, eventId, recordedAt }: Raised,
  narrative: unknown,
  answer: Disagreement['answer'],
): Disagreement {
  const { disagreementId, on, aboutEventId, aboutFigure, acknowledgeBy } = event;
  return present({
    disagreementId,
    reference: referenceOf(disagreementId),
    eventId,
    on,
    recordedAt,
    about: present({ eventId: aboutEventId, figure: aboutFigure }),
    acknowledgeBy,
    state: answer ? ('answered' as const) : ('open' as const),
    narrative,
    answer,
  });
}

function answerFrom(it: Answered, wordsOf: (at: Recorded, field: string) => unknown) {
  const { event, eventId, recordedAt } = it;
  const { on, outcome } = event;
  return present({ eventId, on, recordedAt, outcome, answer: wordsOf(it, 'answer') });
}
