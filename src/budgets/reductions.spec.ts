import {
  agreed,
  approved,
  challenged,
  closed,
  decided,
  increasedTo,
  linesOf300,
  notified,
  opened,
  proposed,
  reduced,
} from '../../test/support/annas-budget.js';
import { rulesOf } from '../../test/support/given.js';
import type { LocalDate } from '../kernel/dates.js';
import { Refusal } from '../kernel/decider.js';
import { pence } from '../kernel/money.js';
import { budget } from './budget.js';
import type { Asking, BudgetCommand } from './budget.commands.js';
import type { BudgetEvent, GateCheck } from './budget.events.js';

const given = rulesOf(budget);

const policy = { policyVersion: 1, reductionNoticeDays: 28 };
const postReductionReviewWeeks = { due: 6, limit: 8 };
const wordsHash = 'h';
const checks = expect.any(Array) as GateCheck[];

/** What the refusal of the last command shows besides its code. */
function shown(command: BudgetCommand, ...history: BudgetEvent[]) {
  try {
    budget.decide(command, history.reduce(budget.evolve, budget.initial));
  } catch (error) {
    if (error instanceof Refusal) return error.details;
    throw error;
  }
  throw new Error('Not refused');
}
const failing = (command: BudgetCommand, ...history: BudgetEvent[]) =>
  (shown(command, ...history).checks as GateCheck[])
    .filter((it) => !it.holds)
    .map((it) => it.check);

const propose: Asking<'ProposeReduction'> = {
  ...policy,
  type: 'ProposeReduction',
  today: '2026-03-09',
  userId: 'olu',
  reductionId: 'd-1',
  reviewId: 'v-call',
  reassessmentDueOn: '2026-04-20',
  endedReassessment: null,
  effectiveFrom: '2026-04-29',
  lines: linesOf300,
  reasons: ['need-reduced', 'criteria-changed'],
  reassessment: { completedOn: '2026-03-02' },
  involvement: [{ who: 'person', how: 'visit', on: '2026-03-05' }],
  needsStillMet: true,
  transition: { costsPence: pence(0), how: 'none' },
  waivers: [],
  wordsHash,
};
const approve: Asking<'ApproveReduction'> = {
  ...policy,
  type: 'ApproveReduction',
  today: '2026-03-16',
  userId: 'mia',
  reductionId: 'd-1',
  limitPence: pence(100_000_00),
};
const notify: Asking<'NotifyReduction'> = {
  ...policy,
  type: 'NotifyReduction',
  today: '2026-04-01',
  userId: 'olu',
  reductionId: 'd-1',
  sentOn: '2026-04-01',
  channel: 'letter',
  allocationId: 'a-2',
  reviewId: 'v-1',
  postReductionReviewWeeks,
};
const withdraw: Asking<'WithdrawReduction'> = {
  type: 'WithdrawReduction',
  policyVersion: 1,
  today: '2026-04-10',
  userId: 'olu',
  reductionId: 'd-1',
  wordsHash,
};
const challenge: Asking<'ChallengeReduction'> = {
  type: 'ChallengeReduction',
  policyVersion: 1,
  today: '2026-04-10',
  userId: 'anna',
  reductionId: 'd-1',
  ground: 'need-unchanged',
  wordsHash,
};
const decide: Asking<'DecideChallenge'> = {
  ...policy,
  type: 'DecideChallenge',
  today: '2026-05-11',
  userId: 'sam',
  reductionId: 'd-1',
  outcome: 'upheld',
  limitPence: pence(100_000_00),
  allocationId: 'a-3',
  reviewId: 'v-2',
  postReductionReviewWeeks,
  wordsHash,
};

const annas = [opened, agreed];
const toNotice = [...annas, proposed, approved];
const inTheLetter = [...toNotice, notified, reduced];
const underChallenge = [...inTheLetter, challenged];
const withdrawn: BudgetEvent = {
  type: 'ReductionWithdrawn',
  on: '2026-04-10',
  reductionId: 'd-1',
  wordsHash,
};

