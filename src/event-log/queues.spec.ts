import { Busy } from './event-log.js';
import { Queues } from './queues.js';

describe('Commands', () => {
  it('of one stream come one after another, those of others at once', async () => {
    const queues = new Queues();
    const order: string[] = [];
    const first = Promise.withResolvers<void>();
    const work = (name: string, until?: Promise<void>) => async () => {
      await until;
      order.push(name);
      return name;
    };
    const one = queues.inTurn('anna', work('one', first.promise));
    const two = queues.inTurn('anna', work('two'));
    expect(await queues.inTurn('bilal', work('other'))).toBe('other');
    first.resolve();
    expect([await one, await two]).toEqual(['one', 'two']);
    expect(order).toEqual(['other', 'one', 'two']);
  });

  it('go on after one that failed', async () => {
    const queues = new Queues();
    const failed = queues.inTurn('anna', () => Promise.reject(new Error('no')));
    await expect(failed).rejects.toThrow('no');
    expect(await queues.inTurn('anna', async () => 'yes')).toBe('yes');
  });

  it('that find too many waiting are told so and not begun; later ones are taken', async () => {
    const queues = new Queues(2);
    const held = Promise.withResolvers<string>();
    const waiting = ['anna', 'bilal'].map((it) => queues.inTurn(it, () => held.promise));
    let begun = 0;
    await expect(queues.inTurn('carys', async () => begun++)).rejects.toThrow(Busy);
    expect(begun).toBe(0);
    held.resolve('done');
    expect(await Promise.all(waiting)).toEqual(['done', 'done']);
    expect(await queues.inTurn('carys', async () => 'yes')).toBe('yes');
    expect(queues.size).toBe(0);
  });
});
