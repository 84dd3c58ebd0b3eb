import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { letGo } from './letting-go.js';

const GET = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n';

describe('A server that closes', () => {
  const asked: (() => void)[] = [];
  const lines: Socket[] = [];
  const server = createServer((_, answer) => asked.push(() => answer.end('done')));
  beforeAll(async () => {
    server.keepAliveTimeout = 600_000;
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(() => lines.forEach((it) => it.destroy()));

  it('lets go of a line when it has answered there, and of one in silence in the end', async () => {
    const { port } = server.address() as AddressInfo;
    const [line, dawdling] = [connect(port, '127.0.0.1'), connect(port, '127.0.0.1')];
    lines.push(line, dawdling);
    dawdling.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n{');
    line.write(GET);
    while (asked.length < 2) await once(server, 'request');

    const closed = once(server, 'close');
    server.close();
    letGo(server, 200);
    asked.forEach((answer) => answer());
    const [said] = (await once(line, 'data')) as [Buffer];
    expect(said.toString()).toContain('done');
    dawdling.resume();
    await Promise.all([closed, once(line, 'close'), once(dawdling, 'close')]);
  });
});
