// A statement of 20,000 lines is read and matched against 20,000 entries of its account, and halves
// and quarters of it, to see whether the cost grows with the lines. The lines are those of many
// realistic years put into one account, so that far more of them look alike than ever would; the
// hardest one is the same wage 20,000 times. Then the same through the service, where it is stored
// and acknowledged, looked at, and its certain matches are accepted.
import '../support/typescript-loader.mjs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median, ms, mustEqual, ROUNDS, scaled, table, tell, whole } from './figures.mjs';
import { conditions } from './machine.mjs';
import { LEDGER, onFolder, started, stopped } from './serving.mjs';

const { bankYear } = await import('../support/bank-years.ts');
const { bankFile } = await import('../support/bank-files.ts');
const { offersFor } = await import('../../dist/statements/matching/matching.js');
const { readStatement } = await import('../../dist/statements/files/statement.parser.js');

const LINES = scaled(20_000, 80);
const SIZES = [8, 4, 2, 1].map((part) => Math.round(LINES / part));
const BANKS = ['lloyds', 'ofx2', 'camt053'];
const TODAY = '2028-05-01';

/** So many lines and about as many entries, from one seed after another. */
function account(size) {
  const [rows, entries] = [[], []];
  for (let seed = 1; rows.length < size; seed++) {
    const year = bankYear(seed);
    rows.push(...year.lines);
    entries.push(...year.entries);
  }
  const inOrder = rows.slice(0, size).toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
  return { rows: inOrder, entries: entries.slice(0, size) };
}

const wage = { kind: 'expense', payee: 'Tom Tanner', isMatched: false };
const equalWages = (size) => {
  const day = (n) => new Date(Date.UTC(2027, 3, 5 + (n % 364))).toISOString().slice(0, 10);
  const all = Array.from({ length: size }, (_, n) => ({ n, on: day(n), amountPence: -208_00 }));
  return {
    rows: all.map(({ n, ...it }) => ({ ...it, lineId: `l${n}`, text: 'T TANNER WAGES' })),
    entries: all.map(({ n, ...it }) => ({ ...it, ...wage, entryId: `e${n}` })),
  };
};

const toMatch = ({ rows, entries }) => ({
  lines: rows.map(({ lineId, on, amountPence, text }) => {
    const line = { lineId, on, amountPence, text };
    return { ...line, state: 'open' };
  }),
  entries,
  rules: [],
  expected: [],
});

function timed(work) {
  const times = [];
  let result;
  for (let round = 0; round < ROUNDS; round++) {
    const begun = performance.now();
    result = work();
    times.push(performance.now() - begun);
  }
  return { result, time: median(times) };
}

function reading({ rows }) {
  return BANKS.map((bank) => {
    const bytes = bankFile(bank, rows);
    const { result, time } = timed(() => readStatement(bytes, { today: TODAY, mappings: [] }));
    mustEqual(`lines of ${bank}`, result.rows.length, rows.length);
    const sum = (all) => all.reduce((total, it) => total + it.amountPence, 0);
    mustEqual(`pence of ${bank}`, sum(result.rows), sum(rows));
    return time;
  });
}

function row(what, given) {
  const input = toMatch(given);
  const { result, time } = timed(() => offersFor(input));
  mustEqual('offers', result.size, input.lines.length);
  const read = reading(given).map(ms);
  const perLine = `${((time * 1000) / input.lines.length).toFixed(1)} µs`;
  return [what, ...read, ms(time), perLine];
}

// ── Through the service ──────────────────────────────────────────────────────

const AT_ONCE = 64;
const POSTS = {
  payment: (it) => [
    'payments',
    { paidOn: it.on, ...(it.reference && { reference: it.reference }) },
  ],
  expense: (it) => ['expenses', { spentOn: it.on, payee: it.payee, category: it.category }],
  return: (it) => ['returns', { returnedOn: it.on }],
};
const received = (it) => ['receipts', { receivedOn: it.on, kind: it.kind }];

async function served(size) {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  const service = await started([LEDGER, 'serve'], {
    ...onFolder(folder),
    DEMO_NOW: `${TODAY}T09:00:00Z`,
  });
  const ask = asking(service.address);
  const given = account(size);
  const path = await filled(ask, given.entries);
  const sent = new FormData();
  sent.append('file', new Blob([bankFile('lloyds', given.rows)]), 'statement.csv');
  const [taken, upload] = await clocked(() => ask('POST', `${path}/statements`, sent));
  mustEqual('lines', taken.lines, size);
  const at = `/statements/${taken.statementId}`;
  const [, look] = await clocked(() => ask('GET', at));
  const [{ matched }, accept] = await clocked(() => ask('POST', `${at}/accept-suggestions`, {}));
  const bytes = await stopped(service);
  await rm(folder, { recursive: true });
  const share = `${((100 * matched) / size).toFixed(1)} %`;
  const memory = `${whole(Math.round(bytes / 2 ** 20))} MiB`;
  return [`${whole(size)} lines`, ms(upload), ms(look), ms(accept), share, memory];
}

const asking = (address) => async (method, path, body) => {
  const isForm = body instanceof FormData;
  const answer = await fetch(`${address}/api/v1${path}`, {
    method,
    headers: {
      authorization: 'Bearer demo-officer',
      'idempotency-key': crypto.randomUUID(),
      ...(body && !isForm && { 'content-type': 'application/json' }),
    },
    ...(body && { body: isForm ? body : JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
};

/** A budget with these entries. */
async function filled(ask, entries) {
  const { personId } = await ask('POST', '/people', { fullName: 'Anna Archer' });
  const opening = { personId, opensOn: '2025-01-01', deploymentMode: 'cash', basis: 'net' };
  const { budgetId } = await ask('POST', '/budgets', opening);
  const path = `/budgets/${budgetId}`;
  const waiting = [...entries];
  const send = async () => {
    for (let it = waiting.pop(); it; it = waiting.pop()) {
      const [what, body] = (POSTS[it.kind] ?? received)(it);
      await ask('POST', `${path}/${what}`, { ...body, amountPence: Math.abs(it.amountPence) });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, send));
  return path;
}

async function clocked(work) {
  const begun = performance.now();
  return [await work(), performance.now() - begun];
}

const rows = SIZES.map((size) => row(`${whole(size)} lines`, account(size)));
rows.push(row(`${whole(LINES)} times the same wage`, equalWages(LINES)));
tell(
  conditions(),
  `Medians of ${ROUNDS} rounds, in one thread, after each other.`,
  table(['', ...BANKS.map((it) => `read, ${it}`), 'match', 'match, a line'], rows),
  'Through the service, once each; a CSV of Lloyds:',
  table(
    ['', 'upload, stored', 'look at it, matched', 'accept the certain', 'of the lines', 'memory'],
    await inTurn(SIZES, served),
  ),
);

async function inTurn(all, work) {
  const done = [];
  for (const it of all) done.push(await work(it));
  return done;
}
