import type { Clock } from '../event-log/clock.js';
import type { EventLog, RequestAt, SealedWords } from '../event-log/event-log.js';
import type { Micros } from '../kernel/dates.js';
import { Refusal } from '../kernel/decider.js';
import type { ErasableDatabase } from './erasable-database.js';
import {
  hashOfWords,
  newKey,
  personKey,
  seal,
  unseal,
  type PersonKey,
  type Words,
} from './sealing.js';

export const ERASED = '[erased]';

/** Words ready to be written: the hash goes into the event, the rest beside it. */
export interface Said {
  readonly wordsHash: string;
  readonly sealed: SealedWords;
}

const REMEMBERED: Micros = 10_000_000;
const AT_MOST = 10_000;

/** People's words, each person's under their own key: deleting the key erases them all. */
export class WordStore {
  private readonly keys = new Map<string, { readonly key: PersonKey; readonly until: Micros }>();

  constructor(
    private readonly db: ErasableDatabase,
    private readonly log: EventLog,
    private readonly clock: Clock,
  ) {}

  /** Makes the person's key in the transaction that makes the person. */
  async createKey(db: ErasableDatabase, personId: string): Promise<void> {
    await db.insertInto('person_keys').values({ person_id: personId, key: newKey() }).execute();
  }

  /** Nobody can read the person's words from then on, nor test a guess against their hashes. */
  async deleteKey(db: ErasableDatabase, personId: string): Promise<void> {
    await db.deleteFrom('person_keys').where('person_id', '=', personId).execute();
    this.forget(personId);
  }

  /** Once the deletion is committed: until then somebody may have read the key again. */
  forget(personId: string): void {
    this.keys.delete(personId);
  }

  /** Seals what a request says. Throws the refusal `erased` when the person's key is gone. */
  async said(personId: string, requestId: string, words: Words): Promise<Said> {
    const key = await this.keyOf(personId);
    if (!key) throw erased();
    return {
      wordsHash: hashOfWords(key, words),
      sealed: { personId, sealed: seal(key, requestId, words) },
    };
  }

  /** Makes hashes as `said` does, of words that are kept elsewhere. Throws the refusal `erased`. */
  async hashing(personId: string): Promise<(words: Words) => string> {
    const key = await this.keyOf(personId);
    if (!key) throw erased();
    return (words) => hashOfWords(key, words);
  }

  /** By request; `ERASED` where the key is gone, missing where nothing was said. */
  async of(
    personId: string,
    requests: readonly RequestAt[],
  ): Promise<ReadonlyMap<string, Words | typeof ERASED>> {
    const [key, rows] = await Promise.all([this.keyOf(personId), this.log.sealedWords(requests)]);
    return new Map(
      [...rows].map(([id, sealed]) => [id, key ? unseal(key, id, sealed) : ERASED] as const),
    );
  }

  /** Kept in memory for seconds only: another instance may have erased the person. */
  private async keyOf(personId: string): Promise<PersonKey | undefined> {
    const now = this.clock.micros();
    const kept = this.keys.get(personId);
    if (kept && now < kept.until && now > kept.until - REMEMBERED) return kept.key;
    const row = await this.db
      .selectFrom('person_keys')
      .select('key')
      .where('person_id', '=', personId)
      .executeTakeFirst();
    if (!row) return undefined;
    const key = personKey(row.key);
    if (this.keys.size >= AT_MOST) this.keys.clear();
    this.keys.set(personId, { key, until: now + REMEMBERED });
    return key;
  }
}

const erased = () => new Refusal('erased', 'This person’s data was erased. No words can be kept.');
