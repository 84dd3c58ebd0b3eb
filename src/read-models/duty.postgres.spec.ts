import { program, type Program } from '../../test/support/child.js';
import { postgres } from '../../test/support/databases.js';
import { Duty, type Work } from './duty.js';

let url: string;
let duties: Duty[];
let children: Program[];
beforeEach(async () => {
  url = await postgres().database();
  duties = [];
  children = [];
});
afterEach(async () => {
  for (const it of children) await it.kill();
  for (const it of duties) await it.stop();
});

/** Notes when it begins and ends. */
class Noting implements Work {
  readonly notes: string[] = [];
  private waiting = Promise.withResolvers<void>();
  fails: Error | undefined;

  async begin() {
    this.note('begun');
    if (this.fails) throw this.fails;
  }
  async end() {
    this.note('ended');
  }

  /** Resolves when it has noted so much. */
  async until(...notes: readonly string[]): Promise<void> {
    while (this.notes.length < notes.length) await this.waiting.promise;
    expect(this.notes).toEqual(notes);
  }

  private note(what: string): void {
    this.notes.push(what);
    this.waiting.resolve();
    this.waiting = Promise.withResolvers();
  }
}

async function standing(work: Work): Promise<Duty> {
  const duty = new Duty(url, work);
  duties.push(duty);
  await duty.start();
  return duty;
}

/** Another process, which is on duty. */
async function elsewhere(): Promise<Program> {
  const child = program('duty-holder.ts', url);
  children.push(child);
  await child.says('on duty');
  return child;
}

describe('Of several instances', () => {
  it('one is on duty, and the others stand by', async () => {
    const [first, second] = [new Noting(), new Noting()];
    const on = await standing(first);
    const by = await standing(second);
    expect([on.isOn, by.isOn]).toEqual([true, false]);
    expect([first.notes, second.notes]).toEqual([['begun'], []]);
    expect([on.failure, by.failure]).toEqual([null, null]);
  });

  it('another takes over from one that stops, when it has ended its work', async () => {
    const [first, second] = [new Noting(), new Noting()];
    const on = await standing(first);
    const by = await standing(second);
    await on.stop();
    expect(first.notes).toEqual(['begun', 'ended']);
    await second.until('begun');
    await until(() => by.isOn);
  });

  it('another takes over from one that is killed', async () => {
    const child = await elsewhere();
    const work = new Noting();
    expect((await standing(work)).isOn).toBe(false);
    await child.kill();
    await work.until('begun');
  }, 5_000);

  it('another takes over from one that stands still and says nothing', async () => {
    const child = await elsewhere();
    const work = new Noting();
    await standing(work);
    child.signal('SIGSTOP');
    await work.until('begun');
    child.signal('SIGCONT');
    await child.says('off duty');
  }, 10_000);

  it('no other takes over from one that only has much to do', async () => {
    const [begun, done] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const begin = () => {
      begun.resolve();
      return done.promise;
    };
    const slow = standing({ begin, end: async () => {} });
    await begun.promise;
    const by = await standing(new Noting());
    await postgres().ask('select pg_sleep(4)'); // longer than silence is borne
    expect(by.isOn).toBe(false);
    done.resolve();
    expect((await slow).isOn).toBe(true);
  });
});

describe('Who is on duty', () => {
  it('ends its work when its connection is lost, and takes it up again', async () => {
    const work = new Noting();
    await standing(work);
    await postgres().ask(LOCK_HOLDERS, url);
    await work.until('begun', 'ended', 'begun');
  });

  it('says why it cannot be while the database is away', async () => {
    const work = new Noting();
    const duty = await standing(work);
    await postgres().halt();
    await work.until('begun', 'ended');
    expect(duty.isOn).toBe(false);
    await until(() => duty.failure !== null);
    await postgres().resume();
    await work.until('begun', 'ended', 'begun');
    await until(() => duty.isOn && duty.failure === null);
  });
});

describe('Work that cannot begin', () => {
  it('is told to who starts it, and left to others', async () => {
    const work = new Noting();
    work.fails = new Error('The log is another');
    await expect(standing(work)).rejects.toThrow('The log is another');
    expect(work.notes).toEqual(['begun', 'ended']);
    expect((await standing(new Noting())).isOn).toBe(true);
  });

  it('when it is taken over is tried again', async () => {
    const work = new Noting();
    const on = await standing(new Noting());
    const by = await standing(work);
    work.fails = new Error('The disk is full');
    await on.stop();
    await work.until('begun', 'ended');
    await until(() => by.failure?.message === 'The disk is full');
    work.fails = undefined;
    await work.until('begun', 'ended', 'begun');
    await until(() => by.isOn && by.failure === null);
  });
});

/** Waits for a fact that nothing tells us of. */
async function until(fact: () => boolean): Promise<void> {
  while (!fact()) await new Promise(setImmediate);
}

const LOCK_HOLDERS = `select pg_terminate_backend(pid) from pg_locks
  where locktype = 'advisory' and database = (
    select oid from pg_database where datname = current_database())`;
