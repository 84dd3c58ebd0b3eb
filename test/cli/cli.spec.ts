import Database from 'better-sqlite3';
import { existsSync, readFileSync } from 'node:fs';
import { openBudget, record } from '../faults/writers.js';
import { ledger } from '../support/program.js';
import { Folder, type Server } from '../support/server.js';

// Processes are started and waited for; how long that takes is the machine’s affair.
import.meta.jest.setTimeout(60_000);

const MISTYPED = 2;
const EX_CONFIG = 78;

const PROMISES = 'reviews/after-promise';
const skipping = (...decided: string[]) => ['reactions', 'skip', PROMISES, 'x', ...decided];

const movement = (it: { type: string; amountPence: number; balancePence: number }) => [
  it.type,
  it.amountPence,
  it.balancePence,
];

describe('The command line', () => {
  const folder = new Folder();
  const on = { DATA_DIR: folder.path };
  let budgetId: string;
  /** What the API said of the same ledger. */
  const said = {
    events: '',
    figures: {} as Record<string, unknown>,
    journal: {} as Record<string, unknown>,
  };
  const [asAt, knownAt] = ['2026-05-19', '2026-05-20T09:30:00Z'];

  beforeAll(async () => {
    const server = await folder.serve();
    budgetId = await openBudget(server, 'Anna Archer');
    for (const key of ['one', 'two']) await record(server, { budgetId, key, amountPence: 1_250 });
    await server.stop();
    // What is recorded half an hour later is not known yet at that instant.
    const later = await folder.serve({ DEMO_NOW: '2026-05-20T10:00:00Z' });
    await record(later, { budgetId, key: 'three', amountPence: 5_000 });
    said.events = String((await later.get('demo-auditor', '/events')).body);
    const { position } = JSON.parse(said.events.trim().split('\n').at(-1)!);
    const query = `asAt=${asAt}&knownAt=${knownAt}&atLeast=${position}`;
    said.figures = (await later.get('demo-officer', `/budgets/${budgetId}/figures?${query}`)).body;
    for (const format of ['hledger', 'ledger', 'csv'])
      said.journal[format] = (await later.get('demo-auditor', `/journal?format=${format}`)).body;
    await later.stop();
  });
  afterAll(() => folder.remove());

  describe('helps', () => {
    it.each([
      ['serve', 'PORT=8080 DATA_DIR=/srv/ledger ledger serve'],
      ['verify', 'Exit status 1 also when each is whole, but they end before the last seal'],
      ['rebuild', 'ledger rebuild budgets'],
      ['events', 'ledger events --type PaymentMade --limit 10'],
      ['figures', 'ledger figures 2ed6657d-… --as-at 2026-05-20'],
      ['journal', 'ledger journal --format hledger > council.journal'],
      ['balances', 'ledger balances --as-at 2026-05-20'],
      ['register', 'ledger register 2ed6657d-… --as-at 2026-05-20'],
      ['copy', 'ledger copy --from ./data --to esdb://user:…@eventstore.example.org:2113'],
      ['reactions skip', '--by mia --why done-by-hand'],
    ])('with %s: what it does, an example, the settings', async (command, words) => {
      const { status, stdout } = await ledger([...command.split(' '), '--help']);
      expect(status).toBe(0);
      expect(stdout).toContain(`Usage: ledger ${command}`);
      expect(stdout).toContain(words);
      expect(stdout).toMatch(/Example:\n {2}\S/);
      expect(stdout).toMatch(/DATA_DIR +\.\/data +the folder that holds everything/);
    });

    it.each([[['--help']], [[]]])('with all of it: %p', async (args) => {
      const { status, stdout, stderr } = await ledger(args, on);
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      const commands = ['serve', 'verify', 'rebuild', 'events', 'figures', 'copy', 'reactions'];
      for (const it of [...commands, 'OIDC_ISSUER', 'Exit status: 0 done'])
        expect(stdout).toContain(it);
    });
  });

  it('can be typed without building it first, as npm start can', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(scripts.preledger).toBe(scripts.prestart);
  });

  it('knows no other commands, and says which was meant', async () => {
    const { status, stderr } = await ledger(['verfy'], on);
    expect(status).toBe(MISTYPED);
    expect(stderr).toContain("unknown command 'verfy'\n(Did you mean verify?)\n");
  });

  it.each([
    [['figures'], "missing required argument 'budget'"],
    [['figures', 'x', '--as-at', 'today'], 'Type a day: 2026-05-20.'],
    [['figures', 'x', '--known-at', '2026-02-30T12:00:00Z'], 'Type an instant'],
    [['events', '--limit', 'few'], 'Type a whole number.'],
    [['journal', '--format', 'beancount'], 'Allowed choices are hledger, ledger, csv.'],
    [['balances'], "option '--as-at <day>' not specified"],
    [['register', 'x', '--as-at', 'now'], 'Type a day: 2026-05-20.'],
    [['events', '--kind', 'x'], "unknown option '--kind'"],
    [['serve', 'now'], 'too many arguments'],
    [['reactions', 'skip', 'reviews/after-promise', 'x'], "option '--by <user>' not specified"],
    [skipping('--by', 'mia', '--why', 'Anna rang'), 'Type a code of small letters and hyphens'],
    [skipping('--by', '', '--why', 'done-by-hand'), 'Type a user id.'],
  ])('does not guess what %p means', async (args, sentence) => {
    const { status, stdout, stderr } = await ledger(args, on);
    expect({ status, stdout }).toEqual({ status: MISTYPED, stdout: '' });
    expect(stderr).toContain(sentence);
    expect(stderr).toContain('--help');
  });

  it.each([[['verify']], [['rebuild']], [['events']], [['figures', 'x']], [['journal']]])(
    'says that there is no ledger, and makes none: %p',
    async (args) => {
      const nowhere = folder.file('nowhere');
      const { status, stdout, stderr } = await ledger(args, { DATA_DIR: nowhere });
      expect({ status, stdout }).toEqual({ status: EX_CONFIG, stdout: '' });
      expect(stderr).toBe(
        `There is no ledger in ${nowhere}. Set DATA_DIR to the folder that holds it.\n`,
      );
      expect(existsSync(nowhere)).toBe(false);
    },
  );

  it.each(['backup', 'restore'])('does not take a folder for a server: %p', async (command) => {
    const url = 'esdb://ledger:secret@eventstore.example.org:2113';
    const elsewhere = folder.file('elsewhere');
    const settings = { ...on, EVENTSTOREDB_URL: url };
    const { status, stdout, stderr } = await ledger([command, elsewhere], settings);
    expect({ status, stdout }).toEqual({ status: EX_CONFIG, stdout: '' });
    expect(stderr).toMatch(/^The log is in the EventStoreDB of EVENTSTOREDB_URL.*\n$/);
    expect(stderr).not.toContain('secret');
    expect(existsSync(elsewhere)).toBe(false);
  });

  it('says what is wrong with a database, and repeats no password', async () => {
    const nobody = new Folder();
    const { status, stdout, stderr } = await ledger(['serve'], {
      DATA_DIR: nobody.path,
      DATABASE_URL: 'postgres://ledger:secret@127.0.0.1:1/ledger',
    });
    await nobody.remove();
    expect({ status, stdout }).toEqual({ status: EX_CONFIG, stdout: '' });
    expect(stderr).toBe(
      'The database of DATABASE_URL cannot be used: connect ECONNREFUSED 127.0.0.1:1. Put right ' +
        'what is there, or set DATABASE_URL to another.\n',
    );
  });

  describe('on a ledger in which nothing happened', () => {
    const unused = new Folder();
    beforeAll(async () => void (await (await unused.serve()).stop()));
    afterAll(() => unused.remove());

    it('verifies that there is nothing', async () => {
      const { status, stdout } = await ledger(['verify'], { DATA_DIR: unused.path });
      expect(status).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({ ok: true, events: 0, head: { position: null } });
    });

    it('prints no events', async () =>
      expect(await ledger(['events'], { DATA_DIR: unused.path })).toEqual({
        status: 0,
        stdout: '',
        stderr: '',
      }));

    it('rebuilds what is empty', async () =>
      expect(await ledger(['rebuild', 'budgets'], { DATA_DIR: unused.path })).toEqual({
        status: 0,
        stdout: expect.stringMatching(/^budgets@\d+ is made anew\.\n$/),
        stderr: '',
      }));

    it('knows no budget', async () => {
      const { status, stderr } = await ledger(['figures', 'x'], { DATA_DIR: unused.path });
      expect({ status, stderr }).toEqual({ status: MISTYPED, stderr: 'There is no budget x.\n' });
    });
  });

  it('prints the events as the API does', async () => {
    const { stdout } = await ledger(['events', '--limit', '1000'], on);
    expect(stdout.startsWith(said.events)).toBe(true); // the seal of the last stop comes after
    expect(stdout.slice(said.events.length).trim().split('\n')).toEqual([
      expect.stringContaining('"type":"LogSealed"'),
    ]);
  });

  it('prints those of a type, and no more than asked for', async () => {
    const { stdout } = await ledger(['events', '--type', 'ExpenseRecorded', '--limit', '2'], on);
    const events = stdout
      .trim()
      .split('\n')
      .map((it) => JSON.parse(it));
    expect(events.map((it) => it.type)).toEqual(['ExpenseRecorded', 'ExpenseRecorded']);
    expect(events.map((it) => it.data.amountPence)).toEqual([1_250, 1_250]);
  });

  it('says the same figures as the API, at both clocks', async () => {
    const args = ['figures', budgetId, '--as-at', asAt, '--known-at', knownAt];
    const { status, stdout } = await ledger(args, on);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toEqual(said.figures);
    expect(said.figures).toMatchObject({ figures: { spentPence: 2_500 } });
  });

  it('says all that is known unless told otherwise', async () => {
    const { stdout } = await ledger(['figures', budgetId, '--as-at', asAt], on);
    expect(JSON.parse(stdout)).toMatchObject({ asAt, figures: { spentPence: 7_500 } });
  });

  it('says that a budget was not known yet then, rather than that there is none', async () => {
    const early = ['figures', budgetId, '--known-at', '2026-05-20T08:59:59Z'];
    const { status, stdout, stderr } = await ledger(early, on);
    expect({ status, stdout }).toEqual({ status: MISTYPED, stdout: '' });
    expect(stderr).toMatch(/ was not known yet then: it was recorded at 2026-05-20T09:00:0\S+Z\. /);
  });

  it.each(['hledger', 'ledger', 'csv'])(
    'prints the journal as the API does: %s',
    async (format) => {
      const { status, stdout } = await ledger(['journal', '--format', format], on);
      expect({ status, stdout }).toEqual({ status: 0, stdout: said.journal[format] });
      const of = ['--budget', budgetId];
      expect((await ledger(['journal', '--format', format, ...of], on)).stdout).toBe(stdout);
    },
  );

  it('says what is on each account at the end of a day', async () => {
    const balances = async (day: string) =>
      JSON.parse((await ledger(['balances', '--as-at', day], on)).stdout);
    const { balancePence } = (said.figures as { figures: { balancePence: number } }).figures;
    expect(await balances(asAt)).toEqual({ asAt, balances: { [budgetId]: balancePence - 5_000 } });
    expect((await balances('2000-01-01')).balances).toEqual({});
  });

  it('says what moved on an account, and what was on it then', async () => {
    const { stdout } = await ledger(['register', budgetId, '--as-at', asAt], on);
    const { lines, ...rest } = JSON.parse(stdout);
    expect(rest).toEqual({ budgetId, asAt });
    expect(lines.map(movement)).toEqual([
      ['ExpenseRecorded', -1_250, -1_250],
      ['ExpenseRecorded', -1_250, -2_500],
      ['ExpenseRecorded', -5_000, -7_500],
    ]);
  });

  it.each([[['journal', '--budget', 'x']], [['register', 'x', '--as-at', '2026-05-20']]])(
    'knows no budget that nobody opened: %p',
    async (args) =>
      expect(await ledger(args, on)).toEqual({
        status: MISTYPED,
        stdout: '',
        stderr: 'There is no budget x.\n',
      }),
  );

  it('rebuilds every read model, or the one that is named', async () => {
    const { status, stdout } = await ledger(['rebuild'], on);
    expect(status).toBe(0);
    const names = [...stdout.matchAll(/^(\S+)@\d+ is made anew\.$/gm)].map((it) => it[1]);
    expect(names).toEqual(expect.arrayContaining(['subjects', 'whose-budget', 'budgets']));
    expect((await ledger(['rebuild', 'whose-budget'], on)).stdout).toBe(
      'whose-budget@1 is made anew.\n',
    );
  });

  it('has no read model of another name, and says which there are', async () => {
    const { status, stderr } = await ledger(['rebuild', 'nothing-like-it'], on);
    expect(status).toBe(MISTYPED);
    expect(stderr).toMatch(
      /^There is no read model nothing-like-it\. There are: subjects@1, .*\.\n$/,
    );
  });

  describe('verifies', () => {
    const verified = async () => {
      const { status, stdout, stderr } = await ledger(['verify'], on);
      expect(stderr).toBe('');
      return { status, found: JSON.parse(stdout) };
    };

    /** Changes a byte in the middle of a column, as somebody could who has the file; or back. */
    function flip(column: string, position: number, at = (it: number) => it >> 1): void {
      const log = new Database(folder.file('log.db'));
      const triggers = log.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").pluck();
      for (const it of triggers.all()) log.exec(`DROP TRIGGER ${it}`);
      const read = log.prepare(`SELECT ${column} FROM events WHERE position = ?`).pluck();
      const bytes = read.get(position) as Buffer;
      bytes[at(bytes.length)]! ^= 1;
      log.prepare(`UPDATE events SET ${column} = ? WHERE position = ?`).run(bytes, position);
      log.close();
    }

    it('that all is as it was recorded', async () => {
      const { status, found } = await verified();
      expect(status).toBe(0);
      expect(found).toMatchObject({ ok: true, streams: 3, head: { count: 4 } });
    });

    it.each(['data', 'head', 'hash'])(
      'that a byte of the %s was changed, and where',
      async (column) => {
        flip(column, 2);
        const { status, found } = await verified();
        expect(status).toBe(1);
        expect(found).toMatchObject({
          ok: false,
          events: 1,
          brokenAt: {
            stream: `account-${budgetId}`,
            version: 0,
            position: expect.stringMatching(/-0{19}2$/),
            what: 'Its hash does not fit: it was changed',
          },
        });
        flip(column, 2);
      },
    );
  });

  describe('moves a reaction past an event', () => {
    const stuck = new Folder();
    const there = { DATA_DIR: stuck.path };
    const decided = ['--by', 'mia', '--why', 'done-by-hand'];
    let eventId: string;

    beforeAll(async () => {
      const server = await stuck.serve();
      eventId = await callForReassessment(server);
      await server.stop();
    });
    afterAll(() => stuck.remove());

    it('that it stands before, and keeps who decided it and why', async () => {
      const read = new Database(stuck.file('read.db'));
      // As it stands when it could not act: before the event.
      read
        .prepare(
          "UPDATE reaction_bookmarks SET position = '', hash = '', version = -1 WHERE name = ?",
        )
        .run(PROMISES);
      expect(await ledger(['reactions', 'skip', PROMISES, eventId, ...decided], there)).toEqual({
        status: 0,
        stdout: `${PROMISES} is past event ${eventId}, and never acts on it.\n`,
        stderr: '',
      });
      expect(read.prepare('SELECT * FROM reaction_outcomes').all()).toEqual([
        expect.objectContaining({
          reaction: PROMISES,
          event_id: eventId,
          code: 'skipped',
          by: 'mia (done-by-hand)',
        }),
      ]);
      read.close();
    });

    it.each([
      [PROMISES, `${PROMISES} does not stand before event x.\n`],
      ['other', 'There is no reaction other.\n'],
    ])('but not %s past one that it does not stand before', async (reaction, sentence) => {
      const args = ['reactions', 'skip', reaction, 'x', ...decided];
      const { status, stderr } = await ledger(args, there);
      expect({ status, stderr }).toEqual({ status: MISTYPED, stderr: sentence });
    });
  });
});

/** Criteria alone reduce nothing: a look at the need is called for, and a review follows. */
async function callForReassessment(server: Server): Promise<string> {
  const budget = `/budgets/${await openBudget(server, 'Bilal Badger')}`;
  const line = { purpose: 'personal-care', fundingStream: 'adult-social-care' };
  await server.post('demo-officer', `${budget}/allocations`, {
    effectiveFrom: '2026-04-06',
    reason: 'first-plan',
    authority: { reference: 'Panel, item 3' },
    lines: [{ ...line, weeklyPence: 420_00 }],
  });
  const refused = await server.post('demo-officer', `${budget}/reductions`, {
    effectiveFrom: '2026-08-03',
    reasons: ['criteria-changed'],
    lines: [{ ...line, weeklyPence: 300_00 }],
  });
  expect(refused).toMatchObject({ status: 409, body: { code: 'not-a-basis' } });
  const { body } = await server.get('demo-auditor', '/events?type=ReassessmentCalledFor');
  return JSON.parse(String(body)).eventId;
}
