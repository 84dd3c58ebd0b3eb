import { projected } from '../../test/support/given.js';
import { emptied, filled, lost, purses, type PurseEvent } from '../../test/support/purses.js';
import { tableOf } from './read-model.js';

const anna = (...events: PurseEvent[]) => projected(purses, 'purse-anna', ...events);

const row = {
  who: 'anna',
  pence: 5,
  isEmpty: false,
  filledOn: ['2027-04-05'],
  emptiedOn: null,
};

describe('A fold', () => {
  it('makes a row of the first event', async () => expect(await anna(filled(5))).toEqual([row]));

  it('makes of each event the row after it', async () =>
    expect(await anna(filled(5), filled(3), emptied)).toEqual([
      {
        ...row,
        pence: 0,
        isEmpty: true,
        filledOn: ['2027-04-05', '2027-04-05'],
        emptiedOn: '2027-04-06',
      },
    ]));

  it('takes a row away', async () => expect(await anna(filled(5), lost)).toEqual([]));

  it('makes it anew afterwards, from nothing', async () =>
    expect(await anna(filled(9), lost, filled(5))).toEqual([row]));

  it('passes over what is about no row', async () => expect(await anna(emptied)).toEqual([]));
});

describe('A table', () => {
  it('is called after its model and version', () =>
    expect(tableOf({ name: 'budget-summary@2' })).toBe('budget_summary_2'));
});
