import { Controller, Get, Query } from '@nestjs/common';
import { ApiProperty, ApiTags } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsIn, IsOptional } from 'class-validator';
import { present } from '../kernel/canonical.js';
import { May, Reached } from '../sign-in/access.guard.js';
import type { Owner, Reach } from '../sign-in/access.js';
import { Moments } from '../web/moments.js';
import { IdInAddress, Operation } from '../web/operation.js';
import { PagingAtTwoClocks } from '../web/paging.js';
import { HISTORY_KINDS, type HistoryKind } from './kinds.js';
import { HistoryQueries } from './history.queries.js';

class HistoryListed extends PagingAtTwoClocks {
  @IsOptional()
  @Transform(({ value }) => [value].flat())
  @IsIn(HISTORY_KINDS, { each: true, message: `Send one of: ${HISTORY_KINDS.join(', ')}.` })
  @ApiProperty({
    required: false,
    enum: HISTORY_KINDS,
    isArray: true,
    description: 'Only these kinds; several by repeating.',
  })
  kind?: HistoryKind[];
}

@ApiTags('Figures and history')
@Controller('budgets/:budgetId/history')
@IdInAddress('budgetId', 'a budget')
export class HistoryApi {
  constructor(
    private readonly history: HistoryQueries,
    private readonly moments: Moments,
  ) {}

  @Get()
  @May('officer', 'auditor', 'holder')
  @Operation({
    summary: 'Everything that happened to a budget',
    description:
      'By the day it counts, then as it was recorded; without asAt, what lies ahead too. Amounts are above 0, as they were recorded; ' +
      'balanceAfterPence is what was on the account after it. A holder reads of a reduction from ' +
      'its notice on.',
    answers: { items: [], page: 1, pageSize: 50, total: 0 },
  })
  async list(@Query() query: HistoryListed, @Reached() reach: Reach) {
    const { knownAt } = await this.moments.of(query);
    const { asAt, kind: kinds = [], page = 1, pageSize = 50 } = query;
    const byHolderSide = reach.user.role === 'holder';
    const asked = { knownAt, ...present({ asAt }), byHolderSide, kinds, page, pageSize };
    return this.history.of(reach as Required<Owner>, asked);
  }
}
