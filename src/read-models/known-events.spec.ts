import { AnyTypes, LogInMemory } from '../../test/support/log-in-memory.js';
import { oluAsks } from '../../test/support/people.js';
import { filled, happen } from '../../test/support/purses.js';
import { ReadFolder, tableRows } from '../../test/support/read-models.js';
import type { EventLog, Recorded } from '../event-log/event-log.js';
import type { Instant } from '../kernel/dates.js';
import { BEFORE_ALL, Bookmarks } from './bookmarks.js';
import type { Database } from './database.js';
import { KnownEvents, KNOWLEDGE } from './known-events.js';
import { Lane } from './lane.js';
import { knownFrom } from './projection.js';
import { ProjectionTables } from './tables.js';

const EVER = '9999-12-31T23:59:59.999999Z' as Instant;
const at = (micros: number) => `2027-04-01T09:00:00.${String(micros).padStart(6, '0')}Z` as Instant;

let folder: ReadFolder;
let db: Database;
let log: LogInMemory;
beforeEach(async () => {
  folder = new ReadFolder();
  db = await folder.open();
  log = new LogInMemory();
});
afterEach(() => folder.remove());

async function project(...batches: (readonly Recorded[])[]): Promise<void> {
  await new ProjectionTables(db).prepare(KNOWLEDGE);
  const members = KNOWLEDGE.map((it) => ({ name: it.name, projection: it }));
  const mark = (await new Bookmarks(db).all()).get(KNOWLEDGE[0]!.name) ?? BEFORE_ALL;
  const lane = new Lane(db, new AnyTypes(), members, mark);
  for (const batch of batches) await lane.apply(batch);
}
const everything = () => log.read(null, 1_000);
const known = async (subject: string, instant = EVER) =>
  new KnownEvents(db, log).of(subject, instant);

describe('An event is known', () => {
  it('of the budget it names, or else of what its stream is about', async () => {
    await happen(log, 'anna', filled(1), { ...filled(2), budgetId: 'bilal' });
    await project(await everything());
    const [first, second] = await everything();
    expect(await known('anna')).toEqual([first]);
    expect(await known('bilal')).toEqual([second]);
  });

  it('of the whole of an id with dashes in it', async () => {
    await happen(log, 'b7-42', filled(1));
    await project(await everything());
    expect(await known('b7-42')).toHaveLength(1);
  });

  it('unless it is a seal', async () => {
    const seal = { type: 'LogSealed', count: 0, heads: [], root: '' };
    await log.append('seals', -1, [seal], oluAsks('seal'));
    await project(await everything());
    expect(await tableRows(db, 'subjects@1')).toEqual({});
  });

  it('in log order, between streams too', async () => {
    await happen(log, 'x', { ...filled(1), budgetId: 'anna' });
    await happen(log, 'anna', filled(2));
    await happen(log, 'y', { ...filled(3), budgetId: 'anna' });
    await happen(log, 'x', { ...filled(4), budgetId: 'anna' });
    await project(await everything());
    expect(await known('anna')).toEqual(await everything());
  });

  it('of nobody’s budget whom nobody has heard of', async () => {
    await project(await everything());
    expect(await known('carys')).toEqual([]);
  });

  it('when the read models have got to it, and not before', async () => {
    await happen(log, 'anna', filled(1));
    await project(await everything());
    await happen(log, 'anna', filled(2));
    expect(await known('anna')).toHaveLength(1);
  });
});

describe('Known at an instant', () => {
  /** The log as a machine whose clock is out of step would have stamped it. */
  async function stamped(...stamps: number[]): Promise<readonly Recorded[]> {
    const events = await everything();
    return events.map((it, i) => ({ ...it, recordedAt: at(stamps[i]!) }));
  }
  const loading = (events: readonly Recorded[]): Pick<EventLog, 'load'> => ({
    load: async <E>(_: string, after = -1) => events.slice(after + 1) as Recorded<never>[] as E[],
  });
  const knownAt = async (events: readonly Recorded[], instant: Instant) =>
    (await new KnownEvents(db, loading(events)).of('anna', instant)).map((it) => it.version);

  it('is what was recorded up to it, the instant included', async () => {
    await happen(log, 'anna', filled(1), filled(2));
    const events = await stamped(10, 20);
    await project(events);
    expect(await knownAt(events, at(9))).toEqual([]);
    expect(await knownAt(events, at(10))).toEqual([0]);
    expect(await knownAt(events, at(20))).toEqual([0, 1]);
    expect(await tableRows(db, 'late-knowledge@1')).toEqual({});
  });

  it('is the beginning of the log, also where stamps are out of step', async () => {
    await happen(log, 'anna', filled(1), filled(2), filled(3), filled(4));
    const events = await stamped(50, 20, 40, 60);
    await project(events);
    expect(await knownAt(events, at(49))).toEqual([]);
    expect(await knownAt(events, at(50))).toEqual([0]);
    expect(await knownAt(events, at(51))).toEqual([0, 1]);
    expect(await knownAt(events, at(52))).toEqual([0, 1, 2]);
    expect(await knownAt(events, at(60))).toEqual([0, 1, 2, 3]);
  });

  it('is the same however the log was cut into batches', async () => {
    await happen(log, 'anna', filled(1), filled(2), filled(3));
    const events = await stamped(50, 20, 40);
    await project(events.slice(0, 1));
    await project(events.slice(1));
    expect(await knownAt(events, at(51))).toEqual([0, 1]);
  });

  it('begins when it was recorded, or a microsecond after the one before if that is later', () => {
    expect(knownFrom(at(10), '')).toBe(at(10));
    expect(knownFrom(at(10), at(9))).toBe(at(10));
    expect(knownFrom(at(10), at(10))).toBe(at(11));
    expect(knownFrom(at(10), at(999))).toBe(at(1000));
  });
});
