import type { KeysElsewhere } from '../event-log/keys-elsewhere.js';
import type { ErasableDatabase } from './erasable-database.js';

/** What the log has to know of the erasable tables, where these are in a database. */
export class ErasableKeys implements KeysElsewhere {
  constructor(private readonly db: ErasableDatabase) {}

  async hasKey(personId: string): Promise<boolean> {
    const row = await this.db
      .selectFrom('person_keys')
      .select('person_id')
      .where('person_id', '=', personId)
      .executeTakeFirst();
    return row !== undefined;
  }

  async requestForRows(requestId: string): Promise<string | undefined> {
    const row = await this.db
      .selectFrom('row_requests')
      .select('request_hash')
      .where('request_id', '=', requestId)
      .executeTakeFirst();
    return row?.request_hash;
  }
}
