import { LogInMemory, StillClock } from '../../test/support/log-in-memory.js';
import { oluAsks } from '../../test/support/people.js';
import { emptied, filled, happen, lost, purseTypes } from '../../test/support/purses.js';
import { ReadFolder } from '../../test/support/read-models.js';
import { Busy, type EventLog, type Recorded } from '../event-log/event-log.js';
import { transact } from '../event-log/transact.js';
import { Writer } from '../event-log/writer.js';
import { Refusal, type Decider } from '../kernel/decider.js';
import { BEFORE_ALL, Bookmarks, ReadModelsAheadOfLog } from '../read-models/bookmarks.js';
import type { Database } from '../read-models/database.js';
import { ReactionBookmarks } from './reaction-bookmarks.js';
import { ReactionRunner, type ReactionRunnerOptions } from './reaction-runner.js';
import { becauseOf, type AnyReaction } from './reaction.js';

let folder: ReadFolder;
let db: Database;
let log: LogInMemory;
let clock: StillClock;
let started: ReactionRunner[];
beforeEach(async () => {
  folder = new ReadFolder();
  db = await folder.open();
  clock = new StillClock();
  log = new LogInMemory(undefined, clock);
  started = [];
});
afterEach(async () => {
  for (const it of started) await it.stop();
  await folder.remove();
});

const AT_ONCE = { pause: () => new Promise(setImmediate) };

async function running(
  reactions: readonly AnyReaction[],
  options: ReactionRunnerOptions = AT_ONCE,
  of: EventLog = log,
): Promise<ReactionRunner> {
  const runner = new ReactionRunner(of, purseTypes(), clock, db, reactions, options);
  started.push(runner);
  await runner.start();
  return runner;
}

type Noted = { type: 'Filled'; on: '2027-04-05'; pence: number };

/** A note for every purse that was filled: made once, then there is nothing to do. */
const note: Decider<{ pence: number }, Noted, boolean> = {
  initial: false,
  decide: ({ pence }, isThere) => (isThere ? [] : [{ type: 'Filled', on: '2027-04-05', pence }]),
  evolve: () => true,
};

/** What it was handed, in order, beside the note it writes into the log. */
class Noting implements AnyReaction {
  readonly handed: number[] = [];
  readonly after: string | readonly string[] = 'Filled';
  readonly from: 'beginning' | 'now' = 'beginning';
  prompt = false;
  /** What happens after the note is written. */
  afterwards: (pence: number) => void | Promise<void> = () => {};

  constructor(
    readonly name: string,
    private readonly writer = new Writer(log, purseTypes(), clock),
  ) {}

  async react(cause: Recorded): Promise<void> {
    if (!cause.stream.startsWith('purse-')) return;
    const { pence } = cause.event as unknown as Noted;
    this.handed.push(pence);
    const asked = becauseOf(cause, this.name);
    await transact(this.writer, `note-${asked.requestId}`, note, { pence }, asked);
    await this.afterwards(pence);
  }
}

const notes = async () => (await log.read(null, 1_000, { streamPrefix: 'note-' })).length;

