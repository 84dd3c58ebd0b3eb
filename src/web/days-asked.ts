import type { LocalDate } from '../kernel/dates.js';
import { dayTyped, readDay, type DayTyped } from './day-typed.js';
import { FIRST_DAY, LAST_DAY } from './fields.js';
import type { FormError, FormState } from './form-state.js';
import { isLocalDate } from '../kernel/dates.js';
import { seeOther } from './see-other.js';

type Sent = Readonly<Record<string, string | readonly string[] | undefined>>;
type End = 'from' | 'to';
const PARTS = ['day', 'month', 'year'] as const;

const WHAT: Readonly<Record<End, string>> = { from: 'The first day', to: 'The last day' };

/** From which day to which, as an address asks: `?from=2026-04-06&to=2026-05-03`. */
export interface DaysAsked {
  readonly from?: LocalDate;
  readonly to?: LocalDate;
  /** For the fields of the form that asks. */
  readonly typed: Readonly<Record<End, DayTyped>>;
  /** What was wrong with them, for the page to show. */
  readonly form?: FormState;
}

interface Bounds {
  /** The last day that may be asked for. */
  readonly until: LocalDate;
  /** The address of the same page, which keeps what else it asks. */
  readonly keep: (href: string) => string;
}

/** Throws an address to go on to where the days came in three fields each, as forms send them. */
export function daysAsked(sent: Sent, { until, keep }: Bounds): DaysAsked {
  const typed = { from: typedIn(sent, 'from'), to: typedIn(sent, 'to') };
  const errors: FormError[] = [];
  const days: { from?: LocalDate; to?: LocalDate } = {};
  for (const end of ['from', 'to'] as const) {
    const found = dayOf(end, typed[end], until);
    if (typeof found === 'object') errors.push(found);
    else if (found !== undefined) days[end] = found;
  }
  if (days.from && days.to && days.from > days.to)
    errors.push(wrong('to', 'must be the same as or after the first day'));
  if (errors.length > 0) return { typed, form: { values: valuesOf(sent), errors } };
  const inThree = Object.keys(sent).some((it) => /^(from|to)-/.test(it));
  if (inThree) throw seeOther(keep(`?${new URLSearchParams({ ...others(sent), ...days })}`));
  return { ...days, typed };
}

const others = (sent: Sent): Record<string, string> =>
  Object.fromEntries(
    Object.entries(sent).flatMap(([name, it]) =>
      /^(from|to|asAt|knownAt)(-|$)/.test(name) ? [] : [[name, String([it].flat()[0])]],
    ),
  );

const valuesOf = (sent: Sent): FormState['values'] =>
  Object.fromEntries(Object.entries(sent).map(([name, it]) => [name, it ?? '']));

function typedIn(sent: Sent, end: End): DayTyped {
  const whole = sent[end];
  if (whole === undefined) {
    const [day, month, year] = PARTS.map((it) => String(sent[`${end}-${it}`] ?? ''));
    return { day: day!, month: month!, year: year! };
  }
  return isLocalDate(whole) ? dayTyped(whole) : { day: String(whole), month: '', year: '' };
}

const wrong = (end: End, what: string, parts: readonly string[] = PARTS): FormError => ({
  field: end,
  id: `${end}-${parts[0]}`,
  message: `${WHAT[end]} ${what}`,
  parts,
});

function dayOf(end: End, typed: DayTyped, until: LocalDate): LocalDate | FormError | undefined {
  const read = readDay(typed);
  if ('wrong' in read) return wrong(end, read.wrong, read.parts);
  const { day } = read;
  if (day === undefined) return undefined;
  if (day < FIRST_DAY || day > LAST_DAY) return wrong(end, 'must be from 2000 to 2099');
  return day > until ? wrong(end, 'must be today or in the past') : day;
}
