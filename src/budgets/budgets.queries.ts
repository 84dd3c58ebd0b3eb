import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, MaxLength, IsString } from 'class-validator';
import { budgetAsKnown } from '../figures/as-known.facts.js';
import { figuresAnswer } from '../figures/figures-answer.facts.js';
import { figuresOf, weeksIn } from '../figures/figures.facts.js';
import type { LocalDate } from '../kernel/dates.js';
import { NOTHING } from '../kernel/money.js';
import { policyInForce } from '../policies/policy.facts.js';
import type { Database } from '../read-models/database.js';
import type { KnownEvents } from '../read-models/known-events.js';
import { decoded, rowsOf } from '../read-models/rows.js';
import { reviewsIn } from '../reviews/review.facts.js';
import type { Circle } from '../sign-in/access.js';
import type { User } from '../sign-in/user.js';
import type { AtTwoClocks, Moments } from '../web/moments.js';
import { paged, Paging, type Page, type PagingAtTwoClocks } from '../web/paging.js';
import { notFound } from '../web/problem.js';
import { ERASED } from '../words/words.js';
import type { BudgetEvent } from './budget.events.js';
import { allocationsShown, type AllocationShown } from './allocations-shown.js';
import { allocationOn, modeOn, suspendedOn, type Timeline } from './budget.facts.js';
import { balances } from './balances.read-model.js';
import { budgets, type BudgetRow } from './budgets.read-model.js';

export const STATUSES = ['open', 'suspended', 'closed'] as const;
export const SORTS = ['name', 'weeklyPence', 'balancePence', 'weeksHeld', 'opensOn'] as const;

const optional = (description: string, of?: readonly string[]) =>
  ApiProperty({ required: false, type: 'string', description, ...(of && { enum: [...of] }) });

const oneOf = (values: readonly string[]) => ({ message: `Send one of: ${values.join(', ')}.` });

/** Which budgets to list, and how. */
export class BudgetsListed extends Paging {
  @IsOptional()
  @IsString()
  @MaxLength(200)
  @optional('Part of a name.')
  query?: string;

  @IsOptional()
  @IsString()
  @MaxLength(40)
  @optional('A monitoring rule that the account breaks.')
  concern?: string;

  @IsOptional()
  @IsIn(['light', 'standard', 'enhanced'], oneOf(['light', 'standard', 'enhanced']))
  @optional('How much monitoring the account gets.', ['light', 'standard', 'enhanced'])
  tier?: string;

  @IsOptional()
  @IsIn(STATUSES, oneOf(STATUSES))
  @optional('As at today.', STATUSES)
  status?: (typeof STATUSES)[number];

  @IsOptional()
  @IsIn(SORTS, oneOf(SORTS))
  @optional('Name is the default; amounts go from high to low.', SORTS)
  sort?: (typeof SORTS)[number];
}

interface Listed {
  readonly row: BudgetRow;
  readonly fullName: string;
  readonly balancePence: number;
  readonly weeklyPence: number;
}

/** What is read of budgets: lists from a row each, one whole from its events. */
export class BudgetsQueries {
  constructor(
    private readonly db: Database,
    private readonly known: KnownEvents,
    private readonly moments: Moments,
    private readonly circle: Circle,
  ) {}

  /** 404 for a person nobody recorded. */
  async mustKnowPerson(personId: string): Promise<void> {
    if (!(await this.circle.knows(personId)))
      throw notFound('There is no such person. Record them first.');
  }

  /** Whether the budget has an allocation or a one-off of this id. */
  async has(budgetId: string, name: 'allocationId' | 'oneOffId', id: string): Promise<boolean> {
    const { knownAt } = await this.moments.of({});
    const events = await this.known.of<BudgetEvent>(budgetId, knownAt);
    return events.some(
      ({ event }) => (event as { readonly [_ in typeof name]?: string })[name] === id,
    );
  }

  /** 404 for one that nobody has heard of. */
  async summary(budgetId: string) {
    const found = await this.position(budgetId, {});
    if (!found) throw notFound();
    return found;
  }

  /** As it was known and as it was; `undefined`: nothing was known of it then. */
  async position(budgetId: string, at: AtTwoClocks) {
    const { asAt, knownAt } = await this.moments.of(at);
    const events = await this.known.of(budgetId, knownAt);
    const ofBudget = events.filter((it) => it.stream === `budget-${budgetId}`);
    const known = budgetAsKnown(events);
    const { opened } = known.timeline;
    if (!opened) return undefined;
    const names = await this.circle.namesOf([opened.personId]);
    const allocations = allocationsShown(known, asAt);
    return {
      budgetId,
      status: statusOn(known.timeline, asAt),
      person: { personId: opened.personId, fullName: names.get(opened.personId) ?? ERASED },
      opensOn: opened.on,
      closedOn: known.timeline.closedOn ?? undefined,
      deploymentMode: modeOn(known.timeline, asAt),
      basis: opened.basis,
      employsStaff: opened.employsStaff,
      allocation: allocations.find((it) => it.state === 'in-force') ?? null,
      nextChange: allocations.find((it) => it.state === 'ahead') ?? null,
      figures: figuresAnswer(figuresOf(known, asAt, policyInForce())),
      tier: policyInForce().startTier,
      concerns: [],
      reviews: reviewsIn(events),
      version: ofBudget.at(-1)!.version,
    };
  }

