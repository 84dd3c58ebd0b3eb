import { Get, Post } from '@nestjs/common';
import { AccountWriting } from '../../src/accounts/account-writing.api.js';
import { AccountsModule } from '../../src/accounts/accounts.module.js';
import { May } from '../../src/sign-in/access.guard.js';
import { mustNotLieAhead } from '../../src/web/answers.js';
import { Asking, type AskingFor } from '../../src/web/asking.js';
import { file, text, day, money } from '../../src/web/form-fields.js';
import { Sent, Uploads } from '../../src/web/form.guard.js';
import { AtMoments, type MomentsAsked } from '../../src/web/moments-asked.js';
import { shown } from '../../src/web/page.js';
import { Pages } from '../../src/web/pages.js';
import { busy } from '../../src/web/problem.js';
import { Requests } from '../../src/web/requests.js';
import { done } from '../../src/web/see-other.js';
import type { SentForm } from '../../src/web/sent-form.js';

const EXPENSE = {
  amount: money({ what: 'the amount' }),
  spentOn: day({ what: 'the day you paid' }),
  payee: text({ what: 'who you paid', max: 200 }),
};
const RECEIPT = { receipt: file({ what: 'a photo of the receipt' }) };

/** Pages that write, for tests of what all such pages have in common. */
@Pages('try/:budgetId')
class TryPages {
  constructor(
    private readonly account: AccountWriting,
    private readonly requests: Requests,
  ) {}

  @Get()
  @May('officer', 'holder')
  show(@AtMoments() moments: MomentsAsked) {
    return shown('sign-in/welcome', { title: 'Try', moments });
  }

  @Get('broken')
  @May('officer')
  broken() {
    throw new Error('Rosa Reed broke it');
  }

  @Get('busy')
  @May('officer')
  busy() {
    throw busy('Rosa Reed is in the way');
  }

  @Post()
  @May('officer', 'holder')
  async record(@Sent() form: SentForm, @Asking() asking: AskingFor) {
    return form.take(
      EXPENSE,
      async ({ amount, spentOn, payee }) => {
        mustNotLieAhead('spentOn', spentOn, asking.today);
        const { asked, wordsHash } = await this.requests.spoken(asking, { payee });
        const what = {
          type: 'RecordExpense',
          entryId: asking.idOf('entry'),
          amountPence: amount,
          on: spentOn,
          category: 'equipment',
          byHolderSide: asking.byHolderSide,
          wordsHash,
        } as const;
        await this.account.ask(asking, asked, what, {});
        return done(`/try/${asking.reach.budgetId}`, 'Recorded', 'Nothing else happens.');
      },
      () => shown('sign-in/welcome', { title: 'Try' }),
    );
  }

  @Post('receipt')
  @May('holder')
  @Uploads()
  receipt(@Sent() form: SentForm, @Asking() asking: AskingFor) {
    return form.take(
      RECEIPT,
      async ({ receipt }) => {
        const said = `${receipt.name}: ${receipt.bytes.length} bytes`;
        return done(`/try/${asking.reach.budgetId}`, said, `Request ${asking.requestHash}.`);
      },
      () => shown('sign-in/welcome', { title: 'Try' }),
    );
  }
}

/** Before the app is put together. */
export function addTryPages(): void {
  const known = Reflect.getMetadata('controllers', AccountsModule) as readonly unknown[];
  Reflect.defineMetadata('controllers', [...known, TryPages], AccountsModule);
}
