import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { EventStoreDBClient } from '@eventstore/db-client';

const READY_MS = 60_000;
const LOADER = './test/support/typescript-loader.mjs';
const DOUBLE = ['--import', LOADER, 'test/support/eventstoredb/server.ts'];

/**
 * An event store in a process of its own, started again on the same port and folder. The double;
 * or a real server, where `EVENTSTOREDB_START` names a command that takes a port and a folder.
 */
export class KillableServer {
  private child: ChildProcess | undefined;

  private constructor(
    readonly url: string,
    private readonly port: number,
    private readonly folder: string,
  ) {}

  static async start(folder: string): Promise<KillableServer> {
    const port = await freePort();
    const it = new KillableServer(`esdb://127.0.0.1:${port}?tls=false`, port, folder);
    await it.up();
    return it;
  }

  async up(): Promise<void> {
    const real = process.env['EVENTSTOREDB_START'];
    const command = real ? [real] : [process.execPath, ...DOUBLE];
    const [program, ...args] = [...command, String(this.port), this.folder];
    this.child = spawn(program!, args, { stdio: 'ignore' });
    await this.answers();
  }

  async kill(): Promise<void> {
    const ended = once(this.child!, 'exit');
    this.child!.kill('SIGKILL');
    await ended;
  }

  /** A port that is open is not ready yet. */
  private async answers(): Promise<void> {
    const over = performance.now() + READY_MS;
    while (performance.now() < over) {
      if ((await isOpen(this.port)) && (await isReady(this.url))) return;
      await setTimeout(50);
    }
    throw new Error('The event store did not start');
  }
}

async function isReady(url: string): Promise<boolean> {
  const client = EventStoreDBClient.connectionString(url);
  try {
    for await (const _ of client.readAll({ maxCount: 1 })) return true;
    return false;
  } catch {
    return false;
  } finally {
    await client.dispose();
  }
}

async function isOpen(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
