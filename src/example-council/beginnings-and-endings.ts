import { FIRST_PAY_WEEK } from './calendar.js';
import type { Diary } from './diary.js';
import { EACH, lives, THROUGHOUT } from './steady.js';

// What happens once, pauses or ends.

/** Hana moved away: the final account was drawn up, and what was left went back. */
export function hana(it: Diary): void {
  const { calendar } = it;
  lives(it, {
    bornOn: '1937-08-05',
    openingPence: 280_00,
    lines: [{ purpose: 'personal-care', weeklyPence: 164_00, outcome: 'safe-at-home' }],
    contributionPence: 20_00,
    paid: { from: FIRST_PAY_WEEK, to: 70 },
    habits: [
      { ...EACH.secondFriday, payee: 'Lamplight Care', category: 'agency', amountPence: 322_00 },
      { ...EACH.fourthFriday, payee: 'Lamplight Care', category: 'agency', amountPence: 322_00 },
    ],
  });
  it.closes(
    calendar.workingDay(73, 'tue'),
    calendar.day(73, 'sun'),
    'Hana is moving to live with her daughter, under another council.',
  );
  it.returnsWhatIsLeft(calendar.workingDay(76, 'tue'));
}

/** Idris is with his mother abroad, as he was for four weeks last year: nothing is paid meanwhile. */
export function idris(it: Diary): void {
  const { calendar } = it;
  const life = [
    {
      ...EACH.secondFriday,
      payee: 'Zoe Zeller',
      category: 'personal-assistant',
      amountPence: 234_00,
    },
    {
      ...EACH.fourthFriday,
      payee: 'Zoe Zeller',
      category: 'personal-assistant',
      amountPence: 234_00,
    },
  ];
  const again = { from: 54, to: 94 };
  lives(it, {
    bornOn: '1963-04-27',
    openingPence: 150_00,
    lines: [{ purpose: 'support-at-home', weeklyPence: 118_80, outcome: 'own-front-door' }],
    paid: { from: FIRST_PAY_WEEK, to: 46 },
    habits: life,
  });
  it.suspends(calendar.day(50), 'abroad', calendar.day(54));
  it.resumes(calendar.day(54));
  it.paysFourWeekly(again, 118_80);
  it.spendsFourWeekly(again, life);
  it.suspends(calendar.day(98), 'abroad', calendar.day(108));
}

/** Ruth was given a one-off for a hoist; it was kept for that, bought, and what was over sent back. */
export function ruth(it: Diary): void {
  const { calendar } = it;
  lives(it, {
    bornOn: '1951-03-17',
    openingPence: 250_00,
    lines: [
      { purpose: 'personal-care', weeklyPence: 193_00, outcome: 'safe-at-home' },
      { purpose: 'transport', weeklyPence: 40_00, outcome: 'out-and-about' },
    ],
    contributionPence: 30_00,
    habits: [
      { ...EACH.secondFriday, payee: 'Evergreen Care', category: 'agency', amountPence: 380_00 },
      { ...EACH.fourthFriday, payee: 'Evergreen Care', category: 'agency', amountPence: 380_00 },
      { ...EACH.thirdTuesday, payee: 'Peak Taxis', category: 'travel', amountPence: 166_00 },
    ],
  });
  it.agreesOneOff(calendar.workingDay(44, 'tue'), 1_450_00, {
    purpose: 'equipment',
    fundingStream: 'equipment',
    reference: 'Occupational therapist',
  });
  it.pays(calendar.workingDay(45, 'tue'), 1_450_00, {
    fundingStream: 'equipment',
    reference: 'One-off, hoist',
  });
  const kept = it.keeps(calendar.workingDay(45, 'tue'), 'equipment', 1_450_00);
  it.spends(calendar.workingDay(52, 'tue'), {
    payee: 'Lift and Lower',
    category: 'equipment',
    amountPence: 1_398_00,
    outcome: 'safe-at-home',
    note: 'Ceiling hoist, fitted',
  });
  it.releases(calendar.workingDay(53, 'thu'), kept);
  it.returns(calendar.workingDay(54, 'thu'), 52_00, 'other');
}

/** One thing that Wilf bought was not what the money is for. He was asked first, and has a say. */
export function wilf(it: Diary): void {
  const { calendar } = it;
  lives(it, {
    bornOn: '2003-06-11',
    openingPence: 400_00,
    lines: [{ purpose: 'community', weeklyPence: 72_50, outcome: 'out-and-about' }],
    paid: THROUGHOUT,
    habits: [
      {
        ...EACH.secondFriday,
        payee: 'Sunny Side Club',
        category: 'activities',
        amountPence: 196_00,
      },
      { ...EACH.fourthFriday, payee: 'Metro Bus', category: 'travel', amountPence: 92_00 },
    ],
  });
  const telly = it.spends(
    calendar.workingDay(66, 'wed'),
    { payee: 'Screen City', category: 'other', amountPence: 310_00, method: 'card' },
    { on: calendar.day(64, 'sat') },
  );
  it.queries(calendar.workingDay(67, 'tue'), telly, 'What was this for, and how does it help you?');
  it.explains(
    'demo-officer',
    calendar.workingDay(69, 'thu'),
    telly,
    'Wilf told us on the telephone: a bigger television, to watch the football with friends.',
  );
  it.disallows(
    calendar.workingDay(72, 'wed'),
    telly,
    'A television is not part of the plan. Nothing is taken back now: we will talk about how.',
  );
}
