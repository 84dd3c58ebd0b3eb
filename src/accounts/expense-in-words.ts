import { atTheStart, inWords } from '../policies/in-words.facts.js';
import type { ExpenseMethod } from './account.events.js';
import type { ExpenseTold, StepKind, StepTold } from './expense-told.js';

// An expense in the words in which its person reads of it.

/** What a step says, in front of whoever said it. */
const STEPS: Readonly<Record<StepKind, string>> = {
  asked: 'The council asked',
  explained: 'The answer',
  receipt: 'A receipt was sent',
  accepted: 'The council is content with this',
  disallowed: 'The council does not accept this. No money is taken because of it',
  'put-right': 'This was written down wrongly, and was put right: it does not count any more',
};

export const PAID_BY: Readonly<Record<ExpenseMethod, string>> = {
  transfer: 'By bank transfer',
  card: 'By card',
  cash: 'In cash',
  'direct-debit': 'By direct debit',
};

/** Where the talk about it stands, in a sentence. */
const STANDS: Readonly<Record<StepKind | 'nothing', string>> = {
  nothing: 'The council has asked nothing about this. You can still say what it was for.',
  asked: 'The council asked what this was for. Please tell us. No money is taken because we ask.',
  explained: 'You have told us what this was. The council reads it next.',
  receipt: 'A receipt was sent. The council looks at it next.',
  accepted: 'The council is content with how this money was spent.',
  disallowed:
    'The council does not accept how this was spent. No money was taken. If you do not agree, say so.',
  'put-right': 'This was put right. It does not count any more, and there is nothing to explain.',
};

/** The same for officers. */
const WAITS: Readonly<Record<StepKind | 'nothing', string>> = {
  nothing: 'Nothing was asked about this.',
  asked: 'It was asked what this was for. There is no answer yet.',
  explained: 'There is an answer. It waits for you: accept the expense, or ask again.',
  receipt: 'A receipt was sent. Look at it, then accept the expense, or ask again.',
  accepted: 'The council is content with how this money was spent.',
  disallowed: 'The council does not accept how this was spent. The money stays spent.',
  'put-right': 'This was put right. It does not count any more.',
};

const LAST_WORDS: readonly StepKind[] = ['accepted', 'disallowed', 'put-right'];

export function expenseForOfficers(it: ExpenseTold) {
  const { category, method, steps, isOver } = expenseInWords(it);
  const decision = it.steps.findLast(({ kind }) => LAST_WORDS.includes(kind));
  const stands = WAITS[decision?.kind ?? it.steps.at(-1)?.kind ?? 'nothing'];
  const wasAsked = it.steps.some(({ kind }) => kind === 'asked');
  return { category, method, steps, stands, isOver, isOpen: !decision, wasAsked };
}

export const expenseInWords = (it: ExpenseTold) => ({
  category: atTheStart(inWords(it.category)),
  ...(it.method && { method: PAID_BY[it.method] }),
  stands: STANDS[it.steps.at(-1)?.kind ?? 'nothing'],
  isAsked: it.steps.at(-1)?.kind === 'asked',
  isOver: it.steps.some(({ kind }) => kind === 'put-right'),
  steps: it.steps.map((step: StepTold) => ({ ...step, title: STEPS[step.kind] })),
});
