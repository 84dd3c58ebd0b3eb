import type { Kysely } from 'kysely';

/** What may be forgotten: keys, people, and what was answered about them. Never the log. */
export interface ErasableTables {
  person_keys: { person_id: string; key: Uint8Array };
  row_requests: { request_id: string; request_hash: string; answer: string; at: string };
}

export type ErasableDatabase = Kysely<ErasableTables>;

export async function createErasableTables(db: ErasableDatabase): Promise<void> {
  await db.schema
    .createTable('person_keys')
    .ifNotExists()
    .addColumn('person_id', 'text', (it) => it.primaryKey())
    .addColumn('key', 'blob', (it) => it.notNull())
    .execute();
  await db.schema
    .createTable('row_requests')
    .ifNotExists()
    .addColumn('request_id', 'text', (it) => it.primaryKey())
    .addColumn('request_hash', 'text', (it) => it.notNull())
    .addColumn('answer', 'text', (it) => it.notNull())
    .addColumn('at', 'text', (it) => it.notNull())
    .execute();
}
