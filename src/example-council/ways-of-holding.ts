import { FIRST_PAY_WEEK, LAST_WEEK } from './calendar.js';
import type { Diary } from './diary.js';
import { EACH, lives, THROUGHOUT } from './steady.js';

// Who pays, and who holds the money. Bilal’s and Anna’s accounts are their own.

/** Edwin’s budget joins three streams, one of them of the health service; each is paid by itself. */
export function edwin(it: Diary): void {
  const { calendar } = it;
  const from = calendar.day(FIRST_PAY_WEEK);
  const agreed = calendar.workingDay(1, 'thu');
  it.opens(agreed, from, { bornOn: '1968-04-04', openingPence: 560_00 });
  it.agrees(agreed, {
    from,
    lines: [
      { purpose: 'personal-care', weeklyPence: 240_00, outcome: 'safe-at-home' },
      {
        purpose: 'personal-care',
        fundingStream: 'health',
        weeklyPence: 185_50,
        outcome: 'keeping-well',
      },
      {
        purpose: 'community',
        fundingStream: 'independent-living-fund',
        weeklyPence: 96_00,
        outcome: 'out-and-about',
      },
    ],
    reference: 'Joint panel',
    narrative: 'One plan, three funds: each line says who pays it.',
  });
  it.paysFourWeekly(THROUGHOUT, 240_00, 'adult-social-care');
  it.paysFourWeekly(THROUGHOUT, 185_50, 'health');
  it.paysFourWeekly(THROUGHOUT, 96_00, 'independent-living-fund');
  it.spendsFourWeekly(THROUGHOUT, [
    { ...EACH.secondFriday, payee: 'Calder Nursing', category: 'agency', amountPence: 740_00 },
    { ...EACH.fourthFriday, payee: 'Calder Nursing', category: 'agency', amountPence: 740_00 },
    {
      ...EACH.firstThursday,
      payee: 'Leo Lister',
      category: 'personal-assistant',
      amountPence: 186_00,
    },
    {
      ...EACH.thirdTuesday,
      payee: 'Leo Lister',
      category: 'personal-assistant',
      amountPence: 186_00,
    },
    { ...EACH.thirdTuesday, payee: 'Valley Choir', category: 'activities', amountPence: 60_00 },
    { ...EACH.fourthFriday, payee: 'Peak Taxis', category: 'travel', amountPence: 166_00 },
  ]);
}

/** Farah moved into a shared house, and its provider holds the money now: all else goes on. */
export function farah(it: Diary): void {
  const { calendar } = it;
  const before = { from: FIRST_PAY_WEEK, to: 58 };
  lives(it, {
    bornOn: '2001-09-15',
    openingPence: 190_00,
    lines: [
      { purpose: 'support-at-home', weeklyPence: 235_00, outcome: 'own-front-door' },
      { purpose: 'community', weeklyPence: 70_00, outcome: 'family-and-friends' },
    ],
    contributionPence: 40_00,
    paid: THROUGHOUT,
    spends: before,
    habits: [
      { ...EACH.secondFriday, payee: 'First Steps', category: 'agency', amountPence: 598_00 },
      { ...EACH.fourthFriday, payee: 'First Steps', category: 'agency', amountPence: 598_00 },
    ],
  });
  it.isHeldBy(
    calendar.workingDay(62),
    'provider',
    'Fern House',
    'Farah moved into a shared house, and asked that Fern House keeps the account.',
  );
  it.spendsFourWeekly({ from: 62, to: LAST_WEEK }, [
    { ...EACH.fourthFriday, payee: 'Fern House', category: 'agency', amountPence: 1_124_00 },
    { ...EACH.thirdTuesday, payee: 'Dance Loft', category: 'activities', amountPence: 88_00 },
  ]);
}

