import type { LocalDate } from '../kernel/dates.js';
import type { Pence } from '../kernel/money.js';

// Codes are stored for ever and never carry free text: the words of the field, and no others.

export const DEPLOYMENT_MODES = [
  'cash',
  'managed-account',
  'council-managed',
  'trust',
  'third-party',
  'provider',
] as const;
export type DeploymentMode = (typeof DEPLOYMENT_MODES)[number];

/** Net: the person pays their contribution into the account. Gross: the council invoices it. */
export const BASES_OF_PAYMENT = ['net', 'gross'] as const;
export type PaymentBasis = (typeof BASES_OF_PAYMENT)[number];

/** Lawful reasons to give less. */
export const BASES = [
  'need-reduced',
  'circumstances-changed',
  'informal-support-willing',
  'cost-of-meeting-need-changed',
  'funding-transferred',
  'duplication-removed',
  'person-requested',
  'error-correction',
  'temporary-ended',
] as const;
/** May stand beside one of those, never alone. */
export const NO_BASIS = [
  'criteria-changed',
  'budget-pressure',
  'underspend',
  'benefit-expected-to-cover',
  'blanket-cap',
] as const;
export type ReductionReason = (typeof BASES)[number] | (typeof NO_BASIS)[number];

/** Every condition of the reduction gate, in the order in which people read them. */
export const GATE_CHECKS = [
  'reassessment',
  'lawful-basis',
  'involvement',
  'line-by-line',
  'needs-still-met',
  'approval',
  'notice',
  'not-backwards',
  'transition-costs',
  'follow-up-review',
  'no-open-challenge',
] as const;
export type GateCheckName = (typeof GATE_CHECKS)[number];

/** One check as it was reported. `why` is ours, from days and pence, never anybody's words. */
export interface GateCheck {
  readonly check: GateCheckName;
  readonly holds: boolean;
  readonly why: string;
}

/** What the budget gives for one purpose out of one funding stream. */
export interface AllocationLine {
  readonly purpose: string;
  readonly fundingStream: string;
  readonly weeklyPence: Pence;
  readonly minutesPerWeek?: number;
  readonly outcome?: string;
}

export interface LineChange {
  readonly purpose: string;
  readonly fundingStream: string;
  /** As it will be; 0: the line ends. */
  readonly weeklyPence: Pence;
  readonly beforePence: Pence;
  readonly minutesPerWeek?: number;
  readonly outcome?: string;
}

/** The review that a reduction promises; `reviews` keeps the promise. */
export interface FollowUp {
  readonly reviewId: string;
  readonly dueOn: LocalDate;
  /** The last day on which it can still be in time. */
  readonly limitOn: LocalDate;
}

export const CHALLENGE_OUTCOMES = ['upheld', 'varied', 'dismissed'] as const;
export type ChallengeOutcome = (typeof CHALLENGE_OUTCOMES)[number];

export interface BudgetOpened {
  type: 'BudgetOpened';
  on: LocalDate;
  personId: string;
  deploymentMode: DeploymentMode;
  basis: PaymentBasis;
  employsStaff: boolean;
  /** On the account when it opens; counts on that day and is not `received`. */
  openingBalancePence: Pence;
  policyVersion: number;
}

/** The money is held another way from `on` on. Who holds it are words. */
export interface DeploymentModeChanged {
  type: 'DeploymentModeChanged';
  on: LocalDate;
  mode: DeploymentMode;
  wordsHash?: string;
}

interface AllocationSet {
  /** The first day in force. */
  on: LocalDate;
  allocationId: string;
  lines: readonly AllocationLine[];
  reason: string;
  criteriaVersion?: string;
  /** Recorded earlier, effective later: they stay as they were, and this one ends before them. */
  laterAllocations: readonly string[];
  /** Who recorded it, by user id, and on which day: somebody else may annul it for a few days. */
  by: string;
  recordedOn: LocalDate;
  policyVersion: number;
  /** The reference of the authority, and the narrative. */
  wordsHash: string;
}
/** The first allocation, or the same weekly total with other lines. */
export interface AllocationAgreed extends AllocationSet {
  type: 'AllocationAgreed';
}
export interface AllocationIncreased extends AllocationSet {
  type: 'AllocationIncreased';
}

/** In force only while no challenge is undecided and none was upheld or varied it. */
export interface AllocationReduced {
  type: 'AllocationReduced';
  on: LocalDate;
  allocationId: string;
  reductionId: string;
  lines: readonly AllocationLine[];
  reasons: readonly ReductionReason[];
  /** A promise, kept by `reviews`: made here, it cannot be lost. Absent where it was waived. */
  followUp?: FollowUp;
  policyVersion: number;
}

/** It was recorded in error: it never counted. */
export interface AllocationAnnulled {
  type: 'AllocationAnnulled';
  /** The day of recording. */
  on: LocalDate;
  allocationId: string;
  wordsHash: string;
}

export interface OneOffAgreed {
  type: 'OneOffAgreed';
  on: LocalDate;
  oneOffId: string;
  amountPence: Pence;
  purpose: string;
  fundingStream: string;
  /** Who recorded it, by user id, and on which day: somebody else may annul it for a few days. */
  by: string;
  recordedOn: LocalDate;
  policyVersion: number;
  wordsHash: string;
}

export interface OneOffAnnulled {
  type: 'OneOffAnnulled';
  on: LocalDate;
  oneOffId: string;
  wordsHash: string;
}

