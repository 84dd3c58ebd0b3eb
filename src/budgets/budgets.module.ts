import { Module } from '@nestjs/common';
import { READ_DATABASE } from '../read-models/injection.js';
import { KnownEvents } from '../read-models/known-events.js';
import { Circle, Owners } from '../sign-in/access.js';
import { AccountNames } from '../web/account-names.js';
import { Moments } from '../web/moments.js';
import { Places } from '../web/places.js';
import { WordStore } from '../words/words.js';
import { AccountsPages } from './accounts.pages.js';
import { AllocationStory } from './allocation-story.queries.js';
import { AllocationsPages } from './allocations.pages.js';
import { AllocationsApi } from './allocations.api.js';
import { BudgetWriting } from './budget-writing.api.js';
import { OnBudgetHandler } from './budget.handler.js';
import { BudgetsApi } from './budgets.api.js';
import { BudgetsQueries } from './budgets.queries.js';
import { EasyLetterPages } from './easy-letter.pages.js';
import { MyReductionsPages } from './my-reductions.pages.js';
import { RecordAgreedPages } from './record.pages.js';
import { ReductionsTold } from './reduction-told.queries.js';
import { ReductionsApi } from './reductions.api.js';
import { ReductionsQueries } from './reductions.queries.js';
import { ReductionWorkPages } from './work.pages.js';
import { ReductionWork } from './work.queries.js';

const READING = [READ_DATABASE, KnownEvents, Moments, Circle];
type Reading = ConstructorParameters<typeof BudgetsQueries>;
type Telling = ConstructorParameters<typeof ReductionsTold>;

@Module({
  controllers: [
    BudgetsApi,
    AllocationsApi,
    ReductionsApi,
    AccountsPages,
    AllocationsPages,
    MyReductionsPages,
    EasyLetterPages,
    RecordAgreedPages,
    ReductionWorkPages,
  ],
  providers: [
    // What a form asks is asked of the operations that programs ask it of.
    AllocationsApi,
    OnBudgetHandler,
    BudgetWriting,
    {
      provide: BudgetsQueries,
      useFactory: (...from: Reading) => new BudgetsQueries(...from),
      inject: READING,
    },
    {
      provide: AllocationStory,
      useFactory: (...from: ConstructorParameters<typeof AllocationStory>) =>
        new AllocationStory(...from),
      inject: [KnownEvents, Moments, Circle, WordStore],
    },
    {
      provide: ReductionsQueries,
      useFactory: (...from: Reading) => new ReductionsQueries(...from),
      inject: READING,
    },
    {
      provide: ReductionWork,
      useFactory: (...from: ConstructorParameters<typeof ReductionWork>) =>
        new ReductionWork(...from),
      inject: [READ_DATABASE, AccountNames],
    },
    {
      provide: ReductionsTold,
      useFactory: (...from: Telling) => new ReductionsTold(...from),
      inject: [ReductionsQueries, KnownEvents, Moments, WordStore, Circle],
    },
  ],
})
export class BudgetsModule {
  constructor(
    owners: Owners,
    places: Places,
    reductions: ReductionsQueries,
    budgets: BudgetsQueries,
  ) {
    places.register({ roles: ['officer', 'manager'], href: '/accounts', text: 'Accounts' });
    owners.registerByBudget('reductionId', (id) => reductions.budgetOf(id));
    for (const name of ['allocationId', 'oneOffId'] as const)
      owners.registerBelow(name, async ({ budgetId }, id) =>
        budgetId === undefined ? false : budgets.has(budgetId, name, id),
      );
  }
}
