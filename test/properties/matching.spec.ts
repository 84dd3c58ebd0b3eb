import fc from 'fast-check';
import { offersFor } from '../../src/statements/matching/matching.js';
import type { Offer, ToMatch } from '../../src/statements/matching/to-match.js';
import { bankYear, type BankYear } from '../support/bank-years.js';
import { always } from '../support/properties.js';
import { seeded } from '../support/read-models.js';
import { reconcile, Tally } from '../support/reconciled-years.js';

// Whatever a bank and people wrote in a year: some accounts of `npm run bench -- 10`, with any seed.

const seeds = fc.nat({ max: 2 ** 30 });

/** The statements of a year, one after another, with all that was asked and offered. */
function reconciled(year: BankYear) {
  const tally = new Tally();
  const seen: { input: ToMatch; offers: ReadonlyMap<string, Offer> }[] = [];
  reconcile(year, offersFor, tally, (input, offers) => seen.push({ input, offers }));
  return { tally, seen };
}

function shuffled<T>(all: readonly T[], random: () => number): T[] {
  return all
    .map((it) => ({ it, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ it }) => it);
}

/** Everything at once, nothing settled: many more lines look alike than month by month. */
const allAtOnce = ({ lines, entries }: BankYear): ToMatch => ({
  lines: lines.map(({ lineId, on, amountPence, text }) => {
    const line = { lineId, on, amountPence, text };
    return { ...line, state: 'open' };
  }),
  entries,
  rules: [],
  expected: [],
});

describe('Matching', () => {
  always(
    'is never certain of what is false',
    seeds,
    (seed) => expect(reconciled(bankYear(seed)).tally.wrong).toEqual([]),
    60,
  );

  always(
    'settles nearly every line that has an entry in one click',
    fc.array(seeds, { minLength: 12, maxLength: 12 }),
    (several) => {
      const tally = new Tally();
      for (const seed of several) reconcile(bankYear(seed), offersFor, tally);
      expect(tally.withEntry.lines).toBeGreaterThan(500);
      expect(tally.withEntry.oneClick / tally.withEntry.lines).toBeGreaterThan(0.95);
    },
    3,
  );

  always(
    'offers the same, whatever the order of lines, entries and rules',
    seeds,
    (seed) => {
      const [year, random] = [bankYear(seed), seeded(seed)];
      for (const { input, offers } of [
        { input: allAtOnce(year), offers: offersFor(allAtOnce(year)) },
        ...reconciled(year).seen.slice(-2),
      ]) {
        const again = offersFor({
          lines: shuffled(input.lines, random),
          entries: shuffled(input.entries, random),
          rules: shuffled(input.rules, random),
          expected: shuffled(input.expected, random),
        });
        expect([...again]).toEqual([...offers]);
      }
    },
    15,
  );

  always(
    'offers what sums to the penny, of what is free, with a proposal where there is nothing',
    seeds,
    (seed) => {
      const year = bankYear(seed);
      const all = { input: allAtOnce(year), offers: offersFor(allAtOnce(year)) };
      for (const { input, offers } of [all, ...reconciled(year).seen]) mustBeSound(input, offers);
    },
    20,
  );
});

function mustBeSound(input: ToMatch, offers: ReadonlyMap<string, Offer>): void {
  const lines = new Map(input.lines.map((it) => [it.lineId, it]));
  const entries = new Map(input.entries.map((it) => [it.entryId, it]));
  const open = input.lines.filter((it) => it.state === 'open').map((it) => it.lineId);
  expect([...offers.keys()].toSorted()).toEqual(open.toSorted());
  const certain: string[] = [];
  for (const [lineId, { suggestions, proposal }] of offers) {
    expect(suggestions.length).toBeLessThanOrEqual(5);
    expect(proposal === undefined).toBe(suggestions.length > 0);
    for (const [i, it] of suggestions.entries()) {
      const itsLines = [lineId, ...(it.withLineIds ?? [])].map((id) => lines.get(id)!);
      const itsEntries = it.entryIds.map((id) => entries.get(id)!);
      const sum = (all: readonly { amountPence: number }[]) =>
        all.reduce((total, each) => total + each.amountPence, 0);
      expect(sum(itsEntries)).toBe(sum(itsLines));
      expect(new Set(it.entryIds).size).toBe(it.entryIds.length);
      expect(itsEntries.filter((each) => each.isMatched)).toEqual([]);
      expect(itsLines.filter((each) => each.state !== 'open')).toEqual([]);
      expect(it.score >= 0 && it.score <= 100).toBe(true);
      expect(it.certain && i > 0).toBe(false);
      if (it.certain) certain.push(...it.entryIds);
    }
  }
  expect(new Set(certain).size).toBe(certain.length);
}
