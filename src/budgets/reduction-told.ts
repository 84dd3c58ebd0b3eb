import type { LocalDate } from '../kernel/dates.js';
import type { Pence } from '../kernel/money.js';
import type { FollowUp } from './budget.events.js';
import type { Reduction, ReductionState } from './reductions.facts.js';

/** What people said, at the step at which they said it. */
export interface SaidOfReduction {
  readonly needsStillMet?: string;
  readonly narrative?: string;
  readonly withdrawal?: string;
  readonly challenge?: string;
  readonly decision?: string;
}

export interface ReductionTold {
  readonly reductionId: string;
  readonly fullName: string;
  readonly today: LocalDate;
  readonly story: Reduction;
  readonly state: ReductionState;
  readonly beforePence: Pence;
  readonly weeklyPence: Pence;
  /** The first day of the lower amount. */
  readonly effectiveFrom: LocalDate;
  readonly daysOfNotice?: number;
  readonly followUp?: FollowUp;
  readonly effect: {
    readonly weeklyChangePence: Pence;
    readonly yearlyChangePence: Pence;
    readonly regularCostsYearlyPence: Pence;
    readonly regularCostsCoveredPercent: number | null;
  };
  readonly lastDayToChallenge: LocalDate;
  readonly said: SaidOfReduction;
  readonly proposedBy?: string;
  readonly approvedBy?: string;
  readonly decidedBy?: string;
}

/** Under a heading: sentences, and what somebody said in words of their own. */
export interface Told {
  readonly heading: string;
  readonly sentences: readonly string[];
  readonly quoted?: string;
}

export const quoted = (text: string | undefined) => (text === undefined ? {} : { quoted: text });
