import fc from 'fast-check';
import { budget } from '../../src/budgets/budget.js';
import type { BudgetCommand } from '../../src/budgets/budget.commands.js';
import type {
  AllocationLine,
  BudgetEvent,
  GateCheckName,
  ReductionReason,
} from '../../src/budgets/budget.events.js';
import { addDays, addWeeks, type LocalDate } from '../../src/kernel/dates.js';
import { Refusal } from '../../src/kernel/decider.js';
import { pence } from '../../src/kernel/money.js';

// Lives of a budget: whatever can be asked of it, in whatever order, sensible or not. What is in
// force on a day is worked out anew here, by the letter of the rules.

export const OPENS_ON = '2026-01-05';
export const LAST_DAY = '2027-06-30';
export const NOTICE_DAYS = 28;
export const WEEKS = { due: 6, limit: 8 };
const PEOPLE = ['olu', 'mia', 'sam'] as const;

const types = [
  'AgreeAllocation',
  'AgreeAllocation',
  'AgreeAllocation',
  'AnnulAllocation',
  'AgreeOneOff',
  'AnnulOneOff',
  'AssessContribution',
  'ProposeReduction',
  'ProposeReduction',
  'ApproveReduction',
  'ApproveReduction',
  'NotifyReduction',
  'NotifyReduction',
  'WithdrawReduction',
  'ChallengeReduction',
  'DecideChallenge',
  'SuspendBudget',
  'ResumeBudget',
  'ChangeDeploymentMode',
  'CloseBudget',
] as const;

const reasons: readonly (readonly ReductionReason[])[] = [
  ['need-reduced'],
  ['need-reduced', 'budget-pressure'],
  ['person-requested'],
  ['error-correction', 'criteria-changed'],
  ['criteria-changed'],
  ['underspend', 'blanket-cap'],
];
const waivers: readonly (readonly GateCheckName[])[] = [
  [],
  [],
  ['notice'],
  ['follow-up-review'],
  ['notice', 'transition-costs', 'follow-up-review'],
  ['reassessment', 'involvement'],
  ['approval'],
];

const step = fc.record({
  type: fc.constantFrom(...types),
  later: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 25 })),
  who: fc.constantFrom(...PEOPLE),
  /** Days from today to the day that is named. */
  ahead: fc.oneof(fc.integer({ min: -30, max: 5 }), fc.integer({ min: 26, max: 60 })),
  weekly: fc.integer({ min: 1, max: 40 }),
  second: fc.option(fc.integer({ min: 1, max: 10 }), { nil: undefined }),
  contribution: fc.option(fc.integer({ min: 0, max: 20 }), { nil: undefined }),
  which: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat({ max: 3 })),
  reasons: fc.constantFrom(...reasons, reasons[0]!, reasons[0]!),
  waivers: fc.constantFrom(...waivers),
  outcome: fc.constantFrom('upheld', 'varied', 'dismissed'),
  /** What a proposal does without. */
  missing: fc.constantFrom('', '', '', '', 'reassessment', 'involvement', 'needs', 'transition'),
  payment: fc.integer({ min: 0, max: 4 }).map((it) => it === 0),
  limit: fc.constantFrom(100_000_00, 500_00),
  again: fc.integer({ min: 0, max: 9 }).map((it) => it === 0),
  keepOpen: fc.integer({ min: 0, max: 5 }).map((it) => it > 0),
});
export type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;
const steps = fc.array(step, { minLength: 1, maxLength: 50, size: 'max' });

/** So that the way to a reduction in force, and beyond, is gone now and then. */
export const budgetLives = fc
  .tuple(
    fc.array(fc.oneof({ weight: 2, arbitrary: steps }, { weight: 1, arbitrary: reductionIn() }), {
      minLength: 1,
      maxLength: 4,
      size: 'max',
    }),
  )
  .map(([parts]) => parts.flat());

function reductionIn(): fc.Arbitrary<Step[]> {
  return fc.tuple(step, step, step, step, step, step).map(([a, b, c, d, e, f]) => [
    { ...a, type: 'AgreeAllocation', weekly: 40 + a.weekly, again: false, ahead: -1 },
    {
      ...b,
      type: 'ProposeReduction',
      who: 'olu',
      again: false,
      ahead: 20 + b.weekly,
      // Every other one lacks nothing.
      ...(b.weekly % 2 === 0 && { missing: '', reasons: reasons[0]!, waivers: [], ahead: 60 }),
    },
    {
      ...c,
      type: 'ApproveReduction',
      later: 0,
      which: 0,
      who: 'mia',
      limit: 100_000_00,
      again: false,
    },
    { ...d, type: 'NotifyReduction', later: 0, which: 0, ahead: 0, again: false },
    { ...e, which: 0, ...(e.weekly % 2 === 0 && { type: 'ChallengeReduction' }) },
    { ...f, which: 0, ...(e.weekly % 2 === 0 && { type: 'DecideChallenge', who: 'sam' }) },
  ]);
}

