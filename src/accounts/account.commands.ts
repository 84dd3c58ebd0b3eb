import { Command } from '@nestjs/cqrs';
import type { Asked, Written } from '../event-log/event-log.js';
import type { LocalDate } from '../kernel/dates.js';
import type { Without } from '../kernel/decider.js';
import type { Pence } from '../kernel/money.js';
import type {
  AccountEvent,
  CommitmentKind,
  DisagreementOutcome,
  ExpenseMethod,
  OtherMoneyKind,
  ReceiptFormat,
  ReserveKind,
  ReturnCause,
} from './account.events.js';

/** What every rule may need to know of the moment; the rules themselves look nothing up. */
export interface AccountCircumstances {
  /** The London day on which it is asked. */
  readonly today: LocalDate;
  readonly policyVersion: number;
  /** How long a person may take to explain, from the question on. */
  readonly evidenceDueDays: number;
  /** Of the budget: nothing is dated before. Never changes, so it may be of any age. */
  readonly opensOn: LocalDate;
  /** The event that opened it, by which somebody may name the opening balance. Never changes. */
  readonly openingId: string;
}

export interface RecordPayment {
  type: 'RecordPayment';
  entryId: string;
  amountPence: Pence;
  on: LocalDate;
  period?: { readonly from: LocalDate; readonly to: LocalDate };
  fundingStream?: string;
  wordsHash?: string;
}

export interface BouncePayment {
  type: 'BouncePayment';
  entryId: string;
  paymentId: string;
  on: LocalDate;
  wordsHash?: string;
}

export interface ReceiveMoney {
  type: 'ReceiveMoney';
  entryId: string;
  kind: 'contribution' | OtherMoneyKind;
  amountPence: Pence;
  on: LocalDate;
}

export interface RecordExpense {
  type: 'RecordExpense';
  entryId: string;
  amountPence: Pence;
  on: LocalDate;
  category: string;
  outcome?: string;
  method?: ExpenseMethod;
  byHolderSide: boolean;
  wordsHash: string;
}

export interface QueryExpense {
  type: 'QueryExpense';
  entryId: string;
  wordsHash: string;
}

export interface ExplainExpense {
  type: 'ExplainExpense';
  entryId: string;
  wordsHash: string;
}

export interface AcceptExpense {
  type: 'AcceptExpense';
  entryId: string;
}

export interface DisallowExpense {
  type: 'DisallowExpense';
  entryId: string;
  wordsHash: string;
}

/** The file is kept before it is asked. */
export interface SendReceipt {
  type: 'SendReceipt';
  receiptId: string;
  entryId: string;
  format: ReceiptFormat;
  bytes: number;
  fileHash: string;
  byHolderSide: boolean;
}

export interface RecordCommitment {
  type: 'RecordCommitment';
  commitmentId: string;
  kind: CommitmentKind;
  amountPence: Pence;
  dueOn: LocalDate;
  repeatsWeeks?: number;
  on: LocalDate;
}

export interface SettleCommitment {
  type: 'SettleCommitment';
  commitmentId: string;
  on: LocalDate;
  entryId?: string;
}

export interface CancelCommitment {
  type: 'CancelCommitment';
  commitmentId: string;
}

export interface ApproveReserve {
  type: 'ApproveReserve';
  reserveId: string;
  kind: ReserveKind;
  amountPence: Pence;
  until?: LocalDate;
  on: LocalDate;
}

export interface ReleaseReserve {
  type: 'ReleaseReserve';
  reserveId: string;
}

export interface ReturnMoney {
  type: 'ReturnMoney';
  entryId: string;
  amountPence: Pence;
  on: LocalDate;
  cause: ReturnCause;
  recoveryId?: string;
}

export interface ReverseEntry {
  type: 'ReverseEntry';
  entryId: string;
  reversedId: string;
  reason: string;
  /** Default: the day of the entry it puts right. */
  on?: LocalDate;
  /** The holder and who acts for them put right only expenses that their side recorded. */
  byHolderSide: boolean;
}

/** That what it is about belongs to this budget was looked up: it never changes. */
export interface RaiseDisagreement {
  type: 'RaiseDisagreement';
  disagreementId: string;
  aboutEventId?: string;
  aboutFigure?: string;
  wordsHash: string;
}

export interface AnswerDisagreement {
  type: 'AnswerDisagreement';
  disagreementId: string;
  outcome: DisagreementOutcome;
  wordsHash: string;
}

/** What can be asked of an account. Ids, days and facts from elsewhere come in with it. */
export type AccountCommand = AccountCircumstances &
  (
    | RecordPayment
    | BouncePayment
    | ReceiveMoney
    | RecordExpense
    | QueryExpense
    | ExplainExpense
    | AcceptExpense
    | DisallowExpense
    | SendReceipt
    | RecordCommitment
    | SettleCommitment
    | CancelCommitment
    | ApproveReserve
    | ReleaseReserve
    | ReturnMoney
    | ReverseEntry
    | RaiseDisagreement
    | AnswerDisagreement
  );

/** Every way the rules of an account can say no. */
export type AccountRefusal =
  | 'not-found'
  | 'not-allowed'
  | 'invalid'
  | 'before-opening'
  | 'in-closed-period'
  | 'already-reversed'
  | 'already-bounced'
  | 'not-reversible'
  | 'not-queried'
  | 'not-yet-explained'
  | 'already-decided'
  | 'already-answered'
  | 'already-settled'
  | 'already-cancelled'
  | 'already-released';

/** What the handler looks up: the budget's opening, the policy in force. */
type LookedUp = 'policyVersion' | 'evidenceDueDays' | 'opensOn' | 'openingId';

export type AskedOfAccount = Without<AccountCommand, LookedUp>;

/** "On the account of budget X, …": one bus command for the stream; the union says which. */
export class OnAccount extends Command<Written<AccountEvent>> {
  constructor(
    readonly budgetId: string,
    readonly command: AskedOfAccount,
    readonly asked: Asked,
    /** The version of the budget that the caller saw, from `If-Match`. */
    readonly seen?: { readonly budgetVersion: number },
  ) {
    super();
  }
}
