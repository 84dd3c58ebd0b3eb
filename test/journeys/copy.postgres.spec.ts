import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copy } from '../../src/copy.js';
import { TestApp } from '../support/app.js';
import { databaseFor } from '../support/databases.js';
import { EventStoreDouble } from '../support/eventstoredb/double.js';
import { OFFICER } from '../support/journey.js';

import.meta.jest.setTimeout(120_000);

const EXPENSE = {
  amountPence: 1_250,
  spentOn: '2026-05-18',
  payee: 'Rosa Reed',
  category: 'personal-assistant',
};
const key = { key: 'wages' };

/** Its log and its rows in files of the folder, and in none of a database. */
const inFiles = { DATABASE_URL: '' };

describe('A ledger that outgrows its folder', () => {
  const root = mkdtempSync(join(tmpdir(), 'copy-'));
  const [small, home] = [join(root, 'small'), join(root, 'home')];
  const grown = { folder: join(root, 'grown'), env: {} };
  let double: EventStoreDouble;
  let path: string;
  let was: unknown;

  beforeAll(async () => {
    double = await EventStoreDouble.start();
    grown.env = { EVENTSTOREDB_URL: double.url };
    const app = await TestApp.start({ folder: small, env: inFiles });
    const { body: person } = await app.post(OFFICER, '/people', { fullName: 'Anna Archer' });
    const terms = { opensOn: '2025-10-06', deploymentMode: 'cash', basis: 'net' };
    const opened = await app.post(OFFICER, '/budgets', { personId: person.personId, ...terms });
    path = `/budgets/${opened.body.budgetId}`;
    expect(await app.post(OFFICER, `${path}/expenses`, EXPENSE, key)).toMatchObject({
      status: 201,
    });
    was = await shown(app);
    await app.close();
  });
  afterAll(async () => {
    await double.stop();
    rmSync(root, { recursive: true });
  });

  const shown = (app: TestApp) =>
    Promise.all([
      app
        .get(OFFICER, `${path}/figures?asAt=2026-05-19&knownAt=2026-05-20T09:00:00Z`)
        .then(({ body }) => body.figures),
      app.get(OFFICER, `${path}/history`).then(({ body }) => body.items),
    ]);

  const mustBeTheSame = async (app: TestApp) => {
    expect(await shown(app)).toEqual(was);
    expect(JSON.stringify(was)).toContain('Rosa Reed');
    const changed = { ...EXPENSE, amountPence: 1 };
    const again = await app.post(OFFICER, `${path}/expenses`, changed, key);
    expect(again).toMatchObject({ status: 422 });
    await app.close();
  };

  it('goes on in a server and a database', async () => {
    const to = { log: double.url, rows: await databaseFor(grown.folder) };
    expect(await copy({ log: small }, to, () => {})).toMatchObject({ ok: true });
    await mustBeTheSame(await TestApp.start(grown));
  });

  it('and comes home again', async () => {
    const from = { log: double.url, rows: await databaseFor(grown.folder) };
    expect(await copy(from, { log: home }, () => {})).toMatchObject({ ok: true });
    await mustBeTheSame(await TestApp.start({ folder: home, env: inFiles }));
  });
});
