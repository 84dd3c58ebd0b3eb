import { dayInWords, addDays, type LocalDate } from '../kernel/dates.js';
import { minus, NOTHING, plus, type Pence } from '../kernel/money.js';
import type { Explanation, TermAnswer } from './explanation.facts.js';
import { AT_THE_OPENING, FROM_THE_COUNCIL } from './figures.facts.js';
import type { Voice } from './sentences.facts.js';

/**
 * What is on the account, told from a day on: what was there before is one row, and what moved since
 * then stands by itself. Made of the terms of the figure, so it adds up to the same.
 */
export function sinceDay(balance: Explanation, from: LocalDate, voice: Voice): Explanation {
  const since = balance.terms.filter((it) => it.label !== AT_THE_OPENING).flatMap(lifted);
  const moved = since.map((it) => onlyFrom(it, from));
  const movedPence = plus(...moved.map(signed));
  const had = plus(balance.amountPence, minus(movedPence));
  const before: TermAnswer = {
    sign: 1,
    label: `${voice === 'you' ? 'What you had' : 'What there was'} on ${dayInWords(addDays(from, -1))}`,
    amountPence: had,
  };
  return { ...balance, terms: [before, ...moved] };
}

/** Money in by who paid it, the council first; money out as one sum. */
const lifted = (term: TermAnswer): readonly TermAnswer[] =>
  term.sign === 1 && term.terms ? term.terms.toSorted(councilFirst) : [term];

const councilFirst = (a: TermAnswer, b: TermAnswer): number =>
  Number(b.label === FROM_THE_COUNCIL) - Number(a.label === FROM_THE_COUNCIL);

function onlyFrom(term: TermAnswer, from: LocalDate): TermAnswer {
  if (!term.terms) return term;
  const terms = term.terms
    .map((it) => onlyFrom(it, from))
    .filter((it) => (it.terms ? it.terms.length > 0 : it.on! >= from));
  return { ...term, amountPence: plus(NOTHING, ...terms.map(signed)), terms };
}

const signed = ({ sign, amountPence }: TermAnswer): Pence =>
  sign === 1 ? amountPence : minus(amountPence);
