import type { LocalDate } from '../kernel/dates.js';
import type { Pence } from '../kernel/money.js';

export const COMMITMENT_KINDS = ['wages', 'hmrc', 'invoice', 'notice-pay', 'other'] as const;
export type CommitmentKind = (typeof COMMITMENT_KINDS)[number];

export const RESERVE_KINDS = [
  'redundancy',
  'holiday-pay',
  'equipment',
  'contingency',
  'agreed-saving',
] as const;
export type ReserveKind = (typeof RESERVE_KINDS)[number];

export const RETURN_CAUSES = ['surplus', 'overpayment', 'closing', 'other'] as const;
export type ReturnCause = (typeof RETURN_CAUSES)[number];

export const EXPENSE_METHODS = ['transfer', 'card', 'cash', 'direct-debit'] as const;
export type ExpenseMethod = (typeof EXPENSE_METHODS)[number];

export const OTHER_MONEY = ['top-up', 'refund', 'interest'] as const;
export type OtherMoneyKind = (typeof OTHER_MONEY)[number];

export const RECEIPT_FORMATS = ['pdf', 'jpeg', 'png', 'heic', 'webp'] as const;
export type ReceiptFormat = (typeof RECEIPT_FORMATS)[number];

export const STATEMENT_FORMATS = [
  'csv',
  'ofx',
  'qfx',
  'qif',
  'mt940',
  'camt053',
  'text',
  'keyed',
] as const;
export type StatementFormat = (typeof STATEMENT_FORMATS)[number];

export const DISAGREEMENT_OUTCOMES = ['put-right', 'explained'] as const;
export type DisagreementOutcome = (typeof DISAGREEMENT_OUTCOMES)[number];

/** What an entry is: money in, or the last two, money out. */
export type EntryKind = 'payment' | 'contribution' | OtherMoneyKind | 'expense' | 'return';

/** Of every entry: the day it really was, where that is closed. Shown beside it, counts nowhere. */
export interface Late {
  lateFor?: LocalDate;
}

/** Money from the council. All amounts of entries are above 0. */
export interface PaymentMade extends Late {
  type: 'PaymentMade';
  on: LocalDate;
  entryId: string;
  amountPence: Pence;
  /** The days it is for, both included. */
  period?: { readonly from: LocalDate; readonly to: LocalDate };
  /** Absent: shared over the lines in force on its day. */
  fundingStream?: string;
  wordsHash?: string;
}

/** A payment bounced: it came back before it was on the account. */
export interface PaymentReturned extends Late {
  type: 'PaymentReturned';
  on: LocalDate;
  entryId: string;
  /** The payment that bounced, and its whole amount. */
  paymentId: string;
  amountPence: Pence;
  wordsHash?: string;
}

/** The person's own part, paid in. */
export interface ContributionReceived extends Late {
  type: 'ContributionReceived';
  on: LocalDate;
  entryId: string;
  amountPence: Pence;
}

export interface OtherMoneyReceived extends Late {
  type: 'OtherMoneyReceived';
  on: LocalDate;
  entryId: string;
  kind: OtherMoneyKind;
  amountPence: Pence;
}

/** Payee and note are words. */
export interface ExpenseRecorded extends Late {
  type: 'ExpenseRecorded';
  on: LocalDate;
  entryId: string;
  amountPence: Pence;
  category: string;
  outcome?: string;
  method?: ExpenseMethod;
  /** Recorded by the holder or who acts for them: their side may reverse it. */
  byHolderSide: boolean;
  wordsHash: string;
}

export interface ExpenseQueried {
  type: 'ExpenseQueried';
  on: LocalDate;
  entryId: string;
  wordsHash: string;
}

export interface ExpenseExplained {
  type: 'ExpenseExplained';
  on: LocalDate;
  entryId: string;
  /** Said once it had been decided or put right: it is kept, and waits for nobody. */
  afterwards?: true;
  wordsHash: string;
}

export interface ExpenseAccepted {
  type: 'ExpenseAccepted';
  on: LocalDate;
  entryId: string;
}

/** No figure changes: it stays spent, and may become a recovery. */
export interface ExpenseDisallowed {
  type: 'ExpenseDisallowed';
  on: LocalDate;
  entryId: string;
  policyVersion: number;
  wordsHash: string;
}

/** The file itself is kept beside the log, sealed under the person's key, and can be erased. */
export interface ReceiptSent {
  type: 'ReceiptSent';
  on: LocalDate;
  receiptId: string;
  /** The expense that it is for. */
  entryId: string;
  /** As its bytes say, whatever its sender called it. */
  format: ReceiptFormat;
  bytes: number;
  /** HMAC under the person's key: proves nothing to anybody once that is gone. */
  fileHash: string;
  byHolderSide: boolean;
}

/** Money owed; counts from `on` until settled or cancelled, whenever it is due. */
export interface CommitmentRecorded {
  type: 'CommitmentRecorded';
  on: LocalDate;
  commitmentId: string;
  kind: CommitmentKind;
  amountPence: Pence;
  dueOn: LocalDate;
  /** Due again every so many weeks (1 to 52), until cancelled. */
  repeatsWeeks?: number;
}

