import type {
  AccountEvent,
  CommitmentKind,
  EntryKind,
  ReserveKind,
} from '../accounts/account.events.js';
import { directionOf } from '../accounts/account.facts.js';
import type { BudgetEvent, ReductionReason } from '../budgets/budget.events.js';
import { weeklyTotal } from '../budgets/budget.facts.js';
import { dayInWords as day, later } from '../kernel/dates.js';
import type { DomainEvent } from '../kernel/decider.js';
import { formatPence, type Pence } from '../kernel/money.js';
import { atTheStart, inWords, listed } from '../policies/in-words.facts.js';
import type { ReviewEvent } from '../reviews/review.events.js';

// What happened, in words that people read: no name, no code, no word of accountants. Here alone.

type Told = BudgetEvent | AccountEvent | ReviewEvent;
type Sentences = { readonly [T in Told['type']]: (event: Extract<Told, { type: T }>) => string };

const SENTENCES: Sentences = {
  BudgetOpened: ({ on, openingBalancePence }) =>
    `The budget opened on ${day(on)}` +
    (openingBalancePence > 0
      ? `, with ${formatPence(openingBalancePence)} on the account.`
      : ', with nothing on the account.'),
  DeploymentModeChanged: ({ on, mode }) => `From ${day(on)} on, ${HOLDS[mode]}.`,
  AllocationAgreed: ({ lines, on }) =>
    `The budget is ${aWeek(weeklyTotal(lines))} from ${day(on)} on.`,
  AllocationIncreased: ({ lines, on, recordedOn }) =>
    `The budget went up to ${aWeek(weeklyTotal(lines))} from ${day(on)} on` +
    (on < recordedOn
      ? `. This was agreed on ${day(recordedOn)}, so the council owes what is missing since then.`
      : '.'),
  AllocationReduced: ({ lines, on, reasons }) =>
    `The budget goes down to ${aWeek(weeklyTotal(lines))} from ${day(on)} on. ${why(reasons)}`,
  AllocationAnnulled: () =>
    'An allocation that was written down by mistake was taken back. It never counted.',
  OneOffAgreed: ({ amountPence, on, purpose }) =>
    `A single sum of ${formatPence(amountPence)} was agreed for ${day(on)}, for ${inWords(purpose)}.`,
  OneOffAnnulled: () =>
    'A single sum that was written down by mistake was taken back. It never counted.',
  ReassessmentCalledFor: ({ dueOn }) =>
    `The council will look again, by ${day(dueOn)}, at what is needed. Nothing was reduced.`,
  ContributionAssessed: ({ weeklyPence, on }) =>
    `The contribution is ${aWeek(weeklyPence)} from ${day(on)} on.`,
  ReductionProposed: ({ lines, effectiveFrom, reasons }) =>
    `It was proposed that the budget goes down to ${aWeek(weeklyTotal(lines))} from ` +
    `${day(effectiveFrom)} on. ${why(reasons)}`,
  ReductionApproved: () => 'The proposal to reduce the budget was approved.',
  ReductionNotified: ({ on, channel }) =>
    `The council told the person on ${day(on)} that the budget goes down (${inWords(channel)}).`,
  ReductionWithdrawn: () => 'The council took back its proposal to reduce the budget.',
  ReductionChallenged: ({ ground }) =>
    `The reduction was challenged (${inWords(ground)}). Until this is decided, the earlier budget goes on.`,
  ChallengeDecided: ({ outcome }) => DECIDED[outcome],
  BudgetSuspended: ({ on, reason }) =>
    `The budget is suspended from ${day(on)} on (${inWords(reason)}). Nothing is added meanwhile.`,
  BudgetResumed: ({ on }) => `The budget goes on from ${day(on)}.`,
  BudgetClosed: ({ on }) => `The budget closed. Its last day was ${day(on)}.`,
  PaymentMade: ({ amountPence, period }) =>
    `The council paid in ${formatPence(amountPence)}` +
    (period ? `, for ${day(period.from)} to ${day(period.to)}.` : '.'),
  PaymentReturned: ({ amountPence }) =>
    `A payment of ${formatPence(amountPence)} went back to the council before it arrived.`,
  ContributionReceived: ({ amountPence }) =>
    `The contribution of ${formatPence(amountPence)} was paid in.`,
  OtherMoneyReceived: ({ amountPence, kind }) =>
    `${{ 'top-up': 'A top-up', refund: 'A refund', interest: 'Interest' }[kind]} of ` +
    `${formatPence(amountPence)} came in.`,
  ExpenseRecorded: ({ amountPence, category }) =>
    `${formatPence(amountPence)} was spent on ${SPENT_ON[category] ?? inWords(category)}.`,
  ExpenseQueried: () => 'The council asked what some money was spent on.',
  ExpenseExplained: () => 'It was explained what some money was spent on.',
  ExpenseAccepted: () => 'The council is content with how some money was spent.',
  ExpenseDisallowed: () =>
    'The council does not accept how some money was spent. No money was taken.',
  ReceiptSent: () => 'A receipt was sent for money that was spent.',
  CommitmentRecorded: ({ kind, amountPence, dueOn, repeatsWeeks }) =>
    `${formatPence(amountPence)} is to be paid for ${OWED_FOR[kind]}, due on ${day(dueOn)}` +
    (repeatsWeeks === undefined ? '.' : ` and then ${every(repeatsWeeks)}.`),
  CommitmentSettled: ({ occurrence }) => `What was due on ${day(occurrence)} has been paid.`,
  CommitmentCancelled: () => 'Money that was to be paid need not be paid any more.',
  ReserveApproved: ({ kind, amountPence, until }) =>
    `${formatPence(amountPence)} may stay on the account for ${KEPT_FOR[kind]}` +
    (until === undefined ? '.' : `, until ${day(until)}.`),
  ReserveReleased: () => 'Money that was kept for later is free to use again.',
  MoneyReturned: ({ amountPence }) => `${formatPence(amountPence)} was sent back to the council.`,
  EntryReversed: ({ amountPence, kind, reason }) =>
    `${PUT_RIGHT[reason] ?? 'This was a mistake.'} We ` +
    (directionOf(kind) === -1
      ? `put ${formatPence(amountPence)} back.`
      : `took ${formatPence(amountPence)} off again.`),
  DisagreementRaised: ({ acknowledgeBy }) =>
    'Somebody said that something here is wrong. The council says by ' +
    `${day(acknowledgeBy)} that it has read this.`,
  DisagreementAnswered: ({ outcome }) => ANSWERED[outcome],
  LinesRead: () => 'Lines of a bank statement were read.',
  StatementImported: ({ from, to, lines }) =>
    `A bank statement to ${day(later(from, to))} came in, with ` +
    (lines === 1 ? 'one new line.' : `${lines} new lines.`),
  StatementWithdrawn: () => 'A bank statement that came in by mistake was taken back.',
  LineMatched: ({ lineIds, entryIds }) =>
    lineIds.length + entryIds.length === 2
      ? 'A line of the bank statement is something that was written down here.'
      : 'Lines of the bank statement are, together, what was written down here.',
  MatchUndone: () => 'A line of the bank statement was something else. It is looked at again.',
  LineRecorded: () => 'A line of the bank statement was written down here.',
  LineSetAside: ({ asks }) =>
    asks
      ? 'The council asked what a line of the bank statement was.'
      : 'A line of the bank statement waits until somebody can say what it was.',
  LineExplained: () => 'It was explained what a line of the bank statement was.',
  LineIgnored: () => 'A line of the bank statement need not be looked at any more.',
  LineRestored: () => 'A line of the bank statement is looked at again.',
  PeriodClosed: ({ from, to, closingPence }) =>
    `The account and the bank agree for ${day(from)} to ${day(to)}: ` +
    `${formatPence(closingPence)} at the end.`,
  PeriodSignedOff: () => 'Somebody else at the council looked at this and signed it.',
  PeriodReopened: () => 'A closed period was opened again, to put something right.',
  MatchingRuleForgotten: () => 'The council forgot how it had sorted some lines before.',
  ReviewScheduled: ({ dueOn, kind }) =>
    kind === 'post-reduction'
      ? `By ${day(dueOn)} the council will look at how the smaller budget works.`
      : `By ${day(dueOn)} the council will look again at what is needed.`,
  ReviewStarted: () => 'A review was started.',
  ReviewCompleted: ({ needsChanged, involved }) =>
    'A review was completed' +
    (involved.length > 0 ? ` with ${listed(involved.map(involvedInWords))}.` : '.') +
    (needsChanged === undefined
      ? ''
      : needsChanged
        ? ' What is needed has changed.'
        : ' What is needed has not changed.'),
  ReviewCancelled: () => 'A review is not needed any more.',
};

