import { writeFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { certificate } from '../support/eventstoredb/certificate.js';
import { EventStoreDouble } from '../support/eventstoredb/double.js';
import { openBudget, record, spentFrom } from '../faults/writers.js';
import { ledger } from '../support/program.js';
import { Folder } from '../support/server.js';

// Processes are started and waited for; how long that takes is the machine’s affair.
import.meta.jest.setTimeout(120_000);

const EX_UNAVAILABLE = 69;
const EX_CONFIG = 78;

describe('On EventStoreDB, the command line', () => {
  const folder = new Folder();
  let double: EventStoreDouble;
  const on = () => ({ DATA_DIR: folder.path, EVENTSTOREDB_URL: double.url });

  beforeAll(async () => {
    double = await EventStoreDouble.start();
    const server = await folder.serve({ EVENTSTOREDB_URL: double.url });
    const budgetId = await openBudget(server, 'Anna Archer');
    await record(server, { budgetId, key: 'one', amountPence: 1_250 });
    expect(server.notes.join('\n')).toContain('own credentials could delete events');
    await server.stop();
  });
  afterAll(async () => {
    await folder.remove();
    await double.stop();
  });

  it('verifies and prints the log', async () => {
    const verified = await ledger(['verify'], on());
    expect(verified).toMatchObject({ status: 0 });
    expect(JSON.parse(verified.stdout)).toMatchObject({ ok: true });
    const { stdout } = await ledger(['events', '--type', 'ExpenseRecorded'], on());
    expect(JSON.parse(stdout)).toMatchObject({ data: { amountPence: 1_250 } });
  });

  it('names the stream that somebody deleted', async () => {
    const { stdout } = await ledger(['events', '--type', 'ExpenseRecorded'], on());
    const { stream } = JSON.parse(stdout);
    const { $tb } = double.store.metadataOf(`ledger.${stream}`);
    expect($tb).toBeUndefined();
    double.store.delete(`ledger.${stream}`);
    double.store.flush();
    const { status, stdout: found } = await ledger(['verify'], on());
    expect(status).toBe(1);
    expect(JSON.parse(found)).toMatchObject({ ok: false, brokenAt: { stream } });
    double.store.setMetadata(`ledger.${stream}`, {});
    double.store.flush();
    expect(await ledger(['verify'], on())).toMatchObject({ status: 0 });
  });

  it('counts and notes what the server brings too late', async () => {
    const its = new Folder();
    const server = await its.serve({ EVENTSTOREDB_URL: double.url });
    const tooLate = async () =>
      /^ledger_events_too_late_total (\d+)$/m.exec(
        String((await server.get('nobody', '/metrics')).body),
      )?.[1];
    const budgetId = await openBudget(server, 'Bilal Brook');
    const sent = { budgetId, key: 'held back', amountPence: 100 };
    let arrived = 0;
    double.onAppend = ({ stream }) =>
      stream.endsWith(`account-${budgetId}`)
        ? arrived++ === 0
          ? 'late'
          : 'cut before'
        : undefined;
    expect(await record(server, sent)).toMatchObject({ status: 503 });
    double.onAppend = () => {};
    expect(await spentFrom(server, [budgetId])).toBe(0);
    expect(await tooLate()).toBe('0');

    double.lateOnes();
    expect(await spentFrom(server, [budgetId])).toBe(100);
    expect(await tooLate()).toBe('1');
    const notes = () => server.notes.filter((it) => it.includes('came into the log too late'));
    while (notes().length === 0) await setImmediate();
    expect(await record(server, sent)).toMatchObject({ status: 201 });
    expect([await spentFrom(server, [budgetId]), await tooLate()]).toEqual([100, '1']);
    expect(notes()).toHaveLength(1);
    await server.stop();
    await its.remove();
  });

  it('says in a sentence that the server does not answer', async () => {
    await double.down();
    const { status, stderr } = await ledger(['verify'], on());
    await double.up();
    expect(status).toBe(EX_UNAVAILABLE);
    expect(stderr).toBe('The event store cannot be read\n');
  });

  describe('prepares', () => {
    const prepare = (settings: Record<string, string>) =>
      ledger(['eventstoredb', 'prepare'], settings);

    it('no server where none is named, and none that asks nobody who they are', async () => {
      const none = await prepare({});
      expect([none.status, none.stderr]).toEqual([
        EX_CONFIG,
        expect.stringContaining('EVENTSTOREDB_URL is missing'),
      ]);
      const insecure = await prepare({ EVENTSTOREDB_URL: double.url });
      expect([insecure.status, insecure.stderr]).toEqual([
        EX_CONFIG,
        expect.stringContaining('such a server asks nobody who they are'),
      ]);
    });

    it('one for the service, which then says that it cannot delete', async () => {
      const made = certificate();
      writeFileSync(folder.file('ca.crt'), made.cert);
      const users = {
        admin: { password: 'changeit', groups: ['$admins'] },
        service: { password: 'secret', groups: ['ledger-writers'] },
        auditor: { password: 'look', groups: ['ledger-readers'] },
      };
      const secure = await EventStoreDouble.start({ users, certificate: made });
      const urlOf = (who: string) =>
        `${secure.url.replace('//', `//${who}@`)}&tlsCAFile=${folder.file('ca.crt')}`;

      expect(await prepare({ EVENTSTOREDB_URL: urlOf('service:secret') })).toMatchObject({
        status: EX_CONFIG,
        stderr: expect.stringContaining('administrator'),
      });
      expect(await prepare({ EVENTSTOREDB_URL: urlOf('admin:changeit') })).toMatchObject({
        status: 0,
        stdout: 'The server is prepared: only its administrators can delete.\n',
      });
      const its = new Folder();
      const server = await its.serve({ EVENTSTOREDB_URL: urlOf('service:secret') });
      const says = 'The service’s own credentials cannot delete events.';
      expect((await server.get('nobody', '/health/ready')).body).toEqual({
        status: 'ready',
        notes: [says],
      });
      expect(server.notes.join('\n')).toContain(says);
      await openBudget(server, 'Anna Archer');
      await server.stop();
      const looking = { DATA_DIR: its.path, EVENTSTOREDB_URL: urlOf('auditor:look') };
      expect(await ledger(['verify'], looking)).toMatchObject({ status: 0 });
      expect(await ledger(['serve'], looking)).toMatchObject({
        status: EX_CONFIG,
        stderr: expect.stringContaining('in the group ledger-writers'),
      });
      await its.remove();
      await secure.stop();
    });
  });
});
