import { FIRST_PAY_WEEK, LAST_WEEK } from './calendar.js';
import type { Diary, Habit } from './diary.js';
import { EACH, THROUGHOUT, lives } from './steady.js';

// How a budget comes to be lower, or does not. Those that were challenged: acting-for-others.ts.

/** Tara’s was notified, and withdrawn when her support at home changed again. */
export function tara(it: Diary): void {
  const { calendar } = it;
  const lines = (pence: number) => [
    { purpose: 'support-at-home', weeklyPence: pence, outcome: 'own-front-door' },
  ];
  lives(it, {
    bornOn: '1990-12-12',
    openingPence: 140_00,
    lines: lines(174_00),
    habits: [
      {
        ...EACH.secondFriday,
        payee: 'Kitchen Table Care',
        category: 'agency',
        amountPence: 346_00,
      },
      {
        ...EACH.fourthFriday,
        payee: 'Kitchen Table Care',
        category: 'agency',
        amountPence: 346_00,
      },
    ],
  });
  const proposed = it.proposes(calendar.workingDay(84, 'wed'), {
    from: calendar.day(91),
    lines: lines(146_00),
    reasons: ['informal-support-willing'],
    reassessedOn: calendar.workingDay(83, 'tue'),
    reference: 'Reassessment at home',
    involved: [
      { who: 'person', how: 'home-visit' },
      { who: 'carer', how: 'home-visit' },
    ],
    needsStillMet: 'Her partner cooks on three evenings; the other four stay as they are.',
    transition: { costsPence: 0, how: 'none' },
  });
  it.approves(calendar.workingDay(85, 'wed'), proposed);
  it.notifies(calendar.workingDay(86, 'wed'), proposed, 'email');
  it.withdraws(
    calendar.workingDay(88, 'thu'),
    proposed,
    'Her partner has a new job with evening shifts, so the help is needed as before.',
  );
}

/** “The criteria changed” is no reason: nothing is reduced, and a reassessment is called for. */
export function umar(it: Diary): void {
  const { calendar } = it;
  lives(it, {
    bornOn: '1972-08-17',
    openingPence: 440_00,
    lines: [
      { purpose: 'personal-care', weeklyPence: 300_00, outcome: 'safe-at-home' },
      { purpose: 'respite', weeklyPence: 120_00, outcome: 'family-and-friends' },
    ],
    contributionPence: 36_00,
    habits: [
      { ...EACH.secondFriday, payee: 'Steady Hands Care', category: 'agency', amountPence: 606_00 },
      { ...EACH.fourthFriday, payee: 'Steady Hands Care', category: 'agency', amountPence: 606_00 },
      { ...EACH.thirdTuesday, payee: 'Willow Breaks', category: 'other', amountPence: 464_00 },
    ],
  });
  it.proposes(calendar.workingDay(101, 'tue'), {
    from: calendar.day(107),
    lines: [{ purpose: 'personal-care', weeklyPence: 300_00 }],
    reasons: ['criteria-changed'],
    narrative: 'The new rates give £300.00 a week.',
    refusal: 'not-a-basis',
  });
}

const violetsLines = (pence: number) => [
  { purpose: 'personal-care', weeklyPence: 160_00, outcome: 'safe-at-home' },
  { purpose: 'support-at-home', weeklyPence: pence, outcome: 'own-front-door' },
];

const visits = (amountPence: number): readonly Habit[] => [
  { ...EACH.secondFriday, payee: 'Lamplight Care', category: 'agency', amountPence },
  { ...EACH.fourthFriday, payee: 'Lamplight Care', category: 'agency', amountPence },
];

/** Violet’s is in force: talked over, noticed, its costs met, and looked at again six weeks after. */
export function violet(it: Diary): void {
  const { calendar } = it;
  lives(it, {
    bornOn: '1944-02-21',
    preferredFormat: 'easy read',
    openingPence: 280_00,
    lines: violetsLines(100_00),
    contributionPence: 33_00,
    paid: { from: FIRST_PAY_WEEK, to: 54 },
    paysIn: THROUGHOUT,
    habits: visits(516_00),
  });
  it.appoints(calendar.workingDay(8), { kind: 'supporter', fullName: 'Vince Vance' });
  vinceMovesIn(it);
  it.paysFourWeekly({ from: 58, to: LAST_WEEK }, 225_00 - 33_00);
  it.spendsFourWeekly({ from: 58, to: LAST_WEEK }, visits(446_00));
  paysNotice(it);
}

function vinceMovesIn(it: Diary): void {
  const { calendar } = it;
  const proposed = it.proposes(calendar.workingDay(51, 'wed'), {
    from: calendar.day(58),
    lines: violetsLines(65_00),
    reasons: ['circumstances-changed', 'informal-support-willing'],
    reassessedOn: calendar.workingDay(50, 'tue'),
    reference: 'Reassessment at home',
    involved: [
      { who: 'person', how: 'home-visit' },
      { who: 'supporter', how: 'home-visit' },
      { who: 'social-worker', how: 'home-visit' },
    ],
    needsStillMet: 'Vince has moved in and does the shopping and cleaning. Mornings stay.',
    transition: { costsPence: 160_00, how: 'funded' },
  });
  it.approves(calendar.workingDay(52, 'wed'), proposed);
  const noticed = it.notifies(calendar.workingDay(53, 'wed'), proposed, 'easy-read');
  it.reviews(calendar.workingDay(63, 'tue'), calendar.workingDay(63, 'thu'), noticed, {
    outcome: 'continues',
    involved: ['person', 'supporter'],
    outcomes: [
      { outcome: 'safe-at-home', progress: 'met' },
      { outcome: 'own-front-door', progress: 'same' },
    ],
    narrative: 'It works. Violet says that Vince is the better cook.',
  });
}

/** What the change itself cost, the council bore. */
function paysNotice(it: Diary): void {
  const { calendar } = it;
  const costs = { purpose: 'employment-costs', reference: 'Notice pay' };
  it.agreesOneOff(calendar.workingDay(57, 'tue'), 160_00, costs);
  it.pays(calendar.workingDay(58, 'tue'), 160_00, { reference: 'DP notice pay' });
  it.spends(calendar.workingDay(60, 'thu'), {
    payee: 'Lamplight Care',
    category: 'agency',
    amountPence: 160_00,
    note: 'Four weeks of notice for the hours that ended',
  });
}
