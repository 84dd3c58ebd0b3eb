import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { May } from '../sign-in/access.guard.js';
import { AtTwoClocks, Moments } from '../web/moments.js';
import { IdInAddress, Operation } from '../web/operation.js';
import { EXAMPLE_FIGURES, figuresAnswer, FIGURES_MEAN } from './figures-answer.facts.js';
import { FiguresQueries } from './figures.queries.js';

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
}
