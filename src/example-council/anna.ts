import { addDays, addWorkingDays, daysBetween, type LocalDate } from '../kernel/dates.js';
import { FIRST_PAY_WEEK, LAST_WEEK, PAY_WEEKS } from './calendar.js';
import type { Diary, Habit } from './diary.js';

const CONTRIBUTION = 31_00;

const lines = (personalCarePence: number, communityPence: number) => [
  { purpose: 'personal-care', weeklyPence: personalCarePence, outcome: 'safe-at-home' },
  { purpose: 'community', weeklyPence: communityPence, outcome: 'out-and-about' },
];

const FIRST_PLAN = lines(118_40, 58_00);
const MORE_MORNINGS = lines(129_40, 58_00);
const UPLIFTED = lines(134_90, 60_00);
const WITH_HER_SISTER = lines(134_90, 34_00);

const weekly = (plan: typeof FIRST_PLAN) => plan.reduce((sum, it) => sum + it.weeklyPence, 0);
const net = (plan: typeof FIRST_PLAN) => weekly(plan) - CONTRIBUTION;

/**
 * Anna’s budget went up, was uplifted for prices seven weeks late and backdated, and is to go down:
 * she has the letter. She keeps her own account, and Nell, her nominee, helps.
 */
export function anna(it: Diary): void {
  begins(it);
  const uplifted = isUplifted(it);
  isPaid(it, uplifted);
  recordsHerOwn(it, uplifted);
  recordsOneTwice(it);
  isAskedAboutACoat(it);
  isToHaveLess(it);
}

function begins(it: Diary): void {
  const { calendar } = it;
  const start = calendar.day(FIRST_PAY_WEEK);
  it.opens(calendar.day(0), start, {
    bornOn: '1961-03-14',
    address: '1 Elm Row\nMarket Staveley',
    userId: 'demo-holder',
    openingPence: 120_00,
  });
  it.agrees(calendar.day(0), {
    from: start,
    lines: FIRST_PLAN,
    contributionPence: CONTRIBUTION,
    reference: 'Support plan agreed at home',
    narrative: 'Help on six mornings, and getting out twice a week.',
  });
  it.appoints(calendar.day(1), {
    kind: 'nominee',
    fullName: 'Nell North',
    userId: 'demo-nominee',
  });
  it.agrees(calendar.workingDay(20, 'tue'), {
    from: calendar.day(22),
    lines: MORE_MORNINGS,
    reason: 'need-increased',
    reference: 'Reassessment after the fall',
    narrative: 'A seventh morning, since your fall.',
  });
}

/** From 1 April, recorded on 20 May or the working day after it: what was paid meanwhile was too little, and is paid after. */
function isUplifted(it: Diary): LocalDate {
  const year = it.calendar.yearOfTheUplift;
  const recorded = addWorkingDays(`${year}-05-19`, 1);
  it.agrees(recorded, {
    from: `${year}-04-01`,
    lines: UPLIFTED,
    reason: 'uplift',
    reference: `Fees and wages, ${year}`,
    narrative: 'Rates rose on 1 April. We were late to record it, and pay what was missing.',
  });
  return recorded;
}

function isPaid(it: Diary, uplifted: LocalDate): void {
  const after = it.calendar.payWeekAfter(uplifted);
  it.paysFourWeekly({ from: FIRST_PAY_WEEK, to: 18 }, net(FIRST_PLAN));
  it.paysFourWeekly({ from: 22, to: after - PAY_WEEKS }, net(MORE_MORNINGS));
  it.paysFourWeekly({ from: after, to: LAST_WEEK }, net(UPLIFTED));
  it.paysIn({ from: FIRST_PAY_WEEK, to: LAST_WEEK }, CONTRIBUTION);

  const april = `${it.calendar.yearOfTheUplift}-04-01` as const;
  const days = daysBetween(april, it.calendar.day(after));
  const missing = Math.round(((weekly(UPLIFTED) - weekly(MORE_MORNINGS)) * days) / 7);
  it.pays(it.calendar.workingDay(after - 1, 'fri'), missing, { reference: 'DP back pay' });
}

