import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { May, Reached } from '../sign-in/access.guard.js';
import type { Reach } from '../sign-in/access.js';
import { AtTwoClocks, Moments } from '../web/moments.js';
import { IdInAddress, Operation } from '../web/operation.js';
import { notFound } from '../web/problem.js';
import { EXPLAINED, NOTES_ON_TERMS } from './explanation-examples.js';
import { EXPLAINABLE, type ExplainableName } from './figure.facts.js';
import { EXAMPLE_FIGURES, figuresAnswer, FIGURES_MEAN } from './figures-answer.facts.js';
import { FiguresQueries } from './figures.queries.js';

/** Who reads of their own money is spoken to. */
const voiceFor = ({ relation }: Reach) => (relation === 'self' ? 'you' : 'others');

@ApiTags('Figures and history')
@Controller('budgets/:budgetId/figures')
@IdInAddress('budgetId', 'a budget')
export class FiguresApi {
  constructor(
    private readonly figures: FiguresQueries,
    private readonly moments: Moments,
  ) {}

  @Get()
  @May('officer', 'auditor', 'holder')
  @Operation({
    summary: 'Every figure of a budget, as at a day and as known at an instant',
    description:
      'Whole pence; weeksHeld in weeks to one place, cut off, null where nothing is in force. ' +
      'The answer for an instant never changes once it is past. Paid too much is who has ' +
      'owedPence + paidAheadPence below 0 by more than rounding, which is half a penny for each ' +
      'line, assessment and payment.',
    answers: {
      asAt: '2026-05-20',
      knownAt: '2026-06-01T09:30:00.000000Z',
      figures: EXAMPLE_FIGURES,
    },
    orNull: ['weeksHeld'],
    sometimes: ['fundingStream'],
    codes: { to: ['council', 'person'] },
    means: FIGURES_MEAN,
  })
  async all(@Param('budgetId') budgetId: string, @Query() query: AtTwoClocks) {
    const moment = await this.moments.of(query);
    return { ...moment, figures: figuresAnswer(await this.figures.of(budgetId, moment)) };
  }

  @Get(':name')
  @May('officer', 'auditor', 'holder')
  @ApiParam({ name: 'name', enum: EXPLAINABLE, description: 'Which figure.', example: 'balance' })
  @Operation({
    summary: 'Why a figure is what it is',
    description:
      'The signed terms sum to the figure, at every level, and lead to events; made by the same ' +
      'query as the figure. Without an event are: what may be kept, and what a surplus below ' +
      'nothing lacks. weeksHeld answers weeks too, and explains what is on the account.',
    answers: EXPLAINED,
    ...NOTES_ON_TERMS,
  })
  async one(
    @Param('budgetId') budgetId: string,
    @Param('name') name: ExplainableName,
    @Query() query: AtTwoClocks,
    @Reached() reach: Reach,
  ) {
    if (!EXPLAINABLE.includes(name)) throw notFound();
    const moment = await this.moments.of(query);
    return {
      ...moment,
      ...(await this.figures.explanation(budgetId, moment, name, voiceFor(reach))),
    };
  }
}
