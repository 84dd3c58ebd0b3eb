import { toldToHolderSide } from '../budgets/reductions.facts.js';
import type { Recorded } from '../event-log/event-log.js';
import { present } from '../kernel/canonical.js';
import type { Instant, LocalDate } from '../kernel/dates.js';
import type { KnownEvents } from '../read-models/known-events.js';
import type { Owner } from '../sign-in/access.js';
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

/** What somebody says is wrong, and the answer once there is one. */
export interface Disagreement {
  readonly disagreementId: string;
  readonly reference: string;
  readonly eventId: string;
  readonly on: LocalDate;
  readonly recordedAt: Instant;
  /** An event of the history, or else a figure by its name. */
  readonly about: { readonly eventId?: string; readonly figure?: string };
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
  ) {}

  /** The latest first. */
  async list({ budgetId, personId }: Partial<Owner>, asked: Paged): Promise<Page<Disagreement>> {
    const events = (await this.knownOf(budgetId!)) as readonly Recorded<AccountEvent>[];
    const raised = events.filter((it): it is Raised => it.event.type === 'DisagreementRaised');
    const answered = events.filter(
      (it): it is Answered => it.event.type === 'DisagreementAnswered',
    );
    const page = paged(raised.toReversed(), asked);
    const answerTo = new Map(answered.map((it) => [it.event.disagreementId, it]));
    const said = await this.words.of(personId!, [...page.items, ...answered]);
    const wordsOf = ({ requestId }: Recorded, field: string): unknown => {
      const words = said.get(requestId);
      return words === ERASED ? ERASED : words?.[field];
    };
    return {
      ...page,
      items: page.items.map((it) => {
        const answer = answerTo.get(it.event.disagreementId);
        return disagreementFrom(
          it,
          wordsOf(it, 'narrative'),
          answer && answerFrom(answer, wordsOf),
        );
      }),
    };
  }

  /** Whether the history of the budget tells of it, to the holder's side or to others. */
  async tellsOf(budgetId: string, eventId: string, byHolderSide: boolean): Promise<boolean> {
    const events = await this.knownOf(budgetId);
    const told = byHolderSide ? toldToHolderSide(events) : events;
    return told.some((it) => it.eventId === eventId);
  }

  private async knownOf(budgetId: string): Promise<readonly Recorded[]> {
    const { knownAt } = await this.moments.of({});
    return this.known.of(budgetId, knownAt);
  }
}

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
