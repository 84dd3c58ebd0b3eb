import { Module } from '@nestjs/common';
import { KnownEvents } from '../read-models/known-events.js';
import { Circle } from '../sign-in/access.js';
import { WordStore } from '../words/words.js';
import { HistoryApi } from './history.api.js';
import { HistoryQueries } from './history.queries.js';
import { StatementOfAccountApi } from './statement-of-account.api.js';

@Module({
  controllers: [HistoryApi, StatementOfAccountApi],
  providers: [
    {
      provide: HistoryQueries,
      useFactory: (known: KnownEvents, words: WordStore, circle: Circle) =>
        new HistoryQueries(known, words, circle),
      inject: [KnownEvents, WordStore, Circle],
    },
  ],
})
export class HistoryModule {}
