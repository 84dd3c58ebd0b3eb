import { putRows } from './bulk.js';
import type { Database } from './database.js';
import type { Known, Sheet } from './projection.js';

type Cells = Readonly<Record<string, string>>;

/** Of a table whose rows hang on one event each; said again, a row stays as it is. */
export class RowsToPut implements Sheet {
  private readonly rows = new Map<string, Cells>();

  constructor(
    private readonly table: string,
    private readonly rowsOf: (known: Known) => readonly Cells[],
    private readonly key: string,
  ) {}

  get changed(): number {
    return this.rows.size;
  }

  async take(_db: Database, events: readonly Known[]): Promise<void> {
    for (const row of events.flatMap(this.rowsOf)) this.rows.set(row[this.key]!, row);
  }

  async write(db: Database): Promise<void> {
    const rows = [...this.rows.values()];
    if (rows.length > 0) await putRows(db, this.table, Object.keys(rows[0]!), rows, this.key);
    this.rows.clear();
  }
}