/** A sentence or two for what happened; what people said themselves is not in it. */
export function wordsOf(event: DomainEvent): string {
  const sentence = SENTENCES[event.type as Told['type']] as
    ((event: DomainEvent) => string) | undefined;
  return sentence?.(event) ?? 'Something was recorded.';
}

const aWeek = (weeklyPence: Pence): string => `${formatPence(weeklyPence)} a week`;

const every = (weeks: number): string => (weeks === 1 ? 'every week' : `every ${weeks} weeks`);

/** "the person", "the nominee" */
export const involvedInWords = (who: string): string =>
  who === 'person' || who === 'holder' ? 'the person' : `the ${inWords(who)}`;

const HOLDS = {
  cash: 'the person holds the money themselves',
  'managed-account': 'the money is on a managed account',
  'council-managed': 'the council looks after the money',
  trust: 'a trust holds the money',
  'third-party': 'somebody else holds the money for the person',
  provider: 'a provider of care holds the money',
} as const;

const DECIDED = {
  upheld: 'The challenge was right: the reduction does not count, and never did.',
  varied: 'The challenge was right in part: another budget was decided.',
  dismissed: 'The challenge was looked at and not agreed with: the reduction counts.',
} as const;

const ANSWERED = {
  'put-right': 'What was said to be wrong was put right.',
  explained: 'What was said to be wrong was looked at and explained.',
} as const;

