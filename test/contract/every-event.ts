import type { AccountEvent } from '../../src/accounts/account.events.js';
import {
  GATE_CHECKS,
  type AllocationLine,
  type BudgetEvent,
  type LineChange,
} from '../../src/budgets/budget.events.js';
import type { SealHead } from '../../src/event-log/chain.js';
import type { LogSealed } from '../../src/event-log/seals.events.js';
import { pence, type Pence } from '../../src/kernel/money.js';
import type { PersonEvent } from '../../src/people/person.events.js';
import type { ReviewEvent } from '../../src/reviews/review.events.js';

// Every event in every shape that is written, in an order in which it could have happened: with all
// that it may carry for Anna, with as little as it may carry for Bilal. `events/` holds each as it
// was stored. Add here; what stands here stays, as what was stored does.

type Told =
  | readonly [stream: `budget-${string}`, event: BudgetEvent]
  | readonly [stream: `account-${string}`, event: AccountEvent]
  | readonly [stream: `review-${string}`, event: ReviewEvent]
  | readonly [stream: `person-${string}`, event: PersonEvent]
  | readonly [stream: 'seals', event: LogSealed];

const pounds = (amount: number): Pence => pence(amount * 100);
const money = (amount: number) => ({ amountPence: pounds(amount) });
const policy = { policyVersion: 1 } as const;
const wordsHash = 'b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9';
const words = { wordsHash } as const;

const care = (amount: number): AllocationLine => ({
  purpose: 'personal-care',
  fundingStream: 'adult-social-care',
  weeklyPence: pounds(amount),
  minutesPerWeek: 860,
  outcome: 'safe-at-home',
});
const respite: AllocationLine = {
  purpose: 'respite',
  fundingStream: 'health',
  weeklyPence: pounds(120),
};
const carries = { minutesPerWeek: 860, outcome: 'safe-at-home' } as const;
const lowered = (amount: number): readonly LineChange[] => [
  { ...care(amount), beforePence: pounds(320), ...carries },
  {
    purpose: 'respite',
    fundingStream: 'health',
    weeklyPence: pounds(0),
    beforePence: pounds(120),
  },
];
const checks = GATE_CHECKS.map((check) => ({ check, holds: true, why: 'It holds.' }));
const reasons = ['need-reduced', 'criteria-changed'] as const;
const olu = '0b5ac0de-0000-4000-8000-000000000017';
const mia = '0b5ac0de-0000-4000-8000-000000000023';

