import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { configFrom } from '../../src/config.js';
import { configure } from '../../src/configure.js';
import { ExampleCouncil } from '../../src/example-council/example-council.js';
import { Ledger } from '../../src/ledger.js';

describe('x', () => {
  it('seeds', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'council-'));
    const config = configFrom({ DATA_DIR: folder, DEMO_NOW: '2026-05-20T09:00:00Z' });
    const log = pino({ level: 'silent' });
    const ledger = await Ledger.open(config);
    const council = await ExampleCouncil.toSeed(ledger, config);
    await ledger.start(log);
    const app = await configure(ledger, config, log);
    const begun = performance.now();
    await council!.seed(app);
    console.log('took', performance.now() - begun);
    const get = async (who: string, path: string) =>
      (await app.inject({ url: `/api/v1${path}`, headers: { authorization: `Bearer ${who}` } })).json();
    const { items } = await get('demo-officer', '/budgets?pageSize=200');
    const rows: string[] = [];
    for (const it of items) {
      const s = await get('demo-officer', `/budgets/${it.budgetId}`);
      const f = s.figures;
      rows.push([s.person.fullName, s.status, s.deploymentMode, s.allocation?.weeklyPence, 'bal', f.balancePence, 'wk', f.weeksHeld, 'owed', f.owedPence, 'ahead', f.paidAheadPence, 'surplus', f.surplusPence, 'com', f.committedPence, 'res', f.reservedPence].join(' '));
    }
    console.log(rows.join('\n'));
    console.log(ledger.clock.now(), await get('demo-auditor', '/integrity'));
    console.log((await get('demo-officer', '/reductions')).items.map((it: any) => JSON.stringify(it)).join('\n'));
    await app.close();
    await ledger.close();
    await rm(folder, { recursive: true });
  }, 60_000);
});
