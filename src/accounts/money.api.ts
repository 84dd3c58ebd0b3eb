import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { present } from '../kernel/canonical.js';
import type { LocalDate } from '../kernel/dates.js';
import type { Pence } from '../kernel/money.js';
import { FUNDING_STREAMS, REVERSAL_REASONS } from '../policies/vocabulary.facts.js';
import { May } from '../sign-in/access.guard.js';
import { mustNotLieAhead } from '../web/answers.js';
import { Asking, AskingFor } from '../web/asking.js';
import { Choice, Day, Id, Pennies, Text } from '../web/fields.js';
import { EXAMPLE_ENVELOPE, EXAMPLE_ID, IdInAddress, Operation } from '../web/operation.js';
import { invalid } from '../web/problem.js';
import { Requests } from '../web/requests.js';
import { AccountWriting } from './account-writing.api.js';
import {
  OTHER_MONEY,
  RETURN_CAUSES,
  type OtherMoneyKind,
  type ReturnCause,
} from './account.events.js';

class PaymentBody {
  @Pennies({ description: 'Pence.', example: 96_000 })
  amountPence!: Pence;

  @Day({ description: 'The day it was paid, up to today.', example: '2026-04-06' })
  paidOn!: LocalDate;

  @Day({ description: 'The first day it is for.', optional: true, example: '2026-04-06' })
  periodFrom?: LocalDate;

  @Day({ description: 'The last day it is for.', optional: true, example: '2026-05-03' })
  periodTo?: LocalDate;

  @Choice({
    of: FUNDING_STREAMS,
    description: 'Who pays; left out, it is shared over the lines in force.',
    optional: true,
    example: 'adult-social-care',
  })
  fundingStream?: string;

  @Text({ description: 'The reference on the bank line.', optional: true, example: 'DP 0412' })
  reference?: string;

  @Day({
    description: 'The day it really was, where that is closed; shown beside the entry.',
    optional: true,
  })
  lateFor?: LocalDate;
}

class BounceBody {
  @Day({ description: 'The day it came back, up to today.', example: '2026-04-08' })
  bouncedOn!: LocalDate;

  @Text({ description: 'Why.', optional: true, example: 'Account number mistyped' })
  reason?: string;

  @Day({
    description: 'The day it really was, where that is closed; shown beside the entry.',
    optional: true,
  })
  lateFor?: LocalDate;
}

class ReceiptBody {
  @Choice({
    of: ['contribution', ...OTHER_MONEY],
    description: 'What it is.',
    example: 'contribution',
  })
  kind!: 'contribution' | OtherMoneyKind;

  @Pennies({ description: 'Pence.', example: 12_000 })
  amountPence!: Pence;

  @Day({ description: 'The day it came in, up to today.', example: '2026-04-10' })
  receivedOn!: LocalDate;

  @Day({
    description: 'The day it really was, where that is closed; shown beside the entry.',
    optional: true,
  })
  lateFor?: LocalDate;
}

class ReturnBody {
  @Pennies({ description: 'Pence.', example: 30_000 })
  amountPence!: Pence;

  @Day({ description: 'The day it was sent back, up to today.', example: '2026-05-11' })
  returnedOn!: LocalDate;

  @Id({ description: 'The recovery it belongs to.', optional: true })
  recoveryId?: string;

  @Choice({
    of: RETURN_CAUSES,
    description: 'Why; default: surplus.',
    optional: true,
    example: 'surplus',
  })
  cause?: ReturnCause;

  @Day({
    description: 'The day it really was, where that is closed; shown beside the entry.',
    optional: true,
  })
  lateFor?: LocalDate;
}

class ReversalBody {
  @Id({ description: 'The entry to put right.', example: EXAMPLE_ID })
  entryId!: string;

  @Choice({ of: REVERSAL_REASONS, description: 'Why.', example: 'recorded-twice' })
  reason!: string;

  @Day({
    description: 'From when it counts; default: the day of the entry, as if it had never been.',
    optional: true,
  })
  effectiveOn?: LocalDate;

  @Day({
    description: 'The day it really was, where that is closed; shown beside the entry.',
    optional: true,
  })
  lateFor?: LocalDate;
}

const DATED = ['before-opening', 'in-closed-period'] as const;

/** Money that moved. Nothing is refused for want of it: a ledger says what happened. */
@ApiTags('Money')
@Controller('budgets/:budgetId')
@IdInAddress('budgetId', 'a budget')
export class MoneyApi {
  constructor(
    private readonly account: AccountWriting,
    private readonly requests: Requests,
  ) {}

