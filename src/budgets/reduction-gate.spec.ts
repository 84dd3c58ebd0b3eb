import {
  agreed,
  approved,
  increasedTo,
  opened,
  proposed,
} from '../../test/support/annas-budget.js';
import { pence } from '../kernel/money.js';
import type { BudgetEvent, GateCheckName } from './budget.events.js';
import { emptyTimeline, timelineAfter } from './budget.facts.js';
import {
  beyondWaiving,
  commitmentOf,
  gateChecks,
  type AtTheGate,
  type Proposal,
} from './reduction-gate.js';

const after = (...events: BudgetEvent[]) => events.reduce(timelineAfter, emptyTimeline);

/** The way to £300.00 on the day of its notice, 28 days before it counts. */
const served: AtTheGate = {
  today: '2026-04-01',
  timeline: after(opened, agreed),
  proposal: proposed,
  approval: approved,
  noticeOn: '2026-04-01',
  reductionNoticeDays: 28,
  followUp: { reviewId: 'v-1', dueOn: '2026-06-10', limitOn: '2026-06-24' },
  challengeOpen: false,
};

const proposing = (proposal: Partial<Proposal>): Partial<AtTheGate> => ({
  proposal: { ...proposed, ...proposal },
});
const without = (...fields: (keyof Proposal)[]): Partial<AtTheGate> => ({
  proposal: Object.fromEntries(
    Object.entries(proposed).filter(([key]) => !fields.includes(key as keyof Proposal)),
  ) as unknown as Proposal,
});

const failing = (at: Partial<AtTheGate>) =>
  gateChecks({ ...served, ...at })
    .filter((it) => !it.holds)
    .map((it) => it.check);
const why = (check: GateCheckName, at: Partial<AtTheGate> = {}) =>
  gateChecks({ ...served, ...at }).find((it) => it.check === check)!.why;

describe('The gate', () => {
  it('says of each check whether it holds, and why, in days and pence', () =>
    expect(gateChecks(served)).toEqual([
      {
        check: 'reassessment',
        holds: true,
        why: 'The need was reassessed on 2026-03-02, after the present allocation began.',
      },
      { check: 'lawful-basis', holds: true, why: 'A lawful reason is given.' },
      {
        check: 'involvement',
        holds: true,
        why: 'Who was involved, how and when is recorded, on 2026-03-05 for one.',
      },
      {
        check: 'line-by-line',
        holds: true,
        why: 'Each line is shown as it was and as it will be.',
      },
      {
        check: 'needs-still-met',
        holds: true,
        why: 'It is written down how each need is still met.',
      },
      {
        check: 'approval',
        holds: true,
        why:
          'Approved on 2026-03-16 by somebody else: £15,600.00 in 52 weeks, within the limit of ' +
          '£100,000.00.',
      },
      {
        check: 'notice',
        holds: true,
        why: 'Notice on 2026-04-01 leaves 28 days before 2026-04-29; 28 are due.',
      },
      {
        check: 'not-backwards',
        holds: true,
        why: 'It counts from 2026-04-29, which is still ahead.',
      },
      { check: 'transition-costs', holds: true, why: 'There are no costs on the way to it.' },
      {
        check: 'follow-up-review',
        holds: true,
        why: 'A review is due on 2026-06-10, on 2026-06-24 at the latest.',
      },
      { check: 'no-open-challenge', holds: true, why: 'No challenge is undecided.' },
    ]));

  describe('does not open', () => {
    it.each<[string, GateCheckName, Partial<AtTheGate>]>([
      ['without a reassessment', 'reassessment', without('reassessment')],
      [
        'with one of the day on which the present allocation began',
        'reassessment',
        proposing({ reassessment: { completedOn: '2025-10-06' } }),
      ],
      [
        'with one that is still ahead',
        'reassessment',
        proposing({ reassessment: { completedOn: '2026-04-02' } }),
      ],
      [
        'with one before an allocation that was agreed since',
        'reassessment',
        { timeline: after(opened, agreed, { ...agreed, allocationId: 'a-9', on: '2026-03-10' }) },
      ],
      [
        'for reasons that are no basis',
        'lawful-basis',
        proposing({ reasons: ['criteria-changed', 'budget-pressure', 'underspend'] }),
      ],
      ['when nobody was involved', 'involvement', proposing({ involvement: [] })],
      [
        'when somebody is to be involved later',
        'involvement',
        proposing({ involvement: [{ who: 'person', how: 'visit', on: '2026-04-02' }] }),
      ],
      [
        'when a line is no longer what it was',
        'line-by-line',
        { timeline: after(opened, agreed, increasedTo(450, '2026-04-29')) },
      ],
      [
        'when it is not said how needs are met',
        'needs-still-met',
        proposing({ needsStillMet: false }),
      ],
      ['without approval', 'approval', { approval: undefined }],
      [
        'approved by its own proposer (example 10)',
        'approval',
        { approval: { ...approved, by: 'olu' } },
      ],
      [
        'approved a penny above the limit',
        'approval',
        { approval: { ...approved, limitPence: pence(15_599_99) } },
      ],
      ['a day short of notice', 'notice', { noticeOn: '2026-04-02', today: '2026-04-02' }],
      ['with 14 days of notice (example 2)', 'notice', proposing({ effectiveFrom: '2026-04-15' })],
      ['with a notice dated before the approval', 'notice', { noticeOn: '2026-03-15' }],
      ['with a notice dated ahead', 'notice', { today: '2026-03-31' }],
      ['on the day of recording', 'not-backwards', { today: '2026-04-29' }],
      ['without a word on transition', 'transition-costs', without('transition')],
      [
        'with costs that nobody bears',
        'transition-costs',
        proposing({ transition: { costsPence: pence(700_00), how: 'none' } }),
      ],
      ['while a challenge is undecided', 'no-open-challenge', { challengeOpen: true }],
    ])('%s: %s', (_, check, at) => expect(failing(at)).toEqual([check]));
  });

  it('opens with costs that are reserved', () =>
    expect(
      failing(proposing({ transition: { costsPence: pence(700_00), how: 'reserved' } })),
    ).toEqual([]));

  it('says what day would do', () =>
    expect(why('notice', proposing({ effectiveFrom: '2026-04-15' }))).toBe(
      'With notice on 2026-04-01 and 28 days of it, 2026-04-29 is the earliest day; 2026-04-15 is ' +
        'too soon. Propose a later day.',
    ));

  it('compares a reduction from the first day of the first allocation with that', () =>
    expect(
      failing({
        timeline: after(opened, { ...agreed, on: '2026-04-29' }),
        ...proposing({ reassessment: { completedOn: '2026-04-01' } }),
      }),
    ).toEqual(['reassessment']));

  it('promises a review before it names one', () =>
    expect(why('follow-up-review', { followUp: undefined })).toBe(
      'A review is scheduled in the same step as the notice.',
    ));
});

