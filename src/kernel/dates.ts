/** A day in Europe/London, `YYYY-MM-DD`. Sorts and compares as text. */
export type LocalDate = `${number}-${number}-${number}`;

/** An instant in UTC with six decimals, always, so that text compares as time. */
export type Instant = `${string}Z` & { readonly of: 'time' };

const LONDON = 'Europe/London';
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Exists in the calendar, written `YYYY-MM-DD`. 30 February does not. */
export function isLocalDate(text: unknown): text is LocalDate {
  if (typeof text !== 'string') return false;
  if (seenDays.has(text)) return true;
  if (!DAY.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  const exists = !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
  if (exists && seenDays.size < DAYS_OF_A_CENTURY) seenDays.add(text);
  return exists;
}

const DAYS_OF_A_CENTURY = 36_525;
const seenDays = new Set<string>();

const MONTHS = [
  'January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September',
  'October', 'November', 'December',
]; // prettier-ignore

/** "20 May 2026" */
export const dayInWords = (day: LocalDate): string =>
  `${Number(day.slice(8))} ${MONTHS[Number(day.slice(5, 7)) - 1]} ${day.slice(0, 4)}`;

/** Days since 1970-01-01; whole, so days are added and compared without a clock. */
function dayNumber(day: LocalDate): number {
  const known = dayNumbers.get(day);
  if (known !== undefined) return known;
  const number = Date.parse(`${day}T00:00:00Z`) / 86_400_000;
  if (dayNumbers.size < DAYS_OF_A_CENTURY) dayNumbers.set(day, number);
  return number;
}
const dayNumbers = new Map<LocalDate, number>();
const dayOfNumber = (n: number): LocalDate =>
  new Date(n * 86_400_000).toISOString().slice(0, 10) as LocalDate;

/** `days` may be negative. */
export const addDays = (day: LocalDate, days: number): LocalDate =>
  dayOfNumber(dayNumber(day) + days);

export const addWeeks = (day: LocalDate, weeks: number): LocalDate => addDays(day, 7 * weeks);

/** Six months after the last day of a month is the last day of that month, or nearest to it. */
export function addMonths(day: LocalDate, months: number): LocalDate {
  const { year, month, daysInMonth, day: of } = Temporal.PlainDate.from(day);
  const first = Temporal.PlainDate.from({ year, month, day: 1 }).add({ months });
  // From the last day of a month one gets to the last day of another, as people count.
  const target = of === daysInMonth ? first.daysInMonth : Math.min(of, first.daysInMonth);
  return first.with({ day: target }).toString() as LocalDate;
}

/** From `from` to `to`, `from` not counted; negative when `to` is earlier. */
export const daysBetween = (from: LocalDate, to: LocalDate): number =>
  dayNumber(to) - dayNumber(from);

export const earlier = (a: LocalDate, b: LocalDate): LocalDate => (a < b ? a : b);
export const later = (a: LocalDate, b: LocalDate): LocalDate => (a > b ? a : b);

/** Microseconds since 1970: a safe integer until the year 2255. */
export type Micros = number;

const HOUR: Micros = 3_600_000_000;
const dayByHour = new Map<number, LocalDate>();

/** The London day that holds an instant: an hour before midnight UTC in summer is tomorrow. */
export const londonDay = (instant: Instant): LocalDate => londonDayAt(microsOf(instant));

/** Days in London begin on a full hour UTC, in summer and in winter. */
export function londonDayAt(micros: Micros): LocalDate {
  const hour = Math.floor(micros / HOUR);
  const known = dayByHour.get(hour);
  if (known) return known;
  const at = Temporal.Instant.fromEpochMilliseconds(hour * 3_600_000);
  const day = at.toZonedDateTimeISO(LONDON).toPlainDate().toString() as LocalDate;
  if (dayByHour.size > 100_000) dayByHour.clear();
  dayByHour.set(hour, day);
  return day;
}

/** The last microsecond of a London day. */
export function endOfDay(day: LocalDate): Instant {
  const next = Temporal.PlainDate.from(day).add({ days: 1 }).toZonedDateTime(LONDON);
  return instantOf(next.epochMilliseconds * 1000 - 1);
}

export const instantOf = (micros: Micros): Instant => {
  const ms = Math.floor(micros / 1000);
  const rest = String(micros - ms * 1000).padStart(3, '0');
  return `${new Date(ms).toISOString().slice(0, -1)}${rest}Z` as Instant;
};

export const microsOf = (instant: Instant): Micros =>
  Date.parse(`${instant.slice(0, 23)}Z`) * 1000 + Number(instant.slice(23, 26));

/** "20 May 2026 at 9:05am", as clocks in London show it. */
export function instantInWords(instant: Instant): string {
  const at = Temporal.Instant.from(instant).toZonedDateTimeISO(LONDON);
  const minute = String(at.minute).padStart(2, '0');
  const time = `${at.hour % 12 || 12}:${minute}${at.hour < 12 ? 'am' : 'pm'}`;
  return `${dayInWords(at.toPlainDate().toString() as LocalDate)} at ${time}`;
}

const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.(\d{1,6}))?(?:Z|[+-]\d{2}:\d{2})$/;