  async allocations(budgetId: string, query: PagingAtTwoClocks): Promise<Page<AllocationShown>> {
    const { asAt, knownAt } = await this.moments.of(query);
    const known = budgetAsKnown(await this.known.of(budgetId, knownAt));
    return paged(allocationsShown(known, asAt), query);
  }

  /**
   * All are folded from a row each: 5,000 are nothing, and what is in force depends on the day.
   * `only` some, where something else than their rows says which.
   */
  async list(query: BudgetsListed, user: User, only?: ReadonlySet<string>) {
    const { asAt } = await this.moments.of({});
    const every = await this.rowsFor(user);
    const rows = only ? every.filter((it) => only.has(it.budgetId)) : every;
    const names = await this.circle.namesOf(rows.map((it) => it.personId));
    const held = await this.balancesOf(rows.map((it) => it.budgetId));
    const listed = rows
      .map((row) => listedRow(row, names, held, asAt))
      .filter((it) => isWanted(it, query, asAt))
      .toSorted(BY[query.sort ?? 'name']);
    const page = paged(listed, query);
    return { ...page, items: page.items.map((it) => itemOf(it, asAt)) };
  }

  /** Those that any account has. Until accounts are watched, each has the one it began with. */
  tiersThereAre(): readonly string[] {
    return [policyInForce().startTier];
  }

  private async rowsFor(user: User): Promise<BudgetRow[]> {
    const every = rowsOf(this.db, budgets).selectAll();
    const people = user.role === 'holder' ? await this.circle.peopleOf(user) : undefined;
    const theirs = people ? every.where('personId', 'in', [...people, '']) : every;
    return (await theirs.execute()).map((it) => decoded(budgets, it));
  }

  private async balancesOf(budgetIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const every = rowsOf(this.db, balances).selectAll();
    const some = budgetIds.length > FEW ? every : every.where('budgetId', 'in', [...budgetIds, '']);
    return new Map((await some.execute()).map((it) => [it.budgetId, Number(it.balancePence)]));
  }
}

/** Beyond so many, reading all is cheaper than naming each. */
const FEW = 500;

const statusOn = (timeline: Timeline, day: LocalDate): (typeof STATUSES)[number] =>
  timeline.closedOn !== null && timeline.closedOn < day
    ? 'closed'
    : suspendedOn(timeline, day)
      ? 'suspended'
      : 'open';

const listedRow = (
  row: BudgetRow,
  names: ReadonlyMap<string, string>,
  held: ReadonlyMap<string, number>,
  asAt: LocalDate,
): Listed => ({
  row,
  fullName: names.get(row.personId) ?? ERASED,
  balancePence: held.get(row.budgetId) ?? 0,
  weeklyPence: allocationOn(row.timeline, asAt)?.weeklyPence ?? NOTHING,
});

function isWanted({ row, fullName }: Listed, query: BudgetsListed, asAt: LocalDate): boolean {
  const lower = (text: string) => text.toLocaleLowerCase('en-GB');
  return (
    (query.query === undefined || lower(fullName).includes(lower(query.query))) &&
    (query.status === undefined || statusOn(row.timeline, asAt) === query.status) &&
    (query.tier === undefined || policyInForce().startTier === query.tier) &&
    query.concern === undefined // no rule is watched yet, so no account breaks one
  );
}

const heldBy = ({ balancePence, weeklyPence }: Listed): number =>
  weeklyPence === 0 ? 0 : balancePence / weeklyPence;

/** Of two alike the one opened first, so that no page shows one twice. */
const byId = (a: Listed, b: Listed): number => (a.row.budgetId < b.row.budgetId ? -1 : 1);

const BY: Record<(typeof SORTS)[number], (a: Listed, b: Listed) => number> = {
  name: (a, b) => a.fullName.localeCompare(b.fullName, 'en-GB') || byId(a, b),
  weeklyPence: (a, b) => b.weeklyPence - a.weeklyPence || byId(a, b),
  balancePence: (a, b) => b.balancePence - a.balancePence || byId(a, b),
  weeksHeld: (a, b) => heldBy(b) - heldBy(a) || byId(a, b),
  opensOn: (a, b) => a.row.openedOn.localeCompare(b.row.openedOn) || byId(a, b),
};

const itemOf = ({ row, fullName, balancePence, weeklyPence }: Listed, asAt: LocalDate) => ({
  budgetId: row.budgetId,
  status: statusOn(row.timeline, asAt),
  person: { personId: row.personId, fullName },
  opensOn: row.openedOn,
  deploymentMode: modeOn(row.timeline, asAt),
  basis: row.basis,
  employsStaff: row.employsStaff,
  weeklyPence,
  balancePence,
  weeksHeld: weeklyPence === 0 ? null : weeksIn(balancePence, weeklyPence),
  tier: policyInForce().startTier,
  concerns: [],
  nextReview: null,
  version: row.version,
});
