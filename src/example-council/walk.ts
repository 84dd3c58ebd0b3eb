import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { DemoClock } from '../event-log/clock.js';
import type { Micros } from '../kernel/dates.js';
import type { Ledger } from '../ledger.js';
import { beginningOf, instantOn, TIMES } from './calendar.js';
import type { Step } from './step.js';

/** So that what happens today has happened before it is now. */
const A_MOMENT: Micros = 10_000_000;

/** On a machine that is busy with other things. */
const LONGEST_MS = 60_000;

export interface Walking {
  readonly ledger: Ledger;
  readonly clock: DemoClock;
  readonly app: NestFastifyApplication;
  /** The requests whose events are in the log already. */
  readonly done: ReadonlySet<string>;
  /** The instant at which the example ends. */
  readonly present: Micros;
  readonly progress: (done: number, total: number) => void;
  /** Between two mornings it may be told to stop. */
  readonly signal: AbortSignal;
}

/**
 * Walks through the days with the clock, and sends what is due on each. People do not wait for one
 * another; of one person, everything is sent in the order in which it is told.
 */
export class Walk {
  private sent = 0;
  private reached: Micros = Number.NEGATIVE_INFINITY;

  constructor(private readonly on: Walking) {}

  /** Throws on the first request that is not answered as the story says. */
  async through(diaries: readonly (readonly Step[])[], last: Step): Promise<void> {
    const total = diaries.flat().length + 1;
    for (const due of inOrder(diaries)) {
      if (this.on.signal.aborted) return;
      await this.at(due[0]![0]!, due);
      this.on.progress(this.sent, total);
    }
    await this.at(last, [[last]]);
  }

  /** What follows from it follows before the clock moves on. */
  private async at(when: Step, due: readonly (readonly Step[])[]): Promise<void> {
    const { clock, ledger, present } = this.on;
    const today = Math.max(beginningOf(when.day), present - A_MOMENT);
    clock.set(Math.max(Math.min(instantOn(when.day, when.time), today), this.reached));
    await Promise.all(due.map((steps) => this.oneAfterAnother(steps)));
    if (!(await ledger.reactions.drain(LONGEST_MS)))
      throw new Error(`What follows from ${when} did not happen. Look at the log above.`);
    this.reached = clock.micros();
  }

  private async oneAfterAnother(steps: readonly Step[]): Promise<void> {
    for (const step of steps) {
      if (!(await this.isDone(step))) await this.send(step);
      this.sent++;
    }
  }

  /** A request that writes rows leaves no event; its rows have the ids that it gives. */
  private async isDone(step: Step): Promise<boolean> {
    const { people } = this.on.ledger;
    switch (step.sent.makes) {
      case 'person':
        return (await people.find(step.id)) !== undefined;
      case 'representative': {
        const [, , personId] = step.sent.path.split('/');
        const known = await people.representativesOf(personId!);
        return known.some((it) => it.representative_id === step.id);
      }
      default:
        return this.on.done.has(step.requestId);
    }
  }

  private async send(step: Step): Promise<void> {
    const { method, path, body, makes, refusal } = step.sent;
    const answer = await this.on.app.inject({
      method,
      url: `/api/v1${path}`,
      headers: {
        authorization: `Bearer ${step.by}`,
        'idempotency-key': step.key,
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { payload: JSON.stringify(body) }),
    });
    const said = answer.json<Record<string, unknown>>();
    const isAsTold = refusal
      ? said['code'] === refusal
      : answer.statusCode < 300 && (!makes || Object.values(said).includes(step.id));
    if (!isAsTold) throw new Error(`The example stopped at ${step}: ${answer.body}`);
  }
}

/** By day and time; within each by person. */
function inOrder(diaries: readonly (readonly Step[])[]): Step[][][] {
  const due = new Map<string, Step[][]>();
  for (const steps of diaries)
    for (const [when, together] of Map.groupBy(steps, placeOf))
      due.set(when, [...(due.get(when) ?? []), together]);
  return [...due].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, steps]) => steps);
}

const placeOf = ({ day, time }: Step): string => `${day} ${TIMES.indexOf(time)}`;