const ANNAS_BUDGET: readonly Told[] = (
  [
    {
      type: 'BudgetOpened',
      on: '2025-10-06',
      personId: 'anna',
      deploymentMode: 'cash',
      basis: 'net',
      employsStaff: true,
      openingBalancePence: pounds(50),
      ...policy,
    },
    { type: 'DeploymentModeChanged', on: '2025-10-20', mode: 'provider', ...words },
    {
      type: 'AllocationAgreed',
      on: '2025-10-06',
      allocationId: 'allocation-1',
      lines: [care(300), respite],
      reason: 'first-plan',
      criteriaVersion: 'ras-2025',
      laterAllocations: [],
      by: olu,
      recordedOn: '2025-10-01',
      ...policy,
      ...words,
    },
    {
      type: 'ContributionAssessed',
      on: '2025-10-06',
      assessmentId: 'assessment-1',
      weeklyPence: pounds(32),
      allocationId: 'allocation-1',
      ...policy,
    },
    {
      type: 'ContributionAssessed',
      on: '2026-01-05',
      assessmentId: 'assessment-2',
      weeklyPence: pounds(0),
      ...policy,
      ...words,
    },
    {
      type: 'AllocationIncreased',
      on: '2025-12-01',
      allocationId: 'allocation-2',
      lines: [care(320), respite],
      reason: 'uplift',
      criteriaVersion: 'ras-2025',
      laterAllocations: ['allocation-3'],
      by: olu,
      recordedOn: '2026-01-12',
      ...policy,
      ...words,
    },
    {
      type: 'OneOffAgreed',
      on: '2026-02-02',
      oneOffId: 'one-off-1',
      ...money(250),
      purpose: 'equipment',
      fundingStream: 'equipment',
      by: olu,
      recordedOn: '2026-01-13',
      ...policy,
      ...words,
    },
    { type: 'OneOffAnnulled', on: '2026-01-14', oneOffId: 'one-off-1', ...words },
    {
      type: 'ReassessmentCalledFor',
      on: '2026-02-09',
      reviewId: 'review-1',
      reasons: ['criteria-changed', 'budget-pressure'],
      dueOn: '2026-03-23',
      checks,
      ...policy,
    },
    {
      type: 'ReductionProposed',
      on: '2026-03-09',
      reductionId: 'reduction-1',
      by: olu,
      effectiveFrom: '2026-04-29',
      lines: lowered(300),
      reasons,
      reassessment: { completedOn: '2026-03-02' },
      involvement: [{ who: 'person', how: 'home-visit', on: '2026-03-05' }],
      needsStillMet: true,
      transition: { costsPence: pounds(400), how: 'funded' },
      waivers: [],
      proof: { weeklyPence: pounds(300) },
      criteriaVersion: 'ras-2026',
      checks,
      ...policy,
      ...words,
    },
    {
      type: 'ReductionApproved',
      on: '2026-03-16',
      reductionId: 'reduction-1',
      by: mia,
      limitPence: pounds(100_000),
      commitsPence: pounds(15_600),
      checks,
      ...policy,
    },
    {
      type: 'ReductionNotified',
      on: '2026-04-01',
      reductionId: 'reduction-1',
      channel: 'letter',
      checks,
      ...policy,
    },
    {
      type: 'AllocationReduced',
      on: '2026-04-29',
      allocationId: 'allocation-4',
      reductionId: 'reduction-1',
      lines: [care(300)],
      reasons,
      followUp: { reviewId: 'review-2', dueOn: '2026-06-10', limitOn: '2026-06-24' },
      ...policy,
    },
    {
      type: 'ReductionChallenged',
      on: '2026-04-10',
      reductionId: 'reduction-1',
      ground: 'need-unchanged',
      ...words,
    },
    {
      type: 'ChallengeDecided',
      on: '2026-05-11',
      reductionId: 'reduction-1',
      outcome: 'varied',
      cancels: 'review-2',
      varied: {
        lines: lowered(310),
        limitPence: pounds(20_000),
        commitsPence: pounds(16_120),
        checks,
      },
      ...policy,
      ...words,
    },
    {
      type: 'AllocationReduced',
      on: '2026-06-08',
      allocationId: 'allocation-5',
      reductionId: 'reduction-1',
      lines: [care(310)],
      reasons,
      followUp: { reviewId: 'review-3', dueOn: '2026-07-20', limitOn: '2026-08-03' },
      ...policy,
    },
    {
      type: 'ReductionWithdrawn',
      on: '2026-05-18',
      reductionId: 'reduction-1',
      cancels: 'review-3',
      ...words,
    },
    {
      type: 'BudgetSuspended',
      on: '2026-07-06',
      reason: 'abroad',
      expectedEnd: '2026-08-03',
      ...policy,
    },
    { type: 'BudgetResumed', on: '2026-07-27' },
    { type: 'BudgetClosed', on: '2026-09-30', ...words },
    {
      type: 'ChallengeDecided',
      on: '2026-10-05',
      reductionId: 'reduction-1',
      outcome: 'dismissed',
      followUp: { reviewId: 'review-3', dueOn: '2026-11-17', limitOn: '2026-12-01' },
      ...policy,
      ...words,
    },
  ] satisfies BudgetEvent[]
).map((event) => ['budget-anna', event] as const);

