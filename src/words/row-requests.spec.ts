import { Erasable } from '../../test/support/erasable.js';
import { LogInMemory } from '../../test/support/log-in-memory.js';
import { oluAsks } from '../../test/support/people.js';
import { KeyReused } from '../event-log/event-log.js';
import { RowRequests } from './row-requests.js';

const DAY = 86_400_000_000;

describe('A request that writes rows', () => {
  let erasable: Erasable;
  let log: LogInMemory;
  let requests: RowRequests;
  let written: string[];
  beforeEach(async () => {
    erasable = await Erasable.open();
    log = new LogInMemory();
    requests = new RowRequests(erasable.db, log, erasable.clock);
    written = [];
  });
  afterEach(() => erasable.close());

  const send = (key: string, body = key) =>
    requests.once(oluAsks(key, body), async (rows) => {
      const personId = `person-${written.push(body)}`;
      await rows
        .insertInto('person_keys')
        .values({ person_id: personId, key: Buffer.of(1) })
        .execute();
      return { personId };
    });
  const rows = async () =>
    (await erasable.db.selectFrom('person_keys').select('person_id').execute()).length;

  it('is done once, and answered the same each time', async () => {
    const first = await send('key');
    expect(first).toEqual({ personId: 'person-1' });
    expect(await send('key')).toEqual(first);
    expect([written, await rows()]).toEqual([['key'], 1]);
  });

  it('is done once also when it comes many times at once', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => send('key')));
    expect(new Set(answers.map((it) => it.personId))).toEqual(new Set(['person-1']));
    expect(await rows()).toBe(1);
  });

  it('is refused when its key came with another body', async () => {
    await send('key', 'one');
    await expect(send('key', 'another')).rejects.toThrow(KeyReused);
    expect(written).toEqual(['one']);
  });

  it('is refused when its key came with a request for events', async () => {
    await log.append('budget-1', -1, [{ type: 'A' }], oluAsks('key', 'events'));
    await expect(send('key', 'rows')).rejects.toThrow(KeyReused);
    expect(written).toEqual([]);
  });

  it('leaves nothing when it fails, and may be sent again', async () => {
    const failing = requests.once(oluAsks('key'), async (rows) => {
      await rows
        .insertInto('person_keys')
        .values({ person_id: 'x', key: Buffer.of(1) })
        .execute();
      throw new Error('The disk is full');
    });
    await expect(failing).rejects.toThrow('The disk is full');
    expect(await rows()).toBe(0);
    expect(await send('key')).toEqual({ personId: 'person-1' });
  });

  it('is remembered for 35 days', async () => {
    await send('key');
    erasable.clock.at += 35 * DAY;
    await send('another');
    expect(await send('key')).toEqual({ personId: 'person-1' });
    erasable.clock.at += DAY;
    await send('a third'); // by then the first is swept
    expect(await send('key')).toEqual({ personId: 'person-4' });
  });
});
