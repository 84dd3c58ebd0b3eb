import { bytesOf, textOf } from '../read-models/database.js';
import { migrate, type Step } from '../read-models/migrations.js';
import type { ErasableDatabase } from './erasable-database.js';

/**
 * What a log that is no file of ours cannot keep itself: which requests were sent, and what they
 * say in words, sealed. Throws `DatabaseTooNew`.
 */
export const createRequestTables = (db: ErasableDatabase): Promise<void> =>
  migrate(db, 'requests and words', STEPS);

const STEPS: readonly Step[] = [
  async (db) => {
    await db.schema
      .createTable('requests')
      .addColumn('request_id', textOf(db), (it) => it.primaryKey())
      .addColumn('request_hash', textOf(db))
      .addColumn('stream', textOf(db), (it) => it.notNull())
      .addColumn('from_version', 'integer', (it) => it.notNull())
      .addColumn('at', textOf(db), (it) => it.notNull())
      .addColumn('claim', textOf(db))
      .execute();
    await db.schema
      .createTable('words')
      .addColumn('request_id', textOf(db), (it) => it.primaryKey())
      .addColumn('person_id', textOf(db), (it) => it.notNull())
      .addColumn('sealed', bytesOf(db), (it) => it.notNull())
      .execute();
  },
];
