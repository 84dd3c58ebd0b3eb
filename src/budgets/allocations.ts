import { present } from '../kernel/canonical.js';
import { addWorkingDays, type LocalDate } from '../kernel/dates.js';
import { formatPence, NOTHING, type Pence } from '../kernel/money.js';
import { mustBeOpen, mustNotBeBeforeOpening, no } from './budget-checks.js';
import type { Budget } from './budget-state.js';
import type { Asking } from './budget.commands.js';
import type { AllocationLine, BudgetEvent } from './budget.events.js';
import { allocationOn, allocationsAfter, weeklyTotal, type Allocation } from './budget.facts.js';

// ── The rules of what a budget gives: allocations, one-offs, the contribution ─
// An id that is there already is a request sent again after its key was forgotten: nothing to do.

/**
 * Lower than what is in force on any day that it would cover is a reduction. It ends where a later
 * one begins, so that on all its days one other is in force.
 */
export function agreeAllocation(command: Asking<'AgreeAllocation'>, state: Budget): BudgetEvent[] {
  const budget = mustBeOpen(state);
  const { allocationId, effectiveFrom, lines, reason, criteriaVersion } = command;
  const { today, userId, policyVersion, wordsHash } = command;
  if (budget.allocations.some((it) => it.allocationId === allocationId)) return [];
  mustNotBeBeforeOpening(budget, effectiveFrom);
  const weeklyPence = weeklyTotal(lines);
  const before = allocationOn(budget, effectiveFrom)?.weeklyPence;
  if (before !== undefined) mustNotBeLower(weeklyPence, before, effectiveFrom);
  const contribution = contributionOf(command, weeklyPence);
  const rises = before !== undefined && weeklyPence > before;
  const agreed: BudgetEvent = present({
    type: rises ? ('AllocationIncreased' as const) : ('AllocationAgreed' as const),
    on: effectiveFrom,
    allocationId,
    lines: lines.map(lineOf),
    reason,
    criteriaVersion,
    laterAllocations: allocationsAfter(budget, effectiveFrom).map((it) => it.allocationId),
    by: userId,
    recordedOn: today,
    policyVersion,
    wordsHash,
  });
  return [agreed, ...contribution];
}

const lineOf = (line: AllocationLine): AllocationLine => {
  const { purpose, fundingStream, weeklyPence, minutesPerWeek, outcome } = line;
  return present({ purpose, fundingStream, weeklyPence, minutesPerWeek, outcome });
};

/** The same as an assessment of the same day, against the allocation it comes with. */
function contributionOf(command: Asking<'AgreeAllocation'>, weeklyTotal: Pence): BudgetEvent[] {
  const { contributionWeeklyPence: weeklyPence, effectiveFrom: on } = command;
  if (weeklyPence === undefined) return [];
  mustNotBeAbove(weeklyTotal, weeklyPence, on);
  const { assessmentId, allocationId, policyVersion } = command;
  return [
    { type: 'ContributionAssessed', on, assessmentId, weeklyPence, allocationId, policyVersion },
  ];
}

/** Recorded in error: it never counted. What was right and is to be less is a reduction. */
export function annulAllocation(command: Asking<'AnnulAllocation'>, state: Budget): BudgetEvent[] {
  const { allocationId, today, wordsHash } = command;
  const allocation = mustBeOpen(state).allocations.find((it) => it.allocationId === allocationId);
  if (!allocation) throw no('not-found', 'This budget has no such allocation');
  if (allocation.kind === 'reduced')
    throw no('not-annullable', 'A reduction is withdrawn or challenged, not annulled');
  if (allocation.standing === 'never') throw no('not-annullable', 'It is annulled already');
  mustCarryNoReduction(state, allocation);
  mustBeAnnullable(command, state, allocationId);
  return [{ type: 'AllocationAnnulled', on: today, allocationId, wordsHash }];
}

