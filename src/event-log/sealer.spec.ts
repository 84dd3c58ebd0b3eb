import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LogInMemory } from '../../test/support/log-in-memory.js';
import { oluAsks } from '../../test/support/people.js';
import { FIRST_ROOT, rootOf } from './chain.js';
import { LogUnavailable, type EventLog } from './event-log.js';
import { LogCut } from './last-seal.js';
import { Sealer, type SealerOptions } from './sealer.js';
import type { LogSealed } from './seals.events.js';
import { verify } from './verify.js';

describe('The sealer', () => {
  let folder: string;
  let file: string;
  let log: LogInMemory;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ledger-'));
    file = join(folder, 'last-seal');
    log = new LogInMemory();
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  async function add(stream: string, events = 1, to: EventLog = log) {
    const [last] = await to.loadBackwards(stream, 1);
    const version = last?.version ?? -1;
    const key = `${stream} ${version}`;
    await to.append(stream, version, Array(events).fill({ type: 'A' }), oluAsks(key));
  }
  const start = (options: Partial<SealerOptions> = {}, on: EventLog = log) =>
    Sealer.start(on, { file, ...options });
  const seals = async () => (await log.load<LogSealed>('seals')).map((it) => it.event);
  const counts = async () => (await seals()).map((it) => it.count);

  it('seals at start what was left, one head for each stream, by name', async () => {
    for (const stream of ['budget-bilal', 'account-anna', 'budget-bilal']) await add(stream);
    const sealer = await start();
    const [anna] = await log.load('account-anna');
    const [, bilal] = await log.load('budget-bilal');
    const heads = [
      ['account-anna', 0, anna!.hash],
      ['budget-bilal', 1, bilal!.hash],
    ] as const;
    const root = rootOf(FIRST_ROOT, heads);
    expect(await seals()).toEqual([{ type: 'LogSealed', count: 3, heads, root }]);
    await sealer.stop();
  });

  it('seals at stop what came, each root over the one before', async () => {
    await add('s');
    const sealer = await start();
    await add('s');
    await add('t');
    await sealer.stop();
    const [one, two] = (await seals()) as [LogSealed, LogSealed];
    expect(two.root).toBe(rootOf(one.root, two.heads));
    expect(two.heads.map(([stream, version]) => [stream, version])).toEqual([
      ['s', 1],
      ['t', 0],
    ]);
    expect(await counts()).toEqual([1, 3]);
  });

  it('seals nothing where nothing happened', async () => {
    await (await start()).stop();
    await add('s');
    await (await start()).stop();
    await (await start()).stop();
    expect(await counts()).toEqual([1]);
  });

  it('seals as often as it is full', async () => {
    const twice = Promise.withResolvers<void>();
    let sealed = 0;
    const sealer = await start({
      everyEvents: 4,
      sealed: () => void (++sealed === 2 && twice.resolve()),
    });
    for (let i = 0; i < 10; i++) await add(`s-${i % 3}`);
    await twice.promise;
    expect(await counts()).toEqual([4, 8]);
    await sealer.stop();
    expect(await counts()).toEqual([4, 8, 10]);
    expect(await verify(log)).toMatchObject({ ok: true, head: { count: 10 } });
  });

  it('seals what came within a while, though it is not full', async () => {
    const first = Promise.withResolvers<string>();
    const sealer = await start({ everyMs: 1, sealed: first.resolve });
    await add('s');
    const [seal] = [await first.promise, await sealer.stop()];
    const [sealed] = await log.load<LogSealed>('seals');
    expect(seal).toBe(`Sealed 1 events at ${sealed!.position}: ${sealed!.event.root}`);
  });

  it('goes on where it was cut off, however far behind, and counts nothing twice', async () => {
    for (let i = 0; i < 10; i++) await add(`s-${i % 3}`);
    const append = log.append.bind(log);
    let left = 1;
    log.append = async (...to: Parameters<EventLog['append']>) => {
      if (to[0] === 'seals' && left-- === 0) throw new LogUnavailable('killed');
      return append(...to) as never;
    };
    await expect(start({ everyEvents: 4 })).rejects.toThrow('killed');
    log.append = append;
    await add('s-0');
    await (await start({ everyEvents: 4 })).stop();
    expect(await counts()).toEqual([4, 8, 11]);
    expect(await verify(log)).toMatchObject({ ok: true, head: { count: 11 } });
  });

  it('goes on when a seal could not be written, and says that it could not', async () => {
    const failed = Promise.withResolvers<unknown>();
    const sealed = Promise.withResolvers<string>();
    const sealer = await start({ everyMs: 1, failed: failed.resolve, sealed: sealed.resolve });
    const append = log.append.bind(log);
    await add('s');
    log.append = async () => {
      log.append = append;
      throw new LogUnavailable('for a moment');
    };
    expect(await failed.promise).toEqual(new LogUnavailable('for a moment'));
    await sealed.promise;
    await sealer.stop();
    expect(await counts()).toEqual([1]);
  });

  it('counts nothing twice when it could not even look where it was', async () => {
    await add('s');
    const problems: unknown[] = [];
    const looked = Promise.withResolvers<void>();
    const sealer = await start({ everyMs: 1, failed: (it) => problems.push(it) });
    const { append, loadBackwards } = log;
    log.append = async () => {
      throw new LogUnavailable('cannot write');
    };
    await append.call(log, 's', 0, [{ type: 'A' }], oluAsks('more'));
    log.loadBackwards = async () => {
      Object.assign(log, { append, loadBackwards });
      looked.resolve();
      throw new LogUnavailable('cannot read');
    };
    await looked.promise;
    await sealer.stop();
    expect(problems[0]).toEqual(new LogUnavailable('cannot write'));
    expect(await counts()).toEqual([1, 2]);
    expect(await verify(log)).toMatchObject({ ok: true, head: { count: 2 } });
  });

  describe('keeps the last seal outside the log, and', () => {
    const lastSeal = () => JSON.parse(readFileSync(file, 'utf8')) as object;

    beforeEach(async () => {
      await add('s');
      await (await start()).stop();
      await add('s');
      await (await start()).stop();
    });

    it('says there what it sealed', async () => {
      const [, last] = await log.load<LogSealed>('seals');
      const { version, hash, event } = last!;
      const { count, root } = event;
      expect(lastSeal()).toEqual({ version, hash, count, root });
    });

    it('starts on the log that holds it, also when that went on', async () => {
      await add('s');
      await (await start()).stop();
      expect(lastSeal()).toMatchObject({ count: 3 });
    });

    it('refuses a log that was cut before it, naming the file', async () => {
      const cut = new LogInMemory();
      await add('s', 1, cut);
      await expect(start({}, cut)).rejects.toThrow(LogCut);
      await expect(start({}, cut)).rejects.toThrow(/seal 1, over 2 events, is missing/);
      await expect(start({}, cut)).rejects.toThrow(file);
      expect(await cut.load('seals')).toEqual([]);
    });

    it('refuses another log', async () => {
      const other = new LogInMemory();
      const ofItsOwn = { file: join(folder, 'other') };
      for (const stream of ['t', 'u']) {
        await add(stream, 1, other);
        await (await start(ofItsOwn, other)).stop();
      }
      await expect(start({}, other)).rejects.toThrow('seal 1 is another');
    });
  });
});
