import { LogInMemory, StillClock } from '../../test/support/log-in-memory.js';
import { oluAsks } from '../../test/support/people.js';
import { Refusal, type Decider } from '../kernel/decider.js';
import {
  Busy,
  KeyReused,
  Stale,
  UnknownEvent,
  VersionConflict,
  type Asked,
  type EventLog,
} from './event-log.js';
import { EventTypes } from './event-types.js';
import { FoldedStates } from './folded-states.js';
import { transact, type SeenAt } from './transact.js';
import { Writer } from './writer.js';

// ── The least that has rules: a purse ────────────────────────────────────────

type PurseCommand = { type: 'Put' | 'Take'; pence: number } | { type: 'Empty' | 'TakeBack' };
type PurseEvent = { type: 'Put' | 'Taken'; pence: number } | { type: 'TakingBackAsked' };

const discussFirst = (...records: PurseEvent[]) =>
  new Refusal('discuss-first', 'Talk about it first', {}, records);

const purse: Decider<PurseCommand, PurseEvent, number> = {
  initial: 0,
  decide: (command, balance) => {
    switch (command.type) {
      case 'Put':
        return [{ type: 'Put', pence: command.pence }];
      case 'Take':
        if (command.pence > balance) throw new Refusal('not-enough', `There is only ${balance}`);
        return [{ type: 'Taken', pence: command.pence }];
      case 'Empty':
        return balance === 0 ? [] : [{ type: 'Taken', pence: balance }];
      case 'TakeBack':
        throw discussFirst({ type: 'TakingBackAsked' });
    }
  },
  evolve: (balance, event) => {
    if (event.type === 'Put') return balance + event.pence;
    return event.type === 'Taken' ? balance - event.pence : balance;
  },
  refusalOf: (event) => (event.type === 'TakingBackAsked' ? discussFirst() : undefined),
};

const put = (pence: number): PurseCommand => ({ type: 'Put', pence });
const take = (pence: number): PurseCommand => ({ type: 'Take', pence });
const empty: PurseCommand = { type: 'Empty' };
const takeBack: PurseCommand = { type: 'TakeBack' };

const TYPES = new EventTypes({ Put: 1, Taken: 1, TakingBackAsked: 1 });

/** An instance of the service: its own cache on the log that all share. */
function instance(log: EventLog) {
  const pauses: number[] = [];
  const pause = async (attempt: number) => pauses.push(attempt);
  const writer = new Writer(log, TYPES, new StillClock(), new FoldedStates(), pause);
  const ask = (command: PurseCommand, asked: Asked, seen?: number | SeenAt) =>
    transact(writer, 'purse', purse, command, asked, seenAt(seen));
  return { ask, pauses, writer };
}

const seenAt = (seen?: number | SeenAt): SeenAt | undefined =>
  typeof seen === 'number' ? { stream: 'purse', version: seen } : seen;

const events = async (log: EventLog) =>
  (await log.load<PurseEvent>('purse')).map(({ event }) => event);

/** Two instances; `stale` has seen the first 5 pence and not what `other` wrote since. */
async function twoInstances(...since: PurseCommand[]) {
  const log = new LogInMemory();
  const stale = instance(log);
  const other = instance(log);
  await stale.ask(put(5), oluAsks('first'));
  for (const [i, command] of since.entries()) await other.ask(command, oluAsks(`since-${i}`));
  return { log, stale, other };
}

