import { Get, Param, Post } from '@nestjs/common';
import { present } from '../kernel/canonical.js';
import { whoseOf, type Whose } from '../people/whose.facts.js';
import { May, OfCircle, Reached } from '../sign-in/access.guard.js';
import type { Owner, Reach } from '../sign-in/access.js';
import { Asking, AskingFor } from '../web/asking.js';
import { choice, file, text } from '../web/form-fields.js';
import { Sent, Uploads } from '../web/form.guard.js';
import { shown, type Shown } from '../web/page.js';
import { Pages } from '../web/pages.js';
import { invalid, notFound, Problem } from '../web/problem.js';
import { Requests } from '../web/requests.js';
import { done, seeOther } from '../web/see-other.js';
import type { SentForm } from '../web/sent-form.js';
import { AccountWriting } from './account-writing.api.js';
import { referenceOf } from './disagreement.facts.js';
import { expenseInWords } from './expense-in-words.js';
import type { ExpenseTold } from './expense-told.js';
import { ExpensesTold } from './expense-told.queries.js';
import { ReceiptWriting } from './receipt-writing.api.js';

interface Asked {
  readonly told: ExpenseTold;
  readonly whose: Whose;
  readonly address: string;
}

const EXPLANATION = {
  answer: text({ what: 'what this was for' }),
  receipt: choice({ what: 'whether you want to send a receipt now', of: ['yes', 'no'] }),
};

const RECEIPT = { file: file({ what: 'a photo or a scan of the receipt' }) };

/** An expense as its person reads of it: what was asked, what they say of it, its receipts. */
@Pages('my/:budgetId/payments/:entryId')
export class MyPaymentsPages {
  constructor(
    private readonly expenses: ExpensesTold,
    private readonly account: AccountWriting,
    private readonly receipts: ReceiptWriting,
    private readonly requests: Requests,
  ) {}

  @Get()
  @May('holder')
  async look(@Param('entryId') entryId: string, @Reached() reach: Reach) {
    return paymentPage(await this.asked(entryId, reach));
  }

  @Post()
  @May('holder')
  async explain(
    @Param('entryId') entryId: string,
    @Sent() form: SentForm,
    @Asking() asking: AskingFor,
  ) {
    const it = await this.asked(entryId, asking.reach);
    return form.take(
      EXPLANATION,
      async ({ answer, receipt }) => {
        const { asked, wordsHash } = await this.requests.spoken(asking, { answer });
        const what = { type: 'ExplainExpense', entryId, wordsHash } as const;
        await this.account.ask(asking, asked, what, {});
        return receipt === 'yes'
          ? done(
              `${it.address}/receipt`,
              'You have told us what this was.',
              'Now send the receipt.',
            )
          : seeOther(`${it.address}/explained`);
      },
      () => paymentPage(it),
    );
  }

  @Get('explained')
  @May('holder')
  async explained(@Param('entryId') entryId: string, @Reached() reach: Reach) {
    const it = await this.asked(entryId, reach);
    const said = it.told.steps.findLast(({ kind }) => kind === 'explained');
    if (!said) throw notFound();
    const title = 'You have told us what this was';
    return shown('accounts/sent', { ...around(it), title, reference: said.reference });
  }

  @Get('receipt')
  @May('holder')
  @OfCircle('self', 'nominee', 'authorised-person')
  async receiptForm(@Param('entryId') entryId: string, @Reached() reach: Reach) {
    return receiptPage(await this.asked(entryId, reach));
  }

  @Post('receipt')
  @May('holder')
  @Uploads()
  async sendReceipt(
    @Param('entryId') entryId: string,
    @Sent() form: SentForm,
    @Asking() asking: AskingFor,
  ) {
    const it = await this.asked(entryId, asking.reach);
    return form.take(
      RECEIPT,
      async ({ file: sent }) => {
        const { receiptId } = await this.receipts
          .send(asking, entryId, sent.bytes)
          .catch(saidAtTheField);
        return seeOther(`${it.address}/receipt/${receiptId}`);
      },
      () => receiptPage(it),
    );
  }

  @Get('receipt/:receiptId')
  @May('holder')
  async receiptSent(
    @Param('entryId') entryId: string,
    @Param('receiptId') receiptId: string,
    @Reached() reach: Reach,
  ) {
    const it = await this.asked(entryId, reach);
    const title = 'You have sent a receipt';
    return shown('accounts/sent', { ...around(it), title, reference: referenceOf(receiptId) });
  }

  private async asked(entryId: string, reach: Reach): Promise<Asked> {
    const { budgetId, personId, relation } = reach as Reach & Required<Owner>;
    const told = await this.expenses.of(entryId, { budgetId, personId });
    const whose = whoseOf(present({ budgetId, relation }), told.fullName);
    return { told, whose, address: `${whose.base}/payments/${entryId}` };
  }
}

const around = ({ told, whose, address }: Asked) => ({
  section: whose.section,
  whose,
  told,
  words: expenseInWords(told),
  address,
});

const paymentPage = (it: Asked): Shown =>
  shown('accounts/payment', { ...around(it), title: 'A payment from the account' });

const receiptPage = (it: Asked): Shown =>
  shown('accounts/receipt', { ...around(it), title: 'Send a receipt', back: it.address });

/** What the file is shows when it is looked at. */
function saidAtTheField(error: unknown): never {
  if (!(error instanceof Problem) || error.code !== 'unsupported-type') throw error;
  const message = 'The selected file must be a PDF, JPEG, PNG, HEIC or WebP';
  throw invalid({ field: 'file', message });
}
