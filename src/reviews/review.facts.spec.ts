import type { ReviewEvent } from './review.events.js';
import { isOpen, promisedReview, reviewAfter } from './review.facts.js';

const scheduled: ReviewEvent = {
  type: 'ReviewScheduled',
  budgetId: 'anna',
  on: '2027-04-01',
  kind: 'reassessment',
  dueOn: '2027-06-10',
  limitOn: '2027-06-10',
};
const started: ReviewEvent = { type: 'ReviewStarted', budgetId: 'anna', on: '2027-06-01' };
const completed: ReviewEvent = {
  type: 'ReviewCompleted',
  budgetId: 'anna',
  on: '2027-06-07',
  outcome: 'continues',
  involved: ['person'],
  needsChanged: true,
  outcomes: [],
};
const cancelled: ReviewEvent = {
  type: 'ReviewCancelled',
  budgetId: 'anna',
  on: '2027-06-07',
  reason: 'budget-closed',
};

const openAfter = (...events: ReviewEvent[]) => isOpen(events.reduce(reviewAfter, promisedReview));

describe('A review', () => {
  it('is open from its promise to its end', () => {
    expect(openAfter()).toBe(true);
    expect(openAfter(scheduled)).toBe(true);
    expect(openAfter(scheduled, started)).toBe(true);
  });

  it('is not when it is completed', () =>
    expect(openAfter(scheduled, started, completed)).toBe(false));

  it('is not when it was cancelled', () => expect(openAfter(scheduled, cancelled)).toBe(false));
});