describe('Proposing a reduction', () => {
  it('records every line, old → new, and each check as it stands', () =>
    given(...annas)
      .when(propose)
      .thenRecorded({ ...proposed, checks }));

  it('is possible while most of the gate is shut, for a lawful reason', () => {
    const { reassessment: _, transition: __, ...bare } = propose;
    const { reassessment: ___, transition: ____, ...recorded } = proposed;
    given(...annas)
      .when({ ...bare, involvement: [], needsStillMet: false })
      .thenRecorded({ ...recorded, involvement: [], needsStillMet: false, checks });
  });

  it('reports notice as if it were served today', () => {
    const [event] = budget.decide(
      { ...propose, today: '2026-04-01', effectiveFrom: '2026-04-15' },
      annas.reduce(budget.evolve, budget.initial),
    );
    const failed = (event as typeof proposed).checks.filter((it) => !it.holds);
    expect(failed.map((it) => it.check)).toEqual(['approval', 'notice']);
  });

  it('compares with what is in force on its first day', () =>
    given(...annas, increasedTo(450, '2026-04-29'))
      .when({ ...propose, lines: increasedTo(430, '2026-04-29').lines })
      .thenRecorded({
        ...proposed,
        lines: [{ ...increasedTo(430, '2026-04-29').lines[0]!, beforePence: pence(450_00) }],
        checks,
      }));

  it('is possible beside one that is notified, withdrawn or decided', () => {
    const another = { ...propose, reductionId: 'd-2', lines: linesOf300.slice(0, 1) };
    const [care] = linesOf300;
    given(...inTheLetter)
      .when(another)
      .thenRecorded({
        ...proposed,
        reductionId: 'd-2',
        lines: [
          { ...care!, beforePence: pence(260_00) },
          { ...linesOf300[1]!, weeklyPence: pence(0), beforePence: pence(40_00) },
        ],
        checks,
      });
    given(...annas, proposed, withdrawn)
      .when({ ...propose, reductionId: 'd-2' })
      .thenRecorded({ ...proposed, reductionId: 'd-2', checks });
  });

  it('records nothing when it is sent again after its key was forgotten', () =>
    given(...annas, proposed)
      .when(propose)
      .thenNothing());

  it.each(['proposed', 'approved'])('refuses a second one while one is %s', (state) =>
    given(...(state === 'proposed' ? [...annas, proposed] : toNotice))
      .when({ ...propose, reductionId: 'd-2' })
      .thenRefused('reduction-open'),
  );

  it('refuses a total that is not lower', () =>
    given(...annas)
      .when({ ...propose, lines: increasedTo(420, '2026-04-29').lines })
      .thenRefused('not-a-reduction'));

  it('refuses while nothing is in force', () =>
    given(opened).when(propose).thenRefused('not-a-reduction'));

  it('refuses a day before the budget opens', () =>
    given(...annas)
      .when({ ...propose, effectiveFrom: '2025-10-05' })
      .thenRefused('before-opening'));

  it('refuses once the budget is closed', () =>
    given(...annas, closed)
      .when(propose)
      .thenRefused('closed'));

  it('refuses a waiver that the gate does not know, and names it', () => {
    const waiving: BudgetCommand = { ...propose, waivers: ['notice'] };
    given(...annas)
      .when(waiving)
      .thenRefused('gate');
    expect(failing(waiving, ...annas)).toEqual(['approval', 'notice']);
  });

  describe('for reasons that are no basis (example 1)', () => {
    const forCriteria: Asking<'ProposeReduction'> = { ...propose, reasons: ['criteria-changed'] };
    const calledFor: BudgetEvent = {
      type: 'ReassessmentCalledFor',
      on: '2026-03-09',
      reviewId: 'v-call',
      reasons: ['criteria-changed'],
      dueOn: '2026-04-20',
      checks,
      policyVersion: 1,
    };
    const again = { ...forCriteria, reviewId: 'v-again' };

    it('is refused, and a reassessment called for', () => {
      given(...annas)
        .when(forCriteria)
        .thenRefused('not-a-basis', calledFor);
      expect(shown(forCriteria, ...annas)).toEqual({ reviewId: 'v-call', checks });
      expect(failing(forCriteria, ...annas)).toContain('lawful-basis');
    });

    it('is refused alike when it is sent again, from the log', () => {
      const recorded = { ...calledFor, checks: [] };
      expect(budget.refusalOf?.(recorded)?.details).toEqual({ reviewId: 'v-call', checks: [] });
    });

    it('names the same reassessment while that is open', () => {
      given(...annas, calledFor)
        .when(again)
        .thenRefused('not-a-basis');
      expect(shown(again, ...annas, calledFor)).toMatchObject({ reviewId: 'v-call' });
    });

    it('calls for another once that has ended', () =>
      given(...annas, calledFor)
        .when({ ...again, endedReassessment: 'v-call' })
        .thenRefused('not-a-basis', { ...calledFor, reviewId: 'v-again' }));

    it('does not take the end of an earlier one for the end of the last', () =>
      given(...annas, calledFor, { ...calledFor, reviewId: 'v-last' })
        .when({ ...again, endedReassessment: 'v-call' })
        .thenRefused('not-a-basis'));
  });
});

