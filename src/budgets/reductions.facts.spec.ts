import {
  approved,
  challenged,
  decided,
  linesOf300,
  notified,
  proposed,
  reduced,
} from '../../test/support/annas-budget.js';
import type { LocalDate } from '../kernel/dates.js';
import { pence } from '../kernel/money.js';
import {
  changesOf,
  effectiveDayOf,
  linesAfter,
  reductionAfter,
  stateOn,
  type Reduction,
  type ReductionEvent,
  type ReductionState,
} from './reductions.facts.js';

const after = (...events: ReductionEvent[]): Reduction =>
  events.reduce(reductionAfter, undefined as Reduction | undefined)!;

const inTheLetter = [proposed, approved, notified, reduced];
const withdrawn = { type: 'ReductionWithdrawn', on: '2026-04-10', reductionId: 'd-1' } as const;
const change = { ...linesOf300[0]!, weeklyPence: pence(350_00), beforePence: pence(300_00) };
const varying = {
  ...decided('varied'),
  varied: { lines: [change], limitPence: pence(1), commitsPence: pence(1), checks: [] },
};
const varied = { ...reduced, on: '2026-06-08', allocationId: 'a-3' } as const;

describe('The state of a reduction', () => {
  it.each<[ReductionState, LocalDate, ReductionEvent[]]>([
    ['proposed', '2026-05-01', [proposed]],
    ['approved', '2026-05-01', [proposed, approved]],
    ['notified', '2026-04-28', inTheLetter],
    ['in-force', '2026-04-29', inTheLetter],
    ['withdrawn', '2026-05-01', [...inTheLetter, withdrawn]],
    ['challenged', '2026-05-01', [...inTheLetter, challenged]],
    ['withdrawn', '2026-06-01', [...inTheLetter, challenged, decided('upheld')]],
    ['notified', '2026-05-11', [...inTheLetter, challenged, decided('dismissed')]],
    ['in-force', '2026-05-12', [...inTheLetter, challenged, decided('dismissed')]],
    ['notified', '2026-06-07', [...inTheLetter, challenged, varying, varied]],
    ['in-force', '2026-06-08', [...inTheLetter, challenged, varying, varied]],
  ])('is %s on %s', (state, day, events) => expect(stateOn(after(...events), day)).toBe(state));
});

describe('The effective day of a reduction', () => {
  it('is the one proposed', () => expect(effectiveDayOf(after(proposed))).toBe('2026-04-29'));

  it('stays where a challenge is dismissed before it', () =>
    expect(
      effectiveDayOf(after(...inTheLetter, challenged, decided('dismissed', '2026-04-20'))),
    ).toBe('2026-04-29'));

  it('is the one of the decision that varied it', () =>
    expect(effectiveDayOf(after(...inTheLetter, challenged, varying, varied))).toBe('2026-06-08'));
});

describe('The lines of a reduction', () => {
  it('are those there will be, without what ends', () =>
    expect(linesAfter(changesOf(after(proposed)))).toEqual(linesOf300));

  it('are those of the decision that varied it', () =>
    expect(changesOf(after(...inTheLetter, challenged, varying, varied))).toEqual([change]));
});

describe('What comes without a proposal', () => {
  it('is no reduction', () => expect(reductionAfter(undefined, approved)).toBeUndefined());
});
