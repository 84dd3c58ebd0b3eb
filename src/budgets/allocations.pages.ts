import { Get } from '@nestjs/common';
import { addWeeks, dayInWords } from '../kernel/dates.js';
import { formatPence, minus, type Pence } from '../kernel/money.js';
import { atTheStart, inWords, listed } from '../policies/in-words.facts.js';
import type { Owner, Reach } from '../sign-in/access.js';
import { May, Reached } from '../sign-in/access.guard.js';
import { AccountFrame } from '../web/account-frame.js';
import { stepChart } from '../web/charts.js';
import { AtMoments, type MomentsAsked } from '../web/moments-asked.js';
import { shown } from '../web/page.js';
import { Pages } from '../web/pages.js';
import { AllocationStory, type AllocationTold } from './allocation-story.queries.js';
import type { SetWhen, StepOfBudget } from './allocation-story.js';
import type { LineChange } from './budget.events.js';

type Story = Awaited<ReturnType<AllocationStory['of']>>;

/** What a budget gives and gave, what changed it, and who decided that. */
@Pages('accounts/:budgetId/allocation')
export class AllocationsPages {
  constructor(
    private readonly story: AllocationStory,
    private readonly frame: AccountFrame,
  ) {}

  @Get()
  @May('officer', 'auditor')
  async timeline(@AtMoments() moments: MomentsAsked, @Reached() reach: Reach) {
    const [around, story] = await Promise.all([
      this.frame.of(reach, moments, 'allocation'),
      this.story.of(reach as Required<Owner>, moments),
    ]);
    return shown('budgets/allocation', {
      ...around,
      title: 'Allocation',
      says: story.says,
      picture: story.steps.length > 1 ? pictureOf(story) : undefined,
      steps: story.steps.map((it, i) => stepShown(it, story.steps[i - 1])),
      allocations: story.allocations.toReversed().map(allocationShown),
      oneOffs: story.oneOffs.map((it) => ({
        ...it,
        what: forWhat(it),
        state: AGREED_ONCE[it.when],
      })),
      contributions: story.contributions.map((it) => ({ ...it, state: PAID_A_WEEK[it.when] })),
      suspensions: story.suspensions.map((it) => ({ ...it, why: atTheStart(inWords(it.reason)) })),
    });
  }
}

function pictureOf({ steps, says, asAt }: Story): string {
  const last = steps.at(-1)!.on;
  const told = steps.map(
    ({ on, amountPence }, i) =>
      `${i + 1}: ${formatPence(amountPence)} a week from ${dayInWords(on)} on`,
  );
  return stepChart({
    id: 'budget-over-time',
    title: says,
    description: `A line of what the budget gave a week, day by day. ${told.join('. ')}.`,
    from: steps[0]!.on,
    to: last < asAt ? asAt : addWeeks(last, 4), // room for what the last number stands for
    steps,
  });
}

/** What the number in the picture stands for. */
function stepShown({ on, amountPence, allocationId }: StepOfBudget, before?: StepOfBudget) {
  const by = (amountPence - (before?.amountPence ?? 0)) as Pence;
  return {
    on,
    amountPence,
    allocationId,
    change: !before ? 'First agreed' : by === 0 ? 'Other lines, the same sum' : changeInWords(by),
  };
}

/** "up £5.00" */
const changeInWords = (by: Pence): string =>
  by > 0 ? `Up ${formatPence(by)}` : `Down ${formatPence(minus(by))}`;

const KINDS = { agreed: 'Agreed', increased: 'Increased', reduced: 'Reduced' } as const;

const STATES = {
  'in-force': { text: 'In force', colour: 'green' },
  ahead: { text: 'Agreed for later', colour: 'blue' },
  superseded: { text: 'Over', colour: 'grey' },
  stayed: { text: 'Waits for a decision', colour: 'yellow' },
} as const;

/** It never counted: taken back, or replaced before its day came. */
const NEVER = { text: 'Never counted', colour: 'grey' } as const;

function allocationShown(it: AllocationTold) {
  const neverCounted = it.state === 'superseded' && it.number === undefined;
  return {
    ...it,
    kind: KINDS[it.kind],
    state: neverCounted ? NEVER : STATES[it.state],
    why: atTheStart(listed(it.reasons.map(inWords))),
    lines: it.lines.map(lineShown),
  };
}

const forWhat = (it: { readonly purpose: string; readonly fundingStream: string }): string =>
  `${atTheStart(inWords(it.purpose))} (${inWords(it.fundingStream)})`;

function lineShown(line: LineChange) {
  const { weeklyPence, beforePence, minutesPerWeek } = line;
  const by = (weeklyPence - beforePence) as Pence;
  const change =
    by === 0
      ? 'As before'
      : beforePence === 0
        ? 'New'
        : weeklyPence === 0
          ? 'Ends'
          : changeInWords(by);
  return { what: forWhat(line), beforePence, weeklyPence, minutesPerWeek, change };
}

const AGREED_ONCE: Readonly<Record<SetWhen, string>> = {
  counts: 'Counts',
  ahead: 'For later',
  never: 'Taken back: never counted',
};

const PAID_A_WEEK: Readonly<Record<SetWhen, string>> = {
  counts: 'Counts from then to the next',
  ahead: 'For later',
  never: 'Replaced before it counted',
};