describe('Approving a reduction', () => {
  it('records who may approve how much, and what it comes to', () =>
    given(...annas, proposed)
      .when(approve)
      .thenRecorded({ ...approved, checks }));

  it('is possible exactly at the limit', () =>
    given(...annas, proposed)
      .when({ ...approve, limitPence: pence(15_600_00) })
      .thenRecorded({ ...approved, limitPence: pence(15_600_00), checks }));

  it('refuses its own proposer (example 10)', () =>
    given(...annas, proposed)
      .when({ ...approve, userId: 'olu' })
      .thenRefused('approver-is-proposer'));

  it('refuses a penny above the limit, and says both', () => {
    const beyond = { ...approve, limitPence: pence(15_599_99) };
    given(...annas, proposed)
      .when(beyond)
      .thenRefused('over-limit');
    expect(shown(beyond, ...annas, proposed)).toEqual({
      limitPence: 15_599_99,
      commitsPence: 15_600_00,
    });
  });

  it('refuses a day that notice could no longer reach (example 2)', () => {
    const soon = { ...proposed, effectiveFrom: '2026-04-12' } as const;
    given(...annas, soon)
      .when(approve)
      .thenRefused('gate');
    expect(failing(approve, ...annas, soon)).toEqual(['notice']);
  });

  it('refuses what lacks a reassessment, involvement and the rest, and names each', () => {
    const { reassessment: _, transition: __, ...rest } = proposed;
    const bare: BudgetEvent = { ...rest, involvement: [], needsStillMet: false };
    expect(failing(approve, ...annas, bare)).toEqual([
      'reassessment',
      'involvement',
      'needs-still-met',
      'transition-costs',
    ]);
  });

  it('refuses what was proposed before something else was agreed', () =>
    expect(failing(approve, ...annas, proposed, increasedTo(450, '2026-03-10'))).toEqual([
      'reassessment',
      'line-by-line',
    ]));

  it('refuses while a challenge to another is undecided', () => {
    const second: BudgetEvent = { ...proposed, reductionId: 'd-2', on: '2026-04-11' };
    const later = { ...approve, reductionId: 'd-2', today: '2026-04-12' } as const;
    expect(failing(later, ...underChallenge, second)).toEqual(['notice', 'no-open-challenge']);
  });

  it('refuses the second time', () =>
    given(...toNotice)
      .when(approve)
      .thenRefused('wrong-state'));

  it('refuses what is withdrawn', () =>
    given(...annas, proposed, withdrawn)
      .when(approve)
      .thenRefused('wrong-state'));

  it('refuses what is not there', () =>
    given(...annas)
      .when(approve)
      .thenRefused('not-found'));
});

