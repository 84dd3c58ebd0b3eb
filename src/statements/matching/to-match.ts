import type { EntryKind } from '../../accounts/account.events.js';
import type { LineState } from '../../accounts/lines.facts.js';
import type { LocalDate } from '../../kernel/dates.js';
import type { Pence } from '../../kernel/money.js';

// What matching is given and what it says. It is a pure function of these.

/** A line of the account, of whatever statement: those that are settled tell what is unique. */
export interface LineToMatch {
  readonly lineId: string;
  readonly on: LocalDate;
  /** In: above 0. */
  readonly amountPence: Pence;
  /** The bank's words; empty where they were erased. */
  readonly text: string;
  readonly state: LineState;
}

export interface EntryToMatch {
  readonly entryId: string;
  readonly kind: EntryKind;
  readonly on: LocalDate;
  /** In: above 0. */
  readonly amountPence: Pence;
  /** Who was paid, as an expense names them. */
  readonly payee?: string;
  readonly category?: string;
  /** The reference that a payment named. */
  readonly reference?: string;
  /** It has a line already, or opened with the account. */
  readonly isMatched: boolean;
}

/** What an officer did the last time with lines of this payee; learned, shown, can be forgotten. */
export interface MatchingRule {
  readonly ruleId: string;
  /** The words of the bank that it goes by, as `payeeKey` makes them. */
  readonly payeeKey: string;
  readonly kind: EntryKind;
  readonly payee?: string;
  readonly category?: string;
}

/** Money that is due: it makes a proposal, not a match. */
export interface Expected {
  readonly kind: EntryKind;
  readonly on: LocalDate;
  /** In: above 0. */
  readonly amountPence: Pence;
  /** For wages: who gets them, where that is known. */
  readonly payee?: string;
  readonly category?: string;
}

export interface ToMatch {
  readonly lines: readonly LineToMatch[];
  readonly entries: readonly EntryToMatch[];
  readonly rules: readonly MatchingRule[];
  readonly expected: readonly Expected[];
}

/** The entries sum to the line, or, with the other lines, to them. */
export interface Suggestion {
  readonly entryIds: readonly string[];
  /** Further lines, which together with this one make the entry. */
  readonly withLineIds?: readonly string[];
  /** 0 to 100 */
  readonly score: number;
  /** May be accepted without a look. */
  readonly certain: boolean;
  /** In words: "same amount", "2 days later". */
  readonly reasons: readonly string[];
}

/** What an entry made of the line would be. */
export interface Proposal {
  readonly kind: EntryKind;
  readonly payee?: string;
  readonly category?: string;
  readonly reasons: readonly string[];
  /** The learned rule that it comes from. */
  readonly ruleId?: string;
}

export interface Offer {
  /** Best first, at most 5. */
  readonly suggestions: readonly Suggestion[];
  /** Where nothing fits. */
  readonly proposal?: Proposal;
}
