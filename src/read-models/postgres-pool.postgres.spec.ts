import { sql } from 'kysely';
import { postgres } from '../../test/support/databases.js';
import { Busy } from '../event-log/event-log.js';
import { openDatabase, unhurried, type Database } from './database.js';
import { DatabaseRefused, DatabaseUnavailable } from './postgres-pool.js';

let url: string;
let db: Database;
beforeEach(async () => {
  url = await postgres().database();
  db = openDatabase({ url });
});
afterEach(() => db.destroy());

const ask = async (on: Database = db) =>
  (await sql<{ one: number }>`select 1 as one`.execute(on)).rows[0]?.one;
const EVERYBODY = `select pg_terminate_backend(pid) from pg_stat_activity
  where datname = current_database() and pid <> pg_backend_pid()`;
/** As an operator does; resolves when those who were cut off are gone. */
async function cutEverybodyOff(): Promise<void> {
  for (let left = 1; left > 0;) left = (await postgres().ask(EVERYBODY, url)).length;
}

describe('A connection that is lost', () => {
  it('while nobody uses it is replaced without a word', async () => {
    await Promise.all([ask(), ask(), ask()]);
    await cutEverybodyOff();
    const answers = await Promise.allSettled([ask(), ask(), ask()]);
    expect(await ask()).toBe(1);
    for (const it of answers)
      if (it.status === 'rejected') expect(it.reason).toBeInstanceOf(DatabaseUnavailable);
  });

  it('in a query is an answer of 503, and the next one is asked elsewhere', async () => {
    const sleeping = sql`select pg_sleep(60)`.execute(db).catch((error: unknown) => error);
    await until(() => postgres().ask(`${SLEEPING} and state = 'active'`, url));
    await cutEverybodyOff();
    expect(await sleeping).toBeInstanceOf(DatabaseUnavailable);
    expect(await ask()).toBe(1);
  });

  it('between two statements of a transaction ends that, and nothing else', async () => {
    const transaction = db.transaction().execute(async (db) => {
      await ask(db);
      await cutEverybodyOff();
      await ask(db);
    });
    await expect(transaction).rejects.toThrow(Busy);
    expect(await ask()).toBe(1);
  });

  it('with the whole server is 503 until it is back', async () => {
    await ask();
    await postgres().halt();
    await expect(ask()).rejects.toThrow(DatabaseUnavailable);
    await expect(ask()).rejects.toThrow('The database cannot be reached.');
    await postgres().resume();
    expect(await ask()).toBe(1);
  });
});

describe('A statement', () => {
  it('that takes too long is 503', async () => {
    const hasty = db.transaction().execute(async (db) => {
      await sql`set local statement_timeout = 1`.execute(db);
      await sql`select pg_sleep(60)`.execute(db);
    });
    await expect(hasty).rejects.toThrow(DatabaseUnavailable);
  });

  it('may take half a minute, and in an unhurried transaction as long as it likes', async () => {
    const limit = async (on: Database) => (await sql`show statement_timeout`.execute(on)).rows;
    expect(await limit(db)).toEqual([{ statement_timeout: '30s' }]);
    await db.transaction().execute(async (db) => {
      await unhurried(db);
      expect(await limit(db)).toEqual([{ statement_timeout: '0' }]);
    });
  });

  it('that is refused says why, and repeats none of its values', async () => {
    await sql`create table people (name text primary key, age bigint not null)`.execute(db);
    const refused = async (statement: ReturnType<typeof sql>) => {
      const error: unknown = await statement.execute(db).catch((it: unknown) => it);
      expect(error).toBeInstanceOf(DatabaseRefused);
      expect(JSON.stringify(error) + String(error)).not.toContain('Anna');
      return (error as Error).message;
    };
    expect(await refused(sql`insert into people values ('Anna', null)`)).toMatch(/23502/);
    expect(await refused(sql`select ${'Anna'}::bigint`)).toBe(
      'The database refused a statement (22P02): a value does not fit',
    );
    await sql`insert into people values ('Anna', 1)`.execute(db);
    expect(await refused(sql`insert into people values ('Anna', 1)`)).toMatch(/people_pkey/);
  });
});

const SLEEPING = `select 1 from pg_stat_activity where query like 'select pg_sleep%'`;

/** Waits for a fact that nothing tells us of. */
async function until(fact: () => Promise<readonly unknown[]>): Promise<void> {
  while ((await fact()).length === 0);
}
