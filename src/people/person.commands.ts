import { Command } from '@nestjs/cqrs';
import type { Asked, Written } from '../event-log/event-log.js';
import type { LocalDate } from '../kernel/dates.js';
import type { PersonEvent } from './person.events.js';

export interface ErasePerson {
  type: 'ErasePerson';
  personId: string;
  today: LocalDate;
  /** Of the person's budgets: the last day in force of each; `null`: still open. */
  closings: readonly (LocalDate | null)[];
  /** For how long after the last closing the data is kept. */
  retentionYears: number;
  /** The manager says why it cannot wait. */
  override: boolean;
}

export type PersonCommand = ErasePerson;

export type PersonRefusal = 'retention';

/** "Of person X, …" */
export class OnPerson extends Command<Written<PersonEvent>> {
  constructor(
    readonly personId: string,
    readonly command: PersonCommand,
    readonly asked: Asked,
  ) {
    super();
  }
}
