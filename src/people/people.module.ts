import { Module } from '@nestjs/common';
import { Owners } from '../sign-in/access.js';
import type { Database } from '../read-models/database.js';
import { READ_DATABASE } from '../read-models/injection.js';
import { PeopleApi } from './people.api.js';
import { PeopleTable } from './people.table.js';
import { OnPersonHandler } from './person.handler.js';
import { BudgetsOfPeople } from './whose-budget.queries.js';

@Module({
  controllers: [PeopleApi],
  providers: [
    OnPersonHandler,
    {
      provide: BudgetsOfPeople,
      useFactory: (db: Database) => new BudgetsOfPeople(db),
      inject: [READ_DATABASE],
    },
  ],
})
export class PeopleModule {
  constructor(owners: Owners, people: PeopleTable, budgets: BudgetsOfPeople) {
    owners.register('personId', async (personId) =>
      (await people.knows(personId)) ? { personId } : undefined,
    );
    owners.registerBelow('representativeId', async ({ personId = '' }, id) =>
      (await people.representativesOf(personId)).some((it) => it.representative_id === id),
    );
    owners.register('budgetId', (budgetId) => budgets.ownerOf(budgetId));
  }
}
