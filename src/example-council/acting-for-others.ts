import { addDays, daysBetween } from '../kernel/dates.js';
import { FIRST_PAY_WEEK, LAST_WEEK, PAY_WEEKS } from './calendar.js';
import type { Diary, Habit } from './diary.js';
import type { Step } from './step.js';
import { EACH, THROUGHOUT, lives } from './steady.js';

/** Carys lacks capacity for this. Her brother is the authorised person, and holds the money. */
export function carys(it: Diary): void {
  const { calendar } = it;
  lives(it, {
    bornOn: '1996-07-23',
    mode: 'third-party',
    openingPence: 560_00,
    preferredFormat: 'pictures, with her brother',
    lines: [
      { purpose: 'personal-care', weeklyPence: 402_00, outcome: 'safe-at-home' },
      { purpose: 'respite', weeklyPence: 110_00, outcome: 'family-and-friends' },
    ],
    contributionPence: 48_00,
    habits: [
      { ...EACH.secondFriday, payee: 'Gentle Hands Care', category: 'agency', amountPence: 942_00 },
      { ...EACH.fourthFriday, payee: 'Gentle Hands Care', category: 'agency', amountPence: 942_00 },
      { ...EACH.thirdTuesday, payee: 'Music Barn', category: 'activities', amountPence: 150_00 },
    ],
  });
  it.appoints(calendar.workingDay(FIRST_PAY_WEEK), {
    kind: 'authorised-person',
    fullName: 'Rhys Cadwallader',
  });
  it.keeps(calendar.workingDay(20), 'contingency', 4_200_00);
}

/**
 * Dilys chose Nell to deal with the money. When less was proposed, Nell said what had been left
 * out, and was right: the earlier level went on throughout.
 */
export function dilys(it: Diary): void {
  const { calendar } = it;
  const lines = (pence: number) => [
    { purpose: 'support-at-home', weeklyPence: pence, outcome: 'safe-at-home' },
    { purpose: 'community', weeklyPence: 35_50, outcome: 'out-and-about' },
  ];
  lives(it, {
    bornOn: '1948-01-30',
    openingPence: 120_00,
    lines: lines(108_00),
    habits: [
      { ...EACH.fourthFriday, payee: 'Homely Help', category: 'agency', amountPence: 438_00 },
      {
        ...EACH.firstThursday,
        payee: 'Chapel Lunch Club',
        category: 'activities',
        amountPence: 74_00,
      },
      { ...EACH.thirdTuesday, payee: 'Peak Taxis', category: 'travel', amountPence: 58_00 },
    ],
  });
  const appointed = { kind: 'nominee', fullName: 'Nell North', userId: 'demo-nominee' } as const;
  it.appoints(calendar.workingDay(3), appointed);
  const proposed = it.proposes(calendar.workingDay(41, 'wed'), {
    from: calendar.day(48),
    lines: lines(84_00),
    reasons: ['need-reduced'],
    reassessedOn: calendar.workingDay(40, 'tue'),
    reference: 'Reassessment by telephone',
    involved: [{ who: 'person', how: 'phone' }],
    needsStillMet: 'Help in the mornings stays; evenings are managed with the new rail.',
    transition: { costsPence: 0, how: 'none' },
  });
  it.approves(calendar.workingDay(42, 'wed'), proposed);
  it.notifies(calendar.workingDay(43, 'wed'), proposed, 'large-print');
  it.challenges(
    calendar.day(44, 'sun'),
    'demo-nominee',
    proposed,
    'needs-not-met',
    'Nobody asked about the nights. Dilys is up three times, and the rail does not help with that.',
  );
  it.decides(
    calendar.workingDay(49, 'wed'),
    proposed,
    'upheld',
    'The assessment was made by telephone and left the nights out. The budget stays as it was.',
  );
  asksAndIsAsked(it);
}

