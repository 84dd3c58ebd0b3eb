import { isLocalDate, type LocalDate } from '../../kernel/dates.js';
import { unwrapped } from './money-text.js';

export type DayOrder = 'dmy' | 'mdy' | 'ymd';

/** Nothing that an account shows was booked earlier. */
const EARLIEST: LocalDate = '2000-01-01';
const LONGEST = 40;

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const FULL_MONTHS = [
  'JANUARY', 'FEBRUARY', 'MARCH', 'APRIL', 'MAY', 'JUNE', 'JULY', 'AUGUST', 'SEPTEMBER',
  'OCTOBER', 'NOVEMBER', 'DECEMBER',
]; // prettier-ignore
const WEEKDAY = /^(?:MON|TUE|TUES|WED|THU|THUR|THURS|FRI|SAT|SUN)(?:DAY|SDAY|NESDAY|RSDAY|URDAY)?$/;

/** What stands there: three numbers in an order to be known, or in an order that they show. */
export interface WrittenDay {
  readonly parts: readonly [string, string, string];
  /** A year of four digits in front, or a month's name, leaves one order only. */
  readonly order?: DayOrder;
}

/** `undefined`: this is no day at all, not even a wrong one. */
export function writtenDay(text: string): WrittenDay | undefined {
  const cell = unwrapped(text);
  if (cell.length > LONGEST || !/\d/.test(cell)) return undefined;
  const upper = withoutTime(cell.toUpperCase());
  if (/^(?:19|20)\d{6}$/.test(upper))
    return { parts: [upper.slice(0, 4), upper.slice(4, 6), upper.slice(6)], order: 'ymd' };
  const parts = upper.split(/[\s\u00a0,./'-]+/).filter((it) => it !== '');
  if (parts.length === 4 && WEEKDAY.test(parts[0]!)) parts.shift();
  if (parts.length !== 3) return undefined;
  return numbered(parts as [string, string, string]);
}

function numbered(written: [string, string, string]): WrittenDay | undefined {
  const named = written.findIndex((it) => monthNamed(it) > 0);
  const parts = written.map((it, i) =>
    i === named ? String(monthNamed(it)) : it.replace(/(?<=\d)(?:ST|ND|RD|TH)$/, ''),
  ) as [string, string, string];
  if (!parts.every((it) => /^\d{1,4}$/.test(it)) || named === 2) return undefined;
  if (parts[0].length === 4) return { parts, order: 'ymd' };
  if (named === -1) return { parts };
  return { parts, order: named === 0 ? 'mdy' : 'dmy' };
}

const monthNamed = (text: string): number =>
  1 + Math.max(MONTHS.indexOf(text === 'SEPT' ? 'SEP' : text), FULL_MONTHS.indexOf(text));

/** "05/08/2026 12:30", "2026-08-05T12:30:00Z" */
function withoutTime(text: string): string {
  const colon = text.indexOf(':');
  if (colon === -1) return text;
  const from = Math.max(text.lastIndexOf('T', colon), text.lastIndexOf(' ', colon));
  return from === -1 ? text : text.slice(0, from).trimEnd();
}

/** The day in this order, or in the one that it shows. `undefined`: it does not exist. */
export function dayOf(written: WrittenDay, order: DayOrder): LocalDate | undefined {
  const [a, b, c] = written.parts;
  const by = written.order ?? order;
  const [year, month, day] = by === 'ymd' ? [a, b, c] : by === 'dmy' ? [c, b, a] : [c, a, b];
  if (year.length === 3 || year.length === 1 || month.length > 2 || day.length > 2)
    return undefined;
  const full = year.length === 2 ? `20${year}` : year;
  const text = `${full}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isLocalDate(text) ? text : undefined;
}

/** Neither before 2000 nor ahead: else it is a slip of the pen or of a program. */
export const isBookable = (on: LocalDate, today: LocalDate): boolean =>
  on >= EARLIEST && on <= today;

export interface DayOrders {
  /** Orders in which every one of the days exists. */
  readonly possible: readonly DayOrder[];
  /** The days leave one order only, or show theirs. */
  readonly proven?: DayOrder;
}

/** Which order the days of a file are in, told from the days alone. */
export function dayOrdersOf(days: readonly WrittenDay[]): DayOrders {
  const unsure = days.filter((it) => it.order === undefined);
  const possible = (['dmy', 'mdy'] as const).filter((order) =>
    unsure.every((it) => dayOf(it, order) !== undefined),
  );
  if (unsure.length === 0) return { possible, proven: 'dmy' };
  if (isMaybeYearFirst(unsure)) return { possible };
  if (possible.length === 1) return { possible, proven: possible[0]! };
  // A day that exists in neither order is a slip; what the other days prove stands.
  const first = unsure.some((it) => isDayOnly(it.parts[0], it.parts[1]));
  const second = unsure.some((it) => isDayOnly(it.parts[1], it.parts[0]));
  if (first === second) return { possible };
  return { possible, proven: first ? 'dmy' : 'mdy' };
}

/** "26-08-05": where the years of two numbers are many, they may be days, and the year in front. */
const isMaybeYearFirst = (days: readonly WrittenDay[]): boolean =>
  days.some(({ parts }) => parts[2].length <= 2) && new Set(days.map((it) => it.parts[2])).size > 2;

const isDayOnly = (part: string, other: string): boolean =>
  Number(part) > 12 && Number(part) <= 31 && Number(other) >= 1 && Number(other) <= 12;
