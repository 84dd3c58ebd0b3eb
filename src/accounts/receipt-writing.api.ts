import { Injectable } from '@nestjs/common';
import type { AskingFor } from '../web/asking.js';
import { formatOf } from '../web/file-format.js';
import { notFound } from '../web/problem.js';
import { FileStore } from '../words/files.js';
import { AccountWriting } from './account-writing.api.js';
import { AccountsQueries } from './accounts.queries.js';
import { ownerOfFiles } from './receipts.queries.js';

/** Takes a file for an expense: it is kept first, then it is recorded that it was sent. */
@Injectable()
export class ReceiptWriting {
  constructor(
    private readonly account: AccountWriting,
    private readonly accounts: AccountsQueries,
    private readonly files: FileStore,
  ) {}

  /** 415 for what is no picture or paper, 404 where the entry is no expense. */
  async send(asking: AskingFor, entryId: string, file: Buffer) {
    const format = await formatOf(file);
    // What an entry is never changes: who names another kind leaves no file behind.
    if (!(await this.accounts.hasExpense(asking.reach.budgetId!, entryId)))
      throw notFound('This is no expense. Send the receipt to the expense that it is for.');
    const asked = asking.asked();
    const fileHash = await this.files.keep(ownerOfFiles(asking.reach), asked, file);
    const receiptId = asking.idOf('receipt');
    const what = {
      type: 'SendReceipt',
      receiptId,
      entryId,
      format,
      bytes: file.length,
      fileHash,
      byHolderSide: asking.byHolderSide,
    } as const;
    return this.account.ask(asking, asked, what, { receiptId });
  }
}
