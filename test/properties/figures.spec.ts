import fc from 'fast-check';
import type { AccountEvent } from '../../src/accounts/account.events.js';
import type { BudgetEvent } from '../../src/budgets/budget.events.js';
import { budgetAsKnown, type KnownEvent } from '../../src/figures/as-known.facts.js';
import { FIGURES, type Term } from '../../src/figures/figure.facts.js';
import { figuresAnswer } from '../../src/figures/figures-answer.facts.js';
import { figuresOf } from '../../src/figures/figures.facts.js';
import { addDays, addWeeks, type LocalDate } from '../../src/kernel/dates.js';
import { pence } from '../../src/kernel/money.js';
import { DEFAULT_POLICY } from '../../src/policies/policy.facts.js';
import { agreed, opened } from '../support/annas-budget.js';
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

describe('Of one who is paid exactly, four weeks in advance, owed and paid ahead together', () => {
  interface Life {
    readonly lines: readonly number[];
    /** Of it, what the person pays. */
    readonly share: number;
    readonly periods: number;
    /** How long before the last day of what is paid for. */
    readonly day: number;
  }
  const weekly = fc.integer({ min: 1, max: 100_000 });
  const paidExactly: fc.Arbitrary<Life> = fc.record({
    lines: fc.array(weekly, { minLength: 1, maxLength: 9 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    periods: fc.integer({ min: 1, max: 3 }),
    day: fc.integer({ min: 0, max: 27 }),
  });
  const together = (asAt: LocalDate, known: readonly KnownEvent[]) => {
    const { owed, paidAhead } = figuresAt(known, asAt).figures;
    return owed.amountPence + paidAhead.amountPence;
  };

  always('are nothing but pennies of rounding, half a one for each', paidExactly, (life) => {
    const { known, lastDay } = lifeOf(life);
    const roundings = life.lines.length + 2; // each line, the assessment, the payment
    const off = together(addDays(lastDay, -life.day), known);
    expect(2 * Math.abs(off)).toBeLessThan(roundings);
  });

  always('are nothing on the last day of what is paid for', paidExactly, (life) => {
    const { known, lastDay } = lifeOf(life);
    expect(together(lastDay, known)).toBe(0);
  });

  function lifeOf({ lines, share, periods }: Life) {
    const contribution = Math.floor(sum(lines) * share);
    const period = 4 * (sum(lines) - contribution);
    const budget: BudgetEvent[] = [
      opened,
      {
        ...agreed,
        lines: lines.map((it, i) => ({
          ...agreed.lines[0]!,
          purpose: `${i}`,
          weeklyPence: pence(it),
        })),
      },
      {
        type: 'ContributionAssessed',
        on: agreed.on,
        assessmentId: 'c-1',
        weeklyPence: pence(contribution),
        policyVersion: 1,
      },
    ];
    const account = Array.from({ length: periods }, (_, i): AccountEvent => {
      const from = addWeeks(agreed.on, 4 * i);
      return {
        type: 'PaymentMade',
        on: from,
        entryId: `p-${i}`,
        amountPence: pence(period),
        period: { from, to: addDays(from, 27) },
      };
    });
    const lastDay = addDays(addWeeks(agreed.on, 4 * periods), -1);
    return { known: knownOf({ budget, account, asAt: lastDay, order: 0 }), lastDay };
  }
});

/** A term of an event names one there is; a term of terms is their sum. */
function addsUp(term: Term, ids: ReadonlySet<string>): void {
  if (term.terms) {
    expect(sum(term.terms.map((it) => it.sign * it.amountPence))).toBe(term.amountPence);
    term.terms.forEach((it) => addsUp(it, ids));
    return;
  }
  expect(term.amountPence).toBeGreaterThanOrEqual(0);
  if (term.source) expect(ids.has(term.source.eventId)).toBe(true);
}
