import { onDouble, type DoubleStore } from '../../test/contract/stores.js';
import { StillClock } from '../../test/support/log-in-memory.js';
import { oluAsks } from '../../test/support/people.js';
import { KeyReused, VersionConflict } from './event-log.js';
import { RequestRows, type Claimed, type RequestTables } from './request-rows.js';

const HOUR = 3_600_000_000;
const a = { type: 'A' };

describe('The rows of requests beside a log in a server', () => {
  let store: DoubleStore;
  let rows: RequestRows;
  const clock = new StillClock();

  beforeEach(async () => {
    clock.at = new StillClock().at;
    store = await onDouble(clock);
    rows = new RequestRows(store.erasable.withTables<RequestTables>(), () => clock.at);
  });
  afterEach(() => store.close());

  const words = { personId: 'anna', sealed: Uint8Array.of(1, 2, 3) };
  const claiming = (key: string, body = key) => {
    const { requestId, requestHash } = oluAsks(key, body);
    return { requestId, requestHash, stream: 's', fromVersion: 0, words };
  };
  const found = (key: string, body = key, log = store.log) => {
    const { requestId, requestHash } = oluAsks(key, body);
    return log.findRequest(requestId, requestHash);
  };
  const wordsOf = async (key: string) => (await rows.words([oluAsks(key).requestId])).size;
  /** What is done once a day is done by the next append. */
  async function nextDay(after: number) {
    clock.at += after;
    await store.log.append('daily', -1, [a], oluAsks('daily'));
    return store.reopen();
  }

  describe('of one that was claimed, and never recorded', () => {
    beforeEach(() => rows.claim(claiming('1')));

    it('let the same go on', async () => {
      expect(await found('1')).toBeUndefined();
      const { recorded } = await store.log.append('s', -1, [a], oluAsks('1'));
      expect(await found('1')).toEqual(recorded);
    });

    it('refuse its key to another', async () => {
      await expect(found('1', 'another')).rejects.toThrow(KeyReused);
      const another = store.log.append('s', -1, [a], oluAsks('1', 'another'));
      await expect(another).rejects.toThrow(KeyReused);
      expect(await store.log.load('s')).toEqual([]);
    });

    it('find it recorded at a later version than was claimed', async () => {
      await store.log.append('s', -1, [a, a], oluAsks('0'));
      const { recorded } = await store.log.append('s', 1, [a], oluAsks('1'));
      expect(await found('1')).toEqual(recorded);
      await expect(store.log.append('s', 2, [a], oluAsks('1'))).rejects.toThrow(VersionConflict);
    });

    it('lose its words after two days', async () => {
      expect(await wordsOf('1')).toBe(1);
      const log = await nextDay(49 * HOUR);
      expect(await wordsOf('1')).toBe(0);
      expect(await found('1', 'another body', log)).toBeUndefined();
    });
  });

  it('keep the words of what was recorded', async () => {
    await store.log.append('s', -1, [a], { ...oluAsks('1'), words });
    const log = await nextDay(49 * HOUR);
    expect(await wordsOf('1')).toBe(1);
    expect(await found('1', '1', log)).toHaveLength(1);
  });

  it('are kept for 35 days', async () => {
    await store.log.append('s', -1, [a], { ...oluAsks('1'), words });
    const log = await nextDay(35 * 24 * HOUR + 1);
    expect(await found('1', '1', log)).toBeUndefined();
    expect(await wordsOf('1')).toBe(1);
  });

  it('know the keys that were taken for rows', async () => {
    const { requestId: request_id, requestHash: request_hash } = oluAsks('1');
    await store.erasable
      .insertInto('row_requests')
      .values({ request_id, request_hash, answer: '{}', at: clock.now() })
      .execute();
    await expect(store.log.append('s', -1, [a], oluAsks('1'))).rejects.toThrow(KeyReused);
    await expect(found('1', 'another')).rejects.toThrow(KeyReused);
    expect(await found('1')).toBeUndefined();
    expect(await store.log.load('s')).toEqual([]);
  });

  it('come back from the log when they are lost, without their hashes', async () => {
    const events = Array.from({ length: 20 }, () => a);
    const { recorded } = await store.log.append('s', -1, events, oluAsks('1'));
    const two = await store.log.append('s', 19, [a], oluAsks('2'));
    await store.erasable.withTables<RequestTables>().deleteFrom('requests').execute();
    const log = await store.reopen();
    expect(await found('1', 'any body', log)).toEqual(recorded);
    expect(await found('2', 'any body', log)).toEqual(two.recorded);
    await expect(log.append('s', 20, [a], oluAsks('1'))).rejects.toThrow(VersionConflict);
  });

  it('are not let go of by one of two that come at once, when the other is recorded', async () => {
    const mishaps = ['conflict'] as const;
    let arrived = 0;
    store.double.onAppend = () => mishaps[arrived++];
    const both = [1, 2].map(() => store.log.append('s', -1, [a], oluAsks('1')));
    expect((await Promise.allSettled(both)).map((it) => it.status)).toEqual([
      'rejected',
      'fulfilled',
    ]);
    expect(await found('1')).toEqual(await store.log.load('s'));
  });

  describe('where two come at once', () => {
    let both: Claimed[];
    const other = () => new RequestRows(store.erasable.withTables<RequestTables>(), () => clock.at);

    beforeEach(async () => {
      both = await Promise.all([rows, other()].map((it) => it.claim(claiming('1'))));
    });

    it('let one claim it, and tell the other', () =>
      expect(both).toEqual([
        { claim: expect.any(String) },
        { known: { requestHash: oluAsks('1').requestHash, stream: 's', fromVersion: 0 } },
      ]));

    it('keep what another relies on, though the first lets go', async () => {
      const [{ claim }] = both as [{ claim: string }];
      await rows.release(oluAsks('1').requestId, claim);
      await expect(found('1', 'another')).rejects.toThrow(KeyReused);
      expect(await wordsOf('1')).toBe(1);
    });
  });
});
