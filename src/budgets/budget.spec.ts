import {
  agreed,
  approved,
  challenged,
  closed,
  decided,
  increasedTo,
  notified,
  opened,
  proposed,
  reduced,
} from '../../test/support/annas-budget.js';
import { rulesOf } from '../../test/support/given.js';
import type { LocalDate } from '../kernel/dates.js';
import { pence } from '../kernel/money.js';
import { budget } from './budget.js';
import type { Asking, BudgetCommand } from './budget.commands.js';
import type { BudgetEvent } from './budget.events.js';

const given = rulesOf(budget);

const today: LocalDate = '2026-05-20';
const byOlu = { today, userId: 'olu', policyVersion: 1 };
const byMia = { ...byOlu, userId: 'mia' };
const wordsHash = 'h';

const suspended: BudgetEvent = {
  type: 'BudgetSuspended',
  on: '2026-06-01',
  reason: 'abroad',
  policyVersion: 1,
};
const resumed: BudgetEvent = { type: 'BudgetResumed', on: '2026-06-15' };

describe('Opening a budget', () => {
  const open: BudgetCommand = {
    ...byOlu,
    type: 'OpenBudget',
    personId: 'anna',
    opensOn: '2025-10-06',
    deploymentMode: 'cash',
    basis: 'net',
    employsStaff: true,
    openingBalancePence: pence(0),
  };

  it('records whose it is, how the money is held, and what is on the account', () =>
    given().when(open).thenRecorded(opened));

  it('records nothing the second time: its id comes from the request', () =>
    given(opened).when(open).thenNothing());

  it('records nothing for one that is closed', () =>
    given(opened, closed).when(open).thenNothing());
});

describe('Agreeing an allocation', () => {
  const agree = (
    pounds: number,
    effectiveFrom: LocalDate,
    more: Partial<Asking<'AgreeAllocation'>> = {},
  ): BudgetCommand => ({
    ...byOlu,
    type: 'AgreeAllocation',
    allocationId: 'a-up',
    assessmentId: 'c-1',
    effectiveFrom,
    lines: [
      {
        purpose: 'personal-care',
        fundingStream: 'adult-social-care',
        weeklyPence: pence(pounds * 100),
      },
    ],
    reason: 'uplift',
    wordsHash,
    ...more,
  });
  const uplift = { ...increasedTo(450, '2026-04-01'), recordedOn: today };

  it('records the first as agreed', () =>
    given(opened)
      .when(agree(450, '2026-04-01'))
      .thenRecorded({ ...uplift, type: 'AllocationAgreed' }));

  it('records a higher weekly total as an increase, backdated or not (example 4)', () =>
    given(opened, agreed).when(agree(450, '2026-04-01')).thenRecorded(uplift));

  it('records the same total with other lines as agreed', () =>
    given(opened, agreed)
      .when(agree(420, '2026-04-01'))
      .thenRecorded({
        ...increasedTo(420, '2026-04-01'),
        type: 'AllocationAgreed',
        recordedOn: today,
      }));

  it('names the later allocations that stay as they were', () =>
    given(opened, agreed, { ...increasedTo(500, '2026-07-01'), allocationId: 'a-july' })
      .when(agree(450, '2026-04-01'))
      .thenRecorded({ ...uplift, laterAllocations: ['a-july'] }));

  it('compares only with what is in force on the days that it covers', () =>
    given(opened, agreed, { ...increasedTo(500, '2026-07-01'), allocationId: 'a-july' })
      .when(agree(450, '2026-06-30'))
      .thenRecorded({ ...uplift, on: '2026-06-30', laterAllocations: ['a-july'] }));

  it('records a first one for the days before the earliest', () =>
    given(opened, { ...agreed, on: '2026-06-01' })
      .when(agree(100, '2026-04-01'))
      .thenRecorded({
        ...increasedTo(100, '2026-04-01'),
        type: 'AllocationAgreed',
        laterAllocations: ['a-1'],
        recordedOn: today,
      }));

  it('carries the criteria it was made under', () =>
    given(opened, agreed)
      .when(agree(450, '2026-04-01', { criteriaVersion: 'ras-2026' }))
      .thenRecorded({ ...uplift, criteriaVersion: 'ras-2026' }));

  it('records nothing when it is sent again after its key was forgotten', () =>
    given(opened, agreed, uplift).when(agree(450, '2026-04-01')).thenNothing());

  it('refuses a lower weekly total', () =>
    given(opened, agreed)
      .when(agree(419, '2026-06-01'))
      .thenRefused('reduction-needs-its-own-path'));

  it('refuses what is lower than a later one on its own day', () =>
    given(opened, agreed, { ...increasedTo(500, '2026-06-01'), allocationId: 'a-june' })
      .when(agree(450, '2026-06-01'))
      .thenRefused('reduction-needs-its-own-path'));

  it('compares with the earlier level while a challenge is undecided', () =>
    given(opened, agreed, proposed, approved, notified, reduced, challenged)
      .when(agree(400, '2026-06-01'))
      .thenRefused('reduction-needs-its-own-path'));

  it('compares with the reduced level once it is in force', () =>
    given(opened, agreed, proposed, approved, notified, reduced)
      .when(agree(400, '2026-06-01'))
      .thenRecorded({ ...increasedTo(400, '2026-06-01'), recordedOn: today }));

  it('refuses a day before the budget opens', () =>
    given(opened).when(agree(450, '2025-10-05')).thenRefused('before-opening'));

  it('refuses once the budget is closed', () =>
    given(opened, agreed, closed).when(agree(450, '2026-06-01')).thenRefused('closed'));

  it('refuses where there is no budget', () =>
    given().when(agree(450, '2026-06-01')).thenRefused('not-found'));

  describe('with a contribution', () => {
    const withContribution = (pounds: number) =>
      agree(450, '2026-04-01', { contributionWeeklyPence: pence(pounds * 100) });
    const assessed: BudgetEvent = {
      type: 'ContributionAssessed',
      on: '2026-04-01',
      assessmentId: 'c-1',
      weeklyPence: pence(450_00),
      allocationId: 'a-up',
      policyVersion: 1,
    };

    it('records the assessment with it, up to the whole of it', () =>
      given(opened, agreed).when(withContribution(450)).thenRecorded(uplift, assessed));

    it('records one of nothing', () =>
      given(opened, agreed)
        .when(withContribution(0))
        .thenRecorded(uplift, { ...assessed, weeklyPence: pence(0) }));

    it('refuses more than the new weekly total', () =>
      given(opened, agreed).when(withContribution(451)).thenRefused('contribution-too-high'));
  });
});