describe('Serving notice', () => {
  it('records it together with the reduction and the promise of a review (example 2)', () =>
    given(...toNotice)
      .when(notify)
      .thenRecorded({ ...notified, checks }, reduced));

  it('promises no review where that was waived', () => {
    const asked = { ...proposed, reasons: ['person-requested'] } as const;
    const { followUp: _, ...unpromised } = reduced;
    given(...annas, { ...asked, waivers: ['follow-up-review'] }, approved)
      .when(notify)
      .thenRecorded({ ...notified, checks }, { ...unpromised, reasons: ['person-requested'] });
  });

  it('takes the day on which it was sent, from the approval on', () =>
    given(...toNotice)
      .when({ ...notify, sentOn: '2026-03-16' })
      .thenRecorded({ ...notified, on: '2026-03-16', checks }, reduced));

  it('refuses a day that is too soon after it (example 2)', () => {
    const soon = [...annas, { ...proposed, effectiveFrom: '2026-04-15' } as const, approved];
    given(...soon)
      .when(notify)
      .thenRefused('gate');
    expect(failing(notify, ...soon)).toEqual(['notice']);
  });

  it.each<[string, Partial<Asking<'NotifyReduction'>>]>([
    ['before the approval', { sentOn: '2026-03-15' }],
    ['that lies ahead', { sentOn: '2026-04-01', today: '2026-03-31' }],
  ])('refuses one dated on a day %s', (_, more) =>
    expect(failing({ ...notify, ...more }, ...toNotice)).toEqual(['notice']),
  );

  it('refuses to record it when its effect has come already', () =>
    expect(failing({ ...notify, today: '2026-04-29' }, ...toNotice)).toEqual(['not-backwards']));

  it('refuses what is not approved', () =>
    given(...annas, proposed)
      .when(notify)
      .thenRefused('wrong-state'));

  it('refuses the second time', () =>
    given(...inTheLetter)
      .when(notify)
      .thenRefused('wrong-state'));

  it('refuses once the budget is closed', () =>
    given(...toNotice, closed)
      .when(notify)
      .thenRefused('closed'));
});

describe('Withdrawing a reduction', () => {
  it('is possible while it is proposed', () =>
    given(...annas, proposed)
      .when(withdraw)
      .thenRecorded(withdrawn));

  it('is possible once it is approved', () =>
    given(...toNotice)
      .when(withdraw)
      .thenRecorded(withdrawn));

  it('cancels the promised review after notice', () =>
    given(...inTheLetter)
      .when(withdraw)
      .thenRecorded({ ...withdrawn, cancels: 'v-1' }));

  it('refuses from the day on which it is in force', () => {
    given(...inTheLetter)
      .when({ ...withdraw, today: '2026-04-28' })
      .thenRecorded({ ...withdrawn, on: '2026-04-28', cancels: 'v-1' });
    given(...inTheLetter)
      .when({ ...withdraw, today: '2026-04-29' })
      .thenRefused('wrong-state');
  });

  it('refuses while it is challenged', () =>
    given(...underChallenge)
      .when(withdraw)
      .thenRefused('wrong-state'));

  it('refuses the second time', () =>
    given(...annas, proposed, withdrawn)
      .when(withdraw)
      .thenRefused('wrong-state'));
});

describe('Challenging a reduction', () => {
  it('is possible from the notice on', () =>
    given(...inTheLetter)
      .when(challenge)
      .thenRecorded(challenged));

  it('is possible until 28 days after the effective day', () =>
    given(...inTheLetter)
      .when({ ...challenge, today: '2026-05-27' })
      .thenRecorded({ ...challenged, on: '2026-05-27' }));

  it('refuses the day after', () =>
    given(...inTheLetter)
      .when({ ...challenge, today: '2026-05-28' })
      .thenRefused('wrong-state'));

  it('refuses what is only approved', () =>
    given(...toNotice)
      .when(challenge)
      .thenRefused('wrong-state'));

  it('refuses what is withdrawn', () =>
    given(...inTheLetter, withdrawn)
      .when(challenge)
      .thenRefused('wrong-state'));

  it('refuses a second one while the first is undecided', () =>
    given(...underChallenge)
      .when(challenge)
      .thenRefused('wrong-state'));

  it('refuses a second one after the decision', () =>
    given(...underChallenge, decided('dismissed', '2026-04-20'))
      .when({ ...challenge, today: '2026-04-21' })
      .thenRefused('wrong-state'));
});

