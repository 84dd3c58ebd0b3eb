import { Erasable } from '../../test/support/erasable.js';
import { LogInMemory } from '../../test/support/log-in-memory.js';
import { oluAsks } from '../../test/support/people.js';
import type { RequestAt } from '../event-log/event-log.js';
import { ERASED, WordStore } from './words.js';

const words = { payee: 'Rosa Reed', note: 'Two nights' };

describe('The words of a person', () => {
  let erasable: Erasable;
  let log: LogInMemory;
  let store: WordStore;
  beforeEach(async () => {
    erasable = await Erasable.open();
    log = new LogInMemory();
    store = new WordStore(erasable.db, log, erasable.clock);
    for (const it of ['anna', 'bilal']) await store.createKey(erasable.db, it);
  });
  afterEach(() => erasable.close());

  /** Says it in a request of its own: which, and where it stands. */
  async function said(personId: string, key: string, what = words): Promise<RequestAt> {
    const asked = oluAsks(key);
    const { sealed } = await store.said(personId, asked.requestId, what);
    const says = { ...asked, words: sealed };
    const { recorded } = await log.append(`account-${key}`, -1, [{ type: 'A' }], says);
    return recorded[0]!;
  }

  it('are read again by the request in which they were said', async () => {
    const [one, two] = [
      await said('anna', 'one'),
      await said('anna', 'two', { ...words, note: '' }),
    ];
    expect(await store.of('anna', [one, two])).toEqual(
      new Map([
        [one.requestId, words],
        [two.requestId, { ...words, note: '' }],
      ]),
    );
  });

  it('are missing where nothing was said', async () => {
    const silent = oluAsks('silent');
    const { recorded } = await log.append('account-silent', -1, [{ type: 'A' }], silent);
    expect(await store.of('anna', recorded)).toEqual(new Map());
    expect(await store.of('anna', [])).toEqual(new Map());
  });

  it('are not in what is stored, and neither is the same hash of the same words twice', async () => {
    const asked = oluAsks('one');
    const annas = await store.said('anna', asked.requestId, words);
    const bilals = await store.said('bilal', asked.requestId, words);
    expect(Buffer.from(annas.sealed.sealed).toString('latin1')).not.toContain('Rosa');
    expect(annas.wordsHash).not.toBe(bilals.wordsHash);
    expect((await store.said('anna', asked.requestId, words)).wordsHash).toBe(annas.wordsHash);
  });

  it('are opened by no other person’s key', async () => {
    const one = await said('anna', 'one');
    await expect(store.of('bilal', [one])).rejects.toThrow(/unable to authenticate/);
  });

  it('say that they were erased once the key is gone; others’ are as they were', async () => {
    const [annas, bilals] = [await said('anna', 'one'), await said('bilal', 'two')];
    await store.deleteKey(erasable.db, 'anna');
    expect(await store.of('anna', [annas])).toEqual(new Map([[annas.requestId, ERASED]]));
    expect(await store.of('bilal', [bilals])).toEqual(new Map([[bilals.requestId, words]]));
  });

  it('are refused once the key is gone', async () => {
    await store.deleteKey(erasable.db, 'anna');
    const late = store.said('anna', oluAsks('late').requestId, words);
    await expect(late).rejects.toMatchObject({ code: 'erased' });
  });

  it('are refused of somebody who never had one', async () => {
    const said = store.said('nobody', oluAsks('x').requestId, words);
    await expect(said).rejects.toMatchObject({ code: 'erased' });
  });

  it('have one key a person, which is not made twice', async () =>
    expect(store.createKey(erasable.db, 'anna')).rejects.toThrow(/unique/i));
});
