// Years of a council, as its log would hold them: the same events each time, in the order in which
// they would be recorded. An account has a four-weekly payment, a weekly amount that is lognormal
// around £188, a contribution for 60 % of people, 5 to 15 bank lines in four weeks, typically 8;
// 32 % employ assistants; each month 2 % see the budget change and 1 % have an entry reversed.
// A bank line is an expense and its acceptance: that stands for the match with a statement.
import { addDays } from '../../dist/kernel/dates.js';

const CYCLE = 28;
const CATEGORIES = ['personal-assistant', 'agency', 'activities', 'travel', 'equipment', 'other'];
const MONTHS_A_CYCLE = CYCLE / 30.4;

/** Events of `accounts` accounts until there are `events` of them; dated up to `until`. Another seed, other accounts. */
export function* councilEvents({ accounts, events, until = '2026-11-20', seed = 20_261_122 }) {
  const chance = chances(seed);
  const cycles = Math.max(1, Math.ceil(events / (accounts * 20)));
  const begin = addDays(until, -cycles * CYCLE);
  const all = Array.from({ length: accounts }, () => newAccount(chance));
  let left = events;
  for (let cycle = 0; left > 0; cycle++) {
    // More than were expected: the last days have a few more.
    const from = addDays(begin, Math.min(cycle, cycles - 1) * CYCLE);
    const ofCycle = all.flatMap((it) => [...cycleOf(it, cycle, from, chance)]);
    ofCycle.sort((a, b) => (a.event.on < b.event.on ? -1 : a.event.on > b.event.on ? 1 : 0));
    yield* ofCycle.slice(0, left);
    left -= ofCycle.length;
  }
}

/** How many events an account has in a year: 13 cycles of about 20. */
const newAccount = (chance) => {
  const weeklyPence = Math.round(18_800 * Math.exp(0.7 * chance.normal()));
  return {
    budgetId: chance.id(),
    personId: chance.id(),
    weeklyPence,
    contributionPence: chance.of(0.6) ? Math.round(weeklyPence * 0.15) : 0,
    employs: chance.of(0.32),
    lines: 5 + Math.min(10, Math.floor(-3.4 * Math.log(1 - chance.next()))),
  };
};

function* cycleOf(it, cycle, from, chance) {
  const budget = `budget-${it.budgetId}`;
  const account = `account-${it.budgetId}`;
  if (cycle === 0) for (const event of opening(it, from, chance)) yield { stream: budget, event };
  else if (chance.of(0.02 * MONTHS_A_CYCLE)) yield* change(it, budget, from, chance);
  for (const event of moneyOf(it, from, chance)) yield { stream: account, event };
}

function* opening(it, on, chance) {
  yield {
    type: 'BudgetOpened',
    on,
    personId: it.personId,
    deploymentMode: 'cash',
    basis: 'net',
    employsStaff: it.employs,
    openingBalancePence: 0,
    policyVersion: 0,
  };
  yield allocation('AllocationAgreed', it, on, chance);
  if (it.contributionPence > 0)
    yield {
      type: 'ContributionAssessed',
      on,
      assessmentId: chance.id(),
      weeklyPence: it.contributionPence,
      policyVersion: 0,
      wordsHash: chance.hash(),
    };
}

const lines = (weeklyPence) => [
  { purpose: 'personal-care', fundingStream: 'adult-social-care', weeklyPence },
];

const allocation = (type, it, on, chance) => ({
  type,
  on,
  allocationId: (it.allocationId = chance.id()),
  lines: lines(it.weeklyPence),
  reason: type === 'AllocationAgreed' ? 'first-plan' : 'uplift',
  laterAllocations: [],
  by: 'officer-17',
  recordedOn: on,
  policyVersion: 0,
  wordsHash: chance.hash(),
});

