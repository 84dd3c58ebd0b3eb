import { account } from '../../src/accounts/account.js';
import { allocationsShown } from '../../src/budgets/allocations-shown.js';
import { budget } from '../../src/budgets/budget.js';
import type { BudgetEvent } from '../../src/budgets/budget.events.js';
import { balances } from '../../src/budgets/balances.read-model.js';
import { isOfAReduction, stateOn } from '../../src/budgets/reductions.facts.js';
import { firstHash } from '../../src/event-log/chain.js';
import { UnknownEvent, type Recorded } from '../../src/event-log/event-log.js';
import { EventTypes } from '../../src/event-log/event-types.js';
import { SEAL_EVENTS } from '../../src/event-log/seals.events.js';
import { transact } from '../../src/event-log/transact.js';
import { Writer } from '../../src/event-log/writer.js';
import { budgetAsKnown } from '../../src/figures/as-known.facts.js';
import { figuresAnswer } from '../../src/figures/figures-answer.facts.js';
import { figuresOf } from '../../src/figures/figures.facts.js';
import { canonicalJson } from '../../src/kernel/canonical.js';
import { HISTORY_KINDS, kindOf } from '../../src/history/kinds.facts.js';
import { wordsOf } from '../../src/history/words.facts.js';
import type { LocalDate } from '../../src/kernel/dates.js';
import type { Decider, DomainEvent } from '../../src/kernel/decider.js';
import { idOfHash } from '../../src/kernel/digest.js';
import { eventTypes, READ_MODELS } from '../../src/ledger.js';
import { PERSON_EVENTS } from '../../src/people/person.events.js';
import { person } from '../../src/people/person.js';
import { DEFAULT_POLICY } from '../../src/policies/policy.facts.js';
import { subjectOf } from '../../src/read-models/known-events.js';
import { Projector } from '../../src/read-models/projector.js';
import { fold, type ReadModel, type Row } from '../../src/read-models/read-model.js';
import { reviewsIn } from '../../src/reviews/review.facts.js';
import { review } from '../../src/reviews/review.js';
import { LogInMemory, StillClock } from '../support/log-in-memory.js';
import { oluAsks } from '../support/people.js';
import { ReadFolder } from '../support/read-models.js';
import { EVERY_EVENT } from './every-event.js';
import { hashByBytes, notStored, recordedFrom, storedExamples } from './stored-examples.js';

const examples = storedExamples();
const log = examples.map(recordedFrom);
const streams = Map.groupBy(log, (it) => it.stream);
const subjects = Map.groupBy(log, subjectOf);

/** "BudgetOpened, version 1", for each that could ever have been written. */
const shapes = [...eventTypes().all()].flatMap(([type, latest]) =>
  Array.from({ length: latest }, (_, i) => [type, i + 1] as const),
);

describe('Every event that was ever written', () => {
  it.each(shapes)('%s, version %i, is kept as an example', (type, version) =>
    expect(examples.some((it) => it.type === type && it.schemaVersion === version)).toBe(true),
  );

  it('is of a type that this program knows', () =>
    log.forEach((it) => expect(() => eventTypes().mustKnow(it)).not.toThrow()));

  it('is, as it is stored, what the types say', () => {
    expect(notStored(examples)).toEqual([]);
    // The list is checked by the compiler, the files by the list.
    const listed = new Set(EVERY_EVENT.map(([stream, event]) => keyOf(stream, event)));
    const unlisted = log.filter((it) => !listed.has(keyOf(it.stream, it.event)));
    expect(unlisted).toEqual([]);
  });

  it('keeps its hash, its id and its place in the chain', () => {
    for (const [stream, recorded] of streams)
      for (const [i, { version, previousHash }] of recorded.entries())
        expect({ stream, version, previousHash }).toEqual({
          stream,
          version: i,
          previousHash: recorded[i - 1]?.hash ?? firstHash(stream),
        });
    for (const it of examples)
      expect([it.type, it.hash, it.eventId]).toEqual([it.type, hashByBytes(it), idOfHash(it.hash)]);
  });

  it('has no words in it, and no amount that is not whole', () => {
    const texts = examples.flatMap((it) =>
      leavesOf(it.data).filter((leaf) => typeof leaf === 'string'),
    );
    const sentences = texts.filter((it) => it.includes(' ') && it !== 'It holds.');
    expect(sentences).toEqual([]);
    const numbers = examples.flatMap((it) =>
      leavesOf(it.data).filter((leaf) => typeof leaf === 'number'),
    );
    expect(numbers.filter((it) => !Number.isSafeInteger(it))).toEqual([]);
  });
});

const keyOf = (stream: string, event: DomainEvent) => `${stream} ${canonicalJson(event)}`;

function leavesOf(value: unknown): (string | number | boolean)[] {
  return typeof value === 'object' && value !== null
    ? Object.values(value).flatMap(leavesOf)
    : [value as string];
}

// ── Folding ──────────────────────────────────────────────────────────────────

const DECIDERS = {
  budget,
  account,
  review,
  person,
} as unknown as Readonly<Record<string, Decider<never, DomainEvent, unknown>>>;

const DAYS: readonly LocalDate[] = ['2025-10-05', '2026-04-29', '2026-10-01'];

