import { onDouble, TYPES, type DoubleStore } from '../../test/contract/stores.js';
import { StillClock } from '../../test/support/log-in-memory.js';
import { oluAsks } from '../../test/support/people.js';
import { ReadFolder } from '../../test/support/read-models.js';
import { LogUnavailable, type EventLog, type Recorded } from '../event-log/event-log.js';
import type { EventStoreDbLog } from '../event-log/eventstoredb-log.js';
import { SETTLE_MS } from '../event-log/eventstoredb-append.js';
import { instantOf } from '../kernel/dates.js';
import { Knowledge } from './knowledge.js';
import { Projector } from './projector.js';

const a = { type: 'A' };
/** After it, what was recorded in the last millisecond before is settled. */
const SETTLE = (SETTLE_MS + 1) * 1_000;

describe('An event comes too late', () => {
  const clock = new StillClock();
  let store: DoubleStore;
  let log: EventStoreDbLog;
  /** In another process: this one does not know what is under way there. */
  let other: EventStoreDbLog;
  let folder: ReadFolder;
  let projector: Projector;
  let knowledge: Knowledge;
  let told: string[];

  beforeEach(async () => {
    clock.at = new StillClock().at;
    store = await onDouble(clock);
    log = store.log;
    other = await store.another();
    folder = new ReadFolder();
    projector = new Projector(log, TYPES, await folder.open(), []);
    await projector.start();
    knowledge = knowing(log);
  });
  afterEach(async () => {
    await projector.stop();
    await folder.remove();
    await store.close();
  });

  function knowing(from: EventLog): Knowledge {
    const made = new Knowledge(from, projector);
    told = [];
    made.tooLate.tell = (it) => told.push(it);
    return made;
  }

  /** The server has it and stands still; `release` lets it go on. */
  async function heldBack(stream: string) {
    const [gate, arrived] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    store.double.onAppend = () => {
      arrived.resolve();
      return gate.promise;
    };
    const appending = other.append(stream, -1, [a], oluAsks(stream));
    await arrived.promise;
    store.double.onAppend = () => {};
    const release = async (): Promise<Recorded> => {
      gate.resolve();
      const [event] = (await appending).recorded;
      await projector.waitFor(event!.position);
      return event!;
    };
    return { release };
  }

  const counted = () => knowledge.tooLate.counted();

  it('where the server held it back for longer than it takes to settle', async () => {
    const { release } = await heldBack('t');
    clock.at += SETTLE;
    const known = await knowledge.now();
    const { position, recordedAt } = await release();
    expect(recordedAt <= known).toBe(true);
    expect(await counted()).toBe(1);
    expect(told).toEqual([
      `The event at ${position} came into the log too late: what was known at ${known} had been ` +
        'answered before, and is answered otherwise from now on.',
    ]);
  });

  it('once, however often somebody asks afterwards', async () => {
    const { release } = await heldBack('t');
    clock.at += SETTLE;
    await knowledge.now();
    await release();
    for (let i = 0; i < 3; i++) {
      clock.at += SETTLE;
      await knowledge.now();
      expect(await counted()).toBe(1);
    }
    expect(told).toHaveLength(1);
  });

  it('with others, of which those in time are none', async () => {
    const held = [await heldBack('t'), await heldBack('u')];
    clock.at += SETTLE;
    const known = await knowledge.now();
    const late: Recorded[] = [];
    for (const it of held) late.push(await it.release());
    await log.append('s', -1, [a], oluAsks('in time'));
    await knowledge.now();
    expect(await counted()).toBe(2);
    expect(told).toEqual([
      `2 events, from ${late[0]!.position} to ${late[1]!.position}, came into the log too late: ` +
        `what was known at ${known} had been answered before, and is answered otherwise from now on.`,
    ]);
  });

  it('each by itself, with an answer in between', async () => {
    const held = [await heldBack('t'), await heldBack('u')];
    clock.at += SETTLE;
    for (const [i, it] of held.entries()) {
      await knowledge.now();
      await it.release();
      expect(await counted()).toBe(i + 1);
    }
    expect(told).toHaveLength(2);
  });

  it('for an instant that somebody named', async () => {
    const { release } = await heldBack('t');
    const asked = instantOf(clock.at + 1);
    clock.at += SETTLE;
    expect(await knowledge.until(asked)).toBe(true);
    await release();
    expect(await counted()).toBe(1);
    expect(told[0]).toContain(asked);
  });

  it('and is counted later, where the log cannot be read for a while', async () => {
    let failures = 2;
    const read: EventLog['read'] = (...asked) =>
      failures-- > 0 ? Promise.reject(new LogUnavailable()) : log.read(...asked);
    knowledge = knowing(Object.assign(Object.create(log) as EventLog, { read }));
    const { release } = await heldBack('t');
    clock.at += SETTLE;
    await knowledge.now();
    await release();
    expect(await counted()).toBe(0);
    expect(await counted()).toBe(1);
    expect(told).toHaveLength(1);
  });

  describe('not', () => {
    it('where nobody had been answered', async () => {
      const { release } = await heldBack('t');
      clock.at += SETTLE;
      await release();
      await knowledge.now();
      expect(await counted()).toBe(0);
    });

    it('where it was held back for less', async () => {
      const { release } = await heldBack('t');
      clock.at += SETTLE - 1_001;
      await knowledge.now();
      await release();
      await knowledge.now();
      expect(await counted()).toBe(0);
    });

    it('where one before it is known later than what was answered', async () => {
      const { release } = await heldBack('t');
      clock.at += SETTLE;
      const known = await knowledge.now();
      await log.append('s', -1, [a], oluAsks('in time'));
      expect((await release()).recordedAt <= known).toBe(true);
      expect(await counted()).toBe(0);
    });

    it('for a process that had answered nothing itself', async () => {
      const beside = new Knowledge(other, projector);
      const { release } = await heldBack('t');
      clock.at += SETTLE;
      await knowledge.now();
      await release();
      expect([await counted(), await beside.tooLate.counted()]).toEqual([1, 0]);
    });
  });
});
