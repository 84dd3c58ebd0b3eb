import type { EventLog } from '../../src/event-log/event-log.js';
import { EventTypes } from '../../src/event-log/event-types.js';
import type { LocalDate } from '../../src/kernel/dates.js';
import type { ReadModel } from '../../src/read-models/read-model.js';
import { LogInMemory } from './log-in-memory.js';
import { oluAsks } from './people.js';

// A purse: the least that a read model can be about, for tests of the ground itself.

export interface Filled {
  type: 'Filled';
  on: LocalDate;
  pence: number;
  /** Of another subject, where there is one. */
  budgetId?: string;
}
export interface Emptied {
  type: 'Emptied';
  on: LocalDate;
}
export interface Lost {
  type: 'Lost';
  on: LocalDate;
}
export type PurseEvent = Filled | Emptied | Lost;

export const PURSE_EVENTS = { Filled: 1, Emptied: 1, Lost: 1 } as const;
export const purseTypes = () => new EventTypes(PURSE_EVENTS, { LogSealed: 1 });

export type Purse = {
  who: string;
  pence: number;
  isEmpty: boolean;
  filledOn: readonly LocalDate[];
  emptiedOn: LocalDate | null;
};

export const purses: ReadModel<PurseEvent, Purse> = {
  name: 'purses@1',

  columns: {
    who: 'text',
    pence: 'integer',
    isEmpty: 'boolean',
    filledOn: 'json',
    emptiedOn: 'text',
  },
  indexes: [['who'], ['isEmpty', 'pence']],

  rowOf: (_, { stream }) => stream.slice('purse-'.length),

  on: {
    Filled: (row, { on, pence }, { stream }) => ({
      who: stream.slice('purse-'.length),
      pence: (row?.pence ?? 0) + pence,
      isEmpty: false,
      filledOn: [...(row?.filledOn ?? []), on],
      emptiedOn: row?.emptiedOn ?? null,
    }),
    Emptied: (row, { on }) => row && { ...row, pence: 0, isEmpty: true, emptiedOn: on },
    Lost: () => undefined,
  },
};

export const filled = (pence: number, on: LocalDate = '2027-04-05'): Filled => ({
  type: 'Filled',
  on,
  pence,
});
export const emptied: Emptied = { type: 'Emptied', on: '2027-04-06' };
export const lost: Lost = { type: 'Lost', on: '2027-04-07' };

let asked = 0;

/** Appends one after another to the purse of `who`, each by a request of its own. */
export async function happen(log: EventLog, who: string, ...events: PurseEvent[]): Promise<void> {
  const stream = `purse-${who}`;
  for (const event of events) {
    const [head] = await log.loadBackwards(stream, 1);
    await log.append(stream, head?.version ?? -1, [event], oluAsks(`${stream} ${++asked}`));
  }
}

/** One log of Anna's purse, the same in whichever process it is made: positions, hashes and all. */
export async function sharedLog(events: number): Promise<LogInMemory> {
  const log = new LogInMemory(undefined, undefined, undefined, 'shared');
  for (let i = 0; i < events; i++)
    await log.append('purse-anna', i - 1, [filled(i + 1)], oluAsks(`shared ${i}`));
  return log;
}
