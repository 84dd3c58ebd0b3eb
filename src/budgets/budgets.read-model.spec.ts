import {
  agreed,
  approved,
  closed,
  decided,
  notified,
  opened,
  proposed,
  reduced,
} from '../../test/support/annas-budget.js';
import { LogInMemory } from '../../test/support/log-in-memory.js';
import { oluAsks } from '../../test/support/people.js';
import { fold } from '../read-models/read-model.js';
import { BUDGET_EVENTS, type BudgetEvent } from './budget.events.js';
import { emptyTimeline, timelineAfter } from './budget.facts.js';
import { budgets } from './budgets.read-model.js';

/** The row that events make, recorded in this order. */
async function annas(...events: BudgetEvent[]) {
  const log = new LogInMemory();
  await log.append('budget-anna', -1, events, oluAsks('history'));
  const rows = fold(budgets, await log.read(null, 500));
  expect(rows.size).toBe(1);
  return rows.get('anna');
}

const row = {
  budgetId: 'anna',
  personId: 'anna',
  openedOn: '2025-10-06',
  closedOn: null,
  mode: 'cash',
  basis: 'net',
  employsStaff: true,
  timeline: [opened].reduce(timelineAfter, emptyTimeline),
  version: 0,
};

describe('Budgets', () => {
  it('are shown from their opening on', async () => expect(await annas(opened)).toEqual(row));

  it('are shown with all that says what is in force on a day', async () =>
    expect(await annas(opened, agreed)).toEqual({
      ...row,
      timeline: [opened, agreed].reduce(timelineAfter, emptyTimeline),
      version: 1,
    }));

  it('are shown when closed', async () =>
    expect(await annas(opened, closed)).toMatchObject({ closedOn: '2026-09-30', version: 1 }));

  it('move their version with every event, or they could never be acted on again', async () => {
    expect(Object.keys(budgets.on)).toEqual(expect.arrayContaining(Object.keys(BUDGET_EVENTS)));
    expect(
      await annas(opened, agreed, proposed, approved, notified, reduced, decided('dismissed')),
    ).toMatchObject({ version: 6 });
  });
});
