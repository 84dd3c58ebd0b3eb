import type { Answer } from '../support/app.js';
import type { Server } from '../support/server.js';

/** An expense as it was sent; `answer` is missing where the line was cut before it came. */
export interface Sent {
  readonly budgetId: string;
  readonly key: string;
  readonly amountPence: number;
  answer?: Answer;
}

const OFFICER = 'demo-officer';

export async function openBudget(server: Server, fullName: string): Promise<string> {
  const made = await server.post(OFFICER, '/people', { fullName });
  const opened = await server.post(OFFICER, '/budgets', {
    personId: made.body.personId,
    opensOn: '2025-10-06',
    deploymentMode: 'cash',
    basis: 'net',
  });
  expect([made.status, opened.status]).toEqual([201, 201]);
  return opened.body.budgetId;
}

/** Sends it, or sends it again: the key makes it one. */
export const record = (server: Server, { budgetId, key, amountPence }: Sent): Promise<Answer> =>
  server.post(
    OFFICER,
    `/budgets/${budgetId}/expenses`,
    { amountPence, spentOn: '2026-05-18', payee: 'Rosa Reed', category: 'personal-assistant' },
    { key },
  );

/** Who hears that others are writing just now sends the same again, as the answer says. */
export async function recordInTime(server: Server, sent: Sent): Promise<Answer> {
  let answer = await record(server, sent);
  while (answer.status === 503) answer = await record(server, sent);
  return answer;
}

/**
 * Writes expenses from many connections at once, each so many, or until its line is cut or it hears
 * a no.
 */
export class Writers {
  readonly sent: Sent[] = [];
  private readonly done: Promise<unknown>;
  private acknowledged = 0;
  private readonly awaited: { count: number; reached: () => void }[] = [];

  constructor(
    private readonly server: Server,
    private readonly budgetIds: readonly string[],
    private readonly name: string,
    count = 32,
    private readonly each = Infinity,
    private readonly send = record,
  ) {
    this.done = Promise.all(Array.from({ length: count }, (_, i) => this.write(i)));
  }

  /** Resolves when so many are acknowledged. */
  async until(count: number): Promise<void> {
    if (this.acknowledged >= count) return;
    const { promise, resolve: reached } = Promise.withResolvers<void>();
    this.awaited.push({ count, reached });
    await Promise.race([promise, this.done]);
    expect(this.acknowledged).toBeGreaterThanOrEqual(count);
  }

  /** Resolves when all have ended: with their server. */
  async over(): Promise<void> {
    await this.done;
  }

  get heard(): Sent[] {
    return this.sent.filter((it) => it.answer?.status === 201);
  }

  get unheard(): Sent[] {
    return this.sent.filter((it) => it.answer === undefined);
  }

  private async write(writer: number): Promise<void> {
    const budgetId = this.budgetIds[writer % this.budgetIds.length]!;
    for (let n = 0; n < this.each; n++) {
      const amountPence = 1 + ((writer * 7 + n * 13) % 997);
      const sent: Sent = { budgetId, key: `${this.name}-${writer}-${n}`, amountPence };
      this.sent.push(sent);
      const answer = await this.send(this.server, sent).catch(() => undefined);
      if (!answer) return;
      sent.answer = answer;
      if (answer.status !== 201) return;
      this.acknowledged++;
      for (const it of this.awaited) if (it.count === this.acknowledged) it.reached();
    }
  }
}

export const pennies = (sent: readonly Sent[]): number =>
  sent.reduce((sum, it) => sum + it.amountPence, 0);

/** Every figure of these budgets, once all that is in the log can be read. */
export async function figuresOf(server: Server, budgetIds: readonly string[]) {
  const { head } = (await server.get('demo-auditor', '/integrity')).body;
  const query = `asAt=2026-05-20&atLeast=${head.position}`;
  const answers = await Promise.all(
    budgetIds.map((it) => server.get(OFFICER, `/budgets/${it}/figures?${query}`)),
  );
  return answers.map((it) => it.body.figures as Figures);
}

export type Figures = Readonly<Record<string, number>>;

export async function spentFrom(server: Server, budgetIds: readonly string[]): Promise<number> {
  const figures = await figuresOf(server, budgetIds);
  return figures.reduce((sum, it) => sum + it['spentPence']!, 0);
}

/** The entries of all expenses that the log holds. */
export async function entriesInLog(server: Server): Promise<string[]> {
  const entries: string[] = [];
  for (let after = ''; ;) {
    const path = `/events?type=ExpenseRecorded&limit=10000${after && `&after=${after}`}`;
    const { body } = await server.get('demo-auditor', path);
    const lines = String(body)
      .split('\n')
      .filter(Boolean)
      .map((it) => JSON.parse(it) as { position: string; data: { entryId: string } });
    if (lines.length === 0) return entries;
    entries.push(...lines.map((it) => it.data.entryId));
    after = lines.at(-1)!.position;
  }
}
