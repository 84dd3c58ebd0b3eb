import type { LocalDate } from '../kernel/dates.js';
import { minus, type Pence } from '../kernel/money.js';
import { money, text, Wrong, type Field } from '../web/form-fields.js';
import type { SentFields } from '../web/form-body.js';
import { dayOf, isBookable, writtenDay } from './files/day-text.js';
import type { KeyedLine } from './keyed.js';

const PARTS = ['on', 'text', 'out', 'in'] as const;
type Part = (typeof PARTS)[number];

/**
 * A row of the form: the day, the bank's words, and the money in one of two columns. Left blank, it is
 * no line. The first thing wrong with it is said, at its cell.
 */
export function paperLine(n: number, today: LocalDate): Field<KeyedLine | undefined> {
  const at = (part: Part) => `${part}-${n}`;
  return {
    id: () => at('on'),
    read(_, { fields }) {
      if (PARTS.every((it) => typed(fields, at(it)) === '')) return undefined;
      const wrong = (part: Part, message: string) =>
        new Wrong(`Line ${n}: ${message}`, { field: at(part), id: at(part) });
      const on = dayIn(typed(fields, at('on')), today);
      if (typeof on !== 'string') return wrong('on', on.wrong);
      const words = text({ what: 'the bank’s words', max: 500 }).read(at('text'), { fields });
      if (words instanceof Wrong) return wrong('text', words.message);
      const amount = amountIn(fields, at('out'), at('in'));
      if (typeof amount !== 'number') return wrong(amount.part, amount.wrong);
      return { on, text: words, amountPence: amount };
    },
  };
}

/** "8 5 2026", "08/05/2026", "8 May 2026": days come first here. */
function dayIn(written: string, today: LocalDate): LocalDate | { readonly wrong: string } {
  if (written === '') return { wrong: 'Enter the day' };
  const read = writtenDay(written);
  const day = read && dayOf(read, read.order ?? 'dmy');
  if (day === undefined) return { wrong: 'The day must be a real date, like 27/3/2026' };
  return isBookable(day, today) ? day : { wrong: 'The day must be from 2000 to today' };
}

function amountIn(
  fields: SentFields,
  out: string,
  into: string,
): Pence | { readonly part: Part; readonly wrong: string } {
  const [isOut, isIn] = [out, into].map((it) => typed(fields, it) !== '');
  if (!isOut && !isIn) return { part: 'out', wrong: 'Enter the money out or the money in' };
  if (isOut && isIn) return { part: 'in', wrong: 'Enter money out or money in, not both' };
  const what = isOut ? 'the money out' : 'the money in';
  const amount = money({ what }).read(isOut ? out : into, { fields });
  if (amount instanceof Wrong) return { part: isOut ? 'out' : 'in', wrong: amount.message };
  return isOut ? minus(amount) : amount;
}

const typed = (fields: SentFields, name: string): string => String(fields[name] ?? '').trim();
