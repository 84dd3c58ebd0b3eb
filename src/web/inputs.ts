import { dayInWords, type LocalDate } from '../kernel/dates.js';
import { formatPence, type Pence } from '../kernel/money.js';
import { dayTyped, type DayTyped } from './day-typed.js';
import * as fields from './form-fields.js';
import { Wrong, type Field } from './form-fields.js';

// Questions of a form, each said once: how it is asked, how its answer is read, and how the answer
// is said back to be checked. `what` is how it is called in the middle of a sentence.

export interface Input<T = unknown> {
  readonly asks: 'text' | 'area' | 'money' | 'day' | 'radios' | 'select' | 'group' | 'another';
  readonly question: string;
  readonly hint?: string | undefined;
  readonly max?: number | undefined;
  readonly items?: readonly Item[];
  /** Stands in the field before anything is typed. */
  readonly before?: string | DayTyped | undefined;
  readonly parts?: Inputs;
  readonly field: Field<T>;
  /** `undefined`: there is nothing to be said of it. */
  said(value: T): string | undefined;
}

export type Inputs = Readonly<Record<string, Input>>;
export type Answers<I extends Inputs> = {
  readonly [name in keyof I]: I[name] extends Input<infer T> ? T : never;
};

export interface Item {
  readonly value: string;
  readonly text: string;
  readonly hint?: { readonly text: string };
}

interface Asked {
  readonly what: string;
  readonly hint?: string;
  readonly before?: string | undefined;
}

export const textInput = (
  question: string,
  { max = 200, ...asked }: Asked & { max?: number },
): Input<string> => ({
  ...asked,
  asks: 'text',
  question,
  field: fields.text({ ...asked, max }),
  said: (it) => it,
});

export const areaInput = (question: string, asked: Asked): Input<string> => ({
  ...asked,
  asks: 'area',
  question,
  max: 2000,
  field: fields.text(asked),
  said: (it) => it,
});

export const moneyInput = (
  question: string,
  { min, max, ...asked }: Asked & { min?: number; max?: number },
): Input<Pence> => ({
  ...asked,
  asks: 'money',
  question,
  field: fields.money({
    ...asked,
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
  }),
  said: formatPence,
});

export const wholeInput = (
  question: string,
  asked: Asked & { min: number; max: number },
): Input<number> => ({
  ...asked,
  asks: 'text',
  question,
  field: fields.whole(asked),
  said: String,
});

export const dayInput = (
  question: string,
  asked: Omit<Asked, 'before'> & { from?: LocalDate; to?: LocalDate; before?: LocalDate },
): Input<LocalDate> => ({
  asks: 'day',
  question,
  hint: asked.hint,
  before: asked.before && dayTyped(asked.before),
  field: fields.day(asked),
  said: dayInWords,
});

/** One of several; as radios where all are to be read before one is chosen. */
const oneOf =
  (asks: 'radios' | 'select') =>
  (question: string, { items, ...asked }: Asked & { items: readonly Item[] }): Input<string> => ({
    ...asked,
    asks,
    question,
    items,
    field: fields.choice({ ...asked, of: items.map((it) => it.value) }),
    said: (value) => items.find((it) => it.value === value)!.text,
  });

export const radiosInput = oneOf('radios');
export const selectInput = oneOf('select');

/** Says in its question that it may be left blank. */
export const optionalInput = <T>(input: Input<T>): Input<T | undefined> => ({
  ...input,
  question: `${input.question} (optional)`,
  ...(input.asks === 'select' && { items: [{ value: '', text: 'Not given' }, ...input.items!] }),
  field: fields.optional(input.field),
  said: (value) => (value === undefined ? 'Not given' : input.said(value)),
});

/** Several that belong together, or else are all left blank. The first thing wrong is said. */
export function groupInput<I extends Inputs>(
  question: string,
  parts: I,
  said: (value: Answers<I>) => string,
): Input<Answers<I> | undefined> {
  const nameOf = (name: string, part: string) => `${name}-${part}`;
  return {
    asks: 'group',
    question,
    parts,
    said: (value) => value && said(value),
    field: {
      id: (name) => nameOf(name, Object.keys(parts)[0]!),
      read(name, form) {
        const isBlank = Object.keys(parts).every((it) => !form.fields[nameOf(name, it)]);
        if (isBlank) return undefined;
        const read: Record<string, unknown> = {};
        for (const [part, { field }] of Object.entries(parts)) {
          const named = nameOf(name, part);
          const value: unknown = field.read(named, form);
          if (value instanceof Wrong)
            return new Wrong(value.message, { id: field.id(named), field: named, ...value.more });
          read[part] = value;
        }
        return read as Answers<I>;
      },
    },
  };
}

/** How many groups there are, and a button for one more. */
export const anotherInput = (question: string, count: number): Input<number> => ({
  asks: 'another',
  question,
  before: String(count),
  field: { id: (name) => name, read: () => count },
  said: () => undefined,
});