describe('Every event that was ever written is folded', () => {
  it.each([...streams.keys()].filter((it) => it !== 'seals'))('by the rules of %s', (stream) => {
    const rules = DECIDERS[stream.slice(0, stream.indexOf('-'))]!;
    let state = rules.initial;
    for (const { event } of streams.get(stream)!) {
      state = rules.evolve(state, event);
      expect(state).toBeDefined();
    }
  });

  it.each([...subjects.keys()])(
    'by figures, allocations and reviews of %s, step by step',
    (subject) => {
      const known = subjects.get(subject)!;
      for (const [i] of known.entries()) {
        const asKnown = budgetAsKnown(known.slice(0, i + 1));
        for (const day of DAYS) {
          const answer = figuresAnswer(figuresOf(asKnown, day, DEFAULT_POLICY));
          const wrong = leavesOf(answer).filter((it) => typeof it === 'number' && Number.isNaN(it));
          expect(wrong).toEqual([]);
          expect(allocationsShown(asKnown, day)).toHaveLength(asKnown.timeline.allocations.length);
        }
        expect(() => reviewsIn(known.slice(0, i + 1))).not.toThrow();
      }
    },
  );

  it('by the story of each reduction', () => {
    const { reductions } = streams
      .get('budget-anna')!
      .reduce((state, it) => budget.evolve(state, it.event as BudgetEvent), budget.initial);
    expect([...reductions.values()].map((it) => stateOn(it, '2026-10-01'))).toEqual(['withdrawn']);
    const steps = log.filter((it) => isOfAReduction(it.event as BudgetEvent));
    expect(new Set(steps.map((it) => it.event.type)).size).toBe(7);
  });

  it.each(READ_MODELS.map((it) => it.name))('by the read model %s', (name) => {
    const model = READ_MODELS.find((it) => it.name === name) as unknown as ReadModel<never, Row>;
    const rows = [...fold(model, log).values()];
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows)
      expect(Object.keys(row).toSorted()).toEqual(Object.keys(model.columns).toSorted());
  });

  it('by the history, in a sentence of its own and a kind', () => {
    const untold = new Set<string>([...Object.keys(PERSON_EVENTS), ...Object.keys(SEAL_EVENTS)]);
    for (const { event } of log.filter((it) => !untold.has(it.event.type))) {
      expect(wordsOf(event)).not.toBe('Something was recorded.');
      expect(wordsOf(event)).toMatch(/^[A-Z£].*\.$/);
      expect(wordsOf(event)).not.toMatch(/undefined|NaN|-\d|\d{4}-\d\d/);
      expect(HISTORY_KINDS).toContain(kindOf(event));
    }
  });
});

it('The balance that the list keeps is the one that the figures make', () => {
  const known = budgetAsKnown(subjects.get('anna')!);
  const { balancePence } = figuresAnswer(figuresOf(known, '2099-12-31', DEFAULT_POLICY));
  const row = fold(balances, log).get('anna');
  expect(row?.balancePence).toBe(balancePence);
});

// ── What this program does not know ──────────────────────────────────────────

/** Of a later program: one type more, and a further version of another. */
class LaterTypes extends EventTypes {
  override versionOf(type: string): number {
    return type === 'BudgetResumed' ? 2 : 1;
  }
}

describe.each([
  ['a type that it does not know', 'BudgetSplit', 1],
  ['a later version of one that it knows', 'BudgetResumed', 2],
])('What this program does with %s', (_, type, schemaVersion) => {
  const message =
    `The log holds ${type}, version ${schemaVersion}, at POSITION, which this program does not ` +
    `know. It was written by a newer one: run that, or update.`;

  /** Anna's budget, in which a later program wrote the third event. */
  async function annas() {
    const later = new LogInMemory(new LaterTypes(), new StillClock());
    const [opened, agreed] = streams.get('budget-anna')!.map((it) => it.event);
    const event = { type, on: '2026-07-27' } as DomainEvent;
    const written = await later.append('budget-anna', -1, [opened!, agreed!, event], oluAsks('a'));
    return { later, message: message.replace('POSITION', String(written.position)) };
  }

  it('is to project nothing more, and to say so', async () => {
    const annasLog = await annas();
    const folder = new ReadFolder();
    const db = await folder.open();
    const projector = new Projector(annasLog.later, eventTypes(), db, READ_MODELS);
    await projector.start();
    expect(await projector.caughtUp(2_000)).toBe(false);
    expect(projector.failure?.message).toBe(annasLog.message);
    await projector.stop();
    await folder.remove();
  });

  it('is to decide nothing on it', async () => {
    const annasLog = await annas();
    const writer = new Writer(annasLog.later, eventTypes(), new StillClock());
    const command = {
      type: 'CloseBudget',
      on: '2026-09-30',
      today: '2026-09-01',
      userId: 'olu',
      policyVersion: 1,
      wordsHash: 'h',
    } as const;
    const deciding = transact(writer, 'budget-anna', budget, command, oluAsks('b'));
    await expect(deciding).rejects.toThrow(UnknownEvent);
    await expect(deciding).rejects.toThrow(annasLog.message);
    expect(await annasLog.later.load('budget-anna')).toHaveLength(3);
  });

  it('is to write none of its own', async () => {
    const own = new LogInMemory(eventTypes(), new StillClock());
    const event = { type: 'BudgetSplit', on: '2026-07-27' } as DomainEvent;
    const [opened] = streams.get('budget-anna') as [Recorded];
    await expect(
      own.append('budget-anna', -1, [opened.event, event], oluAsks('a')),
    ).rejects.toThrow('No room has an event BudgetSplit');
    expect(await own.head()).toBeNull();
  });
});
