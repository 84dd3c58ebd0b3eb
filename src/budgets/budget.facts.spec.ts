import {
  agreed,
  challenged,
  closed,
  decided,
  increasedTo,
  linesOf300,
  notified,
  opened,
  reduced,
} from '../../test/support/annas-budget.js';
import type { LocalDate } from '../kernel/dates.js';
import { pence } from '../kernel/money.js';
import type { BudgetEvent } from './budget.events.js';
import {
  accrued,
  allocationOn,
  allocationsAfter,
  allocationsInForce,
  assessmentsInForce,
  contributed,
  emptyTimeline,
  lineChanges,
  modeOn,
  oneOffsUpTo,
  suspendedOn,
  timelineAfter,
} from './budget.facts.js';

const after = (...events: BudgetEvent[]) => events.reduce(timelineAfter, emptyTimeline);
const weeklyOn = (day: LocalDate, ...events: BudgetEvent[]) =>
  allocationOn(after(opened, agreed, ...events), day)?.weeklyPence;
const daysTo = (day: LocalDate, ...events: BudgetEvent[]) =>
  allocationsInForce(after(opened, agreed, ...events), day).map((it) => [
    it.what.allocationId,
    it.from,
    it.to,
    it.days,
  ]);

describe('The allocation in force on a day', () => {
  it('is none before the first', () => expect(weeklyOn('2025-10-05')).toBeUndefined());

  it('is the one before until the day a change counts', () =>
    expect(weeklyOn('2026-03-31', increasedTo(450, '2026-04-01'))).toBe(420_00));

  it('is the new one from that day', () =>
    expect(weeklyOn('2026-04-01', increasedTo(450, '2026-04-01'))).toBe(450_00));

  it('is, of two with the same day, the one recorded last', () =>
    expect(
      weeklyOn('2026-04-01', increasedTo(450, '2026-04-01'), increasedTo(460, '2026-04-01')),
    ).toBe(460_00));

  it('is the later one still, when an earlier one is recorded late', () =>
    expect(
      weeklyOn('2026-06-01', increasedTo(500, '2026-06-01'), increasedTo(450, '2026-04-01')),
    ).toBe(500_00));

  it('is given on the last day', () => expect(weeklyOn('2026-09-30', closed)).toBe(420_00));

  it('is none after it', () => expect(weeklyOn('2026-10-01', closed)).toBeUndefined());

  it('is the one before again when it is annulled', () => {
    const annulled = { type: 'AllocationAnnulled', on: '2026-04-02', wordsHash: 'h' } as const;
    const increased = increasedTo(4200, '2026-04-01');
    expect(weeklyOn('2026-04-02', increased, { ...annulled, allocationId: 'a-up' })).toBe(420_00);
  });
});

describe('A reduction', () => {
  it('counts from its day', () => {
    expect(weeklyOn('2026-04-28', notified, reduced)).toBe(420_00);
    expect(weeklyOn('2026-04-29', notified, reduced)).toBe(300_00);
  });

  it('does not count while a challenge is undecided, though its day has passed', () =>
    expect(weeklyOn('2026-05-10', notified, reduced, challenged)).toBe(420_00));

  it('never counts when the challenge is upheld', () =>
    expect(weeklyOn('2026-12-01', notified, reduced, challenged, decided('upheld'))).toBe(420_00));

  it('counts from the day after the decision when that is later than its own', () => {
    const dismissed = [notified, reduced, challenged, decided('dismissed', '2026-05-11')];
    expect(weeklyOn('2026-05-11', ...dismissed)).toBe(420_00);
    expect(weeklyOn('2026-05-12', ...dismissed)).toBe(300_00);
  });

  it('counts from its own day when the challenge is dismissed before it', () => {
    const dismissed = [notified, reduced, challenged, decided('dismissed', '2026-04-20')];
    expect(weeklyOn('2026-04-28', ...dismissed)).toBe(420_00);
    expect(weeklyOn('2026-04-29', ...dismissed)).toBe(300_00);
  });

  it('gives way to what varied it', () => {
    const varied = { ...reduced, on: '2026-06-15', allocationId: 'a-3' } as const;
    const events = [notified, reduced, challenged, decided('varied'), varied];
    expect(weeklyOn('2026-06-14', ...events)).toBe(420_00);
    expect(weeklyOn('2026-06-15', ...events)).toBe(300_00);
  });

  it('never counts once it is withdrawn', () => {
    const withdrawn = { type: 'ReductionWithdrawn', on: '2026-04-02', reductionId: 'd-1' } as const;
    expect(weeklyOn('2026-04-29', notified, reduced, withdrawn)).toBe(420_00);
  });
});

