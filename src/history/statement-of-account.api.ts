import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { present } from '../kernel/canonical.js';
import { addDays, type LocalDate } from '../kernel/dates.js';
import { May, Reached } from '../sign-in/access.guard.js';
import type { Owner, Reach } from '../sign-in/access.js';
import { mustNotLieAhead } from '../web/answers.js';
import { DayAsked, InstantAsked, Moments, Reading } from '../web/moments.js';
import { IdInAddress, Operation } from '../web/operation.js';
import { invalid } from '../web/problem.js';
import { EXAMPLE_ITEM, NOTES_ON_ITEMS } from './history.api.js';
import { HistoryQueries } from './history.queries.js';
import { MOVED_KINDS } from './statement-of-account.js';

class StatementFor extends Reading {
  @DayAsked('The first day; default: the first of four weeks.')
  from?: LocalDate;

  @DayAsked('The last day, today at the latest; default: today.')
  to?: LocalDate;

  @InstantAsked('Only what the ledger had learnt by this instant counts; default: now.')
  knownAt?: string;
}

const MOVED = [{ kind: 'payment', amountPence: 72_000, count: 1 }];

@ApiTags('Figures and history')
@Controller('budgets/:budgetId/statement-of-account')
@IdInAddress('budgetId', 'a budget')
export class StatementOfAccountApi {
  constructor(
    private readonly history: HistoryQueries,
    private readonly moments: Moments,
  ) {}

  @Get()
  @May('officer', 'auditor', 'holder')
  @Operation({
    summary: 'What was on the account, what came in, what went out, what is left',
    description:
      'Opening, and in, less out, is closing. An opening balance that counts from a day of the ' +
      'period is its opening. What puts an entry right stands beside it, as `reversal` or `bounced`.',
    answers: {
      from: '2026-04-06',
      to: '2026-05-03',
      openingPence: 0,
      in: MOVED,
      out: [{ kind: 'expense', amountPence: 9_600, count: 1 }],
      closingPence: 62_400,
      items: [EXAMPLE_ITEM],
    },
    ...NOTES_ON_ITEMS,
    codes: { ...NOTES_ON_ITEMS.codes, 'in.kind': MOVED_KINDS, 'out.kind': MOVED_KINDS },
  })
  async one(@Query() query: StatementFor, @Reached() reach: Reach) {
    const { to = this.moments.today, knownAt } = query;
    const { from = addDays(to, -27) } = query;
    mustNotLieAhead('to', to, this.moments.today);
    if (from > to) throw invalid({ field: 'from', message: 'Send a day that is not after `to`.' });
    const moment = await this.moments.of(present({ knownAt }));
    const asked = { from, to, knownAt: moment.knownAt };
    return this.history.statement(reach as Required<Owner>, asked);
  }
}