describe('Deciding on a challenge', () => {
  it('upholds it, and cancels the promised review', () =>
    given(...underChallenge)
      .when(decide)
      .thenRecorded(decided('upheld')));

  it('dismisses it, and puts the promised review off as long as the reduction', () =>
    given(...underChallenge)
      .when({ ...decide, outcome: 'dismissed' })
      .thenRecorded({
        ...decided('dismissed'), // on 11 May: it counts from 12 May
        followUp: { reviewId: 'v-1', dueOn: '2026-06-23', limitOn: '2026-07-07' },
      }));

  it.each<[string, LocalDate]>([
    ['long before it', '2026-04-20'],
    ['on the day before it', '2026-04-28'],
  ])('dismisses it %s: it counts from its day, and the review stays', (_, today) =>
    given(...underChallenge)
      .when({ ...decide, outcome: 'dismissed', today })
      .thenRecorded(decided('dismissed', today)),
  );

  it('dismisses it where the review was waived: none is promised', () => {
    const { followUp: _, ...unpromised } = reduced;
    given(...underChallenge.map((it) => (it === reduced ? unpromised : it)))
      .when({ ...decide, outcome: 'dismissed' })
      .thenRecorded(decided('dismissed'));
  });

  it.each(['upheld', 'varied', 'dismissed'] as const)(
    'refuses that who approved it decides: %s',
    (outcome) =>
      given(...underChallenge)
        .when({ ...decide, outcome, userId: 'mia' })
        .thenRefused('decider-is-approver'),
  );

  it('refuses where there is no challenge', () =>
    given(...inTheLetter)
      .when(decide)
      .thenRefused('wrong-state'));

  it('refuses the second time', () =>
    given(...underChallenge, decided('upheld'))
      .when(decide)
      .thenRefused('wrong-state'));

  describe('by varying the reduction', () => {
    const effectiveFrom: LocalDate = '2026-06-08';
    const [care, community] = linesOf300;
    const vary: Asking<'DecideChallenge'> = {
      ...decide,
      outcome: 'varied',
      lines: [{ ...care!, weeklyPence: pence(300_00) }, community!],
      effectiveFrom,
    };

    it('sets another in its place, on the day of notice that its decision is', () =>
      given(...underChallenge)
        .when(vary)
        .thenRecorded(
          {
            ...decided('varied'),
            varied: {
              lines: [
                { ...care!, weeklyPence: pence(300_00), beforePence: pence(300_00) },
                { ...community!, beforePence: pence(0) },
                { ...agreed.lines[1]!, weeklyPence: pence(0), beforePence: pence(120_00) },
              ],
              limitPence: pence(100_000_00),
              commitsPence: pence(17_680_00),
              checks,
            },
          },
          {
            ...reduced,
            on: effectiveFrom,
            allocationId: 'a-3',
            lines: [{ ...care!, weeklyPence: pence(300_00) }, community!],
            followUp: { reviewId: 'v-2', dueOn: '2026-07-20', limitOn: '2026-08-03' },
          },
        ));

    it.each<[string, string, Partial<Asking<'DecideChallenge'>>]>([
      ['a day short of notice', 'notice', { effectiveFrom: '2026-06-07' }],
      ['by who proposed it', 'approval', { userId: 'olu' }],
      ['a penny above the limit', 'approval', { limitPence: pence(17_679_99) }],
    ])('refuses it %s, and records nothing', (_, check, more) => {
      given(...underChallenge)
        .when({ ...vary, ...more })
        .thenRefused('gate');
      expect(failing({ ...vary, ...more }, ...underChallenge)).toEqual([check]);
    });

    it('refuses it backwards', () =>
      expect(failing({ ...vary, effectiveFrom: '2026-05-11' }, ...underChallenge)).toEqual([
        'notice',
        'not-backwards',
      ]));

    it('refuses what gives no less than before: that is to uphold it', () =>
      given(...underChallenge)
        .when({ ...vary, lines: agreed.lines })
        .thenRefused('not-a-reduction'));
  });
});
