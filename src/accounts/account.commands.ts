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
  EntryKind,
  FileRemark,
  OtherMoneyKind,
  ReadLine,
  ReceiptFormat,
  ReserveKind,
  ReturnCause,
  StatementFormat,
  TypedBalance,
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
  /** What was on the account then. */
  readonly openingBalancePence: Pence;
}

export interface RecordPayment {
  type: 'RecordPayment';
  entryId: string;
  amountPence: Pence;
  on: LocalDate;
  period?: { readonly from: LocalDate; readonly to: LocalDate };
  fundingStream?: string;
  wordsHash?: string;
  /** The day it really was, where that is closed. */
  lateFor?: LocalDate;
}

export interface BouncePayment {
  type: 'BouncePayment';
  entryId: string;
  paymentId: string;
  on: LocalDate;
  wordsHash?: string;
  /** The day it really was, where that is closed. */
  lateFor?: LocalDate;
}

export interface ReceiveMoney {
  type: 'ReceiveMoney';
  entryId: string;
  kind: 'contribution' | OtherMoneyKind;
  amountPence: Pence;
  on: LocalDate;
  /** The day it really was, where that is closed. */
  lateFor?: LocalDate;
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
  /** The day it really was, where that is closed. */
  lateFor?: LocalDate;
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
  /** The day it really was, where that is closed. */
  lateFor?: LocalDate;
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
  /** The day it really was, where that is closed. */
  lateFor?: LocalDate;
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

/** Lines of a file that is too long for one append. They count once `ImportStatement` is through. */
export interface ReadLines {
  type: 'ReadLines';
  statementId: string;
  lines: readonly ReadLine[];
}

/** The last lines of a file, and what it says of itself. */
export interface ImportStatement {
  type: 'ImportStatement';
  statementId: string;
  lines: readonly ReadLine[];
  format: StatementFormat;
  source: string;
  /** The end that the file declares, else its last line's day. */
  to: LocalDate;
  firstOn: LocalDate;
  lastOn: LocalDate;
  /** The rows of the file, in its order, those before the account opened aside. */
  rows: readonly ReadLine[];
  /** Before the first of the rows, whether that is new or known. */
  openingPence?: Pence;
  closingPence?: Pence;
  typed?: readonly TypedBalance[];
  problems: readonly FileRemark[];
  notes: readonly FileRemark[];
  /** Although its days are those of a statement from another source, whose rows look different. */
  acceptOverlap: boolean;
}

export interface WithdrawStatement {
  type: 'WithdrawStatement';
  statementId: string;
  wordsHash: string;
}

export interface MatchLine {
  type: 'MatchLine';
  statementId: string;
  matchId: string;
  lineIds: readonly string[];
  entryIds: readonly string[];
}

/** In one go: those that cannot be matched any more are passed over. */
export interface AcceptMatches {
  type: 'AcceptMatches';
  statementId: string;
  matches: readonly Pick<MatchLine, 'matchId' | 'lineIds' | 'entryIds'>[];
}

export interface UndoMatch {
  type: 'UndoMatch';
  statementId: string;
  lineId: string;
}

/** Makes an entry of a line: its day, its amount. */
export interface RecordLine {
  type: 'RecordLine';
  statementId: string;
  lineId: string;
  entryId: string;
  kind: EntryKind;
  /** Of an expense. */
  category?: string;
  outcome?: string;
  wordsHash?: string;
}

export interface SetLineAside {
  type: 'SetLineAside';
  statementId: string;
  lineId: string;
  /** The holder is asked one question. */
  asks: boolean;
  wordsHash: string;
}

export interface ExplainLine {
  type: 'ExplainLine';
  statementId: string;
  lineId: string;
  wordsHash: string;
}

export interface IgnoreLine {
  type: 'IgnoreLine';
  statementId: string;
  lineId: string;
  wordsHash: string;
}

export interface RestoreLine {
  type: 'RestoreLine';
  statementId: string;
  lineId: string;
  wordsHash: string;
}

export interface CloseStatement {
  type: 'CloseStatement';
  statementId: string;
  userId: string;
  /** Where the file named none. */
  openingPence?: Pence;
  closingPence?: Pence;
}

export interface SignOffStatement {
  type: 'SignOffStatement';
  statementId: string;
  userId: string;
}

export interface ReopenStatement {
  type: 'ReopenStatement';
  statementId: string;
  wordsHash: string;
}

export interface ForgetMatchingRule {
  type: 'ForgetMatchingRule';
  ruleId: string;
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
    | ReadLines
    | ImportStatement
    | WithdrawStatement
    | MatchLine
    | AcceptMatches
    | UndoMatch
    | RecordLine
    | SetLineAside
    | ExplainLine
    | IgnoreLine
    | RestoreLine
    | CloseStatement
    | SignOffStatement
    | ReopenStatement
    | ForgetMatchingRule
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
  | 'already-released'
  | 'overlaps-other-source'
  | 'amounts-differ'
  | 'already-matched'
  | 'line-not-open'
  | 'not-matched'
  | 'entry-reversed'
  | 'entry-matched'
  | 'wrong-direction'
  | 'already-asked'
  | 'not-asked'
  | 'open-lines'
  | 'settled-lines'
  | 'does-not-add-up'
  | 'earlier-period-open'
  | 'later-period-closed'
  | 'already-closed'
  | 'not-closed'
  | 'already-signed'
  | 'signer-is-closer';

/** What the handler looks up: the budget's opening, the policy in force. */
type LookedUp =
  'policyVersion' | 'evidenceDueDays' | 'opensOn' | 'openingId' | 'openingBalancePence';

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
