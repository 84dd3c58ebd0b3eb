import Database from 'better-sqlite3';
import { sqlite, TYPES, type SqliteStore } from '../../test/contract/stores.js';
import { StillClock } from '../../test/support/log-in-memory.js';
import { oluAsks } from '../../test/support/people.js';
import { BrokenStream } from './chain.js';
import { Busy, LogUnavailable, VersionConflict } from './event-log.js';
import { SqliteLog } from './sqlite-log.js';
import type { WriterThread } from './writer-thread.js';

const a = { type: 'A', pence: 5 };

describe('The log in SQLite', () => {
  const clock = new StillClock();
  let store: SqliteStore;
  let log: SqliteLog;

  beforeEach(async () => {
    store = await sqlite(clock);
    log = store.log;
  });
  afterEach(() => store.close());

  /** As somebody does who has got hold of the file. */
  function tamper(sql: string): void {
    const db = new Database(store.file);
    try {
      db.exec(sql);
    } finally {
      db.close();
    }
  }
  const append = (stream: string, expected = -1, key = stream) =>
    log.append(stream, expected, [a], oluAsks(key));
  const requestOf = (key: string, body = key) => {
    const { requestId, requestHash } = oluAsks(key, body);
    return log.findRequest(requestId, requestHash);
  };

  it.each([
    'UPDATE events SET version = 9',
    "UPDATE events SET data = x'00'",
    'DELETE FROM events',
    'REPLACE INTO events SELECT * FROM events',
    'REPLACE INTO events SELECT 99, stream, version, type, head, data, hash FROM events',
    "UPDATE streams SET name = 'other'",
    'DELETE FROM streams',
    "UPDATE types SET name = 'B'",
    'DELETE FROM types',
    "UPDATE store SET id = 'other'",
    'DELETE FROM store',
    'INSERT INTO late VALUES (1, 0)',
  ])('refuses: %s', async (sql) => {
    await append('s');
    const before = await log.bytes(null, 9);
    expect(() => tamper(sql)).toThrow('The ledger is append-only');
    expect(await log.bytes(null, 9)).toEqual(before);
  });

  it('commits once for all that come at once', async () => {
    await Promise.all(Array.from({ length: 100 }, (_, i) => append(`s-${i}`)));
    expect(log.commits).toBe(1);
    expect(await log.read(null, 1_000)).toHaveLength(100);
  });

  it('fails a conflict alone among those', async () => {
    const all = [append('s'), append('s', -1, 'lost'), append('s', 0, 'next'), append('other')];
    const [, lost, ...others] = await Promise.allSettled(all);
    expect(lost).toEqual({ status: 'rejected', reason: new VersionConflict() });
    expect(others.map((it) => it.status)).toEqual(['fulfilled', 'fulfilled']);
    expect(log.commits).toBe(1);
    expect(await log.load('s')).toHaveLength(2);
  });

  it('writes none of those when the disk refuses, says why, and goes on when it can', async () => {
    tamper(`CREATE TRIGGER full BEFORE INSERT ON events WHEN NEW.version = 1
            BEGIN SELECT RAISE(ABORT, 'disk full'); END`);
    const all = [append('s'), append('s', 0, 'next'), append('other')];
    for (const it of await Promise.allSettled(all))
      expect(it).toEqual({
        status: 'rejected',
        reason: new LogUnavailable('The log could not be written: disk full'),
      });
    expect(await log.head()).toBeNull();
    tamper('DROP TRIGGER full');
    await append('s');
    expect(await append('s', 0, 'next')).toMatchObject({ version: 1 });
  });

  it('lets only so many wait', async () => {
    await log.close();
    const { file } = store;
    const small = await SqliteLog.open({ file, types: TYPES, clock, mayWait: 2 });
    const all = ['one', 'two', 'three'].map((it) => small.append(it, -1, [a], oluAsks(it)));
    const [, , third] = await Promise.allSettled(all);
    expect(third).toMatchObject({ status: 'rejected', reason: expect.any(Busy) });
    expect(await small.read(null, 9)).toHaveLength(2);
    await small.close();
  });

  it('writes what it took in before it closes, and takes in nothing more', async () => {
    const all = Array.from({ length: 600 }, (_, i) => append(`s-${i}`));
    const closed = log.close();
    await expect(append('late')).rejects.toThrow(LogUnavailable);
    await closed;
    expect(await Promise.all(all)).toHaveLength(600);
    log = await store.reopen();
    expect(await log.read(null, 1_000)).toHaveLength(600);
  });

  it('fails whoever waits, and whoever comes, when its writer dies', async () => {
    const waits = append('s');
    await (log['writer'] as WriterThread)['worker'].terminate();
    await expect(waits).rejects.toThrow(LogUnavailable);
    await expect(append('s')).rejects.toThrow(LogUnavailable);
  });

  it('opens to be read, and takes nothing then', async () => {
    await append('s');
    const { file } = store;
    const read = SqliteLog.openToRead({ file, types: TYPES, clock });
    expect(await read.read(null, 9)).toEqual(await log.read(null, 9));
    await expect(read.append('s', 0, [a], oluAsks('more'))).rejects.toThrow('opened to be read');
    await read.close();
  });

  it('does not open where the keys are missing', async () => {
    await log.close();
    const { file } = store;
    const open = SqliteLog.open({ file, types: TYPES, clock, keysFile: `${file}.none` });
    await expect(open).rejects.toThrow('unable to open database file');
  });

  it('forgets a request after 35 days, and not before', async () => {
    const day = 86_400_000_000;
    await append('s');
    clock.at += 35 * day;
    await append('s', 0, 'next');
    expect(await requestOf('s')).toHaveLength(1);
    clock.at += day;
    await append('s', 1, 'last');
    expect(await requestOf('s')).toBeUndefined();
    expect(await requestOf('next')).toHaveLength(1);
  });

  it('finds lost requests again in the events, whatever their body was', async () => {
    const { recorded } = await log.append('s', -1, [a, a], oluAsks('1'));
    await append('s', 1, '2');
    tamper('DELETE FROM requests');
    expect(await requestOf('1')).toBeUndefined();
    log = await store.reopen();
    expect(await requestOf('1', 'another body')).toEqual(recorded);
    expect(await requestOf('2')).toHaveLength(1);
    await expect(append('other', -1, '1')).rejects.toThrow(VersionConflict);
  });

  describe('loads no stream', () => {
    beforeEach(async () => {
      for (let i = 0; i < 4; i++) await append('s', i - 1, `${i}`);
      tamper('DROP TRIGGER events_update; DROP TRIGGER events_delete');
    });

    it.each([
      ['that was changed', "UPDATE events SET data = CAST('{}' AS BLOB) WHERE version = 2", 2],
      ['with another hash', 'UPDATE events SET hash = zeroblob(32) WHERE version = 2', 2],
      ['with a gap', 'DELETE FROM events WHERE version = 2', 2],
      ['without its beginning', 'DELETE FROM events WHERE version = 0', 0],
    ])('%s, and says where', async (_, sql, version) => {
      tamper(sql);
      await expect(log.load('s')).rejects.toThrow(BrokenStream);
      await expect(log.load('s')).rejects.toThrow(`The stream s is broken at version ${version}`);
      expect(await log.load('other')).toEqual([]);
    });

    it('whose tail does not hang on what was read before', async () => {
      tamper('UPDATE events SET hash = zeroblob(32) WHERE version = 1');
      await expect(log.load('s', 1)).rejects.toThrow('The stream s is broken at version 2');
    });
  });
});
