import { LogInMemory } from '../../test/support/log-in-memory.js';
import { oluAsks } from '../../test/support/people.js';
import {
  emptied,
  filled,
  happen,
  lost,
  purses,
  purseTypes,
  type Purse,
  type PurseEvent,
} from '../../test/support/purses.js';
import {
  namesIn,
  ReadFolder,
  rebuiltEqualsIncremental,
  rowsIn,
  tableRows,
} from '../../test/support/read-models.js';
import { UnknownEvent, type EventLog, type Position } from '../event-log/event-log.js';
import { Bookmarks, ReadModelsAheadOfLog } from './bookmarks.js';
import type { Database } from './database.js';
import { Projector, type ProjectorOptions } from './projector.js';
import type { AnyReadModel, ReadModel } from './read-model.js';
import { rowsOf } from './rows.js';

let folder: ReadFolder;
let db: Database;
let log: LogInMemory;
let started: Projector[];
beforeEach(async () => {
  folder = new ReadFolder();
  db = await folder.open();
  log = new LogInMemory();
  started = [];
});
afterEach(async () => {
  for (const it of started) await it.stop();
  await folder.remove();
});

const AT_ONCE = { pause: () => new Promise(setImmediate) };

async function projecting(
  models: readonly AnyReadModel[] = [purses],
  options: ProjectorOptions = AT_ONCE,
  of: EventLog = log,
): Promise<Projector> {
  const projector = new Projector(of, purseTypes(), db, models, options);
  started.push(projector);
  await projector.start();
  return projector;
}

async function upToNow(): Promise<void> {
  const projector = await projecting();
  await projector.caughtUp();
  await projector.stop();
}

/** The same file, opened as after a crash: what was not committed is gone. */
async function crash(): Promise<void> {
  await db.destroy();
  for (const it of started) await it.stop();
  db = await folder.open();
}

const penceOf = async (model: AnyReadModel = purses) =>
  Object.fromEntries(
    Object.entries(await rowsIn(db, model)).map(([id, row]) => [id, row['pence']]),
  );
const marks = async () => Object.fromEntries(await new Bookmarks(db).all());
const tables = () => namesIn(db, 'tables');

/** Waits for a fact that nothing tells us of. */
async function until(fact: () => boolean): Promise<void> {
  while (!fact()) await new Promise(setImmediate);
}

const secondVersion: ReadModel<PurseEvent, Purse> = { ...purses, name: 'purses@2' };
const choking: ReadModel<PurseEvent, Purse> = {
  ...purses,
  name: 'choking@1',
  on: {
    Filled: (row, event, at) => {
      if (event.pence === 13) throw new Error('Thirteen');
      return purses.on.Filled!(row, event, at);
    },
  },
};

describe('The projector', () => {
  it('applies what is there, and then what comes', async () => {
    await happen(log, 'anna', filled(5));
    const projector = await projecting();
    await happen(log, 'anna', filled(3));
    await happen(log, 'bilal', filled(4), emptied);
    expect(await projector.caughtUp()).toBe(true);
    expect(await rowsIn(db, purses)).toEqual({
      anna: {
        who: 'anna',
        pence: 8,
        isEmpty: false,
        filledOn: ['2027-04-05', '2027-04-05'],
        emptiedOn: null,
      },
      bilal: {
        who: 'bilal',
        pence: 0,
        isEmpty: true,
        filledOn: ['2027-04-05'],
        emptiedOn: '2027-04-06',
      },
    });
  });

  it('takes rows away, also one made in the same batch', async () => {
    await happen(log, 'anna', filled(5));
    const projector = await projecting();
    await projector.caughtUp();
    await log.append('purse-anna', 0, [lost], oluAsks('lost'));
    await log.append('purse-bilal', -1, [filled(1), lost], oluAsks('found and lost'));
    await log.append('purse-carys', -1, [filled(1), lost, filled(2)], oluAsks('found again'));
    await projector.caughtUp();
    expect(await penceOf()).toEqual({ carys: 2 });
  });

  it('writes more rows at once than one statement can carry', async () => {
    for (let i = 0; i < 600; i++) await happen(log, `p${i}`, filled(i));
    const wide: ReadModel<PurseEvent, Record<string, number>> = {
      name: 'wide@1',
      columns: Object.fromEntries(Array.from({ length: 80 }, (_, i) => [`c${i}`, 'integer'])),
      rowOf: (_, { stream }) => stream,
      on: {
        Filled: (_, { pence }) =>
          Object.fromEntries(Array.from({ length: 80 }, (_, i) => [`c${i}`, pence])),
      },
    };
    const projector = await projecting([wide]);
    expect(await projector.caughtUp()).toBe(true);
    expect(Object.keys(await rowsIn(db, wide))).toHaveLength(600);
  });

  it('hands a query its rows, typed, by the columns that the model names', async () => {
    await happen(log, 'anna', filled(5));
    await happen(log, 'bilal', filled(5), emptied);
    await (await projecting()).caughtUp();
    const rows = await rowsOf(db, purses).select('who').where('isEmpty', '=', 1).execute();
    expect(rows).toEqual([{ who: 'bilal' }]);
  });

  it('says up to where it has got, and how much is left', async () => {
    const projector = await projecting();
    expect(projector.appliedUpTo()).toBeNull();
    expect(await projector.lag()).toBe(0);
    await happen(log, 'anna', filled(5), filled(3));
    expect(await projector.lag(1)).toBe(1);
    await projector.caughtUp();
    const last = (await log.load('purse-anna')).at(-1)!;
    expect(projector.appliedUpTo()).toEqual({
      position: last.position,
      knownFrom: last.recordedAt,
    });
    expect(await projector.lag()).toBe(0);
  });
});

