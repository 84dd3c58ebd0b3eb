import { LogInMemory } from '../../test/support/log-in-memory.js';
import { filled, happen } from '../../test/support/purses.js';
import { Histories } from './histories.js';

describe('The history of a stream', () => {
  let log: LogInMemory;
  let read: number;
  beforeEach(() => {
    log = new LogInMemory();
    read = 0;
  });
  const counting = {
    load: async (stream: string, after?: number) => {
      const events = await log.load<never>(stream, after);
      read += events.length;
      return events;
    },
  };

  it('is read once, and then what was added', async () => {
    const histories = new Histories(counting);
    await happen(log, 'anna', filled(1), filled(2));
    expect(await histories.of('purse-anna')).toEqual(await log.load('purse-anna'));
    await happen(log, 'anna', filled(3));
    expect(await histories.of('purse-anna')).toEqual(await log.load('purse-anna'));
    expect(read).toBe(3);
  });

  it('is empty where there is none', async () =>
    expect(await new Histories(counting).of('purse-anna')).toEqual([]));

  it('is let go of when others were asked for later and memory is short', async () => {
    const histories = new Histories(counting, 3);
    await happen(log, 'anna', filled(1), filled(2));
    await happen(log, 'bilal', filled(3), filled(4));
    for (const it of ['anna', 'bilal', 'bilal', 'anna']) await histories.of(`purse-${it}`);
    expect(read).toBe(6);
  });
});
