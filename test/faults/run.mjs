// `npm run faults`: kills as often as is promised, which a test run has no time for, and keeps what
// came of it in RESULTS.md. `npm run faults -- 50` kills a twentieth as often.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { CONFIG, JEST } from '../support/jest.mjs';

const share = Number(process.argv[2] ?? 1_000) / 1_000;
const often = (kills) => Math.max(1, Math.round(kills * share));
const RESULTS = join(import.meta.dirname, 'RESULTS.md');

/** What is tried, where, and how many kills. */
const TRIALS = [
  ['The service, on the embedded store', 'SQLite', 'test/faults/killing', often(1_000)],
  ['The event store (the double)', 'SQLite', 'test/faults/eventstoredb', often(200)],
  [
    'One of three services, on the double and PostgreSQL',
    'PostgreSQL',
    'test/faults/instances',
    often(200),
  ],
  [
    'The service, on PostgreSQL and the embedded log',
    'PostgreSQL',
    'test/faults/killing',
    often(50),
  ],
  [
    'Disk full, slow, torn; folders; clients; stopping; backups and copies',
    'SQLite',
    'test/faults/(disk|folder|clients|stopping|backup|copy)',
  ],
  ['10,000 tampered logs', 'SQLite', 'test/properties/tampering'],
];

const node = process.execPath;
const built = spawnSync(node, ['node_modules/@nestjs/cli/bin/nest.js', 'build'], {
  stdio: 'inherit',
});
if (built.status !== 0) process.exit(1);

const rows = [];
for (const [what, project, path, kills] of TRIALS) {
  const report = join(tmpdir(), `ledger-faults-${process.pid}.json`);
  const begun = Date.now();
  spawnSync(
    node,
    [
      ...JEST,
      ...CONFIG,
      '--selectProjects',
      project,
      '--testPathPatterns',
      path,
      '--json',
      '--outputFile',
      report,
    ],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, ...(kills && { KILLS: String(kills) }) },
    },
  );
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'));
  rmSync(report);
  const seeds = testResults
    .flatMap((it) => it.assertionResults)
    .flatMap(({ title }) => /seed (\d+)/.exec(title)?.[1] ?? []);
  const minutes = ((Date.now() - begun) / 60_000).toFixed(1);
  const outcome = numFailedTests === 0 && numPassedTests > 0 ? 'held' : `${numFailedTests} FAILED`;
  rows.push([what, kills ?? '–', outcome, numPassedTests, minutes, seeds.join(', ') || '–']);
  console.log(rows.at(-1).join(' | '));
}

const [{ model }] = cpus();
const today = new Date().toISOString().slice(0, 10);
const table = [
  ['what', 'kills (SIGKILL)', 'outcome', 'tests', 'minutes', 'seeds'],
  ['---', '--:', '---', '--:', '--:', '---'],
  ...rows,
].map((cells) => `| ${cells.join(' | ')} |`);
const before = readFileSync(RESULTS, 'utf8').split('<!-- results -->')[0];
writeFileSync(
  RESULTS,
  `${before}<!-- results -->\n\n${today}, ${cpus().length} × ${model}, Node ${process.versions.node}\n\n${table.join('\n')}\n`,
);
process.exitCode = rows.every(([, , outcome]) => outcome === 'held') ? 0 : 1;