const BILALS_BUDGET: readonly Told[] = (
  [
    {
      type: 'BudgetOpened',
      on: '2026-01-05',
      personId: 'bilal',
      deploymentMode: 'managed-account',
      basis: 'gross',
      employsStaff: false,
      openingBalancePence: pounds(0),
      ...policy,
    },
    { type: 'DeploymentModeChanged', on: '2026-01-05', mode: 'trust' },
    {
      type: 'AllocationAgreed',
      on: '2026-01-05',
      allocationId: 'allocation-6',
      lines: [respite],
      reason: 'first-plan',
      laterAllocations: [],
      by: olu,
      recordedOn: '2026-01-05',
      ...policy,
      ...words,
    },
    {
      type: 'AllocationIncreased',
      on: '2026-02-02',
      allocationId: 'allocation-7',
      lines: [{ ...respite, weeklyPence: pounds(1200) }],
      reason: 'need-increased',
      laterAllocations: [],
      by: olu,
      recordedOn: '2026-02-02',
      ...policy,
      ...words,
    },
    { type: 'AllocationAnnulled', on: '2026-02-03', allocationId: 'allocation-7', ...words },
    {
      type: 'ReductionProposed',
      on: '2026-03-09',
      reductionId: 'reduction-2',
      by: olu,
      effectiveFrom: '2026-04-29',
      lines: [{ ...respite, weeklyPence: pounds(80), beforePence: pounds(120) }],
      reasons: ['person-requested'],
      involvement: [],
      needsStillMet: false,
      waivers: ['follow-up-review', 'notice', 'transition-costs'],
      checks: [],
      ...policy,
    },
    {
      type: 'ReductionApproved',
      on: '2026-03-10',
      reductionId: 'reduction-2',
      by: mia,
      limitPence: pounds(20_000),
      commitsPence: pounds(4_160),
      checks: [],
      ...policy,
    },
    {
      type: 'ReductionNotified',
      on: '2026-03-11',
      reductionId: 'reduction-2',
      channel: 'easy-read',
      checks: [],
      ...policy,
    },
    {
      type: 'AllocationReduced',
      on: '2026-04-29',
      allocationId: 'allocation-8',
      reductionId: 'reduction-2',
      lines: [],
      reasons: ['person-requested'],
      ...policy,
    },
    {
      type: 'ReductionChallenged',
      on: '2026-03-12',
      reductionId: 'reduction-2',
      ground: 'disagree',
    },
    {
      type: 'ChallengeDecided',
      on: '2026-03-16',
      reductionId: 'reduction-2',
      outcome: 'dismissed',
      ...policy,
      ...words,
    },
    { type: 'ReductionWithdrawn', on: '2026-03-20', reductionId: 'reduction-2' },
    { type: 'BudgetSuspended', on: '2026-04-06', reason: 'breach', ...policy },
    { type: 'BudgetResumed', on: '2026-04-06' },
  ] satisfies BudgetEvent[]
).map((event) => ['budget-bilal', event] as const);

const ANNAS_ACCOUNT: readonly Told[] = (
  [
    {
      type: 'PaymentMade',
      on: '2025-10-06',
      entryId: 'entry-1',
      ...money(1680),
      period: { from: '2025-10-06', to: '2025-11-02' },
      fundingStream: 'adult-social-care',
      ...words,
    },
    { type: 'PaymentMade', on: '2025-11-03', entryId: 'entry-2', ...money(1680) },
    {
      type: 'PaymentReturned',
      on: '2025-11-05',
      entryId: 'entry-3',
      paymentId: 'entry-2',
      ...money(1680),
      ...words,
    },
    { type: 'ContributionReceived', on: '2025-10-10', entryId: 'entry-4', ...money(128) },
    {
      type: 'OtherMoneyReceived',
      on: '2025-12-31',
      entryId: 'entry-5',
      kind: 'interest',
      ...money(2),
    },
    {
      type: 'ExpenseRecorded',
      on: '2025-10-17',
      entryId: 'entry-6',
      ...money(96),
      category: 'personal-assistant',
      outcome: 'safe-at-home',
      method: 'transfer',
      byHolderSide: true,
      ...words,
    },
    { type: 'ExpenseQueried', on: '2025-10-20', entryId: 'entry-6', ...words },
    { type: 'ExpenseExplained', on: '2025-10-21', entryId: 'entry-6', ...words },
    { type: 'ExpenseAccepted', on: '2025-10-22', entryId: 'entry-6' },
    {
      type: 'ExpenseRecorded',
      on: '2025-10-18',
      entryId: 'entry-7',
      ...money(40),
      category: 'travel',
      byHolderSide: false,
      ...words,
    },
    { type: 'ExpenseQueried', on: '2025-10-20', entryId: 'entry-7', ...words },
    { type: 'ExpenseDisallowed', on: '2025-11-17', entryId: 'entry-7', ...policy, ...words },
    {
      type: 'CommitmentRecorded',
      on: '2025-10-20',
      commitmentId: 'commitment-1',
      kind: 'wages',
      ...money(240),
      dueOn: '2025-11-01',
      repeatsWeeks: 4,
    },
    {
      type: 'CommitmentSettled',
      on: '2025-11-01',
      commitmentId: 'commitment-1',
      occurrence: '2025-11-01',
      entryId: 'entry-6',
    },
    { type: 'CommitmentCancelled', on: '2025-12-01', commitmentId: 'commitment-1' },
    {
      type: 'CommitmentRecorded',
      on: '2025-10-20',
      commitmentId: 'commitment-2',
      kind: 'invoice',
      ...money(75),
      dueOn: '2025-11-10',
    },
    {
      type: 'CommitmentSettled',
      on: '2025-11-11',
      commitmentId: 'commitment-2',
      occurrence: '2025-11-10',
    },
    {
      type: 'ReserveApproved',
      on: '2025-10-20',
      reserveId: 'reserve-1',
      kind: 'redundancy',
      ...money(600),
      until: '2027-03-31',
    },
    {
      type: 'ReserveApproved',
      on: '2025-10-20',
      reserveId: 'reserve-2',
      kind: 'contingency',
      ...money(900),
    },
    { type: 'ReserveReleased', on: '2026-02-02', reserveId: 'reserve-1' },
    {
      type: 'MoneyReturned',
      on: '2026-05-11',
      entryId: 'entry-8',
      ...money(30),
      cause: 'overpayment',
      recoveryId: 'recovery-1',
    },
    {
      type: 'MoneyReturned',
      on: '2026-05-12',
      entryId: 'entry-9',
      ...money(10),
      cause: 'surplus',
    },
    {
      type: 'EntryReversed',
      on: '2025-10-18',
      entryId: 'entry-10',
      reversedId: 'entry-7',
      kind: 'expense',
      ...money(40),
      reason: 'recorded-twice',
    },
    {
      type: 'ReceiptSent',
      on: '2025-10-23',
      receiptId: 'receipt-1',
      entryId: 'entry-6',
      format: 'jpeg',
      bytes: 48_213,
      fileHash: wordsHash,
      byHolderSide: true,
    },
    {
      type: 'DisagreementRaised',
      on: '2025-11-18',
      disagreementId: 'disagreement-1',
      aboutEventId: 'event-1',
      acknowledgeBy: '2025-11-21',
      ...words,
    },
    {
      type: 'DisagreementAnswered',
      on: '2025-11-20',
      disagreementId: 'disagreement-1',
      outcome: 'put-right',
      ...words,
    },
    {
      type: 'DisagreementRaised',
      on: '2025-11-24',
      disagreementId: 'disagreement-2',
      aboutFigure: 'surplus',
      acknowledgeBy: '2025-11-27',
      ...words,
    },
  ] satisfies AccountEvent[]
).map((event) => ['account-anna', event] as const);

