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

export const DISAGREEMENT_OUTCOMES = ['put-right', 'explained'] as const;
export type DisagreementOutcome = (typeof DISAGREEMENT_OUTCOMES)[number];

/** What an entry is: money in, or the last two, money out. */
export type EntryKind = 'payment' | 'contribution' | OtherMoneyKind | 'expense' | 'return';

/** Money from the council. All amounts of entries are above 0. */
export interface PaymentMade {
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
export interface PaymentReturned {
  type: 'PaymentReturned';
  on: LocalDate;
  entryId: string;
  /** The payment that bounced, and its whole amount. */
  paymentId: string;
  amountPence: Pence;
  wordsHash?: string;
}

/** The person's own part, paid in. */
export interface ContributionReceived {
  type: 'ContributionReceived';
  on: LocalDate;
  entryId: string;
  amountPence: Pence;
}

export interface OtherMoneyReceived {
  type: 'OtherMoneyReceived';
  on: LocalDate;
  entryId: string;
  kind: OtherMoneyKind;
  amountPence: Pence;
}

/** Payee and note are words. */
export interface ExpenseRecorded {
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
export interface MoneyReturned {
  type: 'MoneyReturned';
  on: LocalDate;
  entryId: string;
  amountPence: Pence;
  cause: ReturnCause;
  recoveryId?: string;
}

/** Puts right an entry that should not be there; both stay in the history. */
export interface EntryReversed {
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
  | DisagreementAnswered;

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
} as const satisfies Record<AccountEvent['type'], number>;
