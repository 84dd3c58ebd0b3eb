import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Written } from '../event-log/event-log.js';
import { transact } from '../event-log/transact.js';
import { Writer } from '../event-log/writer.js';
import { OnPerson } from './person.commands.js';
import type { PersonEvent } from './person.events.js';
import { person } from './person.js';

/** What is erased follows at once, by reaction, and again should the rows ever come back. */
@CommandHandler(OnPerson)
export class OnPersonHandler implements ICommandHandler<OnPerson> {
  constructor(readonly writer: Writer) {}

  execute({ personId, command, asked }: OnPerson): Promise<Written<PersonEvent>> {
    return transact(this.writer, `person-${personId}`, person, command, asked);
  }
}