describe('What stood in the log before is gathered', () => {
  const GATHERING = { ...AT_ONCE, batch: 2 };

  it('and written in few transactions', async () => {
    for (let i = 0; i < 11; i++) await happen(log, 'anna', filled(1));
    const moving = import.meta.jest.spyOn(Bookmarks.prototype, 'move');
    const projector = await projecting([purses], { ...GATHERING, gathered: 4 });
    await projector.caughtUp();
    await happen(log, 'anna', filled(1));
    await projector.caughtUp();
    expect(moving.mock.calls.map(([, , to]) => to.events)).toEqual([4, 8, 11, 12]);
    moving.mockRestore();
    expect(await penceOf()).toEqual({ anna: 12 });
  });

  it('also when it stops in the middle of it', async () => {
    for (let i = 0; i < 11; i++) await happen(log, 'anna', filled(1));
    const projector = await projecting([purses], GATHERING);
    await projector.stop();
    const written = (await marks())['purses@1']!.events;
    expect(await penceOf()).toEqual(written === 0 ? {} : { anna: written });
    await (await projecting()).caughtUp();
    expect(await penceOf()).toEqual({ anna: 11 });
  });

  it('up to before an event that it does not know', async () => {
    await happen(log, 'anna', filled(1), filled(2), filled(3));
    const unknown = { type: 'Enchanted', on: '2027-04-05' as const };
    await log.append('purse-bilal', -1, [filled(4), unknown], oluAsks('magic'));
    await happen(log, 'anna', filled(5));
    const projector = await projecting([purses], { ...AT_ONCE, batch: 5 });
    expect(await projector.caughtUp()).toBe(false);
    expect(await penceOf()).toEqual({ anna: 6, bilal: 4 });
  });

  it('while one that is new joins those that are further', async () => {
    for (let i = 1; i <= 20; i++) await happen(log, 'anna', filled(1));
    await upToNow();
    for (let i = 1; i <= 30; i++) await happen(log, 'anna', filled(1));
    const projector = await projecting([purses, secondVersion], GATHERING);
    await until(() => projector.building.length === 0);
    await happen(log, 'anna', filled(1));
    expect(await projector.caughtUp()).toBe(true);
    expect([await penceOf(), await penceOf(secondVersion)]).toEqual([{ anna: 51 }, { anna: 51 }]);
  });

  it('while what was wrong is made anew', async () => {
    await happen(log, 'anna', filled(1));
    await upToNow();
    await db.updateTable('purses_1').set({ pence: 5 }).execute();
    for (let i = 1; i <= 30; i++) await happen(log, 'anna', filled(1));
    const projector = await projecting([purses], GATHERING);
    await projector.rebuild(['purses@1']);
    await happen(log, 'anna', filled(1));
    expect(await projector.caughtUp()).toBe(true);
    expect(await penceOf()).toEqual({ anna: 32 });
  });

  it('and a row that came, went and came again is as the last event left it', async () => {
    await happen(log, 'anna', filled(1), lost, filled(2));
    await happen(log, 'bilal', filled(1), lost);
    await upToNow();
    expect(await penceOf()).toEqual({ anna: 2 });
    await happen(log, 'anna', lost);
    await happen(log, 'bilal', filled(3));
    await (await projecting([purses], GATHERING)).caughtUp();
    expect(await penceOf()).toEqual({ bilal: 3 });
  });
});

