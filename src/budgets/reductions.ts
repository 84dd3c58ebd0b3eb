import { present } from '../kernel/canonical.js';
import type { LocalDate } from '../kernel/dates.js';
import { formatPence, sumOf, type Pence } from '../kernel/money.js';
import { mustBeOpen, mustNotBeBeforeOpening, no } from './budget-checks.js';
import type { Budget } from './budget-state.js';
import type { Asking } from './budget.commands.js';
import type {
  AllocationLine,
  BudgetEvent,
  FollowUp,
  GateCheck,
  LineChange,
  ReassessmentCalledFor,
  ReductionProposed,
} from './budget.events.js';
import { allocationOn, lineChanges, weeklyTotal, type Timeline } from './budget.facts.js';
import {
  beyondWaiving,
  commitmentOf,
  gateChecks,
  hasBasis,
  promiseOf,
  type AtTheGate,
  type Proposal,
} from './reduction-gate.js';
import {
  effectiveDayOf,
  linesAfter,
  stageOf,
  stateOn,
  type Reduction,
  type ReductionState,
} from './reductions.facts.js';

// ── The rules of giving less: proposed, approved, notified; withdrawn ────────
// Challenges to a reduction: challenges.ts.

/** Recording a proposal is always possible for a lawful reason; the gate opens with the notice. */
export function proposeReduction(
  command: Asking<'ProposeReduction'>,
  state: Budget,
): BudgetEvent[] {
  const budget = mustBeOpen(state);
  if (state.reductions.has(command.reductionId)) return []; // sent again, its key forgotten
  mustNotBeBeforeOpening(budget, command.effectiveFrom);
  const lines = mustBeLower(budget, command.lines, command.effectiveFrom);
  const proposal = { ...command, by: command.userId, lines };
  const checks = gateChecks({ ...gateOf(command, state, proposal), noticeOn: command.today });
  mustHaveABasis(command, state, checks);
  mustWaiveOnlyWhatMayBe(proposal, checks);
  mustHaveNoneOpen(state);
  return [proposed(command, lines, checks)];
}

function proposed(
  command: Asking<'ProposeReduction'>,
  lines: readonly LineChange[],
  checks: readonly GateCheck[],
): ReductionProposed {
  const { reductionId, effectiveFrom, reasons, reassessment, involvement } = command;
  const { needsStillMet, transition, waivers, proof, criteriaVersion } = command;
  return present({
    type: 'ReductionProposed' as const,
    on: command.today,
    reductionId,
    by: command.userId,
    effectiveFrom,
    lines,
    reasons,
    reassessment: reassessment && { completedOn: reassessment.completedOn },
    involvement: involvement.map(({ who, how, on }) => ({ who, how, on })),
    needsStillMet,
    transition: transition && { costsPence: transition.costsPence, how: transition.how },
    waivers,
    proof: proof && { weeklyPence: proof.weeklyPence },
    criteriaVersion,
    checks,
    policyVersion: command.policyVersion,
    wordsHash: command.wordsHash,
  });
}

/** All but the follow-up hold, with notice as if it were served today: too soon is said early. */
export function approveReduction(
  command: Asking<'ApproveReduction'>,
  state: Budget,
): BudgetEvent[] {
  const { today, reductionId, userId: by, limitPence, policyVersion } = command;
  const budget = mustBeOpen(state);
  const { proposal } = mustBeIn(state, command, 'proposed');
  if (proposal.by === by)
    throw no('approver-is-proposer', 'Somebody other than who proposed it approves it');
  const commitsPence = commitmentOf(budget, proposal);
  mustBeWithin(limitPence, commitsPence);
  const approval = { on: today, by, limitPence, commitsPence };
  const checks = gateChecks({ ...gateOf(command, state, proposal), approval, noticeOn: today });
  mustHold(checks, (it) => it.check !== 'follow-up-review');
  return [
    {
      type: 'ReductionApproved',
      on: today,
      reductionId,
      by,
      limitPence,
      commitsPence,
      checks,
      policyVersion,
    },
  ];
}

/** From here on it is decided, and promised to be looked at again. */
export function notifyReduction(command: Asking<'NotifyReduction'>, state: Budget): BudgetEvent[] {
  mustBeOpen(state);
  const { reductionId, sentOn, channel, policyVersion } = command;
  const { proposal, approval } = mustBeIn(state, command, 'approved');
  const followUp = promiseOf(proposal, command.reviewId, command.postReductionReviewWeeks);
  const at = { ...gateOf(command, state, proposal), approval, noticeOn: sentOn, followUp };
  const checks = gateChecks(at);
  mustHold(checks);
  return [
    { type: 'ReductionNotified', on: sentOn, reductionId, channel, checks, policyVersion },
    reduced(command, proposal, followUp),
  ];
}

/** Its allocation never counts, and the promised review is called off. */
export function withdrawReduction(
  command: Asking<'WithdrawReduction'>,
  state: Budget,
): BudgetEvent[] {
  mustBeOpen(state);
  const reduction = mustBeIn(state, command, 'proposed', 'approved', 'notified');
  return [withdrawn(reduction, command.today, command.wordsHash)];
}

/** A budget that closes takes with it what is undecided, or would count only after its last day. */
export const withdrawOpenReductions = (
  { on, today }: Asking<'CloseBudget'>,
  { reductions }: Budget,
): BudgetEvent[] =>
  [...reductions.values()]
    .filter((it) => {
      const stage = stageOf(it);
      const tooLate = stage === 'notified' && effectiveDayOf(it) > on;
      return stage === 'proposed' || stage === 'approved' || tooLate;
    })
    .map((it) => withdrawn(it, today));

