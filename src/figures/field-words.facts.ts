import type { ExplainableName } from './figure.facts.js';

/** What the people of the council call each figure; `nameOfFigure` says what it is. */
export const FIELD_WORDS: Readonly<Record<ExplainableName, string>> = {
  balance: 'Balance',
  weeksHeld: 'Weeks held',
  committed: 'Committed',
  reserved: 'Reserved',
  available: 'Available',
  surplus: 'Surplus',
  unreconciled: 'Not yet matched',
  entitled: 'Entitled',
  contribution: 'Contribution',
  paid: 'Paid',
  paidAhead: 'Paid ahead',
  owed: 'Owed',
  received: 'Received',
  spent: 'Spent',
  returned: 'Returned',
};
