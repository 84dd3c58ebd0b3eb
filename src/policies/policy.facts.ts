import type { LocalDate } from '../kernel/dates.js';
import { pence, type Pence } from '../kernel/money.js';

/**
 * What the council has decided, with its source. Only the two review clocks are law; the rest is
 * each council's to change, by publishing a further version.
 */
export interface Policy {
  readonly version: number;
  readonly effectiveFrom: LocalDate;
  /** SI 2014/2871 reg. 7: within the first 6 months after the first payment. Law. */
  readonly initialReviewMonths: number;
  /** SI 2014/2871 reg. 7: then at intervals of at most 12 months. Law. */
  readonly periodicReviewMonths: number;
  /** Wigan, Gateshead. */
  readonly firstCheckWeeks: number;
  /** Light after one clean check: Central Bedfordshire, Wigan. */
  readonly startTier: 'light' | 'standard' | 'enhanced';
  /** Gloucestershire; a London borough; St Helens. */
  readonly checkEveryMonths: {
    readonly light: number;
    readonly standard: number;
    readonly enhanced: number;
  };
  /** At or below it a year, and no employees: light. A London borough. */
  readonly lowValueAnnualPence: Pence;
  /** St Helens, West Sussex; councils range from 1 to 10. */
  readonly surplusWeeks: number;
  /** A message to the holder, no action. Worcestershire. */
  readonly nudgeWeeks: number;
  /** Below it: are payments late? Help is offered. Judgement. */
  readonly lowBalanceWeeks: number;
  /** Where none was agreed. Essex. */
  readonly contingencyWeeks: number;
  /** Sefton, Bromley, Brighton. */
  readonly paymentCycle: 'four-weekly-in-advance';
  /** Judgement. */
  readonly missedContributionCycles: number;
  /** One reminder before anything else. Haringey. */
  readonly evidenceDueDays: number;
  /** Worcestershire; St Helens has 14. */
  readonly recoveryNoticeDays: number;
  /** By analogy with four weeks elsewhere. */
  readonly reductionNoticeDays: number;
  /** Statutory guidance 13.32; Bracknell (LGSCO 23 005 515). */
  readonly postReductionReviewWeeks: { readonly due: number; readonly limit: number };
  /** Payment goes on. Haringey. */
  readonly hospitalReviewWeeks: number;
  /** A concern only without a note: allpay's cap; blanket bans are criticised. */
  readonly cashPerDayPence: Pence;
  /** A recovery older than this needs a recorded decision on the delay. Dorset (24 017 716). */
  readonly lateDiscoveryMonths: number;
  /** After the last budget closed. NE Lincolnshire, Merton. */
  readonly retentionYears: number;
  /** What a manager may approve where their sign-in names no limit: 52 × weekly + one-offs. */
  readonly approvalLimitPence: Pence;
  /** The Ombudsman: nothing stops or is taken automatically. */
  readonly automaticStop: 'never';
  readonly automaticCollection: 'never';
}

/** Version 1, in force from the first day of any log. */
export const DEFAULT_POLICY: Policy = {
  version: 1,
  effectiveFrom: '2000-01-01',
  initialReviewMonths: 6,
  periodicReviewMonths: 12,
  firstCheckWeeks: 12,
  startTier: 'standard',
  checkEveryMonths: { light: 12, standard: 6, enhanced: 3 },
  lowValueAnnualPence: pence(200_000),
  surplusWeeks: 8,
  nudgeWeeks: 6,
  lowBalanceWeeks: 1,
  contingencyWeeks: 4,
  paymentCycle: 'four-weekly-in-advance',
  missedContributionCycles: 2,
  evidenceDueDays: 28,
  recoveryNoticeDays: 28,
  reductionNoticeDays: 28,
  postReductionReviewWeeks: { due: 6, limit: 8 },
  hospitalReviewWeeks: 8,
  cashPerDayPence: pence(25_000),
  lateDiscoveryMonths: 12,
  retentionYears: 7,
  approvalLimitPence: pence(10_000_000),
  automaticStop: 'never',
  automaticCollection: 'never',
};

/** Every version ever published, oldest first; the one in force is the last. */
export const PUBLISHED: readonly Policy[] = [DEFAULT_POLICY];

/** The policy under which a decision is made today. */
export const policyInForce = (): Policy => PUBLISHED.at(-1)!;
