import { Get, Post } from '@nestjs/common';
import { present } from '../kernel/canonical.js';
import type { LocalDate } from '../kernel/dates.js';
import { Refusal } from '../kernel/decider.js';
import { May, Reached } from '../sign-in/access.guard.js';
import type { Reach } from '../sign-in/access.js';
import { Asking, AskingFor } from '../web/asking.js';
import { choices, day, optional, type Field } from '../web/form-fields.js';
import { Sent } from '../web/form.guard.js';
import { shown, type Shown } from '../web/page.js';
import { Pages } from '../web/pages.js';
import { invalid } from '../web/problem.js';
import type { SentForm } from '../web/sent-form.js';
import { balance } from './balance-field.pages.js';
import { keyedFile, type KeyedLine } from './keyed.js';
import { paperLine } from './paper-line.pages.js';
import { StatementAround, statementsOf } from './statement-around.pages.js';
import { StatementWriting } from './statement-writing.api.js';
import { wentIn } from './statements.pages.js';

const ROWS = 10;
const MOST_ROWS = 500;

/** Lines from paper: with the checks of a file, and the same closing. */
@Pages('accounts/:budgetId/statements/add/paper')
export class PaperPages {
  constructor(
    private readonly writing: StatementWriting,
    private readonly around: StatementAround,
  ) {}

  @Get()
  @May('officer')
  async form(@Reached() reach: Reach) {
    return this.page(reach, ROWS);
  }

  @Post()
  @May('officer')
  async send(@Sent() form: SentForm, @Asking() asking: AskingFor) {
    const rows = rowsIn(form);
    if (form.fields['step'] === 'more') return this.longer(form, asking.reach, rows);
    const found = { overlaps: form.fields['overlaps'] === 'yes' };
    return form.take(
      fieldsFor(rows, asking.today),
      async ({ openingPence, closingPence, to, overlap = [], ...rest }) => {
        const lines = Object.values(rest as Record<string, KeyedLine | undefined>);
        const typed = lines.filter((it) => it !== undefined);
        mustBeSomething(typed, to);
        const acceptOverlap = overlap.includes('yes');
        const balances = { ...present({ openingPence, closingPence }), acceptOverlap };
        try {
          const taken = await this.writing.take(asking, keyedFile(typed, to), balances);
          return wentIn(statementsOf(asking.reach), taken);
        } catch (error) {
          if (!(error instanceof Refusal) || error.code !== 'overlaps-other-source') throw error;
          found.overlaps = true;
          throw invalid({ field: 'overlap', message: OVERLAPS });
        }
      },
      () => this.page(asking.reach, rows, found.overlaps),
    );
  }

  private async longer(form: SentForm, reach: Reach, rows: number): Promise<Shown> {
    const page = await this.page(reach, Math.min(rows + ROWS, MOST_ROWS));
    const { rows: _, ...values } = form.fields;
    return page.with({ form: { values, errors: [] } }, 200);
  }

  private async page(reach: Reach, rows: number, overlaps = false): Promise<Shown> {
    const base = statementsOf(reach);
    return shown('statements/paper', {
      ...(await this.around.below(reach, base)),
      title: 'Type a bank statement from paper',
      base,
      rows,
      isLongest: rows === MOST_ROWS,
      overlaps,
    });
  }
}

const OVERLAPS =
  'Another kind of statement has these days already. Tick the box only if none of its lines is here yet';

/** At least one form's worth: how many there are comes from outside. */
function rowsIn({ fields }: SentForm): number {
  const rows = Number(fields['rows']);
  return Number.isInteger(rows) && rows >= ROWS && rows <= MOST_ROWS ? rows : ROWS;
}

function fieldsFor(rows: number, today: LocalDate) {
  const lines: Record<string, Field<KeyedLine | undefined>> = {};
  for (let i = 1; i <= rows; i++) lines[`line-${i}`] = paperLine(i, today);
  return {
    openingPence: optional(balance({ what: 'what was there before the first line' })),
    closingPence: optional(balance({ what: 'what was there after the last line' })),
    ...lines,
    to: optional(day({ what: 'the last day of the statement', to: today })),
    overlap: optional(choices({ what: 'whether it is to come in all the same', of: ['yes'] })),
  };
}

function mustBeSomething(lines: readonly KeyedLine[], to: LocalDate | undefined): void {
  if (lines.length > 0 || to !== undefined) return;
  throw invalid({
    field: 'line-1',
    message: 'Enter a line, or else the last day of the statement',
  });
}
