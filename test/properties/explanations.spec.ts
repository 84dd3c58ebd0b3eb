import fc from 'fast-check';
import { budgetAsKnown, type KnownEvent } from '../../src/figures/as-known.facts.js';
import {
  changeOf,
  explanationOf,
  type Explanation,
  type TermAnswer,
} from '../../src/figures/explanation.facts.js';
import { EXPLAINABLE, FIGURES } from '../../src/figures/figure.facts.js';
import { figuresOf } from '../../src/figures/figures.facts.js';
import { addDays, type LocalDate } from '../../src/kernel/dates.js';
import { formatPence, pence } from '../../src/kernel/money.js';
import { DEFAULT_POLICY } from '../../src/policies/policy.facts.js';
import { mustExplain, leavesOf } from '../support/explanations.js';
import { always } from '../support/properties.js';
import { histories, knownOf } from './histories.js';

const at = (known: readonly KnownEvent[], asAt: LocalDate) =>
  figuresOf(budgetAsKnown(known), asAt, DEFAULT_POLICY);

describe('Of any history, each figure', () => {
  always(
    'is explained by terms that add up, each with its event and its words',
    histories,
    (it) => {
      const known = knownOf(it);
      const ids = new Set(known.map(({ eventId }) => eventId));
      const figures = at(known, it.asAt);
      for (const name of EXPLAINABLE)
        for (const voice of ['you', 'others'] as const)
          mustExplain(explanationOf(figures, name, voice), ids);
    },
  );

  always('accrues as its words say, when they are reckoned again', histories, (it) => {
    const { terms } = explanationOf(at(knownOf(it), it.asAt), 'entitled', 'others');
    for (const { words, amountPence } of terms) {
      const said = /^£([\d,.]+) a week for (.*?) from/.exec(words!);
      if (!said) continue; // a single sum
      const weekly = Number(said[1]!.replace(/[,.]/g, ''));
      const weeks = Number(/(\d+) week/.exec(said[2]!)?.[1] ?? 0);
      const days = Number(/(\d+) day/.exec(said[2]!)?.[1] ?? 0);
      expect(Math.round((weekly * (7 * weeks + days)) / 7)).toBe(amountPence);
    }
  });
});

const twoDays = fc.record({ history: histories, earlier: fc.integer({ min: 0, max: 200 }) });
const twoInstants = fc.record({
  history: histories,
  known: fc.double({ min: 0, max: 1, noNaN: true }),
});

function mustMove(moved: Explanation, was: number, is: number, ids: ReadonlySet<string>): void {
  expect(moved.amountPence).toBe(is - was);
  const sum = (terms: readonly TermAnswer[]) =>
    terms.reduce((total, it) => total + it.sign * it.amountPence, 0);
  expect(sum(moved.terms)).toBe(moved.amountPence);
  for (const it of leavesOf(moved.terms)) {
    expect(it.amountPence).toBeGreaterThan(0); // what did not move is no part of it
    if (it.eventId !== undefined) expect(ids).toContain(it.eventId);
  }
  expect(moved.sentence).toContain(formatPence(pence(Math.abs(is - was))));
}

describe('Of any history, the change of a figure', () => {
  always('from day to day is later less earlier, by what moved it', twoDays, (it) => {
    const known = knownOf(it.history);
    const ids = new Set(known.map(({ eventId }) => eventId));
    const to = it.history.asAt;
    const from = addDays(to, -it.earlier);
    const pair = [at(known, from), at(known, to)] as const;
    for (const name of FIGURES) {
      const [was, is] = pair.map(({ figures }) => figures[name].amountPence);
      mustMove(changeOf(pair, name, { from, to }), was!, is!, ids);
    }
  });

  always('between two instants of knowledge is by what was learnt', twoInstants, (it) => {
    const all = knownOf(it.history);
    const ids = new Set(all.map(({ eventId }) => eventId));
    const earlier = all.slice(0, 1 + Math.floor(it.known * (all.length - 1)));
    const pair = [at(earlier, it.history.asAt), at(all, it.history.asAt)] as const;
    const span = { knownFrom: earlier.at(-1)!.recordedAt, knownTo: all.at(-1)!.recordedAt };
    for (const name of FIGURES) {
      const [was, is] = pair.map(({ figures }) => figures[name].amountPence);
      mustMove(changeOf(pair, name, span), was!, is!, ids);
    }
  });
});
