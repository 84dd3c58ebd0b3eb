import { wordsOf } from '../history/words.facts.js';
import { minus, NOTHING, plus, type Pence } from '../kernel/money.js';
import type { Source } from './as-known.facts.js';

export const FIGURES = [
  'entitled',
  'contribution',
  'paid',
  'paidAhead',
  'owed',
  'received',
  'spent',
  'returned',
  'balance',
  'committed',
  'reserved',
  'available',
  'surplus',
  'unreconciled',
] as const;
export type FigureName = (typeof FIGURES)[number];

/** Every figure, and the weeks that what is on the account lasts. */
export const EXPLAINABLE = [...FIGURES, 'weeksHeld'] as const;
export type ExplainableName = (typeof EXPLAINABLE)[number];

/** A part of a figure. A leaf leads to its event; any other is the sum of its own terms. */
export interface Term {
  readonly sign: 1 | -1;
  /** What it is. Among its neighbours it stands for the same thing at every moment. */
  readonly label: string;
  /** Of a leaf never below 0. */
  readonly amountPence: Pence;
  readonly source?: Source;
  readonly policyVersion?: number;
  /** What happened, or how it was reckoned, in words. Made when somebody reads them. */
  readonly words?: () => string;
  readonly terms?: readonly Term[];
}

/** A figure is the sum of its terms and nothing else: there is no other way to make one. */
export interface Figure {
  readonly amountPence: Pence;
  readonly terms: readonly Term[];
}

export const signed = ({ sign, amountPence }: Term): Pence =>
  sign === 1 ? amountPence : minus(amountPence);

export const figureOf = (terms: readonly Term[]): Figure => ({
  amountPence: terms.reduce<Pence>((sum, it) => plus(sum, signed(it)), NOTHING),
  terms,
});

/** One event's part, of either sign. */
export const leaf = (
  label: string,
  amountPence: Pence,
  source: Source,
  words: () => string = () => wordsOf(source.event),
): Term => ({
  sign: amountPence < 0 ? -1 : 1,
  label,
  amountPence: amountPence < 0 ? minus(amountPence) : amountPence,
  source,
  words,
});

/** A figure as a part of another. */
export const part = (sign: 1 | -1, label: string, { amountPence, terms }: Figure): Term => ({
  sign,
  label,
  amountPence,
  terms,
});
