import type { FiguresAnswer } from '../figures/figures-answer.facts.js';
import { FIELD_WORDS } from '../figures/field-words.facts.js';
import type { ExplainableName } from '../figures/figure.facts.js';
import { formatPence } from '../kernel/money.js';
import type { DeploymentMode, PaymentBasis } from './budget.events.js';

// Codes of an account as the council's people say them.

/** With the colour of its tag. */
export const STATUS = {
  open: { text: 'Open', colour: 'green' },
  suspended: { text: 'Suspended', colour: 'yellow' },
  closed: { text: 'Closed', colour: 'grey' },
} as const;

export const HELD_BY: Readonly<Record<DeploymentMode, string>> = {
  cash: 'The person, on an account of their own',
  'managed-account': 'A managed account',
  'council-managed': 'The council, through a care manager',
  trust: 'A trust',
  'third-party': 'Somebody else, for the person (third party)',
  provider: 'A provider of care',
};

export const PAID: Readonly<Record<PaymentBasis, string>> = {
  net: 'Net: the council pays the budget less the contribution, which the person pays in',
  gross: 'Gross: the council pays the whole budget and sends a bill for the contribution',
};

export const REPRESENTS = {
  nominee: 'Nominee',
  'authorised-person': 'Authorised person',
  supporter: 'Supporter, who may look',
} as const;

export const REVIEWS = {
  reassessment: { what: 'Reassessment' },
  'post-reduction': { what: 'Review after a reduction' },
} as const;

const ON_THE_ACCOUNT = [
  'balance',
  'weeksHeld',
  'committed',
  'reserved',
  'available',
  'surplus',
  'unreconciled',
] as const;

const AGREED_AND_PAID = [
  'entitled',
  'contribution',
  'paid',
  'paidAhead',
  'owed',
  'received',
  'spent',
  'returned',
] as const;

/** Those that say what is on the account, and those that say where it came from. */
export function figureRows(figures: FiguresAnswer) {
  const rowOf = (name: ExplainableName) => ({
    name,
    text: FIELD_WORDS[name],
    means: MEANS[name],
    amount: amountOf(figures, name),
  });
  return { onTheAccount: ON_THE_ACCOUNT.map(rowOf), agreedAndPaid: AGREED_AND_PAID.map(rowOf) };
}

const MEANS: Readonly<Record<ExplainableName, string>> = {
  balance: 'What is on the account',
  weeksHeld: 'The weeks that the balance lasts',
  committed: 'To be paid from it and not yet spent',
  reserved: 'Kept on it for later',
  available: 'Free to use',
  surplus: 'Left above what may be kept',
  unreconciled: 'Not found both in our records and at the bank',
  entitled: 'What was agreed, for the days so far',
  contribution: 'What the person is to pay, for the same days',
  paid: 'What the council has paid',
  paidAhead: 'The part of it that is for days to come',
  owed: 'What the council still owes; below nothing, it paid ahead',
  received: 'All that came in',
  spent: 'All that was spent',
  returned: 'Sent back to the council',
};

function amountOf(figures: FiguresAnswer, name: ExplainableName): string {
  if (name === 'weeksHeld') return figures.weeksHeld === null ? 'None' : String(figures.weeksHeld);
  return formatPence(figures[`${name}Pence`]);
}
