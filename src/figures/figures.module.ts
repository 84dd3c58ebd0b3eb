import { Module } from '@nestjs/common';
import { KnownEvents } from '../read-models/known-events.js';
import { AccountFiguresPages } from './account-figures.pages.js';
import { ChangesApi } from './changes.api.js';
import { FiguresApi } from './figures.api.js';
import { FiguresQueries } from './figures.queries.js';

@Module({
  controllers: [FiguresApi, ChangesApi, AccountFiguresPages],
  providers: [
    {
      provide: FiguresQueries,
      useFactory: (known: KnownEvents) => new FiguresQueries(known),
      inject: [KnownEvents],
    },
  ],
})
export class FiguresModule {}
