import { TestApp } from '../support/app.js';
import { Council } from '../support/council.js';
import { postgres } from '../support/databases.js';

const officer = 'demo-officer';
const app = await TestApp.start();
const council = new Council(app);
let budgetId: string;
beforeAll(async () => {
  budgetId = await council.budget(await council.person());
  await council.allocation(budgetId);
});
afterAll(() => app.close());

const WAGES = {
  amountPence: 9_600,
  spentOn: '2026-04-17',
  payee: 'Rosa Reed',
  category: 'personal-assistant',
};
const BUSY = { status: 503, body: { code: 'busy' } };
const spend = (key: string) => app.post(officer, `/budgets/${budgetId}/expenses`, WAGES, { key });
const spent = async () =>
  (await council.get(officer, `/budgets/${budgetId}/figures`)).figures.spentPence;

/** Waits for a fact that nothing tells us of. */
async function until(fact: () => Promise<boolean>): Promise<void> {
  while (!(await fact())) await new Promise(setImmediate);
}
const isReady = async () => (await app.get(officer, '/health/ready')).status === 200;

describe('While the database is away', () => {
  it('everything is busy, health says why, and nothing is lost or done twice', async () => {
    expect(await spend('before')).toMatchObject({ status: 201 });
    await postgres().halt();
    expect(await app.get(officer, `/budgets/${budgetId}`)).toMatchObject(BUSY);
    expect(await spend('meanwhile')).toMatchObject(BUSY);
    expect(await app.post(officer, '/people', { fullName: 'Bilal Bashir' })).toMatchObject(BUSY);
    await until(async () => !(await isReady()));
    const { body } = await app.get(officer, '/health/ready');
    expect(body.complaints[0]).toMatch(/^The database cannot be reached/);

    await postgres().resume();
    await until(isReady);
    expect(await spend('before')).toMatchObject({ status: 201 });
    for (let i = 0; i < 2; i++) expect(await spend('meanwhile')).toMatchObject({ status: 201 });
    expect(await spent()).toBe(2 * 9_600);
  });

  it('for a moment, under load, whoever asks again is answered in the end', async () => {
    const before = await spent();
    const keys = Array.from({ length: 40 }, (_, i) => `load-${i}`);
    const sending = Promise.all(
      keys.map(async (key) => {
        await until(async () => (await spend(key)).status === 201);
      }),
    );
    await postgres().restart();
    await sending;
    await until(isReady);
    expect(await spent()).toBe(before + 40 * 9_600);
  });

  it('somebody who is erased is erased, if later', async () => {
    const personId = await council.person('Carys Cole');
    await postgres().halt();
    const erasing = { override: true, reason: 'Asked for by the person' };
    const erase = () => app.delete('demo-manager', `/people/${personId}`, erasing);
    expect((await erase()).status).toBe(503);
    await postgres().resume();
    await until(isReady);
    await until(async () => (await erase()).status === 204);
    const nameOf = async () => (await app.get(officer, `/people/${personId}`)).body.fullName;
    await until(async () => (await nameOf()) !== 'Carys Cole');
    expect(await nameOf()).toBe('[erased]');
  });
});