/** Both wait for an officer on the day on which the example ends. */
function asksAndIsAsked(it: Diary): void {
  const { calendar } = it;
  const taxis = it.spends(
    calendar.workingDay(102, 'wed'),
    { payee: 'Peak Taxis', category: 'travel', amountPence: 41_50, method: 'card' },
    { on: calendar.day(101, 'sat') },
  );
  it.queries(calendar.workingDay(102, 'thu'), taxis, 'Where did this taxi go?');
  const told = 'To the eye hospital and back. It was a Saturday, and no bus went.';
  it.explains('demo-nominee', calendar.day(103, 'sun'), taxis, told);
  it.disagrees(
    'demo-nominee',
    calendar.day(103, 'sun'),
    'balance',
    'By our own book there should be £41.50 more: the eye hospital pays for its taxis.',
  );
}

const stefansLines = (pence: number) => [
  { purpose: 'personal-care', weeklyPence: 140_00, outcome: 'safe-at-home' },
  { purpose: 'community', weeklyPence: pence, outcome: 'work-and-learning' },
];

/** Stefan’s appointment of Nell has ended: she sees nothing of his now, and what she did stays. */
export function stefan(it: Diary): void {
  const { calendar } = it;
  lives(it, {
    bornOn: '1985-05-09',
    openingPence: 210_00,
    lines: stefansLines(105_00),
    contributionPence: 24_00,
    paid: { from: FIRST_PAY_WEEK, to: 38 },
    paysIn: THROUGHOUT,
    habits: daysAtTheShed(410_00),
  });
  const appointed = { kind: 'nominee', fullName: 'Nell North', userId: 'demo-nominee' } as const;
  const nell = it.appoints(calendar.workingDay(5), appointed);
  goesToTheCollege(it);
  it.endsAppointment(calendar.workingDay(70, 'wed'), nell);
}

/** Challenged, and dismissed by somebody other than who approved it. */
function goesToTheCollege(it: Diary): void {
  const { calendar } = it;
  const proposed = it.proposes(calendar.workingDay(31, 'wed'), {
    from: calendar.day(38),
    lines: stefansLines(70_00),
    reasons: ['circumstances-changed'],
    reassessedOn: calendar.workingDay(30, 'tue'),
    reference: 'Reassessment with the college',
    involved: [
      { who: 'person', how: 'meeting' },
      { who: 'nominee', how: 'meeting' },
    ],
    needsStillMet: 'The college now gives two of the three days, with transport.',
    transition: { costsPence: 0, how: 'none' },
  });
  it.approves(calendar.workingDay(32, 'wed'), proposed);
  const noticed = it.notifies(calendar.workingDay(33, 'wed'), proposed);
  it.challenges(
    calendar.day(34, 'sat'),
    'demo-nominee',
    proposed,
    'need-unchanged',
    'Stefan would rather have all three days at the shed, with the people he knows.',
  );
  isPaidLessAfterwards(it, proposed);
  it.reviews(calendar.workingDay(44, 'thu'), calendar.workingDay(45, 'thu'), noticed, {
    outcome: 'continues',
    involved: ['person', 'nominee'],
    outcomes: [{ outcome: 'work-and-learning', progress: 'same' }],
    narrative: 'Two days at the college, one at the shed. Stefan has made a stool.',
  });
}

/** Dismissed, it counts from the day after; what was paid too much by then comes off the next one. */
function isPaidLessAfterwards(it: Diary, proposed: Step): void {
  const { calendar } = it;
  const decided = calendar.workingDay(39, 'wed');
  it.decides(
    decided,
    proposed,
    'dismissed',
    'The college does give two days, and the third is still paid for. We will look again in six weeks.',
  );
  const weeklyPence = 210_00 - 24_00;
  const days = daysBetween(addDays(decided, 1), calendar.day(42));
  const tooMuch = Math.round((35_00 * days) / 7);
  it.pays(calendar.workingDay(42), weeklyPence * PAY_WEEKS - tooMuch, {
    periodFrom: calendar.day(42),
    periodTo: calendar.day(45, 'sun'),
    reference: 'DP less the difference',
  });
  it.paysFourWeekly({ from: 46, to: LAST_WEEK }, weeklyPence);
  it.spendsFourWeekly({ from: 42, to: LAST_WEEK }, daysAtTheShed(276_00));
}

const daysAtTheShed = (amountPence: number): readonly Habit[] => [
  { ...EACH.fourthFriday, payee: 'Step by Step', category: 'agency', amountPence: 560_00 },
  { ...EACH.secondFriday, payee: 'Woodwork Shed', category: 'activities', amountPence },
];
