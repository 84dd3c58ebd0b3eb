import { ReadFolder } from '../../test/support/read-models.js';
import { textOf } from './database.js';
import { migrate, type Step } from './migrations.js';

const making: Step = (db) => db.schema.createTable('made').addColumn('it', textOf(db)).execute();

it('The steps of a database are taken once also when three programs start at once', async () => {
  const folder = new ReadFolder();
  const three = [await folder.open(), await folder.open(), await folder.open()];
  await Promise.all(three.map((it) => migrate(it, 'things', [making])));
  const tables = await three[0]!.introspection.getTables();
  expect(tables.map((it) => it.name).sort()).toEqual(['made', 'migrations']);
  await folder.remove();
});
