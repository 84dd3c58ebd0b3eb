import { isLocalDate, type LocalDate } from '../kernel/dates.js';

const PARTS = ['day', 'month', 'year'] as const;
export type DayPart = (typeof PARTS)[number];

/** What was typed into the three fields of a day. */
export type DayTyped = Readonly<Record<DayPart, string>>;

export type DayRead =
  | { readonly day: LocalDate | undefined }
  | { readonly wrong: string; readonly parts: readonly DayPart[] };

const MONTHS =
  'january february march april may june july august september october november december';

/**
 * Reads a day as people write one: 1 or 01, 5 or May. Nothing typed at all is no day. What is wrong
 * is the end of a sentence: "must include a month".
 */
export function readDay(typed: DayTyped): DayRead {
  const { day, month, year } = typed;
  const missing = PARTS.filter((it) => typed[it].trim() === '');
  if (missing.length === PARTS.length) return { day: undefined };
  if (missing.length > 0)
    return { wrong: `must include a ${missing.join(' and ')}`, parts: missing };
  if (!/^\d{4}$/.test(year.trim()))
    return { wrong: 'must have a year of 4 numbers', parts: ['year'] };
  const text = [year.trim(), two(monthNumber(month.trim())), two(day.trim())].join('-');
  return isLocalDate(text) ? { day: text } : { wrong: 'must be a real date', parts: PARTS };
}

/** For the three fields, of a day that is known. */
export function dayTyped(day: LocalDate | undefined): DayTyped {
  if (day === undefined) return { day: '', month: '', year: '' };
  const [year, month, of] = day.split('-').map(Number);
  return { day: String(of), month: String(month), year: String(year) };
}

const two = (digits: string): string => (/^\d{1,2}$/.test(digits) ? digits.padStart(2, '0') : '?');

function monthNumber(text: string): string {
  if (/^\d/.test(text) || text.length < 3) return text;
  const found = MONTHS.split(' ').findIndex((it) => it.startsWith(text.toLowerCase()));
  return String(found + 1);
}
