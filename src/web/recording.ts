import type { LocalDate } from '../kernel/dates.js';
import { Refusal } from '../kernel/decider.js';
import type { Envelope } from './answers.js';
import type { AskingFor } from './asking.js';
import type { SentFields } from './form-body.js';
import type { FieldsOf, Values } from './form-fields.js';
import type { Answers, Input, Inputs } from './inputs.js';
import type { Shown } from './page.js';
import { invalid } from './problem.js';
import type { SeeOther } from './see-other.js';
import type { SentForm } from './sent-form.js';

/** When, and of what, something is recorded. `S` is what is known of that before it is asked. */
export interface Occasion<S> {
  readonly today: LocalDate;
  readonly subject: S;
  /** What was typed so far. */
  readonly sent: SentFields;
}

/** A row of what is to be checked. */
export interface Row {
  readonly question: string;
  readonly text: string;
}

/**
 * Something that officers record, said once: what is asked, what is to be checked, what the button
 * says, and what is then asked of the ledger. Its pages are those of every other.
 */
interface Described<S, I extends Inputs> {
  /** The last part of its address. */
  readonly name: string;
  readonly title: string;
  /** What is good to know before it. */
  readonly note?: string;
  readonly inputs: (on: Occasion<S>) => I;
  /** The act, as the button says it: "Record a payment of £960.00". */
  readonly act: (values: Answers<I>, on: Occasion<S>) => string;
  /** What follows from the answers, to be checked with them. */
  readonly follows?: (values: Answers<I>, on: Occasion<S>) => readonly Row[];
  /** What answers must be to one another; throws `invalid`. */
  readonly mustHold?: (values: Answers<I>) => void;
  /** The day that may lie where nothing can be recorded. */
  readonly dated?: keyof I & string;
  readonly record: (
    values: Answers<I>,
    asking: AskingFor,
    on: Occasion<S>,
  ) => Promise<Pick<Envelope, 'eventIds'>>;
}

/** One of them, whatever it asks. */
export interface Recording<S> {
  readonly name: string;
  readonly title: string;
  readonly note?: string | undefined;
  on(occasion: Occasion<S>): Asked;
}

/** An input under its name, for a view. */
export type Question = Input & { readonly name: string };

export interface Asked {
  readonly questions: readonly Question[];
  /** Of one that asks nothing: what its button says. */
  readonly act: () => string;
  /** Its form, and once that is in order its check, and once that is sent what was recorded. */
  take(form: SentForm, asking: AskingFor, pages: PagesOf): Promise<Shown | SeeOther>;
}

export interface PagesOf {
  form(): Shown;
  check(act: string, rows: readonly Row[]): Shown;
  recorded(written: Pick<Envelope, 'eventIds'>): SeeOther;
}

export const recording = <S, I extends Inputs>(it: Described<S, I>): Recording<S> => ({
  name: it.name,
  title: it.title,
  note: it.note,
  on(occasion) {
    const inputs = it.inputs(occasion);
    return {
      questions: Object.entries(inputs).map(([name, input]) => ({ name, ...input })),
      act: () => it.act({} as Answers<I>, occasion),
      take: (form, asking, pages) =>
        form.take(
          fieldsOf(inputs),
          async (read) => {
            const values = read as Answers<I>;
            it.mustHold?.(values);
            if (form.fields['step'] === 'send')
              return pages.recorded(await recorded(it, values, asking, occasion));
            const rows = [...rowsOf(inputs, values), ...(it.follows?.(values, occasion) ?? [])];
            return pages.check(it.act(values, occasion), rows);
          },
          pages.form,
        ),
    };
  },
});

/** A day on which nothing can be recorded is put right at its field. */
async function recorded<S, I extends Inputs>(
  { record, dated }: Described<S, I>,
  values: Answers<I>,
  asking: AskingFor,
  occasion: Occasion<S>,
) {
  try {
    return await record(values, asking, occasion);
  } catch (error) {
    const isOfTheDay = error instanceof Refusal && OF_THE_DAY.includes(error.code);
    if (!isOfTheDay || dated === undefined) throw error;
    throw invalid({ field: dated, message: error.message });
  }
}

const OF_THE_DAY = ['before-opening', 'in-closed-period'];

const fieldsOf = (inputs: Inputs): FieldsOf =>
  Object.fromEntries(Object.entries(inputs).map(([name, { field }]) => [name, field]));

function rowsOf(inputs: Inputs, values: Values<FieldsOf>): Row[] {
  return Object.entries(inputs).flatMap(([name, { question, said }]) => {
    const text = said(values[name]);
    return text === undefined ? [] : [{ question: question.replace(' (optional)', ''), text }];
  });
}
