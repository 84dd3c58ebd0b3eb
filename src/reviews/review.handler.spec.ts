import { AnyTypes, LogInMemory, StillClock } from '../../test/support/log-in-memory.js';
import { oluAsks } from '../../test/support/people.js';
import { Writer } from '../event-log/writer.js';
import { OnReview } from './review.commands.js';
import type { ReviewScheduled } from './review.events.js';
import { OnReviewHandler } from './review.handler.js';

const scheduled: ReviewScheduled = {
  type: 'ReviewScheduled',
  budgetId: 'anna',
  on: '2027-04-01',
  kind: 'post-reduction',
  dueOn: '2027-07-19',
  limitOn: '2027-08-02',
};

describe('On a review', () => {
  it('what is asked is written to its stream', async () => {
    const log = new LogInMemory();
    await log.append('review-v-1', -1, [scheduled], oluAsks('schedule'));
    const handler = new OnReviewHandler(new Writer(log, new AnyTypes(), new StillClock()));
    const start = new OnReview('v-1', { type: 'StartReview', on: '2027-07-12' }, oluAsks('start'));
    expect(await handler.execute(start)).toMatchObject({ version: 1 });
    const [started] = await log.load('review-v-1', 0);
    expect(started?.event).toEqual({ type: 'ReviewStarted', budgetId: 'anna', on: '2027-07-12' });
  });
});
