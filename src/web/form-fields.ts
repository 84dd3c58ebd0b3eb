import { dayInWords, type LocalDate } from '../kernel/dates.js';
import { formatPence, pence, type Pence } from '../kernel/money.js';
import { readDay } from './day-typed.js';
import { FIRST_DAY, isText, LARGEST_PENCE, LAST_DAY } from './fields.js';
import type { SentFields, SentFile } from './form-body.js';
import type { FormError } from './form-state.js';

/**
 * Fields of forms. What browsers send is text, a day in three fields, an amount with a pound sign:
 * here it becomes what commands take, and what is wrong is said in the words of the design system,
 * one error a field. `what` is how the field is called in the middle of a sentence.
 */
export interface Field<T> {
  read(name: string, form: Sent): T | Wrong;
  /** The id of what an error leads to. */
  id(name: string): string;
}

interface Sent {
  readonly fields: SentFields;
  readonly file?: SentFile | undefined;
}

export class Wrong {
  constructor(
    readonly message: string,
    readonly more: {
      /** Of a part, where several parts are one field. */
      readonly field?: string;
      readonly id?: string;
      readonly parts?: readonly string[];
    } = {},
  ) {}
}

export type FieldsOf = Readonly<Record<string, Field<unknown>>>;
export type Values<F extends FieldsOf> = {
  readonly [name in keyof F]: F[name] extends Field<infer T> ? T : never;
};

type Read<F extends FieldsOf> =
  | { readonly values: Values<F>; readonly errors?: undefined }
  | { readonly values?: undefined; readonly errors: readonly FormError[] };

/** All fields, or everything that is wrong with them, in the order in which they are asked. */
export function readFields<F extends FieldsOf>(fields: F, form: Sent): Read<F> {
  const values: Record<string, unknown> = {};
  const errors: FormError[] = [];
  for (const [name, field] of Object.entries(fields)) {
    const value = field.read(name, form);
    if (!(value instanceof Wrong)) values[name] = value;
    else errors.push({ field: name, id: field.id(name), message: value.message, ...value.more });
  }
  return errors.length > 0 ? { errors } : { values: values as Values<F> };
}

interface Asked {
  /** "the amount", "who you paid" */
  readonly what: string;
}

/** May be left blank: it is then `undefined`. */
export function optional<T>(field: Field<T>): Field<T | undefined> {
  const isBlank = (name: string, { fields, file }: Sent) =>
    [name, `${name}-day`, `${name}-month`, `${name}-year`].every((it) => said(fields, it) === '') &&
    file?.field !== name;
  return {
    id: field.id,
    read: (name, form) => (isBlank(name, form) ? undefined : field.read(name, form)),
  };
}

/** One to 2,000 characters unless said otherwise. */
export function text({ what, max = 2000 }: Asked & { max?: number }): Field<string> {
  return field(what, (typed) => {
    if (typed.length > max)
      return new Wrong(
        `${capital(what)} must be ${max.toLocaleString('en-GB')} characters or less`,
      );
    if (!isText(typed, max))
      return new Wrong(`${capital(what)} must only include letters, numbers and signs`);
    return typed;
  });
}

interface Range {
  readonly min?: number;
  readonly max?: number;
}

/** "£1,234.50", "1234.5" or "1234": pence, from 1 unless said otherwise. */
export function money({ what, min = 1, max = LARGEST_PENCE }: Asked & Range): Field<Pence> {
  return field(what, (typed) => {
    const match = /^£?\s*(\d{1,12}|\d{1,3}(?:,\d{3})+)(?:\.(\d{1,2}))?$/.exec(typed);
    if (!match) return new Wrong(`${capital(what)} must be an amount of money, like 120 or 120.50`);
    const amount = Number(match[1]!.replaceAll(',', '') + (match[2] ?? '').padEnd(2, '0'));
    if (amount < min)
      return new Wrong(`${capital(what)} must be ${formatPence(pence(min))} or more`);
    if (amount > max)
      return new Wrong(`${capital(what)} must be ${formatPence(pence(max))} or less`);
    return pence(amount);
  });
}