const READ_OFF_THE_STATEMENT: readonly Habit[] = [
  { week: 0, weekday: 'tue', payee: 'Staveley Pool', category: 'activities', amountPence: 24_00 },
  { week: 1, weekday: 'thu', payee: 'Peak Taxis', category: 'travel', amountPence: 16_50 },
  { week: 2, weekday: 'tue', payee: 'Staveley Pool', category: 'activities', amountPence: 24_00 },
  {
    week: 2,
    weekday: 'fri',
    payee: 'Oak Tree Centre',
    category: 'activities',
    amountPence: 126_00,
  },
  { week: 3, weekday: 'thu', payee: 'Peak Taxis', category: 'travel', amountPence: 16_50 },
];

function recordsHerOwn(it: Diary, uplifted: LocalDate): void {
  const { calendar } = it;
  for (let week = FIRST_PAY_WEEK; week <= LAST_WEEK; week++) {
    const on = calendar.day(week, 'fri');
    const amountPence = week < 22 ? 118_00 : on < uplifted ? 130_00 : 136_00;
    const wages = { payee: 'Rosa Reed', category: 'personal-assistant', amountPence };
    it.records('demo-holder', on, { ...wages, outcome: 'safe-at-home', method: 'transfer' });
  }
  it.spendsFourWeekly({ from: FIRST_PAY_WEEK, to: LAST_WEEK }, READ_OFF_THE_STATEMENT);
  it.records('demo-nominee', calendar.day(71, 'thu'), {
    payee: 'Bright Windows',
    category: 'other',
    amountPence: 22_00,
    method: 'cash',
    note: 'Anna was in bed with a cold, so I paid them for her.',
  });
  it.commits(calendar.workingDay(103, 'tue'), 'invoice', 180_00, calendar.day(106, 'fri'));
}

function recordsOneTwice(it: Diary): void {
  const thursday = it.calendar.day(60, 'thu');
  const taxi = { payee: 'Peak Taxis', category: 'travel', amountPence: 18_50 };
  it.records('demo-holder', thursday, { ...taxi, note: 'To the eye clinic and back' });
  const again = it.records('demo-holder', thursday, taxi);
  it.reverses('demo-holder', addDays(thursday, 1), again, 'recorded-twice');
}

function isAskedAboutACoat(it: Diary): void {
  const { calendar } = it;
  const coat = it.records('demo-holder', calendar.day(74, 'sat'), {
    payee: 'Harbour Outfitters',
    category: 'other',
    amountPence: 64_80,
    method: 'card',
  });
  it.queries(
    calendar.workingDay(78, 'wed'),
    coat,
    'We could not tell what this was for. Would you tell us? Nothing changes meanwhile.',
  );
  it.explains(
    'demo-holder',
    calendar.day(79, 'tue'),
    coat,
    'A waterproof that goes over the wheelchair, so that I can go out when it rains.',
  );
  it.accepts(calendar.workingDay(80, 'wed'), coat);
}

/** Every check of the gate is met: she was there, knows why, and has 28 days and more. */
function isToHaveLess(it: Diary): void {
  const { calendar } = it;
  const proposed = it.proposes(calendar.workingDay(100, 'wed'), {
    from: calendar.day(107),
    lines: WITH_HER_SISTER,
    reasons: ['informal-support-willing'],
    reassessedOn: calendar.workingDay(99, 'tue'),
    reference: 'Reassessment at home',
    involved: [
      { who: 'person', how: 'home-visit' },
      { who: 'nominee', how: 'home-visit' },
      { who: 'family', how: 'phone' },
    ],
    needsStillMet:
      'Mornings stay as they are. Swimming on Saturdays is with her sister, who offered; the day ' +
      'centre and taxis are still paid for.',
    transition: { costsPence: 0, how: 'none' },
    narrative: 'As we talked over with you, Nell and your sister.',
  });
  it.approves(calendar.workingDay(101, 'wed'), proposed);
  it.notifies(calendar.workingDay(102, 'wed'), proposed);
}

/** The last thing that happens in the example, on its last day. */
export const annasCoffee = (it: Diary, today: LocalDate) =>
  it.records('demo-holder', today, {
    payee: 'Corner Café',
    category: 'activities',
    amountPence: 7_40,
    outcome: 'out-and-about',
    method: 'card',
    note: 'With Nell, to talk about the letter',
  });
