import { agreed, closed, opened } from '../../test/support/annas-budget.js';
import { projected } from '../../test/support/given.js';
import { whoseBudget } from './whose-budget.read-model.js';

describe('Whose budget it is', () => {
  it('is known from its opening on', async () =>
    expect(await projected(whoseBudget, 'budget-b-1', opened)).toEqual([
      { budgetId: 'b-1', personId: 'anna', closedOn: null },
    ]));

  it('stays as it is whatever the budget gives', async () =>
    expect(await projected(whoseBudget, 'budget-b-1', opened, agreed)).toEqual([
      { budgetId: 'b-1', personId: 'anna', closedOn: null },
    ]));

  it('says since when it is closed, as keeping the data depends on it', async () =>
    expect(await projected(whoseBudget, 'budget-b-1', opened, agreed, closed)).toEqual([
      { budgetId: 'b-1', personId: 'anna', closedOn: '2026-09-30' },
    ]));

  it('is not learnt from other streams', async () =>
    expect(await projected(whoseBudget, 'account-b-1', opened)).toEqual([]));
});
