import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LocalDate } from '../../src/kernel/dates.js';
import { pence } from '../../src/kernel/money.js';
import { TestApp } from '../support/app.js';
import { Council } from '../support/council.js';
import { expectGolden } from '../support/golden.js';
import { reconciliationReport, type RecordedEntry } from '../support/reconciliation-report.js';
import { Reconciling } from '../support/reconciling.js';

const OFFICER = 'demo-officer';

/** A month as Lloyds exports it: wages of two assistants, a pair on one day, tax, a contribution. */
const FILE = readFileSync(
  join(import.meta.dirname, '..', 'golden', 'statements', 'lloyds.csv'),
  'utf8',
);

describe('A month of one account', () => {
  it('is read, matched, settled, closed and signed, and each step can be read', async () => {
    const app = await TestApp.start({ now: '2026-09-03T09:00:00Z' });
    const council = new Council(app);
    const reconciling = new Reconciling(app, council);
    const personId = await council.person('Mary Okafor');
    const budgetId = await council.budget(personId, {
      opensOn: '2026-08-03',
      openingBalancePence: 412_36,
    });
    await council.allocation(budgetId, { effectiveFrom: '2026-08-03' });

    const entries = new Map<string, RecordedEntry>();
    const told = (id: string, on: LocalDate, amount: number, payee: string) =>
      entries.set(id, { on, movedPence: pence(amount), payee });
    const spend = async (on: LocalDate, amount: number, payee: string) =>
      told(await council.expense(budgetId, amount, { spentOn: on, payee }), on, -amount, payee);
    const paid = { paidOn: '2026-08-03', reference: 'DP004417' };
    told(await council.payment(budgetId, 752_00, paid), '2026-08-03', 752_00, 'the council');
    await spend('2026-08-04', 187_25, 'Dilys Pryce');
    await spend('2026-08-05', 187_25, 'Kwame Mensah');
    await spend('2026-08-11', 43_16, 'HMRC');
    await spend('2026-08-18', 187_25, 'Dilys Pryce');
    await spend('2026-08-18', 187_25, 'Dilys Pryce');
    await spend('2026-08-03', 12_49, 'Bus pass');

    const statementId = await reconciling.statement(budgetId, FILE);
    const report = async () => reconciliationReport(await reconciling.look(statementId), entries);
    const first = await report();
    await council.post(OFFICER, `/statements/${statementId}/accept-suggestions`);
    const second = await report();
    const { lines } = await reconciling.look(statementId);
    for (const line of lines) {
      if (line.state !== 'open') continue;
      const at = `/statements/${statementId}/lines/${line.lineId}`;
      const [best] = line.suggestions;
      if (best && /WAGES/.test(line.text))
        await council.post(OFFICER, `${at}/match`, { entryIds: best.entryIds });
      else if (/PHARMACY/.test(line.text))
        await council.post(OFFICER, `${at}/set-aside`, { reason: 'Ask Mary what this was' });
      else {
        const { kind, payee, category } = line.proposal;
        await council.post(OFFICER, `${at}/record`, { kind, payee, category });
      }
    }
    await council.post(OFFICER, `/statements/${statementId}/close`);
    await council.post('demo-manager', `/statements/${statementId}/sign-off`);
    expectGolden(
      'reconciliation-okafor.txt',
      [
        'As it came in',
        '=============',
        '',
        first,
        'After the certain ones were accepted',
        '====================================',
        '',
        second,
        'Closed and signed',
        '=================',
        '',
        await report(),
      ].join('\n'),
    );
    await app.close();
  }, 60_000);
});
