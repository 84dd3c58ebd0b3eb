import { present } from '../kernel/canonical.js';
import { addDays } from '../kernel/dates.js';
import { mustBeThere, no } from './budget-checks.js';
import type { Budget } from './budget-state.js';
import type { Asking } from './budget.commands.js';
import type { BudgetEvent, ChallengeDecided } from './budget.events.js';
import { timelineAfter } from './budget.facts.js';
import { commitmentOf, gateChecks, promiseOf } from './reduction-gate.js';
import { lastDayToChallenge, linesAfter, type Reduction } from './reductions.facts.js';
import { gateOf, mustBeIn, mustBeLower, mustHold, reduced } from './reductions.js';

// ── The rules of disagreeing with a reduction ────────────────────────────────

/** Until it is decided, the earlier level goes on being paid (Bath & NE Somerset, 2019). */
export function challengeReduction(
  command: Asking<'ChallengeReduction'>,
  state: Budget,
): BudgetEvent[] {
  mustBeThere(state);
  const { today: on, reductionId, ground, wordsHash } = command;
  const reduction = mustBeIn(state, command, 'notified', 'in-force');
  if (reduction.decision)
    throw no('wrong-state', `A challenge to it was decided on ${reduction.decision.on}`);
  const last = lastDayToChallenge(reduction);
  if (on > last) throw no('wrong-state', `It could be challenged until ${last}`);
  return [present({ type: 'ReductionChallenged' as const, on, reductionId, ground, wordsHash })];
}

/** By somebody other than who approved it: nobody judges their own decision. */
export function decideChallenge(command: Asking<'DecideChallenge'>, state: Budget): BudgetEvent[] {
  mustBeThere(state);
  const reduction = mustBeIn(state, command, 'challenged');
  if (reduction.approval?.by === command.userId)
    throw no('decider-is-approver', 'Somebody other than who approved it decides on the challenge');
  const { today: on, reductionId, outcome, policyVersion, wordsHash } = command;
  const isDismissed = outcome === 'dismissed';
  const cancels = isDismissed ? undefined : reduction.allocation?.followUp?.reviewId;
  const decided: ChallengeDecided = present({
    type: 'ChallengeDecided' as const,
    on,
    reductionId,
    outcome,
    cancels,
    followUp: isDismissed ? followUpOf(command, reduction) : undefined,
    policyVersion,
    wordsHash,
  });
  return outcome === 'varied' ? varied(command, state, reduction, decided) : [decided];
}

/**
 * The follow-up looks at what the reduction did, so it waits as long as the reduction had to. None:
 * it counts from its own day, or the follow-up was waived.
 */
function followUpOf(command: Asking<'DecideChallenge'>, { proposal, allocation }: Reduction) {
  const effectiveFrom = addDays(command.today, 1);
  if (!allocation?.followUp || effectiveFrom <= allocation.on) return undefined;
  const { reviewId } = allocation.followUp;
  return promiseOf({ ...proposal, effectiveFrom }, reviewId, command.postReductionReviewWeeks);
}

/**
 * What was challenged never counts; another reduction takes its place. The decision counts as its
 * approval and, on its day, as its notice, so it goes through the whole gate.
 */
function varied(
  command: Asking<'DecideChallenge'>,
  state: Budget,
  reduction: Reduction,
  decided: ChallengeDecided,
): BudgetEvent[] {
  const { today, userId: by, limitPence } = command;
  const timeline = timelineAfter(state.timeline, decided);
  const effectiveFrom = command.effectiveFrom ?? reduction.proposal.effectiveFrom;
  const asked = command.lines ?? linesAfter(reduction.proposal.lines);
  const lines = mustBeLower(timeline, asked, effectiveFrom);
  const proposal = { ...reduction.proposal, effectiveFrom, lines };
  const commitsPence = commitmentOf(timeline, proposal);
  const followUp = promiseOf(proposal, command.reviewId, command.postReductionReviewWeeks);
  const checks = gateChecks({
    ...gateOf(command, { ...state, timeline }, proposal),
    approval: { on: today, by, limitPence, commitsPence },
    noticeOn: today,
    followUp,
  });
  mustHold(checks);
  return [
    { ...decided, varied: { lines, limitPence, commitsPence, checks } },
    reduced(command, proposal, followUp),
  ];
}
