import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { present } from '../kernel/canonical.js';
import type { LocalDate } from '../kernel/dates.js';
import type { Pence } from '../kernel/money.js';
import { CATEGORIES } from '../policies/vocabulary.facts.js';
import { May } from '../sign-in/access.guard.js';
import { mustNotLieAhead } from '../web/answers.js';
import { Asking, AskingFor } from '../web/asking.js';
import { Choice, Code, Day, Pennies, Text } from '../web/fields.js';
import { EXAMPLE_ENVELOPE, EXAMPLE_ID, IdInAddress, Operation } from '../web/operation.js';
import { Requests } from '../web/requests.js';
import { AccountWriting } from './account-writing.api.js';
import { EXPENSE_METHODS, type ExpenseMethod } from './account.events.js';

class ExpenseBody {
  @Pennies({ description: 'Pence.', example: 9_600 })
  amountPence!: Pence;

  @Day({ description: 'The day it was spent, up to today.', example: '2026-04-17' })
  spentOn!: LocalDate;

  @Text({ description: 'Who was paid.', max: 200, example: 'Rosa Reed' })
  payee!: string;

  @Choice({ of: CATEGORIES, description: 'What for.', example: 'personal-assistant' })
  category!: string;

  @Code({ description: 'The outcome it serves.', optional: true, example: 'safe-at-home' })
  outcome?: string;

  @Choice({
    of: EXPENSE_METHODS,
    description: 'How it was paid.',
    optional: true,
    example: 'transfer',
  })
  method?: ExpenseMethod;

  @Text({ description: 'A note.', optional: true, example: 'Two nights' })
  note?: string;

  @Day({
    description: 'The day it really was, where that is closed; shown beside the entry.',
    optional: true,
  })
  lateFor?: LocalDate;
}

class QueryBody {
  @Text({ description: 'What is asked, and why.', example: 'What was this for?' })
  question!: string;
}

class ExplanationBody {
  @Text({ description: 'The explanation.', example: 'New tyres for the wheelchair.' })
  answer!: string;
}

class DisallowanceBody {
  @Text({ description: 'Why.', example: 'Not in the support plan, and not explained' })
  reason!: string;
}

class NoBody {}

/** Money spent, and the talk about it. */
@ApiTags('Money')
@Controller('budgets/:budgetId/expenses')
@IdInAddress('budgetId', 'a budget')
export class ExpensesApi {
  constructor(
    private readonly account: AccountWriting,
    private readonly requests: Requests,
  ) {}

  @Post()
  @May('officer', 'holder')
  @Operation({
    summary: 'Record an expense',
    description: 'Holders, and those who act for them, record their own.',
    status: 201,
    answers: { entryId: EXAMPLE_ID, ...EXAMPLE_ENVELOPE },
    refusals: ['before-opening', 'in-closed-period', 'erased'],
  })
  async record(@Body() body: ExpenseBody, @Asking() asking: AskingFor) {
    const { amountPence, spentOn, category, outcome, method, payee, note, lateFor } = body;
    mustNotLieAhead('spentOn', spentOn, asking.today);
    const { asked, wordsHash } = await this.requests.spoken(asking, { payee, note });
    const entryId = asking.idOf('entry');
    const what = present({
      type: 'RecordExpense' as const,
      entryId,
      amountPence,
      on: spentOn,
      category,
      outcome,
      method,
      byHolderSide: asking.byHolderSide,
      wordsHash,
      lateFor,
    });
    return this.account.ask(asking, asked, what, { entryId });
  }

  @Post(':entryId/query')
  @May('officer')
  @IdInAddress('entryId', 'an expense')
  @Operation({
    summary: 'Ask about an expense',
    answers: EXAMPLE_ENVELOPE,
    refusals: ['already-decided', 'already-reversed', 'erased'],
  })
  async query(
    @Param('entryId') entryId: string,
    @Body() { question }: QueryBody,
    @Asking() asking: AskingFor,
  ) {
    const { asked, wordsHash } = await this.requests.spoken(asking, { question });
    const what = { type: 'QueryExpense', entryId, wordsHash } as const;
    return this.account.ask(asking, asked, what, {});
  }

  @Post(':entryId/explanation')
  @May('officer', 'holder')
  @IdInAddress('entryId', 'an expense')
  @Operation({
    summary: 'Explain an expense',
    description: 'An officer may record what the person told them; it is then on their behalf.',
    answers: EXAMPLE_ENVELOPE,
    refusals: ['erased'],
  })
  async explain(
    @Param('entryId') entryId: string,
    @Body() { answer }: ExplanationBody,
    @Asking() asking: AskingFor,
  ) {
    const { asked, wordsHash } = await this.requests.spoken(asking, { answer });
    const what = { type: 'ExplainExpense', entryId, wordsHash } as const;
    return this.account.ask(asking, asking.onTheirBehalf(asked), what, {});
  }

  @Post(':entryId/acceptance')
  @May('officer')
  @IdInAddress('entryId', 'an expense')
  @Operation({
    summary: 'Accept an expense',
    answers: EXAMPLE_ENVELOPE,
    refusals: ['already-decided', 'already-reversed'],
  })
  async accept(@Param('entryId') entryId: string, @Body() _: NoBody, @Asking() asking: AskingFor) {
    const asked = asking.asked();
    return this.account.ask(asking, asked, { type: 'AcceptExpense', entryId }, {});
  }

  @Post(':entryId/disallowance')
  @May('officer')
  @IdInAddress('entryId', 'an expense')
  @Operation({
    summary: 'Disallow an expense',
    description:
      'Only after a question and a chance to explain. No figure changes: it stays spent.',
    answers: EXAMPLE_ENVELOPE,
    refusals: ['already-decided', 'already-reversed', 'erased', 'not-queried', 'not-yet-explained'],
  })
  async disallow(
    @Param('entryId') entryId: string,
    @Body() { reason }: DisallowanceBody,
    @Asking() asking: AskingFor,
  ) {
    const { asked, wordsHash } = await this.requests.spoken(asking, { reason });
    const what = { type: 'DisallowExpense', entryId, wordsHash } as const;
    return this.account.ask(asking, asked, what, {});
  }
}
