import { LogInMemory, StillClock } from '../../test/support/log-in-memory.js';
import { filled, happen, purses, purseTypes } from '../../test/support/purses.js';
import { ReadFolder } from '../../test/support/read-models.js';
import { Busy } from '../event-log/event-log.js';
import { instantOf, microsOf } from '../kernel/dates.js';
import { Knowledge } from './knowledge.js';
import { KnownEvents } from './known-events.js';
import type { Database } from './database.js';
import { Projector } from './projector.js';

let folder: ReadFolder;
let db: Database;
let clock: StillClock;
let log: LogInMemory;
let projector: Projector;
beforeEach(async () => {
  folder = new ReadFolder();
  db = await folder.open();
  clock = new StillClock();
  log = new LogInMemory(purseTypes(), clock);
  projector = new Projector(log, purseTypes(), db, [purses]);
  await projector.start();
});
afterEach(async () => {
  await projector.stop();
  await folder.remove();
});

const knowledge = (pause?: () => Promise<unknown>) => new Knowledge(log, projector, pause);
const annasAt = async (...at: Parameters<KnownEvents['of']>) =>
  (await new KnownEvents(db, log).of(...at)).length;
const plus = (micros: number) => instantOf(clock.at + micros);

describe('What is known now', () => {
  it('contains what the caller has just written', async () => {
    await happen(log, 'anna', filled(1));
    expect(await annasAt('anna', await knowledge().now())).toBe(1);
  });

  it('is as late as the clock, though nothing was recorded for a while', async () => {
    await happen(log, 'anna', filled(1));
    clock.at += 1_000_000;
    expect(await knowledge().now()).toBe(plus(0));
  });

  it('stays as it is, whatever is recorded afterwards', async () => {
    await happen(log, 'anna', filled(1));
    const known = await knowledge().now();
    await happen(log, 'anna', filled(2));
    const later = await knowledge().now();
    expect(await annasAt('anna', known)).toBe(1);
    expect(await annasAt('anna', later)).toBe(2);
    expect(microsOf(later)).toBeGreaterThan(microsOf(known));
  });

  it('cannot be said while the read models are behind', async () => {
    await projector.stop();
    await happen(log, 'anna', filled(1));
    await expect(knowledge().now()).rejects.toThrow(Busy);
  });
});

describe('An instant can be answered for', () => {
  it('at once, when it is past', async () => {
    await happen(log, 'anna', filled(1));
    expect(await knowledge().until(plus(-1))).toBe(true);
    expect(await knowledge().until(plus(0))).toBe(true);
  });

  it('when it has come', async () => {
    const pause = async () => {
      clock.at += 400;
    };
    const soon = plus(1_000);
    expect(await knowledge(pause).until(soon)).toBe(true);
    await happen(log, 'anna', filled(1));
    await projector.caughtUp();
    expect(await annasAt('anna', soon)).toBe(0);
  });

  it('or not, when the time is over before', async () =>
    expect(await knowledge().until(plus(1_000), 1)).toBe(false));
});