export function agreeOneOff(command: Asking<'AgreeOneOff'>, state: Budget): BudgetEvent[] {
  const { oneOffId, amountPence, purpose, fundingStream, on } = command;
  const { today, userId, policyVersion, wordsHash } = command;
  const budget = mustBeOpen(state);
  if (budget.oneOffs.some((it) => it.oneOffId === oneOffId)) return [];
  mustNotBeBeforeOpening(budget, on);
  return [
    {
      type: 'OneOffAgreed',
      on,
      oneOffId,
      amountPence,
      purpose,
      fundingStream,
      by: userId,
      recordedOn: today,
      policyVersion,
      wordsHash,
    },
  ];
}

export function annulOneOff(command: Asking<'AnnulOneOff'>, state: Budget): BudgetEvent[] {
  const { oneOffId, today, wordsHash } = command;
  const oneOff = mustBeOpen(state).oneOffs.find((it) => it.oneOffId === oneOffId);
  if (!oneOff) throw no('not-found', 'This budget has no such one-off');
  if (oneOff.annulled) throw no('not-annullable', 'It is annulled already');
  mustBeAnnullable(command, state, oneOffId);
  return [{ type: 'OneOffAnnulled', on: today, oneOffId, wordsHash }];
}

/** May be backdated either way: what results is paid as a difference, or a return to be agreed. */
export function assessContribution(
  command: Asking<'AssessContribution'>,
  state: Budget,
): BudgetEvent[] {
  const budget = mustBeOpen(state);
  const { assessmentId, weeklyPence, effectiveFrom: on, policyVersion, wordsHash } = command;
  if (budget.assessments.some((it) => it.assessmentId === assessmentId)) return [];
  mustNotBeBeforeOpening(budget, on);
  mustNotBeAbove(allocationOn(budget, on)?.weeklyPence ?? NOTHING, weeklyPence, on);
  return [
    { type: 'ContributionAssessed', on, assessmentId, weeklyPence, policyVersion, wordsHash },
  ];
}

// ── Checks, in the words of the rule ─────────────────────────────────────────

function mustNotBeLower(weeklyPence: Pence, before: Pence, on: LocalDate): void {
  if (weeklyPence < before)
    throw no(
      'reduction-needs-its-own-path',
      `${formatPence(weeklyPence)} a week is less than the ${formatPence(before)} in force on ` +
        `${on}. To give less, propose a reduction`,
    );
}

/** Nobody pays in more than is given: 0 to the weekly total in force on its first day. */
function mustNotBeAbove(weeklyTotal: Pence, weeklyPence: Pence, on: LocalDate): void {
  if (weeklyPence > weeklyTotal)
    throw no(
      'contribution-too-high',
      `A contribution of ${formatPence(weeklyPence)} a week is more than the ` +
        `${formatPence(weeklyTotal)} a week that the budget gives on ${on}`,
    );
}

/** What a person was shown as old → new must go on being what happens. */
function mustCarryNoReduction({ timeline }: Budget, allocation: Allocation): void {
  const since = timeline.allocations.slice(timeline.allocations.indexOf(allocation) + 1);
  if (
    since.some((it) => it.kind === 'reduced' && it.standing !== 'never' && it.on >= allocation.on)
  )
    throw no('not-annullable', 'A reduction was notified on top of it. Withdraw that first');
}

const ANNULLABLE_WORKING_DAYS = 5;

/** By somebody else, within five working days, and before money was paid on it. */
function mustBeAnnullable(
  { today, userId, paymentSince }: Asking<'AnnulAllocation' | 'AnnulOneOff'>,
  { recordings }: Budget,
  id: string,
): void {
  const recording = recordings.get(id)!;
  if (recording.by === userId)
    throw no('annuller-is-recorder', 'Somebody other than who recorded it annuls it');
  const last = addWorkingDays(recording.on, ANNULLABLE_WORKING_DAYS);
  if (today > last)
    throw no('not-annullable', `It could be annulled until ${last}. To give less, reduce it`);
  if (paymentSince)
    throw no('not-annullable', 'A payment was recorded since. To give less, reduce it');
}
