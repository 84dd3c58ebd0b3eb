import { present } from '../kernel/canonical.js';
import { formatPence } from '../kernel/money.js';
import {
  dayInput,
  moneyInput,
  optionalInput,
  radiosInput,
  selectInput,
  wholeInput,
} from '../web/inputs.js';
import { recording, type Recording } from '../web/recording.js';
import type { CommitmentKind, ReserveKind } from './account.events.js';
import type { LiabilitiesApi } from './liabilities.api.js';
import { KEPT, OWED, type Subject } from './record-in-words.js';

/** Money that is owed or kept, and has not moved. */
export const owedAndKept = (liabilities: LiabilitiesApi): Recording<undefined>[] => [
  recording({
    name: 'commitment',
    title: 'Record money that is to be paid',
    note: 'This counts at once as owed, whenever it is due. No money moves.',
    inputs: ({ today: to }) => ({
      kind: radiosInput('What is it for?', { what: 'what it is for', items: OWED }),
      amountPence: moneyInput('Amount, each time', { what: 'the amount' }),
      dueOn: dayInput('Day it is due', { what: 'the day it is due' }),
      repeatsWeekly: optionalInput(
        wholeInput('Due again every so many weeks', {
          what: 'the number of weeks',
          hint: 'For example, 4. Leave this blank if it is due once.',
          min: 1,
          max: 52,
        }),
      ),
      on: optionalInput(
        dayInput('Owed from which day on?', {
          what: 'the day from which on it is owed',
          hint: 'Leave this blank for today.',
          to,
        }),
      ),
    }),
    act: ({ amountPence }) => `Record that ${formatPence(amountPence)} is to be paid`,
    dated: 'on',
    record: ({ kind, ...values }, asking) =>
      liabilities.commit({ kind: kind as CommitmentKind, ...present(values) }, asking),
  }),
  recording({
    name: 'reserve',
    title: 'Approve a reserve',
    note: 'A reserve is money that stays on the account for something that will have to be paid. No money moves.',
    inputs: ({ today: to }) => ({
      kind: radiosInput('What is it kept for?', { what: 'what it is kept for', items: KEPT }),
      amountPence: moneyInput('Amount', { what: 'the amount' }),
      on: optionalInput(
        dayInput('From which day on?', {
          what: 'the day from which on it counts',
          hint: 'Leave this blank for today.',
          to,
        }),
      ),
      until: optionalInput(
        dayInput('Last day', {
          what: 'the last day',
          hint: 'Leave this blank if it is kept until it is released.',
        }),
      ),
    }),
    act: ({ amountPence }) => `Approve a reserve of ${formatPence(amountPence)}`,
    dated: 'on',
    record: ({ kind, ...values }, asking) =>
      liabilities.reserve({ kind: kind as ReserveKind, ...present(values) }, asking),
  }),
];

/** What becomes of it. */
export const owedAndKeptNoMore = (liabilities: LiabilitiesApi): Recording<Subject>[] => [
  recording({
    name: 'settlement',
    title: 'Record that it was paid',
    note: 'The oldest one that is due counts as paid. No money moves: the spending is an expense of its own.',
    inputs: ({ today: to, subject }) => ({
      settledOn: dayInput('Day it was paid', { what: 'the day it was paid', to, before: to }),
      ...(subject.expenses.length > 0 && {
        entryId: optionalInput(
          selectInput('Which expense paid it?', {
            what: 'the expense that paid it',
            items: subject.expenses,
          }),
        ),
      }),
    }),
    act: () => 'Record that it was paid',
    dated: 'settledOn',
    record: (values, asking, { subject }) =>
      liabilities.settle(subject.id, present(values), asking),
  }),
  recording({
    name: 'cancellation',
    title: 'Cancel what was to be paid',
    note: 'It does not have to be paid any more. What was paid of it stays as it is.',
    inputs: () => ({}),
    act: () => 'Cancel what was to be paid',
    record: (_, asking, { subject }) => liabilities.cancel(subject.id, asking),
  }),
  recording({
    name: 'release',
    title: 'Release a reserve',
    note: 'What was kept is free to use again from today. No money moves.',
    inputs: () => ({}),
    act: () => 'Release this reserve',
    record: (_, asking, { subject }) => liabilities.release(subject.id, asking),
  }),
];
