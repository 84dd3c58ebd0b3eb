import { eventTypes, READ_MODELS } from '../../src/ledger.js';
import { KnownEvents, subjectOf } from '../../src/read-models/known-events.js';
import { fold, type ReadModel, type Row } from '../../src/read-models/read-model.js';
import type { Recorded } from '../../src/event-log/event-log.js';
import type { Journey } from '../support/journey.js';
import { interleaved, rebuiltEqualsIncremental, rowsIn, seeded } from '../support/read-models.js';
import { richHistory } from '../support/rich-history.js';

// Every read model that ships, over two years recorded through the front door.

type Model = ReadModel<never, Row>;
const models = READ_MODELS as unknown as readonly Model[];

describe('The read models', () => {
  let journey: Journey;
  let history: readonly Recorded[];
  beforeAll(async () => {
    journey = await richHistory();
    await journey.app.ledger.projector.caughtUp();
    history = await journey.app.ledger.log.read(null, 100_000);
  });
  afterAll(() => journey.end());

  it('are tried with events of every type there is', () => {
    const recorded = new Set(history.map((it) => it.event.type));
    recorded.add('LogSealed'); // set later, by the log itself: no read model hears of it
    expect([...eventTypes().all().keys()].filter((it) => !recorded.has(it))).toEqual([]);
  });

  it('are the same one by one, in batches, rebuilt, and with the streams interleaved anew', async () =>
    rebuiltEqualsIncremental(READ_MODELS, journey.app.ledger.log));

  it('stand beside the known events: all but the seals, under one subject each, in log order', async () => {
    const { reading, knowledge, log } = journey.app.ledger;
    const known = new KnownEvents(reading, log);
    const now = await knowledge.now();
    const events = history.filter((it) => it.stream !== 'seals');
    for (const [subject, about] of Map.groupBy(events, subjectOf))
      expect(await known.of(subject, now)).toEqual(about);
  });

  describe.each(models.map((it) => [it.name, it] as const))('%s', (_, model) => {
    it('makes rows of that history, and is kept as it is folded', async () => {
      const rows = Object.fromEntries(fold(model, history));
      expect(Object.keys(rows).length).toBeGreaterThan(0);
      expect(await rowsIn(journey.app.ledger.reading, model)).toEqual(rows);
    });

    it('is changed by every type of event that it says it cares for', () => {
      const idle = Object.keys(model.on).filter(
        (type) => !history.some((it) => it.event.type === type && touches(model, it)),
      );
      expect(idle).toEqual([]);
    });

    it('leaves the events and the rows that it is given as they are', () => {
      const frozen = history.map((it) => deeplyFrozen(structuredClone(it)));
      const frozenRows: Model = { ...model, on: frozenSteps(model) };
      expect(fold(frozenRows, frozen)).toEqual(fold(model, history));
    });

    it('makes the same rows of as many events twice over, from the beginning', () => {
      const again = interleaved(history, seeded(1));
      expect(fold(model, again)).toEqual(fold(model, history));
    });
  });
});

const touches = (model: Model, at: Recorded): boolean =>
  (model.rowOf as (event: unknown, at: Recorded) => string | undefined)(at.event, at) !== undefined;

type Steps = Record<string, (row: Row | undefined, event: never, at: Recorded) => Row | undefined>;

/** Each row is frozen before it is handed on: a step that changed it would throw. */
const frozenSteps = (model: Model) =>
  Object.fromEntries(
    Object.entries(model.on as Steps).map(([type, step]) => [
      type,
      (row: Row | undefined, event: never, at: Recorded) => deeplyFrozen(step(row, event, at)),
    ]),
  ) as Model['on'];

function deeplyFrozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.values(value).forEach(deeplyFrozen);
  return Object.freeze(value);
}
