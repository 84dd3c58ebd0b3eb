import Database from 'better-sqlite3';
import {
  onDouble,
  sqlite,
  TYPES,
  type DoubleStore,
  type SqliteStore,
} from '../../test/contract/stores.js';
import { StillClock } from '../../test/support/log-in-memory.js';
import { oluAsks } from '../../test/support/people.js';
import { BrokenStream } from './chain.js';
import { UnfinishedCopy, type CopySource } from './copying.js';
import { EventStoreDbImport } from './eventstoredb-import.js';
import { AnotherLog, CopyDiffers, copyLog } from './log-copy.js';
import { SqliteImport } from './sqlite-import.js';
import { SqliteLog } from './sqlite-log.js';
import { verify } from './verify.js';

const a = { type: 'A' };
const HOUR = 3_600_000_000;

describe('A log that is copied', () => {
  const clock = new StillClock();
  let server: DoubleStore;
  let target: SqliteStore;
  let into: SqliteImport;

  beforeEach(async () => {
    clock.at = new StillClock().at;
    [server, target] = [await onDouble(clock), await sqlite(clock)];
    into = new SqliteImport(target.file);
    await into.begin();
  });
  afterEach(async () => {
    await into.close();
    await target.close();
    await server.close();
  });

  const copied = (source: CopySource = server.log) =>
    copyLog({ source, target: target.log, into, wanted: new Set() });
  const stamps = async (log: CopySource) =>
    (await log.read(null, 99)).map((it) => `${it.stream} ${it.recordedAt}`);
  const tamper = (sql: string) => {
    const db = new Database(target.file);
    try {
      db.exec(sql);
    } finally {
      db.close();
    }
  };

  describe('from a store to which two wrote whose clocks are out of step', () => {
    beforeEach(async () => {
      const behind = new StillClock();
      behind.at -= HOUR;
      const other = await server.another({ clock: behind });
      await server.log.append('s', -1, [a], oluAsks('one'));
      await other.append('t', -1, [a, a], oluAsks('two'));
      await copied();
      await into.finish();
    });

    it('keeps its order and its stamps, and verifies', async () => {
      expect(await stamps(target.log)).toEqual(await stamps(server.log));
      expect(await verify(target.log)).toMatchObject({ ok: true, events: 3 });
    });

    it('records later than all that was copied, whatever the clock says', async () => {
      clock.at -= HOUR;
      const log = await target.reopen();
      const known = (await log.bytes(null, 99)).map((it) => it.knownFrom ?? '');
      const { recorded } = await log.append('s', 0, [a], oluAsks('three'));
      expect(recorded[0]!.recordedAt > known.toSorted().at(-1)!).toBe(true);
      expect(await verify(log)).toMatchObject({ ok: true, events: 4 });
    });

    it('lets nobody say so of what is written afterwards', async () => {
      await target.log.append('s', 0, [a], oluAsks('three'));
      expect(() => tamper('INSERT INTO late VALUES (4, 0)')).toThrow('append-only');
    });

    it.each([
      ['no longer', 'DELETE FROM late WHERE position = 2'],
      ['earlier', 'UPDATE late SET known_from = known_from - 9 WHERE position = 3'],
    ])('shows where somebody says %s that an event was late', async (_, sql) => {
      tamper(`DROP TRIGGER late_delete; DROP TRIGGER late_update; ${sql}`);
      const what = 'It was recorded before the event that stands before it';
      expect(await verify(target.log)).toMatchObject({ ok: false, brokenAt: { what } });
    });
  });

  it('goes on where it was broken off', async () => {
    await server.log.append('s', -1, [a, a], oluAsks('one'));
    await copied();
    await server.log.append('s', 1, [a], oluAsks('two'));
    expect((await copied()).found).toMatchObject({ ok: true, events: 3 });
    expect(await stamps(target.log)).toEqual(await stamps(server.log));
  });

  it('cannot be opened until it is finished', async () => {
    await server.log.append('s', -1, [a], oluAsks('one'));
    await copied();
    const open = () => SqliteLog.open({ file: target.file, types: TYPES, clock });
    await expect(open()).rejects.toThrow(UnfinishedCopy);
    await into.finish();
    await (await open()).close();
  });

  it('is not gone on with from another log', async () => {
    await server.log.append('s', -1, [a], oluAsks('one'));
    await copied();
    const other = await onDouble(clock);
    await other.log.append('s', -1, [{ type: 'B' }], oluAsks('one'));
    await other.log.append('s', 0, [a], oluAsks('two'));
    await expect(copied(other.log)).rejects.toThrow(AnotherLog);
    await other.close();
  });

  it('is refused when its source is written to meanwhile', async () => {
    await server.log.append('s', -1, [a], oluAsks('one'));
    const add = into.add.bind(into);
    into.add = async (events) => {
      await add(events);
      into.add = async () => {};
      await server.log.append('s', 0, [a], oluAsks('two'));
    };
    await expect(copied()).rejects.toThrow(CopyDiffers);
  });

  describe('into a server', () => {
    const intoServer = () => new EventStoreDbImport(server.double.url, undefined, server.prefix);
    const moved = async (wanted = intoServer()) => {
      await into.finish();
      await copyLog({ source: target.log, target: server.log, into: wanted, wanted: new Set() });
      await wanted.close();
    };

    it('stands once, though every append is sent twice', async () => {
      for (const it of ['s', 't']) await target.log.append(it, -1, [a, a], oluAsks(it));
      const sent = new Set<string>();
      server.double.onAppend = ({ stream }) => {
        const isAgain = sent.has(stream);
        sent.add(stream);
        return isAgain ? undefined : 'cut after';
      };
      await moved();
      const ids = async (log: CopySource) => (await log.read(null, 9)).map((it) => it.eventId);
      expect(await ids(server.log)).toEqual(await ids(target.log));
    });

    it('takes what landed late from an attempt before as its own', async () => {
      await target.log.append('s', -1, [a, a], oluAsks('one'));
      const [first, again] = [intoServer(), intoServer()];
      // The first attempt lands after the second has looked how far it got.
      const add = again.add.bind(again);
      again.add = async (page) => {
        await first.add(page);
        server.double.onAppend = () => 'conflict';
        await add(page);
      };
      await moved(again);
      await first.close();
      expect(await verify(server.log)).toMatchObject({ ok: true, events: 2 });
    });

    it('does not go over what somebody else has written', async () => {
      await target.log.append('s', -1, [a], oluAsks('one'));
      const its = intoServer();
      const add = its.add.bind(its);
      its.add = async (page) => {
        await server.log.append('s', -1, [{ type: 'B' }], oluAsks('other'));
        await add(page);
      };
      await expect(moved(its)).rejects.toThrow(BrokenStream);
      await its.close();
    });
  });
});