const of = <T>(all: readonly T[], n: number): T => all[n % all.length]!;

function linesFrom({ weekly, second }: Step): AllocationLine[] {
  const fundingStream = 'adult-social-care';
  const care = { purpose: 'personal-care', fundingStream, weeklyPence: pence(weekly * 10_00) };
  if (second === undefined) return [care];
  return [care, { purpose: 'respite', fundingStream: 'health', weeklyPence: pence(second * 7_77) }];
}

interface Ids {
  readonly allocations: readonly string[];
  readonly oneOffs: readonly string[];
  readonly reductions: readonly string[];
}

// oxlint-disable-next-line max-lines-per-function -- a table of commands
function commandFrom(step: Step, n: number, today: LocalDate, ids: Ids): BudgetCommand {
  const { type, who, ahead, which, contribution, weekly, missing, limit } = step;
  const at = { today, userId: who, policyVersion: 1 } as const;
  const day = addDays(today, ahead);
  const wordsHash = 'h';
  const gate = { reductionNoticeDays: NOTICE_DAYS, postReductionReviewWeeks: WEEKS } as const;
  const reductionId = of(ids.reductions, which);
  const made = { allocationId: `a-${n}`, reviewId: `v-${n}` };
  switch (type) {
    case 'AgreeAllocation':
      return {
        ...at,
        type,
        allocationId: `a-${n}`,
        assessmentId: `s-${n}`,
        effectiveFrom: day,
        lines: linesFrom(step),
        ...(contribution !== undefined && { contributionWeeklyPence: pence(contribution * 5_00) }),
        reason: 'uplift',
        wordsHash,
      };
    case 'AnnulAllocation': {
      const allocationId = of(ids.allocations, which);
      return { ...at, type, allocationId, paymentSince: step.payment, wordsHash };
    }
    case 'AgreeOneOff': {
      const what = { purpose: 'equipment', fundingStream: 'equipment', on: day, wordsHash };
      return { ...at, type, oneOffId: `o-${n}`, amountPence: pence(weekly * 100), ...what };
    }
    case 'AnnulOneOff': {
      const oneOffId = of(ids.oneOffs, which);
      return { ...at, type, oneOffId, paymentSince: step.payment, wordsHash };
    }
    case 'AssessContribution': {
      const weeklyPence = pence((contribution ?? 0) * 5_00);
      return { ...at, type, assessmentId: `s-${n}`, weeklyPence, effectiveFrom: day, wordsHash };
    }
    case 'ProposeReduction':
      return {
        ...at,
        type,
        reductionId: `d-${n}`,
        reviewId: `v-${n}`,
        reassessmentDueOn: addWeeks(today, WEEKS.due),
        endedReassessment: null,
        effectiveFrom: day,
        lines: linesFrom(step),
        reasons: step.reasons,
        ...(missing !== 'reassessment' && { reassessment: { completedOn: today } }),
        involvement: missing !== 'involvement' ? [{ who: 'person', how: 'visit', on: today }] : [],
        needsStillMet: missing !== 'needs',
        ...(missing !== 'transition' && {
          transition: { costsPence: pence(0), how: 'none' } as const,
        }),
        waivers: step.waivers,
        ...(contribution !== undefined && { proof: { weeklyPence: pence(contribution * 100) } }),
        reductionNoticeDays: NOTICE_DAYS,
        wordsHash,
      };
    case 'ApproveReduction':
      return { ...at, type, reductionId, limitPence: pence(limit), ...gate };
    case 'NotifyReduction': {
      const sentOn = ahead > 5 ? today : day;
      return { ...at, type, reductionId, sentOn, channel: 'letter', ...made, ...gate };
    }
    case 'WithdrawReduction':
      return { ...at, type, reductionId, wordsHash };
    case 'ChallengeReduction':
      return { ...at, type, reductionId, ground: 'disagree' };
    case 'DecideChallenge': {
      const other = { lines: linesFrom(step), effectiveFrom: day };
      const varied = step.outcome === 'varied' ? other : {};
      const decision = { outcome: step.outcome, limitPence: pence(limit), wordsHash } as const;
      return { ...at, type, reductionId, ...decision, ...varied, ...made, ...gate };
    }
    case 'SuspendBudget':
      return { ...at, type, from: day, reason: 'abroad' };
    case 'ResumeBudget':
      return { ...at, type, on: day };
    case 'ChangeDeploymentMode': {
      const mode = weekly % 2 === 0 ? 'cash' : 'provider';
      return { ...at, type, mode, from: day, wordsHash };
    }
    case 'CloseBudget':
      return { ...at, type, on: day, wordsHash };
  }
}

export interface Happened {
  readonly event: BudgetEvent;
  readonly today: LocalDate;
  readonly who: string;
}

export interface Lived {
  readonly happened: readonly Happened[];
  readonly refusals: readonly string[];
}

