import { FIGURES_MEAN } from '../figures/figures-answer.facts.js';
import { instantOf } from '../kernel/dates.js';
import { pence } from '../kernel/money.js';
import type { ReviewShown } from '../reviews/review.facts.js';
import type { AllocationShown } from './allocations-shown.js';
import {
  BASES_OF_PAYMENT,
  DEPLOYMENT_MODES,
  GATE_CHECKS,
  type GateCheck,
  type LineChange,
} from './budget.events.js';

// Answers of this room as they could be, for the documents: Anna's budget.

const APRIL_9AM = instantOf(Date.UTC(2026, 3, 1, 9) * 1000);

export const EXAMPLE_LINE: LineChange = {
  purpose: 'personal-care',
  fundingStream: 'adult-social-care',
  weeklyPence: pence(21_000),
  beforePence: pence(18_000),
  minutesPerWeek: 860,
  outcome: 'safe-at-home',
};

export const EXAMPLE_ALLOCATION: Required<AllocationShown> = {
  allocationId: '6d0f6a52-90a5-5b57-8a6b-4a3e9f0f2c11',
  eventId: '0f5b7b62-8c1d-8a55-9d3e-6f5b0c9a1e77',
  kind: 'reduced',
  effectiveFrom: '2026-06-01',
  effectiveTo: '2026-12-31',
  weeklyPence: pence(21_000),
  lines: [EXAMPLE_LINE],
  reasons: ['need-reduced'],
  recordedAt: APRIL_9AM,
  policyVersion: 1,
  reductionId: '4c1e1b4e-2f0e-5d0f-9d6c-0f6f3c2d9a55',
  state: 'ahead',
};

export const EXAMPLE_CHECK: GateCheck = {
  check: 'notice',
  holds: true,
  why: 'Notice on 2026-04-01 leaves 61 days before 2026-06-01; 28 are due.',
};

export const EXAMPLE_REVIEW: ReviewShown = {
  reviewId: '7b1f7f0d-1c0a-5b6e-8f0e-9a5f3d1c7e22',
  budgetId: '2ed6657d-e927-568b-95e1-2665a8aea6a2',
  kind: 'post-reduction',
  state: 'completed',
  dueOn: '2026-07-13',
  limitOn: '2026-07-27',
  completedOn: '2026-07-10',
};

export const ALLOCATION_NOTES = {
  sometimes: ['effectiveTo', 'allocation.reductionId', 'minutesPerWeek', 'lines.outcome'],
  codes: {
    kind: ['agreed', 'increased', 'reduced'],
    state: ['in-force', 'ahead', 'superseded', 'stayed'],
  },
  means: {
    effectiveFrom: 'The first day in force.',
    effectiveTo: 'The last day in force; left out while nothing ends it.',
    beforePence: 'What the line gave before, in whole pence a week.',
    laterAllocations: 'Those that begin later, and stay as they were.',
  },
} as const;

export const BUDGET_CODES = {
  status: ['open', 'suspended', 'closed'],
  deploymentMode: DEPLOYMENT_MODES,
  basis: BASES_OF_PAYMENT,
  tier: ['light', 'standard', 'enhanced'],
} as const;

export const BUDGET_NOTES = {
  sometimes: [
    ...ALLOCATION_NOTES.sometimes,
    'nextChange.reductionId',
    'closedOn',
    'surplusShares.fundingStream',
  ],
  orNull: ['allocation', 'nextChange', 'weeksHeld', 'completedOn'],
  codes: {
    ...BUDGET_CODES,
    ...ALLOCATION_NOTES.codes,
    'reviews.kind': ['reassessment', 'post-reduction'],
    'reviews.state': ['scheduled', 'started', 'completed', 'cancelled'],
    to: ['council', 'person'],
  },
  means: {
    ...ALLOCATION_NOTES.means,
    ...FIGURES_MEAN,
    allocation: 'What is in force today.',
    nextChange: 'What is agreed next.',
    concerns: 'Monitoring rules that the account breaks.',
    closedOn: 'The last day in force.',
    limitOn: 'The last day on which it is in time.',
  },
} as const;

export const CHECK_NOTES = { check: GATE_CHECKS } as const;