describe('Assessing the contribution', () => {
  const assess = (pounds: number, effectiveFrom: LocalDate = '2026-04-01'): BudgetCommand => ({
    ...byOlu,
    type: 'AssessContribution',
    assessmentId: 'c-1',
    weeklyPence: pence(pounds * 100),
    effectiveFrom,
    wordsHash,
  });
  const assessed: BudgetEvent = {
    type: 'ContributionAssessed',
    on: '2026-04-01',
    assessmentId: 'c-1',
    weeklyPence: pence(420_00),
    policyVersion: 1,
    wordsHash,
  };

  it('records it, backdated or not', () =>
    given(opened, agreed).when(assess(420)).thenRecorded(assessed));

  it('judges it against what is in force on its day', () =>
    given(opened, agreed, increasedTo(450, '2026-06-01'))
      .when(assess(450, '2026-06-01'))
      .thenRecorded({ ...assessed, on: '2026-06-01', weeklyPence: pence(450_00) }));

  it('refuses more than the weekly total', () =>
    given(opened, agreed).when(assess(421)).thenRefused('contribution-too-high'));

  it('refuses what only a later allocation could bear', () =>
    given(opened, agreed, increasedTo(450, '2026-06-01'))
      .when(assess(450, '2026-05-31'))
      .thenRefused('contribution-too-high'));

  it('refuses anything while nothing is agreed', () =>
    given(opened).when(assess(1)).thenRefused('contribution-too-high'));

  it('refuses a day before the budget opens', () =>
    given(opened, agreed).when(assess(0, '2025-10-05')).thenRefused('before-opening'));

  it('refuses once the budget is closed', () =>
    given(opened, agreed, closed).when(assess(0)).thenRefused('closed'));
});

describe('Agreeing a one-off', () => {
  const agreeOneOff = (on: LocalDate): BudgetCommand => ({
    ...byOlu,
    type: 'AgreeOneOff',
    oneOffId: 'o-1',
    amountPence: pence(500_00),
    purpose: 'equipment',
    fundingStream: 'equipment',
    on,
    wordsHash,
  });

  it('records it with who recorded it and when', () =>
    given(opened)
      .when(agreeOneOff('2026-06-01'))
      .thenRecorded({
        type: 'OneOffAgreed',
        on: '2026-06-01',
        oneOffId: 'o-1',
        amountPence: pence(500_00),
        purpose: 'equipment',
        fundingStream: 'equipment',
        by: 'olu',
        recordedOn: today,
        policyVersion: 1,
        wordsHash,
      }));

  it('refuses a day before the budget opens', () =>
    given(opened).when(agreeOneOff('2025-10-05')).thenRefused('before-opening'));

  it('refuses once the budget is closed', () =>
    given(opened, closed).when(agreeOneOff('2026-06-01')).thenRefused('closed'));
});

