import type { EventLog, SealedWords } from '../event-log/event-log.js';
import { Refusal } from '../kernel/decider.js';
import type { ErasableDatabase } from './erasable-database.js';
import { hashOfWords, newKey, seal, unseal, type Words } from './sealing.js';

export const ERASED = '[erased]';

/** Words ready to be written: the hash goes into the event, the rest beside it. */
export interface Said {
  readonly wordsHash: string;
  readonly sealed: SealedWords;
}

/** People's words, each person's under their own key: deleting the key erases them all. */
export class WordStore {
  constructor(
    private readonly db: ErasableDatabase,
    private readonly log: EventLog,
  ) {}

  /** Makes the person's key in the transaction that makes the person. */
  async createKey(db: ErasableDatabase, personId: string): Promise<void> {
    await db.insertInto('person_keys').values({ person_id: personId, key: newKey() }).execute();
  }

  /** From then on nobody can read the person's words, nor test a guess against their hashes. */
  async deleteKey(db: ErasableDatabase, personId: string): Promise<void> {
    await db.deleteFrom('person_keys').where('person_id', '=', personId).execute();
  }

  /** Seals what a request says. Throws the refusal `erased` when the person's key is gone. */
  async said(personId: string, requestId: string, words: Words): Promise<Said> {
    const key = await this.keyOf(personId);
    if (!key) throw new Refusal('erased', 'This person’s data was erased. No words can be kept.');
    return {
      wordsHash: hashOfWords(key, words),
      sealed: { personId, sealed: seal(key, requestId, words) },
    };
  }

  /** By request; `ERASED` where the key is gone, missing where nothing was said. */
  async of(
    personId: string,
    requestIds: readonly string[],
  ): Promise<ReadonlyMap<string, Words | typeof ERASED>> {
    const [key, rows] = await Promise.all([this.keyOf(personId), this.log.sealedWords(requestIds)]);
    return new Map(
      [...rows].map(([id, sealed]) => [id, key ? unseal(key, id, sealed) : ERASED] as const),
    );
  }

  private async keyOf(personId: string): Promise<Uint8Array | undefined> {
    const row = await this.db
      .selectFrom('person_keys')
      .select('key')
      .where('person_id', '=', personId)
      .executeTakeFirst();
    return row?.key;
  }
}
