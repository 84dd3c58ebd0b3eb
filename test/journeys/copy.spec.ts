import Database from 'better-sqlite3';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { configFrom } from '../../src/config.js';
import { copy, PlaceTaken, type PlaceNamed } from '../../src/copy.js';
import { backUp } from '../../src/event-log/backup.js';
import { BrokenStream } from '../../src/event-log/chain.js';
import { SystemClock } from '../../src/event-log/clock.js';
import { UnfinishedCopy } from '../../src/event-log/copying.js';
import { idOfHash } from '../../src/kernel/digest.js';
import { eventTypes, Ledger } from '../../src/ledger.js';
import { ReadModelsAheadOfLog } from '../../src/read-models/bookmarks.js';
import { ALL_PEOPLE_TABLES } from '../../src/people/people.table.js';
import { KEY_TABLES } from '../../src/words/erasable-database.js';
import { TestApp, type Answer } from '../support/app.js';
import { EventStoreDouble } from '../support/eventstoredb/double.js';
import { A_PHOTO } from '../support/forms.js';
import { AUDITOR, MANAGER, OFFICER, type Journey } from '../support/journey.js';
import { richHistory } from '../support/rich-history.js';

import.meta.jest.setTimeout(120_000);

const NOW = '2026-06-10T09:00:00Z';
const KNOWN = ['2025-11-03', '2026-01-05', '2026-03-09', '2026-05-11', '2026-06-01'];

/** Every row of a file, whatever numbers it gives to streams and types. */
function rowsOf(file: string, ...queries: string[]): unknown[] {
  const db = new Database(file, { readonly: true });
  try {
    return queries.map((it) => db.prepare(it).all());
  } finally {
    db.close();
  }
}

const logIn = (folder: string) =>
  rowsOf(
    join(folder, 'log.db'),
    `SELECT position, s.name AS stream, version, t.name AS type, head, data, hash
     FROM events e JOIN streams s ON s.id = e.stream JOIN types t ON t.id = e.type
     ORDER BY position`,
    `SELECT request_id, request_hash, s.name AS stream, from_version, at
     FROM requests r JOIN streams s ON s.id = r.stream ORDER BY request_id`,
    'SELECT * FROM words ORDER BY position',
    'SELECT * FROM late',
  );

const peopleIn = (folder: string) =>
  rowsOf(
    join(folder, 'keys.db'),
    ...[...KEY_TABLES, ...ALL_PEOPLE_TABLES].map((it) => `SELECT * FROM ${it} ORDER BY 1`),
  );

const marksIn = (folder: string) =>
  rowsOf(
    join(folder, 'read.db'),
    'SELECT name, hash, stream, version FROM reaction_bookmarks ORDER BY name',
    'SELECT reaction, event_id, code, at, by FROM reaction_outcomes ORDER BY reaction, event_id',
  );

const WAGES = {
  amountPence: 9_600,
  spentOn: '2026-05-18',
  payee: 'Rosa Reed',
  category: 'personal-assistant',
};
const sentAgain = { key: 'wages' };

/** Ids of all but seals, as the file has them. */
const eventsIn = (folder: string): string[] => {
  const [hashes] = rowsOf(
    join(folder, 'log.db'),
    `SELECT lower(hex(hash)) AS hash FROM events e JOIN streams s ON s.id = e.stream
     WHERE s.name <> 'seals' ORDER BY position`,
  ) as [{ hash: string }[]];
  return hashes.map((it) => idOfHash(it.hash));
};

/** Whoever asks: what is said of them was sealed, and they were forgotten. */
async function erasedDana(journey: Journey): Promise<string> {
  const { personId, path } = await journey.budget({
    of: 'Dana Dale',
    userId: 'dana',
    opensOn: '2026-05-18',
  });
  await journey.spends(path, '2026-05-18', 7_00);
  await journey.app.delete(MANAGER, `/people/${personId}`, { reason: 'Asked', override: true });
  return path;
}

