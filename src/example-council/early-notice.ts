import { FIRST_PAY_WEEK, LAST_WEEK } from './calendar.js';
import type { Diary } from './diary.js';
import { EACH, lives } from './steady.js';

// Accounts that somebody should look at soon, and kindly.

/** George’s contribution has not come in for months; then his costs were found to be higher. */
export function george(it: Diary): void {
  const { calendar } = it;
  lives(it, {
    bornOn: '1958-11-19',
    openingPence: 260_00,
    lines: [{ purpose: 'support-at-home', weeklyPence: 132_00, outcome: 'own-front-door' }],
    contributionPence: 38_20,
    paid: { from: FIRST_PAY_WEEK, to: 94 },
    paysIn: { from: FIRST_PAY_WEEK, to: 58 },
    spends: { from: FIRST_PAY_WEEK, to: 58 },
    habits: [
      { ...EACH.secondFriday, payee: 'Near Neighbours', category: 'agency', amountPence: 256_00 },
      { ...EACH.fourthFriday, payee: 'Near Neighbours', category: 'agency', amountPence: 256_00 },
    ],
  });
  it.spendsFourWeekly({ from: 62, to: LAST_WEEK }, [
    { ...EACH.secondFriday, payee: 'Near Neighbours', category: 'agency', amountPence: 204_00 },
    { ...EACH.fourthFriday, payee: 'Near Neighbours', category: 'agency', amountPence: 204_00 },
  ]);
  it.assesses(
    calendar.workingDay(96, 'tue'),
    21_50,
    calendar.day(98),
    'Assessed again, heating and laundry counted',
  );
  it.paysFourWeekly({ from: 98, to: LAST_WEEK }, 132_00 - 21_50);
  const days = { from: calendar.day(98), to: calendar.day(101, 'sun') };
  it.bankShows(calendar.workingDay(103), days, [
    { on: calendar.day(100, 'thu'), text: 'CARD 4471 HARDWARE 24', amountPence: -23_10 },
  ]);
}

/** Nadia’s assistant left and nobody was found: more than eight weeks are on the account. */
export function nadia(it: Diary): void {
  lives(it, {
    bornOn: '1999-02-08',
    openingPence: 240_00,
    lines: [{ purpose: 'community', weeklyPence: 150_00, outcome: 'work-and-learning' }],
    contributionPence: 15_00,
    paid: { from: FIRST_PAY_WEEK, to: LAST_WEEK },
    spends: { from: FIRST_PAY_WEEK, to: 66 },
    habits: [
      {
        ...EACH.secondFriday,
        payee: 'Grace Gill',
        category: 'personal-assistant',
        amountPence: 294_00,
      },
      {
        ...EACH.fourthFriday,
        payee: 'Grace Gill',
        category: 'personal-assistant',
        amountPence: 294_00,
      },
    ],
  });
  it.spendsFourWeekly({ from: 70, to: LAST_WEEK }, [
    { ...EACH.secondFriday, payee: 'Open College', category: 'activities', amountPence: 180_00 },
    { ...EACH.fourthFriday, payee: 'Metro Bus', category: 'travel', amountPence: 212_00 },
  ]);
  const { calendar } = it;
  const days = { from: calendar.day(98), to: calendar.day(101, 'sun') };
  it.bankShows(calendar.workingDay(103), days);
}

/** The last payment to Owen is late, for he has a new account: less than a week is left. */
export function owen(it: Diary): void {
  lives(it, {
    bornOn: '1975-07-01',
    openingPence: 30_00,
    lines: [{ purpose: 'community', weeklyPence: 88_00, outcome: 'out-and-about' }],
    paid: { from: FIRST_PAY_WEEK, to: 98 },
    habits: [
      { ...EACH.fourthFriday, payee: 'Open Door Support', category: 'agency', amountPence: 296_00 },
      { ...EACH.thirdTuesday, payee: 'Climbing Wall', category: 'activities', amountPence: 55_00 },
    ],
  });
}

/** Priya’s mother fell, and extra nights took more than was there. */
export function priya(it: Diary): void {
  const { calendar } = it;
  lives(it, {
    bornOn: '1982-12-24',
    openingPence: 120_00,
    lines: [{ purpose: 'personal-care', weeklyPence: 201_00, outcome: 'safe-at-home' }],
    contributionPence: 26_00,
    habits: [
      { ...EACH.secondFriday, payee: 'Evergreen Care', category: 'agency', amountPence: 400_00 },
      { ...EACH.fourthFriday, payee: 'Evergreen Care', category: 'agency', amountPence: 400_00 },
    ],
  });
  const nights = { payee: 'Evergreen Care', category: 'agency', amountPence: 640_00 };
  it.spends(calendar.workingDay(103), { ...nights, note: 'Four nights after the fall' });
  it.spends(calendar.workingDay(103, 'thu'), { ...nights, note: 'Four more nights' });
}

/** A payment to Quentin bounced, and was made again when the number was right. */
export function quentin(it: Diary): void {
  const { calendar } = it;
  lives(it, {
    bornOn: '1970-01-16',
    openingPence: 140_00,
    lines: [{ purpose: 'support-at-home', weeklyPence: 126_00, outcome: 'own-front-door' }],
    paid: { from: FIRST_PAY_WEEK, to: 50 },
    spends: { from: FIRST_PAY_WEEK, to: LAST_WEEK },
    habits: [
      { ...EACH.secondFriday, payee: 'Corner Care', category: 'agency', amountPence: 251_00 },
      { ...EACH.fourthFriday, payee: 'Corner Care', category: 'agency', amountPence: 251_00 },
    ],
  });
  const period = { periodFrom: calendar.day(54), periodTo: calendar.day(57, 'sun') };
  const payment = it.pays(calendar.workingDay(54), 504_00, { ...period, reference: 'DP' });
  it.bounces(calendar.workingDay(54, 'thu'), payment, 'The account number was mistyped');
  it.pays(calendar.workingDay(55), 504_00, { ...period, reference: 'DP again' });
  it.paysFourWeekly({ from: 58, to: LAST_WEEK }, 126_00);
}
