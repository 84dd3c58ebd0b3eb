import type { FiguresAnswer } from '../figures/figures-answer.facts.js';
import type { ExplainableName } from '../figures/figure.facts.js';
import { formatPence, type Pence } from '../kernel/money.js';
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

interface FigureRow {
  readonly name: ExplainableName;
  readonly text: string;
  readonly means: string;
}

const ROWS: readonly FigureRow[] = [
  { name: 'balance', text: 'Balance', means: 'What is on the account' },
  { name: 'weeksHeld', text: 'Weeks held', means: 'The weeks that the balance lasts' },
  { name: 'committed', text: 'Committed', means: 'To be paid from it and not yet spent' },
  { name: 'reserved', text: 'Reserved', means: 'Kept on it for later' },
  { name: 'available', text: 'Available', means: 'Free to use' },
  { name: 'surplus', text: 'Surplus', means: 'Left above what may be kept' },
  {
    name: 'unreconciled',
    text: 'Not yet matched',
    means: 'Not yet in our records and at the bank',
  },
  { name: 'entitled', text: 'Entitled', means: 'What was agreed, for the days so far' },
  { name: 'contribution', text: 'Contribution', means: 'What the person is to pay, for the same' },
  { name: 'paid', text: 'Paid', means: 'What the council has paid' },
  { name: 'paidAhead', text: 'Paid ahead', means: 'The part of it that is for days to come' },
  {
    name: 'owed',
    text: 'Owed',
    means: 'What the council still owes; below nothing, it paid ahead',
  },
  { name: 'received', text: 'Received', means: 'All that came in' },
  { name: 'spent', text: 'Spent', means: 'All that was spent' },
  { name: 'returned', text: 'Returned', means: 'Sent back to the council' },
];

/** Those that say what is on the account, and those that say where it came from. */
export const figureRows = (figures: FiguresAnswer) => {
  const rows = ROWS.map((it) => ({ ...it, amount: amountOf(figures, it.name) }));
  const first = ROWS.findIndex((it) => it.name === 'entitled');
  return { onTheAccount: rows.slice(0, first), agreedAndPaid: rows.slice(first) };
};

/** What a figure is called, where it stands alone. */
export const figureNamed = (name: ExplainableName): string =>
  ROWS.find((it) => it.name === name)!.text;

function amountOf(figures: FiguresAnswer, name: ExplainableName): string {
  if (name === 'weeksHeld') return figures.weeksHeld === null ? 'None' : String(figures.weeksHeld);
  return formatPence(figures[`${name}Pence`] as Pence);
}