describe('A reaction', () => {
  it('is handed what it follows, in log order, and nothing else', async () => {
    await happen(log, 'anna', filled(1), emptied, filled(2));
    await happen(log, 'bilal', filled(3));
    const noting = new Noting('noting');
    const runner = await running([noting]);
    expect(await runner.drain()).toBe(true);
    await happen(log, 'anna', lost, filled(4));
    expect(await runner.drain()).toBe(true);
    expect(noting.handed).toEqual([1, 2, 3, 4]);
  });

  it('says in what it writes what led to it', async () => {
    await happen(log, 'anna', filled(1));
    await (await running([new Noting('noting')])).drain();
    const [cause] = await log.load('purse-anna');
    const [noted] = await log.read(null, 1, { streamPrefix: 'note-' });
    expect(noted).toMatchObject({
      actor: { userId: 'ledger', role: 'system' },
      correlationId: cause!.requestId,
      causationId: cause!.eventId,
    });
  });

  it('may follow several types', async () => {
    const handed: string[] = [];
    const both: AnyReaction = {
      name: 'both',
      after: ['Emptied', 'Lost'],
      from: 'beginning',
      react: async ({ event }) => handed.push(event.type),
    };
    await happen(log, 'anna', filled(1), emptied, lost);
    await (await running([both])).drain();
    expect(handed).toEqual(['Emptied', 'Lost']);
  });

  it('that is new starts where it says, and stays there', async () => {
    await happen(log, 'anna', filled(1));
    const beginning = new Noting('from-the-beginning');
    const now = Object.assign(new Noting('from-now'), { from: 'now' });
    await (await running([beginning, now])).stop();
    await happen(log, 'anna', filled(2));
    await (await running([beginning, now])).drain();
    expect(beginning.handed).toEqual([1, 2]);
    expect(now.handed).toEqual([2]);
  });

  it('begins where the read models are, at the next start too, where nothing is for it', async () => {
    await happen(log, 'anna', emptied, emptied);
    const last = (await log.read(null, 2)).at(-1)!;
    const { position, hash, stream, version, recordedAt: knownFrom } = last;
    const marks = new Bookmarks(db);
    await marks.prepare();
    await marks.add('purses');
    await marks.move(['purses'], BEFORE_ALL, {
      position,
      hash,
      stream,
      version,
      knownFrom,
      events: 2,
    });
    const noting = new Noting('noting');
    const handed: string[] = [];
    const other: AnyReaction = {
      name: 'other',
      after: 'Emptied',
      from: 'beginning',
      react: async ({ event }) => handed.push(event.type),
    };
    await (await running([noting])).stop();
    expect(await new ReactionBookmarks(db).of('noting')).toMatchObject({ position });

    const runner = await running([noting, other]);
    await happen(log, 'anna', filled(5));
    expect(await runner.drain()).toBe(true);
    expect([noting.handed, handed]).toEqual([[5], ['Emptied', 'Emptied']]);
  });

  it('is handed nothing while the runner is not started', async () => {
    const noting = Object.assign(new Noting('noting'), { prompt: true });
    const runner = new ReactionRunner(log, purseTypes(), clock, db, [noting]);
    await happen(log, 'anna', filled(1));
    await runner.promptly(await log.load('purse-anna'));
    expect(noting.handed).toEqual([]);
    expect(await runner.drain()).toBe(false);
  });
});

describe('There is one effect', () => {
  it('after a crash between the effect and the bookmark', async () => {
    const crashing = new Noting('noting');
    crashing.afterwards = () => db.destroy();
    await happen(log, 'anna', filled(1));
    const crashed = await running([crashing]);
    expect(await crashed.drain(50)).toBe(false);
    await crashed.stop();
    expect(await notes()).toBe(1);

    db = await folder.open();
    const noting = new Noting('noting');
    expect(await (await running([noting])).drain()).toBe(true);
    expect(noting.handed).toEqual([1]);
    expect(await notes()).toBe(1);
  });

  it('and the cause is not handed over again after that', async () => {
    await happen(log, 'anna', filled(1));
    const first = await running([new Noting('noting')]);
    await first.drain();
    await first.stop();
    const noting = new Noting('noting');
    await (await running([noting])).drain();
    expect(noting.handed).toEqual([]);
  });
});

describe("A rule's no", () => {
  it('is for good: it is kept, without words, and the reaction goes on', async () => {
    const refused = new Noting('refused');
    refused.afterwards = (pence) => {
      if (pence === 13) throw new Refusal('unlucky', 'Anna said that thirteen is unlucky.');
    };
    await happen(log, 'anna', filled(13), filled(2));
    const runner = await running([refused]);
    expect(await runner.drain()).toBe(true);
    expect(refused.handed).toEqual([13, 2]);
    const [cause] = await log.load('purse-anna');
    const { eventId, position } = cause!;
    expect(await runner.outcomes()).toEqual([
      { reaction: 'refused', eventId, position, code: 'unlucky', at: clock.now() },
    ]);
    expect(runner.failures()).toEqual([]);
  });
});

