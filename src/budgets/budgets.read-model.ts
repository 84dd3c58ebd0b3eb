import type { AccountEvent } from '../accounts/account.events.js';
import { directionOf } from '../accounts/account.facts.js';
import type { LocalDate } from '../kernel/dates.js';
import { minus, NOTHING, plus, times, type Pence } from '../kernel/money.js';
import type { ReadModel } from '../read-models/read-model.js';
import type { BudgetEvent, DeploymentMode, PaymentBasis } from './budget.events.js';
import { emptyTimeline, timelineAfter, type Timeline } from './budget.facts.js';

/** One row a budget, for lists and for access. Null until its opening is seen. */
export type BudgetRow = {
  budgetId: string;
  personId: string | null;
  openedOn: LocalDate | null;
  /** The last day in force; null: open. */
  closedOn: LocalDate | null;
  /** As recorded last; on a given day, what the timeline says. */
  mode: DeploymentMode | null;
  basis: PaymentBasis | null;
  employsStaff: boolean | null;
  /** With this, what is in force on any day can be said without the log. */
  timeline: Timeline;
  /** All that is recorded of the account, days ahead included; below 0: overdrawn. */
  balancePence: Pence;
  /** Of the budget's stream, for the ETag; -1: only its account was heard of so far. */
  version: number;
};

export const budgets: ReadModel<BudgetEvent | AccountEvent, BudgetRow> = {
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
    balancePence: 'integer',
    version: 'integer',
  },
  indexes: [['personId']],

  rowOf: (_, { stream }) => /^(?:budget|account)-(.+)$/.exec(stream)?.[1],

  // The two streams come in any order; what one tells leaves alone what the other told.
  on: {
    BudgetOpened: (row, event, at) => paidIn(told(row, event, at), event.openingBalancePence),
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

    PaymentMade: (row, { amountPence }, at) => paidIn(row ?? untold(at), amountPence),
    PaymentReturned: (row, { amountPence }, at) => paidIn(row ?? untold(at), minus(amountPence)),
    ContributionReceived: (row, { amountPence }, at) => paidIn(row ?? untold(at), amountPence),
    OtherMoneyReceived: (row, { amountPence }, at) => paidIn(row ?? untold(at), amountPence),
    ExpenseRecorded: (row, { amountPence }, at) => paidIn(row ?? untold(at), minus(amountPence)),
    MoneyReturned: (row, { amountPence }, at) => paidIn(row ?? untold(at), minus(amountPence)),
    EntryReversed: (row, { amountPence, kind }, at) =>
      paidIn(row ?? untold(at), times(amountPence, -directionOf(kind))),
  },
};

/** Where an event stands. */
interface Place {
  readonly stream: string;
  readonly version: number;
}

const untold = ({ stream }: Place): BudgetRow => ({
  budgetId: stream.slice(stream.indexOf('-') + 1),
  personId: null,
  openedOn: null,
  closedOn: null,
  mode: null,
  basis: null,
  employsStaff: null,
  timeline: emptyTimeline,
  balancePence: NOTHING,
  version: -1,
});

const paidIn = (row: BudgetRow, amountPence: Pence): BudgetRow => ({
  ...row,
  balancePence: plus(row.balancePence, amountPence),
});

function told(row: BudgetRow | undefined, event: BudgetEvent, at: Place): BudgetRow {
  const known = row ?? untold(at);
  const timeline = timelineAfter(known.timeline, event);
  const { opened, closedOn, modes } = timeline;
  return {
    ...known,
    personId: opened?.personId ?? null,
    openedOn: opened?.on ?? null,
    closedOn,
    mode: modes.at(-1)?.mode ?? null,
    basis: opened?.basis ?? null,
    employsStaff: opened?.employsStaff ?? null,
    timeline,
    version: at.version,
  };
}
