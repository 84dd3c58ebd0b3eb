import { postgres } from '../../test/support/databases.js';
import { Clock, SystemClock } from '../event-log/clock.js';
import { MOST_DRIFT } from '../event-log/clock.js';
import { clockDrift, ClockWatch } from './clock-drift.js';
import { openDatabase, type Database } from './database.js';

let db: Database;
beforeAll(async () => {
  db = openDatabase({ url: await postgres().database() });
});
afterAll(() => db.destroy());

/** The machine's, which is the database's here, but so much ahead. */
class Ahead extends Clock {
  private readonly machine = new SystemClock();
  constructor(private readonly by: number) {
    super();
  }
  micros(): number {
    return this.machine.micros() + this.by;
  }
}

const MILLISECOND = 1_000;
const HOUR = 3_600_000 * MILLISECOND;

describe('The drift of a clock from the database’s', () => {
  it('is none where they are one', async () =>
    // The machine's counts whole milliseconds, the database's go on within them.
    expect(Math.abs(await clockDrift(db, new Ahead(0)))).toBeLessThanOrEqual(MILLISECOND));

  it.each([400 * MILLISECOND, 600 * MILLISECOND, HOUR])('is %d µs ahead, or less', async (by) => {
    const drift = await clockDrift(db, new Ahead(by));
    expect(drift).toBeLessThanOrEqual(by);
    expect(drift > MOST_DRIFT).toBe(by > MOST_DRIFT);
  });

  it.each([400 * MILLISECOND, 600 * MILLISECOND, HOUR])('is %d µs behind, or less', async (by) => {
    const drift = await clockDrift(db, new Ahead(-by));
    expect(drift).toBeGreaterThanOrEqual(-by - MILLISECOND);
    expect(drift < -MOST_DRIFT).toBe(by > MOST_DRIFT);
  });

  it('is not made larger by a line that is slow', async () => {
    const slow = new Ahead(0);
    let asked = 0;
    // A second passes between each question and its answer.
    slow.micros = () => new SystemClock().micros() + (asked++ % 2) * 1_000 * MILLISECOND;
    expect(Math.abs(await clockDrift(db, slow))).toBeLessThanOrEqual(MILLISECOND);
  });

  it('is found whatever the time zone of the database', async () => {
    const url = await postgres().database();
    await postgres().ask(
      `alter database ${new URL(url).pathname.slice(1)} set timezone to 'Asia/Tokyo'`,
    );
    const far = openDatabase({ url });
    expect(Math.abs(await clockDrift(far, new Ahead(0)))).toBeLessThanOrEqual(MILLISECOND);
    await far.destroy();
  });
});

describe('An instance whose clock runs away', () => {
  it('may not write until it is set, and says by how much it is off', async () => {
    let by = 0;
    const clock = new Ahead(0);
    clock.micros = () => new SystemClock().micros() + by;
    const watch = new ClockWatch(db, clock);
    await watch.look();
    expect(watch.failure).toBeNull();
    by = -2_000 * MILLISECOND;
    await watch.look();
    expect(watch.failure?.message).toMatch(
      /^This machine’s clock is (1999|200\d) ms behind the database’s\. /,
    );
    by = 400 * MILLISECOND;
    await watch.look();
    expect(watch.failure).toBeNull();
  });
});
