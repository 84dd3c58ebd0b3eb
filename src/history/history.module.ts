import { Module } from '@nestjs/common';
import { KnownEvents } from '../read-models/known-events.js';
import { Circle } from '../sign-in/access.js';
import { WordStore } from '../words/words.js';
import { AccountHistoryPages } from './account-history.pages.js';
import { EasyHistory } from './easy-history.queries.js';
import { EasyPages } from './easy.pages.js';
import { HistoryApi } from './history.api.js';
import { HistoryQueries } from './history.queries.js';
import { HolderMoney } from './holder-money.queries.js';
import { MyHistoryPages } from './my-history.pages.js';
import { MyMoneyPages } from './my-money.pages.js';
import { StatementOfAccountApi } from './statement-of-account.api.js';

@Module({
  controllers: [
    HistoryApi,
    StatementOfAccountApi,
    MyMoneyPages,
    MyHistoryPages,
    AccountHistoryPages,
    EasyPages,
  ],
  providers: [
    {
      provide: HolderMoney,
      useFactory: (known: KnownEvents, words: WordStore, circle: Circle) =>
        new HolderMoney(known, words, circle),
      inject: [KnownEvents, WordStore, Circle],
    },
    {
      provide: EasyHistory,
      useFactory: (history: HistoryQueries, known: KnownEvents) => new EasyHistory(history, known),
      inject: [HistoryQueries, KnownEvents],
    },
    {
      provide: HistoryQueries,
      useFactory: (known: KnownEvents, words: WordStore, circle: Circle) =>
        new HistoryQueries(known, words, circle),
      inject: [KnownEvents, WordStore, Circle],
    },
  ],
})
export class HistoryModule {}
