import { AnyTypes, LogInMemory } from '../../test/support/log-in-memory.js';
import { oluAsks } from '../../test/support/people.js';
import { filled, happen } from '../../test/support/purses.js';
import { ReadFolder, tableRows } from '../../test/support/read-models.js';
import type { Recorded } from '../event-log/event-log.js';
import type { Instant } from '../kernel/dates.js';
import { Bookmarks, BEFORE_ALL } from './bookmarks.js';
import type { Database } from './database.js';
import { KnownEvents, knownEvents } from './known-events.js';
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

async function file(...batches: (readonly Recorded[])[]): Promise<void> {
  await new ProjectionTables(db).prepare([knownEvents]);
  const member = { name: knownEvents.name, projection: knownEvents };
  const mark = (await new Bookmarks(db).all()).get(knownEvents.name) ?? BEFORE_ALL;
  const lane = new Lane(db, new AnyTypes(), [member], mark);
  for (const batch of batches) await lane.apply(batch);
}
const everything = () => log.read(null, 1_000);
const stamped = (events: readonly Recorded[], ...stamps: number[]) =>
  events.map((it, i) => ({ ...it, recordedAt: at(stamps[i]!) }));

describe('An event is filed', () => {
  it('under the budget it names, or else under what its stream is about', async () => {
    await happen(log, 'anna', filled(1), { ...filled(2), budgetId: 'bilal' });
    await file(await everything());
    const [first, second] = await everything();
    expect(await new KnownEvents(db).of('anna', EVER)).toEqual([first]);
    expect(await new KnownEvents(db).of('bilal', EVER)).toEqual([second]);
  });

  it('under the whole of an id with dashes in it', async () => {
    await happen(log, 'b7-42', filled(1));
    await file(await everything());
    expect(await new KnownEvents(db).of('b7-42', EVER)).toHaveLength(1);
  });

  it('unless it is a seal', async () => {
    const seal = { type: 'LogSealed', count: 0, heads: [], root: '' };
    await log.append('seals', -1, [seal], oluAsks('seal'));
    await file(await everything());
    expect(await tableRows(db, knownEvents.name)).toEqual({});
  });

  it('in log order, between streams too', async () => {
    await happen(log, 'x', { ...filled(1), budgetId: 'anna' });
    await happen(log, 'anna', filled(2));
    await happen(log, 'y', { ...filled(3), budgetId: 'anna' });
    await file(await everything());
    const known = await new KnownEvents(db).of('anna', EVER);
    expect(known.map((it) => it.event)).toEqual([
      { ...filled(1), budgetId: 'anna' },
      filled(2),
      { ...filled(3), budgetId: 'anna' },
    ]);
  });

  it('and a subject nobody has heard of has none', async () => {
    await file(await everything());
    expect(await new KnownEvents(db).of('carys', EVER)).toEqual([]);
  });
});

describe('Known at an instant', () => {
  const knownAt = async (instant: Instant) =>
    (await new KnownEvents(db).of('anna', instant)).map((it) => it.version);

  it('is what was recorded up to it, the instant included', async () => {
    await happen(log, 'anna', filled(1), filled(2));
    await file(stamped(await everything(), 10, 20));
    expect(await knownAt(at(9))).toEqual([]);
    expect(await knownAt(at(10))).toEqual([0]);
    expect(await knownAt(at(20))).toEqual([0, 1]);
  });

  it('is the beginning of the log, also where stamps are out of step', async () => {
    await happen(log, 'anna', filled(1), filled(2), filled(3));
    await file(stamped(await everything(), 50, 20, 40));
    expect(await knownAt(at(49))).toEqual([]);
    expect(await knownAt(at(50))).toEqual([0]);
    expect(await knownAt(at(51))).toEqual([0, 1]);
    expect(await knownAt(at(52))).toEqual([0, 1, 2]);
  });

  it('is the same however the log was cut into batches', async () => {
    await happen(log, 'anna', filled(1), filled(2), filled(3));
    const [first, ...others] = stamped(await everything(), 50, 20, 40);
    await file([first!]);
    await file(others);
    expect(await knownAt(at(51))).toEqual([0, 1]);
  });

  it('begins when it was recorded, or a microsecond after the one before if that is later', () => {
    expect(knownFrom(at(10), '')).toBe(at(10));
    expect(knownFrom(at(10), at(9))).toBe(at(10));
    expect(knownFrom(at(10), at(10))).toBe(at(11));
    expect(knownFrom(at(10), at(999))).toBe(at(1000));
  });
});
