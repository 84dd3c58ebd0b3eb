import { mkdirSync, readdirSync } from 'node:fs';
import { ledger } from '../support/program.js';
import { Folder } from '../support/server.js';
import { entriesInLog, openBudget, pennies, record, spentFrom, Writers } from './writers.js';

// Processes are started and waited for; how long that takes is the machine’s affair.
import.meta.jest.setTimeout(120_000);

describe('A backup', () => {
  let folder: Folder;
  let kept: Folder;
  beforeEach(() => {
    [folder, kept] = [new Folder(), new Folder()];
  });
  afterEach(() => Promise.all([folder, kept].map((it) => it.remove())));

  const backUp = () => ledger(['backup', kept.path], { DATA_DIR: folder.path });

  it('made under load holds what was acknowledged before, and can be gone on with', async () => {
    const server = await folder.serve();
    const budgetId = await openBudget(server, 'Anna');
    const writers = new Writers(server, [budgetId], 'load');
    await writers.until(200);
    const before = [...writers.heard];
    const { status, stdout } = await backUp();
    expect({ status, ...JSON.parse(stdout) }).toMatchObject({ status: 0, ok: true });
    await server.kill();
    await writers.over();

    const restored = await kept.serve();
    const entries = await entriesInLog(restored);
    const told = before.map((it) => it.answer!.body.entryId as string);
    expect(told.filter((it) => !entries.includes(it))).toEqual([]);
    const all = writers.sent.filter((it) => entries.includes(it.answer?.body.entryId));
    expect(await spentFrom(restored, [budgetId])).toBeGreaterThanOrEqual(pennies(all));
    // Whose words, whose request: everything that was kept beside the events is there.
    const again = await record(restored, before[0]!);
    expect(again.body).toEqual(before[0]!.answer!.body);
    const history = await restored.get('demo-officer', `/budgets/${budgetId}/history?pageSize=1`);
    expect(history.body.items[0].said ?? { payee: 'Rosa Reed' }).toEqual({ payee: 'Rosa Reed' });
    expect(await restored.stop()).toEqual({ status: 0, signal: null });
  });

  it('is restored to a folder that holds no ledger yet, and verified', async () => {
    const server = await folder.serve();
    const budgetId = await openBudget(server, 'Anna');
    await record(server, { budgetId, key: 'one', amountPence: 1_250 });
    await server.stop();
    expect((await backUp()).status).toBe(0);

    const anew = new Folder();
    const restored = await ledger(['restore', kept.path], { DATA_DIR: anew.path });
    expect(restored.status).toBe(0);
    expect(JSON.parse(restored.stdout)).toMatchObject({ ok: true, unsealed: 0 });
    expect(restored.stderr).not.toContain('PostgreSQL');
    const again = await anew.serve();
    expect(await spentFrom(again, [budgetId])).toBe(1_250);
    await again.stop();
    await anew.remove();
  });

  it('is not written over a ledger, and not made of a folder without one', async () => {
    const server = await folder.serve();
    await server.stop();
    expect((await backUp()).status).toBe(0);
    const over = await backUp();
    expect(over).toMatchObject({ status: 78, stdout: '' });
    expect(over.stderr).toContain('it holds a ledger already');

    mkdirSync(folder.file('empty'));
    const none = await ledger(['restore', folder.file('empty')], { DATA_DIR: folder.file('new') });
    expect(none).toMatchObject({ status: 78, stdout: '' });
    expect(none.stderr).toContain('There is no ledger in');
    expect(readdirSync(folder.path)).not.toContain('new');
  });
});