const BECAUSE: Readonly<Record<ReductionReason, string>> = {
  'need-reduced': 'less help is needed',
  'circumstances-changed': 'things have changed in the person’s life',
  'informal-support-willing': 'family or friends are willing to help',
  'cost-of-meeting-need-changed': 'the same help costs less',
  'funding-transferred': 'somebody else pays for a part of it',
  'duplication-removed': 'something was paid for twice',
  'person-requested': 'the person asked for it',
  'error-correction': 'the earlier sum was written down wrongly',
  'temporary-ended': 'something that was agreed for a time has ended',
  'criteria-changed': 'the council changed its rules',
  'budget-pressure': 'the council has less money',
  underspend: 'not all of the money was used',
  'benefit-expected-to-cover': 'a benefit is expected to cover a part of it',
  'blanket-cap': 'the council set an upper limit',
};

/** "Why: less help is needed." */
const why = (reasons: readonly ReductionReason[]): string =>
  `Why: ${listed(reasons.map((it) => BECAUSE[it]))}.`;

/** What the money went on, where the code alone reads badly. */
const SPENT_ON: Readonly<Record<string, string>> = {
  'personal-assistant': 'a personal assistant',
  agency: 'a care agency',
  payroll: 'a payroll service',
  hmrc: 'tax and National Insurance (HMRC)',
};

const OWED_FOR: Readonly<Record<CommitmentKind, string>> = {
  wages: 'wages',
  hmrc: 'tax and National Insurance (HMRC)',
  invoice: 'a bill',
  'notice-pay': 'notice pay',
  other: 'something else',
};

const KEPT_FOR: Readonly<Record<ReserveKind, string>> = {
  redundancy: 'redundancy pay',
  'holiday-pay': 'holiday pay',
  equipment: 'equipment',
  contingency: 'emergencies',
  'agreed-saving': 'something the person is saving for',
};

const TWICE = 'We counted this twice.';
const PUT_RIGHT: Readonly<Record<string, string>> = {
  'recorded-twice': TWICE,
  duplicate: TWICE,
  'entered-twice': TWICE,
  'wrong-amount': 'The amount was wrong.',
  'wrong-day': 'The day was wrong.',
  'wrong-date': 'The day was wrong.',
  'wrong-budget': 'This belonged to another budget.',
  'wrong-account': 'This belonged to another account.',
  'not-paid': 'This was never paid.',
};

/** What a commitment or a reserve is for, as the label of a sum. */
export const commitmentInWords = (kind: CommitmentKind): string => atTheStart(OWED_FOR[kind]);
export const reserveInWords = (kind: ReserveKind): string => atTheStart(KEPT_FOR[kind]);

/** What an entry is, as the label of a sum. */
export const ENTRY_IN_WORDS: Readonly<Record<EntryKind, string>> = {
  payment: 'Payment from the council',
  contribution: 'Contribution',
  'top-up': 'Top-up',
  refund: 'Refund',
  interest: 'Interest',
  expense: 'Money spent',
  return: 'Sent back to the council',
};
