import type { AccountEvent } from '../accounts/account.events.js';
import type { BudgetEvent } from '../budgets/budget.events.js';
import { weeklyTotal } from '../budgets/budget.facts.js';
import type { DomainEvent } from '../kernel/decider.js';
import { formatPence } from '../kernel/money.js';
import type { LocalDate } from '../kernel/dates.js';
import type { ReviewEvent } from '../reviews/review.events.js';

type Told = BudgetEvent | AccountEvent | ReviewEvent;
type Sentences = { readonly [T in Told['type']]: (event: Extract<Told, { type: T }>) => string };

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** "20 May 2026" */
export const day = (date: LocalDate): string => {
  const [year, month, of] = date.split('-').map(Number) as [number, number, number];
  return `${of} ${MONTHS[month - 1]} ${year}`;
};

/** A sentence for every type: one without does not compile. No names, no codes. */
const SENTENCES: Sentences = {
  BudgetOpened: ({ on }) => `The budget opened on ${day(on)}.`,
  DeploymentModeChanged: ({ on }) => `The money is held another way from ${day(on)} on.`,
  AllocationAgreed: ({ lines, on }) =>
    `The budget is ${formatPence(weeklyTotal(lines))} a week from ${day(on)} on.`,
  AllocationIncreased: ({ lines, on, recordedOn }) =>
    `The budget went up to ${formatPence(weeklyTotal(lines))} a week from ${day(on)} on` +
    (on < recordedOn ? `, agreed on ${day(recordedOn)}: what is missing since is owed.` : '.'),
  AllocationReduced: ({ lines, on }) =>
    `The budget goes down to ${formatPence(weeklyTotal(lines))} a week from ${day(on)} on.`,
  AllocationAnnulled: () => 'An allocation that was recorded in error was taken back.',
  OneOffAgreed: ({ amountPence, on }) =>
    `A single sum of ${formatPence(amountPence)} was agreed for ${day(on)}.`,
  OneOffAnnulled: () => 'A single sum that was recorded in error was taken back.',
  ReassessmentCalledFor: () => 'A new look at what is needed was called for. Nothing was reduced.',
  ContributionAssessed: ({ weeklyPence, on }) =>
    `The contribution is ${formatPence(weeklyPence)} a week from ${day(on)} on.`,
  ReductionProposed: ({ lines, effectiveFrom }) =>
    `It was proposed that the budget goes down to ${formatPence(weeklyTotal(lines))} a week from ` +
    `${day(effectiveFrom)} on.`,
  ReductionApproved: () => 'The proposal to reduce the budget was approved.',
  ReductionNotified: ({ on }) => `Notice of the reduction was sent on ${day(on)}.`,
  ReductionWithdrawn: () => 'The proposal to reduce the budget was withdrawn.',
  ReductionChallenged: () => 'The reduction was challenged. The earlier budget goes on.',
  ChallengeDecided: ({ outcome }) =>
    ({
      upheld: 'The challenge was right: the reduction does not count.',
      varied: 'The challenge was right in part: another budget was decided.',
      dismissed: 'The challenge was decided: the reduction counts.',
    })[outcome],
  BudgetSuspended: ({ on }) => `The budget is suspended from ${day(on)} on.`,
  BudgetResumed: ({ on }) => `The budget goes on from ${day(on)}.`,
  BudgetClosed: ({ on }) => `The budget closed; its last day was ${day(on)}.`,
  PaymentMade: ({ amountPence }) => `The council paid in ${formatPence(amountPence)}.`,
  PaymentReturned: ({ amountPence }) => `A payment of ${formatPence(amountPence)} came back.`,
  ContributionReceived: ({ amountPence }) =>
    `The contribution of ${formatPence(amountPence)} was paid in.`,
  OtherMoneyReceived: ({ amountPence, kind }) =>
    `${{ 'top-up': 'A top-up', refund: 'A refund', interest: 'Interest' }[kind]} of ` +
    `${formatPence(amountPence)} came in.`,
  ExpenseRecorded: ({ amountPence }) => `${formatPence(amountPence)} was spent.`,
  ExpenseQueried: () => 'A question was asked about an expense.',
  ExpenseExplained: () => 'An expense was explained.',
  ExpenseAccepted: () => 'An expense was accepted.',
  ExpenseDisallowed: () => 'An expense was not accepted.',
  ReceiptSent: () => 'A receipt was sent for an expense.',
  CommitmentRecorded: ({ amountPence, dueOn }) =>
    `${formatPence(amountPence)} is owed, due on ${day(dueOn)}.`,
  CommitmentSettled: () => 'What was owed is settled.',
  CommitmentCancelled: () => 'What was owed is owed no longer.',
  ReserveApproved: ({ amountPence }) => `${formatPence(amountPence)} is kept for later.`,
  ReserveReleased: () => 'What was kept for later is free again.',
  MoneyReturned: ({ amountPence }) => `${formatPence(amountPence)} was sent back to the council.`,
  EntryReversed: ({ amountPence }) => `An entry of ${formatPence(amountPence)} was put right.`,
  DisagreementRaised: ({ acknowledgeBy }) =>
    'Something here was said to be wrong. The council says that it has read this by ' +
    `${day(acknowledgeBy)}.`,
  DisagreementAnswered: ({ outcome }) =>
    ({
      'put-right': 'What was said to be wrong was put right.',
      explained: 'What was said to be wrong was explained.',
    })[outcome],
  ReviewScheduled: ({ dueOn }) => `A review is due by ${day(dueOn)}.`,
  ReviewStarted: () => 'A review was started.',
  ReviewCompleted: () => 'A review was completed.',
  ReviewCancelled: () => 'A review was cancelled.',
};

export function wordsOf(event: DomainEvent): string {
  const sentence = SENTENCES[event.type as Told['type']] as
    ((event: DomainEvent) => string) | undefined;
  return sentence?.(event) ?? 'Something was recorded.';
}
