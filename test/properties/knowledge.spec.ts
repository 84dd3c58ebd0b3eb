import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { pino } from 'pino';
import { configFrom } from '../../src/config.js';
import { figuresAnswer } from '../../src/figures/figures-answer.facts.js';
import { FiguresQueries } from '../../src/figures/figures.queries.js';
import { addDays, type Instant, type LocalDate } from '../../src/kernel/dates.js';
import type { DomainEvent } from '../../src/kernel/decider.js';
import { derivedId } from '../../src/kernel/digest.js';
import { Ledger } from '../../src/ledger.js';
import { oluAsks } from '../support/people.js';
import { always } from '../support/properties.js';
import { OPENS_ON } from './budget-lives.js';
import { histories, type History } from './histories.js';

// What was known at an instant is known of it for ever: in the ledger that ships, on its own files.

const SPACE = '6f2f1f0e-5a5e-4c57-9d3f-3d1c0a4b8e21';
const SILENT = pino({ level: 'silent' });

interface Said {
  readonly budgetId: string;
  readonly asAt: LocalDate;
  readonly knownAt: Instant;
  readonly figures: unknown;
}

let ledger: Ledger;
let folder: string;
let budgets = 0;
/** All that was ever answered, of all runs. */
const said: Said[] = [];

const open = async () => {
  ledger = await Ledger.open(configFrom({ DATA_DIR: folder, SEED: 'none' }));
  await ledger.start(SILENT);
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledger-'));
  await open();
});
afterAll(async () => {
  await ledger.close();
  await rm(folder, { recursive: true });
});

const figures = async ({ budgetId, asAt, knownAt }: Omit<Said, 'figures'>) =>
  figuresAnswer(await new FiguresQueries(ledger.known).of(budgetId, { asAt, knownAt }));

/** In appends of a few, one stream after another's turn; each is asked about while it is under way. */
async function recorded({ budget, account, asAt }: History, asking: readonly number[]) {
  const budgetId = derivedId(SPACE, `budget ${budgets++}`);
  const streams: [string, readonly DomainEvent[]][] = [
    [`budget-${budgetId}`, budget],
    [`account-${budgetId}`, account],
  ];
  const days = [asAt, addDays(OPENS_ON, 100)];
  for (let i = 0; i < Math.max(budget.length, account.length); i += 3) {
    const writes = streams.map(async ([stream, events]) => {
      const some = events.slice(i, i + 3);
      const key = oluAsks(`${stream} ${i}`);
      if (some.length > 0) await ledger.log.append(stream, i - 1, some, key);
    });
    if (asking.includes(i / 3)) for (const day of days) said.push(await answered(budgetId, day));
    await Promise.all(writes);
  }
  for (const day of days) said.push(await answered(budgetId, day));
}

async function answered(budgetId: string, asAt: LocalDate): Promise<Said> {
  const at = { budgetId, asAt, knownAt: await ledger.knowledge.now() };
  return { ...at, figures: await figures(at) };
}

async function allIsSaidAgain(): Promise<void> {
  for (const { figures: then, ...at } of said)
    expect({ ...at, figures: await figures(at) }).toEqual({ ...at, figures: then });
}

describe('Figures as known at an instant', () => {
  always(
    'never change, whatever is recorded afterwards or at the same time',
    fc.tuple(histories, fc.uniqueArray(fc.nat({ max: 20 }), { minLength: 3, maxLength: 8 })),
    async ([history, asking]) => {
      await recorded(history, asking);
      await allIsSaidAgain();
    },
    12,
  );

  it('are the same from read models built anew', async () => {
    expect(said.length).toBeGreaterThan(20);
    await ledger.projector.rebuild(['subjects@1']);
    await allIsSaidAgain();
  });

  it('are the same when the program has been started again', async () => {
    await ledger.close();
    await open();
    expect(await ledger.projector.caughtUp(10_000)).toBe(true);
    await allIsSaidAgain();
  });
});
