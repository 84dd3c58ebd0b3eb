// Figures, their explanation and the history of one account of seven years, over HTTP, each as at a
// day and as known at an instant of its own: in councils of 10 to 5,000 accounts, and for accounts of
// one, three and seven years. The cost is to grow with the account, not with the council.
import { once } from 'node:events';
import { Agent, get } from 'node:http';
import { councilEvents } from './council.mjs';
import { writeLog } from './council-log.mjs';
import { ms, mustEqual, percentile, scaled, table, tell, whole } from './figures.mjs';
import { conditions, folder } from './machine.mjs';
import { finished, LEDGER, onFolder, started, stopped } from './serving.mjs';

const A_YEAR = 260;
const ASKED = scaled(400, 20);
const WARM_UP = scaled(50, 5);
const YEARS = 7;
const OTHERS_HAVE = 100;
const CASES = [
  ...[10, 100, 1_000, 5_000].map((accounts) => ({ accounts: scaled(accounts, 10), years: YEARS })),
  ...[1, 3].map((years) => ({ accounts: scaled(5_000, 10), years })),
];

const WAYS = {
  figures: (id) => `budgets/${id}/figures?`,
  'why the balance': (id) => `budgets/${id}/figures/balance?`,
  'a page of the history': (id) => `budgets/${id}/history?pageSize=50&`,
};

function* events({ accounts, years }) {
  yield* councilEvents({ accounts: 1, events: years * A_YEAR, seed: 7 });
  yield* councilEvents({ accounts: accounts - 1, events: (accounts - 1) * OTHERS_HAVE });
}

const budgetIn = (all) => {
  const [{ stream }] = all;
  return stream.slice('budget-'.length);
};

/** A day and an instant in those years: the same ones in each case. */
function* moments(years) {
  let n = 7;
  for (;;) {
    const [day, known] = [0, 0].map(() => (n = (n * 48_271) % 2_147_483_647) % (years * 365));
    const at = (days) => new Date(Date.UTC(2026, 10, 20) - days * 86_400_000).toISOString();
    yield `asAt=${at(day).slice(0, 10)}&knownAt=${at(known).replace('.000Z', 'Z')}`;
  }
}

async function measured(size) {
  const where = folder('years');
  try {
    const total = await writeLog(where, events(size));
    await finished([LEDGER, 'rebuild'], onFolder(where.path));
    const server = await started([LEDGER, 'serve'], onFolder(where.path));
    const budgetId = budgetIn([...councilEvents({ accounts: 1, events: 1, seed: 7 })]);
    const times = {};
    for (const [what, way] of Object.entries(WAYS))
      times[what] = await asked(`${server.address}/api/v1/${way(budgetId)}`, moments(size.years));
    await stopped(server);
    return { ...size, total, times };
  } finally {
    where.remove();
  }
}

const agent = new Agent({ keepAlive: true });

/** Lets go of bytes as they come: to collect what `fetch` kept took longer than most answers. */
async function answered(url) {
  const [answer] = await once(
    get(url, { agent, headers: { authorization: 'Bearer demo-officer' } }),
    'response',
  );
  await once(answer.resume(), 'end');
  return answer.statusCode;
}

async function asked(address, moments) {
  const times = [];
  for (let n = -WARM_UP; n < ASKED; n++) {
    const url = address + moments.next().value;
    const begun = performance.now();
    const status = await answered(url);
    if (n >= 0) times.push(performance.now() - begun);
    mustEqual(url, status, 200);
  }
  return times;
}

const found = [];
for (const size of CASES) found.push(await measured(size));
tell(
  conditions('better-sqlite3'),
  `${ASKED} requests of each kind, one after another, as a browser sends them: median and 99th percentile.`,
  table(
    ['', ...Object.keys(WAYS).flatMap((it) => [it, 'p99'])],
    found.map(({ accounts, years, total, times }) => [
      `${whole(accounts)} accounts, ${whole(total)} events; the account has ${years} years`,
      ...Object.keys(WAYS).flatMap((it) => [
        ms(percentile(times[it], 0.5)),
        ms(percentile(times[it], 0.99)),
      ]),
    ]),
  ),
);