/** Three in four go up; the fourth goes down through the gate, with the review it promises. */
function* change(it, stream, on, chance) {
  const before = it.weeklyPence;
  const up = chance.of(0.75);
  it.weeklyPence = Math.round(before * (up ? 1.06 : 0.9));
  if (up) return yield { stream, event: allocation('AllocationIncreased', it, on, chance) };
  const reductionId = chance.id();
  for (const event of reduction(it, before, reductionId, on, chance)) yield { stream, event };
  const promised = { reviewId: chance.id(), dueOn: addDays(on, 77), limitOn: addDays(on, 91) };
  const { reviewId, ...days } = promised;
  yield {
    stream,
    event: {
      type: 'AllocationReduced',
      on,
      allocationId: (it.allocationId = chance.id()),
      reductionId,
      lines: lines(it.weeklyPence),
      reasons: ['need-reduced'],
      followUp: promised,
      policyVersion: 0,
    },
  };
  const review = { type: 'ReviewScheduled', budgetId: it.budgetId, on, kind: 'post-reduction' };
  yield { stream: `review-${reviewId}`, event: { ...review, ...days } };
}

const CHECKS = ['reassessment', 'lawful-basis', 'involvement', 'line-by-line', 'approval'].map(
  (check) => ({ check, holds: true, why: 'Completed after the allocation that it replaces.' }),
);

function* reduction(it, beforePence, reductionId, on, chance) {
  const said = { on, reductionId, checks: CHECKS, policyVersion: 0 };
  const commitsPence = 52 * it.weeklyPence;
  yield {
    ...said,
    type: 'ReductionProposed',
    by: 'officer-17',
    effectiveFrom: addDays(on, 28),
    lines: lines(it.weeklyPence).map((line) => ({ ...line, beforePence })),
    reasons: ['need-reduced'],
    reassessment: { completedOn: on },
    involvement: [{ who: 'person', how: 'home-visit', on }],
    needsStillMet: true,
    transition: { costsPence: 0, how: 'none' },
    waivers: [],
    wordsHash: chance.hash(),
  };
  yield { ...said, type: 'ReductionApproved', by: 'manager-3', limitPence: 5e6, commitsPence };
  yield { ...said, type: 'ReductionNotified', channel: 'letter' };
}

function* moneyOf(it, from, chance) {
  const entry = (type, day, amountPence, more = {}) => ({
    type,
    on: addDays(from, day),
    entryId: chance.id(),
    amountPence,
    ...more,
  });
  const period = { from, to: addDays(from, CYCLE - 1) };
  yield entry('PaymentMade', 0, 4 * (it.weeklyPence - it.contributionPence), { period });
  if (it.contributionPence > 0) yield entry('ContributionReceived', 2, 4 * it.contributionPence);
  if (it.employs) yield* wagesOwed(from, chance);
  const each = Math.max(1, Math.round((3.6 * it.weeklyPence) / it.lines));
  for (let line = 0; line < it.lines; line++) {
    const spent = entry('ExpenseRecorded', chance.below(CYCLE), each, {
      category: it.employs ? CATEGORIES[0] : CATEGORIES[chance.below(CATEGORIES.length)],
      outcome: 'safe-at-home',
      method: 'transfer',
      byHolderSide: chance.of(0.5),
      wordsHash: chance.hash(),
    });
    yield spent;
    const { on, entryId } = spent;
    if (line === 0 && chance.of(0.01 * MONTHS_A_CYCLE))
      yield { type: 'EntryReversed', on, reversedId: entryId, ...undone(each, chance) };
    else yield { type: 'ExpenseAccepted', on, entryId };
  }
}

const undone = (amountPence, chance) => ({
  entryId: chance.id(),
  kind: 'expense',
  amountPence,
  reason: 'recorded-twice',
});

/** The tax on wages is owed at the beginning, and settled at the end. */
function* wagesOwed(from, chance) {
  const commitmentId = chance.id();
  const dueOn = addDays(from, CYCLE - 1);
  const owed = { commitmentId, kind: 'hmrc', amountPence: 4_200, dueOn };
  yield { type: 'CommitmentRecorded', on: from, ...owed };
  yield { type: 'CommitmentSettled', on: dueOn, commitmentId, occurrence: dueOn };
}

/** The same ones from the same seed, on every machine. */
function chances(seed) {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const hex = () =>
    Math.floor(next() * 2 ** 32)
      .toString(16)
      .padStart(8, '0');
  const hexes = (n) => Array.from({ length: n }, hex).join('');
  return {
    next,
    of: (part) => next() < part,
    below: (n) => Math.floor(next() * n),
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    hash: () => hexes(8),
    id: () => hexes(4).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
  };
}