  @Post('payments')
  @May('officer')
  @Operation({
    summary: 'Record a payment from the council',
    status: 201,
    answers: { entryId: EXAMPLE_ID, ...EXAMPLE_ENVELOPE },
    refusals: [...DATED, 'erased'],
  })
  async pay(@Body() body: PaymentBody, @Asking() asking: AskingFor) {
    const { amountPence, paidOn, fundingStream, reference, lateFor } = body;
    mustNotLieAhead('paidOn', paidOn, asking.today);
    const period = periodOf(body);
    const { asked, wordsHash } = await this.requests.maybeSpoken(asking, { reference });
    const entryId = asking.idOf('entry');
    const optional = present({ period, fundingStream, wordsHash, lateFor });
    const what = { type: 'RecordPayment', entryId, amountPence, on: paidOn, ...optional } as const;
    return this.account.ask(asking, asked, what, { entryId });
  }

  @Post('payments/:entryId/bounce')
  @May('officer')
  @IdInAddress('entryId', 'a payment')
  @Operation({
    summary: 'Record that a payment bounced',
    status: 201,
    answers: { entryId: EXAMPLE_ID, ...EXAMPLE_ENVELOPE },
    refusals: [...DATED, 'already-bounced', 'already-reversed', 'entry-matched', 'erased'],
  })
  async bounce(
    @Param('entryId') paymentId: string,
    @Body() { bouncedOn, reason, lateFor }: BounceBody,
    @Asking() asking: AskingFor,
  ) {
    mustNotLieAhead('bouncedOn', bouncedOn, asking.today);
    const { asked, wordsHash } = await this.requests.maybeSpoken(asking, { reason });
    const entryId = asking.idOf('entry');
    const optional = present({ wordsHash, lateFor });
    const what = { type: 'BouncePayment', entryId, paymentId, on: bouncedOn, ...optional } as const;
    return this.account.ask(asking, asked, what, { entryId });
  }

  @Post('receipts')
  @May('officer')
  @Operation({
    summary: 'Record other money that came in',
    status: 201,
    answers: { entryId: EXAMPLE_ID, ...EXAMPLE_ENVELOPE },
    refusals: DATED,
  })
  async receive(@Body() body: ReceiptBody, @Asking() asking: AskingFor) {
    const { kind, amountPence, receivedOn, lateFor } = body;
    mustNotLieAhead('receivedOn', receivedOn, asking.today);
    const entryId = asking.idOf('entry');
    const what = { type: 'ReceiveMoney', entryId, kind, amountPence, on: receivedOn } as const;
    const asked = asking.asked();
    return this.account.ask(asking, asked, { ...what, ...present({ lateFor }) }, { entryId });
  }

  @Post('returns')
  @May('officer')
  @Operation({
    summary: 'Record money sent back to the council',
    status: 201,
    answers: { entryId: EXAMPLE_ID, ...EXAMPLE_ENVELOPE },
    refusals: DATED,
  })
  async sendBack(@Body() body: ReturnBody, @Asking() asking: AskingFor) {
    const { amountPence, returnedOn, recoveryId, cause = 'surplus', lateFor } = body;
    mustNotLieAhead('returnedOn', returnedOn, asking.today);
    const entryId = asking.idOf('entry');
    const optional = present({ recoveryId, lateFor });
    const what = { type: 'ReturnMoney', entryId, amountPence, cause, on: returnedOn } as const;
    const asked = asking.asked();
    return this.account.ask(asking, asked, { ...what, ...optional }, { entryId });
  }

  @Post('reversals')
  @May('officer', 'holder')
  @Operation({
    summary: 'Put right an entry that should not be there',
    description:
      'Both stay in the history. A holder’s side may put right the expenses that it recorded.',
    status: 201,
    answers: { entryId: EXAMPLE_ID, ...EXAMPLE_ENVELOPE },
    refusals: [
      'already-bounced',
      'already-reversed',
      'entry-matched',
      'in-closed-period',
      'not-reversible',
    ],
  })
  async reverse(@Body() body: ReversalBody, @Asking() asking: AskingFor) {
    const { entryId: reversedId, reason, effectiveOn: on, lateFor } = body;
    mustNotLieAhead('effectiveOn', on, asking.today);
    const { byHolderSide } = asking;
    const entryId = asking.idOf('entry');
    const what = { type: 'ReverseEntry', entryId, reversedId, reason, byHolderSide } as const;
    const asked = asking.asked();
    return this.account.ask(asking, asked, { ...what, ...present({ on, lateFor }) }, { entryId });
  }
}

/** Both days or neither, both included. */
function periodOf({ periodFrom: from, periodTo: to }: PaymentBody) {
  if (from === undefined && to === undefined) return undefined;
  if (from === undefined || to === undefined)
    throw invalid({
      field: from === undefined ? 'periodFrom' : 'periodTo',
      message: 'Send both days of the period, or neither.',
    });
  if (to < from)
    throw invalid({ field: 'periodTo', message: 'This is before periodFrom. Send a later day.' });
  return { from, to };
}
