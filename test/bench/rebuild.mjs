// Every read model made anew from 1 million events while pages are served. Beside one statement of
// SQL that makes the balances alone, and beside emmett's projector that makes the same balances.
import { setTimeout } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { balancesInSql } from './balances-in-sql.mjs';
import { writeCouncilLog } from './council-log.mjs';
import { councilEvents } from './council.mjs';
import { filledEmmett, rebuiltByEmmett } from './emmett-balances.mjs';
import * as figures from './figures.mjs';
import { conditions, folder } from './machine.mjs';
import { startPostgres } from './postgres.mjs';
import { onFolder, started, stopped, told } from './serving.mjs';

const { median, mib, ms, mustEqual, percentile, ratio, ROUNDS, scaled, table, tell, TURNS, whole } =
  figures;
const SIZE = { accounts: scaled(555, 5), events: scaled(1_000_000) };
/** The whole million would take emmett's projector most of an hour. */
const FOR_EMMETT = scaled(20_000, 500);
/** Twenty pages a second: what a whole council reads on a busy morning. */
const PAGE_MS = 50;

const pages = () => Array.from({ length: 5 }, (_, i) => `/budgets?sort=balancePence&page=${i + 1}`);

async function page(address, path) {
  const begun = performance.now();
  const answer = await fetch(`${address}/api/v1${path}`, {
    headers: { authorization: 'Bearer demo-officer' },
  });
  const body = await answer.text();
  mustEqual(`GET ${path}`, answer.status, 200);
  return { body, ms: performance.now() - begun };
}

/** Nothing is written meanwhile, so each page must stay as it was, to the byte. */
async function read(address, before, latencies, until) {
  while (!until.aborted)
    for (const path of pages()) {
      const { body, ms } = await page(address, path);
      mustEqual(`GET ${path} while read models are made anew`, body, before.get(path));
      latencies.push(ms);
      await setTimeout(Math.max(0, PAGE_MS - ms));
    }
}

async function rebuiltWhileRead(server, before) {
  const over = new AbortController();
  const latencies = [];
  const reader = read(server.address, before, latencies, over.signal);
  const { firstBuild, all, balances } = await told(server, 'rebuild');
  over.abort();
  await reader;
  return { all, balances, firstBuild, pages: latencies };
}

/** As the SQL statement says it. */
function balancesIn(path) {
  const db = new Database(path, { readonly: true });
  const sql = 'SELECT budgetId, balancePence FROM balances_1 ORDER BY budgetId';
  const rows = db.prepare(sql).raw().all();
  db.close();
  return JSON.stringify(rows);
}

const postgres = await startPostgres();
const emmettAt = await postgres.database('emmett');
const ofEmmett = councilEvents(SIZE);
await filledEmmett(emmettAt, [...ofEmmett.take(FOR_EMMETT)]);

const where = folder('rebuild');
const events = await writeCouncilLog(where, SIZE);
const ledger = await started(['test/bench/rebuild-server.mjs'], onFolder(where.path));
const before = new Map();
for (const path of pages()) before.set(path, (await page(ledger.address, path)).body);

const rounds = [];
for (let i = 0; i < ROUNDS; i++) {
  const ours = await rebuiltWhileRead(ledger, before);
  const limit = balancesInSql(where.file('log.db'), where.file(`sql-${i}.db`));
  mustEqual('balances', balancesIn(where.file('read.db')), limit.balances);
  const emmett = await rebuiltByEmmett(emmettAt);
  const hurried = await rebuiltByEmmett(emmettAt, { batchSize: 1_000, pullingFrequencyInMs: 0 });
  const same = balancesInSql(where.file('log.db'), where.file(`sql-${i}-emmett.db`), upTo());
  mustEqual('balances of emmett', emmett.balances, same.balances);
  mustEqual('balances of emmett, hurried', hurried.balances, same.balances);
  rounds.push({
    ours: events / ours.all,
    balances: events / ours.balances,
    limit: events / limit.seconds,
    emmett: FOR_EMMETT / emmett.seconds,
    hurried: FOR_EMMETT / hurried.seconds,
    pages: ours.pages,
    firstBuild: ours.firstBuild,
  });
}
const memory = await stopped(ledger);
await postgres.stop();

/** The place of the last event that emmett was given: seals stand between them in our log. */
function upTo() {
  const db = new Database(where.file('log.db'), { readonly: true });
  const sql = `SELECT position FROM events WHERE type <> (SELECT id FROM types WHERE name =
    'LogSealed') ORDER BY position LIMIT 1 OFFSET ?`;
  const place = db
    .prepare(sql)
    .pluck()
    .get(FOR_EMMETT - 1);
  db.close();
  return place;
}

const of = (name) => rounds.map((it) => it[name]);
const row = (what, name) => [
  what,
  whole(median(of(name))),
  name === 'ours' ? '' : ratio(of('ours'), of(name)),
];
const latencies = rounds.flatMap((it) => it.pages);
tell(
  conditions('better-sqlite3', '@event-driven-io/emmett-postgresql'),
  `${TURNS} ${whole(events)} events of ${SIZE.accounts} accounts; ` +
    `emmett has the first ${whole(FOR_EMMETT)}.`,
  table(
    ['', 'events a second', 'ledger, all ÷ it'],
    [
      row('the ledger, all read models, pages served', 'ours'),
      row('the ledger, its balances alone', 'balances'),
      row('one INSERT … SELECT in SQL, balances alone', 'limit'),
      row('emmett’s projector, balances alone', 'emmett'),
      row('emmett’s projector, batches of 1,000 and no pause', 'hurried'),
    ],
  ),
  `Pages: ${whole(latencies.length)} read meanwhile, none torn, ` +
    `p50 ${ms(median(latencies))}, p99 ${ms(percentile(latencies, 0.99))}. ` +
    `Most memory of the server: ${mib(memory)}. ` +
    `First build, at the first start: ${rounds[0].firstBuild.toFixed(1)} s.`,
);
where.remove();
