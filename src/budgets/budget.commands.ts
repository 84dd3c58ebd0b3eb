import { Command } from '@nestjs/cqrs';
import type { Asked, Written } from '../event-log/event-log.js';
import type { LocalDate } from '../kernel/dates.js';
import type { Without } from '../kernel/decider.js';
import type { Pence } from '../kernel/money.js';
import type {
  AllocationLine,
  BudgetEvent,
  ChallengeOutcome,
  DeploymentMode,
  GateCheckName,
  PaymentBasis,
  ReductionReason,
} from './budget.events.js';

/** What every rule may need to know of the moment; the rules themselves look nothing up. */
export interface Circumstances {
  /** The London day on which it is asked. */
  readonly today: LocalDate;
  readonly userId: string;
  /** Of the policy in force: the decision names it. */
  readonly policyVersion: number;
}

export interface OpenBudget {
  type: 'OpenBudget';
  personId: string;
  opensOn: LocalDate;
  deploymentMode: DeploymentMode;
  basis: PaymentBasis;
  employsStaff: boolean;
  openingBalancePence: Pence;
}

export interface ChangeDeploymentMode {
  type: 'ChangeDeploymentMode';
  mode: DeploymentMode;
  from: LocalDate;
  wordsHash: string;
}

export interface AgreeAllocation {
  type: 'AgreeAllocation';
  allocationId: string;
  /** For the contribution that comes with it. */
  assessmentId: string;
  effectiveFrom: LocalDate;
  lines: readonly AllocationLine[];
  contributionWeeklyPence?: Pence;
  reason: string;
  criteriaVersion?: string;
  wordsHash: string;
}

/** By somebody else, within 5 working days, before any payment. */
export interface AnnulAllocation {
  type: 'AnnulAllocation';
  allocationId: string;
  /** Judged by the handler: a payment was recorded on the account after this was. */
  paymentSince: boolean;
  wordsHash: string;
}

export interface AgreeOneOff {
  type: 'AgreeOneOff';
  oneOffId: string;
  amountPence: Pence;
  purpose: string;
  fundingStream: string;
  on: LocalDate;
  wordsHash: string;
}

export interface AnnulOneOff {
  type: 'AnnulOneOff';
  oneOffId: string;
  /** Judged by the handler: a payment was recorded on the account after this was. */
  paymentSince: boolean;
  wordsHash: string;
}

export interface AssessContribution {
  type: 'AssessContribution';
  assessmentId: string;
  weeklyPence: Pence;
  effectiveFrom: LocalDate;
  wordsHash: string;
}

export interface ProposeReduction {
  type: 'ProposeReduction';
  reductionId: string;
  /** For the reassessment that is called for where no reason is a basis. */
  reviewId: string;
  reassessmentDueOn: LocalDate;
  /** Judged by the handler: the reassessment called for last, once completed or cancelled. */
  endedReassessment: string | null;
  effectiveFrom: LocalDate;
  /** All lines as they will be; one that is missing ends. */
  lines: readonly AllocationLine[];
  reasons: readonly ReductionReason[];
  reassessment?: { readonly completedOn: LocalDate };
  involvement: readonly { readonly who: string; readonly how: string; readonly on: LocalDate }[];
  needsStillMet: boolean;
  transition?: { readonly costsPence: Pence; readonly how: 'funded' | 'reserved' | 'none' };
  /** The checks for which a reason to waive them is written down. */
  waivers: readonly GateCheckName[];
  proof?: { readonly weeklyPence: Pence };
  criteriaVersion?: string;
  reductionNoticeDays: number;
  wordsHash?: string;
}

export interface ApproveReduction {
  type: 'ApproveReduction';
  reductionId: string;
  /** What this approver may approve, in pence for 52 weeks and one-offs. */
  limitPence: Pence;
  reductionNoticeDays: number;
}

export interface NotifyReduction {
  type: 'NotifyReduction';
  reductionId: string;
  sentOn: LocalDate;
  channel: string;
  allocationId: string;
  reviewId: string;
  reductionNoticeDays: number;
  postReductionReviewWeeks: { readonly due: number; readonly limit: number };
}

export interface WithdrawReduction {
  type: 'WithdrawReduction';
  reductionId: string;
  wordsHash: string;
}

export interface ChallengeReduction {
  type: 'ChallengeReduction';
  reductionId: string;
  ground: string;
  wordsHash?: string;
}

export interface DecideChallenge {
  type: 'DecideChallenge';
  reductionId: string;
  outcome: ChallengeOutcome;
  /** Of `varied` only. */
  lines?: readonly AllocationLine[];
  effectiveFrom?: LocalDate;
  limitPence: Pence;
  allocationId: string;
  reviewId: string;
  reductionNoticeDays: number;
  postReductionReviewWeeks: { readonly due: number; readonly limit: number };
  wordsHash: string;
}

export interface SuspendBudget {
  type: 'SuspendBudget';
  from: LocalDate;
  reason: string;
  expectedEnd?: LocalDate;
}

export interface ResumeBudget {
  type: 'ResumeBudget';
  on: LocalDate;
}

export interface CloseBudget {
  type: 'CloseBudget';
  on: LocalDate;
  wordsHash: string;
}

/** What can be asked of a budget. Ids, days and facts from elsewhere come in with it. */
export type BudgetCommand = Circumstances &
  (
    | OpenBudget
    | ChangeDeploymentMode
    | AgreeAllocation
    | AnnulAllocation
    | AgreeOneOff
    | AnnulOneOff
    | AssessContribution
    | ProposeReduction
    | ApproveReduction
    | NotifyReduction
    | WithdrawReduction
    | ChallengeReduction
    | DecideChallenge
    | SuspendBudget
    | ResumeBudget
    | CloseBudget
  );

/** One of them, by its name. */
export type Asking<T extends BudgetCommand['type']> = Extract<BudgetCommand, { type: T }>;

/** Every way the rules of a budget can say no. */
export type BudgetRefusal =
  | 'not-found'
  | 'closed'
  | 'before-opening'
  | 'out-of-order'
  | 'reduction-needs-its-own-path'
  | 'contribution-too-high'
  | 'not-annullable'
  | 'annuller-is-recorder'
  | 'not-a-basis'
  | 'not-a-reduction'
  | 'reduction-open'
  | 'wrong-state'
  | 'approver-is-proposer'
  | 'over-limit'
  | 'gate'
  | 'decider-is-approver'
  | 'already-suspended'
  | 'not-suspended';

/** What the stream was seen at, from `If-Match`. */
export interface Seen {
  readonly budgetVersion: number;
}

/**
 * What the asker leaves to the handler: facts that it looks up in other streams of the log, and
 * figures of the policy in force.
 */
type LookedUp =
  | 'policyVersion'
  | 'paymentSince'
  | 'reassessmentDueOn'
  | 'endedReassessment'
  | 'reductionNoticeDays'
  | 'postReductionReviewWeeks';

export type AskedOfBudget = Without<BudgetCommand, LookedUp>;

/** "On budget X, …": one bus command for the stream; the union says which. */
export class OnBudget extends Command<Written<BudgetEvent>> {
  constructor(
    readonly budgetId: string,
    readonly command: AskedOfBudget,
    readonly asked: Asked,
    readonly seen?: Seen,
  ) {
    super();
  }
}
