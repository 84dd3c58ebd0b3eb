import type { AccountEvent } from '../accounts/account.events.js';
import type { BudgetEvent } from '../budgets/budget.events.js';
import type { DomainEvent } from '../kernel/decider.js';
import type { ReviewEvent } from '../reviews/review.events.js';

/** What people filter a history by. */
export const HISTORY_KINDS = [
  'payment',
  'receipt',
  'expense',
  'return',
  'reversal',
  'allocation',
  'reduction',
  'contribution',
  'commitment',
  'reserve',
  'review',
  'statement',
  'status',
] as const;
export type HistoryKind = (typeof HISTORY_KINDS)[number];

type Told = BudgetEvent | AccountEvent | ReviewEvent;

/** One kind for each type: a type without one does not compile. */
const KINDS: Readonly<Record<Told['type'], HistoryKind>> = {
  BudgetOpened: 'status',
  DeploymentModeChanged: 'status',
  BudgetSuspended: 'status',
  BudgetResumed: 'status',
  BudgetClosed: 'status',
  AllocationAgreed: 'allocation',
  AllocationIncreased: 'allocation',
  AllocationAnnulled: 'allocation',
  OneOffAgreed: 'allocation',
  OneOffAnnulled: 'allocation',
  AllocationReduced: 'reduction',
  ReductionProposed: 'reduction',
  ReductionApproved: 'reduction',
  ReductionNotified: 'reduction',
  ReductionWithdrawn: 'reduction',
  ReductionChallenged: 'reduction',
  ChallengeDecided: 'reduction',
  ContributionAssessed: 'contribution',
  ReassessmentCalledFor: 'review',
  ReviewScheduled: 'review',
  ReviewStarted: 'review',
  ReviewCompleted: 'review',
  ReviewCancelled: 'review',
  PaymentMade: 'payment',
  PaymentReturned: 'payment',
  ContributionReceived: 'receipt',
  OtherMoneyReceived: 'receipt',
  ExpenseRecorded: 'expense',
  ExpenseQueried: 'expense',
  ExpenseExplained: 'expense',
  ExpenseAccepted: 'expense',
  ExpenseDisallowed: 'expense',
  ReceiptSent: 'expense',
  MoneyReturned: 'return',
  EntryReversed: 'reversal',
  CommitmentRecorded: 'commitment',
  CommitmentSettled: 'commitment',
  CommitmentCancelled: 'commitment',
  ReserveApproved: 'reserve',
  ReserveReleased: 'reserve',
  DisagreementRaised: 'status',
  DisagreementAnswered: 'status',
  LinesRead: 'statement',
  StatementImported: 'statement',
  StatementWithdrawn: 'statement',
  LineMatched: 'statement',
  MatchUndone: 'statement',
  LineRecorded: 'statement',
  LineSetAside: 'statement',
  LineExplained: 'statement',
  LineIgnored: 'statement',
  LineRestored: 'statement',
  PeriodClosed: 'statement',
  PeriodSignedOff: 'statement',
  PeriodReopened: 'statement',
  MatchingRuleForgotten: 'statement',
};

export const kindOf = ({ type }: DomainEvent): HistoryKind =>
  KINDS[type as Told['type']] ?? 'status';

/** What is done line by line when a statement is reconciled: many, and of no use to most. */
const LINE_BY_LINE: ReadonlySet<string> = new Set([
  'LinesRead',
  'LineMatched',
  'MatchUndone',
  'LineRecorded',
  'LineIgnored',
  'LineRestored',
  'MatchingRuleForgotten',
] satisfies AccountEvent['type'][]);

export const isLineByLine = (type: string): boolean => LINE_BY_LINE.has(type);

const TITLES: Readonly<Record<HistoryKind, string>> = {
  payment: 'Payment from the council',
  receipt: 'Money in',
  expense: 'Money spent',
  return: 'Money sent back',
  reversal: 'Put right',
  allocation: 'What the budget gives',
  reduction: 'Reduction',
  contribution: 'Contribution',
  commitment: 'Money owed',
  reserve: 'Money kept for later',
  review: 'Review',
  statement: 'Statement',
  status: 'The budget',
};

export const nameOfKind = (kind: HistoryKind): string => TITLES[kind];

export const titleOf = (event: DomainEvent): string => TITLES[kindOf(event)];
