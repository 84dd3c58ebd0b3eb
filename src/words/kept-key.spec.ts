import { Erasable } from '../../test/support/erasable.js';
import { KeptKey } from './kept-key.js';

describe('A key that instances share', () => {
  let erasable: Erasable;
  beforeEach(async () => {
    erasable = await Erasable.open();
  });
  afterEach(() => erasable.close());

  it('is made when it is first needed, and is one for all', async () => {
    const instances = Array.from({ length: 4 }, () => new KeptKey(erasable.db, 'sessions'));
    const [first, ...others] = await Promise.all(instances.map((it) => it.of()));
    expect(first).toHaveLength(32);
    for (const key of others) expect(key).toEqual(first);
    expect(await new KeptKey(erasable.db, 'sessions').of()).toEqual(first);
  });

  it('is another under another name', async () => {
    const sessions = await new KeptKey(erasable.db, 'sessions').of();
    expect(await new KeptKey(erasable.db, 'letters').of()).not.toEqual(sessions);
  });

  it('that could not be read is asked for again', async () => {
    const key = new KeptKey(erasable.db, 'sessions');
    await erasable.db.schema.alterTable('kept_keys').renameTo('away').execute();
    await expect(key.of()).rejects.toThrow();
    await erasable.db.schema.alterTable('away').renameTo('kept_keys').execute();
    expect(await key.of()).toHaveLength(32);
  });
});
