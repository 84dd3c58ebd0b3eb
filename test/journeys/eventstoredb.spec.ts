import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LogCut } from '../../src/event-log/last-seal.js';
import { TestApp } from '../support/app.js';
import { EventStoreDouble } from '../support/eventstoredb/double.js';

const OFFICER = 'demo-officer';
const AUDITOR = 'demo-auditor';

describe('A ledger that keeps its log in EventStoreDB', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-'));
  let double: EventStoreDouble;
  let app: TestApp;
  let path: string;
  const env = () => ({ EVENTSTOREDB_URL: double.url });

  beforeAll(async () => {
    double = await EventStoreDouble.start();
    app = await TestApp.start({ folder, env: env() });
    const made = await app.post(OFFICER, '/people', { fullName: 'Anna Archer' });
    const { personId } = made.body;
    const terms = { opensOn: '2025-10-06', deploymentMode: 'cash', basis: 'net' };
    const opened = await app.post(OFFICER, '/budgets', { personId, ...terms });
    path = `/budgets/${opened.body.budgetId}`;
  });
  afterAll(async () => {
    await app.close();
    await double.stop();
    rmSync(folder, { recursive: true });
  });

  const expense = { amountPence: 1_250, spentOn: '2026-05-18', category: 'personal-assistant' };
  const record = (key: string) =>
    app.post(OFFICER, `${path}/expenses`, { ...expense, payee: 'Rosa Reed' }, { key });
  const spent = async () => (await app.get(OFFICER, `${path}/figures`)).body.figures.spentPence;

  it('records, answers the same again, and reads what was recorded', async () => {
    const first = await record('one');
    expect(first.status).toBe(201);
    expect(await record('one')).toMatchObject({ status: 201, body: first.body });
    expect(await spent()).toBe(1_250);
    const history = await app.get(OFFICER, `${path}/history`);
    expect(JSON.stringify(history.body)).toContain('Rosa Reed');
  });

  it('records once, though the line is cut before the answer', async () => {
    const before = await spent();
    for (const mishap of ['cut before', 'cut after', 'late'] as const) {
      const mishaps = [mishap];
      double.onAppend = ({ stream }) => (/account/.test(stream) ? mishaps.pop() : undefined);
      expect(await record(mishap)).toMatchObject({ status: 201 });
    }
    double.lateOnes();
    expect(await spent()).toBe(before + 3 * 1_250);
  });

  it('says no while the server is away, and goes on by itself when it is back', async () => {
    const before = await spent();
    await double.down();
    expect(await record('away')).toMatchObject({ status: 503, body: { code: 'busy' } });
    expect(await app.get(OFFICER, '/health/ready')).toMatchObject({ status: 503 });
    const metrics = await app.get(OFFICER, '/metrics');
    expect(metrics).toMatchObject({ status: 200, body: expect.stringContaining('_events Nan') });
    await double.up();
    expect(await record('away')).toMatchObject({ status: 201 });
    expect(await spent()).toBe(before + 1_250);
  }, 60_000);

  it('says that its credentials could delete', async () =>
    expect((await app.get(OFFICER, '/health/ready')).body).toEqual({
      status: 'degraded',
      concerns: [expect.stringContaining('could delete events')],
    }));

  it('proves its log, and that no stream of it is hidden', async () => {
    expect((await app.get(AUDITOR, '/integrity')).body).toMatchObject({ ok: true });
    expect((await app.get(AUDITOR, '/integrity?full=true')).body).toMatchObject({ ok: true });
  });

  it('is the same after it was started again', async () => {
    const before = await spent();
    await app.close();
    app = await TestApp.start({ folder, env: env() });
    expect(await spent()).toBe(before);
    expect(await record('one')).toMatchObject({ status: 201 });
    expect(await spent()).toBe(before);
  });

  it('does not start on a server that holds another log', async () => {
    await app.close();
    const other = await EventStoreDouble.start();
    await expect(TestApp.start({ folder, env: { EVENTSTOREDB_URL: other.url } })).rejects.toThrow(
      LogCut,
    );
    await other.stop();
  });
});
