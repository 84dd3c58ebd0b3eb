import { ReadFolder } from '../../test/support/read-models.js';
import { textOf, type Database } from './database.js';
import { DatabaseTooNew, migrate, type Step } from './migrations.js';

let folder: ReadFolder;
let db: Database;
beforeEach(async () => {
  folder = new ReadFolder();
  db = await folder.open();
});
afterEach(() => folder.remove());

const making =
  (table: string): Step =>
  (db) =>
    db.schema.createTable(table).addColumn('it', textOf(db)).execute();
const columnsOf = async (name: string) =>
  (await db.introspection.getTables()).find((it) => it.name === name)?.columns.map((it) => it.name);

const steps: readonly Step[] = [
  making('first'),
  (db) => db.schema.alterTable('first').addColumn('more', textOf(db)).execute(),
];

describe('The steps of a database', () => {
  it('are taken once, in order', async () => {
    for (let i = 0; i < 2; i++) await migrate(db, 'things', steps);
    expect(await columnsOf('first')).toEqual(['it', 'more']);
  });

  it('go on from where an older program left them', async () => {
    await migrate(db, 'things', steps.slice(0, 1));
    expect(await columnsOf('first')).toEqual(['it']);
    await migrate(db, 'things', steps);
    expect(await columnsOf('first')).toEqual(['it', 'more']);
  });

  it('are counted for each subject', async () => {
    await migrate(db, 'things', steps);
    await migrate(db, 'others', [making('second')]);
    expect(await columnsOf('second')).toEqual(['it']);
  });

  it('are taken all, or none', async () => {
    const failing: Step = async () => {
      throw new Error('The disk is full');
    };
    await expect(migrate(db, 'things', [...steps, failing])).rejects.toThrow('The disk is full');
    expect(await columnsOf('first')).toBeUndefined();
    await migrate(db, 'things', steps);
    expect(await columnsOf('first')).toEqual(['it', 'more']);
  });

  it('are never taken back: what a newer program made is refused', async () => {
    await migrate(db, 'things', steps);
    const older = migrate(db, 'things', steps.slice(0, 1));
    await expect(older).rejects.toThrow(DatabaseTooNew);
    await expect(older).rejects.toThrow(
      'The database was last used by a newer program: its things have taken 2 steps, and this ' +
        'program knows 1.',
    );
  });
});
