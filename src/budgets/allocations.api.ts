import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Written } from '../event-log/event-log.js';
import { present } from '../kernel/canonical.js';
import type { LocalDate } from '../kernel/dates.js';
import type { Pence } from '../kernel/money.js';
import { ALLOCATION_REASONS, FUNDING_STREAMS, PURPOSES } from '../policies/vocabulary.facts.js';
import { May } from '../sign-in/access.guard.js';
import { answered } from '../web/answers.js';
import { Asking, AskingFor } from '../web/asking.js';
import { Choice, Code, Day, Part, Parts, Pennies, Text, Whole } from '../web/fields.js';
import {
  EXAMPLE_ENVELOPE,
  EXAMPLE_ID,
  examplePage,
  IdInAddress,
  Operation,
} from '../web/operation.js';
import { PagingAtTwoClocks } from '../web/paging.js';
import { invalid } from '../web/problem.js';
import { Requests } from '../web/requests.js';
import { ALLOCATION_NOTES, EXAMPLE_ALLOCATION } from './budget-examples.js';
import { BudgetWriting } from './budget-writing.api.js';
import type { AllocationLine, BudgetEvent } from './budget.events.js';
import { BudgetsQueries } from './budgets.queries.js';

const MINUTES_A_WEEK = 10_080;

export class LineBody {
  @Choice({ of: PURPOSES, description: 'What it is for.', example: 'personal-care' })
  purpose!: string;

  @Choice({ of: FUNDING_STREAMS, description: 'Who pays it.', example: 'adult-social-care' })
  fundingStream!: string;

  @Pennies({ description: 'Pence a week, 1 to 10,000,000.', max: 10_000_000, example: 21_000 })
  weeklyPence!: Pence;

  @Whole({
    description: 'The minutes a week it was worked out from.',
    min: 1,
    max: MINUTES_A_WEEK,
    optional: true,
    example: 860,
  })
  minutesPerWeek?: number;

  @Code({ description: 'The outcome it is to reach.', optional: true, example: 'safe-at-home' })
  outcome?: string;
}

/** Field by field, and each line once. */
export function linesOf(lines: readonly LineBody[]): AllocationLine[] {
  const keys = lines.map((it) => `${it.purpose} ${it.fundingStream}`);
  if (new Set(keys).size < keys.length)
    throw invalid({ field: 'lines', message: 'Send each purpose and funding stream once.' });
  return lines.map(({ purpose, fundingStream, weeklyPence, minutesPerWeek, outcome }) =>
    present({ purpose, fundingStream, weeklyPence, minutesPerWeek, outcome }),
  );
}

export class AuthorityBody {
  @Text({ description: 'Where the decision is written down.', example: 'Panel 2026-04-01, item 3' })
  reference!: string;
}

class AllocationBody {
  @Day({ description: 'The first day in force; may lie back or ahead.', example: '2026-04-06' })
  effectiveFrom!: LocalDate;

  @Parts({ of: () => LineBody, min: 1, max: 50, description: 'All lines as they will be.' })
  lines!: LineBody[];

  @Pennies({
    description: 'Sets the contribution from the same day, pence a week from 0.',
    min: 0,
    optional: true,
    example: 3_000,
  })
  contributionWeeklyPence?: Pence;

  @Choice({ of: ALLOCATION_REASONS, description: 'Why.', example: 'first-plan' })
  reason!: string;

  @Code({ description: 'The version of the criteria used.', optional: true, example: 'ras-2026' })
  criteriaVersion?: string;

  @Part({ of: () => AuthorityBody, description: 'Who decided.' })
  authority!: AuthorityBody;

  @Text({
    description: 'What the person is told.',
    optional: true,
    example: 'As we agreed in May.',
  })
  narrative?: string;
}

class OneOffBody {
  @Pennies({ description: 'Pence.', example: 25_000 })
  amountPence!: Pence;

  @Choice({ of: PURPOSES, description: 'What it is for.', example: 'equipment' })
  purpose!: string;

  @Choice({ of: FUNDING_STREAMS, description: 'Who pays it.', example: 'adult-social-care' })
  fundingStream!: string;

  @Day({ description: 'The day on which it counts; may lie ahead.', example: '2026-05-01' })
  on!: LocalDate;

  @Part({ of: () => AuthorityBody, description: 'Who decided.' })
  authority!: AuthorityBody;
}

class AssessmentBody {
  @Pennies({ description: 'Pence a week, 0 to the weekly total.', min: 0, example: 3_200 })
  weeklyPence!: Pence;

  @Day({ description: 'The first day; may lie back or ahead.', example: '2026-04-06' })
  effectiveFrom!: LocalDate;

  @Text({ description: 'Where the assessment is written down.', example: 'FA 2026/118' })
  assessmentReference!: string;
}

export class ReasonBody {
  @Text({ description: 'Why.', example: 'Typed £4,200 for £420' })
  reason!: string;
}

/** What an answer says of an allocation: only what its event says. */
function agreedIn({ recorded }: Written<BudgetEvent>) {
  for (const { event } of recorded)
    if (event.type === 'AllocationAgreed' || event.type === 'AllocationIncreased')
      return {
        kind: event.type === 'AllocationAgreed' ? 'agreed' : 'increased',
        laterAllocations: event.laterAllocations,
      };
  return {};
}

@ApiTags('Allocations')
@Controller('budgets/:budgetId')
@IdInAddress('budgetId', 'a budget')
export class AllocationsApi {
  constructor(
    private readonly budget: BudgetWriting,
    private readonly requests: Requests,
    private readonly queries: BudgetsQueries,
  ) {}

