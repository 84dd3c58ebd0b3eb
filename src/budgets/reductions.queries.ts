import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { openOccurrences } from '../accounts/account.facts.js';
import { budgetAsKnown, type BudgetAsKnown } from '../figures/as-known.facts.js';
import { daysBetween, type LocalDate } from '../kernel/dates.js';
import { NOTHING, plus, times, type Pence } from '../kernel/money.js';
import type { Database } from '../read-models/database.js';
import type { KnownEvents } from '../read-models/known-events.js';
import { decoded, rowsOf } from '../read-models/rows.js';
import type { Circle, Reach } from '../sign-in/access.js';
import type { User } from '../sign-in/user.js';
import type { Moments } from '../web/moments.js';
import { paged, Paging } from '../web/paging.js';
import { notFound } from '../web/problem.js';
import { budgets } from './budgets.read-model.js';
import { changesOf, stateOn, type Reduction } from './reductions.facts.js';
import { reductions, type ReductionRow } from './reductions.read-model.js';

export const REDUCTION_STATES = [
  'proposed',
  'approved',
  'notified',
  'challenged',
  'in-force',
  'withdrawn',
] as const;
const WEEKS_A_YEAR = 52;

/** Which reductions to list. */
export class ReductionsListed extends Paging {
  @IsOptional()
  @IsIn(REDUCTION_STATES, { message: `Send one of: ${REDUCTION_STATES.join(', ')}.` })
  @ApiProperty({ required: false, enum: REDUCTION_STATES, description: 'As at today.' })
  state?: (typeof REDUCTION_STATES)[number];
}

/** What is read of reductions. A holder hears of one when it is notified. */
export class ReductionsQueries {
  constructor(
    private readonly db: Database,
    private readonly known: KnownEvents,
    private readonly moments: Moments,
    private readonly circle: Circle,
  ) {}

  async budgetOf(reductionId: string): Promise<string | undefined> {
    const row = await rowsOf(this.db, reductions)
      .select('budgetId')
      .where('reductionId', '=', reductionId)
      .executeTakeFirst();
    return row?.budgetId;
  }

  async list(query: ReductionsListed, user: User) {
    const { asAt } = await this.moments.of({});
    const rows = await rowsOf(this.db, reductions)
      .selectAll()
      .orderBy('proposedOn')
      .orderBy('reductionId')
      .execute();
    const visible = user.role === 'holder' ? await this.visibleTo(user) : undefined;
    const listed = rows
      .map((it) => decoded(reductions, it))
      .filter((it) => !visible || (visible.has(it.budgetId) && it.story.notice !== undefined))
      .filter((it) => query.state === undefined || stateOn(it.story, asAt) === query.state);
    const page = paged(listed, query);
    return { ...page, items: page.items.map((it) => inShort(it, asAt)) };
  }

  async one(reductionId: string, { user }: Reach) {
    const { asAt, knownAt } = await this.moments.of({});
    const stored = await rowsOf(this.db, reductions)
      .selectAll()
      .where('reductionId', '=', reductionId)
      .executeTakeFirst();
    if (!stored) throw notFound();
    const row = decoded(reductions, stored);
    if (user.role === 'holder' && !row.story.notice) throw notFound();
    const events = await this.known.of(row.budgetId, knownAt);
    const { story } = row;
    return {
      ...inShort(row, asAt),
      reasons: story.proposal.reasons,
      lines: changesOf(story),
      checks: checksOf(story),
      involvement: story.proposal.involvement,
      transition: story.proposal.transition,
      daysOfNotice: story.notice && daysBetween(story.notice.on, row.effectiveFrom),
      followUp: story.decision?.followUp ?? story.allocation?.followUp,
      effect: effectOf(row, budgetAsKnown(events), asAt),
      history: events
        .filter((it) => (it.event as { reductionId?: string }).reductionId === reductionId)
        .map(({ eventId, event, recordedAt, actor }) => {
          const { type, on } = event;
          return { eventId, type, on, recordedAt, actor };
        }),
    };
  }

  /** 404 before its notice: who is to hear of it has not heard of it yet. */
  async mustBeNotified(reductionId: string): Promise<void> {
    await this.moments.of({}); // a notice sent just now is read, too
    const stored = await rowsOf(this.db, reductions)
      .selectAll()
      .where('reductionId', '=', reductionId)
      .executeTakeFirst();
    if (!stored || !decoded(reductions, stored).story.notice) throw notFound();
  }

  private async visibleTo(user: User): Promise<ReadonlySet<string>> {
    const rows = await rowsOf(this.db, budgets)
      .select('budgetId')
      .where('personId', 'in', [...(await this.circle.peopleOf(user)), ''])
      .execute();
    return new Set(rows.map((it) => it.budgetId));
  }
}

const inShort = (row: ReductionRow, asAt: LocalDate) => ({
  reductionId: row.reductionId,
  budgetId: row.budgetId,
  state: stateOn(row.story, asAt),
  outcome: row.outcome ?? undefined,
  proposedOn: row.proposedOn,
  effectiveFrom: row.effectiveFrom,
  beforeWeeklyPence: row.beforePence,
  weeklyPence: row.weeklyPence,
});

/** As they were reported last. */
const checksOf = ({ proposal, approval, notice, decision }: Reduction) =>
  decision?.varied?.checks ?? notice?.checks ?? approval?.checks ?? proposal.checks;

/** What it does to the person: a week, a year, and whether regular costs are still covered. */
function effectOf(row: ReductionRow, { books }: BudgetAsKnown, asAt: LocalDate) {
  const weekly = (row.weeklyPence - row.beforePence) as Pence;
  let yearlyCosts = NOTHING;
  for (const it of books.commitments.values())
    if (it.repeatsWeeks !== undefined && openOccurrences(it, asAt).length > 0)
      yearlyCosts = plus(
        yearlyCosts,
        times(it.amountPence, Math.floor(WEEKS_A_YEAR / it.repeatsWeeks)),
      );
  return {
    weeklyChangePence: weekly,
    yearlyChangePence: times(weekly, WEEKS_A_YEAR),
    regularCostsYearlyPence: yearlyCosts,
    regularCostsCoveredPercent: coveredPercent(times(row.weeklyPence, WEEKS_A_YEAR), yearlyCosts),
  };
}

/** Whole per cent, cut off, at most 100; `null`: there are no regular costs. */
const coveredPercent = (budget: Pence, costs: Pence): number | null =>
  costs === NOTHING ? null : Math.min(100, Math.floor((100 * budget) / costs));
