// Durable appends a second: 50 callers, each on a stream of its own, at its exact version and under
// a request key. Beside other event stores, and beside bare better-sqlite3 that inserts the very
// rows which the ledger wrote, 128 a transaction: no store on this file can be faster.
import Database from 'better-sqlite3';
import { bareInserts } from './bare-inserts.mjs';
import { emmettPostgres, emmettSqlite, ledger, messageDb } from './append-sides.mjs';
import * as figures from './figures.mjs';
import { conditions, folder, measureDisk } from './machine.mjs';
import { startPostgres } from './postgres.mjs';

const { median, ms, mustEqual, percentile, ratio, ROUNDS, scaled, table, tell, TURNS, whole } =
  figures;
const CALLERS = 50;
const EACH = scaled(400, 4);
/** It would take minutes a round. */
const EACH_OF_THE_SLOW = scaled(40, 2);

/** One append after another from each caller; every one takes part in the p99. */
async function appended(side, each) {
  const latencies = [];
  const caller = async (who) => {
    for (let i = 0; i < each; i++) {
      const begun = performance.now();
      await side.append(who, i);
      latencies.push(performance.now() - begun);
    }
  };
  const begun = performance.now();
  await Promise.all(Array.from({ length: CALLERS }, (_, who) => caller(who)));
  const seconds = (performance.now() - begun) / 1000;
  return { rate: latencies.length / seconds, p99: percentile(latencies, 0.99) };
}

/** As many events as were asked for, and each stream at the version of its last append. */
async function mustHold(side, each) {
  const { events, streams, lastVersion } = await side.stored();
  mustEqual(`${side.name}: streams`, streams, CALLERS);
  mustEqual(`${side.name}: events`, events, CALLERS * each);
  mustEqual(`${side.name}: last version`, lastVersion, each - 1);
}

async function round(sides, where, name) {
  const found = new Map();
  for (const { make, each } of sides) {
    const side = await make(where, name);
    try {
      const result = await appended(side, each);
      await mustHold(side, each);
      found.set(side.name, result);
    } finally {
      await side.close();
    }
  }
  const rate = bareInserts(where.file(`${name}.db`), where.file(`${name}-bare.db`), CALLERS * EACH);
  found.set(LIMIT, { rate });
  measureDisk();
  return found;
}

const OURS = 'the ledger';
const LIMIT = 'bare better-sqlite3, the same rows, 128 a transaction';

const postgres = await startPostgres();
const where = folder('appends');
const notes = [];
const sides = [
  { make: ledger, each: EACH },
  { make: emmettPostgres(postgres), each: EACH },
  { make: messageDb(postgres), each: EACH },
];
const slow = await emmettSqlite().catch((error) => void notes.push(error.message));
if (slow) sides.push({ make: slow, each: EACH_OF_THE_SLOW });

const rounds = [];
for (let i = -1; i < ROUNDS; i++) {
  // The first warms up; then each goes first in turn.
  const turned = sides.map((_, k) => sides[(k + Math.max(i, 0)) % sides.length]);
  const found = await round(turned, where, `round_${i + 1}`);
  if (i >= 0) rounds.push(found);
}
const sqlite = new Database(':memory:').prepare('select sqlite_version()').pluck().get();
await postgres.stop();
where.remove();

const ours = rounds.map((it) => it.get(OURS).rate);
const rows = [...rounds[0].keys()].map((name) => {
  const all = rounds.map((it) => it.get(name));
  const rates = all.map((it) => it.rate);
  const p99 = name === LIMIT ? '' : ms(median(all.map((it) => it.p99)));
  return [name, whole(median(rates)), p99, name === OURS ? '' : ratio(ours, rates)];
});
tell(
  conditions('better-sqlite3', '@event-driven-io/emmett-postgresql', '@eventide/message-db'),
  `${TURNS} SQLite ${sqlite}, PostgreSQL 18.4. ${CALLERS} callers, ${EACH} appends each a round ` +
    `(emmett-sqlite ${EACH_OF_THE_SLOW}).`,
  table(['', 'appends a second', 'p99', 'ledger ÷ it'], rows),
  ...notes,
);
