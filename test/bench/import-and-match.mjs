// A statement of 20,000 lines is read and matched against 20,000 entries of its account, and halves
// and quarters of it, to see whether the cost grows with the lines. The lines are those of many
// realistic years put into one account, so that far more of them look alike than ever would; the
// hardest one is the same wage 20,000 times.
import '../support/typescript-loader.mjs';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { median, ms, mustEqual, ROUNDS, scaled, table, tell, whole } from './figures.mjs';
import { conditions } from './machine.mjs';

const { bankYear } = await import('../support/bank-years.ts');
const { bankFile } = await import('../support/bank-files.ts');
const { offersFor } = await import('../../dist/statements/matching.js');
const PARSER = join(import.meta.dirname, '../../dist/statements/statement.parser.js');
const { readStatement } = existsSync(PARSER) ? await import(PARSER) : {};

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
  if (!readStatement) return BANKS.map(() => undefined);
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
  const read = reading(given).map((it) => (it === undefined ? 'not there yet' : ms(it)));
  const perLine = `${((time * 1000) / input.lines.length).toFixed(1)} µs`;
  return [what, ...read, ms(time), perLine];
}

const rows = SIZES.map((size) => row(`${whole(size)} lines`, account(size)));
rows.push(row(`${whole(LINES)} times the same wage`, equalWages(LINES)));
tell(
  conditions(),
  `Medians of ${ROUNDS} rounds, in one thread, after each other.`,
  table(['', ...BANKS.map((it) => `read, ${it}`), 'match', 'match, a line'], rows),
);
