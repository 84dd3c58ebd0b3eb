import { Body, Controller, Delete, Get, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { LocalDate } from '../kernel/dates.js';
import { EXAMPLE_FIGURES } from '../figures/figures-answer.facts.js';
import { present } from '../kernel/canonical.js';
import { NOTHING, type Pence } from '../kernel/money.js';
import { SUSPENSION_REASONS } from '../policies/vocabulary.facts.js';
import { May, Reached } from '../sign-in/access.guard.js';
import type { Reach } from '../sign-in/access.js';
import { answered } from '../web/answers.js';
import { Asking, AskingFor } from '../web/asking.js';
import { Choice, Day, Flag, Id, Pennies, Text } from '../web/fields.js';
import { Reading } from '../web/moments.js';
import {
  EXAMPLE_ENVELOPE,
  EXAMPLE_ID,
  examplePage,
  IdInAddress,
  Operation,
} from '../web/operation.js';
import { invalid } from '../web/problem.js';
import { Requests } from '../web/requests.js';
import {
  BUDGET_CODES,
  BUDGET_NOTES,
  EXAMPLE_ALLOCATION,
  EXAMPLE_REVIEW,
} from './budget-examples.js';
import { BudgetWriting } from './budget-writing.api.js';
import { OnBudget } from './budget.commands.js';
import {
  BASES_OF_PAYMENT,
  DEPLOYMENT_MODES,
  type DeploymentMode,
  type PaymentBasis,
} from './budget.events.js';
import { BudgetsListed, BudgetsQueries } from './budgets.queries.js';

class BudgetBody {
  @Id({ description: 'Whose budget it is.', example: EXAMPLE_ID })
  personId!: string;

  @Day({ description: 'The first day; nothing is dated before it.', example: '2026-04-06' })
  opensOn!: LocalDate;

  @Choice({ of: DEPLOYMENT_MODES, description: 'Who holds the money.', example: 'cash' })
  deploymentMode!: DeploymentMode;

  @Choice({
    of: BASES_OF_PAYMENT,
    description: 'Net: the person pays the contribution in. Gross: the council invoices it.',
    example: 'net',
  })
  basis!: PaymentBasis;

  @Flag({ description: 'Whether the person employs assistants.', optional: true, example: true })
  employsStaff?: boolean;

  @Pennies({
    description: 'On the account when it opens, in pence from 0.',
    min: 0,
    optional: true,
    example: 45_000,
  })
  openingBalancePence?: Pence;
}

class ModeBody {
  @Choice({ of: DEPLOYMENT_MODES, description: 'Who holds the money.', example: 'provider' })
  mode!: DeploymentMode;

  @Day({ description: 'The first day held so.', example: '2026-06-01' })
  from!: LocalDate;

  @Text({ description: 'Who holds it, by name.', optional: true, example: 'Fern House' })
  holder?: string;

  @Text({ description: 'Why.', example: 'Anna moved into a shared house' })
  reason!: string;
}

class ClosureBody {
  @Day({ description: 'The last day in force.', example: '2026-12-31' })
  on!: LocalDate;

  @Text({ description: 'Why.', example: 'Moved to another council' })
  reason!: string;
}

class SuspensionBody {
  @Day({ description: 'The first day on which nothing accrues.', example: '2026-07-01' })
  from!: LocalDate;

  @Choice({ of: SUSPENSION_REASONS, description: 'Why.', example: 'person-requested' })
  reason!: string;

  @Day({ description: 'When it is expected to end.', optional: true, example: '2026-08-01' })
  expectedEnd?: LocalDate;
}

class ResumptionQuery {
  @Day({ description: 'The first day on which it accrues again.', optional: true })
  on?: LocalDate;
}

const BUDGET = ['budgetId', 'a budget'] as const;

@ApiTags('People and budgets')
@Controller('budgets')
export class BudgetsApi {
  constructor(
    private readonly bus: CommandBus,
    private readonly budget: BudgetWriting,
    private readonly requests: Requests,
    private readonly queries: BudgetsQueries,
  ) {}

  @Post()
  @May('officer')
  @Operation({
    summary: 'Open a budget',
    status: 201,
    answers: { budgetId: EXAMPLE_ID, ...EXAMPLE_ENVELOPE, version: 0 },
  })
  async open(@Body() body: BudgetBody, @Asking() asking: AskingFor) {
    await this.queries.mustKnowPerson(body.personId);
    const budgetId = asking.idOf('budget');
    const { personId, opensOn, deploymentMode, basis } = body;
    const { employsStaff = false, openingBalancePence = NOTHING } = body;
    const what = { personId, opensOn, deploymentMode, basis, employsStaff, openingBalancePence };
    const asked = asking.asked();
    const written = await this.bus.execute(
      new OnBudget(budgetId, { type: 'OpenBudget', ...asking.moment, ...what }, asked),
    );
    return answered(written, { budgetId });
  }

  @Get()
  @May('officer', 'auditor', 'holder')
  @Operation({
    summary: 'List budgets',
    description: 'Amounts in pence, as at today. A holder sees their own and those they act for.',
    answers: examplePage({
      budgetId: EXAMPLE_ID,
      status: 'open',
      person: { personId: EXAMPLE_ID, fullName: 'Anna Archer' },
      opensOn: '2026-04-06',
      deploymentMode: 'cash',
      basis: 'net',
      employsStaff: true,
      weeklyPence: 21_000,
      balancePence: 84_000,
      weeksHeld: 4.5,
      tier: 'standard',
      concerns: [],
      nextReview: null,
      version: 3,
    }),
    orNull: ['weeksHeld', 'nextReview'],
    codes: BUDGET_CODES,
  })
  async list(@Query() query: BudgetsListed, @Reached() { user }: Reach) {
    return this.queries.list(query, user);
  }

  @Get(':budgetId')
  @May('officer', 'auditor', 'holder')
  @IdInAddress(...BUDGET)
  @Operation({
    summary: 'Look at a budget',
    description:
      'The allocation in force today, what changes next, all figures in pence. The ETag is the ' +
      'version: send it as If-Match.',
    answers: {
      budgetId: EXAMPLE_ID,
      status: 'open',
      person: { personId: EXAMPLE_ID, fullName: 'Anna Archer' },
      opensOn: '2026-04-06',
      closedOn: '2027-03-31',
      deploymentMode: 'cash',
      basis: 'net',
      employsStaff: true,
      allocation: EXAMPLE_ALLOCATION,
      nextChange: EXAMPLE_ALLOCATION,
      figures: EXAMPLE_FIGURES,
      tier: 'standard',
      concerns: [],
      reviews: [EXAMPLE_REVIEW],
      version: 3,
    },
    ...BUDGET_NOTES,
  })
  async look(
    @Param('budgetId') budgetId: string,
    @Query() _: Reading,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const summary = await this.queries.summary(budgetId);
    void reply.header('etag', `"${summary.version}"`);
    return summary;
  }

  @Post(':budgetId/deployment-mode')
  @May('officer')
  @IdInAddress(...BUDGET)
  @Operation({
    summary: 'Hold the money another way from a day on',
    description: 'Budget, figures and history go on. The same mode again records nothing.',
    answers: EXAMPLE_ENVELOPE,
    refusals: ['before-opening', 'closed', 'erased', 'out-of-order'],
  })
  async changeMode(@Body() { mode, from, holder, reason }: ModeBody, @Asking() asking: AskingFor) {
    const { asked, wordsHash } = await this.requests.spoken(asking, { holder, reason });
    const what = { type: 'ChangeDeploymentMode', mode, from, wordsHash } as const;
    return this.budget.ask(asking, asked, what, {});
  }

  @Post(':budgetId/closure')
  @May('officer')
  @IdInAddress(...BUDGET)
  @Operation({
    summary: 'Close a budget',
    description: '`on` is the last day in force; entries may still be recorded afterwards.',
    answers: EXAMPLE_ENVELOPE,
    refusals: ['before-opening', 'closed', 'erased'],
  })
  async close(@Body() { on, reason }: ClosureBody, @Asking() asking: AskingFor) {
    const { asked, wordsHash } = await this.requests.spoken(asking, { reason });
    return this.budget.ask(asking, asked, { type: 'CloseBudget', on, wordsHash }, {});
  }

  @Post(':budgetId/suspension')
  @May('officer')
  @IdInAddress(...BUDGET)
  @Operation({
    summary: 'Suspend a budget',
    description: 'From the day on, nothing accrues until the day before it resumes.',
    answers: EXAMPLE_ENVELOPE,
    refusals: ['already-suspended', 'before-opening', 'closed', 'out-of-order'],
  })
  async suspend(
    @Body() { from, reason, expectedEnd }: SuspensionBody,
    @Asking() asking: AskingFor,
  ) {
    if (expectedEnd !== undefined && expectedEnd < from)
      throw invalid({ field: 'expectedEnd', message: 'This is before from. Send a later day.' });
    const asked = asking.asked();
    const what = present({ type: 'SuspendBudget' as const, from, reason, expectedEnd });
    return this.budget.ask(asking, asked, what, {});
  }

  @Delete(':budgetId/suspension')
  @May('officer')
  @IdInAddress(...BUDGET)
  @Operation({
    summary: 'Resume a suspended budget',
    description: 'From `on`, default today.',
    answers: EXAMPLE_ENVELOPE,
    refusals: ['not-suspended', 'closed'],
  })
  async resume(@Query() { on }: ResumptionQuery, @Asking() asking: AskingFor) {
    const asked = asking.asked();
    return this.budget.ask(asking, asked, { type: 'ResumeBudget', on: on ?? asking.today }, {});
  }
}
