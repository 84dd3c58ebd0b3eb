import type { EventLog, Recorded } from '../event-log/event-log.js';
import type { Reaction } from '../reactions/reaction.js';
import type { ErasableDatabase } from '../words/erasable-database.js';
import type { FileStore } from '../words/files.js';
import type { WordStore } from '../words/words.js';
import type { PeopleTable } from './people.table.js';
import type { PersonErased } from './person.events.js';

/**
 * Deletes the key, the rows and the files of a person who was erased: in line, before the answer, and again
 * at start, should an older copy of the rows have come back.
 */
export class AfterErasure implements Reaction<PersonErased, 'PersonErased'> {
  readonly name = 'people/after-erasure';
  readonly after = 'PersonErased';
  readonly from = 'beginning';
  readonly prompt = true;

  constructor(
    private readonly db: ErasableDatabase,
    private readonly words: WordStore,
    private readonly files: FileStore,
    private readonly people: PeopleTable,
    /** Overwrites what was deleted, where the database keeps it for a while. */
    private readonly scrub: () => Promise<void>,
  ) {}

  async react({ event, recordedAt }: Recorded<PersonErased>): Promise<void> {
    await this.db.transaction().execute(async (rows) => {
      await this.words.deleteKey(rows, event.personId);
      await this.files.deleteAll(rows, event.personId);
      await this.people.erase(rows, event.personId, recordedAt);
    });
    this.words.forget(event.personId);
    await this.scrub();
  }

  /**
   * Before anybody can look. The bookmark does not help here: it is kept elsewhere, and has passed
   * the erasure when only the rows come back.
   */
  async again(log: EventLog): Promise<void> {
    for (const personId of await this.people.notErased()) {
      const [erased] = await log.loadBackwards<PersonErased>(`person-${personId}`, 1);
      if (erased) await this.react(erased);
    }
  }
}
