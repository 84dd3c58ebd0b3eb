import { Module } from '@nestjs/common';
import { KnownEvents } from '../read-models/known-events.js';
import { Owners } from '../sign-in/access.js';
import { Moments } from '../web/moments.js';
import { AccountWriting } from './account-writing.api.js';
import { OnAccountHandler } from './account.handler.js';
import { AccountsQueries } from './accounts.queries.js';
import { ExpensesApi } from './expenses.api.js';
import { LiabilitiesApi } from './liabilities.api.js';
import { MoneyApi } from './money.api.js';

@Module({
  controllers: [MoneyApi, ExpensesApi, LiabilitiesApi],
  providers: [
    OnAccountHandler,
    AccountWriting,
    {
      provide: AccountsQueries,
      useFactory: (known: KnownEvents, moments: Moments) => new AccountsQueries(known, moments),
      inject: [KnownEvents, Moments],
    },
  ],
})
export class AccountsModule {
  constructor(owners: Owners, accounts: AccountsQueries) {
    for (const name of ['entryId', 'commitmentId', 'reserveId'] as const)
      owners.registerBelow(name, async ({ budgetId }, id) =>
        budgetId === undefined ? false : accounts.has(budgetId, name, id),
      );
  }
}