describe('A ledger that is copied', () => {
  const root = mkdtempSync(join(tmpdir(), 'copy-'));
  const at = (name: string) => join(root, name);
  const [source, rows, back] = [at('source'), at('rows'), at('back')];
  let double: EventStoreDouble;
  let budgets: string[];
  let danas: string;
  /** The address of a file that was sent. */
  let receipt: string;
  let answered: Answer & { readonly path: string };

  beforeAll(async () => {
    const journey = await richHistory();
    danas = await erasedDana(journey);
    const { path } = await journey.budget({ opensOn: '2026-05-18', of: 'Eve', userId: 'eve' });
    const first = await journey.app.post(OFFICER, `${path}/expenses`, WAGES, sentAgain);
    answered = { path, ...first };
    const receipts = `${path}/expenses/${first.body.entryId}/receipts`;
    receipt = `${receipts}/${(await journey.sends(OFFICER, receipts)).receiptId}`;
    const { body } = await journey.app.get(OFFICER, '/budgets');
    budgets = body.items.map((it: { budgetId: string }) => `/budgets/${it.budgetId}`);
    await journey.app.ledger.reactions.drain();
    await backUp(journey.app.folder, source, { types: eventTypes(), clock: new SystemClock() });
    await journey.end();
    await (await TestApp.start({ folder: source, now: NOW })).close(); // sets a seal
    double = await EventStoreDouble.start();
  });
  afterAll(async () => {
    await double.stop();
    rmSync(root, { recursive: true });
  });

  const copied = (from: PlaceNamed, to: PlaceNamed) => copy(from, to, () => {});
  const server = () => ({ log: double.url, rows });

  it('comes back from a server byte for byte', async () => {
    const there = await copied({ log: source }, server());
    expect(there).toMatchObject({ ok: true });
    const again = await copied(server(), { log: back });
    expect(again).toMatchObject({ ok: true, head: { root: there.head.root } });
    expect(logIn(back)).toEqual(logIn(source));
    expect(peopleIn(back)).toEqual(peopleIn(source));
    expect(marksIn(back)).toEqual(marksIn(source));
    expect(marksIn(rows)).toEqual(marksIn(source));
  });

  it('goes from folder to folder as well', async () => {
    expect(await copied({ log: source }, { log: at('folder') })).toMatchObject({ ok: true });
    expect(logIn(at('folder'))).toEqual(logIn(source));
    expect(marksIn(at('folder'))).toEqual(marksIn(source));
  });

  it('may leave people and keys where they are, and moves the log alone', async () => {
    const [its, grown] = [at('stays'), await EventStoreDouble.start()];
    await copied({ log: source }, { log: its });
    const [people, marks] = [peopleIn(its), marksIn(its)];
    expect(await copied({ log: its }, { log: grown.url, rows: its })).toMatchObject({ ok: true });
    expect([peopleIn(its), marksIn(its)]).toEqual([people, marks]);
    const app = await TestApp.start({
      folder: its,
      now: NOW,
      env: { EVENTSTOREDB_URL: grown.url },
    });
    expect(await said(app)).toContain('Rosa Reed');
    await app.close();
    // Two ledgers with one set of people would each forget what the other knows.
    const old = await Ledger.open(configFrom({ DATA_DIR: its }));
    await expect(old.start(pino({ level: 'silent' }))).rejects.toThrow(ReadModelsAheadOfLog);
    await old.close();
    await grown.stop();
  });

  describe('to where something is', () => {
    it.each([
      ['a ledger', () => ({ log: source }), () => ({ log: back }), PlaceTaken],
      ['a ledger in a server', () => ({ log: source }), server, PlaceTaken],
      ['itself', () => ({ log: source }), () => ({ log: `${source}/` }), /where it is/],
    ])('is refused: %s', async (_, from, to, why) => {
      const before = logIn(back);
      await expect(copied(from(), to())).rejects.toThrow(why);
      expect(logIn(back)).toEqual(before);
    });

    it('is refused: people of somebody else', async () => {
      const empty = await EventStoreDouble.start();
      const to = { log: empty.url, rows: back };
      await expect(copied({ log: source }, to)).rejects.toThrow('holds people already');
      await empty.stop();
    });
  });

  it.each([
    [{ log: 'esdb://127.0.0.1:1?tls=false' }, 'Where are the rows'],
    [{ log: at('nowhere') }, 'There is no ledger in'],
  ])('must be somewhere: %j', (from, why) =>
    expect(copied(from, { log: at('never') })).rejects.toThrow(why),
  );

  describe('with an event that somebody changed', () => {
    const changed = at('changed');
    const half = { log: at('half') };

    it('is refused, and the event is named', async () => {
      await copied({ log: source }, { log: changed });
      const db = new Database(join(changed, 'log.db'));
      db.exec('DROP TRIGGER events_update');
      db.exec("UPDATE events SET data = CAST(replace(data, '9600', '9500') AS BLOB)");
      db.close();
      await expect(copied({ log: changed }, half)).rejects.toThrow(BrokenStream);
    });

    it('leaves a target that nobody can open', () =>
      expect(TestApp.start({ folder: half.log })).rejects.toThrow(UnfinishedCopy));

    it('which becomes a ledger once the same is copied whole', async () => {
      expect(await copied({ log: source }, half)).toMatchObject({ ok: true });
      expect(logIn(half.log)).toEqual(logIn(source));
    });
  });

  describe('and served', () => {
    const places: [string, () => Promise<TestApp>][] = [
      ['in a server', () => served(rows, { EVENTSTOREDB_URL: double.url })],
      ['in a folder again', () => served(back)],
    ];
    const served = (folder: string, env = {}) => TestApp.start({ folder, now: NOW, env });
    let was: unknown;
    let app: TestApp;
    beforeAll(async () => {
      app = await served(source);
      was = await all(app);
      await app.close();
    });
    afterEach(() => app.close());

    it.each(places)('%s, shows the same figures as known at any instant', async (_, open) => {
      app = await open();
      expect(await all(app)).toEqual(was);
    });

    it.each(places)('%s, answers a request that was sent before', async (_, open) => {
      app = await open();
      const path = `${answered.path}/expenses`;
      const again = await app.post(OFFICER, path, WAGES, sentAgain);
      expect(again.status).toBe(201);
      expect(withoutPlace(again.body)).toEqual(withoutPlace(answered.body));
      const other = await app.post(OFFICER, path, { ...WAGES, amountPence: 1 }, sentAgain);
      expect(other).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
    });

    it.each(places)('%s, says no words of somebody who was erased', async (_, open) => {
      app = await open();
      const { body } = await app.get(AUDITOR, `${danas}/history`);
      expect(JSON.stringify(body)).toContain('[erased]');
      expect(JSON.stringify(body)).not.toContain('Rosa Reed');
    });

    it.each(places)('%s, has what was sent to it', async (_, open) => {
      app = await open();
      const { status, headers } = await app.get(OFFICER, receipt);
      expect([status, headers['content-length']]).toEqual([200, String(A_PHOTO.length)]);
    });

    it.each(places)('%s, acts on nothing again', async (_, open) => {
      app = await open();
      await app.ledger.reactions.drain();
      expect(await recorded(app)).toEqual(eventsIn(source));
    });

    it.each(places)('%s, proves itself, and goes on', async (_, open) => {
      app = await open();
      const expense = { ...WAGES, amountPence: 1_00 };
      expect(await app.post(OFFICER, `${answered.path}/expenses`, expense)).toMatchObject({
        status: 201,
      });
      const { body } = await app.get(AUDITOR, '/integrity?full=true');
      expect(body).toMatchObject({ ok: true });
    });
  });

  const all = async (app: TestApp) => ({
    history: await Promise.all(budgets.map(async (it) => items(await history(app, it)))),
    figures: await Promise.all(
      budgets.flatMap((it) =>
        KNOWN.map(async (day) => {
          const asked = `${it}/figures?asAt=2026-06-05&knownAt=${day}T12:00:00Z`;
          const { status, body } = await app.get(AUDITOR, asked);
          return { asked, status, figures: body.figures };
        }),
      ),
    ),
  });
});

const history = (app: TestApp, budget: string) =>
  app.get(AUDITOR, `${budget}/history?pageSize=200`);

const items = ({ status, body }: Answer) => ({ status, items: body.items });

const withoutPlace = ({ position: _, ...body }: Answer['body']) => body;

async function said(app: TestApp): Promise<string> {
  const { body } = await app.get(AUDITOR, '/budgets');
  const told = await Promise.all(
    body.items.map((it: { budgetId: string }) => history(app, `/budgets/${it.budgetId}`)),
  );
  return JSON.stringify(told.map(items));
}

/** Ids of all but seals. */
async function recorded(app: TestApp): Promise<string[]> {
  const { body } = await app.get(AUDITOR, '/events?limit=10000');
  return String(body)
    .split('\n')
    .filter((it) => it && !it.includes('LogSealed'))
    .map((it) => (JSON.parse(it) as { eventId: string }).eventId);
}
