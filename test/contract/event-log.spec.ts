import { firstHash, hashOf } from '../../src/event-log/chain.js';
import {
  KeyReused,
  LIMITS,
  Unwritable,
  VersionConflict,
  type Asked,
  type EventLog,
  type Filter,
  type Position,
} from '../../src/event-log/event-log.js';
import { microsOf, type Instant } from '../../src/kernel/dates.js';
import type { DomainEvent } from '../../src/kernel/decider.js';
import { idOfHash } from '../../src/kernel/digest.js';
import { StillClock } from '../support/log-in-memory.js';
import { oluAsks } from '../support/people.js';
import { REAL_EVENTSTOREDB, STORES, type Store } from './stores.js';

const a = { type: 'A' };
const b = { type: 'B' };
const withText = (text: string) => ({ type: 'A', text });
/** An event of exactly so many bytes. */
const ofBytes = (bytes: number) => withText('x'.repeat(bytes - '{"text":""}'.length));

if (!REAL_EVENTSTOREDB)
  // oxlint-disable-next-line jest/no-disabled-tests -- whoever reads the count hears what is missing
  describe.skip('The log in EventStoreDB', () => {
    it('is not run: EVENTSTOREDB_URL names none', () => {});
  });

describe.each(STORES)('The log %s', (_, open) => {
  let store: Store;
  let log: EventLog;
  const clock = new StillClock();

  beforeEach(async () => {
    clock.at = new StillClock().at;
    store = await open(clock);
    log = store.log;
  });
  afterEach(() => store.close());

  let asked = 0;
  /** Adds to the end of the stream, under a key of its own. */
  async function add(stream: string, ...events: DomainEvent[]) {
    const [last] = await log.loadBackwards(stream, 1);
    return log.append(stream, last?.version ?? -1, events, oluAsks(`add-${++asked}`));
  }
  const places = (events: readonly { stream: string; version: number }[]) =>
    events.map(({ stream, version }) => `${stream} ${version}`);
  const read = async (after: Position | null, limit: number, filter?: Filter) =>
    places(await log.read(after, limit, filter));
  const found = (key: string, body = key) => {
    const { requestId, requestHash } = oluAsks(key, body);
    return log.findRequest(requestId, requestHash);
  };

  describe('loads', () => {
    it('a stream oldest first, whole or from a version on', async () => {
      await add('s', a, b);
      await add('other', a);
      await add('s', a);
      expect((await log.load('s')).map((it) => it.event)).toEqual([a, b, a]);
      expect(places(await log.load('s', 1))).toEqual(['s 2']);
      expect(await log.load('s', 2)).toEqual([]);
      expect(await log.load('none')).toEqual([]);
    });

    it('a stream newest first, so many, before a version', async () => {
      await add('s', a, b, a);
      expect(places(await log.loadBackwards('s', 2))).toEqual(['s 2', 's 1']);
      expect(places(await log.loadBackwards('s', 5, 2))).toEqual(['s 1', 's 0']);
      expect(await log.loadBackwards('none', 1)).toEqual([]);
    });

    it('an event with all that the log put round it', async () => {
      const actor = { userId: 'bilal', role: 'holder', onBehalfOf: 'anna' };
      const links = { correlationId: 'c', causationId: 'd' };
      const asks = { ...oluAsks('1'), actor, ...links };
      await log.append('s', -1, [{ type: 'B', pence: 5 }], asks);
      const [it] = await log.load('s');
      expect(it).toEqual({
        event: { type: 'B', pence: 5 },
        eventId: idOfHash(it!.hash),
        stream: 's',
        version: 0,
        position: await log.head(),
        hash: expect.stringMatching(/^[\da-f]{64}$/),
        previousHash: firstHash('s'),
        schemaVersion: 2,
        recordedAt: expect.stringMatching(/^2027-04-01T09:00:00\.\d{6}Z$/),
        actor,
        requestId: asks.requestId,
        ...links,
      });
    });

    it('what it was given, whatever the giver does to it later', async () => {
      const event = { type: 'A', pence: 5 };
      await add('s', event);
      event.pence = 6;
      expect((await log.load('s')).map((it) => it.event)).toEqual([{ type: 'A', pence: 5 }]);
    });

    it('text of every kind as it was written', async () => {
      const event = withText('"café" €\n\u0000\u{1F600}\\');
      await add('s', event);
      expect((await log.load('s')).map((it) => it.event)).toEqual([event]);
    });
  });

  describe('appends', () => {
    it('at exactly the version expected, or nothing', async () => {
      await add('s', a, b);
      for (const version of [-1, 0, 2])
        await expect(log.append('s', version, [a], oluAsks('2'))).rejects.toThrow(VersionConflict);
      await expect(log.append('new', 0, [a], oluAsks('2'))).rejects.toThrow(VersionConflict);
      expect(await read(null, 9)).toEqual(['s 0', 's 1']);
    });

    it('and answers what it recorded, as it is read later', async () => {
      await add('s', a);
      const { version, position, recorded } = await add('s', a, withText('b'));
      expect(recorded).toEqual(await log.load('s', 0));
      expect(recorded.at(-1)).toMatchObject({ version, position });
    });

    it('one of many that expect the same version', async () => {
      const writers = Array.from({ length: 32 }, async (_, writer) => {
        for (let version = -1, lost = 0; version < 4;)
          await log.append('s', version, [a], oluAsks(`${writer}-${version}-${lost}`)).then(
            (written) => ({ version } = written),
            async (error: unknown) => {
              expect(error).toBeInstanceOf(VersionConflict);
              lost++;
              version = (await log.loadBackwards('s', 1))[0]!.version;
            },
          );
      });
      await Promise.all(writers);
      const versions = (await log.load('s')).map((it) => it.version);
      expect(versions).toEqual(versions.map((_, i) => i));
      expect(versions.length).toBeGreaterThanOrEqual(5);
    });

    it('each of many at once to streams of their own', async () => {
      const streams = Array.from({ length: 100 }, (_, i) => `s-${String(i).padStart(3, '0')}`);
      await Promise.all(streams.map((it) => log.append(it, -1, [a, b], oluAsks(it))));
      const all = await log.read(null, 1_000);
      expect(all).toHaveLength(200);
      expect(new Set(all.map((it) => it.stream))).toEqual(new Set(streams));
    });
  });

  describe('refuses as unwritable', () => {
    const refused = async (events: DomainEvent[], asks: Asked = oluAsks('1'), stream = 's') => {
      await expect(log.append(stream, -1, events, asks)).rejects.toThrow(Unwritable);
      expect(await log.head()).toBeNull();
    };

    it('nothing, and more than 500 events', async () => {
      await refused([]);
      await refused(Array.from({ length: LIMITS.events + 1 }, () => a));
      expect(await add('s', ...Array.from({ length: LIMITS.events }, () => a))).toMatchObject({
        version: 499,
      });
    });

    it('an event of more than 64 KiB', async () => {
      await refused([ofBytes(LIMITS.eventBytes + 1)]);
      expect(await add('s', ofBytes(LIMITS.eventBytes))).toMatchObject({ version: 0 });
    });

    it('more than 512 KiB together', async () => {
      const eight = Array.from({ length: 8 }, () => ofBytes(LIMITS.eventBytes));
      await refused([...eight, a]);
      expect(await add('s', ...eight)).toMatchObject({ version: 7 });
    });

    it('counting bytes, not characters', () =>
      refused([withText('€'.repeat(LIMITS.eventBytes / 3))]));

    it.each([0.1, Number.NaN, 2 ** 53, 1n, undefined, null, '\ud800', [undefined]])(
      'an event with %p in it',
      (value) => refused([{ type: 'A', value } as DomainEvent]),
    );

    it('a type that no room has', () => refused([{ type: 'C' }]));

    it('all of an append for one of its events', () => refused([a, withText('\ud800')]));

    it('an actor, a request or a stream that cannot be named', async () => {
      await refused([a], { ...oluAsks('1'), actor: { userId: '\ud800', role: 'officer' } });
      await refused([a], { ...oluAsks('1'), requestId: 'the key itself' });
      await refused([a], oluAsks('1'), 'Anna Smith');
      await refused([a], oluAsks('1'), '');
    });
  });

  describe('knows a request', () => {
    it('by what it recorded', async () => {
      const { recorded } = await log.append('s', -1, [a, b], oluAsks('1'));
      await add('s', a);
      expect(await found('1')).toEqual(recorded);
      expect(await found('2')).toBeUndefined();
    });

    it('after it was opened again', async () => {
      const { recorded } = await log.append('s', -1, [a, b], oluAsks('1'));
      log = await store.reopen();
      expect(await found('1')).toEqual(recorded);
      await expect(found('1', 'another body')).rejects.toThrow(KeyReused);
    });

    it('and appends it once, whatever version or stream the second names', async () => {
      await log.append('s', -1, [a], oluAsks('1'));
      await expect(log.append('s', 0, [a], oluAsks('1'))).rejects.toThrow(VersionConflict);
      await expect(log.append('other', -1, [a], oluAsks('1'))).rejects.toThrow(VersionConflict);
      expect(await read(null, 9)).toEqual(['s 0']);
    });

    it('and refuses its key to another request, whatever the stream', async () => {
      await log.append('s', -1, [a], oluAsks('1'));
      const again = oluAsks('1', 'another body');
      await expect(found('1', 'another body')).rejects.toThrow(KeyReused);
      await expect(log.append('other', -1, [a], again)).rejects.toThrow(KeyReused);
      await expect(log.append('s', 7, [a], again)).rejects.toThrow(KeyReused);
      expect(await log.load('other')).toEqual([]);
    });

    it('once, though it comes twice at the same instant', async () => {
      const twice = [1, 2].map(() => log.append('s', -1, [a], oluAsks('1')));
      const [one, two] = await Promise.allSettled(twice);
      expect(one).toMatchObject({ status: 'fulfilled' });
      expect(two).toEqual({ status: 'rejected', reason: new VersionConflict() });
    });

    it('not at all where it was refused: its key is free', async () => {
      await add('s', a);
      await expect(log.append('s', -1, [a], oluAsks('1'))).rejects.toThrow(VersionConflict);
      expect(await found('1')).toBeUndefined();
      await log.append('s', 0, [b], oluAsks('1', 'another body'));
    });
  });

  describe('keeps words', () => {
    const words = { personId: 'anna', sealed: Uint8Array.of(1, 2, 255) };
    const says = (key: string) => ({ ...oluAsks(key), words });
    const wordsInLog = async () => {
      const found = await log.sealedWords(await log.read(null, 9));
      return new Map([...found].map(([id, sealed]) => [id, [...sealed]]));
    };

    it('with their request, whichever of its events is asked, outside the events', async () => {
      await add('s', a);
      const { recorded } = await log.append('s', 0, [a, b], says('1'));
      await add('s', a);
      const { requestId } = oluAsks('1');
      expect(await wordsInLog()).toEqual(new Map([[requestId, [1, 2, 255]]]));
      for (const it of recorded)
        expect([...(await log.sealedWords([it])).keys()]).toEqual([requestId]);
      for (const { meta, data } of await log.bytes(null, 9))
        expect(Buffer.from(meta + data).includes(words.sealed)).toBe(false);
    });

    it('only where the events are recorded', async () => {
      await expect(log.append('s', 5, [a], says('1'))).rejects.toThrow(VersionConflict);
      await log.append('s', -1, [a], oluAsks('1'));
      expect(await wordsInLog()).toEqual(new Map());
    });

    it('of nobody whose key is gone; what happened is recorded all the same', async () => {
      await store.forgetAnna();
      await log.append('s', -1, [a], says('1'));
      expect(await wordsInLog()).toEqual(new Map());
      expect(await log.load('s')).toHaveLength(1);
    });
  });

  describe('reads', () => {
    beforeEach(async () => {
      await add('budget-anna', a, b);
      await add('account-anna', a);
      await add('budget-bilal', b);
    });

    it('in log order, page by page', async () => {
      const first = await log.read(null, 3);
      expect(places(first)).toEqual(['budget-anna 0', 'budget-anna 1', 'account-anna 0']);
      expect(await read(first.at(-1)!.position, 3)).toEqual(['budget-bilal 0']);
      expect(await read(await log.head(), 3)).toEqual([]);
    });

    it.each<[Filter, string[]]>([
      [{ streamPrefix: 'budget-' }, ['budget-anna 0', 'budget-anna 1', 'budget-bilal 0']],
      [{ types: ['B'] }, ['budget-anna 1', 'budget-bilal 0']],
      [{ types: ['A', 'B'], streamPrefix: 'account-' }, ['account-anna 0']],
      [{ types: ['B'], streamPrefix: 'account-' }, []],
      [{ types: [] }, []],
      [{ streamPrefix: 'budget_' }, []],
    ])('only what %j asks for', async (filter, expected) =>
      expect(await read(null, 9, filter)).toEqual(expected),
    );

    it('as many as asked of those asked for', async () =>
      expect(await read(null, 2, { types: ['B'] })).toEqual(['budget-anna 1', 'budget-bilal 0']));

    it('what happened, by type, and where it stands', async () => {
      const happened = async (after: Position | null, limit: number, types: string[]) =>
        (await log.happened(after, limit, types)).map((it) => [it.stream, it.event, it.position]);
      const all = (await log.read(null, 9)).map((it) => [it.stream, it.event, it.position]);
      expect(await happened(null, 9, ['A', 'B'])).toEqual(all);
      expect(await happened(null, 1, ['B', 'A'])).toEqual(all.slice(0, 1));
      expect(await happened(all[1]![2] as Position, 9, ['B'])).toEqual(all.slice(3));
      expect(await happened(null, 9, ['C'])).toEqual([]);
    });

    it('the same as the streams hold', async () => {
      const all = await log.read(null, 9);
      expect(all.slice(0, 2)).toEqual(await log.load('budget-anna'));
    });

    it('the very bytes that are hashed', async () => {
      const hashes = new Map<string, string>();
      const all = await log.read(null, 9);
      for (const [i, it] of (await log.bytes(null, 9)).entries()) {
        const previous = hashes.get(it.stream) ?? firstHash(it.stream);
        expect(hashOf(previous, it.meta, it.data)).toBe(it.hash);
        expect(it).toMatchObject({ position: all[i]!.position, version: all[i]!.version });
        expect(all[i]).toMatchObject({ hash: it.hash, previousHash: previous });
        hashes.set(it.stream, it.hash);
      }
      expect((await log.bytes(all[1]!.position, 1)).map((it) => it.stream)).toEqual([
        'account-anna',
      ]);
    });
  });

  describe('has positions', () => {
    it('whose text order is log order', async () => {
      for (let i = 0; i < 12; i++) await add('s', a);
      const positions = (await log.read(null, 99)).map((it) => it.position);
      expect(positions.toSorted()).toEqual(positions);
      expect(new Set(positions).size).toBe(12);
    });

    it('up to its head', async () => {
      expect(await log.head()).toBeNull();
      const { position } = await add('s', a, b);
      expect(await log.head()).toBe(position);
    });

    it('of which it knows its own, also after it was opened again', async () => {
      const { position } = await add('s', a);
      log = await store.reopen();
      expect(log.isPosition(position!)).toBe(true);
      expect(await log.head()).toBe(position);
      for (const other of ['', '7', position!.slice(1), `${position}0`, 'now'])
        expect(log.isPosition(other)).toBe(false);
    });

    it('that mean nothing to another store', async () => {
      const { position } = await add('s', a);
      const other = await open();
      expect(other.log.isPosition(position!)).toBe(false);
      await expect(other.log.read(position, 1)).rejects.toThrow(RangeError);
      await other.close();
    });
  });

  describe('is followed', () => {
    /** Reads on until `count` events came. */
    async function followed(count: number, after: Position | null = null, filter?: Filter) {
      const stop = new AbortController();
      const all: string[] = [];
      for await (const batch of log.follow(after, stop.signal, filter)) {
        all.push(...places(batch));
        if (all.length >= count) stop.abort();
      }
      return all;
    }

    it('from what is there to what comes', async () => {
      await add('s', a);
      const following = followed(3);
      await add('s', b);
      await add('s', a);
      expect(await following).toEqual(['s 0', 's 1', 's 2']);
    });

    it('from a position on, and only what is asked for', async () => {
      const { position } = await add('s', a, b);
      const following = followed(2, position, { types: ['B'] });
      await add('s', b, a);
      await add('s', a);
      await add('s', a, b);
      expect(await following).toEqual(['s 2', 's 6']);
    });

    it('without a gap and nothing twice, while many write', async () => {
      const followers = [followed(300), followed(300)];
      const writers = Array.from({ length: 10 }, async (_, writer) => {
        for (let i = 0; i < 10; i++)
          await log.append(`s-${writer}`, 3 * i - 1, [a, b, a], oluAsks(`${writer}-${i}`));
      });
      await Promise.all(writers);
      const all = await read(null, 1_000);
      expect(all).toHaveLength(300);
      for (const follower of followers) expect(await follower).toEqual(all);
    });

    it('until the signal aborts, also when nothing comes', async () => {
      const stop = new AbortController();
      const next = log.follow(null, stop.signal)[Symbol.asyncIterator]().next();
      stop.abort();
      expect(await next).toEqual({ done: true, value: undefined });
      expect(await log.follow(null, stop.signal)[Symbol.asyncIterator]().next()).toMatchObject({
        done: true,
      });
    });
  });

  describe('keeps two clocks apart', () => {
    const stamps = async () => (await log.read(null, 1_000)).map((it) => it.recordedAt);

    it('and records later and later, though its own stands still or goes back', async () => {
      await add('s', a, b, a);
      clock.at -= 60_000_000;
      await add('other', a);
      log = await store.reopen();
      await add('s', a);
      const all = await stamps();
      expect(all.toSorted()).toEqual(all);
      expect(new Set(all).size).toBe(5);
    });

    it('and goes on with its own when that has caught up', async () => {
      await add('s', a);
      clock.at = microsOf('2027-05-01T12:00:00.000001Z' as Instant);
      const { recorded } = await add('s', a);
      expect(recorded[0]!.recordedAt).toBe('2027-05-01T12:00:00.000001Z');
    });

    it('and adds nothing to what it called settled, though its clock goes back', async () => {
      await add('s', a);
      clock.at += 2_000_000; // by then it is settled everywhere
      const settled = log.settledUntil();
      expect((await stamps()).at(-1)! <= settled).toBe(true);
      clock.at -= 60_000_000;
      expect(log.settledUntil()).toBe(settled);
      const { recorded } = await add('s', a);
      expect(recorded[0]!.recordedAt > settled).toBe(true);
    });

    it('and never takes a settled instant back, while many write', async () => {
      let answered = log.settledUntil();
      const writers = Array.from({ length: 20 }, async (_, writer) => {
        for (let i = 0; i < 5; i++) {
          clock.at += 7 * ((writer % 5) - 1);
          const before = log.settledUntil();
          expect(before >= answered).toBe(true);
          answered = before;
          const append = log.append(`s-${writer}`, i - 1, [a], oluAsks(`${writer}-${i}`));
          const during = log.settledUntil();
          const { recorded } = await append;
          expect(recorded[0]!.recordedAt > during).toBe(true);
          expect(during >= before).toBe(true);
          answered = log.settledUntil();
        }
      });
      await Promise.all(writers);
    });
  });
});