describe('The days in force', () => {
  it('count the day itself', () =>
    expect(daysTo('2025-10-06')).toEqual([['a-1', '2025-10-06', '2025-10-06', 1]]));

  it('end the day before the next begins, however late it was recorded (example 4)', () =>
    expect(daysTo('2026-05-20', increasedTo(440, '2026-04-01'))).toEqual([
      ['a-1', '2025-10-06', '2026-03-31', 177],
      ['a-up', '2026-04-01', '2026-05-20', 50],
    ]));

  it('are none for what another of the same day took the place of', () =>
    expect(daysTo('2025-10-07', { ...agreed, allocationId: 'a-0' })).toEqual([
      ['a-0', '2025-10-06', '2025-10-07', 2],
    ]));

  it('end with the last day of the budget', () =>
    expect(daysTo('2026-12-31', closed)).toEqual([['a-1', '2025-10-06', '2026-09-30', 360]]));

  it('leave out those on which it was suspended, both ends included', () => {
    const suspended = { on: '2025-10-10', reason: 'abroad', policyVersion: 1 } as const;
    const from: BudgetEvent = { type: 'BudgetSuspended', ...suspended };
    const to: BudgetEvent = { type: 'BudgetResumed', on: '2025-10-13' };
    expect(daysTo('2025-10-15', from, to)).toEqual([['a-1', '2025-10-06', '2025-10-15', 7]]);
    expect(daysTo('2025-10-15', from)).toEqual([['a-1', '2025-10-06', '2025-10-15', 4]]);
    expect(daysTo('2025-10-09', from)).toEqual([['a-1', '2025-10-06', '2025-10-09', 4]]);
  });
});

describe('What comes next', () => {
  it('is soonest first, without what is stayed', () => {
    const timeline = after(opened, agreed, reduced, challenged, increasedTo(450, '2026-06-01'));
    expect(allocationsAfter(timeline, '2026-04-01').map((it) => it.on)).toEqual(['2026-06-01']);
  });

  it('is nothing after the last day', () =>
    expect(
      allocationsAfter(after(opened, agreed, increasedTo(450, '2026-10-01'), closed), '2026-04-01'),
    ).toEqual([]));
});

describe('The contribution', () => {
  const assessed = (weeklyPence: number, on: LocalDate, allocationId?: string): BudgetEvent => ({
    type: 'ContributionAssessed',
    on,
    assessmentId: `c-${weeklyPence}`,
    weeklyPence: pence(weeklyPence),
    ...(allocationId && { allocationId }),
    policyVersion: 1,
  });

  const comesTo = (asAt: LocalDate, ...events: BudgetEvent[]) => {
    const timeline = after(opened, ...events);
    return assessmentsInForce(timeline, asAt).map((it) => contributed(timeline, it));
  };

  it('is rounded once, over all its days', () =>
    expect(comesTo('2025-10-08', agreed, assessed(20_00, '2025-10-06'))).toEqual([8_57]));

  it('may be nil', () => {
    const timeline = after(opened, assessed(20_00, '2025-10-06'), assessed(0, '2025-10-08'));
    expect(assessmentsInForce(timeline, '2025-10-09').map((it) => it.days)).toEqual([2, 2]);
    expect(comesTo('2025-10-12', agreed, assessed(0, '2025-10-06'))).toEqual([0]);
  });

  it('falls with the allocation that it came with', () => {
    const timeline = after(opened, agreed, assessed(20_00, '2025-10-06', 'a-1'), {
      type: 'AllocationAnnulled',
      on: '2025-10-07',
      allocationId: 'a-1',
      wordsHash: 'h',
    });
    expect(assessmentsInForce(timeline, '2025-10-07')).toEqual([]);
  });

  describe('is never more than what is given', () => {
    const high = assessed(350_00, '2025-10-06');
    const suspended: BudgetEvent[] = [
      { type: 'BudgetSuspended', on: '2026-04-30', reason: 'abroad', policyVersion: 1 },
      { type: 'BudgetResumed', on: '2026-05-03' },
    ];

    it('from the day on which a reduction leaves less, suspended days aside', () => {
      const before = 29 * 350_00 + 2 * 50_00; // 205 days to 28 April
      expect(comesTo('2026-04-28', agreed, high, reduced)).toEqual([before]);
      expect(comesTo('2026-05-05', agreed, high, reduced)).toEqual([before + 300_00]);
      expect(comesTo('2026-05-08', agreed, high, reduced, ...suspended)).toEqual([before + 300_00]);
    });

    it('and nothing where an allocation that was recorded in error leaves nothing', () => {
      const annulled: BudgetEvent = {
        type: 'AllocationAnnulled',
        on: '2025-10-07',
        allocationId: 'a-1',
        wordsHash: 'h',
      };
      expect(comesTo('2025-10-12', agreed, high, annulled)).toEqual([0]);
    });

    it('but all of it again once the reduction is taken back', () => {
      const back = [notified, reduced, challenged, decided('upheld')];
      expect(comesTo('2026-05-05', agreed, high, ...back)).toEqual([30 * 350_00 + 2 * 50_00]);
    });
  });
});