/** Moves no money. Of a repeating one, the occurrence due on `occurrence` is settled. */
export interface CommitmentSettled {
  type: 'CommitmentSettled';
  on: LocalDate;
  commitmentId: string;
  occurrence: LocalDate;
  /** The spending that settled it, where it was named. */
  entryId?: string;
}

export interface CommitmentCancelled {
  type: 'CommitmentCancelled';
  on: LocalDate;
  commitmentId: string;
}

export interface ReserveApproved {
  type: 'ReserveApproved';
  on: LocalDate;
  reserveId: string;
  kind: ReserveKind;
  amountPence: Pence;
  /** The last day on which it counts. */
  until?: LocalDate;
}

export interface ReserveReleased {
  type: 'ReserveReleased';
  on: LocalDate;
  reserveId: string;
}

/** Money sent back to the council. */
export interface MoneyReturned extends Late {
  type: 'MoneyReturned';
  on: LocalDate;
  entryId: string;
  amountPence: Pence;
  cause: ReturnCause;
  recoveryId?: string;
}

/** Puts right an entry that should not be there; both stay in the history. */
export interface EntryReversed extends Late {
  type: 'EntryReversed';
  /** The day from which it counts. */
  on: LocalDate;
  /** Of the reversal itself. */
  entryId: string;
  /** The entry put right, what it is, its whole amount. */
  reversedId: string;
  kind: EntryKind;
  amountPence: Pence;
  reason: string;
  /** The line that the entry was recorded from: it is looked at again. */
  line?: { readonly statementId: string; readonly lineId: string; readonly becomes?: Becomes };
}

/** Somebody says that this is wrong. No figure changes; what they say are words. */
export interface DisagreementRaised {
  type: 'DisagreementRaised';
  on: LocalDate;
  disagreementId: string;
  /** An event of the budget's history, or else a figure, by its name. */
  aboutEventId?: string;
  aboutFigure?: string;
  /** The last day on which the council may say that it has read it. */
  acknowledgeBy: LocalDate;
  wordsHash: string;
}

/** What is put right is put right by an event of its own. */
export interface DisagreementAnswered {
  type: 'DisagreementAnswered';
  on: LocalDate;
  disagreementId: string;
  outcome: DisagreementOutcome;
  wordsHash: string;
}

/** A row of a bank's or card's statement. Its words are kept beside the log, under the person's key. */
export interface ReadLine {
  /** Made of the row alone, under the person's key: the same row has the same id in every file. */
  readonly lineId: string;
  /** The day on which the bank booked it. */
  readonly on: LocalDate;
  /** In: above 0. Out: below. Never 0. */
  readonly amountPence: Pence;
  readonly textHash: string;
}

/** Counts for nothing before the `StatementImported` that names the same statement. */
export interface LinesRead {
  type: 'LinesRead';
  on: LocalDate;
  statementId: string;
  lines: readonly ReadLine[];
}

/** Something to tell of a file: where, and a code. `line` is 1-based; 0: the file as a whole. */
export interface FileRemark {
  readonly line: number;
  readonly code: string;
  /** The row was left out. */
  readonly leftOut?: true;
  /** What the balances say is missing, and between which days. */
  readonly missing?: {
    readonly from: LocalDate;
    readonly to: LocalDate;
    readonly amountPence: Pence;
  };
}

export type TypedBalance = 'opening' | 'closing' | 'assumed';

/** A file was taken in whole. Of the lines that were read for it, those are its own that are new. */
export interface StatementImported {
  type: 'StatementImported';
  on: LocalDate;
  statementId: string;
  format: StatementFormat;
  /** Format and layout: rows of two sources are not recognised as the same. */
  source: string;
  /** The day after the last closed one; the end that the file declares, else its last line's day. */
  from: LocalDate;
  to: LocalDate;
  /** The first and the last day of all its rows, the known ones included. */
  firstOn: LocalDate;
  lastOn: LocalDate;
  /** How many were new, and how many rows of the file were known. */
  lines: number;
  duplicates: number;
  /** SHA-256 over the ids of the new ones, in order. */
  linesDigest: string;
  /** Before its first new line, and after its last. Absent: nobody said. */
  openingPence?: Pence;
  closingPence?: Pence;
  /**
   * Which of these two somebody typed: who closes the period may put it right. `assumed`: nobody said
   * what there was before, and it was taken from the last closing of that day.
   */
  typed?: readonly TypedBalance[];
  /** What contradicts itself: the period cannot close over it. */
  problems: readonly FileRemark[];
  notes: readonly FileRemark[];
}

/** It came in by mistake: its lines are gone, and come in again with the next file that has them. */
export interface StatementWithdrawn {
  type: 'StatementWithdrawn';
  on: LocalDate;
  statementId: string;
  wordsHash: string;
}

/** These lines are these entries, to the penny: one of either, or both. */
export interface LineMatched {
  type: 'LineMatched';
  on: LocalDate;
  statementId: string;
  matchId: string;
  lineIds: readonly string[];
  entryIds: readonly string[];
  /** Accepted with others as certain, or chosen. */
  how: 'certain' | 'chosen';
  /** The line had been set aside when its period closed, and is explained now. */
  was?: 'set-aside';
}