describe('Each event is applied once', () => {
  it('after a crash between two batches', async () => {
    await happen(log, 'anna', filled(1), filled(2), filled(3), filled(4));
    const crashed = await projecting([purses], { ...AT_ONCE, batch: 1, gathered: 1 });
    await crashed.waitFor((await log.load('purse-anna'))[1]!.position);
    await crash();
    const projector = await projecting();
    expect(await projector.caughtUp()).toBe(true);
    expect(await penceOf()).toEqual({ anna: 10 });
  });

  it('after it was stopped', async () => {
    await happen(log, 'anna', filled(1));
    await (await projecting()).stop();
    await happen(log, 'anna', filled(2));
    await (await projecting()).caughtUp();
    expect(await penceOf()).toEqual({ anna: 3 });
  });

  it('because rows and bookmarks move together or not at all', async () => {
    const projector = await projecting([purses, choking]);
    await happen(log, 'anna', filled(1));
    await projector.caughtUp();
    const before = await marks();
    await happen(log, 'anna', filled(13));
    expect(await projector.caughtUp()).toBe(false);
    expect(await penceOf()).toEqual({ anna: 1 });
    expect(Object.keys(await tableRows(db, 'subjects@1'))).toEqual(['anna purse-anna']);
    expect(await marks()).toEqual(before);
  });

  it('also when another process moved the bookmark meanwhile', async () => {
    const other = await projecting();
    const projector = await projecting();
    await happen(log, 'anna', filled(1), filled(2));
    await happen(log, 'anna', filled(3));
    expect(await other.caughtUp()).toBe(true);
    expect(await projector.caughtUp()).toBe(true);
    expect(await penceOf()).toEqual({ anna: 6 });
  });

  it('after trouble with the log, which it asks again', async () => {
    let troubles = 2;
    const troubled = Object.assign(Object.create(log) as LogInMemory, {
      follow: (after: Position | null, signal: AbortSignal) => {
        if (troubles-- > 0) throw new Error('The line is dead');
        return log.follow(after, signal);
      },
    });
    await happen(log, 'anna', filled(1));
    const attempts: number[] = [];
    const pause = async (attempt: number) => attempts.push(attempt);
    const projector = await projecting([purses], { pause }, troubled);
    expect(await projector.caughtUp()).toBe(true);
    expect(attempts).toEqual([1, 2]);
    expect(projector.failure).toBeNull();
  });
});

describe('It stands still', () => {
  const unknown = { type: 'Enchanted', on: '2027-04-05' as const };

  it('before an event that it does not know, and skips nothing', async () => {
    await log.append('purse-anna', -1, [filled(1), unknown, filled(2)], oluAsks('magic'));
    const projector = await projecting();
    expect(await projector.caughtUp()).toBe(false);
    expect(projector.failure).toBeInstanceOf(UnknownEvent);
    expect(projector.failure?.message).toMatch(/^The log holds Enchanted, version 1, at /);
    expect(await penceOf()).toEqual({ anna: 1 });
  });

  it('before an event that a fold cannot take, and names both', async () => {
    await happen(log, 'anna', filled(13));
    const projector = await projecting([choking]);
    expect(await projector.caughtUp()).toBe(false);
    const [event] = await log.load('purse-anna');
    expect(projector.failure?.message).toBe(
      `choking@1 cannot apply Filled at ${event!.position} (event ${event!.eventId}).`,
    );
  });

  it('where the log leaves out a version of a stream', async () => {
    await happen(log, 'anna', filled(1), filled(2), filled(3));
    const gappy = Object.assign(Object.create(log) as LogInMemory, {
      async *follow() {
        const all = await log.read(null, 10);
        yield all.filter((it) => it.version !== 1);
      },
    });
    const projector = await projecting([purses], AT_ONCE, gappy);
    await until(() => projector.failure !== null);
    expect(projector.failure?.message).toMatch(/^The log has version 2 of purse-anna at .* 0: /);
    expect(await penceOf()).toEqual({ anna: 1 });
  });
});

describe('Waiting for a position', () => {
  it('is over when it is reached', async () => {
    const projector = await projecting();
    await happen(log, 'anna', filled(1));
    const head = await log.head();
    expect(await Promise.all([projector.waitFor(head!), projector.waitFor(head!)])).toEqual([
      true,
      true,
    ]);
    expect(await projector.waitFor(head!)).toBe(true);
  });

  it('is given up when the time is over', async () => {
    await happen(log, 'anna', filled(1));
    const projector = await projecting();
    const beyond = `${await log.head()}0` as Position;
    expect(await projector.waitFor(beyond, 1)).toBe(false);
  });

  it('is given up when it stops', async () => {
    await happen(log, 'anna', filled(1));
    const projector = await projecting();
    const waiting = projector.waitFor(`${await log.head()}0` as Position);
    await projector.stop();
    expect(await waiting).toBe(false);
  });
});

