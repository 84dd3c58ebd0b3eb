import { Module } from '@nestjs/common';
import { EventLog } from '../event-log/event-log.js';
import { SortedLines } from '../event-log/sorted-lines.js';
import { JournalApi } from './journal.api.js';
import { JournalPages } from './journal.pages.js';
import { JournalQueries } from './journal.queries.js';

@Module({
  controllers: [JournalApi, JournalPages],
  providers: [
    {
      provide: JournalQueries,
      useFactory: (log: EventLog) => new JournalQueries(log, () => new SortedLines()),
      inject: [EventLog],
    },
  ],
})
export class JournalModule {}
