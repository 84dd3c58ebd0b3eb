// `npm run bench` measures everything, `npm run bench -- 4` one thing. Each script prints its
// table; RESULTS.md keeps it between the markers of its number. The words around them are written
// by hand.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const HERE = import.meta.dirname;
const RESULTS = join(HERE, 'RESULTS.md');
const SCRIPTS = {
  1: 'durable-appends.mjs',
  2: 'rebuild.mjs',
  3: 'beside-journals.mjs',
  4: 'durable-expenses.mjs',
  5: 'visible.mjs',
  6: 'verify-chain.mjs',
  7: 'account-of-years.mjs',
  8: 'import-and-match.mjs',
  9: 'design-target.mjs',
  10: 'matching.mjs',
};
/** Of a try on a smaller scale nothing is kept. */
const isTry = Number(process.env.BENCH_SCALE ?? 1) !== 1;

function mustSucceed(command, ...args) {
  const { status } = spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed`);
}

function prepare() {
  mustSucceed('npm', 'run', '--silent', 'build');
  if (!existsSync(join(HERE, 'node_modules')))
    mustSucceed('npm', 'ci', '--prefix', HERE, '--ignore-scripts');
}

/** Its table; `undefined` where it failed, and it has then said why. */
function measured(number) {
  const script = join(HERE, SCRIPTS[number]);
  const { status, stdout } = spawnSync(process.execPath, [script], {
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  console.log(`\n── ${number} ──\n\n${stdout}`);
  return status === 0 ? stdout.trim() : undefined;
}

function keep(number, found) {
  const [from, to] = [`<!-- ${number} -->`, `<!-- end of ${number} -->`];
  const text = readFileSync(RESULTS, 'utf8');
  const [before, rest] = text.split(from);
  const after = rest.slice(rest.indexOf(to));
  writeFileSync(RESULTS, `${before}${from}\n\n${found}\n\n${after}`);
  mustSucceed(process.execPath, 'node_modules/prettier/bin/prettier.cjs', '--write', RESULTS);
}

const asked = process.argv.slice(2);
const numbers = asked.length > 0 ? asked : Object.keys(SCRIPTS);
const unknown = numbers.find((it) => !SCRIPTS[it]);
if (unknown) {
  console.error(`There is no benchmark ${unknown}. There are: ${Object.keys(SCRIPTS).join(', ')}.`);
  process.exit(1);
}
prepare();
for (const number of numbers) {
  const found = measured(number);
  if (found === undefined) process.exitCode = 1;
  else if (!isTry) keep(number, found);
}
