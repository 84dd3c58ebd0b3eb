import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  eventStoreDb,
  onDouble,
  type DoubleStore,
  type EventStoreDbStore,
} from '../../test/contract/stores.js';
import { certificate } from '../../test/support/eventstoredb/certificate.js';
import { EventStoreDouble, type Mishap } from '../../test/support/eventstoredb/double.js';
import { proposed } from '../../test/support/eventstoredb/event-store.js';
import type { Reading } from '../../test/support/eventstoredb/reading.js';
import { StillClock } from '../../test/support/log-in-memory.js';
import { oluAsks } from '../../test/support/people.js';
import type { DomainEvent } from '../kernel/decider.js';
import { mustHold, ReadModelsAheadOfLog } from '../read-models/bookmarks.js';
import { BrokenStream } from './chain.js';
import {
  Busy,
  KeyReused,
  LIMITS,
  LogUnavailable,
  Unwritable,
  VersionConflict,
  type Position,
  type Recorded,
} from './event-log.js';
import type { EventStoreDbLog } from './eventstoredb-log.js';
import { verify } from './verify.js';

const a = { type: 'A' };
const b = { type: 'B' };

describe('The log in EventStoreDB', () => {
  let store: DoubleStore;
  let log: EventStoreDbLog;
  const clock = new StillClock();

  beforeEach(async () => {
    clock.at = new StillClock().at;
    store = await onDouble(clock);
    log = store.log;
  });
  afterEach(() => store.close());

  const places = (events: readonly { stream: string; version: number }[]) =>
    events.map(({ stream, version }) => `${stream} ${version}`);
  const stored = async () => places(await log.read(null, 10_000));
  const nameOf = (stream: string) => `${store.prefix}${stream}`;
  /** Somebody else's, in the same server. */
  const foreign = (count: number) => {
    for (let i = 0; i < count; i++)
      store.double.store.append('other-1', 'any', [proposed('X', {})]);
    store.double.store.flush();
  };
  /** What goes wrong with the first append, the second, and so on; then nothing. */
  const goesWrong = (...mishaps: (Mishap | void)[]) => {
    store.double.onAppend = () => mishaps.shift();
  };
  async function followed(
    count: number,
    after: Position | null = null,
    from = log,
  ): Promise<Recorded[]> {
    const [stop, all]: [AbortController, Recorded[]] = [new AbortController(), []];
    for await (const batch of from.follow(after, stop.signal)) {
      all.push(...batch);
      if (all.length >= count) stop.abort();
    }
    return all;
  }

  describe('appends once, though', () => {
    const mishaps: Mishap[] = [
      'cut before',
      'cut after',
      'late',
      'deadline exceeded',
      'commit timeout',
      'not ready',
    ];
    const sizes: [string, DomainEvent[]][] = [
      ['one event', [a]],
      ['three events', [a, b, a]],
    ];
    describe.each(sizes)('of %s', (_, events) => {
      it.each(mishaps)('%s', async (mishap) => {
        await log.append('s', -1, [a], oluAsks('0'));
        goesWrong(mishap);
        const { recorded } = await log.append('s', 0, events, oluAsks('1'));
        expect(recorded).toEqual(await log.load('s', 0));
        expect(recorded).toHaveLength(events.length);
        store.double.lateOnes();
        expect(await log.load('s')).toHaveLength(1 + events.length);
        expect(store.double.arrived).toBe(4);
      });

      it.each(mishaps)('%s, again and again', async (mishap) => {
        goesWrong(mishap, mishap, 'cut before', mishap);
        const { recorded } = await log.append('s', -1, events, oluAsks('1'));
        store.double.lateOnes();
        expect(await log.load('s')).toEqual(recorded);
      });
    });

    it('its answer to what it had written is that the version was wrong', async () => {
      goesWrong('cut after', 'wrong version');
      const { recorded } = await log.append('s', -1, [a, b], oluAsks('1'));
      expect(await log.load('s')).toEqual(recorded);
    });

    it('a second one of the same ids would wait, and fail', async () => {
      let isFirst = true;
      store.double.onAppend = async () => {
        if (!isFirst) return;
        isFirst = false;
        store.double.cut();
        while (store.double.arrived < 2) await new Promise(setImmediate);
      };
      const { recorded } = await log.append('s', -1, [a], oluAsks('1'));
      expect(await log.load('s')).toEqual(recorded);
    });

    it('nobody ever answers', async () => {
      goesWrong('no answer');
      const { recorded } = await log.append('s', -1, [a], oluAsks('1'));
      expect(await log.load('s')).toEqual(recorded);
      expect(store.double.arrived).toBe(2);
    });

    it('another wrote at its place while it was on its way', async () => {
      const [one, two] = [await log.append('s', -1, [a], oluAsks('0')), await store.another()];
      let arrived = 0;
      store.double.onAppend = async () => {
        if (++arrived !== 1) return undefined;
        await two.append('s', one.version, [b], oluAsks('2'));
        return 'late';
      };
      await expect(log.append('s', 0, [a], oluAsks('1'))).rejects.toThrow(VersionConflict);
      store.double.lateOnes();
      expect((await log.load('s')).map((it) => it.event)).toEqual([a, b]);
      await log.append('s', 1, [a], oluAsks('1', 'its key is free'));
    });

    it('many are cut off in the middle, over and over', async () => {
      let arrived = 0;
      store.double.onAppend = () => {
        const [nth, each] = [arrived++, ['cut after', 'cut before', 'late'] as const];
        return nth % 60 === 7 ? each[nth % 3] : undefined;
      };
      const writers = Array.from({ length: 20 }, async (_, writer) => {
        for (let i = 0; i < 10; i++)
          await log.append(`s-${writer}`, 2 * i - 1, [a, b], oluAsks(`${writer}-${i}`));
      });
      await Promise.all(writers);
      store.double.lateOnes();
      const all = await log.read(null, 10_000);
      expect(all).toHaveLength(400);
      expect(await verify(log)).toMatchObject({ ok: true, events: 400, streams: 20 });
    });
  });

  describe('by the call that all appends share, having no credentials to give with each,', () => {
    const folder = mkdtempSync(join(tmpdir(), 'ca-'));
    const made = certificate();
    let shared: EventStoreDbStore;
    let double: EventStoreDouble;

    beforeEach(async () => {
      writeFileSync(join(folder, 'ca.crt'), made.cert);
      double = await EventStoreDouble.start({ certificate: made });
      shared = await eventStoreDb(`${double.url}&tlsCAFile=${join(folder, 'ca.crt')}`, clock);
    });
    afterEach(async () => {
      await shared.close();
      await double.stop();
    });
    afterAll(() => rmSync(folder, { recursive: true }));

    it.each<Mishap>([
      'cut before',
      'cut after',
      'late',
      'deadline exceeded',
      'not ready',
      'no answer',
    ])('appends once, though %s', async (mishap) => {
      const mishaps = [mishap];
      double.onAppend = () => mishaps.pop();
      const appends = ['s', 't', 'u'].map((it) => shared.log.append(it, -1, [a, b], oluAsks(it)));
      for (const { recorded } of await Promise.all(appends))
        expect(await shared.log.load(recorded[0]!.stream)).toEqual(recorded);
      double.lateOnes();
      expect(await shared.log.read(null, 99)).toHaveLength(6);
    });
  });

  it('answers nothing once it is closed, rather than that nothing is there', async () => {
    await log.append('s', -1, [a], oluAsks('s'));
    await log.close();
    await expect(log.load('s')).rejects.toThrow(LogUnavailable);
    await expect(log.loadBackwards('s', 1)).rejects.toThrow(LogUnavailable);
    await expect(log.read(null, 10)).rejects.toThrow(LogUnavailable);
    await expect(log.head()).rejects.toThrow(LogUnavailable);
  });

  describe('says that it does not know', () => {
    it('what became of an append that was swallowed; the same key makes it one', async () => {
      await log.append('s', -1, [a], oluAsks('0'));
      store.double.freeze();
      const unknown = log.append('s', 0, [b], oluAsks('1'));
      await expect(unknown).rejects.toThrow(LogUnavailable);
      store.double.thaw();
      const again = await log
        .append('s', 0, [b], oluAsks('1'))
        .catch((error: unknown) => expect(error).toBeInstanceOf(VersionConflict));
      const { requestId, requestHash } = oluAsks('1');
      const found = await log.findRequest(requestId, requestHash);
      expect(found).toEqual(await log.load('s', 0));
      expect(found).toHaveLength(1);
      if (again) expect(again.recorded).toEqual(found);
    }, 60_000);

    it('anything, while the server is down; and goes on when it is up', async () => {
      await log.append('s', -1, [a], oluAsks('0'));
      await store.double.down();
      const both = [log.append('s', 0, [b], oluAsks('1')), log.load('s')];
      for (const it of await Promise.allSettled(both))
        expect(it).toMatchObject({ reason: expect.any(LogUnavailable) });
      await store.double.up();
      await log.append('s', 0, [b], oluAsks('1'));
      expect(await log.load('s')).toHaveLength(2);
    }, 60_000);
  });

  it('fails one that is too large alone', async () => {
    const text = 'x'.repeat(LIMITS.eventBytes);
    const many = Array.from({ length: 30 }, (_, i) =>
      log.append(`s-${i}`, -1, [i === 13 ? { type: 'A', text } : a], oluAsks(`${i}`)),
    );
    const failed = (await Promise.allSettled(many)).filter((it) => it.status === 'rejected');
    expect(failed).toEqual([{ status: 'rejected', reason: expect.any(Unwritable) }]);
    expect(await log.read(null, 99)).toHaveLength(29);
  });

  it('is busy at its bound, and then takes more again', async () => {
    const gate = Promise.withResolvers<void>();
    store.double.onAppend = () => gate.promise;
    const narrow = await store.another({ mayWait: 3 });
    const three = [1, 2, 3].map((it) => narrow.append(`s-${it}`, -1, [a], oluAsks(`${it}`)));
    await expect(narrow.append('s-4', -1, [a], oluAsks('4'))).rejects.toThrow(Busy);
    gate.resolve();
    await Promise.all(three);
    await narrow.append('s-4', -1, [a], oluAsks('4'));
    expect((await stored()).toSorted()).toEqual(['s-1 0', 's-2 0', 's-3 0', 's-4 0']);
  });

  describe('is read whole', () => {
    beforeEach(async () => {
      for (let i = 0; i < 40; i++) {
        await log.append('s', i - 1, [a], oluAsks(`${i}`));
        foreign(7);
      }
    });
    const all = Array.from({ length: 40 }, (_, i) => `s ${i}`);
    /** The first `times` readings of the kind break off after so many events. */
    function breaksOff(after: number, as: 'cut' | 'dropped' | 'stuck', times: number) {
      const seen: Reading[] = [];
      store.double.onRead = (reading) => {
        if (!reading.isSubscription) return undefined;
        return seen.push(reading) <= times ? { after, as } : undefined;
      };
      return seen;
    }

    it('though the line is cut in the middle of a read', async () => {
      let reads = 0;
      store.double.onRead = () => (reads++ % 2 === 0 ? { after: reads, as: 'cut' } : undefined);
      expect(await stored()).toEqual(all);
      expect(places(await log.load('s'))).toEqual(all);
      expect(places(await log.loadBackwards('s', 99))).toEqual(all.toReversed());
      expect(await log.bytes(null, 99)).toHaveLength(40);
    });

    it.each(['cut', 'dropped'] as const)('though its subscription is %s in a burst', async (as) => {
      breaksOff(7, as, 3);
      const following = followed(80);
      for (let i = 40; i < 80; i++) await log.append('s', i - 1, [b], oluAsks(`${i}`));
      expect(places(await following)).toEqual(Array.from({ length: 80 }, (_, i) => `s ${i}`));
    });

    it('though its subscription falls silent', async () => {
      const seen = breaksOff(7, 'stuck', 1);
      expect(places(await followed(40))).toEqual(all);
      expect(seen).toHaveLength(2);
    });

    it('from events of its own, never from a checkpoint', async () => {
      const own = new Set((await log.read(null, 99)).map((it) => BigInt(it.position.slice(9))));
      const seen = breaksOff(2, 'cut', 5);
      expect(places(await followed(40))).toEqual(all);
      expect(seen).toHaveLength(6);
      own.add(seen[0]!.from!.commit); // where there was none yet
      for (const { from } of seen) {
        expect(own).toContain(from!.commit);
        expect(from!.prepare).toBe(from!.commit);
      }
    });

    it('from a place that the server does not know', async () => {
      const [first, second] = await log.read(null, 2);
      const between = first!.position.replace(/\d$/, (it) => `${(Number(it) + 1) % 10}`);
      expect(between > first!.position && between < second!.position).toBe(true);
      expect(places(await log.read(between as Position, 1))).toEqual(['s 1']);
    });

    it('without what others write, and to the end of its own', async () => {
      foreign(2_000);
      expect(await log.head()).toBe((await log.load('s')).at(-1)!.position);
      expect(await stored()).toEqual(all);
      const { position } = await log.append('t', -1, [a], oluAsks('t'));
      foreign(2_000);
      expect(await log.head()).toBe(position);
    });
  });

  it('looks back over what others wrote once, however many ask where it ends', async () => {
    await log.append('s', -1, [a], oluAsks('1'));
    foreign(3_000);
    const anew = await store.another();
    let reads = 0;
    store.double.onRead = () => void reads++;
    const heads = await Promise.all(Array.from({ length: 50 }, () => anew.head()));
    expect(new Set(heads)).toEqual(new Set([(await log.load('s'))[0]!.position]));
    expect(reads).toBeLessThan(20);
  });

  it('may be followed ahead of an answer', async () => {
    const following = followed(1);
    goesWrong('no answer');
    const appending = log.append('s', -1, [a], oluAsks('1'));
    const [seen] = await following;
    expect((await appending).recorded).toEqual([seen]);
  });

  describe('put back from an older copy', () => {
    let beyond: Position;
    beforeEach(async () => {
      const { position } = await log.append('s', -1, [a], oluAsks('1'));
      beyond = position!.replace(/\d{6}$/, '999999') as Position;
    });

    it('is not followed from beyond its end', async () => {
      await expect(followed(1, beyond)).rejects.toThrow(RangeError);
      expect(await log.read(beyond, 9)).toEqual([]);
    });

    it('does not hold what read models have read', async () => {
      const place = { position: beyond, hash: '', stream: 's', version: 7 };
      await expect(mustHold(log, 'a read model', place)).rejects.toThrow(ReadModelsAheadOfLog);
    });
  });

  describe('does not load a stream', () => {
    beforeEach(async () => {
      for (let i = 0; i < 4; i++) await log.append('s', i - 1, [a], oluAsks(`${i}`));
    });
    const anew = () => store.another();
    const refused = async (from: EventStoreDbLog) => {
      await expect(from.load('s')).rejects.toThrow(BrokenStream);
      await expect(from.load('s', 1)).rejects.toThrow(BrokenStream);
    };

    it.each<[string, () => void]>([
      ['that was deleted', () => store.double.store.delete(nameOf('s'))],
      ['that was deleted for good', () => store.double.store.tombstone(nameOf('s'))],
      ['that was cut short', () => store.double.store.setMetadata(nameOf('s'), { $tb: 3 })],
      ['that is trimmed', () => store.double.store.setMetadata(nameOf('s'), { $maxCount: 1 })],
    ])('%s, also in another instance', async (_, harm) => {
      await log.append('t', -1, [a], oluAsks('t'));
      expect(await verify(log)).toMatchObject({ ok: true });
      harm();
      store.double.store.flush();
      expect(await verify(log)).toMatchObject({ ok: false, brokenAt: { stream: 's' } });
      await refused(log);
      await refused(await anew());
      await expect(log.append('s', 3, [a], oluAsks('4')).then(() => log.load('s'))).rejects.toThrow(
        BrokenStream,
      );
    });

    it('whose event is another than its id says', async () => {
      const event = store.double.store.read(nameOf('s'))![2]!;
      Object.assign(event, { data: Buffer.from('{"pence":1}') });
      await refused(log);
      expect((await verify(log)).brokenAt).toMatchObject({ stream: 's', version: 2 });
    });

    it('whose event follows from another than the one before it', async () => {
      const [zero, , , three] = store.double.store.read(nameOf('s'))!;
      const { id, data, metadata } = zero!;
      Object.assign(three!, { id, data, metadata });
      await refused(log);
      expect((await verify(log)).brokenAt).toMatchObject({ stream: 's', version: 3 });
    });

    it('in which somebody else has written', async () => {
      store.double.store.append(nameOf('s'), 'any', [proposed('A', { pence: 1.5 })]);
      store.double.store.flush();
      await refused(log);
      await expect(log.read(null, 9)).rejects.toThrow(BrokenStream);
      expect((await verify(log)).brokenAt).toMatchObject({ stream: 's', version: 4 });
    });
  });

  describe('with a second instance', () => {
    let other: EventStoreDbLog;
    const itsClock = new StillClock();

    beforeEach(async () => {
      itsClock.at = clock.at - 400_000;
      other = await store.another({ clock: itsClock });
    });

    it('has the same positions', async () => {
      const { position } = await log.append('s', -1, [a], oluAsks('1'));
      expect(await other.head()).toBe(position);
      expect(other.isPosition(position!)).toBe(true);
    });

    it('rises within a stream, though one clock is behind', async () => {
      await log.append('s', -1, [a], oluAsks('1'));
      await other.append('s', 0, [a], oluAsks('2'));
      const [first, second] = await log.load('s');
      expect(second!.recordedAt > first!.recordedAt).toBe(true);
    });

    it('appends a request once, wherever it is sent', async () => {
      const both = await Promise.allSettled(
        [log, other].map((it) => it.append('s', -1, [a], oluAsks('1'))),
      );
      expect(both.map((it) => it.status).toSorted()).toEqual(['fulfilled', 'rejected']);
      expect(both).toContainEqual({ status: 'rejected', reason: new VersionConflict() });
      const { requestId, requestHash } = oluAsks('1');
      for (const it of [log, other])
        expect(await it.findRequest(requestId, requestHash)).toEqual(await log.load('s'));
      await expect(other.findRequest(requestId, 'another')).rejects.toThrow(KeyReused);
    });

    it('answers nothing as settled that it may yet record', async () => {
      const settled = log.settledUntil();
      const { recorded } = await other.append('s', -1, [a], oluAsks('1'));
      expect(recorded[0]!.recordedAt > settled).toBe(true);
    });

    it('finds that a cached version is not the stream’s any more', async () => {
      await log.append('s', -1, [a], oluAsks('1'));
      await other.append('s', 0, [b], oluAsks('2'));
      await expect(log.append('s', 0, [a], oluAsks('3'))).rejects.toThrow(VersionConflict);
      expect((await log.load('s', 0)).map((it) => it.event)).toEqual([b]);
    });
  });
});
