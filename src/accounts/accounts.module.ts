import { Module } from '@nestjs/common';
import { AccountWriting } from './account-writing.api.js';
import { OnAccountHandler } from './account.handler.js';
import { ExpensesApi } from './expenses.api.js';
import { LiabilitiesApi } from './liabilities.api.js';
import { MoneyApi } from './money.api.js';

@Module({
  controllers: [MoneyApi, ExpensesApi, LiabilitiesApi],
  providers: [OnAccountHandler, AccountWriting],
})
export class AccountsModule {}
