import type { Recorded } from '../event-log/event-log.js';
import { present } from '../kernel/canonical.js';
import { londonDay } from '../kernel/dates.js';
import type { KnownEvents } from '../read-models/known-events.js';
import type { Circle, Owner } from '../sign-in/access.js';
import type { Moments } from '../web/moments.js';
import { notFound } from '../web/problem.js';
import { ERASED, type WordStore } from '../words/words.js';
import type { AccountEvent, ExpenseRecorded } from './account.events.js';
import { referenceOf } from './disagreement.facts.js';
import type { ExpenseTold, StepKind } from './expense-told.js';

type Step = Recorded<AccountEvent>;

const KINDS: Readonly<Partial<Record<AccountEvent['type'], StepKind>>> = {
  ExpenseQueried: 'asked',
  ExpenseExplained: 'explained',
  ReceiptSent: 'receipt',
  ExpenseAccepted: 'accepted',
  ExpenseDisallowed: 'disallowed',
  EntryReversed: 'put-right',
};

/** One expense as the person is told of it. */
export class ExpensesTold {
  constructor(
    private readonly known: KnownEvents,
    private readonly moments: Moments,
    private readonly words: WordStore,
    private readonly circle: Pick<Circle, 'namesOf' | 'namesOfUsers'>,
  ) {}

  /** 404 where the entry is no expense. */
  async of(entryId: string, { budgetId, personId }: Required<Owner>): Promise<ExpenseTold> {
    const { knownAt } = await this.moments.of({});
    const steps = stepsOf(await this.known.of<AccountEvent>(budgetId, knownAt), entryId);
    const [recorded] = steps;
    if (recorded?.event.type !== 'ExpenseRecorded') throw notFound();
    const [names, users, said] = await Promise.all([
      this.circle.namesOf([personId]),
      this.circle.namesOfUsers(steps.map((it) => it.actor.userId)),
      this.words.of(personId, steps),
    ]);
    const saidAt = ({ requestId }: Step, ...fields: string[]): string | undefined => {
      const words = said.get(requestId);
      if (words === undefined || words === ERASED) return words;
      const text = fields.map((it) => words[it]).find((it) => typeof it === 'string');
      return text as string | undefined;
    };
    return present({
      ...recordedIn(recorded as Recorded<ExpenseRecorded>),
      fullName: names.get(personId) ?? ERASED,
      payee: saidAt(recorded, 'payee'),
      note: saidAt(recorded, 'note'),
      steps: steps.flatMap((it) => {
        const kind = KINDS[it.event.type];
        const { eventId, event, actor } = it;
        if (!kind) return [];
        const told = { kind, on: event.on, reference: referenceOf(eventId) };
        const who = users.get(actor.userId);
        return [present({ ...told, who, said: saidAt(it, 'question', 'answer', 'reason') })];
      }),
    });
  }
}

const recordedIn = ({ event, recordedAt }: Recorded<ExpenseRecorded>) => {
  const { entryId, on, amountPence, category, method } = event;
  return { entryId, on, writtenOn: londonDay(recordedAt), amountPence, category, method };
};

/** Its recording, and what names it later. */
const stepsOf = (events: readonly Step[], entryId: string): Step[] =>
  events.filter(({ event }) =>
    event.type === 'EntryReversed'
      ? event.reversedId === entryId
      : event.type in KINDS || event.type === 'ExpenseRecorded'
        ? (event as { readonly entryId?: string }).entryId === entryId
        : false,
  );
