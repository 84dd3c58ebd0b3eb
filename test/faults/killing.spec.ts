import { onPostgres, settingsFor } from '../support/databases.js';
import { ledger } from '../support/program.js';
import { seeded } from '../support/read-models.js';
import { Folder, type Server } from '../support/server.js';
import {
  entriesInLog,
  figuresOf,
  openBudget,
  pennies,
  recordInTime,
  spentFrom,
  Writers,
  type Sent,
} from './writers.js';

// `npm run faults` kills more often than a test has time for.
const KILLS = Number(process.env['KILLS'] ?? (onPostgres() ? 4 : 20));
const KILLS_A_FOLDER = 10;
// Processes are started and waited for; how long that takes is the machine’s affair.
import.meta.jest.setTimeout(60_000 + KILLS * 10_000);

const PEOPLE = ['Anna', 'Bilal', 'Carys', 'Dev'];
const SEED = Math.floor(Math.random() * 2 ** 32);

/** One folder, killed again and again, with all that was ever acknowledged on it. */
async function killedOver(folder: Folder, kills: number, random: () => number): Promise<void> {
  let server = await folder.serve();
  const budgetIds = await Promise.all(PEOPLE.map((it) => openBudget(server, it)));
  const all: Sent[] = [];
  for (let kill = 0; kill < kills; kill++) {
    const writers = new Writers(server, budgetIds, `kill-${kill}`, 32, Infinity, recordInTime);
    await writers.until(1 + Math.floor(random() * 200));
    expect(await server.kill()).toEqual({ status: null, signal: 'SIGKILL' });
    await writers.over();

    server = await folder.serve();
    await mustHaveKept(server, budgetIds, all, writers);
    all.push(...writers.sent);
    await mustHoldExactly(server, budgetIds, all);
  }
  expect((await server.get('demo-auditor', '/integrity?full=true')).body.ok).toBe(true);
  const figures = await figuresOf(server, budgetIds);
  await server.stop();

  const settings = await settingsFor(folder.path);
  expect(JSON.parse((await ledger(['verify'], settings)).stdout).ok).toBe(true);
  expect(await ledger(['rebuild'], settings)).toMatchObject({ status: 0 });
  server = await folder.serve();
  expect(await figuresOf(server, budgetIds)).toEqual(figures);
  await server.stop();
}

/** What was acknowledged is there; of what was not, some of it may be. */
async function mustHaveKept(
  server: Server,
  budgetIds: readonly string[],
  before: readonly Sent[],
  { heard, unheard }: Writers,
): Promise<void> {
  const kept = new Set(await entriesInLog(server));
  expect(heard.filter((it) => !kept.has(it.answer!.body.entryId))).toEqual([]);
  const spent = await spentFrom(server, budgetIds);
  expect(spent).toBeGreaterThanOrEqual(pennies(before) + pennies(heard));
  expect(spent).toBeLessThanOrEqual(pennies(before) + pennies(heard) + pennies(unheard));

  const repeated = await Promise.all(heard.map((it) => recordInTime(server, it)));
  const told = ({ status, body }: { status: number; body: unknown }) => ({ status, body });
  expect(repeated.map(told)).toEqual(heard.map((it) => told(it.answer!)));
  for (const it of unheard) it.answer = await recordInTime(server, it);
  expect(unheard.filter((it) => it.answer?.status !== 201)).toEqual([]);
}

/** Every request of all rounds counts once. */
async function mustHoldExactly(
  server: Server,
  budgetIds: readonly string[],
  all: readonly Sent[],
): Promise<void> {
  const entries = all.map((it) => it.answer!.body.entryId as string);
  expect((await entriesInLog(server)).toSorted()).toEqual(entries.toSorted());
  expect(await spentFrom(server, budgetIds)).toBe(pennies(all));
}

describe('Killed under load', () => {
  const folders: Folder[] = [];
  afterAll(() => Promise.all(folders.map((it) => it.remove())));

  it(`${KILLS} times (seed ${SEED}), it keeps what it acknowledged, once`, async () => {
    const random = seeded(SEED);
    let left = KILLS;
    // What was acknowledged is looked at after each kill, so a folder's life is not too long.
    const inTurn = async () => {
      while (left > 0) {
        const kills = Math.min(left, KILLS_A_FOLDER);
        left -= kills;
        const folder = new Folder();
        folders.push(folder);
        await killedOver(folder, kills, random);
        await folder.remove();
      }
    };
    for (const it of await Promise.allSettled([inTurn(), inTurn()]))
      if (it.status === 'rejected') throw it.reason;
  });
});
