// Durable `POST /expenses` a second with 64 connections, beside a bare Node server that answers the
// same bodies and stores nothing. Rounds of the two take turns, so that the machine's moods are
// shared. Run by `npm run bench`; prints a table, asserts nothing.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import autocannon from 'autocannon';

const ROUNDS = 5;
const SECONDS = 4;
const CONNECTIONS = 64;
const BUDGETS = 200;
const EVENTS_FOR_SIZE = 100_000;

/** Reads the body, answers one of the same shape. */
async function bareServer() {
  const answer = JSON.stringify({
    entryId: 'ca8fda6d-3175-5e9f-865d-d2bc645e6720',
    version: 4,
    position: '57928f18-00000000000000000004',
    eventIds: ['33a4d3d0-c266-899f-8605-aececafb2e63'],
  });
  const server = createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      JSON.parse(Buffer.concat(chunks).toString());
      response.writeHead(201, { 'content-type': 'application/json; charset=utf-8' });
      response.end(answer);
    });
  });
  server.listen(0, '127.0.0.1', () => {
    process.stdout.write(`ready at http://127.0.0.1:${server.address().port}\n`);
  });
  process.once('SIGTERM', () => server.close(() => process.exit(0)));
}

async function started(args, env = {}) {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const address = /ready at (\S+)/.exec(line)?.[1];
    if (address) return { child, address };
  }
  throw new Error('It ended before it was ready');
}

async function stopped({ child }) {
  if (child.exitCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}

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

function load(address, budgets, { seconds, amount } = {}) {
  return autocannon({
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
}

const median = (all) => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)];

async function measure() {
  const folder = await mkdtemp(join(tmpdir(), 'ledger-bench-'));
  const ledger = await started(['dist/main.js', 'serve'], {
    PORT: '0',
    DATA_DIR: folder,
    SEED: 'none',
    LOG_LEVEL: 'warn',
  });
  const bare = await started([import.meta.filename, 'bare']);
  try {
    const budgets = await openedBudgets(ledger.address);
    await load(ledger.address, budgets, { seconds: 2 });
    await load(bare.address, budgets, { seconds: 2 });
    const rounds = [];
    for (let i = 0; i < ROUNDS; i++) {
      const ours = await load(ledger.address, budgets, { seconds: SECONDS });
      const theirs = await load(bare.address, budgets, { seconds: SECONDS });
      if (ours.non2xx + theirs.non2xx > 0) throw new Error(`${ours.non2xx} were refused`);
      rounds.push({ ours, theirs });
    }
    report(rounds);
    await reportSize(ledger, budgets, folder);
  } finally {
    await Promise.all([stopped(ledger), stopped(bare)]);
    await rm(folder, { recursive: true });
  }
  process.exit();
}

function report(rounds) {
  const perSecond = (it) => it.requests.total / it.duration;
  const ratios = rounds.map(({ ours, theirs }) => perSecond(ours) / perSecond(theirs));
  const [{ model }] = cpus();
  const gib = Math.round(totalmem() / 2 ** 30);
  console.log(`${cpus().length} × ${model}, ${gib} GiB, Node ${process.versions.node}`);
  console.log(`${ROUNDS} rounds of ${SECONDS} s each, ${CONNECTIONS} connections, medians`);
  console.table({
    'ledger, durable': {
      'a second': Math.round(median(rounds.map(({ ours }) => perSecond(ours)))),
      'p99 ms': median(rounds.map(({ ours }) => ours.latency.p99)),
    },
    'bare Node, stores nothing': {
      'a second': Math.round(median(rounds.map(({ theirs }) => perSecond(theirs)))),
      'p99 ms': median(rounds.map(({ theirs }) => theirs.latency.p99)),
    },
  });
  console.log(
    `ratio ${median(ratios).toFixed(3)} (${Math.min(...ratios).toFixed(3)} to ${Math.max(...ratios).toFixed(3)})`,
  );
}

async function reportSize(ledger, budgets, folder) {
  const count = async () => {
    const { address } = ledger;
    const answer = await fetch(`${address}/api/v1/integrity`, {
      headers: { authorization: 'Bearer demo-auditor' },
    });
    return (await answer.json()).events;
  };
  const missing = EVENTS_FOR_SIZE - (await count());
  if (missing > 0) await load(ledger.address, budgets, { amount: missing });
  const events = await count();
  await stopped(ledger);
  const size = async (file) => (await stat(join(folder, file))).size;
  const files = { 'log.db': await size('log.db'), 'read.db': await size('read.db') };
  console.log(`at ${events} events, words and requests included:`);
  for (const [file, bytes] of Object.entries(files))
    console.log(`  ${file} ${Math.round(bytes / events)} bytes an event`);
}

if (process.argv[2] === 'bare') await bareServer();
else await measure();
