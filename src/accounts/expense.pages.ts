import { Get, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { May, Reached } from '../sign-in/access.guard.js';
import type { Owner, Reach } from '../sign-in/access.js';
import { AccountFrame } from '../web/account-frame.js';
import { MomentsAsked } from '../web/moments-asked.js';
import { Moments } from '../web/moments.js';
import { shown } from '../web/page.js';
import { Pages } from '../web/pages.js';
import { notFound } from '../web/problem.js';
import { expenseForOfficers } from './expense-in-words.js';
import { ExpensesTold } from './expense-told.queries.js';
import { sendFile } from './receipts.api.js';
import { ReceiptsQueries } from './receipts.queries.js';

/** An expense as officers read of it, and what they may do about it. */
@Pages('accounts/:budgetId/expenses/:entryId')
export class ExpensePages {
  constructor(
    private readonly expenses: ExpensesTold,
    private readonly receipts: ReceiptsQueries,
    private readonly moments: Moments,
    private readonly frame: AccountFrame,
  ) {}

  @Get()
  @May('officer')
  async look(@Param('entryId') entryId: string, @Reached() reach: Reach) {
    const owner = reach as Required<Owner>;
    const base = `/accounts/${owner.budgetId}`;
    const [told, receipts, around] = await Promise.all([
      this.expenses.of(entryId, owner),
      this.receipts.list(owner, entryId, { pageSize: MOST_RECEIPTS }),
      this.frame.of(reach, MomentsAsked.from({}, this.moments.today)),
    ]);
    return shown('accounts/expense', {
      ...around,
      title: 'Expense',
      told,
      words: expenseForOfficers(told),
      acts: {
        ask: `${base}/record/question/${entryId}`,
        accept: `${base}/record/acceptance/${entryId}`,
        disallow: `${base}/record/disallowance/${entryId}`,
        putRight: `${base}/record/reversal/${entryId}`,
      },
      receipts: receipts.items.map((it) => ({
        ...it,
        href: `${base}/expenses/${entryId}/receipts/${it.receiptId}`,
        kilobytes: Math.max(1, Math.round(it.bytes / 1000)),
      })),
    });
  }

  /** To be saved, as in the API: what somebody sent is opened by nothing of ours. */
  @Get('receipts/:receiptId')
  @May('officer')
  async receipt(
    @Param('entryId') entryId: string,
    @Param('receiptId') receiptId: string,
    @Reached() reach: Reach,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const file = await this.receipts.file(reach, entryId, receiptId);
    if (!file) throw notFound();
    await sendFile(reply, file);
  }
}

const MOST_RECEIPTS = 200;
