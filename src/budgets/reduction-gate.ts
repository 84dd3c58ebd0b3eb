import { addDays, addWeeks, daysBetween, type LocalDate } from '../kernel/dates.js';
import { formatPence, plus, sumOf, times, type Pence } from '../kernel/money.js';
import {
  BASES,
  GATE_CHECKS,
  type FollowUp,
  type GateCheck,
  type GateCheckName,
  type LineChange,
  type ReductionProposed,
  type ReductionReason,
} from './budget.events.js';
import {
  allocationOn,
  lineChanges,
  oneOffsUpTo,
  weeklyTotal,
  type Timeline,
} from './budget.facts.js';
import { linesAfter } from './reductions.facts.js';

// The reduction gate: a budget goes down only when every check holds. Each says why, in days and
// pence, and what would make it hold.

/** A proposal as it comes to the gate, now or earlier. */
export type Proposal = Pick<
  ReductionProposed,
  | 'by'
  | 'effectiveFrom'
  | 'lines'
  | 'reasons'
  | 'reassessment'
  | 'involvement'
  | 'needsStillMet'
  | 'transition'
  | 'waivers'
  | 'proof'
>;

export interface Approval {
  readonly on: LocalDate;
  readonly by: string;
  readonly limitPence: Pence;
  readonly commitsPence: Pence;
}

export interface AtTheGate {
  /** The day of recording. */
  readonly today: LocalDate;
  /** What the budget gives, without this reduction. */
  readonly timeline: Timeline;
  readonly proposal: Proposal;
  /** Absent: nobody approved it yet. */
  readonly approval?: Approval | undefined;
  /** The day of the notice; before there is one, as if it were served today. */
  readonly noticeOn: LocalDate;
  readonly reductionNoticeDays: number;
  /** What the notice promises; absent before it. */
  readonly followUp?: FollowUp | undefined;
  /** A challenge to another reduction of the budget is undecided. */
  readonly challengeOpen: boolean;
}

/** All of them, in the order in which people read them. */
export const gateChecks = (at: AtTheGate): GateCheck[] =>
  GATE_CHECKS.map((check) => ({
    check,
    ...(beyondWaiving(at.proposal).includes(check) ? WAIVED_WRONGLY : CHECKS[check](at)),
  }));

type Verdict = Omit<GateCheck, 'check'>;

const holds = (why: string): Verdict => ({ holds: true, why });
const fails = (why: string): Verdict => ({ holds: false, why });

const CHECKS: Readonly<Record<GateCheckName, (at: AtTheGate) => Verdict>> = {
  reassessment,
  'lawful-basis': lawfulBasis,
  involvement,
  'line-by-line': lineByLine,
  'needs-still-met': needsStillMet,
  approval,
  notice,
  'not-backwards': notBackwards,
  'transition-costs': transitionCosts,
  'follow-up-review': followUpReview,
  'no-open-challenge': noOpenChallenge,
};

// ── Each check ───────────────────────────────────────────────────────────────

/**
 * Only a look at the need can find that it has changed (McMillan; Savva; LGSCO 18 012 892,
 * 19 018 919): one completed after the first day of the allocation that is to be replaced.
 */
function reassessment({ timeline, proposal, today }: AtTheGate): Verdict {
  const { effectiveFrom } = proposal;
  const replaced =
    allocationOn(timeline, addDays(effectiveFrom, -1)) ?? allocationOn(timeline, effectiveFrom);
  const completedOn = proposal.reassessment?.completedOn;
  if (isProven(proposal)) return holds(proofOf(proposal));
  if (!completedOn)
    return fails('No completed reassessment is named. Complete one, then propose again.');
  if (completedOn > today)
    return fails(`The reassessment is dated ${completedOn}, which is still ahead.`);
  if (replaced && completedOn <= replaced.on)
    return fails(
      `The reassessment of ${completedOn} does not come after ${replaced.on}, the day from which ` +
        `the present allocation counts. Complete a new one, then propose again.`,
    );
  return holds(`The need was reassessed on ${completedOn}, after the present allocation began.`);
}