const OPENING: BudgetCommand = {
  type: 'OpenBudget',
  today: OPENS_ON,
  userId: 'olu',
  policyVersion: 1,
  personId: 'anna',
  opensOn: OPENS_ON,
  deploymentMode: 'cash',
  basis: 'net',
  employsStaff: true,
  openingBalancePence: pence(0),
};

/** Asks one after another; a refusal is an answer, anything else that is thrown a defect. */
export function liveBudget(asked: readonly Step[]): Lived {
  let state = budget.initial;
  let today: LocalDate = addDays(OPENS_ON, 20);
  const happened: Happened[] = [];
  const refusals: string[] = [];
  const ask = (command: BudgetCommand) => {
    try {
      const events = budget.decide(command, state);
      state = events.reduce(budget.evolve, state);
      happened.push(...events.map((event) => ({ event, today, who: command.userId })));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refusals.push(error.code);
      const records = error.records as BudgetEvent[];
      state = records.reduce(budget.evolve, state);
      happened.push(...records.map((event) => ({ event, today, who: command.userId })));
    }
  };
  ask(OPENING);
  let last: BudgetCommand | undefined;
  for (const [n, step] of asked.entries()) {
    if (step.type === 'CloseBudget' && step.keepOpen) continue;
    today = addDays(today, step.later);
    last = step.again && last ? { ...last, today } : commandFrom(step, n, today, idsIn(happened));
    ask(last);
  }
  return { happened, refusals };
}

function idsIn(happened: readonly Happened[]): Ids {
  const ids = (name: string, type: RegExp) => [
    ...happened
      .filter(({ event }) => type.test(event.type))
      .map(({ event }) => (event as unknown as Record<string, string>)[name]!)
      .toReversed(),
    'unknown',
  ];
  return {
    allocations: ids('allocationId', /^Allocation(Agreed|Increased|Reduced)$/),
    oneOffs: ids('oneOffId', /^OneOffAgreed$/),
    reductions: ids('reductionId', /^ReductionProposed$/),
  };
}

// ── What is in force, worked out anew ────────────────────────────────────────

export interface Level {
  readonly id: string;
  readonly reductionId?: string;
  /** Agreed below what there would be without that reduction: it stands and falls with it. */
  readonly builtOn?: string;
  from: LocalDate;
  counts: boolean;
  over: boolean;
  readonly lines: readonly AllocationLine[];
  readonly weekly: number;
}

export const totalOf = (lines: readonly { readonly weeklyPence: number }[]) =>
  lines.reduce((sum, it) => sum + it.weeklyPence, 0);

/** By the letter: of those that count, the latest day not after it; of two, recorded last. */
export function levelOn(events: readonly BudgetEvent[], day: LocalDate): Level | undefined {
  let levels: Level[] = [];
  let closedOn: LocalDate | undefined;
  for (const event of events) {
    const one = (change: (it: Level) => void) => {
      for (const it of levels)
        if ('reductionId' in event && !it.over)
          if (it.reductionId === event.reductionId || it.builtOn === event.reductionId) change(it);
    };
    if (event.type === 'BudgetClosed') closedOn = event.on;
    if (
      event.type === 'AllocationAgreed' ||
      event.type === 'AllocationIncreased' ||
      event.type === 'AllocationReduced'
    ) {
      const id = event.allocationId;
      const weekly = totalOf(event.lines);
      const below = levels.findLast(
        (it) =>
          it.reductionId !== undefined &&
          it.counts &&
          it.from <= event.on &&
          (latestOf(
            levels.filter((other) => other !== it),
            event.on,
          )?.weekly ?? 0) > weekly,
      )?.reductionId;
      const built = below === undefined ? {} : { builtOn: below };
      const reduction =
        event.type === 'AllocationReduced' ? { reductionId: event.reductionId } : built;
      levels = [
        ...levels,
        { id, ...reduction, from: event.on, weekly, lines: event.lines, counts: true, over: false },
      ];
    }
    if (event.type === 'AllocationAnnulled')
      levels = levels.filter((it) => it.id !== event.allocationId);
    if (event.type === 'ReductionChallenged') one((it) => (it.counts = false));
    if (event.type === 'ReductionWithdrawn') one((it) => ((it.counts = false), (it.over = true)));
    if (event.type === 'ChallengeDecided' && event.outcome !== 'dismissed')
      one((it) => ((it.counts = false), (it.over = true)));
    if (event.type === 'ChallengeDecided' && event.outcome === 'dismissed')
      one((it) => {
        it.counts = true;
        const next = addDays(event.on, 1);
        if (it.from < next) it.from = next;
      });
  }
  if (closedOn !== undefined && day > closedOn) return undefined;
  return latestOf(levels, day);
}

function latestOf(levels: readonly Level[], day: LocalDate): Level | undefined {
  const candidates = levels.filter((it) => it.counts && it.from <= day);
  const latest = candidates.reduce((max, it) => (it.from > max ? it.from : max), '');
  return candidates.findLast((it) => it.from === latest);
}