describe('Annulling what was recorded in error', () => {
  // Wednesday 13 May and five working days: Wednesday 20 May.
  const fortyTwoHundred = { ...increasedTo(4200, '2026-04-01'), recordedOn: '2026-05-13' } as const;
  const annul: Asking<'AnnulAllocation'> = {
    ...byMia,
    type: 'AnnulAllocation',
    allocationId: 'a-up',
    paymentSince: false,
    wordsHash,
  };
  const annulled: BudgetEvent = {
    type: 'AllocationAnnulled',
    on: today,
    allocationId: 'a-up',
    wordsHash,
  };

  it('records it until the fifth working day', () =>
    given(opened, agreed, fortyTwoHundred).when(annul).thenRecorded(annulled));

  it('refuses it on the sixth', () =>
    given(opened, agreed, fortyTwoHundred)
      .when({ ...annul, today: '2026-05-21' })
      .thenRefused('not-annullable'));

  it('refuses who recorded it', () =>
    given(opened, agreed, fortyTwoHundred)
      .when({ ...annul, userId: 'olu' })
      .thenRefused('annuller-is-recorder'));

  it('refuses once a payment was recorded since', () =>
    given(opened, agreed, fortyTwoHundred)
      .when({ ...annul, paymentSince: true })
      .thenRefused('not-annullable'));

  it('refuses to do it twice', () =>
    given(opened, agreed, fortyTwoHundred, annulled).when(annul).thenRefused('not-annullable'));

  it('refuses what a reduction was notified on top of, or that would be an increase', () =>
    given(opened, agreed, fortyTwoHundred, proposed, approved, notified, reduced)
      .when(annul)
      .thenRefused('not-annullable'));

  it('refuses a reduction, which has ways of its own', () =>
    given(opened, agreed, proposed, approved, notified, reduced)
      .when({ ...annul, allocationId: 'a-2' })
      .thenRefused('not-annullable'));

  it('refuses what is not there', () => given(opened, agreed).when(annul).thenRefused('not-found'));

  it('refuses once the budget is closed', () =>
    given(opened, agreed, fortyTwoHundred, closed).when(annul).thenRefused('closed'));

  describe('as a one-off', () => {
    const oneOff: BudgetEvent = {
      type: 'OneOffAgreed',
      on: '2026-06-01',
      oneOffId: 'o-1',
      amountPence: pence(500_00),
      purpose: 'equipment',
      fundingStream: 'equipment',
      by: 'olu',
      recordedOn: '2026-05-13',
      policyVersion: 1,
      wordsHash,
    };
    const annulOneOff: Asking<'AnnulOneOff'> = {
      ...byMia,
      type: 'AnnulOneOff',
      oneOffId: 'o-1',
      paymentSince: false,
      wordsHash,
    };
    const gone: BudgetEvent = { type: 'OneOffAnnulled', on: today, oneOffId: 'o-1', wordsHash };

    it('records it', () => given(opened, oneOff).when(annulOneOff).thenRecorded(gone));

    it('refuses who recorded it', () =>
      given(opened, oneOff)
        .when({ ...annulOneOff, userId: 'olu' })
        .thenRefused('annuller-is-recorder'));

    it('refuses it on the sixth working day', () =>
      given(opened, oneOff)
        .when({ ...annulOneOff, today: '2026-05-21' })
        .thenRefused('not-annullable'));

    it('refuses once a payment was recorded since', () =>
      given(opened, oneOff)
        .when({ ...annulOneOff, paymentSince: true })
        .thenRefused('not-annullable'));

    it('refuses to do it twice', () =>
      given(opened, oneOff, gone).when(annulOneOff).thenRefused('not-annullable'));

    it('refuses what is not there', () => given(opened).when(annulOneOff).thenRefused('not-found'));
  });
});

describe('Holding the money another way', () => {
  const change = (mode: 'cash' | 'provider', from: LocalDate): BudgetCommand => ({
    ...byOlu,
    type: 'ChangeDeploymentMode',
    mode,
    from,
    wordsHash,
  });
  const changed: BudgetEvent = {
    type: 'DeploymentModeChanged',
    on: '2026-06-01',
    mode: 'provider',
    wordsHash,
  };

  it('records it from its day on (example 14)', () =>
    given(opened).when(change('provider', '2026-06-01')).thenRecorded(changed));

  it('records it on the day of the last change too', () =>
    given(opened, changed)
      .when(change('cash', '2026-06-01'))
      .thenRecorded({ ...changed, mode: 'cash' }));

  it('records nothing when it is held so already', () =>
    given(opened, changed).when(change('provider', '2026-07-01')).thenNothing());

  it('refuses a day before the last change', () =>
    given(opened, changed).when(change('cash', '2026-05-31')).thenRefused('out-of-order'));

  it('refuses a day before the budget opens', () =>
    given(opened).when(change('provider', '2025-10-05')).thenRefused('before-opening'));

  it('refuses once the budget is closed', () =>
    given(opened, closed).when(change('provider', '2026-06-01')).thenRefused('closed'));
});

