import { present } from '../kernel/canonical.js';
import { dayInWords, type LocalDate } from '../kernel/dates.js';
import { formatPence } from '../kernel/money.js';
import { CATEGORIES, FUNDING_STREAMS } from '../policies/vocabulary.facts.js';
import {
  areaInput,
  dayInput,
  moneyInput,
  optionalInput,
  radiosInput,
  selectInput,
  textInput,
} from '../web/inputs.js';
import { invalid } from '../web/problem.js';
import { recording, type Recording } from '../web/recording.js';
import { EXPENSE_METHODS, type ExpenseMethod, type ReturnCause } from './account.events.js';
import { PAID_BY } from './expense-in-words.js';
import type { ExpensesApi } from './expenses.api.js';
import type { MoneyApi } from './money.api.js';
import { itemsOf, MONEY_IN, SENT_BACK, WHY_PUT_RIGHT, type Subject } from './record-in-words.js';

const amount = () => moneyInput('Amount', { what: 'the amount' });

/** Money that moved. Each is asked of the operation that programs ask it of. */
export const moneyIn = (money: MoneyApi): Recording<undefined>[] => [
  recording({
    name: 'payment',
    title: 'Record a payment from the council',
    inputs: ({ today: to }) => ({
      amountPence: amount(),
      paidOn: dayInput('Day it was paid', { what: 'the day it was paid', to }),
      periodFrom: optionalInput(
        dayInput('First day it is for', {
          what: 'the first day it is for',
          hint: 'Both days of the period, or neither. For example, 6 4 2026',
        }),
      ),
      periodTo: optionalInput(dayInput('Last day it is for', { what: 'the last day it is for' })),
      fundingStream: optionalInput(
        selectInput('Who pays it', {
          what: 'who pays it',
          hint: 'If this is not given, it is shared over what is agreed.',
          items: itemsOf(FUNDING_STREAMS),
        }),
      ),
      reference: optionalInput(
        textInput('Reference on the bank line', { what: 'the reference', max: 200 }),
      ),
    }),
    mustHold: (values) => periodMustHold(values),
    act: ({ amountPence }) => `Record a payment of ${formatPence(amountPence)}`,
    dated: 'paidOn',
    record: (values, asking) => money.pay(present(values), asking),
  }),
  recording({
    name: 'money-in',
    title: 'Record other money that came in',
    inputs: ({ today: to }) => ({
      kind: radiosInput('What is it?', { what: 'what it is', items: MONEY_IN }),
      amountPence: amount(),
      receivedOn: dayInput('Day it came in', { what: 'the day it came in', to }),
    }),
    act: ({ amountPence }) => `Record that ${formatPence(amountPence)} came in`,
    dated: 'receivedOn',
    record: ({ kind, ...values }, asking) =>
      money.receive({ kind: kind as 'contribution', ...values }, asking),
  }),
];

interface Period {
  readonly periodFrom: LocalDate | undefined;
  readonly periodTo: LocalDate | undefined;
}

function periodMustHold({ periodFrom, periodTo }: Period): void {
  if (periodFrom === undefined && periodTo !== undefined)
    throw invalid({ field: 'periodFrom', message: 'Enter the first day it is for, too' });
  if (periodFrom !== undefined && periodTo === undefined)
    throw invalid({ field: 'periodTo', message: 'Enter the last day it is for, too' });
  if (periodFrom !== undefined && periodTo !== undefined && periodTo < periodFrom)
    throw invalid({
      field: 'periodTo',
      message: 'The last day it is for must be on or after the first day',
    });
}

export const moneyOut = (money: MoneyApi, expenses: ExpensesApi): Recording<undefined>[] => [
  recording({
    name: 'expense',
    title: 'Record an expense',
    inputs: ({ today: to }) => ({
      amountPence: amount(),
      spentOn: dayInput('Day it was spent', { what: 'the day it was spent', to }),
      payee: textInput('Who was paid', { what: 'who was paid' }),
      category: radiosInput('What for?', { what: 'what it was for', items: itemsOf(CATEGORIES) }),
      method: optionalInput(
        radiosInput('How was it paid?', {
          what: 'how it was paid',
          items: EXPENSE_METHODS.map((value) => ({ value, text: PAID_BY[value] })),
        }),
      ),
      note: optionalInput(areaInput('Note', { what: 'a note' })),
    }),
    act: ({ amountPence }) => `Record an expense of ${formatPence(amountPence)}`,
    dated: 'spentOn',
    record: ({ method, ...values }, asking) =>
      expenses.record(present({ ...values, method: method as ExpenseMethod | undefined }), asking),
  }),
  recording({
    name: 'return',
    title: 'Record money sent back to the council',
    inputs: ({ today: to }) => ({
      amountPence: amount(),
      returnedOn: dayInput('Day it was sent back', { what: 'the day it was sent back', to }),
      cause: radiosInput('Why was it sent back?', {
        what: 'why it was sent back',
        items: SENT_BACK,
      }),
    }),
    act: ({ amountPence }) => `Record that ${formatPence(amountPence)} was sent back`,
    dated: 'returnedOn',
    record: ({ cause, ...values }, asking) =>
      money.sendBack({ ...values, cause: cause as ReturnCause }, asking),
  }),
];

/** What undoes an entry. Both stay in the history. */
export const puttingRight = (money: MoneyApi): Recording<Subject>[] => [
  recording({
    name: 'reversal',
    title: 'Put this entry right',
    note: 'The entry stays in the history, with what puts it right beside it. Record what is right as a new entry.',
    inputs: ({ today: to, subject }) => ({
      reason: radiosInput('What is wrong with it?', {
        what: 'what is wrong with it',
        items: WHY_PUT_RIGHT,
      }),
      effectiveOn: optionalInput(
        dayInput('From which day on does it not count?', {
          what: 'the day from which on it does not count',
          hint: `Leave this blank for ${dayInWords(subject.on)}, as if it had never been there.`,
          to,
        }),
      ),
    }),
    act: () => 'Put this entry right',
    dated: 'effectiveOn',
    record: (values, asking, { subject }) =>
      money.reverse({ entryId: subject.id, ...present(values) }, asking),
  }),
  recording({
    name: 'bounce',
    title: 'Record that a payment bounced',
    inputs: ({ today: to }) => ({
      bouncedOn: dayInput('Day it came back', { what: 'the day it came back', to }),
      reason: optionalInput(textInput('Why it came back', { what: 'why it came back', max: 2000 })),
    }),
    act: () => 'Record that this payment bounced',
    dated: 'bouncedOn',
    record: (values, asking, { subject }) => money.bounce(subject.id, present(values), asking),
  }),
];
