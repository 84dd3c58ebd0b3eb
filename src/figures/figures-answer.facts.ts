import { pence, type Pence } from '../kernel/money.js';
import { FIGURES, type FigureName } from './figure.facts.js';
import type { Figures } from './figures.facts.js';
import type { SurplusShare } from './surplus.facts.js';

export type FiguresAnswer = Readonly<Record<`${FigureName}Pence`, Pence>> & {
  readonly weeksHeld: number | null;
  readonly surplusShares: readonly SurplusShare[];
};

/** As an answer could be: £1,820.00 paid in, 80 % of it by the council. */
export const EXAMPLE_FIGURES: FiguresAnswer = {
  entitledPence: pence(160_000),
  contributionPence: pence(36_400),
  paidPence: pence(145_600),
  paidAheadPence: pence(22_000),
  owedPence: pence(-22_000),
  receivedPence: pence(182_000),
  spentPence: pence(96_000),
  returnedPence: pence(0),
  balancePence: pence(450_000),
  committedPence: pence(70_000),
  reservedPence: pence(60_000),
  availablePence: pence(320_000),
  surplusPence: pence(40_000),
  unreconciledPence: pence(0),
  weeksHeld: 12.8,
  surplusShares: [
    { to: 'council', fundingStream: 'adult-social-care', amountPence: pence(32_000) },
    { to: 'person', amountPence: pence(8_000) },
  ],
};

/** The figures as every answer shows them: whole pence by name. */
export function figuresAnswer({ figures, weeksHeld, surplusShares }: Figures): FiguresAnswer {
  const amounts = FIGURES.map((name) => [`${name}Pence`, figures[name].amountPence]);
  return { ...Object.fromEntries(amounts), weeksHeld, surplusShares } as FiguresAnswer;
}

/** What each is, in a sentence, for who reads an answer. */
export const FIGURES_MEAN: Readonly<Record<keyof FiguresAnswer, string>> = {
  entitledPence: 'What was agreed, for the days it was in force, and one-offs. Whole pence.',
  contributionPence: 'What the person is to pay, for the same days. Whole pence.',
  paidPence: 'Payments, less those that bounced and overpayments sent back. Whole pence.',
  paidAheadPence: 'The part of payments that is for days after asAt. Whole pence.',
  owedPence: 'Agreed, less the contribution (net basis), less paid; below 0 ahead. Whole pence.',
  receivedPence: 'All money in, the opening balance aside. Whole pence.',
  spentPence: 'Expenses, less those put right. Whole pence.',
  returnedPence: 'Money sent back to the council. Whole pence.',
  balancePence: 'What is on the account; below 0 overdrawn. Whole pence.',
  committedPence: 'Owed from the account and not yet spent. Whole pence.',
  reservedPence: 'Kept on it for a named liability, a contingency aside. Whole pence.',
  availablePence: 'The balance, less committed and reserved. Whole pence.',
  surplusPence: 'What is left above all that and the allowance, from 0. Whole pence.',
  unreconciledPence: 'Entries and statement lines that do not meet. Whole pence.',
  weeksHeld: 'Weeks that the balance lasts, to one place, cut off; null: nothing is in force.',
  surplusShares: 'Whose the surplus would be; the shares add up to it.',
};
