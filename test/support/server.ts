import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import type { Answer, Sending } from './app.js';
import { settingsFor } from './databases.js';
import { spawned, type Settings } from './program.js';

const READY = /^Ledger ready at (http:\/\/\S+)$/;
const START_MS = 30_000;

export interface Exit {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A data folder of one's own, gone when the test is over, and every server on it with it. */
export class Folder {
  readonly path = mkdtempSync(join(tmpdir(), 'ledger-'));
  private readonly servers: Server[] = [];

  file = (name: string) => join(this.path, name);

  /** Rejects, with what it said, when it ends before it is ready. */
  async serve(settings: Settings = {}, lines = 64): Promise<Server> {
    const server = await Server.on(this.path, settings, lines);
    this.servers.push(server);
    return server;
  }

  async remove(): Promise<void> {
    await Promise.all(this.servers.map((it) => it.kill()));
    rmSync(this.path, { recursive: true, force: true });
  }
}

let keys = 0;

/** The real program, in a process of its own, on a port of its own. A `Folder` starts it. */
export class Server {
  /** What it noted so far. */
  readonly notes: string[] = [];
  readonly ended: Promise<Exit>;
  private readonly agent: Agent;

  private constructor(
    private readonly child: ChildProcess,
    readonly address: string,
    lines: number,
  ) {
    this.agent = new Agent({ keepAlive: true, maxSockets: lines });
    this.ended = once(child, 'exit').then(([status, signal]) => ({ status, signal }) as Exit);
    createInterface(child.stderr!).on('line', (it) => this.notes.push(it));
  }

  /** Resolves when it says that it is ready. Rejects, with what it said, when it ends instead. */
  static async on(folder: string, settings: Settings, lines: number): Promise<Server> {
    const child = spawned(['serve'], {
      ...(await settingsFor(folder)),
      PORT: '0',
      SEED: 'none',
      DEMO_NOW: '2026-05-20T09:00:00Z',
      ...settings,
    });
    const late = setTimeout(() => child.kill('SIGKILL'), START_MS);
    try {
      for await (const line of createInterface(child.stdout!)) {
        const address = READY.exec(line)?.[1];
        if (address !== undefined) return new Server(child, address, lines);
      }
      throw new Error(`It ended before it was ready: ${await text(child.stderr!)}`);
    } finally {
      clearTimeout(late);
    }
  }

  get port(): number {
    return Number(new URL(this.address).port);
  }

  /** Over connections that are kept. Rejects when the line is cut before the answer is whole. */
  async send(
    who: string,
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    body?: unknown,
    { key = `server-${keys++}`, headers = {} }: Sending = {},
  ): Promise<Answer> {
    const url = /^\/(api|health|metrics)/.test(path) ? path : `/api/v1${path}`;
    const asked = request(`${this.address}${url}`, {
      method,
      agent: this.agent,
      headers: {
        authorization: `Bearer ${who}`,
        ...(method === 'POST' && { 'idempotency-key': key }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
    });
    asked.end(body === undefined ? undefined : JSON.stringify(body));
    const [answer] = await once(asked, 'response');
    const said = await text(answer);
    const isJson = /^application\/(problem\+)?json\b/.test(answer.headers['content-type'] ?? '');
    const { statusCode: status, headers: heard } = answer;
    return { status, headers: heard, body: isJson && said !== '' ? JSON.parse(said) : said };
  }

  get = (who: string, path: string) => this.send(who, 'GET', path);
  post = (who: string, path: string, body: unknown = {}, sending?: Sending) =>
    this.send(who, 'POST', path, body, sending);

  /** Only sends the signal; see `ended`. */
  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  async kill(): Promise<Exit> {
    this.signal('SIGKILL');
    return this.over();
  }

  /** As a service manager does. */
  async stop(): Promise<Exit> {
    this.signal('SIGTERM');
    return this.over();
  }

  private async over(): Promise<Exit> {
    const exit = await this.ended;
    this.agent.destroy();
    return exit;
  }
}
