import Database from 'better-sqlite3';
import { execFileSync } from 'node:child_process';
import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ledger } from '../support/program.js';
import { Folder, type Server } from '../support/server.js';
import { entriesInLog, openBudget, record, spentFrom, Writers, type Sent } from './writers.js';

// Processes are started and waited for; how long that takes is the machine’s affair.
import.meta.jest.setTimeout(120_000);

const expense = (budgetId: string, key: string): Sent => ({ budgetId, key, amountPence: 1_250 });

/** Whether this user may make a small disk; in CI it must. */
function canMount(): boolean {
  const folder = new Folder();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'none', folder.path], {
      stdio: 'ignore',
    });
    execFileSync('umount', [folder.path], { stdio: 'ignore' });
    return true;
  } catch {
    return process.env['CI'] !== undefined;
  } finally {
    void folder.remove();
  }
}

(canMount() ? describe : describe.skip)('A full disk', () => {
  const folder = new Folder();
  beforeAll(() => execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'none', folder.path]));
  afterAll(async () => {
    execFileSync('umount', ['--lazy', folder.path]);
    await folder.remove();
  });

  it('is answered with 503, loses nothing, and is over when there is room again', async () => {
    const server = await folder.serve();
    const budgetId = await openBudget(server, 'Anna');
    const ballast = join(folder.path, 'ballast');
    fill(ballast);
    const heard: Sent[] = [];
    let refused;
    for (let n = 0; !refused; n++) {
      const sent = expense(budgetId, `full-${n}`);
      const answer = await record(server, sent);
      if (answer.status === 201) heard.push({ ...sent, answer });
      else refused = answer;
    }
    expect(refused).toMatchObject({ status: 503, body: { code: 'busy' } });
    expect(refused.headers['retry-after']).toMatch(/^\d+$/);
    expect(await server.post('demo-officer', '/people', { fullName: 'Bilal' })).toMatchObject({
      status: 503,
      body: { code: 'busy' },
    });

    truncateSync(ballast, 0);
    heard.push({
      ...expense(budgetId, 'after'),
      answer: await record(server, expense(budgetId, 'after')),
    });
    expect(heard.at(-1)!.answer!.status).toBe(201);
    const told = heard.map((it) => it.answer!.body.entryId as string);
    expect(await entriesInLog(server)).toEqual(told);
    const spent = await server.get('demo-officer', `/budgets/${budgetId}/figures?asAt=2026-05-20`);
    expect(spent.body.figures.spentPence).toBe(1_250 * told.length);
    expect(await server.stop()).toEqual({ status: 0, signal: null });
    expect(JSON.parse((await ledger(['verify'], { DATA_DIR: folder.path })).stdout).ok).toBe(true);
  });

  /** To the last byte. */
  function fill(file: string): void {
    const page = Buffer.alloc(4_096);
    try {
      for (;;) writeFileSync(file, page, { flag: 'a' });
    } catch (error) {
      expect(error).toMatchObject({ code: 'ENOSPC' });
    }
  }
});

describe('A write-ahead log that was torn', () => {
  let folder: Folder;
  let budgetId: string;
  let before: string[];
  beforeEach(async () => {
    folder = new Folder();
    const server = await folder.serve();
    budgetId = await openBudget(server, 'Anna');
    for (const key of ['one', 'two', 'three']) await record(server, expense(budgetId, key));
    before = await entriesInLog(server);
    expect(await spentFrom(server, [budgetId])).toBe(3 * 1_250);
    await server.kill();
  });
  afterEach(() => folder.remove());

  const tear = (torn: (wal: Buffer) => Buffer) => {
    const wal = folder.file('log.db-wal');
    writeFileSync(wal, torn(readFileSync(wal)));
  };
  const FRAME = 4_096 + 24;

  it.each([
    ['the beginning of a page', (wal: Buffer) => Buffer.concat([wal, wal.subarray(32, 1_000)])],
    ['whole pages without an end', (wal: Buffer) => Buffer.concat([wal, wal.subarray(-2 * FRAME)])],
    ['what was on the disk before', (wal: Buffer) => Buffer.concat([wal, Buffer.alloc(9_000, 7)])],
  ])('behind what was acknowledged, with %s, has lost nothing', async (_, torn) => {
    tear(torn);
    const again = await folder.serve();
    expect(await entriesInLog(again)).toEqual(before);
    expect((await again.get('demo-auditor', '/integrity?full=true')).body.ok).toBe(true);
    expect((await record(again, expense(budgetId, 'on'))).status).toBe(201);
    expect(await again.stop()).toEqual({ status: 0, signal: null });
  });

  it('within what was acknowledged is not gone on with: what was read of it is missing', async () => {
    tear((wal) => wal.subarray(0, -FRAME));
    const settings = { DATA_DIR: folder.path, PORT: '0', SEED: 'none' };
    const { status, stderr } = await ledger(['serve'], settings);
    expect(status).toBe(78);
    expect(stderr).toMatch(/^What \S+ has read, up to \S+, is not in the log any more: /);
  });
});

describe('A slow disk', () => {
  const folder = new Folder();
  afterAll(() => folder.remove());
  let server: Server;

  const memory = async () => {
    const said = String((await server.get('demo-auditor', '/metrics')).body);
    return Number(/^process_resident_memory_bytes (\d+)/m.exec(said)![1]);
  };

  /** Each event takes the disk some thousandths of a second. */
  const slow = (sql: string) => {
    const db = new Database(folder.file('log.db'), { timeout: 20_000 });
    db.exec(sql);
    db.close();
  };

  it('makes it answer 503 at its bound, with memory flat, until the disk is fast again', async () => {
    server = await folder.serve({}, 1_500);
    const budgetIds = await Promise.all(
      ['Anna', 'Bilal', 'Carys'].map((it) => openBudget(server, it)),
    );
    slow(`CREATE TRIGGER slow BEFORE INSERT ON events BEGIN
      SELECT max(n) FROM (WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c LIMIT 20000)
                          SELECT n FROM c); END`);
    const waves: number[][] = [];
    const used: number[] = [];
    for (let wave = 0; wave < 2; wave++) {
      const writers = new Writers(server, budgetIds, `wave-${wave}`, 1_500, 1);
      await writers.over();
      const heard = writers.sent.map((it) => it.answer!);
      waves.push([201, 503].map((status) => heard.filter((it) => it.status === status).length));
      used.push(await memory());
      expect(heard.find((it) => it.status === 503)?.body).toMatchObject({ code: 'busy' });
    }
    expect(waves.map(([done, busy]) => done! + busy!)).toEqual([1_500, 1_500]);
    expect(used.at(-1)! / used[0]!).toBeLessThan(1.5);
    slow('DROP TRIGGER slow');
    const { status } = await record(server, expense(budgetIds[0]!, 'again'));
    expect(status).toBe(201);
    await server.stop();
  });
});
