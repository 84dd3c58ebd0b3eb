import { commitmentInWords, reserveInWords } from '../history/words.facts.js';
import type { BudgetEvent } from '../budgets/budget.events.js';
import type { LocalDate } from '../kernel/dates.js';
import { atTheStart, inWords } from '../policies/in-words.facts.js';
import {
  COMMITMENT_KINDS,
  DISAGREEMENT_OUTCOMES,
  RESERVE_KINDS,
  type AccountEvent,
  type DisagreementOutcome,
} from './account.events.js';

// What officers choose from when they record something, and what they are told afterwards.

interface Item {
  readonly value: string;
  readonly text: string;
}

/** What something is recorded of: an entry, a commitment, a reserve, an expense. */
export interface Subject {
  readonly id: string;
  readonly on: LocalDate;
  /** Of the account, the latest first: those that may have paid what is owed. */
  readonly expenses: readonly Item[];
}

export const itemsOf = (codes: readonly string[], words = inWords): Item[] =>
  codes.map((value) => ({ value, text: atTheStart(words(value)) }));

export const MONEY_IN: readonly Item[] = [
  { value: 'contribution', text: 'The contribution: their own part of the budget' },
  { value: 'top-up', text: 'A top-up: money that somebody adds beyond the budget' },
  { value: 'refund', text: 'A refund: money that came back from whoever was paid' },
  { value: 'interest', text: 'Interest' },
];

export const SENT_BACK: readonly Item[] = [
  { value: 'surplus', text: 'It was more than may stay on the account' },
  { value: 'overpayment', text: 'The council had paid too much' },
  { value: 'closing', text: 'The account is closing' },
  { value: 'other', text: 'Something else' },
];

/** Of several codes that mean the same, one. */
export const WHY_PUT_RIGHT: readonly Item[] = [
  { value: 'recorded-twice', text: 'It was recorded twice' },
  { value: 'wrong-amount', text: 'The amount is wrong' },
  { value: 'wrong-day', text: 'The day is wrong' },
  { value: 'wrong-kind', text: 'It was another kind of money' },
  { value: 'wrong-category', text: 'It was for something else' },
  { value: 'wrong-payee', text: 'Somebody else was paid' },
  { value: 'wrong-budget', text: 'It belongs to another budget' },
  { value: 'not-paid', text: 'It was never paid' },
  { value: 'other', text: 'Something else' },
];

export const OWED: readonly Item[] = COMMITMENT_KINDS.map((value) => ({
  value,
  text: commitmentInWords(value),
}));

export const KEPT: readonly Item[] = RESERVE_KINDS.map((value) => ({
  value,
  text: reserveInWords(value),
}));

const OUTCOMES: Readonly<Record<DisagreementOutcome, string>> = {
  'put-right': 'It was wrong, and has been put right',
  explained: 'It is right, and this explains why',
};

export const ANSWERS: readonly Item[] = DISAGREEMENT_OUTCOMES.map((value) => ({
  value,
  text: OUTCOMES[value],
}));

type Recordable = AccountEvent['type'] | BudgetEvent['type'];

/** What happens next, after it was recorded. */
const NEXT: Readonly<Partial<Record<Recordable, string>>> = {
  EntryReversed:
    'The entry and what puts it right stand beside one another in the history. Record what is right as a new entry.',
  PaymentReturned: 'The council owes this money again. Pay it once the bank details are right.',
  ExpenseQueried:
    'The person sees the question on their page, and answers it there. When they have, it is among what waits for you.',
  ExpenseAccepted: 'Nothing: the person sees that the council is content with it.',
  ExpenseDisallowed:
    'No figure changes: the money stays spent. The person sees why, and how to say that they do not agree.',
  DisagreementAnswered:
    'The person sees your answer on their page. If they still do not agree, they can say so again.',
  CommitmentRecorded: 'It counts as owed from now on. When it was paid, record that.',
  CommitmentSettled: 'If it was paid from this account, the expense is recorded on its own.',
  ReserveApproved: 'It stays on the account until its last day, or until it is released.',
};

export const nextAfter = (type: string): string =>
  NEXT[type as Recordable] ??
  'Nothing: it stands in the history, and counts in the figures from its day on.';

const PUT_RIGHT = 'Nothing is deleted: an entry is put right from its place in the history.';
const ANNULLED =
  'Somebody other than you annuls it, within 5 working days and before any payment. To give less after that, propose a reduction.';
const ANEW = 'Nothing is deleted: record it as it should be.';

/** How it is put right. */
const WHERE_WRONG: Readonly<Partial<Record<Recordable, string>>> = {
  PaymentMade: PUT_RIGHT,
  ContributionReceived: PUT_RIGHT,
  OtherMoneyReceived: PUT_RIGHT,
  ExpenseRecorded: PUT_RIGHT,
  MoneyReturned: PUT_RIGHT,
  AllocationAgreed: ANNULLED,
  AllocationIncreased: ANNULLED,
  OneOffAgreed: ANNULLED,
  ContributionAssessed: 'Record the right contribution from the same day on.',
  CommitmentRecorded: 'Cancel it, and record it as it should be.',
  ReserveApproved: 'Release it, and approve it as it should be.',
  ExpenseQueried: 'Ask again: the person sees both questions.',
};

export const ifWrong = (type: string): string => WHERE_WRONG[type as Recordable] ?? ANEW;
