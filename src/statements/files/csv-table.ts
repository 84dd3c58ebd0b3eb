/** A row of a table, where it begins in the file, with its cells. */
export interface TableRow {
  /** 1-based. */
  readonly line: number;
  readonly cells: readonly string[];
}
