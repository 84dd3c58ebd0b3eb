import type {
  AllocationAgreed,
  AllocationIncreased,
  AllocationReduced,
  BudgetClosed,
  BudgetOpened,
  ChallengeDecided,
  ReductionApproved,
  ReductionChallenged,
  ReductionNotified,
  ReductionProposed,
} from '../../src/budgets/budget.events.js';
import type { LocalDate } from '../../src/kernel/dates.js';
import { pence } from '../../src/kernel/money.js';

// Anna's budget: £420.00 a week from 6 October 2025 on, and the way to £300.00 from 29 April 2026.
// Olu, an officer, records and proposes; Mia, a manager, approves; Sam, another, decides.

export const opened: BudgetOpened = {
  type: 'BudgetOpened',
  on: '2025-10-06',
  personId: 'anna',
  deploymentMode: 'cash',
  basis: 'net',
  employsStaff: true,
  openingBalancePence: pence(0),
  policyVersion: 1,
};

const line = (purpose: string, pounds: number) => ({
  purpose,
  fundingStream: 'adult-social-care',
  weeklyPence: pence(pounds * 100),
});

export const agreed: AllocationAgreed = {
  type: 'AllocationAgreed',
  on: '2025-10-06',
  allocationId: 'a-1',
  lines: [line('personal-care', 300), line('respite', 120)],
  reason: 'first-plan',
  laterAllocations: [],
  by: 'olu',
  recordedOn: '2025-10-01',
  policyVersion: 1,
  wordsHash: 'h',
};

export const increasedTo = (pounds: number, on: LocalDate): AllocationIncreased => ({
  ...agreed,
  type: 'AllocationIncreased',
  on,
  allocationId: 'a-up',
  lines: [line('personal-care', pounds)],
  reason: 'uplift',
});

export const proposed: ReductionProposed = {
  type: 'ReductionProposed',
  on: '2026-03-09',
  reductionId: 'd-1',
  by: 'olu',
  effectiveFrom: '2026-04-29',
  lines: [
    { ...line('personal-care', 260), beforePence: pence(300_00) },
    { ...line('community', 40), beforePence: pence(0) },
    { ...line('respite', 0), beforePence: pence(120_00) },
  ],
  reasons: ['need-reduced', 'criteria-changed'],
  reassessment: { completedOn: '2026-03-02' },
  involvement: [{ who: 'person', how: 'visit', on: '2026-03-05' }],
  needsStillMet: true,
  transition: { costsPence: pence(0), how: 'none' },
  waivers: [],
  checks: [],
  policyVersion: 1,
  wordsHash: 'h',
};

/** £260.00 of care as it was, and £40.00 that is new; respite ends. */
export const linesOf300 = [line('personal-care', 260), line('community', 40)];

export const approved: ReductionApproved = {
  type: 'ReductionApproved',
  on: '2026-03-16',
  reductionId: 'd-1',
  by: 'mia',
  limitPence: pence(100_000_00),
  commitsPence: pence(15_600_00),
  checks: [],
  policyVersion: 1,
};

export const notified: ReductionNotified = {
  type: 'ReductionNotified',
  on: '2026-04-01',
  reductionId: 'd-1',
  channel: 'letter',
  checks: [],
  policyVersion: 1,
};

export const reduced: AllocationReduced = {
  type: 'AllocationReduced',
  on: '2026-04-29',
  allocationId: 'a-2',
  reductionId: 'd-1',
  lines: linesOf300,
  reasons: ['need-reduced', 'criteria-changed'],
  followUp: { reviewId: 'v-1', dueOn: '2026-06-10', limitOn: '2026-06-24' },
  policyVersion: 1,
};

export const challenged: ReductionChallenged = {
  type: 'ReductionChallenged',
  on: '2026-04-10',
  reductionId: 'd-1',
  ground: 'need-unchanged',
  wordsHash: 'h',
};

export const decided = (
  outcome: ChallengeDecided['outcome'],
  on: LocalDate = '2026-05-11',
): ChallengeDecided => ({
  type: 'ChallengeDecided',
  on,
  reductionId: 'd-1',
  outcome,
  ...(outcome !== 'dismissed' && { cancels: 'v-1' }),
  policyVersion: 1,
  wordsHash: 'h',
});

export const closed: BudgetClosed = { type: 'BudgetClosed', on: '2026-09-30', wordsHash: 'h' };
