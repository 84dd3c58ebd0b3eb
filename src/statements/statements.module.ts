import { Module } from '@nestjs/common';
import type { Database } from '../read-models/database.js';
import { READ_DATABASE } from '../read-models/injection.js';
import { KnownEvents } from '../read-models/known-events.js';
import { Owners } from '../sign-in/access.js';
import { Moments } from '../web/moments.js';
import { WordStore } from '../words/words.js';
import { AccountNames } from '../web/account-names.js';
import { ClosingPages } from './closing.pages.js';
import { FileReading } from './file-reading.api.js';
import { LineRecording } from './line-recording.api.js';
import { LinePages } from './line.pages.js';
import { LinesApi } from './lines.api.js';
import { MappingPages } from './mapping.pages.js';
import { MappingsApi } from './mappings.api.js';
import { MyLinesPages } from './my-lines.pages.js';
import { PaperPages } from './paper.pages.js';
import { RestoringPages } from './restoring.pages.js';
import { RulesPages } from './rules.pages.js';
import { SettlingPages } from './settling.pages.js';
import { SigningPages } from './signing.pages.js';
import { StatementAround } from './statement-around.pages.js';
import { StatementWriting } from './statement-writing.api.js';
import { StatementsApi } from './statements.api.js';
import { StatementsPages } from './statements.pages.js';
import { StatementsQueries } from './statements.queries.js';
import { WithdrawingPages } from './withdrawing.pages.js';
import { StatementWorkPages } from './work.pages.js';
import { StatementWork } from './work.queries.js';

@Module({
  controllers: [
    StatementsApi,
    LinesApi,
    MappingsApi,
    StatementsPages,
    PaperPages,
    MappingPages,
    RulesPages,
    SettlingPages,
    ClosingPages,
    SigningPages,
    WithdrawingPages,
    LinePages,
    RestoringPages,
    MyLinesPages,
    StatementWorkPages,
  ],
  providers: [
    // What a form asks is asked of the operations that programs ask it of.
    StatementsApi,
    LinesApi,
    MappingsApi,
    StatementAround,
    {
      provide: StatementWork,
      useFactory: (...from: ConstructorParameters<typeof StatementWork>) =>
        new StatementWork(...from),
      inject: [READ_DATABASE, AccountNames],
    },
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
    // Below an account, it is one of that account's.
    owners.registerBelow('statementId', async ({ budgetId }, id) => {
      return (await statements.budgetOf(id)) === budgetId;
    });
    owners.registerBelow('lineId', async ({ budgetId }, id) =>
      budgetId === undefined ? false : statements.hasLine(budgetId, id),
    );
    owners.registerBelow('ruleId', async (owner, id) =>
      owner.budgetId === undefined ? false : statements.hasRule(owner, id),
    );
  }
}