const withdrawn = (
  { proposal, allocation }: Reduction,
  on: LocalDate,
  wordsHash?: string,
): BudgetEvent =>
  present({
    type: 'ReductionWithdrawn' as const,
    on,
    reductionId: proposal.reductionId,
    cancels: allocation?.followUp?.reviewId,
    wordsHash,
  });

// ── What challenges need too ─────────────────────────────────────────────────

/** What a notice, or the decision that varies a reduction, sets. */
export const reduced = (
  command: Asking<'NotifyReduction' | 'DecideChallenge'>,
  { effectiveFrom, lines, reasons }: Proposal,
  followUp: FollowUp | undefined,
): BudgetEvent =>
  present({
    type: 'AllocationReduced' as const,
    on: effectiveFrom,
    allocationId: command.allocationId,
    reductionId: command.reductionId,
    lines: linesAfter(lines),
    reasons,
    followUp,
    policyVersion: command.policyVersion,
  });

type GateCommand = Asking<
  'ProposeReduction' | 'ApproveReduction' | 'NotifyReduction' | 'DecideChallenge'
>;

/** What every step brings to the gate. */
export const gateOf = (
  { today, reductionNoticeDays, reductionId }: GateCommand,
  { timeline, reductions }: Budget,
  proposal: Proposal,
): Omit<AtTheGate, 'noticeOn'> => ({
  today,
  timeline,
  proposal,
  reductionNoticeDays,
  challengeOpen: [...reductions.values()].some(
    (it) => it.proposal.reductionId !== reductionId && stateOn(it, today) === 'challenged',
  ),
});

// ── Checks, in the words of the rule ─────────────────────────────────────────

/** Every line, old → new; what is not lower in all is no reduction. */
export function mustBeLower(
  timeline: Timeline,
  lines: readonly AllocationLine[],
  effectiveFrom: LocalDate,
): LineChange[] {
  const changes = lineChanges(allocationOn(timeline, effectiveFrom)?.lines ?? [], lines);
  const before = sumOf(changes, (it) => it.beforePence);
  const after = weeklyTotal(changes);
  if (after >= before)
    throw no(
      'not-a-reduction',
      `${formatPence(after)} a week is not less than the ${formatPence(before)} in force on ` +
        `${effectiveFrom}. Agree it as an allocation instead`,
    );
  return changes;
}

/** Criteria or pressure alone lower nothing: they call for a look at the need, in the open. */
function mustHaveABasis(
  command: Asking<'ProposeReduction'>,
  { reassessment }: Budget,
  checks: readonly GateCheck[],
): void {
  const { today: on, reasons, reviewId, policyVersion } = command;
  if (hasBasis(reasons)) return;
  if (reassessment !== null && reassessment !== command.endedReassessment)
    throw notABasis({ reviewId: reassessment, checks });
  const calledFor: BudgetEvent = {
    type: 'ReassessmentCalledFor',
    on,
    reviewId,
    reasons,
    dueOn: command.reassessmentDueOn,
    checks,
    policyVersion,
  };
  throw notABasis(calledFor, calledFor);
}

export const notABasis = (
  { reviewId, checks }: Pick<ReassessmentCalledFor, 'reviewId' | 'checks'>,
  ...records: BudgetEvent[]
) =>
  no(
    'not-a-basis',
    'None of these reasons is enough to reduce a budget. A reassessment of the need is opened; ' +
      'what it finds can be a reason',
    { reviewId, checks },
    ...records,
  );

function mustWaiveOnlyWhatMayBe(proposal: Proposal, checks: readonly GateCheck[]): void {
  const beyond = beyondWaiving(proposal);
  if (beyond.length > 0)
    throw no('gate', `Cannot be waived here: ${beyond.join(', ')}. Propose it without`, { checks });
}

/** One at a time: two would each show a before that the other changes. */
function mustHaveNoneOpen({ reductions }: Budget): void {
  for (const reduction of reductions.values())
    if (['proposed', 'approved'].includes(stageOf(reduction)))
      throw no('reduction-open', 'Another reduction is being decided. Withdraw or finish it first');
}

/** The reduction, in one of the states from which the step can be taken. */
export function mustBeIn(
  { reductions }: Budget,
  { reductionId, today }: { readonly reductionId: string; readonly today: LocalDate },
  ...states: ReductionState[]
): Reduction {
  const reduction = reductions.get(reductionId);
  if (!reduction) throw no('not-found', 'This budget has no such reduction');
  const state = stateOn(reduction, today);
  if (!states.includes(state))
    throw no('wrong-state', `It is ${state}; this can be done while it is ${states.join(' or ')}`);
  return reduction;
}

function mustBeWithin(limitPence: Pence, commitsPence: Pence): void {
  if (commitsPence > limitPence)
    throw no(
      'over-limit',
      `It comes to ${formatPence(commitsPence)} in 52 weeks, above your limit of ` +
        `${formatPence(limitPence)}. Ask somebody with a higher limit`,
      { limitPence, commitsPence },
    );
}

/** The answer lists all checks, those that hold too. */
export function mustHold(
  checks: readonly GateCheck[],
  isDue: (check: GateCheck) => boolean = () => true,
): void {
  const missing = checks.filter((it) => !it.holds && isDue(it));
  if (missing.length > 0)
    throw no('gate', `Not yet: ${missing.map((it) => it.why).join(' ')}`, { checks });
}
