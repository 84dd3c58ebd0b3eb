import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** The line between clients and a server: it can be cut, be dead silent, or refuse to connect. */
export class Line {
  private server: Server | undefined;
  private readonly sockets = new Set<Socket>();
  private port = 0;
  private silent = false;

  constructor(private readonly to: number) {}

  /** On the port it had before, if any. */
  async open(port = this.port): Promise<number> {
    this.server = createServer((near) => this.join(near));
    this.server.listen(port, '127.0.0.1');
    await once(this.server, 'listening');
    this.port = (this.server.address() as AddressInfo).port;
    return this.port;
  }

  /** Whatever is under way is lost; a new connection may be made. */
  cut(): void {
    for (const it of this.sockets) it.destroy();
  }

  /** Nothing passes, and nobody is told. */
  freeze(silent = true): void {
    this.silent = silent;
    for (const it of this.sockets)
      if (silent) it.pause();
      else it.resume();
  }

  /** Until it is opened again, nobody gets through. */
  async close(): Promise<void> {
    const closed = this.server && once(this.server, 'close');
    this.server?.close();
    this.cut();
    await closed;
    this.server = undefined;
  }

  private join(near: Socket): void {
    const far = connect(this.to, '127.0.0.1');
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.sockets.add(one);
      one.on('data', (bytes) => void other.write(bytes));
      one.on('error', () => {});
      one.on('close', () => {
        this.sockets.delete(one);
        other.destroy();
      });
      one.setNoDelay();
      if (this.silent) one.pause();
    }
  }
}
