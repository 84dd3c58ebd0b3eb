import type { LocalDate } from '../kernel/dates.js';
import type { Pence } from '../kernel/money.js';

/** Where a line stands. It is in exactly one state. */
export const LINE_STATES = ['open', 'matched', 'recorded', 'set-aside', 'ignored'] as const;
export type LineState = (typeof LINE_STATES)[number];

/** A line of a statement that counts. */
export interface Line {
  readonly lineId: string;
  readonly statementId: string;
  readonly on: LocalDate;
  /** In: above 0. */
  readonly amountPence: Pence;
  readonly textHash: string;
  readonly state: LineState;
  /** Those that it was matched with, or the one that it became. */
  readonly entryIds: readonly string[];
  /** Of a line that is matched. */
  readonly matchId?: string;
}