describe('At start', () => {
  it('a bookmark beyond the end of the log is refused', async () => {
    await happen(log, 'anna', filled(1), filled(2));
    const [first, second] = await log.load('purse-anna');
    const projector = await projecting();
    await projector.caughtUp();
    await projector.stop();
    const cut = Object.assign(Object.create(log) as LogInMemory, {
      head: async () => first!.position,
    });
    const refused = projecting([purses], AT_ONCE, cut);
    await expect(refused).rejects.toThrow(ReadModelsAheadOfLog);
    await expect(refused).rejects.toThrow(
      `What subjects@1 has read, up to ${second!.position}, is not in the log any more`,
    );
  });

  it('another event at its place is refused', async () => {
    await happen(log, 'anna', filled(1));
    const projector = await projecting();
    await projector.caughtUp();
    await projector.stop();
    const changed = Object.assign(Object.create(log) as LogInMemory, {
      loadBackwards: async () => [{ ...(await log.load('purse-anna'))[0]!, hash: 'other' }],
    });
    await expect(projecting([purses], AT_ONCE, changed)).rejects.toThrow(ReadModelsAheadOfLog);
  });

  it('the log of another store is refused', async () => {
    await happen(log, 'anna', filled(1));
    const projector = await projecting();
    await projector.caughtUp();
    await projector.stop();
    const other = new LogInMemory();
    await happen(other, 'anna', filled(1));
    await expect(projecting([purses], AT_ONCE, other)).rejects.toThrow(ReadModelsAheadOfLog);
  });
});

describe('A rebuild', () => {
  it('puts right what was wrong, and nothing is lost that comes meanwhile', async () => {
    for (let i = 1; i <= 20; i++) await happen(log, 'anna', filled(i));
    const projector = await projecting([purses], { ...AT_ONCE, batch: 5 });
    await projector.caughtUp();
    await db.updateTable('purses_1').set({ pence: 0 }).execute();
    const progress: [number, number][] = [];
    let meanwhile: Promise<void> | undefined;
    await projector.rebuild(['purses@1'], (done, total) => {
      progress.push([done, total]);
      meanwhile ??= happen(log, 'bilal', filled(7));
    });
    await meanwhile;
    await happen(log, 'anna', filled(90));
    expect(await projector.caughtUp()).toBe(true);
    expect(await penceOf()).toEqual({ anna: 300, bilal: 7 });
    expect(progress[0]).toEqual([5, 20]);
    expect(progress.at(-1)![0]).toBeGreaterThanOrEqual(20);
    expect(await tables()).toEqual([
      'bookmarks',
      'late_knowledge_1',
      'migrations',
      'purses_1',
      'subjects_1',
    ]);
    expect(Object.keys(await marks()).sort()).toEqual([
      'late-knowledge@1',
      'purses@1',
      'subjects@1',
    ]);
  });

  it('puts right what was taken for right and gone on from', async () => {
    await happen(log, 'anna', filled(1));
    await upToNow();
    await db.updateTable('purses_1').set({ pence: 5 }).execute();
    const projector = await projecting();
    await happen(log, 'anna', filled(2));
    await projector.caughtUp();
    expect(await penceOf()).toEqual({ anna: 7 });
    await projector.rebuild(['purses@1']);
    await happen(log, 'anna', filled(3));
    await projector.caughtUp();
    expect(await penceOf()).toEqual({ anna: 6 });
  });

  it('keeps the indexes, and can be done again', async () => {
    await happen(log, 'anna', filled(1));
    const projector = await projecting();
    await projector.caughtUp();
    const indexes = () => namesIn(db, 'indexes');
    const before = await indexes();
    expect(before).toHaveLength(4);
    for (const name of ['purses@1', 'purses@1', 'subjects@1', 'late-knowledge@1'])
      await projector.rebuild([name]);
    expect(await indexes()).toEqual(before);
  });

  it('can be done while the projector is not running', async () => {
    await happen(log, 'anna', filled(1), filled(2));
    const stopped = new Projector(log, purseTypes(), db, [purses]);
    await stopped.rebuild(['purses@1']);
    expect(await penceOf()).toEqual({ anna: 3 });
    const projector = await projecting();
    await until(() => projector.building.length === 0);
    await happen(log, 'anna', filled(4));
    await projector.caughtUp();
    expect(await penceOf()).toEqual({ anna: 7 });
  });

  it('leaves the table in use when it fails, and no trace after the next start', async () => {
    await happen(log, 'anna', filled(1));
    const projector = await projecting();
    await projector.caughtUp();
    const broken = projector.rebuild(['purses@1'], () => {
      throw new Error('The disk is full');
    });
    await expect(broken).rejects.toThrow('The disk is full');
    expect(await penceOf()).toEqual({ anna: 1 });
    expect(await tables()).toContain('purses_1_rebuild');
    await projector.stop();
    await projecting();
    expect(await tables()).toEqual([
      'bookmarks',
      'late_knowledge_1',
      'migrations',
      'purses_1',
      'subjects_1',
    ]);
  });

  it('is refused for a name that nobody has', async () => {
    const projector = await projecting();
    await expect(projector.rebuild(['purse@1'])).rejects.toThrow(
      'There is no read model purse@1. There are: subjects@1, late-knowledge@1, purses@1.',
    );
  });
});