describe('One-offs', () => {
  const oneOff = (oneOffId: string, on: LocalDate): BudgetEvent => ({
    type: 'OneOffAgreed',
    on,
    oneOffId,
    amountPence: pence(500_00),
    purpose: 'equipment',
    fundingStream: 'equipment',
    by: 'olu',
    recordedOn: '2025-10-01',
    policyVersion: 1,
    wordsHash: 'h',
  });
  const ids = (day: LocalDate, ...events: BudgetEvent[]) =>
    oneOffsUpTo(after(opened, ...events), day).map((it) => it.oneOffId);

  it('count from their day', () => {
    expect(ids('2025-11-01', oneOff('o-1', '2025-11-01'))).toEqual(['o-1']);
    expect(ids('2025-10-31', oneOff('o-1', '2025-11-01'))).toEqual([]);
  });

  it('do not count when annulled, nor after the last day', () => {
    const annulled: BudgetEvent = {
      type: 'OneOffAnnulled',
      on: '2025-11-02',
      oneOffId: 'o-1',
      wordsHash: 'h',
    };
    expect(ids('2025-12-01', oneOff('o-1', '2025-11-01'), annulled)).toEqual([]);
    expect(ids('2026-12-01', oneOff('o-1', '2026-10-01'), closed)).toEqual([]);
  });
});

describe('How the money is held', () => {
  const moved: BudgetEvent = {
    type: 'DeploymentModeChanged',
    on: '2026-06-01',
    mode: 'provider',
    wordsHash: 'h',
  };
  it('changes from the day on, and all else goes on (example 14)', () => {
    const timeline = after(opened, agreed, moved);
    expect(modeOn(timeline, '2026-05-31')).toBe('cash');
    expect(modeOn(timeline, '2026-06-01')).toBe('provider');
    expect(allocationOn(timeline, '2026-06-01')?.weeklyPence).toBe(420_00);
  });
});

describe('A suspension', () => {
  const suspended: BudgetEvent = {
    type: 'BudgetSuspended',
    on: '2026-02-01',
    reason: 'abroad',
    policyVersion: 1,
  };
  const timeline = after(opened, agreed, suspended, { type: 'BudgetResumed', on: '2026-02-08' });

  it.each<[LocalDate, boolean]>([
    ['2026-01-31', false],
    ['2026-02-01', true],
    ['2026-02-07', true],
    ['2026-02-08', false],
  ])('on %s: %p', (day, is) => expect(suspendedOn(timeline, day) !== undefined).toBe(is));

  it('leaves the allocation to be named', () =>
    expect(allocationOn(timeline, '2026-02-03')?.weeklyPence).toBe(420_00));
});

describe('Line by line', () => {
  it('is old → new by purpose and stream; what is missing ends', () =>
    expect(
      lineChanges(agreed.lines, linesOf300).map((it) => [
        it.purpose,
        it.beforePence,
        it.weeklyPence,
      ]),
    ).toEqual([
      ['personal-care', 300_00, 260_00],
      ['community', 0, 40_00],
      ['respite', 120_00, 0],
    ]));

  it('tells the same purpose of two streams apart', () => {
    const [care] = agreed.lines;
    const ofHealth = { ...care!, fundingStream: 'health' };
    expect(lineChanges([care!], [ofHealth]).map((it) => it.beforePence)).toEqual([0, 300_00]);
  });
});

describe('An accrual', () => {
  it('is rounded once, over all its days', () => {
    expect(accrued(pence(100_00), 1)).toBe(14_29);
    expect(accrued(pence(100_00), 7)).toBe(100_00);
    expect(accrued(pence(179_17), 365)).toBe(9342_44);
  });
});
