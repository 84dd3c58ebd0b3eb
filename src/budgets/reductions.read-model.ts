import type { LocalDate } from '../kernel/dates.js';
import { sumOf, type Pence } from '../kernel/money.js';
import type { ReadModel } from '../read-models/read-model.js';
import type { BudgetEvent, ChallengeOutcome } from './budget.events.js';
import { weeklyTotal } from './budget.facts.js';
import {
  changesOf,
  effectiveDayOf,
  reductionAfter,
  stageOf,
  type Reduction,
  type ReductionEvent,
  type ReductionStage,
} from './reductions.facts.js';

/** One row a reduction, from its proposal on. */
export type ReductionRow = {
  reductionId: string;
  budgetId: string;
  /** Whether one that is `notified` is in force depends on the day it is read, so it is not here. */
  stage: ReductionStage;
  outcome: ChallengeOutcome | null;
  proposedOn: LocalDate;
  /** The first day in force. */
  effectiveFrom: LocalDate;
  beforePence: Pence;
  weeklyPence: Pence;
  /** Every step: lines, checks, days. */
  story: Reduction;
  /** Of the budget's stream, at the last step. */
  version: number;
};

export const reductions: ReadModel<BudgetEvent, ReductionRow> = {
  name: 'reductions@1',

  columns: {
    reductionId: 'text',
    budgetId: 'text',
    stage: 'text',
    outcome: 'text',
    proposedOn: 'text',
    effectiveFrom: 'text',
    beforePence: 'integer',
    weeklyPence: 'integer',
    story: 'json',
    version: 'integer',
  },
  indexes: [['budgetId'], ['stage', 'effectiveFrom']],

  rowOf: (event) => ('reductionId' in event ? event.reductionId : undefined),

  on: {
    ReductionProposed: told,
    ReductionApproved: told,
    ReductionNotified: told,
    AllocationReduced: told,
    ReductionWithdrawn: told,
    ReductionChallenged: told,
    ChallengeDecided: told,
  },
};

function told(
  row: ReductionRow | undefined,
  event: ReductionEvent,
  { stream, version }: { readonly stream: string; readonly version: number },
): ReductionRow | undefined {
  const story = reductionAfter(row?.story, event);
  if (!story) return undefined;
  const changes = changesOf(story);
  return {
    reductionId: story.proposal.reductionId,
    budgetId: stream.slice('budget-'.length),
    stage: stageOf(story),
    outcome: story.decision?.outcome ?? null,
    proposedOn: story.proposal.on,
    effectiveFrom: effectiveDayOf(story),
    beforePence: sumOf(changes, (it) => it.beforePence),
    weeklyPence: weeklyTotal(changes),
    story,
    version,
  };
}
