import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TYPES } from '../../test/contract/stores.js';
import { Erasable } from '../../test/support/erasable.js';
import { oluAsks } from '../../test/support/people.js';
import { KeyReused } from '../event-log/event-log.js';
import { SqliteLog } from '../event-log/sqlite-log.js';
import { ErasableKeys } from './erasable-keys.js';
import { RowRequests } from './row-requests.js';
import { WordStore } from './words.js';

describe('A log whose keys are in a database', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-'));
  let erasable: Erasable;
  let log: SqliteLog;
  let words: WordStore;
  let rows: RowRequests;
  beforeAll(async () => {
    erasable = await Erasable.open();
    const { clock, db } = erasable;
    const keysElsewhere = new ErasableKeys(db);
    log = await SqliteLog.open({
      file: join(folder, 'log.db'),
      keysElsewhere,
      types: TYPES,
      clock,
    });
    words = new WordStore(db, log, clock);
    rows = new RowRequests(db, log, clock);
    await words.createKey(db, 'anna');
  });
  afterAll(async () => {
    await log.close();
    await erasable.close();
    rmSync(folder, { recursive: true });
  });

  const append = (key: string, body = key) =>
    log.append(`s-${key}`, -1, [{ type: 'A' }], oluAsks(key, body));

  it('takes a key of a request that wrote rows for another one', async () => {
    await rows.once(oluAsks('taken'), async () => ({ done: true }));
    await expect(append('taken', 'other')).rejects.toThrow(KeyReused);
    const { requestId } = oluAsks('taken');
    await expect(log.findRequest(requestId, 'other')).rejects.toThrow(KeyReused);
    expect(await log.load('s-taken')).toEqual([]);
  });

  it('lets rows be written under no key of its own', async () => {
    await append('events');
    const other = rows.once(oluAsks('events', 'other'), async () => ({ done: true }));
    await expect(other).rejects.toThrow(KeyReused);
  });

  it('keeps no words of somebody who was erased since they were said', async () => {
    const said = { payee: 'Rosa Reed' };
    const [before, after] = [oluAsks('before'), oluAsks('after')];
    for (const asked of [before, after]) {
      const { sealed } = await words.said('anna', asked.requestId, said);
      if (asked === after) await words.deleteKey(erasable.db, 'anna');
      await log.append(`s-${asked.requestId}`, -1, [{ type: 'A' }], { ...asked, words: sealed });
    }
    const kept = await log.sealedWords(await log.read(null, 9));
    expect([...kept.keys()]).toEqual([before.requestId]);
  });
});
