import { LAST_WEEK, PAY_WEEKS } from './calendar.js';
import type { Diary } from './diary.js';
import type { Step } from './step.js';

const CONTRIBUTION = 22_50;
const FIRST_WEEK = 54;
const PAY_RISE = 66;

const lines = (supportPence: number) => [
  { purpose: 'support-at-home', weeklyPence: supportPence, minutesPerWeek: 1_620 },
  { purpose: 'employment-costs', weeklyPence: 60_00 },
];

interface Wages {
  readonly amira: number;
  readonly tom: number;
  readonly hmrc: number;
}

const AT_FIRST: Wages = { amira: 208_00, tom: 143_00, hmrc: 144_00 };
const AFTER_THE_RISE: Wages = { amira: 214_40, tom: 147_40, hmrc: 148_00 };

/** Bilal employs two assistants: weekly wages, tax, payroll, and money kept for what he may owe. */
export function bilal(it: Diary): void {
  const { calendar } = it;
  it.opens(calendar.workingDay(FIRST_WEEK - 2), calendar.day(FIRST_WEEK), {
    bornOn: '1979-11-02',
    employsStaff: true,
    openingPence: 620_00,
  });
  it.agrees(calendar.workingDay(FIRST_WEEK - 2), {
    from: calendar.day(FIRST_WEEK),
    lines: lines(352_00),
    contributionPence: CONTRIBUTION,
    reference: 'Panel of the week before',
    narrative: 'Twenty-seven hours a week, and what it costs to be an employer.',
  });
  it.agrees(calendar.workingDay(PAY_RISE - 2, 'thu'), {
    from: calendar.day(PAY_RISE),
    lines: lines(368_00),
    reason: 'uplift',
    reference: 'Living wage',
    narrative: 'So that you can pay Amira and Tom the new rate.',
  });
  it.paysFourWeekly({ from: FIRST_WEEK, to: PAY_RISE - PAY_WEEKS }, 412_00 - CONTRIBUTION);
  it.paysFourWeekly({ from: PAY_RISE, to: LAST_WEEK }, 428_00 - CONTRIBUTION);
  it.paysIn({ from: FIRST_WEEK, to: LAST_WEEK }, CONTRIBUTION);
  it.keeps(calendar.workingDay(56, 'thu'), 'holiday-pay', 700_00);
  it.keeps(calendar.workingDay(72, 'thu'), 'redundancy', 850_00);
  employs(it, FIRST_WEEK, PAY_RISE, AT_FIRST);
  employs(it, PAY_RISE, LAST_WEEK, AFTER_THE_RISE);
}

/** Each wage is owed from week to week, until the rate changes and it is owed anew. */
function employs(it: Diary, from: number, until: number, { amira, tom, hmrc }: Wages): void {
  const { calendar } = it;
  const agreed = calendar.workingDay(from);
  const owed = {
    amira: it.commits(agreed, 'wages', amira, calendar.day(from, 'fri'), 1),
    tom: it.commits(agreed, 'wages', tom, calendar.day(from, 'fri'), 1),
    hmrc: it.commits(agreed, 'hmrc', hmrc, calendar.day(from + 3, 'fri'), PAY_WEEKS),
  };
  for (let week = from; week < until; week++) {
    paysWages(it, week, owed.amira, 'Amira Aslan', amira);
    paysWages(it, week, owed.tom, 'Tom Tanner', tom);
    if ((week - from) % PAY_WEEKS === 3) paysTaxAndPayroll(it, week, owed.hmrc, hmrc);
  }
  if (until < LAST_WEEK)
    for (const commitment of Object.values(owed))
      it.cancels(calendar.workingDay(until, 'wed'), commitment);
}

function paysWages(it: Diary, week: number, owed: Step, payee: string, amountPence: number) {
  const on = it.calendar.day(week, 'fri');
  const read = it.calendar.workingDay(week + 1);
  const wages = { payee, category: 'personal-assistant', amountPence, outcome: 'own-front-door' };
  it.settles(read, owed, it.spends(read, wages, { on }), { on });
}

function paysTaxAndPayroll(it: Diary, week: number, owed: Step, amountPence: number): void {
  const on = it.calendar.day(week, 'fri');
  const read = it.calendar.workingDay(week + 1);
  const hmrc = it.spends(read, { payee: 'HMRC', category: 'hmrc', amountPence }, { on });
  it.settles(read, owed, hmrc, { on });
  const payroll = { payee: 'Tally Payroll', category: 'payroll', amountPence: 18_00 };
  it.spends(read, payroll, { on });
}
