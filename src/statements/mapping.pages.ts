import { Post } from '@nestjs/common';
import { present } from '../kernel/canonical.js';
import { May } from '../sign-in/access.guard.js';
import { Asking, AskingFor } from '../web/asking.js';
import { choice, choices, optional, text, type FieldsOf, type Values } from '../web/form-fields.js';
import { Sent } from '../web/form.guard.js';
import { shown, type Shown } from '../web/page.js';
import { Pages } from '../web/pages.js';
import { invalid, Problem } from '../web/problem.js';
import { done } from '../web/see-other.js';
import type { SentForm } from '../web/sent-form.js';
import { MappingsApi } from './mappings.api.js';
import { columnAt, columnsShown, previewSent, type PreviewShown } from './preview-shown.js';
import { StatementAround, statementsOf } from './statement-around.pages.js';
import type { MappingPreview } from './files/statement-file.js';

type Around = Awaited<ReturnType<StatementAround['below']>>;

/** Says which column of a file is what; the file itself stays with whoever has it. */
@Pages('accounts/:budgetId/statements/add/columns')
export class MappingPages {
  constructor(
    private readonly mappings: MappingsApi,
    private readonly around: StatementAround,
  ) {}

  @Post()
  @May('officer')
  async save(@Sent() form: SentForm, @Asking() asking: AskingFor) {
    const add = `${statementsOf(asking.reach)}/add`;
    const preview = previewSent(form.fields['preview']);
    if (!preview) throw new Problem(400, 'invalid', 'Go back, and choose the file again.');
    const around = await this.around.below(asking.reach, add);
    return form.take(
      fieldsFor(columnsShown(preview).map((it) => it.value)),
      async (said) => {
        const { mappingId } = await this.mappings.save(mappingOf(said, preview), asking);
        return done(
          `${add}?mapping=${mappingId}`,
          `The layout of ${said.name} is saved.`,
          'Choose the file again: it is read by that layout, and so is every later one with the same heading.',
        );
      },
      () => mappingPage(around, preview),
    );
  }
}

export const mappingPage = (around: Around, preview: MappingPreview): Shown =>
  shown('statements/mapping', {
    ...around,
    title: 'Which column is what?',
    address: `${around.back}/columns`,
    columns: columnsShown(preview),
    rows: preview.rows,
    asks: preview.asks,
    guess: guessShown(preview),
    preview: JSON.stringify(preview),
  });

const ORDERS = ['dmy', 'mdy', 'ymd'] as const;

const fieldsFor = (columns: readonly string[]) => {
  const column = (what: string) => choice({ what, of: columns });
  return {
    name: text({ what: 'a name for this layout', max: 200 }),
    dateColumn: column('the column with the day'),
    dateOrder: choice({ what: 'how days are written', of: ORDERS }),
    textColumns: choices({ what: 'the columns with the bank’s words', of: columns }),
    amounts: choice({ what: 'how amounts are written', of: ['one', 'two'] as const }),
    amountColumn: optional(column('the column with the amount')),
    invert: optional(choice({ what: 'how spending is written', of: ['minus', 'plus'] as const })),
    outColumn: optional(column('the column with money out')),
    inColumn: optional(column('the column with money in')),
    balanceColumn: optional(column('the column with the balance')),
  } satisfies FieldsOf;
};

type Said = Values<ReturnType<typeof fieldsFor>>;

function mappingOf(said: Said, preview: MappingPreview) {
  const at = (value: string | undefined) =>
    value === undefined ? undefined : columnAt(preview, Number(value));
  const { header, delimiter, idColumn } = preview.guess;
  const isOne = said.amounts === 'one';
  mustSayAmounts(said, isOne);
  return present({
    name: said.name,
    header: header && [...header],
    delimiter,
    dateColumn: at(said.dateColumn)!,
    dateOrder: said.dateOrder,
    textColumns: said.textColumns.map((it) => at(it)!),
    amountColumn: isOne ? at(said.amountColumn) : undefined,
    invert: isOne ? said.invert === 'plus' : undefined,
    outColumn: isOne ? undefined : at(said.outColumn),
    inColumn: isOne ? undefined : at(said.inColumn),
    balanceColumn: at(said.balanceColumn),
    idColumn,
  });
}

function mustSayAmounts(said: Said, isOne: boolean): void {
  const missing = (isOne ? ONE : TWO).filter(({ field }) => said[field] === undefined);
  if (missing.length > 0) throw invalid(...missing);
}

const ONE = [
  { field: 'amountColumn', message: 'Select the column with the amount' },
  { field: 'invert', message: 'Select how spending is written' },
] as const;
const TWO = [
  { field: 'outColumn', message: 'Select the column with money out' },
  { field: 'inColumn', message: 'Select the column with money in' },
] as const;

/** As the fields of the form have it. */
function guessShown(preview: PreviewShown) {
  const { guess } = preview;
  const place = (column: string | number | undefined) => {
    if (column === undefined) return undefined;
    return String(typeof column === 'number' ? column : preview.header.indexOf(column));
  };
  return {
    dateColumn: place(guess.dateColumn),
    dateOrder: guess.dateOrder,
    textColumns: (guess.textColumns ?? []).map(place),
    amounts: guess.outColumn === undefined ? 'one' : 'two',
    amountColumn: place(guess.amountColumn),
    invert: guess.invert === undefined ? undefined : guess.invert ? 'plus' : 'minus',
    outColumn: place(guess.outColumn),
    inColumn: place(guess.inColumn),
    balanceColumn: place(guess.balanceColumn),
  };
}
