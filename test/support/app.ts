import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import { pino } from 'pino';
import { configFrom } from '../../src/config.js';
import { configure } from '../../src/configure.js';
import { DemoClock } from '../../src/event-log/clock.js';
import { ExampleCouncil } from '../../src/example-council/example-council.js';
import { microsOf, writtenInstant } from '../../src/kernel/dates.js';
import { Ledger } from '../../src/ledger.js';
import { settingsFor } from './databases.js';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  // oxlint-disable-next-line no-explicit-any -- an answer is looked into, field by field
  readonly body: any;
}

export interface Sending {
  /** A new one for each POST by default. */
  readonly key?: string;
  readonly withoutKey?: true;
  readonly headers?: Readonly<Record<string, string>>;
}

let keys = 0;

/** The app that ships, in this process, on a folder of its own. Only its clock is set. */
export class TestApp {
  private constructor(
    readonly ledger: Ledger,
    readonly folder: string,
    private readonly app: NestFastifyApplication,
    private readonly ownsFolder: boolean,
  ) {}

  /**
   * On `folder`, or on a new one that is removed when it is closed. It is empty unless `SEED` asks
   * for the example council.
   */
  static async start({
    now = '2026-05-20T09:00:00Z',
    folder,
    env = {},
  }: { now?: string; folder?: string; env?: Record<string, string> } = {}): Promise<TestApp> {
    const dataDir = folder ?? (await mkdtemp(join(tmpdir(), 'ledger-')));
    const settings = { ...(await settingsFor(dataDir)), DEMO_NOW: now, SEED: 'none', ...env };
    const config = configFrom(settings);
    const log = pino({ level: 'silent' });
    const ledger = await Ledger.open(config);
    const council = await ExampleCouncil.toSeed(ledger, config);
    await ledger.start(log);
    const app = await configure(ledger, config, log);
    await council?.seed(app);
    return new TestApp(ledger, dataDir, app, folder === undefined);
  }

  /** The clock goes on from there. */
  set now(instant: string) {
    (this.ledger.clock as DemoClock).set(microsOf(writtenInstant(instant)!.first));
  }

  async send(
    who: string | undefined,
    method: 'GET' | 'POST' | 'DELETE' | 'PUT',
    path: string,
    body?: unknown,
    { key, withoutKey, headers = {} }: Sending = {},
  ): Promise<Answer> {
    const url = /^\/(api|health|metrics)/.test(path) ? path : `/api/v1${path}`;
    const answer = await this.app.inject({
      method,
      url,
      headers: {
        ...(who !== undefined && { authorization: `Bearer ${who}` }),
        ...(method === 'POST' && !withoutKey && { 'idempotency-key': key ?? `test-${keys++}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && {
        payload: typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body),
      }),
    });
    const isJson = /^application\/(problem\+)?json/.test(String(answer.headers['content-type']));
    const text = answer.body;
    return {
      status: answer.statusCode,
      headers: answer.headers,
      body: isJson && text !== '' ? JSON.parse(text) : text,
    };
  }

  /** As a browser sends it; see `Visitor`. */
  ask(request: InjectOptions): Promise<LightMyRequestResponse> {
    return this.app.inject(request);
  }

  /** On loopback and a free port, for a browser. Answers the address. */
  async listen(): Promise<string> {
    await this.app.listen(0, '127.0.0.1');
    return `http://127.0.0.1:${(this.app.getHttpServer().address() as AddressInfo).port}`;
  }

  get = (who: string, path: string) => this.send(who, 'GET', path);
  post = (who: string, path: string, body: unknown = {}, sending?: Sending) =>
    this.send(who, 'POST', path, body, sending);
  delete = (who: string, path: string, body?: unknown) => this.send(who, 'DELETE', path, body);

  async close(): Promise<void> {
    await this.app.close();
    await this.ledger.close();
    if (this.ownsFolder) await rm(this.folder, { recursive: true });
  }
}