function lawfulBasis({ proposal }: AtTheGate): Verdict {
  return hasBasis(proposal.reasons)
    ? holds('A lawful reason is given.')
    : fails('None of the reasons is enough to reduce a budget. The need is looked at again first.');
}

function involvement({ proposal, today }: AtTheGate): Verdict {
  if (isProven(proposal)) return holds(proofOf(proposal));
  const took = proposal.involvement.find((it) => it.on <= today);
  if (took) return holds(`Who was involved, how and when is recorded, on ${took.on} for one.`);
  return fails('It is not recorded who was involved, how and when. Talk it over, then record it.');
}

/** What was shown must still be what happens. */
function lineByLine({ timeline, proposal }: AtTheGate): Verdict {
  const { lines, effectiveFrom } = proposal;
  const now = lineChanges(allocationOn(timeline, effectiveFrom)?.lines ?? [], linesAfter(lines));
  const isTheSame = (a: LineChange) => (b: LineChange) =>
    a.purpose === b.purpose &&
    a.fundingStream === b.fundingStream &&
    a.beforePence === b.beforePence;
  return now.length === lines.length && now.every((it) => lines.some(isTheSame(it)))
    ? holds('Each line is shown as it was and as it will be.')
    : fails(
        `What is in force on ${effectiveFrom} has changed since the proposal. Propose it anew.`,
      );
}

function needsStillMet({ proposal }: AtTheGate): Verdict {
  return proposal.needsStillMet
    ? holds('It is written down how each need is still met.')
    : fails('It is not written down how each need is still met. Propose again and say so.');
}

/** By somebody other than the proposer, within what they may approve. */
function approval({ proposal, approval }: AtTheGate): Verdict {
  if (!approval)
    return fails('Nobody has approved it yet. Somebody other than the proposer does so.');
  const { on, by, limitPence, commitsPence } = approval;
  if (by === proposal.by) return fails('Somebody other than the proposer approves it.');
  if (commitsPence > limitPence)
    return fails(
      `It comes to ${formatPence(commitsPence)} in 52 weeks, above the limit of ` +
        `${formatPence(limitPence)}. Somebody with a higher limit approves it.`,
    );
  return holds(
    `Approved on ${on} by somebody else: ${formatPence(commitsPence)} in 52 weeks, within the ` +
      `limit of ${formatPence(limitPence)}.`,
  );
}

/** Backdated, or dated ahead, a notice would defeat the days of notice. */
function notice(at: AtTheGate): Verdict {
  const { proposal, noticeOn, today, reductionNoticeDays: days } = at;
  const { effectiveFrom } = proposal;
  if (noticeOn > today)
    return fails(
      `The notice is dated ${noticeOn}, which is still ahead. Serve it, then record it.`,
    );
  if (at.approval && noticeOn < at.approval.on)
    return fails(`The notice is dated ${noticeOn}, before the approval of ${at.approval.on}.`);
  if (isWaived(proposal, 'notice')) return holds(WAIVED);
  const earliest = addDays(noticeOn, days);
  const given = daysBetween(noticeOn, effectiveFrom);
  return effectiveFrom >= earliest
    ? holds(`Notice on ${noticeOn} leaves ${given} days before ${effectiveFrom}; ${days} are due.`)
    : fails(
        `With notice on ${noticeOn} and ${days} days of it, ${earliest} is the earliest day; ` +
          `${effectiveFrom} is too soon. Propose a later day.`,
      );
}

/** A past overpayment is a return to be agreed, never a backdated reduction. */
function notBackwards({ proposal: { effectiveFrom }, today }: AtTheGate): Verdict {
  return effectiveFrom > today
    ? holds(`It counts from ${effectiveFrom}, which is still ahead.`)
    : fails(`${effectiveFrom} is not after ${today}, and nothing is reduced backwards.`);
}

