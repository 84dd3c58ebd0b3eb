import type { AccountEvent, CommitmentKind, ReserveKind } from '../accounts/account.events.js';
import { directionOf } from '../accounts/account.facts.js';
import type { BudgetEvent, ChallengeOutcome, DeploymentMode } from '../budgets/budget.events.js';
import { weeklyTotal } from '../budgets/budget.facts.js';
import { easyReasons } from '../budgets/easy-reasons.facts.js';
import { dayInWords as day } from '../kernel/dates.js';
import type { DomainEvent } from '../kernel/decider.js';
import { formatPence, NOTHING, type Pence } from '../kernel/money.js';
import type { CATEGORIES, PURPOSES, SUSPENSION_REASONS } from '../policies/vocabulary.facts.js';
import type { ReviewEvent } from '../reviews/review.events.js';

// What happened, in easy words: one idea a line, and no line of more than 15 words.

type Told = BudgetEvent | AccountEvent | ReviewEvent;
type Lines = readonly string[];
type Sentences = { readonly [T in Told['type']]: (event: Extract<Told, { type: T }>) => Lines };

const SENTENCES: Sentences = {
  BudgetOpened: ({ on, openingBalancePence }) => [
    `Your budget started on ${day(on)}.`,
    openingBalancePence > 0
      ? `You had ${formatPence(openingBalancePence)} on the account.`
      : 'Nothing was on the account yet.',
  ],
  DeploymentModeChanged: ({ on, mode }) => [`This changed on ${day(on)}.`, HOLDS[mode]],
  AllocationAgreed: ({ lines, on }) => [
    `Your budget is ${aWeek(weeklyTotal(lines))}.`,
    `It starts on ${day(on)}.`,
  ],
  AllocationIncreased: ({ lines, on, recordedOn }) => [
    'Your budget went up.',
    `It is ${aWeek(weeklyTotal(lines))} from ${day(on)} on.`,
    ...(on < recordedOn
      ? [`This was agreed on ${day(recordedOn)}.`, 'The council pays what is missing since then.']
      : []),
  ],
  AllocationReduced: ({ lines, on, reasons }) => [
    'Your budget goes down.',
    `It is ${aWeek(weeklyTotal(lines))} from ${day(on)} on.`,
    ...easyReasons(reasons),
  ],
  AllocationAnnulled: () => [
    'The council wrote down a budget by mistake.',
    'It took that back.',
    'It never counted.',
  ],
  OneOffAgreed: ({ amountPence, on, purpose }) => [
    `You get ${formatPence(amountPence)} once.`,
    `It is for ${meant(FOR, purpose)}.`,
    `It counts from ${day(on)}.`,
  ],
  OneOffAnnulled: () => ['The council wrote down a sum by mistake.', 'It took that back.'],
  ReassessmentCalledFor: ({ dueOn }) => [
    'The council looks again at what help you need.',
    `It does this by ${day(dueOn)}.`,
    'Your budget stays the same for now.',
  ],
  ContributionAssessed: ({ weeklyPence, on }) => [
    weeklyPence === NOTHING
      ? 'You pay nothing yourself.'
      : `You pay ${aWeek(weeklyPence)} yourself.`,
    `This starts on ${day(on)}.`,
  ],
  ReductionProposed: ({ lines, effectiveFrom, reasons }) => [
    'Somebody at the council wants to lower your budget.',
    `It would be ${aWeek(weeklyTotal(lines))} from ${day(effectiveFrom)} on.`,
    ...easyReasons(reasons),
  ],
  ReductionApproved: () => ['Somebody else at the council agreed to lower your budget.'],
  ReductionNotified: ({ on }) => [
    'The council told you that your budget goes down.',
    `It told you on ${day(on)}.`,
  ],
  ReductionWithdrawn: () => ['The council does not lower your budget after all.'],
  ReductionChallenged: () => [
    'You said that you do not agree.',
    'Your old budget goes on for now.',
  ],
  ChallengeDecided: ({ outcome }) => DECIDED[outcome],
  BudgetSuspended: ({ on, reason }) => [
    'Your budget stops for a time.',
    `This starts on ${day(on)}.`,
    meant(STOPS, reason),
  ],
  BudgetResumed: ({ on }) => [`Your budget goes on from ${day(on)}.`],
  BudgetClosed: ({ on }) => ['Your budget ended.', `Its last day was ${day(on)}.`],
  PaymentMade: ({ amountPence, period }) => [
    `The council paid in ${formatPence(amountPence)}.`,
    ...(period ? [`It is for ${day(period.from)} to ${day(period.to)}.`] : []),
  ],
  PaymentReturned: ({ amountPence }) => [
    `A payment of ${formatPence(amountPence)} did not arrive.`,
    'It went back to the council.',
  ],
  ContributionReceived: ({ amountPence }) => [`You paid in ${formatPence(amountPence)} yourself.`],
  OtherMoneyReceived: ({ amountPence, kind }) => [
    {
      'top-up': `${formatPence(amountPence)} more was paid in.`,
      refund: `You got ${formatPence(amountPence)} back.`,
      interest: `The bank paid you ${formatPence(amountPence)}.`,
    }[kind],
  ],
  ExpenseRecorded: ({ amountPence, category }) => [
    `You spent ${formatPence(amountPence)}.`,
    `It was for ${meant(SPENT_ON, category)}.`,
  ],
  ExpenseQueried: () => ['The council asked what some money was for.'],
  ExpenseExplained: () => ['The council was told what some money was for.'],
  ExpenseAccepted: () => ['The council is happy with how some money was spent.'],
  ExpenseDisallowed: () => [
    'The council is not happy with how some money was spent.',
    'It took no money from you.',
  ],
  ReceiptSent: () => ['A receipt was sent for money that you spent.'],
  CommitmentRecorded: ({ kind, amountPence, dueOn, repeatsWeeks }) => [
    `You have to pay ${formatPence(amountPence)}.`,
    `It is for ${OWED_FOR[kind]}.`,
    `You have to pay it by ${day(dueOn)}.`,
    ...(repeatsWeeks === undefined ? [] : [`After that it comes ${every(repeatsWeeks)}.`]),
  ],
  CommitmentSettled: ({ occurrence }) => [`You paid what you had to pay by ${day(occurrence)}.`],
  CommitmentCancelled: () => ['There is something that you need not pay any more.'],
  ReserveApproved: ({ kind, amountPence, until }) => [
    `You may keep ${formatPence(amountPence)} on the account.`,
    `It is for ${KEPT_FOR[kind]}.`,
    ...(until === undefined ? [] : [`You may keep it until ${day(until)}.`]),
  ],
  ReserveReleased: () => ['You kept some money for later.', 'You can use it now.'],
  MoneyReturned: ({ amountPence }) => [`${formatPence(amountPence)} went back to the council.`],
  EntryReversed: ({ amountPence, kind }) => [
    'Something was written down wrongly.',
    directionOf(kind) === -1
      ? `We put ${formatPence(amountPence)} back.`
      : `We took ${formatPence(amountPence)} off again.`,
  ],
  DisagreementRaised: ({ acknowledgeBy }) => [
    'You said that something is wrong.',
    `The council reads it by ${day(acknowledgeBy)}.`,
  ],
  DisagreementAnswered: ({ outcome }) => [
    'You said that something was wrong.',
    { 'put-right': 'The council put it right.', explained: 'The council told you why it is so.' }[
      outcome
    ],
  ],
  LinesRead: () => ['The council read your bank statement.'],
  StatementImported: ({ to }) => ['The council has your bank statement.', `It goes to ${day(to)}.`],
  StatementWithdrawn: () => ['The council took back a bank statement.', 'It was a mistake.'],
  LineMatched: () => ['Your bank shows something that was written down here.'],
  MatchUndone: () => ['The council looks again at a line of your bank statement.'],
  LineRecorded: () => ['The council wrote down something that your bank shows.'],
  LineSetAside: ({ asks }) =>
    asks
      ? ['The council asked you what some money was.']
      : ['The council does not know yet what some money was.'],
  LineExplained: () => ['You said what some money was.'],
  LineIgnored: () => ['The council need not know more about some money.'],
  LineRestored: () => ['The council looks again at a line of your bank statement.'],
  PeriodClosed: ({ to, closingPence }) => [
    'Your bank and the council agree.',
    `You had ${formatPence(closingPence)} on ${day(to)}.`,
  ],
  PeriodSignedOff: () => ['Somebody else at the council checked this.'],
  PeriodReopened: () => ['The council looks again at days it had finished with.'],
  MatchingRuleForgotten: () => ['The council forgot how it sorted some lines before.'],
  ReviewScheduled: ({ dueOn, kind }) => [
    kind === 'post-reduction'
      ? 'The council looks at how your lower budget works.'
      : 'The council looks again at what help you need.',
    `It does this by ${day(dueOn)}.`,
  ],
  ReviewStarted: () => ['The council started to look again at what help you need.'],
  ReviewCompleted: ({ needsChanged }) => [
    'The council looked again at what help you need.',
    ...(needsChanged === undefined
      ? []
      : [needsChanged ? 'You need other help now.' : 'You need the same help as before.']),
  ],
  ReviewCancelled: () => ['The council need not look again at what help you need.'],
};

