import { TestApp } from '../../test/support/app.js';
import { anna, bytesOfErasable, copyOfErasable, Erasable } from '../../test/support/erasable.js';
import { LogInMemory } from '../../test/support/log-in-memory.js';
import { oluAsks } from '../../test/support/people.js';
import { Folder } from '../../test/support/server.js';
import { FileStore } from '../words/files.js';
import { WordStore } from '../words/words.js';
import { AfterErasure } from './after-erasure.reaction.js';
import type { PersonErased } from './person.events.js';

const erased: PersonErased = { type: 'PersonErased', personId: 'anna' };

describe('After an erasure', () => {
  let erasable: Erasable;
  let log: LogInMemory;
  let words: WordStore;
  let files: FileStore;
  let reaction: AfterErasure;
  let scrubbed: number;
  beforeEach(async () => {
    erasable = await Erasable.open();
    log = new LogInMemory();
    words = new WordStore(erasable.db, log, erasable.clock);
    scrubbed = 0;
    const scrub = async () => void scrubbed++;
    files = new FileStore(erasable.db, log, erasable.clock);
    reaction = new AfterErasure(erasable.db, words, files, erasable.people, scrub);
    for (const person_id of ['anna', 'bilal']) {
      await erasable.people.add(erasable.db, { ...anna, person_id });
      await words.createKey(erasable.db, person_id);
    }
  });
  afterEach(() => erasable.close());

  const erase = () => log.append('person-anna', -1, [erased], oluAsks('erase'));
  const keys = async () => {
    const rows = await erasable.db.selectFrom('person_keys').select('person_id').execute();
    return rows.map((it) => it.person_id);
  };

  it('key, rows and files are gone, and what held them is overwritten', async () => {
    for (const personId of ['anna', 'bilal'])
      await files.keep({ personId, stream: 'account-1' }, oluAsks(personId), Buffer.from('photo'));
    const { recorded } = await erase();
    await reaction.react(recorded[0]!);
    expect(await keys()).toEqual(['bilal']);
    const left = await erasable.db.selectFrom('files').select('person_id').execute();
    expect(left).toEqual([{ person_id: 'bilal' }]);
    expect(await erasable.people.find('anna')).toMatchObject({
      full_name: null,
      erased_at: recorded[0]!.recordedAt,
    });
    expect(scrubbed).toBe(1);
  });

  it('nothing more happens the second time', async () => {
    const { recorded } = await erase();
    await reaction.react(recorded[0]!);
    const person = await erasable.people.find('anna');
    await reaction.react(recorded[0]!);
    expect(await erasable.people.find('anna')).toEqual(person);
  });

  it('whoever came back is erased again; nobody else is touched', async () => {
    await erase();
    await reaction.again(log);
    expect(await keys()).toEqual(['bilal']);
    expect(await erasable.people.notErased()).toEqual(['bilal']);
    await reaction.again(log);
    expect(scrubbed).toBe(1);
  });

  it('who came back without a key is erased again, too', async () => {
    await erase();
    await words.deleteKey(erasable.db, 'anna');
    await reaction.again(log);
    expect(await erasable.people.notErased()).toEqual(['bilal']);
  });
});

describe('An older copy of keys and people', () => {
  const folder = new Folder();
  afterAll(() => folder.remove());

  /** The app on this folder, for as long as `use` takes. */
  async function on<T>(use: (app: TestApp) => Promise<T>): Promise<T> {
    const app = await TestApp.start({ folder: folder.path });
    try {
      return await use(app);
    } finally {
      await app.close();
    }
  }

  it('brings nobody back who was erased since, although the reaction had passed that', async () => {
    const path = await on(async (app) => {
      const made = await app.post('demo-officer', '/people', { fullName: 'Anna Archer' });
      return `/people/${made.body.personId}`;
    });
    const putBack = await copyOfErasable(folder.path);
    await on(async (app) => {
      const why = { override: true, reason: 'Asked for by the person' };
      expect((await app.delete('demo-manager', path, why)).status).toBe(204);
      expect(await app.ledger.reactions.drain()).toBe(true);
    });
    await putBack();
    await on(async (app) => {
      const { body } = await app.get('demo-officer', path);
      expect(body).toMatchObject({ fullName: '[erased]' });
    });
    expect(await bytesOfErasable(folder.path)).not.toContain('Anna Archer');
  });
});
