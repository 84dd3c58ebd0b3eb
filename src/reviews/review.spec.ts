import { rulesOf } from '../../test/support/given.js';
import type { CompleteReview, ReviewCommand } from './review.commands.js';
import type { ReviewCompleted, ReviewEvent, ReviewKind } from './review.events.js';
import { review } from './review.js';

const given = rulesOf(review);

const scheduled = (kind: ReviewKind = 'reassessment'): ReviewEvent => ({
  type: 'ReviewScheduled',
  budgetId: 'anna',
  on: '2027-04-01',
  kind,
  dueOn: '2027-06-10',
  limitOn: '2027-06-24',
});
const started: ReviewEvent = { type: 'ReviewStarted', budgetId: 'anna', on: '2027-06-01' };
const completed: ReviewCompleted = {
  type: 'ReviewCompleted',
  budgetId: 'anna',
  on: '2027-06-07',
  outcome: 'continues',
  involved: ['person', 'family'],
  outcomes: [{ outcome: 'getting-out', progress: 'better' }],
  needsChanged: false,
  wordsHash: 'h',
};
const cancelled: ReviewEvent = {
  type: 'ReviewCancelled',
  budgetId: 'anna',
  on: '2027-05-02',
  reason: 'budget-closed',
};

describe('Scheduling a review', () => {
  const schedule: ReviewCommand = {
    type: 'ScheduleReview',
    budgetId: 'anna',
    kind: 'reassessment',
    dueOn: '2027-06-10',
    limitOn: '2027-06-24',
    on: '2027-04-01',
  };

  it('records what it is for, when it is due and when it would be late', () =>
    given().when(schedule).thenRecorded(scheduled()));

  it('records nothing when it exists already', () =>
    given(scheduled())
      .when({ ...schedule, dueOn: '2027-12-31' })
      .thenNothing());

  it('records nothing when it is completed', () =>
    given(scheduled(), completed).when(schedule).thenNothing());

  it('records nothing when it was cancelled', () =>
    given(scheduled(), cancelled).when(schedule).thenNothing());
});

describe('Postponing a review', () => {
  const postpone: ReviewCommand = {
    type: 'PostponeReview',
    budgetId: 'anna',
    kind: 'post-reduction',
    dueOn: '2027-07-22',
    limitOn: '2027-08-05',
    on: '2027-04-01',
  };
  const postponed = {
    ...scheduled('post-reduction'),
    dueOn: '2027-07-22',
    limitOn: '2027-08-05',
  } as const;

  it('schedules it again, with a limit that goes with it', () =>
    given(scheduled('post-reduction')).when(postpone).thenRecorded(postponed));

  it('schedules it where the first promise was not kept yet', () =>
    given().when(postpone).thenRecorded(postponed));

  it.each<[string, ReviewEvent[]]>([
    ['was put off already', [scheduled('post-reduction'), postponed as ReviewEvent]],
    ['is started', [scheduled('post-reduction'), started]],
    ['is completed', [scheduled('post-reduction'), completed]],
    ['was cancelled', [scheduled('post-reduction'), cancelled]],
  ])('records nothing when it %s', (_, history) =>
    given(...history)
      .when(postpone)
      .thenNothing(),
  );

  it('never makes one due sooner', () =>
    given(postponed as ReviewEvent)
      .when({ ...postpone, dueOn: '2027-07-21' })
      .thenNothing());
});

describe('Starting a review', () => {
  const start: ReviewCommand = { type: 'StartReview', on: '2027-06-01' };

  it('records the day', () => given(scheduled()).when(start).thenRecorded(started));

  it('refuses one that is not there', () => given().when(start).thenRefused('not-found'));

  it('refuses one that is started', () =>
    given(scheduled(), started).when(start).thenRefused('wrong-state'));

  it('refuses one that is completed', () =>
    given(scheduled(), completed).when(start).thenRefused('wrong-state'));

  it('refuses one that was cancelled', () =>
    given(scheduled(), cancelled).when(start).thenRefused('wrong-state'));
});

describe('Completing a review', () => {
  const complete = {
    type: 'CompleteReview',
    on: '2027-06-07',
    outcome: 'continues',
    involved: ['person', 'family'],
    needsChanged: false,
    outcomes: [{ outcome: 'getting-out', progress: 'better' }],
    wordsHash: 'h',
  } satisfies CompleteReview;

  it('records who took part, whether needs changed, and how each outcome goes', () =>
    given(scheduled(), started).when(complete).thenRecorded(completed));

  it('does not ask for a start that nobody recorded', () =>
    given(scheduled()).when(complete).thenRecorded(completed));

  it('after a reduction records no more than there is to say', () =>
    given(scheduled('post-reduction'))
      .when({
        type: 'CompleteReview',
        on: '2027-06-07',
        outcome: 'continues',
        involved: [],
        outcomes: [],
      })
      .thenRecorded({
        type: 'ReviewCompleted',
        budgetId: 'anna',
        on: '2027-06-07',
        outcome: 'continues',
        involved: [],
        outcomes: [],
      }));

  it('refuses a reassessment in which nobody took part', () =>
    given(scheduled())
      .when({ ...complete, involved: [] })
      .thenRefused('involvement-missing'));

  it('refuses a reassessment that does not say whether needs changed', () => {
    const { needsChanged: _, ...silent } = complete;
    given(scheduled()).when(silent).thenRefused('needs-not-said');
  });

  it('refuses one that is not there', () => given().when(complete).thenRefused('not-found'));

  it('refuses one that is completed', () =>
    given(scheduled(), completed).when(complete).thenRefused('wrong-state'));

  it('refuses one that was cancelled', () =>
    given(scheduled(), started, cancelled).when(complete).thenRefused('wrong-state'));
});

describe('Cancelling a review', () => {
  const cancel: ReviewCommand = {
    type: 'CancelReview',
    budgetId: 'anna',
    kind: 'reassessment',
    dueOn: '2027-06-10',
    limitOn: '2027-06-24',
    on: '2027-05-02',
    reason: 'budget-closed',
  };

  it('records why', () => given(scheduled()).when(cancel).thenRecorded(cancelled));

  it('ends one that is started', () =>
    given(scheduled(), started).when(cancel).thenRecorded(cancelled));

  it('ends one that was promised and not scheduled yet, so that it never will be', () =>
    given()
      .when(cancel)
      .thenRecorded({ ...scheduled(), on: '2027-05-02' }, cancelled));

  it('records nothing when it is completed', () =>
    given(scheduled(), completed).when(cancel).thenNothing());

  it('records nothing the second time', () =>
    given(scheduled(), cancelled).when(cancel).thenNothing());
});
