import Database from 'better-sqlite3';
import { sqlite, type SqliteStore } from '../../test/contract/stores.js';
import { StillClock } from '../../test/support/log-in-memory.js';
import { oluAsks } from '../../test/support/people.js';
import { hashOf } from './chain.js';
import type { SqliteLog } from './sqlite-log.js';
import { Sealer } from './sealer.js';
import type { LogSealed } from './seals.events.js';
import { verify } from './verify.js';

describe('Verifying', () => {
  let store: SqliteStore;
  let log: SqliteLog;

  beforeEach(async () => {
    store = await sqlite(new StillClock());
    log = store.log;
  });
  afterEach(() => store.close());

  let asked = 0;
  async function add(stream: string, pence = 5) {
    const [last] = await log.loadBackwards(stream, 1);
    const version = last?.version ?? -1;
    await log.append(stream, version, [{ type: 'A', pence }], oluAsks(`add-${++asked}`));
  }
  const seal = async () => (await Sealer.start(log, { file: `${store.folder}/last-seal` })).stop();

  /** Anna's three events and Bilal's two, sealed; then one of Anna's more, and another seal. */
  async function sealedLog() {
    for (const name of ['anna', 'bilal', 'anna', 'bilal', 'anna']) await add(`budget-${name}`);
    await seal();
    await add('budget-anna');
    await seal();
  }

  /** As somebody does who has got hold of the file. */
  function tamper(change: string | ((db: Database.Database) => void)): void {
    const db = new Database(store.file);
    db.exec('DROP TRIGGER IF EXISTS events_update; DROP TRIGGER IF EXISTS events_delete');
    if (typeof change === 'string') db.exec(change);
    else change(db);
    db.close();
  }
  const brokenAt = async () => {
    const { ok, brokenAt } = await verify(log);
    expect(ok).toBe(brokenAt === undefined);
    return brokenAt && `${brokenAt.stream} ${brokenAt.version}: ${brokenAt.what}`;
  };

  it('finds nothing wrong with what was only added to, and says what there is', async () => {
    await sealedLog();
    const [, last] = await log.load<LogSealed>('seals');
    const { count, root } = last!.event;
    expect(await verify(log)).toEqual({
      ok: true,
      events: 8,
      streams: 3,
      unsealed: 0,
      head: { count: 6, root, position: await log.head() },
      checkpoint: expect.anything(),
    });
    expect(count).toBe(6);
  });

  it('finds nothing wrong with nothing', async () =>
    expect(await verify(log)).toMatchObject({ ok: true, events: 0, head: { position: null } }));

  it.each(['head', 'data', 'hash'])('finds any byte of %s that was flipped', async (column) => {
    await sealedLog();
    let bytes: Buffer = Buffer.alloc(0);
    tamper((db) => {
      const row = db.prepare(`SELECT ${column} AS bytes FROM events WHERE position = 3`).get();
      bytes = (row as { bytes: Buffer }).bytes;
    });
    const write = (value: Buffer) =>
      tamper((db) => db.prepare(`UPDATE events SET ${column} = ? WHERE position = 3`).run(value));
    for (let i = 0; i < bytes.length; i++) {
      const flipped = Buffer.from(bytes);
      flipped.writeUInt8(flipped.readUInt8(i) ^ 1, i);
      write(flipped);
      expect(await brokenAt()).toBe('budget-anna 1: Its hash does not fit: it was changed');
    }
    write(bytes);
    expect(await brokenAt()).toBeUndefined();
  });

  it('finds an event that was made one of another type', async () => {
    await sealedLog();
    tamper(
      'UPDATE events SET type = (SELECT min(id) FROM types WHERE id <> type) WHERE position = 3',
    );
    expect(await brokenAt()).toBe('budget-anna 1: Its hash does not fit: it was changed');
  });

  it('names the place', async () => {
    await sealedLog();
    tamper("UPDATE events SET data = CAST('{}' AS BLOB) WHERE position = 3");
    const [, , row] = await log.bytes(null, 3);
    const { stream, version, position } = row!;
    expect((await verify(log)).brokenAt).toMatchObject({ stream, version, position });
  });

  it('finds an event that was deleted behind the triggers', async () => {
    await sealedLog();
    tamper('DELETE FROM events WHERE position = 3');
    expect(await brokenAt()).toBe('budget-anna 2: Version 1 should stand here');
  });

  it('finds by the seal that the last events of a stream were deleted, or all', async () => {
    await sealedLog();
    tamper('DELETE FROM events WHERE position = 4');
    const missing = 'It seals budget-bilal at version 1, which is missing or another';
    expect(await brokenAt()).toBe(`seals 0: ${missing}`);
    tamper('DELETE FROM events WHERE position = 2');
    expect(await brokenAt()).toBe(`seals 0: ${missing}`);
  });

  it('finds by the seal that an event was changed and its hash made to fit', async () => {
    await sealedLog();
    const bytes = await log.bytes(null, 9);
    const [before, { meta }] = [bytes[1]!, bytes[3]!];
    const data = '{"pence":5000}';
    const hash = Buffer.from(hashOf(before.hash, meta, data), 'hex');
    const change = 'UPDATE events SET data = ?, hash = ? WHERE position = 4';
    tamper((db) => db.prepare(change).run(Buffer.from(data), hash));
    expect(await brokenAt()).toMatch(/^seals 0: It seals budget-bilal at version 1/);
  });

  it('finds events that changed places', async () => {
    await sealedLog();
    tamper(`UPDATE events SET position = 99 WHERE position = 1;
            UPDATE events SET position = 1 WHERE position = 2;
            UPDATE events SET position = 2 WHERE position = 99`);
    expect(await brokenAt()).toMatch(/^budget-anna 0: It was recorded before the event/);
    const shared: SqliteLog = Object.create(log, { isShared: { value: true } });
    expect(await verify(shared)).toMatchObject({ ok: true });
  });

  it('finds a stream that goes under the name of another', async () => {
    await sealedLog();
    tamper(`DROP TRIGGER streams_update;
            UPDATE streams SET name = 'budget-carys' WHERE name = 'budget-bilal'`);
    expect(await brokenAt()).toBe('budget-carys 0: Its hash does not fit: it was changed');
  });

  it('finds a seal that is missing', async () => {
    await sealedLog();
    tamper('DELETE FROM events WHERE position = 6');
    expect(await brokenAt()).toBe('seals 1: Version 0 should stand here');
  });

  it.each([
    ['a count', { count: 7 }, 'It seals 7 events where there are 2'],
    ['a root', { root: 'ab'.repeat(32) }, 'Its root does not fit'],
    ['a head', { heads: [['s', 1, 'ab'.repeat(32)]] }, 'It seals s at version 1, which is'],
    ['an end', { heads: [['s', 2, 'ab'.repeat(32)]] }, 'It seals s at version 2, which is'],
  ])('finds %s that a seal made up', async (_, madeUp, what) => {
    for (let i = 0; i < 2; i++) await add('s');
    const [, last] = await log.load('s');
    const event = {
      type: 'LogSealed',
      count: 2,
      heads: [['s', 1, last!.hash]],
      root: 'cd'.repeat(32),
      ...madeUp,
    };
    await log.append('seals', -1, [event], oluAsks('made up'));
    expect(await brokenAt()).toContain(`seals 0: ${what}`);
  });

  it('lets a seal lag behind what came while it was set', async () => {
    await add('s');
    const append = log.append.bind(log);
    log.append = async (...to: Parameters<SqliteLog['append']>) => {
      log.append = append;
      await add('s');
      await add('t');
      return append(...to) as never;
    };
    await seal();
    expect(await verify(log)).toMatchObject({ ok: true, events: 5, head: { count: 3 } });
  });

  it('goes on from where it was, and looks at nothing twice', async () => {
    await sealedLog();
    const { checkpoint, head } = await verify(log);
    await add('budget-anna');
    await seal();
    const bytes = log.bytes.bind(log);
    const pages: unknown[] = [];
    log.bytes = (after, limit) => (pages.push(after), bytes(after, limit));
    const told: number[] = [];
    const again = await verify(log, { from: checkpoint, onProgress: (it) => told.push(it) });
    expect(again).toMatchObject({ ok: true, events: 10, streams: 3, head: { count: 7 } });
    expect(pages).toEqual([head.position]);
    expect(told).toEqual([10]);
    expect(await verify(log)).toEqual(again);
  });

  it('finds again what it found, from the place it had reached', async () => {
    await sealedLog();
    tamper('DELETE FROM events WHERE position = 4');
    const { checkpoint, ...first } = await verify(log);
    expect(first.events).toBe(4);
    expect(await verify(log, { from: checkpoint })).toMatchObject(first);
  });
});
