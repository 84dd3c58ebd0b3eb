// The design target: 5,000 accounts with 9 million events, seven years of them. How long the ledger
// takes to start, to make every read model anew, how large it is on the disk and in memory. And how
// each of these grows from 10 to 10,000 accounts, with eight months of events an account.
import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeCouncilLog } from './council-log.mjs';
import { median, mib, mustEqual, SCALE, scaled, table, tell, whole } from './figures.mjs';
import { growthChart } from './growth-chart.mjs';
import { conditions, folder } from './machine.mjs';
import { finished, LEDGER, onFolder, started, stopped } from './serving.mjs';

const TARGET = { accounts: scaled(5_000, 10), events: scaled(9_000_000) };
const EIGHT_MONTHS = 180;
const GROWTH = [10, 100, 1_000, 10_000].map((it) => {
  const accounts = scaled(it, 10);
  return { accounts, events: accounts * EIGHT_MONTHS };
});
const STARTS = 5;

const say = (what) => process.stderr.write(`${what}\n`);

/** The first start lets each reaction look through the log once; it is told apart. */
async function starts(where) {
  const all = [];
  for (let i = 0; i <= STARTS; i++) {
    const server = await started([LEDGER, 'serve'], onFolder(where.path));
    await mustAnswer(server);
    all.push({ ms: server.ms, bytes: await stopped(server) });
  }
  return all;
}

async function mustAnswer({ address }) {
  const answer = await fetch(`${address}/api/v1/budgets?sort=balancePence`, {
    headers: { authorization: 'Bearer demo-officer' },
  });
  const { total } = await answer.json();
  mustEqual('a page', answer.status, 200);
  if (total < 1) throw new Error('No budget is listed');
}

async function measured(size) {
  const where = folder('target');
  try {
    const begun = performance.now();
    const events = await writeCouncilLog(where, size, (n) => say(`${n} events written`));
    const written = (performance.now() - begun) / 1000;
    say(`${events} events of ${size.accounts} accounts written in ${written.toFixed(0)} s`);
    const rebuild = await finished([LEDGER, 'rebuild'], onFolder(where.path));
    say(`made anew in ${(rebuild.ms / 1000).toFixed(1)} s`);
    const [first, ...later] = await starts(where);
    return {
      accounts: size.accounts,
      events,
      firstStart: first.ms / 1000,
      start: median(later.map((it) => it.ms)) / 1000,
      rebuild: rebuild.ms / 1000,
      log: sizeOf(where.file('log.db')),
      read: sizeOf(where.file('read.db')),
      memory: Math.max(rebuild.bytes, first.bytes, ...later.map((it) => it.bytes)),
    };
  } finally {
    where.remove();
  }
}

const sizeOf = (file) => statSync(file).size;
const seconds = (n) => `${n.toFixed(n < 10 ? 2 : 0)} s`;

function row(it) {
  return [
    `${whole(it.accounts)} accounts, ${whole(it.events)} events`,
    seconds(it.start),
    seconds(it.firstStart),
    seconds(it.rebuild),
    whole(it.events / it.rebuild),
    mib(it.log),
    mib(it.read),
    whole(it.log / it.events),
    mib(it.memory),
  ];
}

function draw(all) {
  const points = (value, shown) => all.map((it) => [it.accounts, value(it), shown(it)]);
  const chart = growthChart([
    {
      title: 'Start',
      points: points(
        (it) => it.start,
        (it) => seconds(it.start),
      ),
    },
    {
      title: 'Every read model anew',
      points: points(
        (it) => it.rebuild,
        (it) => seconds(it.rebuild),
      ),
    },
    {
      title: 'On the disk',
      points: points(
        (it) => it.log + it.read,
        (it) => mib(it.log + it.read),
      ),
    },
    {
      title: 'Most memory',
      points: points(
        (it) => it.memory,
        (it) => mib(it.memory),
      ),
    },
  ]);
  if (SCALE === 1) writeFileSync(join(import.meta.dirname, 'growth.svg'), chart);
}

const growth = [];
for (const size of GROWTH) growth.push(await measured(size));
draw(growth);
const target = await measured(TARGET);
const columns = ['', 'start', 'first start', 'rebuild', 'events a second'];
tell(
  conditions('better-sqlite3'),
  `Start: median of ${STARTS}. No words are kept. Memory: the most that a rebuild or a server had.`,
  table(
    [...columns, '`log.db`', '`read.db`', 'bytes an event', 'memory'],
    [...growth, target].map(row),
  ),
);