/** A whole number, in digits. */
export function whole({ what, min, max }: Asked & Required<Range>): Field<number> {
  return field(what, (typed) => {
    const n = /^\d{1,9}$/.test(typed) ? Number(typed) : Number.NaN;
    if (n >= min && n <= max) return n;
    return new Wrong(`${capital(what)} must be a whole number from ${min} to ${max}`);
  });
}

/** The three fields `name-day`, `name-month` and `name-year`. */
export function day(asked: Asked & { from?: LocalDate; to?: LocalDate }): Field<LocalDate> {
  const { what, from = FIRST_DAY as LocalDate, to = LAST_DAY as LocalDate } = asked;
  const wrong = (name: string, message: string, parts: readonly string[] = ALL) =>
    new Wrong(message, { id: `${name}-${parts[0]}`, parts });
  return {
    id: (name) => `${name}-day`,
    read(name, { fields }) {
      const [day, month, year] = ALL.map((it) => said(fields, `${name}-${it}`)) as Three;
      const read = readDay({ day, month, year });
      if ('wrong' in read) return wrong(name, `${capital(what)} ${read.wrong}`, read.parts);
      if (read.day === undefined) return wrong(name, `Enter ${what}`);
      if (read.day < from)
        return wrong(name, `${capital(what)} must be on or after ${dayInWords(from)}`);
      if (read.day > to)
        return wrong(name, `${capital(what)} must be on or before ${dayInWords(to)}`);
      return read.day;
    },
  };
}

type Three = [string, string, string];
const ALL = ['day', 'month', 'year'] as const;

/** One of several: radios, a select. `what` follows "Select". */
export function choice<T extends string>({ what, of }: Asked & { of: readonly T[] }): Field<T> {
  return {
    id: (name) => name,
    read: (name, { fields }) =>
      of.find((it) => it === said(fields, name)) ?? new Wrong(`Select ${what}`),
  };
}

/** Any of several, at least `min` of them: checkboxes. */
export function choices<T extends string>(
  asked: Asked & { of: readonly T[]; min?: number },
): Field<readonly T[]> {
  const { what, of, min = 1 } = asked;
  return {
    id: (name) => name,
    read(name, { fields }) {
      const ticked = [fields[name] ?? []].flat();
      const known = of.filter((it) => ticked.includes(it));
      return known.length < min || known.length < new Set(ticked).size
        ? new Wrong(`Select ${what}`)
        : known;
    },
  };
}

/** A file of at most 10 MB, or fewer; what is in it, the room looks at. `what` follows "Select". */
export function file({
  what,
  maxMegabytes = 10,
}: Asked & { maxMegabytes?: number }): Field<SentFile> {
  const isTooLarge = (it: SentFile) =>
    it.isTooLarge || it.bytes.length > maxMegabytes * 1024 * 1024;
  return {
    id: (name) => name,
    read(name, { file }) {
      if (!file || file.field !== name) return new Wrong(`Select ${what}`);
      if (isTooLarge(file))
        return new Wrong(`The selected file must be smaller than ${maxMegabytes}MB`);
      return file.bytes.length === 0 ? new Wrong('The selected file is empty') : file;
    },
  };
}

/** A field of one line of text, which has to be filled in. */
function field<T>(what: string, read: (typed: string) => T | Wrong): Field<T> {
  return {
    id: (name) => name,
    read(name, { fields }) {
      const typed = said(fields, name);
      return typed === '' ? new Wrong(`Enter ${what}`) : read(typed);
    },
  };
}

/** Without blanks around it, and with line breaks as they are written here. */
const said = (fields: SentFields, name: string): string => {
  const value = fields[name];
  return typeof value === 'string' ? value.replaceAll('\r\n', '\n').trim() : '';
};

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
