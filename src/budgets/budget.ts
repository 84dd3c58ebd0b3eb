import { present } from '../kernel/canonical.js';
import { later } from '../kernel/dates.js';
import type { Decider } from '../kernel/decider.js';
import {
  agreeAllocation,
  agreeOneOff,
  annulAllocation,
  annulOneOff,
  assessContribution,
} from './allocations.js';
import { mustBeOpen, mustNotBeBeforeOpening, no } from './budget-checks.js';
import { budgetAfter, noBudget, type Budget } from './budget-state.js';
import type { Asking, BudgetCommand } from './budget.commands.js';
import type { BudgetEvent } from './budget.events.js';
import { challengeReduction, decideChallenge } from './challenges.js';
import {
  approveReduction,
  notABasis,
  notifyReduction,
  proposeReduction,
  withdrawOpenReductions,
  withdrawReduction,
} from './reductions.js';

// ── The rules ────────────────────────────────────────────────────────────────

export const budget: Decider<BudgetCommand, BudgetEvent, Budget> = {
  initial: noBudget,

  decide: (command, state) => {
    switch (command.type) {
      case 'OpenBudget':
        return open(command, state);
      case 'ChangeDeploymentMode':
        return changeMode(command, state);
      case 'AgreeAllocation':
        return agreeAllocation(command, state);
      case 'AnnulAllocation':
        return annulAllocation(command, state);
      case 'AgreeOneOff':
        return agreeOneOff(command, state);
      case 'AnnulOneOff':
        return annulOneOff(command, state);
      case 'AssessContribution':
        return assessContribution(command, state);
      case 'ProposeReduction':
        return proposeReduction(command, state);
      case 'ApproveReduction':
        return approveReduction(command, state);
      case 'NotifyReduction':
        return notifyReduction(command, state);
      case 'WithdrawReduction':
        return withdrawReduction(command, state);
      case 'ChallengeReduction':
        return challengeReduction(command, state);
      case 'DecideChallenge':
        return decideChallenge(command, state);
      case 'SuspendBudget':
        return suspend(command, state);
      case 'ResumeBudget':
        return resume(command, state);
      case 'CloseBudget':
        return close(command, state);
    }
  },

  evolve: budgetAfter,

  refusalOf: (event) => (event.type === 'ReassessmentCalledFor' ? notABasis(event) : undefined),
};

function open(command: Asking<'OpenBudget'>, { timeline }: Budget): BudgetEvent[] {
  if (timeline.opened) return []; // its id comes from the request: sent again, its key forgotten
  const { opensOn, personId, deploymentMode, basis, employsStaff } = command;
  const { openingBalancePence, policyVersion } = command;
  return [
    {
      type: 'BudgetOpened',
      on: opensOn,
      personId,
      deploymentMode,
      basis,
      employsStaff,
      openingBalancePence,
      policyVersion,
    },
  ];
}

/** In the order of days: what was said of a later day stays said. The same mode is nothing new. */
function changeMode(command: Asking<'ChangeDeploymentMode'>, state: Budget): BudgetEvent[] {
  const budget = mustBeOpen(state);
  const { mode, from, wordsHash } = command;
  mustNotBeBeforeOpening(budget, from);
  const last = budget.modes.at(-1)!;
  if (from < last.on)
    throw no(
      'out-of-order',
      `The last change counts from ${last.on}: name that day or a later one`,
    );
  if (mode === last.mode) return [];
  return [{ type: 'DeploymentModeChanged', on: from, mode, wordsHash }];
}

/** No day is suspended twice, or it would be taken off twice. */
function suspend(command: Asking<'SuspendBudget'>, state: Budget): BudgetEvent[] {
  const budget = mustBeOpen(state);
  const { from, reason, expectedEnd, policyVersion } = command;
  mustNotBeBeforeOpening(budget, from);
  const last = budget.suspensions.at(-1);
  if (last?.to === null)
    throw no('already-suspended', `It is suspended from ${last.from} on: resume it first`);
  if (last && from <= last.to)
    throw no('out-of-order', `The last suspension ends on ${last.to}: name a later day`);
  return [
    present({ type: 'BudgetSuspended' as const, on: from, reason, expectedEnd, policyVersion }),
  ];
}

/** A suspension that still lies ahead is called off: it ends on the day on which it would begin. */
function resume({ on }: Asking<'ResumeBudget'>, state: Budget): BudgetEvent[] {
  const last = mustBeOpen(state).suspensions.at(-1);
  if (last?.to !== null) throw no('not-suspended', 'No suspension is open, so it goes on as it is');
  return [{ type: 'BudgetResumed', on: later(on, last.from) }];
}

/** Asking twice is not an error; a reduction that is still open goes with the budget. */
function close(command: Asking<'CloseBudget'>, state: Budget): BudgetEvent[] {
  const { on, wordsHash } = command;
  if (state.timeline.closedOn === on) return [];
  mustNotBeBeforeOpening(mustBeOpen(state), on);
  return [...withdrawOpenReductions(command, state), { type: 'BudgetClosed', on, wordsHash }];
}
