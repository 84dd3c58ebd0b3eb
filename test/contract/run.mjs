// The contract suite on every adapter that this machine has: `npm run contract`. A real EventStoreDB
// is the one that EVENTSTOREDB_URL names, or else one in a container.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CONFIG, JEST } from '../support/jest.mjs';

const IMAGE = 'kurrentplatform/kurrentdb:26.1';
const REAL = 'The log in EventStoreDB';
const report = join(tmpdir(), `ledger-contract-${process.pid}.json`);

/** Where a real one is, and how it is stopped; or why there is none. */
async function realEventStoreDb() {
  const url = process.env.EVENTSTOREDB_URL;
  if (url) return { url, which: 'the one that EVENTSTOREDB_URL names' };
  try {
    const { KurrentDbContainer } = await import('@testcontainers/kurrentdb');
    const container = await new KurrentDbContainer(IMAGE).start();
    const its = container.getConnectionString().replace(/^kurrentdb/, 'esdb');
    return { url: its, which: IMAGE, stop: () => container.stop() };
  } catch (error) {
    const [why] = String(error.message).split('\n');
    return { why: `EVENTSTOREDB_URL is not set, and no container engine answers: ${why}` };
  }
}

function runSuite(url) {
  const jest = [
    ...JEST,
    ...CONFIG,
    'test/contract/event-log.spec.ts',
    '--json',
    '--outputFile',
    report,
    '--verbose=false',
  ];
  const env = { ...process.env, EVENTSTOREDB_URL: url ?? '' };
  spawnSync(process.execPath, jest, { env, stdio: ['ignore', 'ignore', 'inherit'] });
  const tests = JSON.parse(readFileSync(report, 'utf8')).testResults[0].assertionResults;
  rmSync(report);
  const run = tests.filter((it) => it.status !== 'pending');
  return Map.groupBy(run, (it) => it.ancestorTitles[0]);
}

const real = await realEventStoreDb();
const adapters = runSuite(real.url);
await real.stop?.();

let failed = adapters.size === 0;
for (const [adapter, tests] of adapters) {
  const passed = tests.filter((it) => it.status === 'passed').length;
  failed ||= passed < tests.length;
  const which = adapter === REAL ? ` (${real.which})` : '';
  const outcome = `${passed} of ${tests.length} passed`;
  console.log(`${passed === tests.length ? 'PASS' : 'FAIL'} ${adapter}${which}: ${outcome}`);
}
if (real.why) console.log(`NOT RUN ${REAL}: ${real.why}`);
process.exitCode = failed ? 1 : 0;