describe('Where others are writing', () => {
  it('only this reaction waits, a little longer each time, and is handed the same again', async () => {
    const busy = new Noting('busy');
    let times = 3;
    busy.afterwards = () => {
      if (times-- > 0) throw new Busy();
    };
    const other = new Noting('other');
    const attempts: number[] = [];
    const pause = async (attempt: number) => attempts.push(attempt);
    await happen(log, 'anna', filled(1), filled(2));
    const runner = await running([busy, other], { pause });
    expect(await runner.drain()).toBe(true);
    expect(busy.handed).toEqual([1, 1, 1, 1, 2]);
    expect(other.handed).toEqual([1, 2]);
    expect(attempts).toEqual([1, 2, 3]);
  });
});

describe('An exception', () => {
  async function stoppedAtThirteen() {
    const broken = new Noting('broken');
    broken.afterwards = (pence) => {
      if (pence === 13) throw new TypeError('undefined is not a purse');
    };
    const other = new Noting('other');
    await happen(log, 'anna', filled(1), filled(13), filled(2));
    const runner = await running([broken, other]);
    expect(await runner.drain()).toBe(false);
    const [, thirteen] = await log.load('purse-anna');
    return { runner, broken, other, thirteen: thirteen! };
  }

  it('stops only this reaction, and names the event', async () => {
    const { runner, broken, other, thirteen } = await stoppedAtThirteen();
    await happen(log, 'bilal', filled(4));
    expect(await runner.drain()).toBe(false);
    expect(broken.handed).toEqual([1, 13]);
    expect(other.handed).toEqual([1, 13, 2, 4]);
    expect(runner.failures().map((it) => it.message)).toEqual([
      `broken stopped before Filled at ${thirteen.position} (event ${thirteen.eventId}): ` +
        'undefined is not a purse',
    ]);
  });

  it('is met again after a restart: nothing is skipped', async () => {
    const { runner, broken } = await stoppedAtThirteen();
    await runner.stop();
    expect(await (await running([broken])).drain()).toBe(false);
    expect(broken.handed).toEqual([1, 13, 13]);
  });

  it('is passed only where a person says so, which is kept', async () => {
    const { runner, broken, thirteen } = await stoppedAtThirteen();
    await runner.skip('broken', thirteen.eventId, 'manager-1');
    expect(await runner.drain()).toBe(true);
    expect(broken.handed).toEqual([1, 13, 2]);
    expect(runner.failures()).toEqual([]);
    const { eventId, position } = thirteen;
    const at = clock.now();
    expect(await runner.outcomes()).toEqual([
      { reaction: 'broken', eventId, position, code: 'skipped', at, by: 'manager-1' },
    ]);
  });

  it('is passed also while the runner is not started', async () => {
    const { runner, broken, thirteen } = await stoppedAtThirteen();
    await runner.stop();
    await runner.skip('broken', thirteen.eventId, 'manager-1');
    expect(await (await running([broken])).drain()).toBe(true);
    expect(broken.handed).toEqual([1, 13, 2]);
  });

  it('is not passed for another event, nor for a reaction that goes on', async () => {
    const { runner, thirteen } = await stoppedAtThirteen();
    await expect(runner.skip('broken', 'other', 'manager-1')).rejects.toThrow(
      'broken does not stand before event other.',
    );
    await expect(runner.skip('other', thirteen.eventId, 'manager-1')).rejects.toThrow(
      'other does not stand still.',
    );
  });

  it('comes of an event of a newer version', async () => {
    await happen(log, 'anna', filled(1));
    const newer = Object.assign(Object.create(log) as LogInMemory, {
      follow: async function* () {
        yield (await log.load('purse-anna')).map((it) => ({ ...it, schemaVersion: 2 }));
      },
    });
    const runner = await running([new Noting('noting')], AT_ONCE, newer);
    expect(await runner.drain()).toBe(false);
    expect(runner.failures()[0]!.message).toMatch(/: The log holds Filled, version 2, at /);
  });
});

