import { Body, Controller, Delete, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { present } from '../kernel/canonical.js';
import type { LocalDate } from '../kernel/dates.js';
import type { Pence } from '../kernel/money.js';
import { May } from '../sign-in/access.guard.js';
import { mustNotLieAhead } from '../web/answers.js';
import { Asking, AskingFor } from '../web/asking.js';
import { Choice, Day, Id, Pennies, Whole } from '../web/fields.js';
import { EXAMPLE_ENVELOPE, EXAMPLE_ID, IdInAddress, Operation } from '../web/operation.js';
import { invalid } from '../web/problem.js';
import { AccountWriting } from './account-writing.api.js';
import {
  COMMITMENT_KINDS,
  RESERVE_KINDS,
  type CommitmentKind,
  type ReserveKind,
} from './account.events.js';

class CommitmentBody {
  @Choice({ of: COMMITMENT_KINDS, description: 'What is owed.', example: 'wages' })
  kind!: CommitmentKind;

  @Pennies({ description: 'Pence, each time.', example: 24_000 })
  amountPence!: Pence;

  @Day({ description: 'When it is due; may lie ahead.', example: '2026-05-01' })
  dueOn!: LocalDate;

  @Whole({
    description: 'Due again every so many weeks.',
    min: 1,
    max: 52,
    optional: true,
    example: 4,
  })
  repeatsWeekly?: number;

  @Day({
    description: 'From when it is owed, up to today; default: today.',
    optional: true,
    example: '2026-04-20',
  })
  on?: LocalDate;
}

class SettlementBody {
  @Id({ description: 'The expense that paid it.', optional: true })
  entryId?: string;

  @Day({ description: 'Up to today, which is the default.', optional: true, example: '2026-05-01' })
  settledOn?: LocalDate;
}

class ReserveBody {
  @Choice({ of: RESERVE_KINDS, description: 'What it is kept for.', example: 'redundancy' })
  kind!: ReserveKind;

  @Pennies({ description: 'Pence.', example: 60_000 })
  amountPence!: Pence;

  @Day({ description: 'The last day on which it counts.', optional: true, example: '2027-03-31' })
  until?: LocalDate;

  @Day({
    description: 'From when it counts, up to today; default: today.',
    optional: true,
    example: '2026-04-20',
  })
  on?: LocalDate;
}

/** Money that is owed or kept, and has not moved. */
@ApiTags('Money')
@Controller('budgets/:budgetId')
@IdInAddress('budgetId', 'a budget')
export class LiabilitiesApi {
  constructor(private readonly account: AccountWriting) {}

  @Post('commitments')
  @May('officer')
  @Operation({
    summary: 'Record a commitment',
    description: 'Counts at once, whenever it is due: owed is owed.',
    status: 201,
    answers: { commitmentId: EXAMPLE_ID, ...EXAMPLE_ENVELOPE },
    refusals: ['before-opening', 'in-closed-period'],
  })
  async commit(@Body() body: CommitmentBody, @Asking() asking: AskingFor) {
    const { kind, amountPence, dueOn, repeatsWeekly: repeatsWeeks, on = asking.today } = body;
    mustNotLieAhead('on', on, asking.today);
    const commitmentId = asking.idOf('commitment');
    const what = { type: 'RecordCommitment', commitmentId, kind, amountPence, dueOn, on } as const;
    const asked = asking.asked();
    return this.account.ask(
      asking,
      asked,
      { ...what, ...present({ repeatsWeeks }) },
      { commitmentId },
    );
  }

  @Post('commitments/:commitmentId/settlement')
  @May('officer')
  @IdInAddress('commitmentId', 'a commitment')
  @Operation({
    summary: 'Settle a commitment',
    description: 'Moves no money: the spending is its own expense, which entryId may name.',
    answers: EXAMPLE_ENVELOPE,
    refusals: ['already-cancelled', 'already-settled', 'in-closed-period'],
  })
  async settle(
    @Param('commitmentId') commitmentId: string,
    @Body() { entryId, settledOn: on }: SettlementBody,
    @Asking() asking: AskingFor,
  ) {
    mustNotLieAhead('settledOn', on, asking.today);
    const what = { type: 'SettleCommitment', commitmentId, on: on ?? asking.today } as const;
    const asked = asking.asked();
    return this.account.ask(asking, asked, { ...what, ...present({ entryId }) }, {});
  }

  @Delete('commitments/:commitmentId')
  @May('officer')
  @IdInAddress('commitmentId', 'a commitment')
  @Operation({
    summary: 'Cancel a commitment',
    answers: EXAMPLE_ENVELOPE,
    refusals: ['already-cancelled', 'already-settled'],
  })
  async cancel(@Param('commitmentId') commitmentId: string, @Asking() asking: AskingFor) {
    const asked = asking.asked();
    return this.account.ask(asking, asked, { type: 'CancelCommitment', commitmentId }, {});
  }

  @Post('reserves')
  @May('officer')
  @Operation({
    summary: 'Approve a reserve',
    description: 'Money kept for a named liability. A contingency only raises what may stay.',
    status: 201,
    answers: { reserveId: EXAMPLE_ID, ...EXAMPLE_ENVELOPE },
    refusals: ['before-opening', 'in-closed-period'],
  })
  async reserve(@Body() body: ReserveBody, @Asking() asking: AskingFor) {
    const { kind, amountPence, until, on = asking.today } = body;
    mustNotLieAhead('on', on, asking.today);
    if (until !== undefined && until < on)
      throw invalid({ field: 'until', message: 'This is before it begins. Send a later day.' });
    const reserveId = asking.idOf('reserve');
    const what = { type: 'ApproveReserve', reserveId, kind, amountPence, on } as const;
    const asked = asking.asked();
    return this.account.ask(asking, asked, { ...what, ...present({ until }) }, { reserveId });
  }

  @Delete('reserves/:reserveId')
  @May('officer')
  @IdInAddress('reserveId', 'a reserve')
  @Operation({
    summary: 'Release a reserve',
    answers: EXAMPLE_ENVELOPE,
    refusals: ['already-released'],
  })
  async release(@Param('reserveId') reserveId: string, @Asking() asking: AskingFor) {
    const asked = asking.asked();
    return this.account.ask(asking, asked, { type: 'ReleaseReserve', reserveId }, {});
  }
}
