import { Erasable } from '../../test/support/erasable.js';
import { KEY_TABLES } from './erasable-database.js';
import { holdsNothing, moveRows } from './moving-rows.js';

describe('Rows that are moved', () => {
  let here: Erasable;
  let there: Erasable;
  beforeEach(async () => {
    [here, there] = [await Erasable.open(), await Erasable.open()];
  });
  afterEach(() => Promise.all([here.close(), there.close()]));

  const filesIn = ({ db }: Erasable) =>
    db.selectFrom('files').selectAll().orderBy('file_id').execute();

  it('arrive, as many as they are, whatever is in them', async () => {
    expect(await holdsNothing(here.db, KEY_TABLES)).toBe(true);
    for (let i = 0; i < 50; i++) {
      const sealed = Buffer.alloc(i, i);
      const file = { file_id: `account-${i} h`, person_id: 'anna', sealed };
      await here.db.insertInto('files').values(file).execute();
    }
    await moveRows(here.db, there.db, KEY_TABLES);
    expect(await filesIn(there)).toEqual(await filesIn(here));
    expect(await filesIn(there)).toHaveLength(50);
    expect(await holdsNothing(there.db, KEY_TABLES)).toBe(false);
  });

  it('take the place of what an earlier attempt left', async () => {
    const file = { file_id: 'left', person_id: 'anna', sealed: Buffer.from('x') };
    await there.db.insertInto('files').values(file).execute();
    await moveRows(here.db, there.db, KEY_TABLES);
    expect(await filesIn(there)).toEqual([]);
  });
});
