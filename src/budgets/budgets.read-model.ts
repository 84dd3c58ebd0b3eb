import type { Recorded } from '../event-log/event-log.js';
import type { LocalDate } from '../kernel/dates.js';
import type { ReadModel } from '../read-models/read-model.js';
import type { BudgetEvent, DeploymentMode, PaymentBasis } from './budget.events.js';
import { emptyTimeline, timelineAfter, type Timeline } from './budget.facts.js';

/** One row a budget, for lists and for access. */
export type BudgetRow = {
  budgetId: string;
  personId: string;
  openedOn: LocalDate;
  /** The last day in force; null: open. */
  closedOn: LocalDate | null;
  /** As recorded last; on a given day, what the timeline says. */
  mode: DeploymentMode;
  basis: PaymentBasis;
  employsStaff: boolean;
  /** With this, what is in force on any day can be said without the log. */
  timeline: Timeline;
  /** Of the budget's stream, for the ETag: every event moves it. */
  version: number;
};

export const budgets: ReadModel<BudgetEvent, BudgetRow> = {
  name: 'budgets@1',

  columns: {
    budgetId: 'text',
    personId: 'text',
    openedOn: 'text',
    closedOn: 'text',
    mode: 'text',
    basis: 'text',
    employsStaff: 'boolean',
    timeline: 'json',
    version: 'integer',
  },
  indexes: [['personId']],

  rowOf: (_, { stream }) => /^budget-(.+)$/.exec(stream)?.[1],

  on: {
    BudgetOpened: told,
    DeploymentModeChanged: told,
    AllocationAgreed: told,
    AllocationIncreased: told,
    AllocationReduced: told,
    AllocationAnnulled: told,
    OneOffAgreed: told,
    OneOffAnnulled: told,
    ReassessmentCalledFor: told,
    ContributionAssessed: told,
    ReductionProposed: told,
    ReductionApproved: told,
    ReductionNotified: told,
    ReductionWithdrawn: told,
    ReductionChallenged: told,
    ChallengeDecided: told,
    BudgetSuspended: told,
    BudgetResumed: told,
    BudgetClosed: told,
  },
};

function told(row: BudgetRow | undefined, event: BudgetEvent, at: Recorded): BudgetRow {
  const timeline = timelineAfter(row?.timeline ?? emptyTimeline, event);
  const { opened, closedOn, modes } = timeline;
  return {
    budgetId: at.stream.slice('budget-'.length),
    personId: opened!.personId,
    openedOn: opened!.on,
    closedOn,
    mode: modes.at(-1)!.mode,
    basis: opened!.basis,
    employsStaff: opened!.employsStaff,
    timeline,
    version: at.version,
  };
}