describe('A waiver', () => {
  const soon = { effectiveFrom: '2026-04-15', waivers: ['notice'] } as const;
  const bare = without('transition').proposal!;

  it('lets notice be short when the person asks for it', () =>
    expect(failing(proposing({ ...soon, reasons: ['person-requested'] }))).toEqual([]));

  it('lets transition go unrecorded when an error is put right', () =>
    expect(
      failing({
        proposal: { ...bare, reasons: ['error-correction'], waivers: ['transition-costs'] },
      }),
    ).toEqual([]));

  it('leaves out the follow-up', () =>
    expect(
      why(
        'follow-up-review',
        proposing({ reasons: ['person-requested'], waivers: ['follow-up-review'] }),
      ),
    ).toBe('Waived, for a reason that is recorded.'));

  it('never lets a reduction go backwards', () =>
    expect(
      failing({ ...proposing({ ...soon, reasons: ['person-requested'] }), today: '2026-04-15' }),
    ).toEqual(['not-backwards']));

  it('never lets a notice be backdated', () =>
    expect(
      failing({
        ...proposing({ ...soon, reasons: ['person-requested'] }),
        noticeOn: '2026-03-15',
      }),
    ).toEqual(['notice']));

  it.each<[GateCheckName, Partial<Proposal>]>([
    ['notice', {}],
    ['transition-costs', {}],
    ['follow-up-review', {}],
    ['reassessment', {}],
    ['reassessment', { reasons: ['error-correction'] }],
    ['involvement', { reasons: ['person-requested'], proof: { weeklyPence: pence(300_00) } }],
    ['lawful-basis', { reasons: ['person-requested'] }],
    ['line-by-line', { reasons: ['person-requested'] }],
    ['needs-still-met', { reasons: ['person-requested'] }],
    ['approval', { reasons: ['person-requested'] }],
    ['not-backwards', { reasons: ['error-correction'] }],
    ['no-open-challenge', { reasons: ['error-correction'] }],
  ])('of %s with %p goes too far', (check, proposal) => {
    const waiving = { ...proposed, ...proposal, waivers: [check] };
    expect(beyondWaiving(waiving)).toEqual([check]);
    expect(failing({ proposal: waiving })).toEqual([check]);
  });
});

describe('Proof of the figure that had been agreed', () => {
  const bare = without('reassessment').proposal!;
  const proven = (pounds: number, proposal: Partial<Proposal> = {}): Partial<AtTheGate> => ({
    proposal: {
      ...bare,
      involvement: [],
      reasons: ['error-correction'],
      proof: { weeklyPence: pence(pounds * 100) },
      ...proposal,
    },
  });

  it('stands for reassessment and involvement when an error is put right', () => {
    expect(failing(proven(300))).toEqual([]);
    expect(why('reassessment', proven(300))).toBe(
      'It is proven that £300.00 a week had been agreed.',
    );
  });

  it('may be named as what they are waived for', () =>
    expect(failing(proven(300, { waivers: ['reassessment', 'involvement'] }))).toEqual([]));

  it('does not reach below the figure', () =>
    expect(failing(proven(310))).toEqual(['reassessment', 'involvement']));

  it('proves nothing for another reason', () =>
    expect(failing(proven(300, { reasons: ['need-reduced'] }))).toEqual([
      'reassessment',
      'involvement',
    ]));
});

describe('What an approval commits to', () => {
  const oneOff = (on: `${number}-${number}-${number}`, pounds: number): BudgetEvent => ({
    type: 'OneOffAgreed',
    on,
    oneOffId: on,
    amountPence: pence(pounds * 100),
    purpose: 'equipment',
    fundingStream: 'equipment',
    by: 'olu',
    recordedOn: '2025-10-01',
    policyVersion: 1,
    wordsHash: 'h',
  });

  it('is 52 weeks of it, and the one-offs of the 52 weeks before its day', () =>
    expect(
      commitmentOf(
        after(
          opened,
          oneOff('2025-04-29', 1),
          oneOff('2025-04-30', 10),
          oneOff('2026-04-28', 100),
          oneOff('2026-04-29', 1000),
        ),
        proposed,
      ),
    ).toBe(52 * 300_00 + 110_00));
});
