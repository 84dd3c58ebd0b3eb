import { randomBytes } from 'node:crypto';
import type { ErasableDatabase } from './erasable-database.js';

const BYTES = 32;

/**
 * A key under a name, made when it is first needed, and one for all instances on the database. It is
 * neither copied nor given up: whoever restores an older database restores its key with it.
 */
export class KeptKey {
  private found: Promise<Uint8Array> | undefined;

  constructor(
    private readonly db: ErasableDatabase,
    private readonly name: string,
  ) {}

  of(): Promise<Uint8Array> {
    // What could not be read is asked again, not remembered.
    this.found ??= this.read().catch((error: unknown) => {
      this.found = undefined;
      throw error;
    });
    return this.found;
  }

  /** Of two who make it at once, the first one's stays. */
  private async read(): Promise<Uint8Array> {
    await this.db
      .insertInto('kept_keys')
      .values({ name: this.name, key: randomBytes(BYTES) })
      .onConflict((it) => it.column('name').doNothing())
      .execute();
    const row = await this.db
      .selectFrom('kept_keys')
      .select('key')
      .where('name', '=', this.name)
      .executeTakeFirstOrThrow();
    return new Uint8Array(row.key);
  }
}