/** Without costs it says so: `none`, and £0.00. */
function transitionCosts({ proposal }: AtTheGate): Verdict {
  if (isWaived(proposal, 'transition-costs')) return holds(WAIVED);
  const { transition } = proposal;
  if (!transition)
    return fails('It is not recorded what notice pay and redundancy cost, and who bears it.');
  const costs = formatPence(transition.costsPence);
  if (transition.how !== 'none')
    return holds(`Costs of ${costs} on the way to it are ${transition.how}.`);
  return transition.costsPence === 0
    ? holds('There are no costs on the way to it.')
    : fails(`Costs of ${costs} on the way to it are neither funded nor reserved.`);
}

/**
 * Six to eight weeks after (Care and Support Statutory Guidance 13.32; LGSCO 23 005 515). The
 * ledger schedules it in the same step as the notice, so only a waiver leaves it out.
 */
function followUpReview({ proposal, followUp }: AtTheGate): Verdict {
  if (isWaived(proposal, 'follow-up-review')) return holds(WAIVED);
  return followUp
    ? holds(`A review is due on ${followUp.dueOn}, on ${followUp.limitOn} at the latest.`)
    : holds('A review is scheduled in the same step as the notice.');
}

function noOpenChallenge({ challengeOpen }: AtTheGate): Verdict {
  return challengeOpen
    ? fails('A challenge to a reduction of this budget is undecided. Decide it first.')
    : holds('No challenge is undecided.');
}

// ── Waivers and proof ────────────────────────────────────────────────────────

const WAIVED = 'Waived, for a reason that is recorded.';
const WAIVED_WRONGLY = fails('This cannot be waived here. Propose again without waiving it.');

const WAIVABLE: readonly GateCheckName[] = ['notice', 'transition-costs', 'follow-up-review'];
const REPLACED_BY_PROOF: readonly GateCheckName[] = ['reassessment', 'involvement'];
const ALLOWS_WAIVING: readonly ReductionReason[] = ['person-requested', 'error-correction'];

export const hasBasis = (reasons: readonly ReductionReason[]): boolean =>
  reasons.some((reason) => BASES.some((it) => it === reason));

/** What was waived although it may not be: then the check fails, and says so. */
export const beyondWaiving = ({ waivers, reasons, proof }: Proposal): GateCheckName[] =>
  waivers.filter((check) => {
    if (WAIVABLE.includes(check)) return !reasons.some((it) => ALLOWS_WAIVING.includes(it));
    if (REPLACED_BY_PROOF.includes(check)) return !proof || !reasons.includes('error-correction');
    return true;
  });

const isWaived = ({ waivers }: Proposal, check: GateCheckName): boolean => waivers.includes(check);

/** An error is put right down to the figure that had been agreed, and no further. */
const isProven = ({ reasons, proof, lines }: Proposal): boolean =>
  proof !== undefined &&
  reasons.includes('error-correction') &&
  weeklyTotal(lines) >= proof.weeklyPence;

const proofOf = ({ proof }: Proposal): string =>
  `It is proven that ${formatPence(proof!.weeklyPence)} a week had been agreed.`;

// ── What an approval commits the council to, and what a notice promises ──────

/** 52 weeks of it, and the one-offs of the 52 weeks before. */
export function commitmentOf(
  timeline: Timeline,
  { lines, effectiveFrom }: Pick<Proposal, 'lines' | 'effectiveFrom'>,
): Pence {
  const from = addWeeks(effectiveFrom, -52);
  const oneOffs = oneOffsUpTo(timeline, addDays(effectiveFrom, -1)).filter((it) => it.on >= from);
  return plus(
    times(weeklyTotal(lines), 52),
    sumOf(oneOffs, (it) => it.amountPence),
  );
}

/** Absent where it was waived. */
export const promiseOf = (
  proposal: Proposal,
  reviewId: string,
  { due, limit }: { readonly due: number; readonly limit: number },
): FollowUp | undefined =>
  isWaived(proposal, 'follow-up-review')
    ? undefined
    : {
        reviewId,
        dueOn: addWeeks(proposal.effectiveFrom, due),
        limitOn: addWeeks(proposal.effectiveFrom, limit),
      };