describe('A request sent again', () => {
  it('is answered the same, and counts once', async () => {
    const { log, stale, other } = await twoInstances();
    const first = await stale.ask(put(7), oluAsks('again'));
    await other.ask(put(1), oluAsks('between'));
    expect(await stale.ask(put(7), oluAsks('again'))).toEqual(first);
    expect(await other.ask(put(7), oluAsks('again'))).toEqual(first);
    expect(await events(log)).toHaveLength(3);
  });

  it('is answered the same although its If-Match is stale by now', async () => {
    const { stale } = await twoInstances();
    const first = await stale.ask(put(7), oluAsks('again'), 0);
    expect(await stale.ask(put(7), oluAsks('again'), 0)).toEqual(first);
  });

  it('counts once, though sent to two instances at once', async () => {
    const { log, stale, other } = await twoInstances();
    const [one, two] = await Promise.all([
      stale.ask(put(7), oluAsks('again')),
      other.ask(put(7), oluAsks('again')),
    ]);
    expect(two).toEqual(one);
    expect(await events(log)).toHaveLength(2);
  });

  it('counts once, though the first lands while the second waits for its look-up', async () => {
    const { log, stale, other } = await twoInstances();
    const find = log.findRequest.bind(log);
    let first: unknown;
    log.findRequest = (async (...key) => {
      log.findRequest = find;
      const found = await find(...key);
      first = await other.ask(put(7), oluAsks('again'));
      return found;
    }) as typeof find;
    // With If-Match, which is judged only for a request that is new, it looks before it appends.
    expect(await stale.ask(put(7), oluAsks('again'), 0)).toEqual(first);
    expect(await events(log)).toHaveLength(2);
  });

  it('is answered the same by the stream, read whole, when its key is long forgotten', async () => {
    const { log, stale, other } = await twoInstances();
    const first = await stale.ask(put(7), oluAsks('again'));
    log.forgetRequests();
    expect(await other.ask(put(7), oluAsks('again'))).toEqual(first);
  });

  it('is refused with another body, though both come at once and the rules say no', async () => {
    const { log, stale, other } = await twoInstances(put(1));
    const both = [
      other.ask(put(10), oluAsks('again', 'put')),
      stale.ask(take(99), oluAsks('again', 'take')),
    ];
    const [won, lost] = await Promise.allSettled(both);
    expect(won).toMatchObject({ status: 'fulfilled' });
    expect(lost).toEqual({ status: 'rejected', reason: new KeyReused() });
    expect(await events(log)).toHaveLength(3);
  });

  it('is refused with another body', async () => {
    const { log, stale } = await twoInstances();
    const other = stale.ask(put(8), oluAsks('first', 'another body'));
    await expect(other).rejects.toThrow(KeyReused);
    expect(await events(log)).toHaveLength(1);
  });
});

describe('What a stale state says', () => {
  it('is no refusal yet', async () => {
    const { stale } = await twoInstances(put(10));
    expect(await stale.ask(take(15), oluAsks('take'))).toMatchObject({ version: 2 });
  });

  it('is no "nothing to do" yet', async () => {
    const { log, stale, other } = await twoInstances(empty);
    await stale.ask(empty, oluAsks('refresh'));
    await other.ask(put(3), oluAsks('three'));
    await stale.ask(empty, oluAsks('empty'));
    expect((await events(log)).at(-1)).toEqual({ type: 'Taken', pence: 3 });
  });

  it('is no reason to call the caller stale', async () => {
    const { stale } = await twoInstances(put(10));
    expect(await stale.ask(put(1), oluAsks('put'), 1)).toMatchObject({ version: 2 });
  });

  it('is no permission either', async () => {
    const { log, stale } = await twoInstances(take(5));
    await expect(stale.ask(take(5), oluAsks('take'))).rejects.toMatchObject({ code: 'not-enough' });
    expect(await events(log)).toHaveLength(2);
  });
});

describe('What the caller saw', () => {
  it('must still be there', async () => {
    const { log, stale, other } = await twoInstances(put(10));
    for (const { ask } of [stale, other])
      await expect(ask(put(1), oluAsks('put'), 0)).rejects.toThrow(Stale);
    expect(await events(log)).toHaveLength(2);
  });
});

describe('What the caller saw of another stream', () => {
  const seen = { stream: 'budget', version: 0 };
  const withBudget = async (...events: string[]) => {
    const { log, stale } = await twoInstances();
    for (const [i, type] of events.entries())
      await log.append('budget', i - 1, [{ type }], oluAsks(`budget-${i}`));
    return { log, stale };
  };

  it('must still be there when the request begins', async () => {
    const { stale } = await withBudget('Opened');
    expect(await stale.ask(put(1), oluAsks('put'), seen)).toMatchObject({ version: 1 });
  });

  it('has moved on, or was never there', async () => {
    for (const events of [['Opened', 'Closed'], []]) {
      const { log, stale } = await withBudget(...events);
      await expect(stale.ask(put(1), oluAsks('put'), seen)).rejects.toThrow(Stale);
      expect((await log.load('purse')).length).toBe(1);
    }
  });

  it('is no reason to refuse what was recorded before it moved on', async () => {
    const { log, stale } = await withBudget('Opened');
    const first = await stale.ask(put(1), oluAsks('put'), seen);
    await log.append('budget', 0, [{ type: 'Closed' }], oluAsks('close'));
    expect(await stale.ask(put(1), oluAsks('put'), seen)).toEqual(first);
  });
});