describe('A prompt reaction', () => {
  const prompt = (name: string) => Object.assign(new Noting(name), { prompt: true });

  it('has acted when the append is answered, and is handed the event once', async () => {
    const noting = prompt('noting');
    const runner = await running([noting, new Noting('at leisure')]);
    const writer = new Writer(log, purseTypes(), clock);
    writer.afterAppend = runner.promptly;
    await transact(writer, 'purse-anna', note, { pence: 5 }, oluAsks('fill'));
    expect(noting.handed).toEqual([5]);
    expect(await runner.drain()).toBe(true);
    expect(noting.handed).toEqual([5]);
    expect(await notes()).toBe(2);
  });

  it('acts in line also where another instance moves the bookmarks', async () => {
    const [here, there] = [prompt('noting'), prompt('noting')];
    const standingBy = new ReactionRunner(log, purseTypes(), clock, db, [here]);
    standingBy.standBy();
    const runner = await running([there]);
    await happen(log, 'anna', filled(1));
    await standingBy.promptly(await log.load('purse-anna'));
    expect(here.handed).toEqual([1]);
    expect(await runner.drain()).toBe(true);
    expect(await notes()).toBe(1);
    await standingBy.stop();
    await standingBy.promptly(await log.load('purse-anna'));
    expect(here.handed).toEqual([1]);
  });

  it('acts in line while standing by, though it waited for the log when it was stopped', async () => {
    const noting = prompt('noting');
    const { promise: waits, resolve } = Promise.withResolvers<void>();
    const pause = (_: number, signal: AbortSignal) => {
      resolve();
      return new Promise((end) => signal.addEventListener('abort', end));
    };
    const away = Object.assign(Object.create(log) as LogInMemory, {
      follow: () => {
        throw new Error('The log is away');
      },
    });
    const runner = await running([noting], { pause }, away);
    await waits;
    await runner.stop();
    runner.standBy();
    const writer = new Writer(log, purseTypes(), clock);
    writer.afterAppend = runner.promptly;
    await transact(writer, 'purse-anna', note, { pence: 5 }, oluAsks('fill'));
    expect(noting.handed).toEqual([5]);
  });

  it('that fails in line fails nobody, and is tried again from the bookmark', async () => {
    const failing = prompt('failing');
    let times = 1;
    failing.afterwards = () => {
      if (times-- > 0) throw new Busy();
    };
    const runner = await running([failing]);
    await happen(log, 'anna', filled(1));
    await runner.promptly(await log.load('purse-anna'));
    expect(await runner.drain()).toBe(true);
    expect(failing.handed).toEqual([1, 1]);
    expect(runner.failures()).toEqual([]);
  });

  it('that never ends holds up no answer', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const endless = prompt('endless');
    endless.afterwards = () => promise;
    const runner = await running([endless], { ...AT_ONCE, promptMs: 1 });
    await happen(log, 'anna', filled(1));
    await runner.promptly(await log.load('purse-anna'));
    resolve();
    expect(await runner.drain()).toBe(true);
  });
});

describe('Drained', () => {
  it('is also what reactions themselves have led to', async () => {
    const chain = new Noting('chain');
    const afterNotes: string[] = [];
    const following: AnyReaction = {
      name: 'following',
      after: 'Filled',
      from: 'beginning',
      react: async ({ stream }) => void (stream.startsWith('note-') && afterNotes.push(stream)),
    };
    await happen(log, 'anna', filled(1), filled(2));
    expect(await (await running([following, chain])).drain()).toBe(true);
    expect(afterNotes).toHaveLength(2);
  });

  it('is an empty log', async () => {
    expect(await (await running([new Noting('noting')])).drain()).toBe(true);
  });

  it('is not what still goes on when the time is over', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const slow = new Noting('slow');
    slow.afterwards = () => promise;
    await happen(log, 'anna', filled(1));
    const runner = await running([slow]);
    expect(await runner.drain(1)).toBe(false);
    resolve();
    expect(await runner.drain()).toBe(true);
  });
});

describe('At start', () => {
  it('a reaction that has acted on what the log no longer holds is refused', async () => {
    await happen(log, 'anna', filled(1));
    const runner = await running([new Noting('noting')]);
    await runner.drain();
    await runner.stop();
    const other = new LogInMemory();
    await happen(other, 'anna', filled(1));
    await expect(running([new Noting('noting')], AT_ONCE, other)).rejects.toThrow(
      ReadModelsAheadOfLog,
    );
  });

  it('two of one name are refused', () => {
    const twice = [new Noting('noting'), new Noting('noting')];
    expect(() => new ReactionRunner(log, purseTypes(), clock, db, twice)).toThrow(
      'Two reactions are called noting',
    );
  });
});
