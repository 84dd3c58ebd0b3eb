import { Erasable } from '../../test/support/erasable.js';
import { LogInMemory } from '../../test/support/log-in-memory.js';
import { oluAsks } from '../../test/support/people.js';
import type { Asked } from '../event-log/event-log.js';
import { KeyReused } from '../event-log/event-log.js';
import type { DomainEvent } from '../kernel/decider.js';
import { FileStore } from './files.js';
import { WordStore } from './words.js';

const HOUR = 3_600_000_000;
const photo = Buffer.from('the photo of a till receipt');
const annas = { personId: 'anna', stream: 'account-a' };
const bilals = { personId: 'bilal', stream: 'account-b' };

describe('The files of a person', () => {
  let erasable: Erasable;
  let log: LogInMemory;
  let words: WordStore;
  let files: FileStore;
  beforeEach(async () => {
    erasable = await Erasable.open();
    log = new LogInMemory();
    words = new WordStore(erasable.db, log, erasable.clock);
    files = new FileStore(erasable.db, log, erasable.clock);
    for (const it of ['anna', 'bilal']) await words.createKey(erasable.db, it);
  });
  afterEach(() => erasable.close());

  const keep = (asked = oluAsks('one'), of = annas, bytes = photo) => files.keep(of, asked, bytes);
  const record = async (fileHash: string, asked: Asked = oluAsks('one'), stream = 'account-a') => {
    const version = (await log.load(stream)).length - 1;
    return log.append(stream, version, [{ type: 'A', fileHash } as DomainEvent], asked);
  };
  const kept = async () => {
    const rows = await erasable.db
      .selectFrom('files')
      .select('file_id')
      .orderBy('file_id')
      .execute();
    return rows.map((it) => it.file_id);
  };
  const later = (hours: number) => (erasable.clock.at += hours * HOUR);

  it('are found again by the hash that the event names', async () => {
    const fileHash = await keep();
    expect(fileHash).toMatch(/^[0-9a-f]{64}$/);
    expect(await files.find(annas, fileHash)).toEqual(photo);
    expect(await files.find(bilals, fileHash)).toBeUndefined();
    expect(await files.find(annas, 'another')).toBeUndefined();
  });

  it('are not on the disk as they were sent, and nobody else’s hash tells that they are the same', async () => {
    const hashes = [await keep(), await keep(oluAsks('two'), bilals)];
    expect(new Set(hashes).size).toBe(2);
    const [row] = await erasable.db.selectFrom('files').select('sealed').execute();
    expect(Buffer.from(row!.sealed).toString('latin1')).not.toContain('till');
  });

  it('cannot be passed off as one another', async () => {
    const [one, two] = [await keep(), await keep(oluAsks('two'), annas, Buffer.from('other'))];
    const rows = await erasable.db.selectFrom('files').selectAll().execute();
    const ofOne = rows.find((it) => it.file_id.endsWith(one))!;
    await erasable.db
      .updateTable('files')
      .set({ sealed: ofOne.sealed })
      .where('file_id', 'like', `%${two}`)
      .execute();
    await expect(files.find(annas, two)).rejects.toThrow(/unable to authenticate/);
  });

  it('are kept once, however often they are sent before their event is recorded', async () => {
    expect(await keep()).toBe(await keep());
    expect(await kept()).toHaveLength(1);
  });

  it('never take the place of one another, sent under one key at one instant', async () => {
    const [one, two] = await Promise.all([keep(), keep(oluAsks('one'), annas, Buffer.from('b'))]);
    await record(one!);
    expect(await files.find(annas, one!)).toEqual(photo);
    expect(await files.find(annas, two!)).toEqual(Buffer.from('b'));
  });

  it('are not kept again once they are recorded: the log answers', async () => {
    await record(await keep());
    await erasable.db.deleteFrom('files').execute();
    expect(await keep()).toBe('');
    expect(await kept()).toEqual([]);
  });

  it('are refused, and not kept, under the key of another request', async () => {
    await record('h');
    const other = { ...oluAsks('one'), requestHash: 'another' };
    await expect(keep(other)).rejects.toThrow(KeyReused);
    expect(await kept()).toEqual([]);
  });

  describe('once the person is erased', () => {
    let fileHash: string;
    beforeEach(async () => {
      fileHash = await keep();
      await keep(oluAsks('two'), bilals);
      await erasable.db.transaction().execute(async (rows) => {
        await words.deleteKey(rows, 'anna');
        await files.deleteAll(rows, 'anna');
      });
    });

    it('are gone, and others’ are as they were', async () => {
      expect(await files.find(annas, fileHash)).toBeUndefined();
      expect(await kept()).toEqual([expect.stringMatching(/^account-b /)]);
    });

    it('are refused', async () => {
      await expect(keep(oluAsks('three'))).rejects.toMatchObject({ code: 'erased' });
      expect(await kept()).toHaveLength(1);
    });
  });

  it('cannot be read without the key, should a copy of them come back', async () => {
    const fileHash = await keep();
    await words.deleteKey(erasable.db, 'anna');
    expect(await files.find(annas, fileHash)).toBeUndefined();
  });

  describe('that no event came to name', () => {
    it('are let go of after two days, when somebody sends another', async () => {
      const orphan = await keep();
      later(47);
      await keep(oluAsks('two'), bilals);
      expect(await files.find(annas, orphan)).toEqual(photo);
      later(2);
      await keep(oluAsks('three'), bilals);
      expect(await files.find(annas, orphan)).toBeUndefined();
    });

    it('stay when they are sent again', async () => {
      const orphan = await keep();
      later(47);
      await keep();
      later(2);
      await keep(oluAsks('two'), bilals);
      expect(await files.find(annas, orphan)).toEqual(photo);
    });
  });

  it('that an event names stay, and are looked for once', async () => {
    const fileHash = await keep();
    await record(fileHash);
    later(49);
    await keep(oluAsks('two'), bilals);
    expect(await files.find(annas, fileHash)).toEqual(photo);
    const waiting = await erasable.db.selectFrom('files_unsettled').select('stream').execute();
    expect(waiting).toEqual([{ stream: 'account-b' }]);
  });
});
