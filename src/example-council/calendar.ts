import {
  addDays,
  addWeeks,
  addWorkingDays,
  microsOf,
  type Instant,
  type LocalDate,
  type Micros,
} from '../kernel/dates.js';

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** The week in which the example ends: two years after it begins. */
export const LAST_WEEK = 104;

/** Payments go out every four weeks, and the last ones two weeks before the example ends. */
export const PAY_WEEKS = 4;
export const FIRST_PAY_WEEK = 2;

/** The two years of the example: stories name weeks, and learn here which days those are. */
export class Calendar {
  /** `begins`: a Monday. Every day of the example follows from it. */
  constructor(readonly begins: LocalDate) {}

  /** The two years that end in the week of `day`. */
  static endingIn(day: LocalDate): Calendar {
    return new Calendar(addWeeks(mondayOf(day), -LAST_WEEK));
  }

  /** Of week 0 to 104. */
  day(week: number, weekday: Weekday = 'mon'): LocalDate {
    return addDays(addWeeks(this.begins, week), WEEKDAYS.indexOf(weekday));
  }

  /** A council works on working days: that day, or the first one after it. */
  workingDay(week: number, weekday: Weekday = 'mon'): LocalDate {
    return addWorkingDays(addDays(this.day(week, weekday), -1), 1);
  }

  /** The first one after a day. */
  payWeekAfter(day: LocalDate): number {
    let week = FIRST_PAY_WEEK;
    while (this.day(week) <= day) week += PAY_WEEKS;
    return week;
  }

  get ends(): LocalDate {
    return this.day(LAST_WEEK, 'sun');
  }

  /** In which it ends. */
  get year(): number {
    return Number(this.ends.slice(0, 4));
  }

  /** The year of the last 20 May from which there is still time for another change. */
  get yearOfTheUplift(): number {
    const latest = this.day(LAST_WEEK - 13);
    const year = Number(latest.slice(0, 4));
    return latest >= `${year}-05-20` ? year : year - 1;
  }
}

/** 5 January 1970 was a Monday. */
function mondayOf(day: LocalDate): LocalDate {
  const days = Date.parse(`${day}T00:00:00Z`) / 86_400_000 - 4;
  return addDays(day, -(((days % 7) + 7) % 7));
}

/** Officers write in the morning, holders after supper. */
export type Time = 'morning' | 'evening';
export const TIMES: readonly Time[] = ['morning', 'evening'];

const CLOCK: Readonly<Record<Time, string>> = {
  morning: '09:30:00.000000Z',
  evening: '18:45:00.000000Z',
};

export const instantOn = (day: LocalDate, time: Time): Micros =>
  microsOf(`${day}T${CLOCK[time]}` as Instant);

/** The first moment of a day in London. */
export const beginningOf = (day: LocalDate): Micros =>
  Temporal.PlainDate.from(day).toZonedDateTime('Europe/London').epochMilliseconds * 1000;
