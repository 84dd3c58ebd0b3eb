import { once } from 'node:events';
import pg from 'pg';
import { program } from '../../test/support/child.js';
import { postgres } from '../../test/support/databases.js';
import { LogInMemory } from '../../test/support/log-in-memory.js';
import { filled, happen, purses, purseTypes, sharedLog } from '../../test/support/purses.js';
import { rowsIn } from '../../test/support/read-models.js';
import type { Position } from '../event-log/event-log.js';
import { BookmarkWatch } from './bookmark-watch.js';
import { Bookmarks, ReadModelsAheadOfLog } from './bookmarks.js';
import { openDatabase, type Database } from './database.js';
import { Duty } from './duty.js';
import { KNOWLEDGE } from './known-events.js';
import { Projector } from './projector.js';
import type { ReadModel } from './read-model.js';

let url: string;
let db: Database;
let log: LogInMemory;
let ending: { stop(): Promise<void> }[];
beforeEach(async () => {
  url = await postgres().database();
  db = openDatabase({ url });
  log = new LogInMemory();
  ending = [];
});
afterEach(async () => {
  for (const it of ending.toReversed()) await it.stop();
  await db.destroy();
});

async function watching(models = [purses], of = log): Promise<BookmarkWatch> {
  const watch = new BookmarkWatch(of, url, db, [...KNOWLEDGE, ...models]);
  ending.push(watch);
  await watch.start();
  return watch;
}

async function projecting(): Promise<Projector> {
  const projector = new Projector(log, purseTypes(), db, [purses]);
  ending.push(projector);
  await projector.start();
  return projector;
}

const pence = async () => (await rowsIn(db, purses))['anna']?.['pence'];
/** Waits for a fact that nothing tells us of. */
async function until(fact: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await fact())) await new Promise(setImmediate);
}

describe('Who does not keep up the read models', () => {
  it('sees how far they are, and waits for what is written', async () => {
    const watch = await watching();
    await projecting();
    await happen(log, 'anna', filled(5));
    expect(await watch.caughtUp()).toBe(true);
    expect(await pence()).toBe(5);
    const [event] = await log.load('purse-anna');
    expect(watch.appliedUpTo()).toEqual({
      position: event!.position,
      knownFrom: event!.recordedAt,
    });
    expect([await watch.lag(), watch.building]).toEqual([0, []]);
  });

  it('shows none of them before they are built', async () => {
    const watch = await watching();
    await happen(log, 'anna', filled(5));
    expect(watch.building).toEqual(['subjects@1', 'late-knowledge@1', 'purses@1']);
    expect(watch.appliedUpTo()).toBeNull();
    expect(await watch.lag()).toBe(1);
    expect(await watch.caughtUp(1)).toBe(false);
    await projecting();
    expect(await watch.caughtUp()).toBe(true);
    expect(watch.building).toEqual([]);
  });

  it('shows none that only a newer program has, until that is on duty', async () => {
    const second: ReadModel<never, { who: string }> = {
      name: 'second@1',
      columns: { who: 'text' },
      rowOf: () => 'it',
      on: {},
    };
    await projecting();
    const watch = await watching([purses, second as unknown as typeof purses]);
    expect(watch.building).toEqual(['second@1']);
  });

  it('is told at once, and finds out also where nobody tells', async () => {
    const watch = await watching();
    const listener = new pg.Client(url);
    await listener.connect();
    await listener.query('listen bookmarks_moved');
    const told = once(listener, 'notification');
    await projecting();
    await told;
    await listener.end();
    await until(async () => (await postgres().ask(LISTENING, url)).length === 1);
    await postgres().ask(`drop trigger bookmarks_moved on bookmarks`, url);
    await happen(log, 'anna', filled(5));
    expect(await watch.caughtUp()).toBe(true);
  });

  it('gives up when the time is over, and when it stops', async () => {
    await happen(log, 'anna', filled(5));
    const watch = await watching();
    const beyond = `${await log.head()}0` as Position;
    expect(await watch.waitFor(beyond, 1)).toBe(false);
    const waiting = watch.waitFor(beyond);
    await watch.stop();
    expect([await waiting, await watch.waitFor(beyond)]).toEqual([false, false]);
  });

  it('says that the database is away, and goes on when it is back', async () => {
    const watch = await watching();
    await projecting();
    await happen(log, 'anna', filled(5));
    await postgres().halt();
    await until(() => watch.failure !== null);
    expect(watch.failure?.message).toMatch(/cannot be reached/);
    await postgres().resume();
    await happen(log, 'anna', filled(6));
    await until(() => watch.caughtUp());
    expect([await pence(), watch.failure]).toEqual([11, null]);
  });

  it('refuses the log of another store', async () => {
    await happen(log, 'anna', filled(5));
    await (await projecting()).caughtUp();
    await expect(watching([purses], new LogInMemory())).rejects.toThrow(ReadModelsAheadOfLog);
  });
});

describe('When who kept them up is killed in the middle of it', () => {
  const EVENTS = 400;

  it('another goes on within 5 s, nothing is applied twice, and everybody can read', async () => {
    const child = program('purse-projector.ts', url, String(EVENTS));
    ending.push({ stop: () => child.kill() });
    log = await sharedLog(EVENTS);
    const bookmarks = new Bookmarks(db);
    await bookmarks.prepare();
    const done = async () => (await bookmarks.all()).get('purses@1')?.events ?? 0;
    await until(async () => (await done()) > 0);

    const watches = [await watching(), await watching()];
    const duties = [0, 1].map(() => {
      const projector = new Projector(log, purseTypes(), db, [purses]);
      return new Duty(url, { begin: () => projector.start(), end: () => projector.stop() });
    });
    ending.push(...duties);
    for (const it of duties) await it.start();
    expect(duties.map((it) => it.isOn)).toEqual([false, false]);

    await child.kill();
    expect(await done()).toBeLessThan(EVENTS);
    const head = (await log.head())!;
    expect(await Promise.all(watches.map((it) => it.waitFor(head, 5_000)))).toEqual([true, true]);
    expect(duties.filter((it) => it.isOn)).toHaveLength(1);
    expect([await done(), await pence()]).toEqual([EVENTS, (EVENTS * (EVENTS + 1)) / 2]);
  });
});

const LISTENING = `select 1 from pg_stat_activity
  where datname = current_database() and query = 'listen bookmarks_moved'`;