describe('Suspending a budget', () => {
  const suspend = (from: LocalDate): BudgetCommand => ({
    ...byOlu,
    type: 'SuspendBudget',
    from,
    reason: 'abroad',
  });

  it('records from when on', () =>
    given(opened).when(suspend('2026-06-01')).thenRecorded(suspended));

  it('records when it is expected to end', () =>
    given(opened)
      .when({
        ...byOlu,
        type: 'SuspendBudget',
        from: '2026-06-01',
        reason: 'abroad',
        expectedEnd: '2026-06-30',
      })
      .thenRecorded({ ...suspended, expectedEnd: '2026-06-30' }));

  it('records another after the last has ended', () =>
    given(opened, suspended, resumed)
      .when(suspend('2026-06-15'))
      .thenRecorded({ ...suspended, on: '2026-06-15' }));

  it('refuses a second one', () =>
    given(opened, suspended).when(suspend('2026-07-01')).thenRefused('already-suspended'));

  it('refuses days that are or come before days that were suspended', () =>
    given(opened, suspended, resumed).when(suspend('2026-06-14')).thenRefused('out-of-order'));

  it('refuses a day before the budget opens', () =>
    given(opened).when(suspend('2025-10-05')).thenRefused('before-opening'));

  it('refuses once the budget is closed', () =>
    given(opened, closed).when(suspend('2026-06-01')).thenRefused('closed'));
});

describe('Resuming a budget', () => {
  const resume = (on: LocalDate): BudgetCommand => ({ ...byOlu, type: 'ResumeBudget', on });

  it('records from when on', () =>
    given(opened, suspended).when(resume('2026-06-15')).thenRecorded(resumed));

  it('calls off a suspension that lies ahead: it ends as it begins', () =>
    given(opened, suspended)
      .when(resume(today))
      .thenRecorded({ ...resumed, on: '2026-06-01' }));

  it('refuses what is not suspended', () =>
    given(opened).when(resume(today)).thenRefused('not-suspended'));

  it('refuses the second time', () =>
    given(opened, suspended, resumed).when(resume('2026-06-20')).thenRefused('not-suspended'));

  it('refuses once the budget is closed', () =>
    given(opened, suspended, closed).when(resume(today)).thenRefused('closed'));
});

describe('Closing a budget', () => {
  const close: BudgetCommand = { ...byOlu, type: 'CloseBudget', on: '2026-09-30', wordsHash };
  const withdrawn: BudgetEvent = { type: 'ReductionWithdrawn', on: today, reductionId: 'd-1' };
  /** With what is in force from 29 June only. */
  const ahead = { ...reduced, on: '2026-06-29' } as const;

  it('records the last day', () => given(opened, agreed).when(close).thenRecorded(closed));

  it('records nothing the second time', () => given(opened, closed).when(close).thenNothing());

  it('withdraws a reduction that is proposed', () =>
    given(opened, agreed, proposed).when(close).thenRecorded(withdrawn, closed));

  it('withdraws one that would count only after its last day, and cancels its review', () => {
    const tooLate = { ...ahead, on: '2026-10-01' } as const;
    given(opened, agreed, proposed, approved, notified, tooLate)
      .when(close)
      .thenRecorded({ ...withdrawn, cancels: 'v-1' }, closed);
  });

  it('leaves one that is notified for a day before its last', () =>
    given(opened, agreed, proposed, approved, notified, ahead).when(close).thenRecorded(closed));

  it('leaves one that is challenged: it is still to be decided', () =>
    given(opened, agreed, proposed, approved, notified, reduced, challenged)
      .when(close)
      .thenRecorded(closed));

  it('leaves alone what is in force, and what never will be', () => {
    given(opened, agreed, proposed, approved, notified, reduced).when(close).thenRecorded(closed);
    given(opened, agreed, proposed, approved, notified, reduced, challenged, decided('upheld'))
      .when(close)
      .thenRecorded(closed);
  });

  it('refuses another last day', () =>
    given(opened, closed)
      .when({ ...byOlu, type: 'CloseBudget', on: '2026-10-31', wordsHash })
      .thenRefused('closed'));

  it('refuses a day before the budget opens', () =>
    given(opened)
      .when({ ...byOlu, type: 'CloseBudget', on: '2025-10-05', wordsHash })
      .thenRefused('before-opening'));

  it('refuses where there is no budget', () => given().when(close).thenRefused('not-found'));
});
