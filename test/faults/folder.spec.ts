import Database from 'better-sqlite3';
import { copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { ledger } from '../support/program.js';
import { Folder, type Server } from '../support/server.js';
import { entriesInLog, openBudget, record, spentFrom, type Sent } from './writers.js';

// Processes are started and waited for; how long that takes is the machine’s affair.
import.meta.jest.setTimeout(60_000);

const BROKEN = 1;
const EX_CONFIG = 78;

const expense = (budgetId: string, key: string): Sent => ({ budgetId, key, amountPence: 1_250 });

describe('The folder of a ledger', () => {
  let folder: Folder;
  beforeEach(() => {
    folder = new Folder();
  });
  afterEach(() => folder.remove());

  /** A budget with one expense more each time; then the server is stopped. */
  async function served<T>(use: (server: Server) => Promise<T>, settings = {}): Promise<T> {
    const server = await folder.serve(settings);
    const made = await use(server);
    expect(await server.stop()).toEqual({ status: 0, signal: null });
    return made;
  }

  /** Starts it, and hears in a sentence why not. */
  async function refused(settings = {}): Promise<string> {
    const env = { DATA_DIR: folder.path, PORT: '0', SEED: 'none', ...settings };
    const { status, stdout, stderr } = await ledger(['serve'], env);
    expect({ status, stdout }).toEqual({ status: EX_CONFIG, stdout: '' });
    expect(stderr).toMatch(/^[A-Z].*\.\n$/);
    return stderr;
  }

  it('is for one at a time: the second is told so, the first is not disturbed', async () => {
    const first = await folder.serve();
    expect(await refused()).toContain(`The folder ${folder.path} is in use by another ledger.`);
    expect((await ledger(['verify'], { DATA_DIR: folder.path })).status).toBe(EX_CONFIG);
    await openBudget(first, 'Anna');
  });

  it('holds all in a few whole files once it is stopped, so that each can be copied', async () => {
    await served((it) => openBudget(it, 'Anna'));
    const files = readdirSync(folder.path).toSorted();
    expect(files).toEqual(['keys.db', 'last-seal', 'lock.db', 'log.db', 'read.db']);
  });

  it.each([
    ['is a file', (path: string) => (rmSync(path, { recursive: true }), writeFileSync(path, ''))],
    ['cannot be locked', (path: string) => mkdirSync(`${path}/lock.db`)],
    ['has no log in log.db', (path: string) => writeFileSync(`${path}/log.db`, 'x'.repeat(9_000))],
    ['has a folder as log.db', (path: string) => mkdirSync(`${path}/log.db`)],
    [
      'has no rows in read.db',
      (path: string) => writeFileSync(`${path}/read.db`, 'x'.repeat(9_000)),
    ],
    [
      'has no keys in keys.db',
      (path: string) => writeFileSync(`${path}/keys.db`, 'x'.repeat(9_000)),
    ],
  ])('that %s is refused in a sentence', async (_, spoil) => {
    spoil(folder.path);
    expect(await refused()).toContain(`The folder ${folder.path} cannot be used`);
  });

  describe('with an older log in it', () => {
    let budgetId: string;
    beforeEach(async () => {
      budgetId = await served((it) => openBudget(it, 'Anna'));
      copyFileSync(folder.file('log.db'), folder.file('older.db'));
      await served((it) => record(it, expense(budgetId, 'later')));
      copyFileSync(folder.file('log.db'), folder.file('newer.db'));
      copyFileSync(folder.file('older.db'), folder.file('log.db'));
    });

    it('is refused: the log ends before the last seal', async () => {
      expect(await refused()).toContain('The log was cut or exchanged: seal 1, over 2 events');
      const verified = await ledger(['verify'], { DATA_DIR: folder.path });
      expect(verified).toMatchObject({ status: BROKEN, stdout: '' });
      expect(verified.stderr).toContain('The log was cut or exchanged');
    });

    it('is refused also without that mark: what was read of the log is not in it', async () => {
      rmSync(folder.file('last-seal'));
      expect(await refused()).toContain('is not in the log any more');
    });

    it('is as it was once the newer log is put back', async () => {
      const mark = folder.file('last-seal');
      copyFileSync(mark, folder.file('mark'));
      rmSync(mark);
      await refused();
      copyFileSync(folder.file('newer.db'), folder.file('log.db'));
      copyFileSync(folder.file('mark'), mark);
      await served(async (it) => expect(await spentFrom(it, [budgetId])).toBe(1_250));
    });

    it('can be gone on with, by who removes what was made of the newer one', async () => {
      rmSync(folder.file('last-seal'));
      rmSync(folder.file('read.db'));
      await served(async (it) => expect(await spentFrom(it, [budgetId])).toBe(0));
    });
  });

  describe('whose last event cannot be read', () => {
    /** As a disk might, or somebody who has the file: the event begins as no JSON does. */
    function spoil(column: 'head' | 'data'): void {
      const log = new Database(folder.file('log.db'));
      const triggers = log.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").pluck();
      for (const it of triggers.all()) log.exec(`DROP TRIGGER ${it}`);
      const last = 'position = (SELECT max(position) FROM events)';
      log.exec(`UPDATE events SET ${column} = CAST('?' || ${column} AS BLOB) WHERE ${last}`);
      log.close();
    }

    it.each(['head', 'data'] as const)('is refused, and verify says where: its %s', async (it) => {
      await served((server) => openBudget(server, 'Anna'));
      spoil(it);
      expect(await refused()).toContain('What is stored in DATA_DIR cannot be read: an event');
      const { status, stdout, stderr } = await ledger(['verify'], { DATA_DIR: folder.path });
      expect({ status, stderr }).toEqual({ status: BROKEN, stderr: '' });
      const brokenAt = { stream: 'seals', version: 0, what: expect.stringContaining('changed') };
      expect(JSON.parse(stdout)).toMatchObject({ ok: false, brokenAt });
      const events = await ledger(['events'], { DATA_DIR: folder.path });
      expect(events.status).toBe(EX_CONFIG);
      expect(events.stderr).toContain('cannot be read');
    });
  });

  it('without its read models is served: they are made anew', async () => {
    const budgetId = await served(async (it) => {
      const made = await openBudget(it, 'Anna');
      await record(it, expense(made, 'once'));
      return made;
    });
    rmSync(folder.file('read.db'));
    await served(async (it) => expect(await spentFrom(it, [budgetId])).toBe(1_250));
  });

  it('without its requests answers repeats as before: they are refilled from the log', async () => {
    const { sent, before } = await served(async (it) => {
      const once = expense(await openBudget(it, 'Anna'), 'once');
      return { sent: once, before: await record(it, once) };
    });
    const log = new Database(folder.file('log.db'));
    expect(log.prepare('DELETE FROM requests').run().changes).toBeGreaterThan(0);
    log.close();
    await served(async (it) => {
      expect((await record(it, sent)).body).toEqual(before.body);
      expect(await entriesInLog(it)).toEqual([before.body.entryId]);
    });
  });

  it('is never recorded in backwards, also when the clock was set back', async () => {
    const budgetId = await served((it) => openBudget(it, 'Anna'), {
      DEMO_NOW: '2026-05-20T09:00:00Z',
    });
    const recordedAt = await served(
      async (it) => {
        await record(it, expense(budgetId, 'after'));
        const lines = String((await it.get('demo-auditor', '/events')).body)
          .trim()
          .split('\n');
        return lines.map((line) => JSON.parse(line).recordedAt as string);
      },
      { DEMO_NOW: '2026-05-19T09:00:00Z' },
    );
    expect(recordedAt.length).toBeGreaterThan(2);
    expect(recordedAt).toEqual([...new Set(recordedAt)].toSorted());
    expect(recordedAt[0]! > '2026-05-20T09:00').toBe(true);
  });
});

describe('A wrong setting', () => {
  const folder = new Folder();
  afterAll(() => folder.remove());

  it.each([
    [{ PORT: 'abc' }, 'PORT is "abc". Set it to a whole number from 0 to 65535.'],
    [{ HOST: '0.0.0.0' }, 'HOST is "0.0.0.0", and without OIDC_ISSUER anybody may be anybody.'],
    [{ NODE_ENV: 'production' }, 'NODE_ENV is production and nobody can sign in.'],
    [{ DEMO_NOW: 'tomorrow' }, 'DEMO_NOW is "tomorrow". Set it to an instant'],
    [{ SEED: 'counsel' }, 'SEED is "counsel". Set it to one of: council, none.'],
    [{ OIDC_ISSUER: 'https://id.example.org' }, 'OIDC_AUDIENCE is missing.'],
  ])('%p is a sentence, before a port opens', async (settings, sentence) => {
    const ended = await ledger(['serve'], { DATA_DIR: folder.path, ...settings });
    expect(ended).toMatchObject({ status: EX_CONFIG, stdout: '' });
    expect(ended.stderr).toContain(sentence);
    expect(ended.stderr).toMatch(/^[^\n]+\.\n$/);
  });

  it('as a port that is taken is one, too', async () => {
    const server = await folder.serve();
    const other = new Folder();
    const settings = { DATA_DIR: other.path, SEED: 'none', PORT: String(server.port) };
    const { status, stdout, stderr } = await ledger(['serve'], settings);
    other.remove();
    expect({ status, stdout }).toEqual({ status: EX_CONFIG, stdout: '' });
    expect(stderr).toMatch(/Nothing can listen there: .*EADDRINUSE.* Set PORT or HOST\.\n$/);
  });
});
