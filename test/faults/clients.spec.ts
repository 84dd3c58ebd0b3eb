import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Folder, type Server } from '../support/server.js';

// Processes are started and waited for; how long that takes is the machine’s affair.
import.meta.jest.setTimeout(60_000);

const MIB = 1_048_576;

/** A client who speaks as it likes. */
class Line {
  heard = '';
  private readonly socket: Socket;
  readonly ended: Promise<void>;

  constructor(server: Server) {
    this.socket = connect(server.port, '127.0.0.1');
    this.socket.on('data', (it) => (this.heard += it.toString('latin1')));
    this.socket.on('error', () => {}); // a line that is cut is one way to end
    this.ended = new Promise((resolve) => this.socket.once('close', () => resolve()));
  }

  say(...words: (string | Buffer)[]): this {
    for (const it of words) this.socket.write(it);
    return this;
  }

  hangUp(): void {
    this.socket.destroy();
  }

  /** Resolves when so many answers have come; rejects when the line ends before. */
  async answers(count: number): Promise<number[]> {
    while (this.statuses().length < count)
      await Promise.race([once(this.socket, 'data'), this.ended.then(() => this.mustHave(count))]);
    return this.statuses();
  }

  private statuses(): number[] {
    return [...this.heard.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map((it) => Number(it[1]));
  }

  private mustHave(count: number): void {
    if (this.statuses().length < count) throw new Error(`It ended after: ${this.heard}`);
  }
}

let keys = 0;

const post = (length: string, path = '/people', type = 'application/json') =>
  [
    `POST /api/v1${path} HTTP/1.1`,
    'Host: ledger',
    'Authorization: Bearer demo-officer',
    `Idempotency-Key: client-${keys++}`,
    `Content-Type: ${type}`,
    length,
    '',
    '',
  ].join('\r\n');

const ANNA = '{"fullName":"Anna Archer"}';
const whole = post(`Content-Length: ${ANNA.length}`) + ANNA;
const chunk = (bytes: number) => chunkOf('x'.repeat(bytes));
const chunkOf = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`;

describe('A client', () => {
  const folder = new Folder();
  let server: Server;
  beforeAll(async () => {
    server = await folder.serve();
  });
  afterAll(() => folder.remove());

  afterEach(async () => {
    const { status } = await server.get('demo-officer', '/budgets');
    expect(status).toBe(200);
    expect(server.notes.filter((it) => /"level":[56]0/.test(it))).toEqual([]);
  });

  it('may hang up in the middle of a body: nothing is written, and nobody is alarmed', async () => {
    const line = new Line(server).say(post('Content-Length: 100'), '{"fullName":');
    const another = new Line(server).say(whole);
    expect(await another.answers(1)).toEqual([201]);
    another.hangUp();
    line.hangUp();
    await line.ended;
  });

  it('who announces less than it sends is not understood', async () => {
    const line = new Line(server).say(post('Content-Length: 5'), ANNA);
    expect(await line.answers(1)).toEqual([400]);
    await line.ended;
  });

  it('who announces more than 1 MiB hears 413 before the body is sent', async () => {
    const line = new Line(server).say(post(`Content-Length: ${MIB + 1}`));
    expect(await line.answers(1)).toEqual([413]);
    line.hangUp();
  });

  it('who sends more than 1 MiB unannounced hears 413, and may go on', async () => {
    const line = new Line(server).say(post('Transfer-Encoding: chunked'));
    for (let i = 0; i < 17; i++) line.say(chunk(65_536));
    expect(await line.answers(1)).toEqual([413]);
    expect(line.heard).toContain('"code":"too-large"');
    line.say(chunk(65_536), '0\r\n\r\n', whole);
    expect(await line.answers(2)).toEqual([413, 201]);
    line.hangUp();
  });

  describe('with a file', () => {
    const form = 'multipart/form-data; boundary=b';
    const file = '--b\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n';
    let path: string;
    beforeAll(async () => {
      const made = async (at: string, body: object) =>
        (await server.post('demo-officer', at, body)).body;
      const { personId } = await made('/people', { fullName: 'Anna Archer' });
      const terms = { opensOn: '2026-01-05', deploymentMode: 'cash', basis: 'net' };
      const { budgetId } = await made('/budgets', { personId, ...terms });
      const expense = { amountPence: 1, spentOn: '2026-01-05', payee: 'R', category: 'other' };
      const { entryId } = await made(`/budgets/${budgetId}/expenses`, expense);
      path = `/budgets/${budgetId}/expenses/${entryId}/receipts`;
    });

    it('who announces more than 10 MB hears 413 before the file is sent', async () => {
      const line = new Line(server).say(post(`Content-Length: ${11 * MIB}`, path, form));
      expect(await line.answers(1)).toEqual([413]);
      line.hangUp();
    });

    it('who sends more than 10 MB unannounced hears 413, and may go on', async () => {
      const line = new Line(server).say(post('Transfer-Encoding: chunked', path, form));
      line.say(chunkOf(file));
      for (let i = 0; i < 161; i++) line.say(chunk(65_536));
      expect(await line.answers(1)).toEqual([413]);
      expect(line.heard).toContain('"code":"too-large"');
      line.say(chunk(65_536), '0\r\n\r\n', whole);
      expect(await line.answers(2)).toEqual([413, 201]);
      line.hangUp();
    });

    it('may hang up in the middle of it: nothing is kept', async () => {
      const line = new Line(server).say(post('Transfer-Encoding: chunked', path, form));
      line.say(chunkOf(file), chunk(65_536));
      line.hangUp();
      await line.ended;
      const { body } = await server.get('demo-officer', path);
      expect(body.items).toEqual([]);
    });
  });

  it('who sends its requests one behind another is answered in order', async () => {
    const get = 'GET /health/live HTTP/1.1\r\nHost: ledger\r\n\r\n';
    const line = new Line(server).say(whole + get + post('Content-Length: 2') + '{}' + get);
    expect(await line.answers(4)).toEqual([201, 200, 400, 200]);
    line.hangUp();
  });

  it.each([
    ['no HTTP', 'LEDGER, PLEASE?\r\n\r\n'],
    ['another protocol', Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc])],
    ['a header without an end', `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(70_000)}`],
    ['two lengths', post('Content-Length: 2\r\nContent-Length: 3') + '{}'],
    ['a length and chunks', post('Content-Length: 2\r\nTransfer-Encoding: chunked') + '{}'],
    ['a chunk of no length', `${post('Transfer-Encoding: chunked')}nine\r\n`],
  ])('who sends %s is hung up on', async (_, words) => {
    const line = new Line(server).say(words);
    await line.ended;
    expect(line.heard).toMatch(/^(HTTP\/1\.1 4\d\d .*"code":"invalid"|$)/s);
  });
});