/** A payroll bureau manages Joan’s account. A reduction that she asked for waits for approval. */
export function joan(it: Diary): void {
  const { calendar } = it;
  lives(it, {
    bornOn: '1953-06-28',
    mode: 'managed-account',
    openingPence: 160_00,
    lines: [
      { purpose: 'personal-care', weeklyPence: 171_00, outcome: 'safe-at-home' },
      { purpose: 'community', weeklyPence: 50_00, outcome: 'out-and-about' },
    ],
    contributionPence: 18_00,
    habits: [
      { ...EACH.secondFriday, payee: 'Morning Star Care', category: 'agency', amountPence: 346_00 },
      { ...EACH.fourthFriday, payee: 'Morning Star Care', category: 'agency', amountPence: 346_00 },
      { ...EACH.fourthFriday, payee: 'Tally Payroll', category: 'payroll', amountPence: 14_00 },
      { ...EACH.thirdTuesday, payee: 'Garden Gate', category: 'activities', amountPence: 172_00 },
    ],
  });
  it.proposes(calendar.workingDay(103, 'wed'), {
    from: calendar.day(110),
    lines: [
      { purpose: 'personal-care', weeklyPence: 171_00, outcome: 'safe-at-home' },
      { purpose: 'community', weeklyPence: 30_00, outcome: 'out-and-about' },
    ],
    reasons: ['person-requested'],
    reassessedOn: calendar.workingDay(103),
    reference: 'Reassessment at home',
    involved: [{ who: 'person', how: 'home-visit' }],
    needsStillMet: 'Joan gardens at home now, and goes to the club every other week.',
    transition: { costsPence: 0, how: 'none' },
    narrative: 'You told us that the club every week had become too much.',
  });
}

/** A care manager of the council holds Kofi’s money. */
export function kofi(it: Diary): void {
  lives(it, {
    bornOn: '1988-03-03',
    mode: 'council-managed',
    openingPence: 70_00,
    lines: [{ purpose: 'community', weeklyPence: 96_00, outcome: 'out-and-about' }],
    habits: [
      { ...EACH.fourthFriday, payee: 'Open Door Support', category: 'agency', amountPence: 381_00 },
    ],
  });
}

/** A trust holds Leila’s: aftercare under the Mental Health Act, free of any contribution. */
export function leila(it: Diary): void {
  const { calendar } = it;
  lives(it, {
    bornOn: '1993-10-10',
    mode: 'trust',
    openingPence: 600_00,
    lines: [
      {
        purpose: 'support-at-home',
        fundingStream: 'aftercare',
        weeklyPence: 702_00,
        outcome: 'keeping-well',
      },
    ],
    reference: 'Aftercare panel',
    habits: [
      { ...EACH.secondFriday, payee: 'Harbour Support', category: 'agency', amountPence: 1_390_00 },
      { ...EACH.fourthFriday, payee: 'Harbour Support', category: 'agency', amountPence: 1_390_00 },
    ],
  });
  it.keeps(calendar.workingDay(80, 'thu'), 'agreed-saving', 500_00);
}

/** Marcus is paid gross and invoiced for his part. A reduction is approved; its letter is to go. */
export function marcus(it: Diary): void {
  const { calendar } = it;
  const lines = (pence: number) => [
    { purpose: 'support-at-home', weeklyPence: pence, outcome: 'own-front-door' },
  ];
  lives(it, {
    bornOn: '1966-05-30',
    basis: 'gross',
    openingPence: 230_00,
    lines: lines(188_00),
    contributionPence: 27_00,
    habits: [
      {
        ...EACH.secondFriday,
        payee: 'Ivy Iqbal',
        category: 'personal-assistant',
        amountPence: 374_00,
      },
      {
        ...EACH.fourthFriday,
        payee: 'Ivy Iqbal',
        category: 'personal-assistant',
        amountPence: 374_00,
      },
    ],
  });
  const proposed = it.proposes(calendar.workingDay(102, 'thu'), {
    from: calendar.day(110),
    lines: lines(164_00),
    reasons: ['need-reduced'],
    reassessedOn: calendar.workingDay(101, 'thu'),
    reference: 'Reassessment by video',
    involved: [
      { who: 'person', how: 'video-call' },
      { who: 'personal-assistant', how: 'video-call' },
    ],
    needsStillMet: 'With the new shower Marcus washes by himself; all other help stays.',
    transition: { costsPence: 96_00, how: 'funded' },
  });
  it.approves(calendar.workingDay(103, 'thu'), proposed);
}
