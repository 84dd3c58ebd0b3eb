import { agreed, closed, increasedTo, opened } from '../../test/support/annas-budget.js';
import { budgetAsKnown, type KnownEvent } from '../figures/as-known.facts.js';
import type { Instant, LocalDate } from '../kernel/dates.js';
import type { BudgetEvent } from './budget.events.js';
import { pictureInWords, stepsOf, suspensionsShown } from './allocation-story.js';

const known = (...events: readonly BudgetEvent[]) =>
  budgetAsKnown(
    events.map((event, i): KnownEvent => ({
      event,
      eventId: `event-${i}`,
      stream: 'budget-b-1',
      recordedAt: `2025-10-0${i + 1}T09:00:00.000000Z` as Instant,
    })),
  );

const stepsIn = (of: ReturnType<typeof known>, asAt: LocalDate) =>
  stepsOf(of, asAt).map((it) => `${it.on} ${it.amountPence / 100}`);

describe('The picture of a budget', () => {
  const grown = known(opened, agreed, increasedTo(450, '2026-05-01'));

  it('has a step for each change, and for those agreed for days to come', () => {
    expect(stepsIn(grown, '2026-02-01')).toEqual(['2025-10-06 420', '2026-05-01 450']);
  });

  it('says the last change that had come by the day', () => {
    const says = (asAt: LocalDate) => pictureInWords(stepsOf(grown, asAt), asAt);
    expect(says('2025-10-01')).toBe('No budget was in force yet');
    expect(says('2026-02-01')).toBe('The budget is £420.00 a week');
    expect(says('2026-05-01')).toBe('The budget went up from £420.00 to £450.00 a week');
  });

  it('goes down to nothing once the budget has closed, not before', () => {
    const over = known(opened, agreed, closed);
    expect(stepsIn(over, '2026-09-30')).toEqual(['2025-10-06 420']);
    expect(stepsIn(over, '2026-10-01')).toEqual(['2025-10-06 420', '2026-10-01 0']);
  });

  it('is empty where nothing was agreed', () => {
    expect(stepsIn(known(opened, closed), '2027-01-01')).toEqual([]);
  });
});

describe('Suspensions', () => {
  it('are told with their reasons, from their first day to their last', () => {
    const events: BudgetEvent[] = [
      opened,
      { type: 'BudgetSuspended', on: '2025-11-03', reason: 'abroad', policyVersion: 1 },
      { type: 'BudgetResumed', on: '2025-12-01' },
      { type: 'BudgetSuspended', on: '2026-01-05', reason: 'prison', policyVersion: 1 },
    ];
    expect(suspensionsShown(known(...events), events)).toEqual([
      { from: '2025-11-03', to: '2025-11-30', reason: 'abroad' },
      { from: '2026-01-05', reason: 'prison' },
    ]);
  });
});
