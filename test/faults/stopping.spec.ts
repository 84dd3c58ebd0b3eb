import { connect } from 'node:net';
import { once } from 'node:events';
import { Folder, type Server } from '../support/server.js';
import { entriesInLog, openBudget, pennies, spentFrom, Writers } from './writers.js';

// Processes are started and waited for; how long that takes is the machine’s affair.
import.meta.jest.setTimeout(60_000);

const onPort = (server: Server) => connect(server.port, '127.0.0.1');

describe('Told to stop', () => {
  let folder: Folder;
  beforeEach(() => {
    folder = new Folder();
  });
  afterEach(() => folder.remove());

  it('under load, it answers what it took, and what it answered is there, once', async () => {
    const server = await folder.serve();
    const budgetIds = await Promise.all(['Anna', 'Bilal'].map((it) => openBudget(server, it)));
    const writers = new Writers(server, budgetIds, 'load');
    await writers.until(300);
    expect(await server.stop()).toEqual({ status: 0, signal: null });
    await writers.over();

    const refused = connect(server.port, '127.0.0.1');
    await expect(once(refused, 'connect')).rejects.toMatchObject({ code: 'ECONNREFUSED' });

    const answers = writers.sent.flatMap((it) => it.answer?.status ?? []);
    expect(answers.filter((it) => it !== 201)).toEqual([]);

    const again = await folder.serve();
    const entries = await entriesInLog(again);
    expect(entries).toHaveLength(new Set(entries).size);
    expect(entries.toSorted()).toEqual(
      writers.heard.map((it) => it.answer!.body.entryId).toSorted(),
    );
    expect(await spentFrom(again, budgetIds)).toBe(pennies(writers.heard));
    await again.stop();
  });

  it('waits for nobody who is silent: an idle line, half a request, a line without one', async () => {
    const server = await folder.serve();
    await server.get('demo-officer', '/budgets'); // its line is kept
    const [half, silent] = [onPort(server), onPort(server)];
    await Promise.all([once(half, 'connect'), once(silent, 'connect')]);
    half.write('POST /api/v1/people HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer demo-officer\r\n');
    half.write(
      'Idempotency-Key: k\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{',
    );
    await server.get('demo-officer', '/budgets'); // by now it has read the half one
    const closed = Promise.all([once(half.resume(), 'close'), once(silent.resume(), 'close')]);
    half.on('error', () => {});
    expect(await server.stop()).toEqual({ status: 0, signal: null });
    await closed;
  });

  it('twice, by two signals, it stops once', async () => {
    const server = await folder.serve();
    server.signal('SIGINT');
    expect(await server.stop()).toEqual({ status: 0, signal: null });
    expect(server.notes.filter((it) => /error/i.test(it))).toEqual([]);
  });
});
