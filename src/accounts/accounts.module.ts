import { Module } from '@nestjs/common';
import { READ_DATABASE } from '../read-models/injection.js';
import { KnownEvents } from '../read-models/known-events.js';
import { Circle, Owners } from '../sign-in/access.js';
import { Moments } from '../web/moments.js';
import { FileStore } from '../words/files.js';
import { AccountNames } from '../web/account-names.js';
import { WordStore } from '../words/words.js';
import { AccountWriting } from './account-writing.api.js';
import { OnAccountHandler } from './account.handler.js';
import { AccountsQueries, IDS_BELOW } from './accounts.queries.js';
import { DisagreementWriting } from './disagreement-writing.api.js';
import { DisagreementsApi } from './disagreements.api.js';
import { DisagreementsQueries } from './disagreements.queries.js';
import { DisagreementPages } from './disagreement.pages.js';
import { ExpensePages } from './expense.pages.js';
import { ExpensesApi } from './expenses.api.js';
import { ExpensesTold } from './expense-told.queries.js';
import { MyDisagreementsPages } from './my-disagreements.pages.js';
import { MyPaymentsPages } from './my-payments.pages.js';
import { LiabilitiesApi } from './liabilities.api.js';
import { MoneyApi } from './money.api.js';
import { ReceiptWriting } from './receipt-writing.api.js';
import { ReceiptsApi } from './receipts.api.js';
import { ReceiptsQueries } from './receipts.queries.js';
import { RecordPages } from './record.pages.js';
import { RecordedQueries } from './recorded.queries.js';
import { AccountWorkPages } from './work.pages.js';
import { AccountWork } from './work.queries.js';

const TELLING = [KnownEvents, Moments, WordStore, Circle];
type Telling = ConstructorParameters<typeof ExpensesTold>;

@Module({
  controllers: [
    MoneyApi,
    ExpensesApi,
    ReceiptsApi,
    LiabilitiesApi,
    DisagreementsApi,
    MyPaymentsPages,
    MyDisagreementsPages,
    RecordPages,
    ExpensePages,
    DisagreementPages,
    AccountWorkPages,
  ],
  providers: [
    // What a form asks is asked of the operations that programs ask it of.
    MoneyApi,
    ExpensesApi,
    LiabilitiesApi,
    OnAccountHandler,
    AccountWriting,
    ReceiptWriting,
    DisagreementWriting,
    {
      provide: AccountsQueries,
      useFactory: (known: KnownEvents, moments: Moments) => new AccountsQueries(known, moments),
      inject: [KnownEvents, Moments],
    },
    {
      provide: AccountWork,
      useFactory: (...from: ConstructorParameters<typeof AccountWork>) => new AccountWork(...from),
      inject: [READ_DATABASE, AccountNames],
    },
    {
      provide: ReceiptsQueries,
      useFactory: (known: KnownEvents, moments: Moments, files: FileStore) =>
        new ReceiptsQueries(known, moments, files),
      inject: [KnownEvents, Moments, FileStore],
    },
    {
      provide: RecordedQueries,
      useFactory: (...from: ConstructorParameters<typeof RecordedQueries>) =>
        new RecordedQueries(...from),
      inject: [KnownEvents, Moments, WordStore],
    },
    {
      provide: DisagreementsQueries,
      useFactory: (...from: Telling) => new DisagreementsQueries(...from),
      inject: TELLING,
    },
    {
      provide: ExpensesTold,
      useFactory: (...from: Telling) => new ExpensesTold(...from),
      inject: TELLING,
    },
  ],
})
export class AccountsModule {
  constructor(owners: Owners, accounts: AccountsQueries) {
    for (const name of IDS_BELOW)
      owners.registerBelow(name, async ({ budgetId }, id) =>
        budgetId === undefined ? false : accounts.has(budgetId, name, id),
      );
  }
}
