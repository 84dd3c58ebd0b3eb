import { Controller, Get, Query } from '@nestjs/common';
import { ApiProperty, ApiTags } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsIn, IsOptional } from 'class-validator';
import { present } from '../kernel/canonical.js';
import { May, Reached } from '../sign-in/access.guard.js';
import type { Owner, Reach } from '../sign-in/access.js';
import { Moments } from '../web/moments.js';
import { EXAMPLE_ID, examplePage, IdInAddress, Operation } from '../web/operation.js';
import { PagingAtTwoClocks } from '../web/paging.js';
import { HISTORY_KINDS, type HistoryKind } from './kinds.facts.js';
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

export const EXAMPLE_ITEM = {
  eventId: '0f5b7b62-8c1d-8a55-9d3e-6f5b0c9a1e77',
  type: 'ExpenseRecorded',
  kind: 'expense',
  on: '2026-04-17',
  recordedAt: '2026-04-20T09:30:00.000000Z',
  actor: {
    userId: 'demo-officer',
    role: 'officer',
    name: 'Alex Officer',
    onBehalfOf: EXAMPLE_ID,
  },
  title: 'Expense',
  words: '£96.00 was spent on a personal assistant.',
  said: { payee: 'Rosa Reed', note: 'Two nights' },
  entryId: EXAMPLE_ID,
  reductionId: EXAMPLE_ID,
  amountPence: 9_600,
  movedPence: -9_600,
  balanceAfterPence: 65_360,
  reverses: '0f5b7b62-8c1d-8a55-9d3e-6f5b0c9a1e77',
  reversedBy: 'c2b0a7c7-3d54-8a2c-9d6b-5d3c0d2b7a11',
};

/** What the example cannot show. */
export const NOTES_ON_ITEMS = {
  sometimes: [
    'onBehalfOf',
    'said',
    'name',
    'entryId',
    'reductionId',
    'amountPence',
    'movedPence',
    'reverses',
    'reversedBy',
  ],
  anyKind: ['said'],
  codes: { kind: HISTORY_KINDS },
  means: {
    name: 'Of who did it, where it is known and was not erased.',
    said: 'What people said, field by field, or "[erased]".',
    title: 'In a word or two.',
    words: 'In a sentence.',
    reverses: 'The event that it puts right.',
    reversedBy: 'The event that put it right.',
    movedPence: 'What it moved on the account: above 0 in, below 0 out. Whole pence.',
    balanceAfterPence: 'What was on the account after it. Whole pence.',
  },
} as const;

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
      'By the day it counts, then as it was recorded; without asAt, what lies ahead too. ' +
      'Amounts are above 0, as they were recorded; ' +
      'balanceAfterPence is what was on the account after it. A holder reads of a reduction from ' +
      'its notice on.',
    answers: examplePage(EXAMPLE_ITEM),
    ...NOTES_ON_ITEMS,
  })
  async list(@Query() query: HistoryListed, @Reached() reach: Reach) {
    const { knownAt } = await this.moments.of(query);
    const { asAt, kind: kinds = [], page = 1, pageSize = 50 } = query;
    const byHolderSide = reach.user.role === 'holder';
    const asked = { knownAt, ...present({ asAt }), byHolderSide, kinds, page, pageSize };
    return this.history.of(reach as Required<Owner>, asked);
  }
}
