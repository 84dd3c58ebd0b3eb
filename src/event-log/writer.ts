import type { Clock } from './clock.js';
import type { EventLog, Recorded } from './event-log.js';
import type { EventTypes } from './event-types.js';
import { FoldedStates } from './folded-states.js';
import { Queues } from './queues.js';

/** What must be told of an append before it is answered; never fails it. */
export type AfterAppend = (recorded: readonly Recorded[]) => Promise<void>;

/** What writing takes: handlers and reactions have one, and pass it to `transact`. */
export class Writer {
  readonly queues = new Queues();
  /** Why nothing may be written here now; `null`: it may. */
  hindrance: () => Error | null = () => null;
  /** The reactions that are run in line. */
  afterAppend: AfterAppend = async () => {};

  constructor(
    readonly log: EventLog,
    readonly types: EventTypes,
    readonly clock: Clock,
    readonly states = new FoldedStates(),
    /** After a lost race, before the next attempt. */
    readonly pause?: (attempt: number) => Promise<unknown>,
  ) {}
}
