import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { present } from '../kernel/canonical.js';
import { addWeeks, type LocalDate } from '../kernel/dates.js';
import { May } from '../sign-in/access.guard.js';
import { AtTwoClocks, DayAsked, InstantAsked, Moments, type Moment } from '../web/moments.js';
import { IdInAddress, Operation } from '../web/operation.js';
import { invalid, notFound } from '../web/problem.js';
import { MOVED, NOTES_ON_TERMS } from './explanation-examples.js';
import { FIGURES, type FigureName } from './figure.facts.js';
import { FiguresQueries } from './figures.queries.js';
import type { Between } from './sentences.facts.js';

class ChangeAsked extends AtTwoClocks {
  @DayAsked('The earlier day, with `to`; both as known now, or at knownAt.')
  from?: LocalDate;

  @DayAsked('The later day.')
  to?: LocalDate;

  @InstantAsked('The earlier instant of knowledge, with `knownTo`; both as at asAt, or today.')
  knownFrom?: string;

  @InstantAsked('The later instant of knowledge.')
  knownTo?: string;
}

@ApiTags('Figures and history')
@Controller('budgets/:budgetId/figures/:name/change')
@IdInAddress('budgetId', 'a budget')
export class ChangesApi {
  constructor(
    private readonly figures: FiguresQueries,
    private readonly moments: Moments,
  ) {}

  @Get()
  @May('officer', 'auditor', 'holder')
  @ApiParam({ name: 'name', enum: FIGURES, description: 'Which figure.', example: 'balance' })
  @Operation({
    summary: 'What moved a figure, between two days or between two instants of knowledge',
    description:
      'Later minus earlier, in the shape of an explanation. Send one pair or the other; with none, ' +
      'it is the four weeks up to asAt.',
    answers: MOVED,
    ...NOTES_ON_TERMS,
  })
  async change(
    @Param('budgetId') budgetId: string,
    @Param('name') name: FigureName,
    @Query() query: ChangeAsked,
  ) {
    if (!FIGURES.includes(name)) throw notFound();
    const { pair, between } = await this.spanOf(query);
    return { ...between, ...(await this.figures.change(budgetId, pair, name, between)) };
  }

  private async spanOf(query: ChangeAsked): Promise<{ pair: [Moment, Moment]; between: Between }> {
    const { from, to, knownFrom, knownTo, asAt, knownAt } = query;
    const days = [from, to].filter((it) => it !== undefined).length;
    const instants = [knownFrom, knownTo].filter((it) => it !== undefined).length;
    if (days === 2 && instants === 0 && asAt === undefined)
      return this.betweenDays(from!, to!, knownAt);
    if (instants === 2 && days === 0 && knownAt === undefined)
      return this.betweenInstants(knownFrom!, knownTo!, asAt);
    if (days > 0 || instants > 0) throw notAPair();
    const last = await this.moments.of(query);
    return this.betweenDays(addWeeks(last.asAt, -4), last.asAt, knownAt);
  }

  private async betweenDays(from: LocalDate, to: LocalDate, knownAt: string | undefined) {
    mustBeInOrder('to', from <= to);
    const moment = await this.moments.of(present({ knownAt }));
    const pair: [Moment, Moment] = [
      { ...moment, asAt: from },
      { ...moment, asAt: to },
    ];
    return { pair, between: { from, to } };
  }

  private async betweenInstants(knownFrom: string, knownTo: string, asAt: LocalDate | undefined) {
    const before = await this.moments.of({ knownAt: knownFrom });
    const after = await this.moments.of({ knownAt: knownTo });
    mustBeInOrder('knownTo', before.knownAt <= after.knownAt);
    const on = asAt ?? (await this.moments.of({})).asAt;
    const pair: [Moment, Moment] = [
      { ...before, asAt: on },
      { ...after, asAt: on },
    ];
    return { pair, between: { knownFrom: before.knownAt, knownTo: after.knownAt } };
  }
}

const notAPair = () =>
  invalid({
    field: 'from',
    message:
      'Send two days, from and to, perhaps with knownAt; or two instants, knownFrom and knownTo, ' +
      'perhaps with asAt; or none of them for the last four weeks.',
  });

function mustBeInOrder(field: string, isInOrder: boolean): void {
  if (isInOrder) return;
  throw invalid({ field, message: 'Send the earlier one first: this lies before the other.' });
}
