import pg from 'pg';
import { databaseFor } from '../support/databases.js';
import { ledger } from '../support/program.js';
import { Folder } from '../support/server.js';
import { openBudget, record, spentFrom } from './writers.js';

// Processes are started and waited for; how long that takes is the machine’s affair.
import.meta.jest.setTimeout(120_000);

describe('A backup beside PostgreSQL', () => {
  const [folder, kept, anew] = [new Folder(), new Folder(), new Folder()];
  let DATABASE_URL: string;
  beforeAll(async () => {
    DATABASE_URL = await databaseFor(folder.path);
  });
  afterAll(() => Promise.all([folder, kept, anew].map((it) => it.remove())));

  it('says what is not in it, and stands with a database that is newer', async () => {
    const server = await folder.serve({ DATABASE_URL });
    const budgetId = await openBudget(server, 'Anna');
    await record(server, { budgetId, key: 'one', amountPence: 1_250 });
    const made = await ledger(['backup', kept.path], { DATA_DIR: folder.path, DATABASE_URL });
    expect(made).toMatchObject({
      status: 0,
      stderr: expect.stringMatching(/^Not in this backup: people, .* after this and not before/),
    });
    await record(server, { budgetId, key: 'two', amountPence: 300 });
    await spentFrom(server, [budgetId]);
    await server.stop();

    const settings = { DATA_DIR: anew.path, DATABASE_URL };
    const restored = await ledger(['restore', kept.path], settings);
    expect(restored).toMatchObject({
      status: 0,
      stderr: expect.stringContaining('empty its tables bookmarks and reaction_bookmarks'),
    });
    const refused = await ledger(['serve'], settings);
    expect(refused).toMatchObject({ status: 78, stderr: expect.stringContaining('bookmarks') });
    await emptied('bookmarks', 'reaction_bookmarks');
    const again = await anew.serve({ DATABASE_URL });
    expect(await spentFrom(again, [budgetId])).toBe(1_250);
    const history = await again.get('demo-officer', `/budgets/${budgetId}/history`);
    expect(JSON.stringify(history.body)).toContain('Rosa Reed');
    await again.stop();
  });

  async function emptied(...tables: string[]): Promise<void> {
    const client = new pg.Client({ connectionString: DATABASE_URL });
    await client.connect();
    for (const it of tables) await client.query(`delete from ${it}`);
    await client.end();
  }
});