describe('A new version', () => {
  async function withTheFirst(): Promise<void> {
    for (let i = 1; i <= 20; i++) await happen(log, 'anna', filled(i));
    const projector = await projecting();
    await projector.caughtUp();
    await projector.stop();
  }

  it('is built beside the others, which go on meanwhile, and then goes on with them', async () => {
    await withTheFirst();
    const projector = await projecting([purses, secondVersion], { ...AT_ONCE, batch: 3 });
    expect(projector.building).toEqual(['purses@2']);
    await happen(log, 'anna', filled(1));
    expect(await projector.caughtUp()).toBe(true);
    expect(await penceOf()).toEqual({ anna: 211 });
    await until(() => projector.building.length === 0);
    await happen(log, 'anna', filled(2));
    expect(await projector.caughtUp()).toBe(true);
    expect(await penceOf(secondVersion)).toEqual({ anna: 213 });
    expect(await penceOf()).toEqual({ anna: 213 });
  });

  it('takes the place of the old one, whose table is dropped', async () => {
    await withTheFirst();
    const projector = await projecting([secondVersion]);
    await until(() => projector.building.length === 0);
    await projector.stop();
    expect(await penceOf(secondVersion)).toEqual({ anna: 210 });
    expect(await tables()).toEqual([
      'bookmarks',
      'late_knowledge_1',
      'migrations',
      'purses_2',
      'subjects_1',
    ]);
    expect(Object.keys(await marks()).sort()).toEqual([
      'late-knowledge@1',
      'purses@2',
      'subjects@1',
    ]);
  });

  it('goes on being built after a crash', async () => {
    await withTheFirst();
    await projecting([secondVersion], { ...AT_ONCE, batch: 1, gathered: 1 });
    await crash();
    const projector = await projecting([secondVersion]);
    await until(() => projector.building.length === 0);
    expect(await penceOf(secondVersion)).toEqual({ anna: 210 });
  });

  it('that cannot be built does not hold up the others', async () => {
    await happen(log, 'anna', filled(13));
    const first = await projecting();
    await first.caughtUp();
    await first.stop();
    const projector = await projecting([purses, choking]);
    await until(() => projector.failure !== null);
    await happen(log, 'anna', filled(1));
    expect(await projector.caughtUp()).toBe(true);
    expect(await penceOf()).toEqual({ anna: 14 });
    expect(projector.building).toEqual(['choking@1']);
    expect(projector.failure?.message).toMatch(/^choking@1 cannot apply Filled/);
  });
});

describe('Rebuilt equals incremental', () => {
  it('however the events come', async () => {
    for (const who of ['anna', 'bilal', 'carys'])
      await happen(log, who, filled(1), emptied, filled(2), lost, filled(3), filled(4));
    await rebuiltEqualsIncremental([purses], log);
  });

  it('and a fold that minds the order between streams is found out', async () => {
    const lastOne: ReadModel<PurseEvent, { who: string }> = {
      name: 'last-one@1',
      columns: { who: 'text' },
      rowOf: () => 'last',
      on: { Filled: (_, __, { stream }) => ({ who: stream }) },
    };
    for (const who of ['anna', 'bilal', 'carys']) await happen(log, who, filled(1));
    await expect(rebuiltEqualsIncremental([lastOne], log, 1)).rejects.toThrow('last-one@1');
  });
});
