import { areaInput, radiosInput } from '../web/inputs.js';
import { recording, type Recording } from '../web/recording.js';
import type { DisagreementOutcome } from './account.events.js';
import type { DisagreementWriting } from './disagreement-writing.api.js';
import type { ExpensesApi } from './expenses.api.js';
import { ANSWERS, type Subject } from './record-in-words.js';

/** The talk about an expense. */
export const talk = (expenses: ExpensesApi): Recording<Subject>[] => [
  recording({
    name: 'question',
    title: 'Ask what this was for',
    note: 'The person reads the question on their page, and answers it there. No money is taken because you ask.',
    inputs: () => ({
      question: areaInput('Your question', {
        what: 'your question',
        hint: 'Say what you need to know, and why.',
      }),
    }),
    act: () => 'Ask this',
    record: (values, asking, { subject }) => expenses.query(subject.id, values, asking),
  }),
  recording({
    name: 'acceptance',
    title: 'Accept this expense',
    note: 'The council is content with how this money was spent. That stands.',
    inputs: () => ({}),
    act: () => 'Accept this expense',
    record: (_, asking, { subject }) => expenses.accept(subject.id, {}, asking),
  }),
  recording({
    name: 'disallowance',
    title: 'Do not accept this expense',
    note: 'Only after a question, and time to answer it. No figure changes: the money stays spent. That stands.',
    inputs: () => ({
      reason: areaInput('Why it is not accepted', {
        what: 'why it is not accepted',
        hint: 'The person reads this.',
      }),
    }),
    act: () => 'Do not accept this expense',
    record: (values, asking, { subject }) => expenses.disallow(subject.id, values, asking),
  }),
];

/** To who said that something is wrong. */
export const answering = (disagreements: DisagreementWriting) =>
  recording({
    name: 'answer',
    title: 'Answer what was said to be wrong',
    note: 'You answer once. What was wrong is put right by an entry of its own: record that first.',
    inputs: () => ({
      outcome: radiosInput('What did you find?', { what: 'what you found', items: ANSWERS }),
      answer: areaInput('Your answer', { what: 'your answer', hint: 'The person reads this.' }),
    }),
    act: () => 'Send this answer',
    record: ({ outcome, answer }, asking, { subject }: { subject: { readonly id: string } }) =>
      disagreements.answer(asking, subject.id, outcome as DisagreementOutcome, answer),
  });
