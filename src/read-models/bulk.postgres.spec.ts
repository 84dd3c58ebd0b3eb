import { postgres } from '../../test/support/databases.js';
import { putRows, rowsByKey } from './bulk.js';
import { openDatabase, textOf } from './database.js';

it('Rows by the dozen go to two databases of two kinds in one process', async () => {
  const both = [
    openDatabase({ file: ':memory:' }),
    openDatabase({ url: await postgres().database() }),
  ];
  for (const db of both) {
    await db.schema.createTable('things').addColumn('name', textOf(db)).execute();
    await putRows(db, 'things', ['name'], [{ name: 'a' }, { name: 'b' }]);
    expect(await rowsByKey(db, 'things', 'name', ['a'])).toEqual([{ name: 'a' }]);
    await db.destroy();
  }
});
