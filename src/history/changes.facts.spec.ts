import {
  agreed,
  increasedTo,
  notified,
  proposed,
  reduced,
} from '../../test/support/annas-budget.js';
import type { BudgetEvent } from '../budgets/budget.events.js';
import type { Instant } from '../kernel/dates.js';
import { changesIn } from './changes.facts.js';

const at = (event: BudgetEvent, day: string) => ({
  event,
  recordedAt: `${day}T09:00:00.000000Z` as Instant,
});

const first = at(agreed, '2025-10-01');
const uplifted = at(increasedTo(440, '2026-04-01'), '2026-05-20');
const proposal = at(proposed, '2026-03-09');
const notice = at(notified, '2026-04-01');
const reduction = at(reduced, '2026-04-01');

describe('What changed lately', () => {
  const all = [first, proposal, notice, reduction, uplifted];

  it('is what counts since, or was heard of since; what was heard of last comes first', () =>
    expect(changesIn(all, { from: '2026-04-20', to: '2026-05-20' })).toEqual([
      uplifted,
      reduction,
    ]));

  it('is also what lies ahead, once it was heard of', () =>
    expect(changesIn(all, { from: '2026-03-20', to: '2026-04-05' })).toEqual([
      uplifted,
      reduction,
    ]));

  it('is nothing that neither counts nor was heard of by then', () =>
    expect(changesIn(all, { from: '2026-03-01', to: '2026-03-31' })).toEqual([]));
});
