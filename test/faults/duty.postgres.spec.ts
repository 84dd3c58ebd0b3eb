import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TestApp } from '../support/app.js';
import { program } from '../support/child.js';
import { Council } from '../support/council.js';
import { databaseFor } from '../support/databases.js';

const officer = 'demo-officer';
const folder = mkdtempSync(join(tmpdir(), 'ledger-'));
const ending: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const end of ending.toReversed()) await end();
  rmSync(folder, { recursive: true });
});

const sealsOf = async ({ ledger }: TestApp) => (await ledger.log.load('seals')).length;

describe('A service that stands by while another is on duty', () => {
  it('writes, reads and erases; it seals and keeps up nothing until it takes over', async () => {
    const before = await TestApp.start({ folder });
    const council = new Council(before);
    const [anna, bilal] = [await council.person(), await council.person('Bilal Bashir')];
    const budgetId = await council.budget(anna);
    await council.allocation(budgetId);
    const path = `/budgets/${budgetId}`;
    await council.get(officer, path);
    await before.close();

    // On duty, but it does nothing: what is done now is done by the service itself.
    const other = program('duty-holder.ts', await databaseFor(folder));
    ending.push(() => other.kill());
    await other.says('on duty');
    const app = await TestApp.start({ folder });
    ending.push(() => app.close());
    const seals = await sealsOf(app);
    const wages = { amountPence: 9_600, spentOn: '2026-04-17', payee: 'Rosa Reed' };
    const spending = { ...wages, category: 'personal-assistant' };
    const { status, body } = await app.post(officer, `${path}/expenses`, spending);
    expect(status).toBe(201);
    const erasing = { override: true, reason: 'Asked for by the person' };
    expect((await app.delete('demo-manager', `/people/${bilal}`, erasing)).status).toBe(204);
    expect((await app.get(officer, `/people/${bilal}`)).body.fullName).toBe('[erased]');
    const waiting = app.get(officer, `${path}/figures?atLeast=${body.position}`);
    expect(app.ledger.readable.appliedUpTo()!.position < body.position).toBe(true);
    expect(await sealsOf(app)).toBe(seals);

    await other.kill();
    const figures = await waiting;
    expect([figures.status, figures.body.figures?.spentPence]).toEqual([200, 9_600]);
    while ((await sealsOf(app)) === seals) await new Promise(setImmediate);
    expect(await app.ledger.reactions.drain()).toBe(true);
  });
});