  @Post('allocations')
  @May('officer')
  @Operation({
    summary: 'Agree an allocation, or an increase',
    description:
      'Counts from its day to the next one’s: later allocations stay as they were and are ' +
      'listed. A lower weekly total is proposed as a reduction.',
    status: 201,
    answers: {
      allocationId: EXAMPLE_ID,
      kind: 'agreed',
      laterAllocations: [EXAMPLE_ALLOCATION.allocationId],
      ...EXAMPLE_ENVELOPE,
    },
    codes: { kind: ['agreed', 'increased'] },
    means: ALLOCATION_NOTES.means,
    refusals: [
      'before-opening',
      'closed',
      'contribution-too-high',
      'erased',
      'reduction-needs-its-own-path',
    ],
  })
  async agree(@Body() body: AllocationBody, @Asking() asking: AskingFor) {
    const { effectiveFrom, contributionWeeklyPence, reason, criteriaVersion } = body;
    const lines = linesOf(body.lines);
    const said = { reference: body.authority.reference, narrative: body.narrative };
    const { asked, wordsHash } = await this.requests.spoken(asking, said);
    const allocationId = asking.idOf('allocation');
    const written = await this.budget.recorded(
      asking,
      asked,
      present({
        type: 'AgreeAllocation' as const,
        allocationId,
        assessmentId: asking.idOf('assessment'),
        effectiveFrom,
        lines,
        contributionWeeklyPence,
        reason,
        criteriaVersion,
        wordsHash,
      }),
    );
    return answered(written, { allocationId, ...agreedIn(written) });
  }

  @Get('allocations')
  @May('officer', 'auditor', 'holder')
  @Operation({
    summary: 'The allocations, oldest first',
    description: 'What each gives by line, in pence a week, and what it gave before.',
    answers: examplePage(EXAMPLE_ALLOCATION),
    ...ALLOCATION_NOTES,
    sometimes: [...ALLOCATION_NOTES.sometimes, 'items.reductionId'],
  })
  async list(@Param('budgetId') budgetId: string, @Query() query: PagingAtTwoClocks) {
    return this.queries.allocations(budgetId, query);
  }

  @Post('allocations/:allocationId/annulment')
  @May('officer')
  @IdInAddress('allocationId', 'an allocation')
  @Operation({
    summary: 'Annul an allocation that was recorded in error',
    description:
      'By somebody other than who recorded it, within 5 working days, before any payment.',
    answers: EXAMPLE_ENVELOPE,
    refusals: ['annuller-is-recorder', 'closed', 'erased', 'not-annullable'],
  })
  async annul(
    @Param('allocationId') allocationId: string,
    @Body() { reason }: ReasonBody,
    @Asking() asking: AskingFor,
  ) {
    const { asked, wordsHash } = await this.requests.spoken(asking, { reason });
    const what = { type: 'AnnulAllocation', allocationId, wordsHash } as const;
    return this.budget.ask(asking, asked, what, {});
  }

  @Post('one-offs')
  @May('officer')
  @Operation({
    summary: 'Agree a one-off',
    status: 201,
    answers: { oneOffId: EXAMPLE_ID, ...EXAMPLE_ENVELOPE },
    refusals: ['before-opening', 'closed', 'erased'],
  })
  async agreeOneOff(@Body() body: OneOffBody, @Asking() asking: AskingFor) {
    const { amountPence, purpose, fundingStream, on, authority } = body;
    const said = { reference: authority.reference };
    const { asked, wordsHash } = await this.requests.spoken(asking, said);
    const oneOffId = asking.idOf('one-off');
    const what = { oneOffId, amountPence, purpose, fundingStream, on, wordsHash };
    return this.budget.ask(asking, asked, { type: 'AgreeOneOff', ...what }, { oneOffId });
  }

  @Post('one-offs/:oneOffId/annulment')
  @May('officer')
  @IdInAddress('oneOffId', 'a one-off')
  @Operation({
    summary: 'Annul a one-off that was recorded in error',
    description:
      'By somebody other than who recorded it, within 5 working days, before any payment.',
    answers: EXAMPLE_ENVELOPE,
    refusals: ['annuller-is-recorder', 'closed', 'erased', 'not-annullable'],
  })
  async annulOneOff(
    @Param('oneOffId') oneOffId: string,
    @Body() { reason }: ReasonBody,
    @Asking() asking: AskingFor,
  ) {
    const { asked, wordsHash } = await this.requests.spoken(asking, { reason });
    return this.budget.ask(asking, asked, { type: 'AnnulOneOff', oneOffId, wordsHash }, {});
  }

  @Post('contributions/assessment')
  @May('officer')
  @Operation({
    summary: 'Record what the person must pay a week',
    description:
      'May be backdated either way. On no day does it count for more than is in force: what a ' +
      'later reduction leaves is all that a person can pay.',
    status: 201,
    answers: { assessmentId: EXAMPLE_ID, ...EXAMPLE_ENVELOPE },
    refusals: ['before-opening', 'closed', 'contribution-too-high', 'erased'],
  })
  async assess(@Body() body: AssessmentBody, @Asking() asking: AskingFor) {
    const { weeklyPence, effectiveFrom, assessmentReference } = body;
    const said = { reference: assessmentReference };
    const { asked, wordsHash } = await this.requests.spoken(asking, said);
    const assessmentId = asking.idOf('assessment');
    const what = { assessmentId, weeklyPence, effectiveFrom, wordsHash };
    return this.budget.ask(
      asking,
      asked,
      { type: 'AssessContribution', ...what },
      { assessmentId },
    );
  }
}
