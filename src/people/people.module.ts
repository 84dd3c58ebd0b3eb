import { Module } from '@nestjs/common';
import { Circle, Owners } from '../sign-in/access.js';
import type { Database } from '../read-models/database.js';
import { READ_DATABASE } from '../read-models/injection.js';
import { Places } from '../web/places.js';
import { ForWhomPages } from './for-whom.pages.js';
import { ForWhom } from './for-whom.queries.js';
import { PeopleApi } from './people.api.js';
import { PeopleTable } from './people.table.js';
import { OnPersonHandler } from './person.handler.js';
import { BudgetsOfPeople } from './whose-budget.queries.js';

@Module({
  controllers: [PeopleApi, ForWhomPages],
  providers: [
    OnPersonHandler,
    {
      provide: BudgetsOfPeople,
      useFactory: (db: Database) => new BudgetsOfPeople(db),
      inject: [READ_DATABASE],
    },
    {
      provide: ForWhom,
      useFactory: (circle: Circle, budgets: BudgetsOfPeople) => new ForWhom(circle, budgets),
      inject: [Circle, BudgetsOfPeople],
    },
  ],
})
export class PeopleModule {
  constructor(owners: Owners, places: Places, people: PeopleTable, budgets: BudgetsOfPeople) {
    places.register({ roles: ['holder'], href: '/my', text: 'Home' });
    owners.register('personId', async (personId) =>
      (await people.knows(personId)) ? { personId } : undefined,
    );
    owners.registerBelow('representativeId', async ({ personId = '' }, id) =>
      (await people.representativesOf(personId)).some((it) => it.representative_id === id),
    );
    owners.register('budgetId', (budgetId) => budgets.ownerOf(budgetId));
  }
}
