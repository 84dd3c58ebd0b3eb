// How long after an append is acknowledged a read model shows it: asked of the projector's
// bookmark, which moves in the transaction that writes the rows. Beside emmett's consumer as it
// comes.
import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import {
  getPostgreSQLEventStore,
  postgreSQLEventStoreConsumer,
} from '@event-driven-io/emmett-postgresql';
import pg from 'pg';
import { balances as balancesOf } from '../../dist/budgets/balances.read-model.js';
import { Ledger } from '../../dist/ledger.js';
import { rowsOf } from '../../dist/read-models/rows.js';
import { balances } from './emmett-balances.mjs';
import { asked, expense, message } from './expense.mjs';
import * as figures from './figures.mjs';
import { conditions, folder, measureDisk } from './machine.mjs';
import { startPostgres } from './postgres.mjs';

const { median, ms, mustEqual, percentile, ratio, ROUNDS, scaled, table, tell, TURNS } = figures;
const ALONE = scaled(200, 10);
const FOR_EMMETT = scaled(40, 3);
/** Appends a second, whether or not the one before is visible. */
const RATES = [200, 1_000];
const SECONDS = scaled(4);
const STREAMS = 50;
/** Whoever writes by hand pauses; and no sampling may fall in step with what is sampled. */
const pause = () => setTimeout(Math.random() * 20);

const streams = Array.from({ length: STREAMS }, () => `account-${randomUUID()}`);
const pence = { ledger: 0, emmett: 0 };

async function ledgerSide(where) {
  const ledger = await Ledger.open({ dataDir: where.path });
  await ledger.start({ info: () => {}, error: console.error });
  const versions = streams.map(() => -1);
  return {
    append: async (n) => {
      const who = n % STREAMS;
      const event = expense(n);
      pence.ledger -= event.amountPence;
      const { position } = await ledger.log.append(streams[who], versions[who]++, [event], asked());
      return position;
    },
    visible: (position) => ledger.projector.waitFor(position, 60_000),
    balance: async () => {
      const rows = await rowsOf(ledger.reading, balancesOf).select('balancePence').execute();
      return rows.reduce((sum, it) => sum + it.balancePence, 0);
    },
    close: () => ledger.close(),
  };
}

/** Acknowledged, and then waited for: one after another. */
async function oneByOne(side, times) {
  const waits = [];
  for (let n = 0; n < times; n++) {
    await pause();
    const position = await side.append(n);
    const begun = performance.now();
    await side.visible(position);
    waits.push(performance.now() - begun);
  }
  return waits;
}

/** At a steady rate; each is waited for beside the others. */
async function atRate(side, rate) {
  const waits = [];
  const begun = performance.now();
  for (let n = 0; n < rate * SECONDS; n++) {
    const due = begun + (n * 1000) / rate;
    const early = due - performance.now();
    if (early > 0) await setTimeout(early);
    waits.push(
      side.append(n).then(async (position) => {
        const acknowledged = performance.now();
        await side.visible(position);
        return performance.now() - acknowledged;
      }),
    );
  }
  return Promise.all(waits);
}

async function emmettSide(postgres) {
  const connectionString = await postgres.database('emmett');
  const pool = new pg.Pool({ connectionString, max: 5 });
  const store = getPostgreSQLEventStore(connectionString, { connectionOptions: { pool } });
  await store.schema.migrate();
  const consumer = postgreSQLEventStoreConsumer({ connectionString });
  consumer.projector({ projection: balances });
  consumer.start().catch(console.error);
  let appended = 0;
  const count = 'select coalesce(sum(entries), 0)::int as n from balances';
  const shown = () => pool.query(count).then(({ rows: [it] }) => it.n);
  while ((await shown().catch(() => undefined)) === undefined) await setTimeout(20);
  return {
    append: async (n) => {
      const event = message(n);
      pence.emmett -= event.data.amountPence;
      await store.appendToStream(streams[n % STREAMS], [event]);
      return ++appended;
    },
    visible: async (nth) => {
      while ((await shown()) < nth) await setTimeout(1);
    },
    balance: async () =>
      Number((await pool.query('select sum(balance_pence) as n from balances')).rows[0].n),
    close: async () => {
      await consumer.close();
      await store.close();
      await pool.end();
    },
  };
}

const where = folder('visible');
const postgres = await startPostgres();
const ledger = await ledgerSide(where);
const emmett = await emmettSide(postgres);
const rounds = [];
for (let i = -1; i < ROUNDS; i++) {
  const found = { alone: await oneByOne(ledger, ALONE) };
  for (const rate of RATES) found[rate] = await atRate(ledger, rate);
  found.emmett = await oneByOne(emmett, FOR_EMMETT);
  mustEqual('balances', await ledger.balance(), pence.ledger);
  mustEqual('balances of emmett', await emmett.balance(), pence.emmett);
  measureDisk();
  if (i >= 0) rounds.push(found);
}
await emmett.close();
await ledger.close();
await postgres.stop();
where.remove();

const part = (name, of) => rounds.map((it) => percentile(it[name], of));
const row = (what, name) => [
  what,
  ms(median(part(name, 0.5))),
  ms(median(part(name, 0.99))),
  name === 'alone' ? '' : ratio(part(name, 0.5), part('alone', 0.5), 1),
];
tell(
  conditions('@event-driven-io/emmett-postgresql'),
  TURNS,
  table(
    ['', 'p50', 'p99', 'p50 ÷ the first'],
    [
      row('the ledger, one after another', 'alone'),
      ...RATES.map((it) => row(`the ledger, ${it} a second on ${STREAMS} accounts`, it)),
      row('emmett-postgresql’s consumer as it comes, one after another', 'emmett'),
    ],
  ),
);
process.exit();
