import type { LocalDate } from '../../kernel/dates.js';
import type { Pence } from '../../kernel/money.js';
import type { StatementFormat } from '../../accounts/account.events.js';
import type { NoteCode, ProblemCode } from '../problem-codes.facts.js';

/**
 * A line of a file as far as it could be read. One with a problem or a note becomes no row, but its
 * amount and its balance still tell whether the running balance runs.
 */
export interface RawLine {
  /** 1-based, of the file. */
  readonly line: number;
  readonly on?: LocalDate | undefined;
  readonly amountPence?: Pence | undefined;
  readonly balancePence?: Pence | undefined;
  readonly text: string;
  readonly bankId?: string | undefined;
  readonly problem?: ProblemCode | undefined;
  readonly note?: NoteCode | undefined;
}

/** One statement of a file, as it declares itself. */
export interface Part {
  /** In the order of the file. */
  readonly lines: readonly RawLine[];
  readonly from?: LocalDate | undefined;
  readonly to?: LocalDate | undefined;
  readonly openingPence?: Pence | undefined;
  readonly closingPence?: Pence | undefined;
}

/** What a reader of one format hands on. */
export interface Reading {
  readonly format: StatementFormat;
  readonly source: string;
  readonly parts: readonly Part[];
  /** How its lines stand where neither balances nor days tell. */
  readonly newestFirst: boolean;
}
