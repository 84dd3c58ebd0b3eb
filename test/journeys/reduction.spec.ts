import {
  ANNA,
  AUDITOR,
  Journey,
  line,
  MANAGER,
  OFFICER,
  OTHER_MANAGER,
  type Clocks,
} from '../support/journey.js';

// £420.00 a week from 6 October 2025 on; £300.00 is proposed from 29 April 2026 on. As at 12 May,
// 219 days: £13,140.00 without the reduction; 205 days and 14 at the lower level, £12,900.00.

const AS_AT = '2026-05-12';
const UNREDUCED = 13_140_00;
const REDUCED = 12_900_00;
const FOLLOW_UP = { kind: 'post-reduction', dueOn: '2026-06-10', limitOn: '2026-06-24' };

describe('A reduction', () => {
  let journey: Journey;
  let path: string;
  let reduction: string;

  /** 9 March proposed, 16 March approved, 1 April notified. */
  beforeEach(async () => {
    journey = await Journey.start('2026-03-09');
    ({ path } = await journey.budget({ opensOn: '2025-10-06' }));
    await journey.agrees(path, '2025-10-06', 420_00);
    reduction = await journey.proposes(path, '2026-04-29', 300_00);
  });
  afterEach(() => journey.end());

  const entitled = async (clocks: Clocks) => (await journey.figures(path, clocks))['entitledPence'];
  const state = async (who = OFFICER) => (await journey.sees(who, reduction)).state;
  const reviews = async () => (await journey.sees(OFFICER, path)).reviews;

  async function approved() {
    journey.on('2026-03-16');
    return journey.does(MANAGER, `${reduction}/approval`);
  }
  async function notified() {
    journey.on('2026-04-01');
    return journey.does(OFFICER, `${reduction}/notice`, {
      sentOn: '2026-04-01',
      channel: 'letter',
    });
  }
  async function challenged() {
    journey.on('2026-04-10');
    return journey.does(ANNA, `${reduction}/challenge`, {
      ground: 'need-unchanged',
      narrative: 'My nights got worse.',
    });
  }
  /** After the day on which it would have been in force. */
  async function decided(outcome: string, more: object = {}) {
    journey.on('2026-05-11');
    const body = { outcome, reasons: 'The assessment left the nights out', ...more };
    return journey.does(OTHER_MANAGER, `${reduction}/challenge-decision`, body);
  }
  const known = (day: string) => ({ asAt: AS_AT, knownAt: `${day}T12:00:00Z` }) as const;

  it('is proposed, approved and notified, and only then changes what lies ahead', async () => {
    expect(await state()).toBe('proposed');
    expect(await journey.status(ANNA, reduction)).toBe(404);
    expect(await entitled({ asAt: AS_AT })).toBe(UNREDUCED);
    await approved();
    expect(await journey.status(ANNA, reduction)).toBe(404);
    expect(await entitled({ asAt: AS_AT })).toBe(UNREDUCED);
    expect(await reviews()).toEqual([]);
    const told = async () =>
      (await journey.history(path, ANNA)).filter((it) => it.kind === 'reduction').length;
    expect(await told()).toBe(0);

    await notified();

    expect(await told()).toBe(4); // what lies ahead is told, too

    expect(await state(ANNA)).toBe('notified');
    expect(await entitled({ asAt: AS_AT })).toBe(REDUCED);
    expect(await entitled({ asAt: '2026-04-28' })).toBe(12_300_00);
    expect(await entitled({ asAt: '2026-04-29' })).toBe(12_342_86); // 42.857… is rounded once
    journey.on('2026-04-29');
    expect(await state(ANNA)).toBe('in-force');
    expect(await entitled(known('2026-03-31'))).toBe(UNREDUCED);
    expect(await entitled(known('2026-04-28'))).toBe(REDUCED);
  });

  it('promises a review with the notice, shown at once and kept', async () => {
    await approved();
    await notified();
    expect(await reviews()).toMatchObject([{ ...FOLLOW_UP, state: 'scheduled' }]);
    expect((await journey.eventTypes()).slice(-3)).toEqual([
      'ReductionNotified',
      'AllocationReduced',
      'ReviewScheduled',
    ]);

    journey.on('2026-06-08');
    const [{ reviewId }] = await reviews();
    await journey.does(OFFICER, `/reviews/${reviewId}/start`);
    expect(await reviews()).toMatchObject([{ reviewId, state: 'started' }]);
    const outcome = { outcome: 'continues', involved: ['person'], narrative: 'It works.' };
    await journey.does(OFFICER, `/reviews/${reviewId}/completion`, outcome);
    expect(await reviews()).toMatchObject([
      { reviewId, state: 'completed', completedOn: '2026-06-08' },
    ]);
  });

  it('never counts once it is withdrawn, and its review is cancelled', async () => {
    await approved();
    await notified();
    journey.on('2026-04-20');
    await journey.does(OFFICER, `${reduction}/withdrawal`, { reason: 'Anna is in hospital' });

    expect(await state()).toBe('withdrawn');
    expect(await entitled({ asAt: AS_AT })).toBe(UNREDUCED);
    expect(await entitled(known('2026-04-19'))).toBe(REDUCED);
    expect(await reviews()).toMatchObject([{ ...FOLLOW_UP, state: 'cancelled' }]);
    expect((await journey.eventTypes()).slice(-2)).toEqual([
      'ReductionWithdrawn',
      'ReviewCancelled',
    ]);
  });

  it('does not count while it is challenged, also when its day has come', async () => {
    await approved();
    await notified();
    await challenged();
    expect(await state(ANNA)).toBe('challenged');
    expect(await entitled({ asAt: AS_AT })).toBe(UNREDUCED);
    journey.on('2026-05-06');
    expect(await state(ANNA)).toBe('challenged');
    expect((await journey.sees(ANNA, path)).allocation.weeklyPence).toBe(420_00);
    const allocations = (await journey.sees(ANNA, `${path}/allocations`)).items;
    expect(allocations.map((it: { state: string }) => it.state)).toEqual(['in-force', 'stayed']);
    const refusal = await journey.isRefused(OFFICER, `${reduction}/withdrawal`, { reason: 'No' });
    expect(refusal.code).toBe('wrong-state');
  });

  it('never counts where the challenge is upheld, and its review is cancelled', async () => {
    await approved();
    await notified();
    await challenged();
    await decided('upheld');

    expect(await state(ANNA)).toBe('withdrawn');
    expect(await entitled({ asAt: AS_AT })).toBe(UNREDUCED);
    expect(await entitled(known('2026-04-05'))).toBe(REDUCED);
    expect(await entitled(known('2026-04-15'))).toBe(UNREDUCED);
    expect(await reviews()).toMatchObject([{ ...FOLLOW_UP, state: 'cancelled' }]);
  });

  it('counts from the day after the decision where the challenge is dismissed', async () => {
    await approved();
    await notified();
    await challenged();
    await decided('dismissed');

    expect(await state(ANNA)).toBe('notified');
    expect(await entitled({ asAt: '2026-05-11' })).toBe(13_080_00);
    expect(await entitled({ asAt: AS_AT })).toBe(13_122_86);
    journey.on('2026-05-12');
    expect(await state(ANNA)).toBe('in-force');
    // Six weeks after the day from which it counts, as it would have been without the challenge.
    const later = { dueOn: '2026-06-23', limitOn: '2026-07-07' };
    expect(await reviews()).toMatchObject([{ ...FOLLOW_UP, ...later, state: 'scheduled' }]);
    const { followUp } = await journey.sees(ANNA, reduction);
    expect(followUp).toMatchObject(later);
    const again = await journey.isRefused(ANNA, `${reduction}/challenge`, { ground: 'disagree' });
    expect(again.code).toBe('wrong-state');
  });

  it('gives way to another where the challenge varies it, with a review of its own', async () => {
    await approved();
    await notified();
    await challenged();
    await decided('varied', {
      lines: [line('personal-care', 360_00)],
      effectiveFrom: '2026-06-08',
    });

    expect(await entitled({ asAt: AS_AT })).toBe(UNREDUCED);
    expect(await entitled({ asAt: '2026-06-07' })).toBe(14_700_00);
    expect(await entitled({ asAt: '2026-06-14' })).toBe(15_060_00);
    expect(await reviews()).toMatchObject([
      { ...FOLLOW_UP, state: 'cancelled' },
      { kind: 'post-reduction', dueOn: '2026-07-20', limitOn: '2026-08-03', state: 'scheduled' },
    ]);
    expect(await journey.sees(ANNA, reduction)).toMatchObject({
      outcome: 'varied',
      weeklyPence: 360_00,
      beforeWeeklyPence: 420_00,
      effectiveFrom: '2026-06-08',
    });
  });

  it('is varied within the limit of who decides, by somebody else, and forward only', async () => {
    await approved();
    await notified();
    await challenged();
    journey.on('2026-05-11');
    const vary = async (who: string, weeklyPence: number, effectiveFrom: string) =>
      journey.isRefused(who, `${reduction}/challenge-decision`, {
        outcome: 'varied',
        reasons: 'In part',
        lines: [line('personal-care', weeklyPence)],
        effectiveFrom,
      });
    const failed = (refusal: { checks: { check: string; holds: boolean }[] }) =>
      refusal.checks.filter((it) => !it.holds).map((it) => it.check);
    const before = await journey.eventTypes();

    expect((await vary(MANAGER, 360_00, '2026-06-08')).code).toBe('decider-is-approver');
    expect(failed(await vary(OTHER_MANAGER, 400_00, '2026-06-08'))).toEqual(['approval']);
    expect(failed(await vary(OTHER_MANAGER, 360_00, '2026-06-07'))).toEqual(['notice']);
    expect(failed(await vary(OTHER_MANAGER, 360_00, '2026-05-11'))).toEqual([
      'notice',
      'not-backwards',
    ]);

    expect(await journey.eventTypes()).toEqual(before);
    expect(await state(ANNA)).toBe('challenged');
  });

  it('goes with the budget that closes before it counts, and its review with it', async () => {
    await approved();
    await notified();
    journey.on('2026-04-15');
    await journey.does(OFFICER, `${path}/closure`, { on: '2026-04-28', reason: 'Moved away' });
    expect(await state()).toBe('withdrawn');
    expect(await entitled({ asAt: '2026-12-31' })).toBe(12_300_00);
    expect(await reviews()).toMatchObject([{ state: 'cancelled' }]);
  });

  it('stays, and may be challenged, where the budget closes later', async () => {
    await approved();
    await notified();
    const before = await entitled({ asAt: '2026-05-31' });
    journey.on('2026-04-15');
    await journey.does(OFFICER, `${path}/closure`, { on: '2026-05-31', reason: 'Moved away' });
    expect(await state()).toBe('notified');
    expect(await entitled({ asAt: '2026-12-31' })).toBe(before);
    await challenged();
    expect(await state()).toBe('challenged');
  });

  it('takes with it what was agreed on top of it and is less than there was before', async () => {
    await approved();
    await notified();
    await journey.does(OFFICER, `${path}/allocations`, {
      effectiveFrom: '2026-05-10',
      lines: [
        { purpose: 'personal-care', fundingStream: 'adult-social-care', weeklyPence: 310_00 },
      ],
      reason: 'uplift',
      authority: { reference: 'x' },
    });
    await challenged();
    expect(await entitled({ asAt: AS_AT })).toBe(UNREDUCED);
    await decided('upheld');
    expect(await entitled({ asAt: AS_AT })).toBe(UNREDUCED);
  });

  it('is told in the history step by step, in the words of people', async () => {
    await approved();
    await notified();
    await challenged();
    await decided('dismissed');
    const told = (await journey.history(path, ANNA)).filter((it) => it.kind === 'reduction');
    expect(told.map((it) => it.words)).toEqual([
      'It was proposed that the budget goes down to £300.00 a week from 29 April 2026 on. Why: less help is needed.',
      'The proposal to reduce the budget was approved.',
      'The council told the person on 1 April 2026 that the budget goes down (letter).',
      'The reduction was challenged (need unchanged). Until this is decided, the earlier budget goes on.',
      'The budget goes down to £300.00 a week from 29 April 2026 on. Why: less help is needed.',
      'The challenge was looked at and not agreed with: the reduction counts.',
    ]);
    expect(told.find((it) => it.type === 'ReductionChallenged')).toMatchObject({
      actor: { userId: ANNA },
      said: { narrative: 'My nights got worse.' },
    });
    expect((await journey.sees(AUDITOR, '/integrity?full=true')).ok).toBe(true);
  });
});
