import { Module } from '@nestjs/common';
import type { Database } from '../read-models/database.js';
import { READ_DATABASE } from '../read-models/injection.js';
import { KnownEvents } from '../read-models/known-events.js';
import { Owners } from '../sign-in/access.js';
import { Moments } from '../web/moments.js';
import { WordStore } from '../words/words.js';
import { FileReading } from './file-reading.api.js';
import { LineRecording } from './line-recording.api.js';
import { LinesApi } from './lines.api.js';
import { MappingsApi } from './mappings.api.js';
import { StatementWriting } from './statement-writing.api.js';
import { StatementsApi } from './statements.api.js';
import { StatementsQueries } from './statements.queries.js';

@Module({
  controllers: [StatementsApi, LinesApi, MappingsApi],
  providers: [
    FileReading,
    StatementWriting,
    LineRecording,
    {
      provide: StatementsQueries,
      useFactory: (db: Database, known: KnownEvents, moments: Moments, words: WordStore) =>
        new StatementsQueries(db, known, moments, words),
      inject: [READ_DATABASE, KnownEvents, Moments, WordStore],
    },
  ],
})
export class StatementsModule {
  constructor(owners: Owners, statements: StatementsQueries) {
    owners.registerByBudget('statementId', (id) => statements.budgetOf(id));
    owners.registerBelow('lineId', async ({ budgetId }, id) =>
      budgetId === undefined ? false : statements.hasLine(budgetId, id),
    );
    owners.registerBelow('ruleId', async (owner, id) =>
      owner.budgetId === undefined ? false : statements.hasRule(owner, id),
    );
  }
}
