import { budgetAsKnown, type KnownEvent } from '../../src/figures/as-known.facts.js';
import { FIGURES, type Term } from '../../src/figures/figure.facts.js';
import { figuresAnswer } from '../../src/figures/figures-answer.facts.js';
import { figuresOf } from '../../src/figures/figures.facts.js';
import type { LocalDate } from '../../src/kernel/dates.js';
import { DEFAULT_POLICY } from '../../src/policies/policy.facts.js';
import { always } from '../support/properties.js';
import { histories, knownOf, type History } from './histories.js';
import { naiveFigures } from './naive-figures.js';

const figuresAt = (known: readonly KnownEvent[], asAt: LocalDate) =>
  figuresOf(budgetAsKnown(known), asAt, DEFAULT_POLICY);
const answerTo = (history: History) => figuresAnswer(figuresAt(knownOf(history), history.asAt));
const sum = (numbers: readonly number[]) => numbers.reduce((total, it) => total + it, 0);

describe('Of any history, the postings', () => {
  always('of each event sum to nothing, and so do all', histories, (history) => {
    const { postings } = budgetAsKnown(knownOf(history));
    for (const of of Map.groupBy(postings, (it) => it.eventId).values())
      expect(sum(of.map((it) => it.amountPence))).toBe(0);
    expect(sum(postings.map((it) => it.amountPence))).toBe(0);
  });

  always('come of what moves money, and of nothing else', histories, (history) => {
    const moving =
      /^(PaymentMade|PaymentReturned|.*Received|ExpenseRecorded|MoneyReturned|EntryReversed)$/;
    const known = knownOf(history);
    const movers = known.filter(
      ({ event }) =>
        moving.test(event.type) ||
        (event.type === 'BudgetOpened' &&
          (event as { openingBalancePence?: number }).openingBalancePence! > 0),
    );
    const posted = new Set(budgetAsKnown(known).postings.map((it) => it.eventId));
    expect([...posted]).toEqual(movers.map((it) => it.eventId));
  });
});

describe('Of any history, the figures', () => {
  always(
    'are what a day-by-day account of it comes to',
    histories,
    (history) => {
      const naive = naiveFigures(history.budget, history.account, history.asAt);
      expect(answerTo(history)).toMatchObject(naive);
    },
    100,
  );

  always('are the sum of their terms, all the way down to events', histories, (history) => {
    const known = knownOf(history);
    const ids = new Set(known.map((it) => it.eventId));
    const { figures } = figuresAt(known, history.asAt);
    for (const name of FIGURES) {
      const { amountPence, terms } = figures[name];
      expect(sum(terms.map((it) => it.sign * it.amountPence))).toBe(amountPence);
      terms.forEach((it) => addsUp(it, ids));
    }
  });

  always('share out the whole surplus, and nobody owes anything', histories, (history) => {
    const { surplusPence, surplusShares } = answerTo(history);
    expect(sum(surplusShares.map((it) => it.amountPence))).toBe(surplusPence);
    for (const it of surplusShares) expect(it.amountPence).toBeGreaterThanOrEqual(0);
    const to = surplusShares.map((it) => `${it.to} ${it.fundingStream}`);
    expect(new Set(to).size).toBe(to.length);
  });

  always('do not depend on the order between the streams', histories, (history) => {
    const otherwise = { ...history, order: history.order + 1 };
    expect(answerTo(otherwise)).toEqual(answerTo(history));
  });

  always(
    'of a day do not change by what is dated later, the course of a budget aside',
    histories,
    (history) => {
      const known = knownOf(history);
      const { stream: account } = { stream: 'account-anna' };
      const sooner = known.filter(
        ({ event, stream }) => stream !== account || event.on! <= history.asAt,
      );
      const { figures } = figuresAt(sooner, history.asAt);
      const all = figuresAt(known, history.asAt).figures;
      for (const name of ['balance', 'received', 'spent', 'returned', 'paid', 'reserved'] as const)
        expect(all[name].amountPence).toBe(figures[name].amountPence);
    },
  );
});

/** A term of an event names one there is; a term of terms is their sum. */
function addsUp(term: Term, ids: ReadonlySet<string>): void {
  if (term.terms) {
    expect(sum(term.terms.map((it) => it.sign * it.amountPence))).toBe(term.amountPence);
    term.terms.forEach((it) => addsUp(it, ids));
    return;
  }
  expect(term.amountPence).toBeGreaterThanOrEqual(0);
  if (term.eventId !== undefined) expect(ids.has(term.eventId)).toBe(true);
}
