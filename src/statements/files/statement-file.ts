import type { LocalDate } from '../../kernel/dates.js';
import type { Pence } from '../../kernel/money.js';
import type { StatementFormat } from '../../accounts/account.events.js';
import type { NoteCode, ProblemCode } from '../problem-codes.facts.js';

// What a file of any format reads to, and the ways in which it may be no statement. Bytes in, values
// out: nothing in a file can crash or stop the program, and nothing is guessed.

/** A row as the bank booked it. */
export interface FileRow {
  /** 1-based, of the file. */
  readonly line: number;
  /** The day on which the bank booked it. */
  readonly on: LocalDate;
  /** In: above 0. Out: below. Never 0. */
  readonly amountPence: Pence;
  /** All of the bank's words for it, in the file's order, blanks collapsed, at most 500 characters. */
  readonly text: string;
  /** The bank's own id, where it is stable: of one row only, and undamaged. */
  readonly bankId?: string;
  /** What was on the account after it, where the file says so. */
  readonly balancePence?: Pence;
}

/** `line` is 1-based; 0: the file as a whole. */
export interface Remark<Code extends string> {
  readonly line: number;
  readonly code: Code;
}

export interface StatementFile {
  readonly format: StatementFormat;
  /** Format and layout: two files of one source name the same row alike. "csv-lloyds", "ofx" */
  readonly source: string;
  /** Oldest first; of one day, in the bank's order. */
  readonly rows: readonly FileRow[];
  /** As the file declares them; it may name neither. */
  readonly from?: LocalDate;
  readonly to?: LocalDate;
  readonly openingPence?: Pence;
  readonly closingPence?: Pence;
  /** What contradicts itself. Those rows are left out, and the period cannot close over them. */
  readonly problems: readonly Remark<ProblemCode>[];
  /** What was left out without harm. */
  readonly notes: readonly Remark<NoteCode>[];
}

/** How to read the columns of one bank or card provider; by name, or by number from 0. */
export interface Mapping {
  readonly mappingId: string;
  readonly name: string;
  /** The header it is for; absent: there is none. */
  readonly header?: readonly string[];
  readonly delimiter?: string;
  readonly dateColumn: string | number;
  readonly dateOrder: 'dmy' | 'mdy' | 'ymd';
  readonly textColumns: readonly (string | number)[];
  /** Signed; or else a column for each direction. */
  readonly amountColumn?: string | number;
  readonly outColumn?: string | number;
  readonly inColumn?: string | number;
  /** Spending is written above 0. */
  readonly invert?: boolean;
  readonly balanceColumn?: string | number;
  readonly idColumn?: string | number;
}

/** What is asked where a layout is not known and does not prove itself. */
export type MappingQuestion = 'date-order' | 'sign' | 'columns';

export interface MappingPreview {
  readonly header: readonly string[];
  /** The first ten. */
  readonly rows: readonly (readonly string[])[];
  readonly guess: Partial<Omit<Mapping, 'mappingId' | 'name'>>;
  readonly asks: readonly MappingQuestion[];
}

/** How to read one. */
export interface ReadingOptions {
  /** Nothing is booked later. */
  readonly today: LocalDate;
  readonly mappings: readonly Mapping[];
  /** Take this one, whatever the header. */
  readonly mappingId?: string;
}

export const MAX_ROWS = 20_000;

/** 400 `unreadable`: no statement at all. Says why and what to do, without a word of the file. */
export class Unreadable extends Error {
  constructor(
    message: string,
    /** 1-based; 0: the file as a whole. */
    readonly line = 0,
  ) {
    super(message);
  }
}

/** 415 `unsupported-type`: another kind of file. Says what to send instead. */
export class UnsupportedFile extends Error {}

/** 413 `too-large`: more than `MAX_ROWS`. */
export class TooManyRows extends Error {}

/** 409 `needs-mapping`. */
export class NeedsMapping extends Error {
  constructor(readonly preview: MappingPreview) {
    super('The layout of this file is not known: say which column is which');
  }
}
