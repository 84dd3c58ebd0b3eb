import { openForReading, type Db } from './sqlite-tables.js';

/** What the log asks of the file that can be erased from. It never writes to it. */
export class KeysFile {
  private readonly db: Db;
  private readonly key;
  private readonly request;

  constructor(file: string) {
    this.db = openForReading(file);
    this.key = this.db.prepare<[string]>('SELECT 1 FROM person_keys WHERE person_id = ?').pluck();
    this.request = this.db
      .prepare<[string], string>('SELECT request_hash FROM row_requests WHERE request_id = ?')
      .pluck();
  }

  /** Whether the person's words may be kept. */
  hasKey(personId: string): boolean {
    return this.key.get(personId) !== undefined;
  }

  /** The hash of a request that wrote rows and no event: its key is taken. */
  requestForRows(requestId: string): string | undefined {
    return this.request.get(requestId);
  }

  /** What is asked meanwhile is answered as of one instant, and faster. */
  inOneLook<T>(work: () => T): T {
    return this.db.transaction(work)();
  }

  close(): void {
    this.db.close();
  }
}
