import Database from 'better-sqlite3';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { EventStoreDouble } from '../support/eventstoredb/double.js';
import { ledger, spawned } from '../support/program.js';
import { Folder } from '../support/server.js';
import { openBudget, spentFrom, Writers } from './writers.js';

// Processes are started and waited for; how long that takes is the machine’s affair.
import.meta.jest.setTimeout(120_000);

const EX_CONFIG = 78;
/** More than a page of them. */
const [WRITERS, EACH] = [32, 40];

describe('A copy that is killed', () => {
  const [source, rows, back] = [new Folder(), new Folder(), new Folder()];
  let double: EventStoreDouble;
  let budgetId: string;
  let spent: number;

  beforeAll(async () => {
    double = await EventStoreDouble.start();
    const server = await source.serve();
    budgetId = await openBudget(server, 'Anna Archer');
    await new Writers(server, [budgetId], 'load', WRITERS, EACH).over();
    spent = await spentFrom(server, [budgetId]);
    await server.stop();
  });
  afterAll(async () => {
    await Promise.all([source, rows, back].map((it) => it.remove()));
    await double.stop();
  });

  const grown = () => ({ DATA_DIR: rows.path, EVENTSTOREDB_URL: double.url });
  const there = () => ['copy', '--from', source.path, '--to', double.url, '--to-rows', rows.path];
  const home = () => ['copy', '--from', double.url, '--from-rows', rows.path, '--to', back.path];
  const eventsIn = (folder: Folder): unknown[] => {
    if (!existsSync(folder.file('log.db'))) return [];
    const db = new Database(folder.file('log.db'), { readonly: true });
    const isMade = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'events'").get();
    const rowsOf = 'SELECT position, version, head, data, hash FROM events ORDER BY position';
    const events = isMade ? db.prepare(rowsOf).all() : [];
    db.close();
    return events;
  };
  /** Of the command, as soon as `isDue`, which is asked whenever it asks the server something. */
  const killed = async (args: string[], isDue: () => boolean): Promise<void> => {
    const child = spawned(args, {});
    const kill = () => void (isDue() && child.kill('SIGKILL'));
    [double.onAppend, double.onRead] = [kill, kill];
    const [, signal] = await once(child, 'exit');
    [double.onAppend, double.onRead] = [() => {}, () => {}];
    expect(signal).toBe('SIGKILL');
  };

  it('on its way to a server cannot be served, and goes on where it stopped', async () => {
    const before = double.arrived;
    for (const appends of [1, 400, 800])
      await killed(there(), () => double.arrived - before >= appends);
    const half = await ledger(['verify'], grown());
    expect(half).toMatchObject({ status: EX_CONFIG, stdout: '' });
    expect(half.stderr).toContain('This log is a copy that is not finished.');

    const { status, stdout } = await ledger(there());
    expect({ status, ...JSON.parse(stdout) }).toMatchObject({ status: 0, ok: true, unsealed: 0 });
    const verified = await ledger(['verify'], grown());
    expect(JSON.parse(verified.stdout)).toMatchObject({ ok: true });
  });

  it('on its way to a folder as well, and comes back byte for byte', async () => {
    await killed(home(), () => eventsIn(back).length > 0);
    const half = eventsIn(back).length;
    expect(half).toBeLessThan(eventsIn(source).length);
    expect(await ledger(['verify'], { DATA_DIR: back.path })).toMatchObject({ status: EX_CONFIG });
    expect(await ledger(home())).toMatchObject({ status: 0 });
    expect(eventsIn(back)).toEqual(eventsIn(source));
  });

  it('counts every penny in the end, wherever it is served', async () => {
    for (const [folder, settings] of [
      [rows, grown()],
      [back, {}],
    ] as const) {
      const server = await folder.serve(settings);
      expect(await spentFrom(server, [budgetId])).toBe(spent);
      await server.stop();
    }
  });

  it('is no place for another ledger', async () => {
    const { status, stderr } = await ledger(there());
    expect({ status, stderr }).toEqual({
      status: EX_CONFIG,
      stderr: `${double.url} holds a ledger already. Copy to a place that is empty.\n`,
    });
  });
});