describe('Commands of one stream, in one process,', () => {
  /** Counts the appends that lost a race. */
  class Counting extends LogInMemory {
    lost = 0;
    override async append(...to: Parameters<LogInMemory['append']>): Promise<never> {
      return (await super.append(...to).catch((error: unknown) => {
        this.lost++;
        throw error;
      })) as never;
    }
  }

  it('wait for one another, so that none loses a race', async () => {
    const log = new Counting();
    const { ask, writer } = instance(log);
    const versions = await Promise.all(
      Array.from({ length: 20 }, async (_, i) => (await ask(put(1), oluAsks(`${i}`))).version),
    );
    expect(versions).toEqual(Array.from({ length: 20 }, (_, i) => i));
    expect(log.lost).toBe(0);
    expect(writer.queues.size).toBe(0);
  });

  it('do not wait for one that was refused', async () => {
    const { ask, writer } = instance(new LogInMemory());
    const refused = ask(take(1), oluAsks('take'));
    const next = ask(put(1), oluAsks('put'));
    await expect(refused).rejects.toMatchObject({ code: 'not-enough' });
    expect(await next).toMatchObject({ version: 0 });
    expect(writer.queues.size).toBe(0);
  });

  it('do not wait for those of another', async () => {
    const log = new LogInMemory();
    const { ask, writer } = instance(log);
    const find = log.findRequest.bind(log);
    const held = Promise.withResolvers<void>();
    log.findRequest = (async (...key) => {
      log.findRequest = find;
      await held.promise;
      return find(...key);
    }) as typeof find;
    const waits = ask(put(1), oluAsks('one'));
    await transact(writer, 'another', purse, put(2), oluAsks('two'));
    expect(await events(log)).toEqual([]);
    held.resolve();
    await waits;
  });
});

describe('What follows an append', () => {
  async function told() {
    const { log, stale } = await twoInstances();
    const heard: string[][] = [];
    stale.writer.afterAppend = async (recorded) =>
      void heard.push(recorded.map((it) => `${it.event.type} ${it.version}`));
    return { log, heard, ...stale };
  }

  it('hears of it once, before it is answered, and never of a repeat', async () => {
    const { ask, heard } = await told();
    for (let i = 0; i < 2; i++) {
      await ask(put(1), oluAsks('put'));
      expect(heard).toEqual([['Put 1']]);
    }
  });

  it('hears nothing where there was nothing to do, or a no that records nothing', async () => {
    const { ask, heard } = await told();
    await ask(take(5), oluAsks('take'));
    expect(await ask(empty, oluAsks('empty'))).toMatchObject({ version: 1, recorded: [] });
    await expect(ask(take(5), oluAsks('more'))).rejects.toThrow(Refusal);
    expect(heard).toEqual([['Taken 1']]);
  });

  it('hears of what a refusal records', async () => {
    const { ask, heard } = await told();
    await expect(ask(takeBack, oluAsks('back'))).rejects.toThrow(Refusal);
    await expect(ask(takeBack, oluAsks('back'))).rejects.toThrow(Refusal);
    expect(heard).toEqual([['TakingBackAsked 1']]);
  });

  it('may write to the same stream', async () => {
    const { log, ask, writer } = await told();
    writer.afterAppend = async () => {
      writer.afterAppend = async () => {};
      await ask(put(2), oluAsks('follows'));
    };
    await ask(put(1), oluAsks('put'));
    expect(await log.load('purse')).toHaveLength(3);
  });
});