/** Criteria or budget reasons alone reduce nothing: they call for a look at the need. */
export interface ReassessmentCalledFor {
  type: 'ReassessmentCalledFor';
  on: LocalDate;
  reviewId: string;
  reasons: readonly ReductionReason[];
  dueOn: LocalDate;
  /** As they were reported to who proposed. */
  checks: readonly GateCheck[];
  policyVersion: number;
}

/** What the person pays a week from `on` on, after the financial assessment. 0: nil. */
export interface ContributionAssessed {
  type: 'ContributionAssessed';
  on: LocalDate;
  assessmentId: string;
  weeklyPence: Pence;
  /** The allocation that it came with: annulled, it takes this with it. */
  allocationId?: string;
  policyVersion: number;
  /** The reference of the assessment; none where an allocation set it. */
  wordsHash?: string;
}

export interface ReductionProposed {
  type: 'ReductionProposed';
  /** The day of the proposal. */
  on: LocalDate;
  reductionId: string;
  /** Who proposes it, by user id: somebody else approves it. */
  by: string;
  effectiveFrom: LocalDate;
  /** Every line, old → new. */
  lines: readonly LineChange[];
  reasons: readonly ReductionReason[];
  reassessment?: { readonly completedOn: LocalDate };
  involvement: readonly { readonly who: string; readonly how: string; readonly on: LocalDate }[];
  /** Whether it is written down how each need is still met; the words are erasable. */
  needsStillMet: boolean;
  transition?: { readonly costsPence: Pence; readonly how: 'funded' | 'reserved' | 'none' };
  waivers: readonly GateCheckName[];
  /** For `error-correction`: proof of the figure that had been agreed. */
  proof?: { readonly weeklyPence: Pence };
  criteriaVersion?: string;
  checks: readonly GateCheck[];
  policyVersion: number;
  wordsHash?: string;
}

export interface ReductionApproved {
  type: 'ReductionApproved';
  on: LocalDate;
  reductionId: string;
  /** Who approves it, by user id: somebody else decides on a challenge. */
  by: string;
  /** What the approver may approve, and what this comes to: 52 × weekly + one-offs. */
  limitPence: Pence;
  commitsPence: Pence;
  checks: readonly GateCheck[];
  policyVersion: number;
}

export interface ReductionNotified {
  type: 'ReductionNotified';
  /** The day on which the notice was sent. */
  on: LocalDate;
  reductionId: string;
  channel: string;
  checks: readonly GateCheck[];
  policyVersion: number;
}

export interface ReductionWithdrawn {
  type: 'ReductionWithdrawn';
  on: LocalDate;
  reductionId: string;
  /** The follow-up that is no longer needed. */
  cancels?: string;
  /** Absent where closing the budget withdrew it. */
  wordsHash?: string;
}

export interface ReductionChallenged {
  type: 'ReductionChallenged';
  on: LocalDate;
  reductionId: string;
  ground: string;
  wordsHash?: string;
}

export interface ChallengeDecided {
  type: 'ChallengeDecided';
  on: LocalDate;
  reductionId: string;
  outcome: ChallengeOutcome;
  /** The follow-up that is no longer needed. */
  cancels?: string;
  /** The same follow-up, later: of a decision after which the reduction counts from a later day. */
  followUp?: FollowUp;
  /** Of a decision that varies the reduction, as of a proposal and its approval. */
  varied?: {
    readonly lines: readonly LineChange[];
    readonly limitPence: Pence;
    readonly commitsPence: Pence;
    readonly checks: readonly GateCheck[];
  };
  policyVersion: number;
  wordsHash: string;
}

/** Nothing accrues from `on` until the day before it resumes. */
export interface BudgetSuspended {
  type: 'BudgetSuspended';
  on: LocalDate;
  reason: string;
  expectedEnd?: LocalDate;
  policyVersion: number;
}

export interface BudgetResumed {
  type: 'BudgetResumed';
  on: LocalDate;
}

/** `on` is the last day in force. */
export interface BudgetClosed {
  type: 'BudgetClosed';
  on: LocalDate;
  wordsHash: string;
}

/** Stored for ever. Add fields and types; never rename or reuse one. */
export type BudgetEvent =
  | BudgetOpened
  | DeploymentModeChanged
  | AllocationAgreed
  | AllocationIncreased
  | AllocationReduced
  | AllocationAnnulled
  | OneOffAgreed
  | OneOffAnnulled
  | ReassessmentCalledFor
  | ContributionAssessed
  | ReductionProposed
  | ReductionApproved
  | ReductionNotified
  | ReductionWithdrawn
  | ReductionChallenged
  | ChallengeDecided
  | BudgetSuspended
  | BudgetResumed
  | BudgetClosed;

/** Every type with the schema version that is written today. */
export const BUDGET_EVENTS = {
  BudgetOpened: 1,
  DeploymentModeChanged: 1,
  AllocationAgreed: 1,
  AllocationIncreased: 1,
  AllocationReduced: 1,
  AllocationAnnulled: 1,
  OneOffAgreed: 1,
  OneOffAnnulled: 1,
  ReassessmentCalledFor: 1,
  ContributionAssessed: 1,
  ReductionProposed: 1,
  ReductionApproved: 1,
  ReductionNotified: 1,
  ReductionWithdrawn: 1,
  ReductionChallenged: 1,
  ChallengeDecided: 1,
  BudgetSuspended: 1,
  BudgetResumed: 1,
  BudgetClosed: 1,
} as const satisfies Record<BudgetEvent['type'], number>;
