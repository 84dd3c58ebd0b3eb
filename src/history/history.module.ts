import { Module } from '@nestjs/common';
import { KnownEvents } from '../read-models/known-events.js';
import { WordStore } from '../words/words.js';
import { HistoryApi } from './history.api.js';
import { HistoryQueries } from './history.queries.js';

@Module({
  controllers: [HistoryApi],
  providers: [
    {
      provide: HistoryQueries,
      useFactory: (known: KnownEvents, words: WordStore) => new HistoryQueries(known, words),
      inject: [KnownEvents, WordStore],
    },
  ],
})
export class HistoryModule {}
