import type { Selectable } from 'kysely';
import type { Clock } from '../event-log/clock.js';
import { textOf } from '../read-models/database.js';
import { migrate, type Step } from '../read-models/migrations.js';
import type { ErasableDatabase } from '../words/erasable-database.js';
import type { Mapping } from './files/statement-file.js';

type MappingRow = {
  mapping_id: string;
  /** JSON of the columns; what a bank calls them is nobody's personal data. */
  mapping: string;
  at: string;
};

type MappingTables = {
  statement_mappings: MappingRow;
};

export const MAPPING_TABLES = ['statement_mappings'] as const;

const STEPS: readonly Step[] = [
  (db) =>
    db.schema
      .createTable('statement_mappings')
      .addColumn('mapping_id', textOf(db), (it) => it.primaryKey())
      .addColumn('mapping', textOf(db), (it) => it.notNull())
      .addColumn('at', textOf(db), (it) => it.notNull())
      .execute(),
];

/** How the columns of banks and card providers were said to be read. */
export class MappingsTable {
  constructor(
    private readonly db: ErasableDatabase,
    private readonly clock: Pick<Clock, 'now'>,
  ) {}

  create(): Promise<void> {
    return migrate(this.db, 'statement mappings', STEPS);
  }

  /** In the transaction of the request. */
  async add(rows: ErasableDatabase, mapping: Mapping): Promise<void> {
    const at = this.clock.now();
    await rows
      .withTables<MappingTables>()
      .insertInto('statement_mappings')
      .values({ mapping_id: mapping.mappingId, mapping: JSON.stringify(mapping), at })
      .onConflict((it) => it.column('mapping_id').doNothing())
      .execute();
  }

  /** The latest last: of two for one header that one counts. */
  async all(): Promise<Mapping[]> {
    const rows: Selectable<MappingRow>[] = await this.db
      .withTables<MappingTables>()
      .selectFrom('statement_mappings')
      .selectAll()
      .orderBy('at')
      .orderBy('mapping_id')
      .execute();
    return rows.map((it) => JSON.parse(it.mapping) as Mapping);
  }
}
