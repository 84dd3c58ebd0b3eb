import { derivedId, requestIdOf } from '../kernel/digest.js';
import type { LocalDate } from '../kernel/dates.js';
import type { Time } from './calendar.js';

export type DemoUser =
  'demo-officer' | 'demo-manager' | 'demo-manager-2' | 'demo-holder' | 'demo-nominee';

/** What is sent, as anybody could send it. */
export interface Sent {
  readonly method: 'POST' | 'DELETE';
  /** Below `/api/v1`. */
  readonly path: string;
  readonly body?: Readonly<Record<string, unknown>>;
  /** What it makes: `entry`, where the answer names an `entryId`. */
  readonly makes?: string;
  /** The code of the refusal that the story is about. */
  readonly refusal?: string;
}

/** One request of a story, and when it is sent. */
export class Step {
  readonly requestId: string;

  constructor(
    /** `anna-archer/17`: its place in a story, and its key. */
    readonly name: string,
    readonly by: DemoUser,
    readonly day: LocalDate,
    readonly time: Time,
    readonly sent: Sent,
  ) {
    this.requestId = requestIdOf(by, this.key);
  }

  /** The same in every run, so that what was begun can be finished without doing it twice. */
  get key(): string {
    return `example-council/${this.name}`;
  }

  /** Ids follow from requests, so a later step can name what this one makes. */
  idOf(kind: string): string {
    return derivedId(this.requestId, kind);
  }

  /** Of what it makes. */
  get id(): string {
    return this.idOf(this.sent.makes!);
  }

  toString(): string {
    const { method, path } = this.sent;
    return `${this.name} on ${this.day} (${this.by}: ${method} ${path})`;
  }
}