/** Short lines for what happened; what people said themselves is not in them. */
export function easyWordsOf(event: DomainEvent): Lines {
  const sentence = SENTENCES[event.type as Told['type']] as
    ((event: DomainEvent) => Lines) | undefined;
  return sentence?.(event) ?? ['Something was written down.'];
}

const aWeek = (weeklyPence: Pence): string => `${formatPence(weeklyPence)} a week`;

const every = (weeks: number): string => (weeks === 1 ? 'every week' : `every ${weeks} weeks`);

type Meant<Codes extends readonly string[]> = Readonly<Record<Codes[number], string>>;

/** Events hold codes as text, for a policy may add to them. */
const meant = (words: Readonly<Record<string, string>>, code: string): string =>
  words[code] ?? 'something else';

const HOLDS: Readonly<Record<DeploymentMode, string>> = {
  cash: 'You hold the money yourself.',
  'managed-account': 'Somebody looks after the account for you.',
  'council-managed': 'The council looks after the money.',
  trust: 'A trust holds the money for you.',
  'third-party': 'Somebody you know holds the money for you.',
  provider: 'The people who care for you hold the money.',
};

const DECIDED: Readonly<Record<ChallengeOutcome, Lines>> = {
  upheld: ['You said that you do not agree.', 'You were right.', 'Your old budget goes on.'],
  varied: [
    'You said that you do not agree.',
    'You were right about a part of it.',
    'The council decided on another budget.',
  ],
  dismissed: [
    'You said that you do not agree.',
    'The council looked at it again.',
    'It did not agree with you.',
    'Your budget goes down.',
  ],
};