describe('A lost race', () => {
  it('is decided anew on what the winner left, of which only the tail is read', async () => {
    const { log, stale } = await twoInstances(put(10), take(1));
    const read: number[] = [];
    const load = log.load.bind(log);
    log.load = (stream, after = -1) => (read.push(after), load(stream, after));
    expect(await stale.ask(take(14), oluAsks('take'))).toMatchObject({ version: 3 });
    expect(read).toEqual([0]);
  });

  it('is given up as busy when five were lost on what had just been read', async () => {
    class Contended extends LogInMemory {
      attempts = 0;
      override async append(): Promise<never> {
        this.attempts++;
        throw new VersionConflict();
      }
    }
    const log = new Contended();
    const { ask, pauses } = instance(log);
    await expect(ask(put(1), oluAsks('put'))).rejects.toThrow(Busy);
    expect(log.attempts).toBe(5);
    expect(pauses).toEqual([2, 3, 4, 5]);
  });

  it('was none when the write had landed after all', async () => {
    class LosesTheAnswer extends LogInMemory {
      override async append(...to: Parameters<LogInMemory['append']>): Promise<never> {
        await super.append(...to);
        throw new VersionConflict();
      }
    }
    const log = new LosesTheAnswer();
    const written = await instance(log).ask(put(5), oluAsks('put'));
    expect(await events(log)).toEqual([{ type: 'Put', pence: 5 }]);
    expect(await instance(log).ask(put(5), oluAsks('put'))).toEqual(written);
  });
});

describe('A refusal', () => {
  it('writes nothing, and leaves its key free', async () => {
    const { log, stale } = await twoInstances();
    await expect(stale.ask(take(6), oluAsks('take'))).rejects.toThrow('There is only 5');
    expect(await events(log)).toHaveLength(1);
    expect(await stale.ask(take(4), oluAsks('take', 'less'))).toMatchObject({ version: 1 });
  });

  it('with records writes them once, and refuses again alike on every instance', async () => {
    const { log, stale, other } = await twoInstances();
    for (const { ask } of [stale, stale, other])
      await expect(ask(takeBack, oluAsks('back'))).rejects.toEqual(discussFirst());
    expect(await events(log)).toEqual([{ type: 'Put', pence: 5 }, { type: 'TakingBackAsked' }]);
  });

  it('with records keeps its key', async () => {
    const { stale } = await twoInstances();
    await expect(stale.ask(takeBack, oluAsks('back'))).rejects.toThrow(Refusal);
    await expect(stale.ask(put(1), oluAsks('back', 'put'))).rejects.toThrow(KeyReused);
  });
});

describe('What breaks', () => {
  it('in the rules is no refusal: it is thrown as it is, and nothing is written', async () => {
    const { log, stale } = await twoInstances();
    const defect: PurseCommand = {
      type: 'Take',
      get pence(): number {
        throw new RangeError('a defect');
      },
    };
    await expect(stale.ask(defect, oluAsks('defect'))).rejects.toThrow('a defect');
    expect(await events(log)).toHaveLength(1);
  });

  it('because the log holds what a newer program wrote stops, and says what to do', async () => {
    const { log, stale } = await twoInstances();
    await log.append('purse', 0, [{ type: 'Sewn' }], oluAsks('sew'));
    const command = stale.ask(take(9), oluAsks('take'));
    await expect(command).rejects.toThrow(UnknownEvent);
    await expect(command).rejects.toThrow(/The log holds Sewn, version 1, .* run that, or update/);
  });

  it('in the log is no lost race: it is thrown at once', async () => {
    const { log, stale } = await twoInstances();
    log.append = () => Promise.reject(new Error('disk full'));
    await expect(stale.ask(put(1), oluAsks('put'))).rejects.toThrow('disk full');
  });

  it('records nothing where this machine may not stamp events, and goes on when it may', async () => {
    const log = new LogInMemory(TYPES);
    const writer = new Writer(log, TYPES, new StillClock());
    const send = () => transact(writer, 'purse', purse, put(1), oluAsks('1'));
    writer.hindrance = () => new Busy('The clock is wrong');
    await expect(send()).rejects.toThrow('The clock is wrong');
    expect(await log.head()).toBeNull();
    writer.hindrance = () => null;
    expect((await send()).recorded).toHaveLength(1);
  });
});
