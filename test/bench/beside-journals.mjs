// What is on every account of a council, and one account line by line, as at a day: by the ledger
// from its stored events, and by hledger and ledger from the journal that it exports. Each answer is
// a process of its own, from its start to its end.
import { spawnSync } from 'node:child_process';
import { openSync, closeSync } from 'node:fs';
import { addDays } from '../../dist/kernel/dates.js';
import { writeCouncilLog } from './council-log.mjs';
import * as figures from './figures.mjs';
import { conditions, folder } from './machine.mjs';
import { LEDGER, onFolder } from './serving.mjs';

const { median, mustEqual, ratio, ROUNDS, scaled, table, tell, TURNS, whole } = figures;
/** A year of a council of usual size. */
const SIZE = { accounts: scaled(770, 5), events: scaled(200_000) };
const AS_AT = '2026-06-01';
const BEFORE = addDays(AS_AT, 1);

const where = folder('journals');
const UTF8 = { ...process.env, LC_ALL: 'C.UTF-8' };
const journal = { hledger: where.file('council.journal'), ledger: where.file('council.ledger') };

function ran(program, args, { env = UTF8, stdout = 'pipe' } = {}) {
  const options = {
    env,
    stdio: ['ignore', stdout, 'inherit'],
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  };
  const { status, stdout: text, error } = spawnSync(program, args, options);
  if (error || status !== 0) throw error ?? new Error(`${program} ${args[0]} ended with ${status}`);
  return text;
}

const our = (...args) =>
  ran(process.execPath, [LEDGER, ...args], { env: { ...process.env, ...onFolder(where.path) } });

// ── Each side's two answers, as text, and what they come to ──────────────────

const pence = (text) => {
  const [, minus, pounds, rest = ''] = /^£?(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  return Number(`${minus}${pounds}${rest.padEnd(2, '0')}`);
};
const rowsOf = (text) =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => line.replaceAll('"', '').split(','));

/** By budget; of what an account holds in parts, the sum. An empty one is missing. */
function inOrder(balances) {
  const sums = new Map();
  for (const [id, it] of balances) sums.set(id, (sums.get(id) ?? 0) + it);
  return JSON.stringify([...sums].filter(([, it]) => it !== 0).sort());
}
const byBudget = (rows) => inOrder(rows.map(([name, it]) => [name.split(':')[1], pence(it)]));
const lines = (rows) => JSON.stringify(rows);

const SIDES = {
  'this ledger': {
    balances: () => our('balances', '--as-at', AS_AT),
    register: (id) => our('register', id, '--as-at', AS_AT),
    balancesIn: (text) => inOrder(Object.entries(JSON.parse(text).balances)),
    linesIn: (text) =>
      lines(JSON.parse(text).lines.map((it) => [it.eventId, it.amountPence, it.balancePence])),
  },
  ledger: {
    balances: () =>
      inLedger('bal', '^assets', '--flat', '--no-total', '--balance-format', LEDGER_BALANCE),
    register: (id) => inLedger('reg', `^assets:${id}`, '--register-format', LEDGER_LINE),
    balancesIn: (text) => byBudget(rowsOf(text)),
    linesIn: (text) => lines(rowsOf(text).map(([id, it, sum]) => [id, pence(it), pence(sum)])),
  },
  hledger: {
    balances: () => inHledger('bal', 'assets', '-N', '--flat', '-O', 'csv'),
    register: (id) => inHledger('reg', `assets:${id}`, '-O', 'csv'),
    balancesIn: (text) => byBudget(rowsOf(text).slice(1)),
    linesIn: (text) =>
      lines(
        rowsOf(text)
          .slice(1)
          .map(([, , id, , , it, sum]) => [id, pence(it), pence(sum)]),
      ),
  },
};
const LEDGER_BALANCE = '%(account),%(quantity(scrub(display_total)))\n';
const LEDGER_LINE = '%(code),%(quantity(scrub(amount))),%(quantity(scrub(total)))\n';
const inLedger = (...args) => ran('ledger', ['-f', journal.ledger, ...args, '-e', BEFORE]);
const inHledger = (...args) => ran('hledger', ['-f', journal.hledger, ...args, '-e', BEFORE]);

// ── Rounds ───────────────────────────────────────────────────────────────────

function exported(format) {
  const file = openSync(journal[format], 'w');
  const env = { ...process.env, ...onFolder(where.path) };
  ran(process.execPath, [LEDGER, 'journal', '--format', format], { env, stdout: file });
  closeSync(file);
}

function timed(ask) {
  const begun = performance.now();
  const text = ask();
  return { text, seconds: (performance.now() - begun) / 1000 };
}

function round(id, wanted) {
  const found = {};
  for (const [side, it] of Object.entries(SIDES)) {
    const [balances, register] = [timed(it.balances), timed(() => it.register(id))];
    wanted.balances ??= it.balancesIn(balances.text);
    wanted.lines ??= it.linesIn(register.text);
    mustEqual(`balances, ${side}`, it.balancesIn(balances.text), wanted.balances);
    mustEqual(`register, ${side}`, it.linesIn(register.text), wanted.lines);
    found[side] = { balances: balances.seconds, register: register.seconds };
  }
  return found;
}

const events = await writeCouncilLog(where, SIZE);
for (const format of Object.keys(journal)) exported(format);
const movements = whole(Number(ran('grep', ['-c', '^20', journal.ledger])));
const [id] = Object.keys(JSON.parse(our('balances', '--as-at', AS_AT)).balances);
const wanted = {};
const rounds = Array.from({ length: ROUNDS }, () => round(id, wanted));
where.remove();

const of = (side, what) => rounds.map((it) => it[side][what]);
const both = (side) => rounds.map((it) => it[side].balances + it[side].register);
const seconds = (all) => `${median(all).toFixed(2)} s`;
const row = (side) => [
  side,
  seconds(of(side, 'balances')),
  seconds(of(side, 'register')),
  seconds(both(side)),
  side === 'this ledger' ? '' : ratio(both(side), both('this ledger'), 1),
];
const versions = [ran('hledger', ['--version']), ran('ledger', ['--version'])].map(
  (it) => it.split(/[,\n]/, 1)[0],
);
tell(
  conditions('better-sqlite3'),
  `${TURNS} ${versions.join(', ')}. ${whole(SIZE.accounts)} accounts, ${whole(events)} events, ` +
    `${movements} movements of money; as at ${AS_AT}, ${JSON.parse(wanted.lines).length} lines of one account.`,
  table(
    ['', 'balances of all', 'one account', 'both', 'it ÷ this ledger'],
    Object.keys(SIDES).map(row),
  ),
);
