import { ReadFolder } from '../../test/support/read-models.js';
import { bytesOf, textOf, type Database } from './database.js';

let folder: ReadFolder;
let db: Database;
beforeEach(async () => {
  folder = new ReadFolder();
  db = await folder.open();
  await db.schema
    .createTable('things')
    .addColumn('name', textOf(db), (it) => it.primaryKey())
    .addColumn('pence', 'bigint')
    .addColumn('bytes', bytesOf(db))
    .execute();
});
afterEach(() => folder.remove());

const keep = (...names: readonly string[]) =>
  db
    .insertInto('things')
    .values(names.map((name) => ({ name })))
    .execute();

describe('A database', () => {
  it('compares text byte by byte, whatever language it speaks', async () => {
    await keep('b', 'B', 'a', 'A', 'a-b', 'aa', 'Z', 'ä');
    const every = db.selectFrom('things').select('name').orderBy('name');
    const names = (await every.execute()).map((it) => it['name']);
    expect(names).toEqual(['A', 'B', 'Z', 'a', 'a-b', 'aa', 'b', 'ä']);
    expect((await every.where('name', '<', 'a').execute()).length).toBe(3);
  });

  it('gives whole numbers back as numbers', async () => {
    await db
      .insertInto('things')
      .values([
        { name: 'largest', pence: Number.MAX_SAFE_INTEGER },
        { name: 'least', pence: Number.MIN_SAFE_INTEGER },
      ])
      .execute();
    const rows = await db.selectFrom('things').select('pence').orderBy('name').execute();
    expect(rows).toEqual([{ pence: Number.MAX_SAFE_INTEGER }, { pence: Number.MIN_SAFE_INTEGER }]);
    const counted = db.selectFrom('things').select((it) => it.fn.countAll().as('all'));
    expect(await counted.executeTakeFirst()).toEqual({ all: 2 });
  });

  it('gives bytes back as they were', async () => {
    const bytes = Buffer.from([0, 255, 39, 92, 0]);
    await db.insertInto('things').values({ name: 'it', bytes }).execute();
    const row = await db.selectFrom('things').select('bytes').executeTakeFirst();
    expect(row!['bytes']).toEqual(bytes);
  });

  it('keeps nothing of a transaction that fails', async () => {
    const failing = db.transaction().execute(async (db) => {
      await db.insertInto('things').values({ name: 'it' }).execute();
      throw new Error('The disk is full');
    });
    await expect(failing).rejects.toThrow('The disk is full');
    expect(await db.selectFrom('things').selectAll().execute()).toEqual([]);
  });
});
