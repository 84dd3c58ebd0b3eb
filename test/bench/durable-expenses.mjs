// Durable `POST /expenses` with 64 connections: validated, signed in, idempotent, words sealed, on
// the disk before it is answered. Beside a bare Nest on Fastify that validates the same body and
// stores nothing (no such app can be faster), beside one that appends with emmett-postgresql, and
// beside a bare Node server.
import { stat } from 'node:fs/promises';
import autocannon from 'autocannon';
import * as figures from './figures.mjs';
import { conditions, folder, measureDisk } from './machine.mjs';
import { startPostgres } from './postgres.mjs';
import { LEDGER, onFolder, started, stopped } from './serving.mjs';

const { median, ms, mustEqual, ratio, ROUNDS, scaled, table, tell, TURNS, whole } = figures;
const SECONDS = scaled(4);
const CONNECTIONS = 64;
const BUDGETS = scaled(200, 10);
const EVENTS_FOR_SIZE = scaled(100_000);

let keys = 0;
const headers = (key) => ({
  authorization: 'Bearer demo-officer',
  'content-type': 'application/json',
  'idempotency-key': key,
});

async function post(address, path, body) {
  const answer = await fetch(`${address}/api/v1${path}`, {
    method: 'POST',
    headers: headers(`bench-${keys++}`),
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}

async function openedBudgets(address) {
  const ids = [];
  for (let i = 0; i < BUDGETS; i++) {
    const { personId } = await post(address, '/people', { fullName: `Person ${i}` });
    const opening = { personId, opensOn: '2026-01-05', deploymentMode: 'cash', basis: 'net' };
    ids.push((await post(address, '/budgets', opening)).budgetId);
  }
  return ids;
}

const EXPENSE = JSON.stringify({
  amountPence: 9600,
  spentOn: '2026-04-17',
  payee: 'Rosa Reed',
  category: 'personal-assistant',
});

async function load(address, budgets, { seconds, amount } = {}) {
  const result = await autocannon({
    url: address,
    connections: CONNECTIONS,
    ...(amount ? { amount } : { duration: seconds }),
    requests: [
      {
        method: 'POST',
        setupRequest: (request) => {
          const n = keys++;
          const path = `/api/v1/budgets/${budgets[n % budgets.length]}/expenses`;
          return { ...request, path, headers: headers(`bench-${n}`), body: EXPENSE };
        },
      },
    ],
  });
  mustEqual(`${address}: refused`, result.non2xx + result.errors, 0);
  return { rate: result.requests.total / result.duration, p99: result.latency.p99, ...result };
}

/** Events that the log holds. */
async function recorded(address) {
  const answer = await fetch(`${address}/api/v1/integrity`, {
    headers: { authorization: 'Bearer demo-auditor' },
  });
  const { ok, events } = await answer.json();
  mustEqual('the log verifies', ok, true);
  return events;
}

async function sizeAt({ address, ...ledger }, budgets, where) {
  const missing = EVENTS_FOR_SIZE - (await recorded(address));
  if (missing > 0) await load(address, budgets, { amount: missing });
  const events = await recorded(address);
  await stopped(ledger);
  const sizes = await Promise.all(['log.db', 'read.db'].map((it) => stat(where.file(it))));
  const [log, read] = sizes.map(({ size }) => whole(size / events));
  return (
    `At ${whole(events)} events, words and requests included, ` +
    `\`log.db\` takes ${log} bytes an event, \`read.db\` ${read}.`
  );
}

const app = new URL('bare-apps.mjs', import.meta.url).pathname;
const where = folder('expenses');
const postgres = await startPostgres();
const DATABASE = await postgres.database('emmett');
const sides = {
  'the ledger, durable': await started([LEDGER, 'serve'], onFolder(where.path)),
  'Nest on Fastify, validates, stores nothing': await started([app, 'nest']),
  'Nest on Fastify on emmett-postgresql, durable': await started([app, 'emmett'], { DATABASE }),
  'bare Node, stores nothing': await started([app, 'node']),
};
const [[, ledger]] = Object.entries(sides);
const budgets = await openedBudgets(ledger.address);
const rounds = [];
for (let i = -1; i < ROUNDS; i++) {
  const found = {};
  const begun = await recorded(ledger.address);
  for (const [name, { address }] of Object.entries(sides))
    found[name] = await load(address, budgets, { seconds: SECONDS });
  const accepted = found['the ledger, durable']['2xx'];
  const added = (await recorded(ledger.address)) - begun;
  // Seals are events, too, and what was under way when the time was over was stored unheard.
  const most = accepted * (1 + 2 / 256) + CONNECTIONS + 2;
  if (added < accepted || added > most) throw new Error(`${accepted} accepted, ${added} stored`);
  measureDisk();
  if (i >= 0) rounds.push(found);
}
const rows = Object.keys(sides).map((name, i) => {
  const rates = rounds.map((it) => it[name].rate);
  const ours = rounds.map((it) => it['the ledger, durable'].rate);
  const p99 = ms(median(rounds.map((it) => it[name].p99)));
  return [name, whole(median(rates)), p99, i === 0 ? '' : ratio(ours, rates)];
});
const size = await sizeAt(ledger, budgets, where);
for (const side of Object.values(sides)) if (side !== ledger) await stopped(side);
await postgres.stop();
where.remove();
tell(
  conditions('@nestjs/core', 'fastify', '@event-driven-io/emmett-postgresql'),
  `${TURNS} ${CONNECTIONS} connections, ${BUDGETS} budgets, ` +
    `rounds of ${SECONDS} s; the client runs on the same cores.`,
  table(['', 'a second', 'p99', 'ledger ÷ it'], rows),
  size,
);
process.exit();
