import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { pino } from 'pino';
import { configFrom } from '../../src/config.js';
import { configure } from '../../src/configure.js';
import type { Recorded } from '../../src/event-log/event-log.js';
import { SEALS } from '../../src/event-log/seals.events.js';
import { ExampleCouncil } from '../../src/example-council/example-council.js';
import { Ledger } from '../../src/ledger.js';

const NOW = '2026-05-20T09:00:00Z';

// oxlint-disable-next-line no-explicit-any -- an answer is looked into, field by field
export type Answered = any;

/** What `serve` does, but for the port. */
export class Demo {
  private constructor(
    readonly folder: string,
    readonly ledger: Ledger,
    private readonly app: NestFastifyApplication,
    private readonly council: ExampleCouncil | undefined,
  ) {}

  static async open(folder: string, env: Record<string, string> = {}): Promise<Demo> {
    const config = configFrom({ DATA_DIR: folder, DEMO_NOW: NOW, ...env });
    const log = pino({ level: 'silent' });
    const ledger = await Ledger.open(config);
    const council = await ExampleCouncil.toSeed(ledger, config);
    await ledger.start(log);
    return new Demo(folder, ledger, await configure(ledger, config, log), council);
  }

  get isToBeSeeded(): boolean {
    return this.council !== undefined;
  }

  async seed(
    progress = (_done: number, _total: number) => {},
    signal = AbortSignal.any([]),
  ): Promise<this> {
    await this.council?.seed(this.app, { progress, signal });
    return this;
  }

  async get(who: string, path: string): Promise<Answered> {
    const headers = { authorization: `Bearer demo-${who}` };
    const answer = await this.app.inject({ url: `/api/v1${path}`, headers });
    const isJson = String(answer.headers['content-type']).includes('json');
    return isJson ? answer.json() : answer.body;
  }

  async post(who: string, path: string, body: object): Promise<Answered> {
    const headers = {
      authorization: `Bearer demo-${who}`,
      'idempotency-key': `test ${path}`,
      'content-type': 'application/json',
    };
    const url = `/api/v1${path}`;
    return (await this.app.inject({ method: 'POST', url, headers, payload: body })).json();
  }

  /** By first name. */
  async budgets(who = 'officer'): Promise<Map<string, Answered>> {
    const { items } = await this.get(who, '/budgets?pageSize=200');
    const all: Answered[] = [];
    for (const { budgetId } of items) all.push(await this.get(who, `/budgets/${budgetId}`));
    return new Map(all.map((it) => [String(it.person.fullName).split(' ')[0]!, it]));
  }

  async events(): Promise<Recorded[]> {
    const all: Recorded[] = [];
    for (let page = await this.ledger.log.read(null, 500); page.length > 0;) {
      all.push(...page);
      page = await this.ledger.log.read(page.at(-1)!.position, 500);
    }
    return all.filter((it) => it.stream !== SEALS);
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.ledger.close();
  }
}
