import { KeyReused } from '../event-log/event-log.js';
import { dayInWords, type LocalDate } from '../kernel/dates.js';
import { Refusal } from '../kernel/decider.js';
import type { FormError, FormState } from './form-state.js';
import type { SentFields, SentFile } from './form-body.js';
import { readFields, type FieldsOf, type Values } from './form-fields.js';
import type { Shown } from './page.js';
import { Problem, type FieldError } from './problem.js';
import type { SeeOther } from './see-other.js';

type Answer = Shown | SeeOther;

/** A form that was sent. */
export class SentForm {
  constructor(
    readonly fields: SentFields,
    readonly file?: SentFile,
  ) {}

  /**
   * Reads the fields and acts on them. Where something is wrong with them, or a rule refuses what
   * is asked, nothing was written, and the page is shown again: with what was typed, and what to put
   * right. What `act` finds wrong itself it throws as `invalid({ field, message })`.
   */
  async take<F extends FieldsOf>(
    fields: F,
    act: (values: Values<F>) => Promise<Answer>,
    show: () => Promise<Shown> | Shown,
  ): Promise<Answer> {
    const read = readFields(fields, this);
    if (read.errors) return this.again(await show(), read.errors, 400);
    try {
      return await act(read.values);
    } catch (error) {
      const wrong = wrongWith(error, fields);
      if (!wrong) throw error;
      return this.again(await show(), wrong.errors, wrong.status);
    }
  }

  private again(page: Shown, errors: readonly FormError[], status: number): Shown {
    const form: FormState = { values: this.fields, errors };
    return page.with({ form }, status);
  }
}

interface WhatIsWrong {
  readonly errors: readonly FormError[];
  readonly status: number;
}

/** What people can put right; anything else is no affair of the form's. */
function wrongWith(error: unknown, fields: FieldsOf): WhatIsWrong | undefined {
  if (error instanceof KeyReused) return { errors: [ofTheWhole(SENT_BEFORE)], status: 422 };
  if (error instanceof Refusal && error.code !== 'invalid')
    return ELSEWHERE.includes(error.code)
      ? undefined
      : { errors: [ofTheWhole(error.message)], status: 409 };
  const isInvalid = error instanceof Refusal || (error instanceof Problem && error.status === 400);
  if (!isInvalid) return undefined;
  const said = error.details['errors'] as readonly FieldError[] | undefined;
  const errors = (said ?? []).map(({ field, message }) => {
    const known = fields[field];
    return known
      ? { field, id: known.id(field), message: withDaysInWords(message) }
      : ofTheWhole(message);
  });
  return { errors: errors.length > 0 ? errors : [ofTheWhole(error.message)], status: 400 };
}

const ELSEWHERE = ['not-found', 'not-allowed'];

const SENT_BEFORE =
  'You sent this form before, with other answers. Those were kept. To send these too, send it again.';

const ofTheWhole = (message: string): FormError => ({
  field: '',
  id: '',
  message: withDaysInWords(message),
});

/** Rules name days as programs read them. */
const withDaysInWords = (message: string): string =>
  message.replace(/\b\d{4}-\d\d-\d\d\b/g, (it) => dayInWords(it as LocalDate));