/** What was explained after its period had closed waits for somebody again; else a line is open. */
export type Becomes = 'set-aside';

/** The link only: the entry stays, and so does the line. */
export interface MatchUndone {
  type: 'MatchUndone';
  on: LocalDate;
  statementId: string;
  matchId: string;
  lineIds: readonly string[];
  becomes?: Becomes;
}

/** The line became the entry recorded beside this. */
export interface LineRecorded {
  type: 'LineRecorded';
  on: LocalDate;
  statementId: string;
  lineId: string;
  entryId: string;
  /** It had been set aside when its period closed, and is explained now. */
  was?: 'set-aside';
}

/** Held in the open until somebody explains it. */
export interface LineSetAside {
  type: 'LineSetAside';
  on: LocalDate;
  statementId: string;
  lineId: string;
  /** The holder is asked one question. */
  asks: boolean;
  wordsHash: string;
}

/** The holder, or who acts for them, said what the line was. */
export interface LineExplained {
  type: 'LineExplained';
  on: LocalDate;
  statementId: string;
  lineId: string;
  wordsHash: string;
}

export interface LineIgnored {
  type: 'LineIgnored';
  on: LocalDate;
  statementId: string;
  lineId: string;
  wordsHash: string;
}

export interface LineRestored {
  type: 'LineRestored';
  on: LocalDate;
  statementId: string;
  lineId: string;
  was: 'set-aside' | 'ignored';
  wordsHash: string;
}

/** Every day up to `to` is closed. What the bank had then is `closingPence`. */
export interface PeriodClosed {
  type: 'PeriodClosed';
  on: LocalDate;
  statementId: string;
  from: LocalDate;
  to: LocalDate;
  openingPence: Pence;
  closingPence: Pence;
  /** The user who closed it: somebody else signs. */
  by: string;
  /** Entries that the bank had before the first statement began: its opening balance has them. */
  openedWith?: readonly string[];
  /** The bank booked more on the last day: lines of other statements on it count a day later. */
  lastDayGoesOn?: true;
}

export interface PeriodSignedOff {
  type: 'PeriodSignedOff';
  on: LocalDate;
  statementId: string;
  by: string;
  /** SHA-256 over exactly what was shown: see `signedHashOf`. */
  signedHash: string;
}

/** Takes back closing and sign-off of the last closed period. */
export interface PeriodReopened {
  type: 'PeriodReopened';
  on: LocalDate;
  statementId: string;
  /** The last day that is closed still; absent: none is. */
  closedTo?: LocalDate;
  wordsHash: string;
}

/** A rule that was learned from lines of one payee is not gone by any more. */
export interface MatchingRuleForgotten {
  type: 'MatchingRuleForgotten';
  on: LocalDate;
  ruleId: string;
}

/** Stored for ever. Add fields and types; never rename or reuse one. */
export type AccountEvent =
  | PaymentMade
  | PaymentReturned
  | ContributionReceived
  | OtherMoneyReceived
  | ExpenseRecorded
  | ExpenseQueried
  | ExpenseExplained
  | ExpenseAccepted
  | ExpenseDisallowed
  | ReceiptSent
  | CommitmentRecorded
  | CommitmentSettled
  | CommitmentCancelled
  | ReserveApproved
  | ReserveReleased
  | MoneyReturned
  | EntryReversed
  | DisagreementRaised
  | DisagreementAnswered
  | LinesRead
  | StatementImported
  | StatementWithdrawn
  | LineMatched
  | MatchUndone
  | LineRecorded
  | LineSetAside
  | LineExplained
  | LineIgnored
  | LineRestored
  | PeriodClosed
  | PeriodSignedOff
  | PeriodReopened
  | MatchingRuleForgotten;

/** Every type with the schema version that is written today. */
export const ACCOUNT_EVENTS = {
  PaymentMade: 1,
  PaymentReturned: 1,
  ContributionReceived: 1,
  OtherMoneyReceived: 1,
  ExpenseRecorded: 1,
  ExpenseQueried: 1,
  ExpenseExplained: 1,
  ExpenseAccepted: 1,
  ExpenseDisallowed: 1,
  ReceiptSent: 1,
  CommitmentRecorded: 1,
  CommitmentSettled: 1,
  CommitmentCancelled: 1,
  ReserveApproved: 1,
  ReserveReleased: 1,
  MoneyReturned: 1,
  EntryReversed: 1,
  DisagreementRaised: 1,
  DisagreementAnswered: 1,
  LinesRead: 1,
  StatementImported: 1,
  StatementWithdrawn: 1,
  LineMatched: 1,
  MatchUndone: 1,
  LineRecorded: 1,
  LineSetAside: 1,
  LineExplained: 1,
  LineIgnored: 1,
  LineRestored: 1,
  PeriodClosed: 1,
  PeriodSignedOff: 1,
  PeriodReopened: 1,
  MatchingRuleForgotten: 1,
} as const satisfies Record<AccountEvent['type'], number>;
