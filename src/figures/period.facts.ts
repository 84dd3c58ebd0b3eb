import { dayInWords, addDays, type LocalDate } from '../kernel/dates.js';
import { minus, NOTHING, plus, type Pence } from '../kernel/money.js';
import type { Explanation, TermAnswer } from './explanation.facts.js';
import { AT_THE_OPENING } from './figures.facts.js';

/**
 * What is on the account, told from a day on: what was there before is one row, and what moved since
 * then stands by itself. Made of the terms of the figure, so it adds up to the same.
 */
export function sinceDay(balance: Explanation, from: LocalDate): Explanation {
  const since = balance.terms.filter((it) => it.label !== AT_THE_OPENING).flatMap(lifted);
  const moved = since.map((it) => onlyFrom(it, from));
  const movedPence = plus(...moved.map(signed));
  const had = plus(balance.amountPence, minus(movedPence));
  const before: TermAnswer = {
    sign: 1,
    label: `On the account at the end of ${dayInWords(addDays(from, -1))}`,
    amountPence: had,
  };
  return { ...balance, terms: [before, ...moved] };
}

/** Money in by who paid it; money out as one sum. */
const lifted = (term: TermAnswer): readonly TermAnswer[] =>
  term.sign === 1 && term.terms ? term.terms : [term];

function onlyFrom(term: TermAnswer, from: LocalDate): TermAnswer {
  if (!term.terms) return term;
  const terms = term.terms
    .map((it) => onlyFrom(it, from))
    .filter((it) => (it.terms ? it.terms.length > 0 : it.on! >= from));
  return { ...term, amountPence: plus(NOTHING, ...terms.map(signed)), terms };
}

const signed = ({ sign, amountPence }: TermAnswer): Pence =>
  sign === 1 ? amountPence : minus(amountPence);
