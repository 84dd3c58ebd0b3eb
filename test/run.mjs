// Everything that this machine can test, one after another, and one line at the end that counts it.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CONFIG, JEST } from './support/jest.mjs';

const node = process.execPath;
const bin = (name, ...path) => join('node_modules', name, ...path);
const counts = { passed: 0, failed: 0, skipped: 0 };

/** Each is one test: it passes or it fails. */
const CHECKS = [
  ['format', bin('prettier', 'bin', 'prettier.cjs'), '--check', '--log-level', 'warn', '.'],
  [
    'lint',
    bin('oxlint', 'bin', 'oxlint'),
    '-c',
    'test/oxlint.json',
    '--deny-warnings',
    'src',
    'test',
  ],
  ['types', bin('typescript', 'bin', 'tsc'), '--noEmit', '-p', 'tsconfig.json'],
  ['build', bin('@nestjs', 'cli', 'bin', 'nest.js'), 'build'],
  ['styles', join('src', 'web', 'assets', 'build.mjs')],
];

for (const [what, ...command] of CHECKS) {
  const { status } = spawnSync(node, command, { stdio: 'inherit' });
  console.log(`${status === 0 ? 'PASS' : 'FAIL'} ${what}`);
  counts[status === 0 ? 'passed' : 'failed']++;
}

const report = join(tmpdir(), `ledger-tests-${process.pid}.json`);
const jest = [
  ...JEST,
  '--reporters=default',
  '--reporters=./test/support/counts.mjs',
  ...CONFIG,
].concat(process.argv.slice(2));
const env = { ...process.env, COUNTS: report };
const { status } = spawnSync(node, jest, { env, stdio: ['ignore', 'ignore', 'inherit'] });
try {
  const found = JSON.parse(readFileSync(report, 'utf8'));
  for (const it of Object.keys(counts)) counts[it] += found[it];
  if (status !== 0 && counts.failed === 0) counts.failed++;
} catch {
  console.log('The tests did not run to their end.');
  counts.failed++;
}
rmSync(report, { force: true });

console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exitCode = counts.failed === 0 ? 0 : 1;