/**
 * An instant as a caller writes it, in any offset, up to six decimals; `undefined` when it is none.
 * With three decimals it is a whole millisecond: what was known within it was known by its `last`.
 */
export function writtenInstant(text: string): { first: Instant; last: Instant } | undefined {
  const match = ISO.exec(text);
  if (!match || !isLocalDate(text.slice(0, 10))) return undefined;
  const decimals = match[1] ?? '';
  const seconds = Date.parse(text.replace(/\.\d+/, ''));
  if (Number.isNaN(seconds)) return undefined;
  return {
    first: instantOf(seconds * 1000 + Number(decimals.padEnd(6, '0'))),
    last: instantOf(seconds * 1000 + Number(decimals.padEnd(6, decimals.length === 3 ? '9' : '0'))),
  };
}

/** Good Friday and Easter Monday come from here (the Gregorian computus, Meeus). */
function easterSunday(year: number): LocalDate {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = (19 * a + b - Math.floor(b / 4) - Math.floor((8 * b + 13) / 25) + 15) % 30;
  const e = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - d - (c % 4)) % 7;
  const f = Math.floor((a + 11 * d + 22 * e) / 451);
  const days = d + e - 7 * f + 21;
  return addDays(`${year}-03-01` as LocalDate, days);
}

const weekday = (day: LocalDate): number => (((dayNumber(day) + 3) % 7) + 7) % 7; // Monday is 0
const isWeekend = (day: LocalDate): boolean => weekday(day) > 4;

/** Proclaimed for one year only, or moved (Banking and Financial Dealings Act 1971, s.1). */
const PROCLAIMED: readonly string[] = [
  '2002-06-03', '2002-06-04', '2011-04-29', '2012-06-04', '2012-06-05', '2020-05-08',
  '2022-06-02', '2022-06-03', '2022-09-19', '2023-05-08',
]; // prettier-ignore
const MOVED_AWAY: readonly string[] = ['2002-05-27', '2012-05-28', '2020-05-04', '2022-05-30'];

/** Bank holidays in England and Wales of one year, those proclaimed up to 2026 included. */
function bankHolidays(year: number): Set<string> {
  const firstMonday = (month: string) => {
    const first = `${year}-${month}-01` as LocalDate;
    return addDays(first, (7 - weekday(first)) % 7);
  };
  const lastMonday = (month: string) => {
    const last = `${year}-${month}-31` as LocalDate;
    return addDays(last, -weekday(last));
  };
  const easter = easterSunday(year);
  const days = new Set<LocalDate>([
    addDays(easter, -2),
    addDays(easter, 1),
    firstMonday('05'),
    lastMonday('05'),
    lastMonday('08'),
    ...(PROCLAIMED.filter((it) => it.startsWith(String(year))) as LocalDate[]),
  ]);
  // A holiday on a weekend is kept on the next weekday that is not one already.
  for (const fixed of ['01-01', '12-25', '12-26']) {
    let day = `${year}-${fixed}` as LocalDate;
    while (isWeekend(day) || days.has(day)) day = addDays(day, 1);
    days.add(day);
  }
  for (const moved of MOVED_AWAY) days.delete(moved as LocalDate);
  return days;
}

const holidaysByYear = new Map<number, Set<string>>();

/** Monday to Friday, but for the bank holidays of England. */
export function isWorkingDay(day: LocalDate): boolean {
  const year = Number(day.slice(0, 4));
  const holidays = holidaysByYear.get(year) ?? bankHolidays(year);
  holidaysByYear.set(year, holidays);
  return !isWeekend(day) && !holidays.has(day);
}

/** The day on which the nth working day after `day` falls. */
export function addWorkingDays(day: LocalDate, n: number): LocalDate {
  let at = day;
  for (let left = n; left > 0;) {
    at = addDays(at, 1);
    if (isWorkingDay(at)) left--;
  }
  return at;
}
