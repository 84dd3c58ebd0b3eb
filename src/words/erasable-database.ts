import type { Kysely } from 'kysely';
import { bytesOf, textOf } from '../read-models/database.js';
import { migrate, type Step } from '../read-models/migrations.js';

/** What may be forgotten: keys, people, files, what was answered about them. Never the log. */
export interface ErasableTables {
  person_keys: { person_id: string; key: Uint8Array };
  files: {
    /** The stream of the event that names it, and its keyed hash. */
    file_id: string;
    person_id: string;
    sealed: Uint8Array;
  };
  /** Those of which nobody has looked yet whether the log has the event that names them. */
  files_unsettled: { file_id: string; stream: string; file_hash: string; at: string };
  row_requests: { request_id: string; request_hash: string; answer: string; at: string };
  kept_keys: { name: string; key: Uint8Array };
}

/** What belongs to a log, without the tables of a room: a copy takes them along. */
export const KEY_TABLES = ['person_keys', 'row_requests', 'files', 'files_unsettled'] as const;

export type ErasableDatabase = Kysely<ErasableTables>;

/** Throws `DatabaseTooNew`. */
export const createErasableTables = (db: ErasableDatabase): Promise<void> =>
  migrate(db, 'keys and requests', STEPS);

// Where they are there already, they are from before steps were counted.
const STEPS: readonly Step[] = [
  async (db) => {
    await db.schema
      .createTable('person_keys')
      .ifNotExists()
      .addColumn('person_id', textOf(db), (it) => it.primaryKey())
      .addColumn('key', bytesOf(db), (it) => it.notNull())
      .execute();
    await db.schema
      .createTable('row_requests')
      .ifNotExists()
      .addColumn('request_id', textOf(db), (it) => it.primaryKey())
      .addColumn('request_hash', textOf(db), (it) => it.notNull())
      .addColumn('answer', textOf(db), (it) => it.notNull())
      .addColumn('at', textOf(db), (it) => it.notNull())
      .execute();
  },
  async (db) => {
    await db.schema
      .createTable('files')
      .addColumn('file_id', textOf(db), (it) => it.primaryKey())
      .addColumn('person_id', textOf(db), (it) => it.notNull())
      .addColumn('sealed', bytesOf(db), (it) => it.notNull())
      .execute();
    await db.schema.createIndex('files_person_id').on('files').column('person_id').execute();
    await db.schema
      .createTable('files_unsettled')
      .addColumn('file_id', textOf(db), (it) => it.primaryKey())
      .addColumn('stream', textOf(db), (it) => it.notNull())
      .addColumn('file_hash', textOf(db), (it) => it.notNull())
      .addColumn('at', textOf(db), (it) => it.notNull())
      .execute();
  },
  (db) =>
    db.schema
      .createTable('kept_keys')
      .addColumn('name', textOf(db), (it) => it.primaryKey())
      .addColumn('key', bytesOf(db), (it) => it.notNull())
      .execute(),
];