const STOPS: Meant<typeof SUSPENSION_REASONS> = {
  'condition-lost': 'Something that it needs is missing.',
  breach: 'The rules for the money were not kept.',
  'person-requested': 'You asked for it.',
  'away-from-home': 'You are away from home.',
  abroad: 'You are in another country.',
  prison: 'You are in prison.',
  'arranged-care': 'The council arranges your care for now.',
  concern: 'Somebody is worried about the money.',
  investigation: 'Somebody looks into how the money was used.',
  safeguarding: 'Somebody is worried that you are not safe.',
  fraud: 'Somebody may have taken money.',
  reassessment: 'The council looks again at what help you need.',
  'moved-away': 'You moved away.',
  temporary: 'It is only for a short time.',
  other: 'The council can tell you why.',
};

const FOR: Meant<typeof PURPOSES> = {
  'personal-care': 'help with washing, dressing and eating',
  'support-at-home': 'help at home',
  community: 'going out and meeting people',
  respite: 'a break for you or your carer',
  transport: 'getting around',
  equipment: 'things that help you',
  'employment-costs': 'people who work for you',
};

const SPENT_ON: Meant<typeof CATEGORIES> = {
  'personal-assistant': 'somebody who works for you',
  agency: 'a care agency',
  payroll: 'people who work out the wages',
  hmrc: 'tax',
  activities: 'things to do',
  equipment: 'things that help you',
  travel: 'getting around',
  other: 'other things',
};

const OWED_FOR: Readonly<Record<CommitmentKind, string>> = {
  wages: 'wages',
  hmrc: 'tax',
  invoice: 'a bill',
  'notice-pay': 'somebody whose work for you ends',
  other: 'something else',
};

const KEPT_FOR: Readonly<Record<ReserveKind, string>> = {
  redundancy: 'somebody whose work for you ends',
  'holiday-pay': 'holidays of people who work for you',
  equipment: 'things that help you',
  contingency: 'days on which you need more help',
  'agreed-saving': 'something that you are saving for',
};

/** What a line of the budget is for. */
export const easyPurpose = (purpose: string): string => meant(FOR, purpose);