const ofAnna = { budgetId: 'anna' } as const;

const REVIEWS: readonly Told[] = [
  [
    'review-review-1',
    {
      type: 'ReviewScheduled',
      ...ofAnna,
      on: '2026-02-09',
      kind: 'reassessment',
      dueOn: '2026-03-23',
      limitOn: '2026-03-23',
    },
  ],
  ['review-review-1', { type: 'ReviewStarted', ...ofAnna, on: '2026-02-23' }],
  [
    'review-review-1',
    {
      type: 'ReviewCompleted',
      ...ofAnna,
      on: '2026-03-02',
      outcome: 'changed',
      involved: ['person', 'advocate'],
      needsChanged: true,
      outcomes: [{ outcome: 'safe-at-home', progress: 'better' }],
      ...words,
    },
  ],
  [
    'review-review-2',
    {
      type: 'ReviewScheduled',
      ...ofAnna,
      on: '2026-04-01',
      kind: 'post-reduction',
      dueOn: '2026-06-10',
      limitOn: '2026-06-24',
    },
  ],
  [
    'review-review-2',
    { type: 'ReviewCancelled', ...ofAnna, on: '2026-05-11', reason: 'challenge-varied' },
  ],
  [
    'review-review-4',
    {
      type: 'ReviewScheduled',
      budgetId: 'bilal',
      on: '2026-04-01',
      kind: 'post-reduction',
      dueOn: '2026-06-10',
      limitOn: '2026-06-24',
    },
  ],
  [
    'review-review-4',
    {
      type: 'ReviewCompleted',
      budgetId: 'bilal',
      on: '2026-06-02',
      outcome: 'continues',
      involved: [],
      outcomes: [],
    },
  ],
];

const HEAD: SealHead = ['person-carys', 0, wordsHash];

export const EVERY_EVENT: readonly Told[] = [
  ...ANNAS_BUDGET,
  ...ANNAS_ACCOUNT,
  ...REVIEWS,
  ...BILALS_BUDGET,
  ['person-carys', { type: 'PersonErased', personId: 'carys' }],
  ['seals', { type: 'LogSealed', count: 1, heads: [HEAD], root: wordsHash }],
];
