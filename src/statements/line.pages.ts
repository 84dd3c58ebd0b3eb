import { Get, Param, Post } from '@nestjs/common';
import type { EntryKind } from '../accounts/account.events.js';
import { present } from '../kernel/canonical.js';
import { Refusal } from '../kernel/decider.js';
import { isId } from '../kernel/digest.js';
import { formatPence, sizeOf, type Pence } from '../kernel/money.js';
import { May, Reached } from '../sign-in/access.guard.js';
import type { Owner, Reach } from '../sign-in/access.js';
import { Asking, AskingFor } from '../web/asking.js';
import { choice, optional, text, Wrong, type Field } from '../web/form-fields.js';
import { Sent } from '../web/form.guard.js';
import { Shown, shown } from '../web/page.js';
import { Pages } from '../web/pages.js';
import { invalid, notFound } from '../web/problem.js';
import { seeOther } from '../web/see-other.js';
import type { SentForm } from '../web/sent-form.js';
import { choicesFor, isToSettle } from './line-choices.js';
import { lineInWords, withWords } from './line-shown.pages.js';
import { LinesApi, RECORDED_AS } from './lines.api.js';
import { CATEGORY_ITEMS, entryInWords, kindsFor } from './lines-in-words.js';
import { StatementAround, statementsOf } from './statement-around.pages.js';
import { StatementsQueries } from './statements.queries.js';

/** Those that were ticked, or stood in the form. */
const ids = ({ what, min }: { readonly what: string; readonly min: number }): Field<string[]> => ({
  id: (name) => name,
  read(name, { fields }) {
    const sent = [...new Set([fields[name] ?? []].flat())].filter(isId);
    return sent.length < min ? new Wrong(`Select ${what}`) : sent.slice(0, 50);
  },
});

const MATCH = {
  entries: ids({ what: 'what this line is', min: 1 }),
  lines: ids({ what: 'further lines', min: 0 }),
};
const RECORD = {
  kind: choice({ what: 'what it is', of: RECORDED_AS }),
  payee: optional(text({ what: 'who was paid', max: 200 })),
  category: optional(choice({ what: 'what it was for', of: CATEGORY_ITEMS.map((it) => it.value) })),
  note: optional(text({ what: 'a note' })),
};
const ASIDE = {
  asideReason: text({ what: 'why it is set aside' }),
  question: optional(text({ what: 'the question' })),
};
const IGNORE = { ignoreReason: text({ what: 'why it need not be looked at' }) };

interface On {
  readonly statementId: string;
  readonly lineId: string;
  readonly asking: AskingFor;
}

/** Everything that a line can become. */
@Pages('accounts/:budgetId/statements/:statementId/lines/:lineId')
export class LinePages {
  constructor(
    private readonly queries: StatementsQueries,
    private readonly lines: LinesApi,
    private readonly around: StatementAround,
  ) {}

  @Get()
  @May('officer')
  async look(
    @Param('statementId') statementId: string,
    @Param('lineId') lineId: string,
    @Reached() reach: Reach,
  ) {
    return this.page(reach, statementId, lineId);
  }

  @Post('match')
  @May('officer')
  async match(
    @Param('statementId') statementId: string,
    @Param('lineId') lineId: string,
    @Sent() form: SentForm,
    @Asking() asking: AskingFor,
  ) {
    const on = { statementId, lineId, asking };
    return this.settled(form, MATCH, on, ({ entries: entryIds, lines: withLineIds }) =>
      this.lines
        .match(statementId, lineId, { entryIds, withLineIds }, asking)
        .catch(saidAtTheEntries),
    );
  }

  @Post('record')
  @May('officer')
  async record(
    @Param('statementId') statementId: string,
    @Param('lineId') lineId: string,
    @Sent() form: SentForm,
    @Asking() asking: AskingFor,
  ) {
    const on = { statementId, lineId, asking };
    return this.settled(form, RECORD, on, ({ kind, payee, category, note }) => {
      mustBeWhole({ kind, payee, category });
      const ofAnExpense = kind === 'expense' ? { payee, category } : {};
      const body = { kind: kind as EntryKind, ...present({ ...ofAnExpense, note }) };
      return this.lines.record(statementId, lineId, body, asking);
    });
  }

  @Post('set-aside')
  @May('officer')
  async setAside(
    @Param('statementId') statementId: string,
    @Param('lineId') lineId: string,
    @Sent() form: SentForm,
    @Asking() asking: AskingFor,
  ) {
    const on = { statementId, lineId, asking };
    return this.settled(form, ASIDE, on, ({ asideReason: reason, question }) =>
      this.lines.setAside(statementId, lineId, { reason, ...present({ question }) }, asking),
    );
  }

  @Post('ignore')
  @May('officer')
  async ignore(
    @Param('statementId') statementId: string,
    @Param('lineId') lineId: string,
    @Sent() form: SentForm,
    @Asking() asking: AskingFor,
  ) {
    const on = { statementId, lineId, asking };
    return this.settled(form, IGNORE, on, ({ ignoreReason: reason }) =>
      this.lines.ignore(statementId, lineId, { reason }, asking),
    );
  }

  @Post('undo')
  @May('officer')
  async undo(
    @Param('statementId') statementId: string,
    @Param('lineId') lineId: string,
    @Sent() form: SentForm,
    @Asking() asking: AskingFor,
  ) {
    return form.take(
      {},
      async () => {
        await this.lines.undo(statementId, lineId, asking);
        return seeOther(`${statementsOf(asking.reach)}/${statementId}?at=${lineId}`);
      },
      () => this.page(asking.reach, statementId, lineId),
    );
  }

  /** On to the next line that is open; where it was refused, to all the choices. */
  private async settled<F extends Parameters<SentForm['take']>[0]>(
    form: SentForm,
    fields: F,
    { statementId, lineId, asking }: On,
    act: (values: Parameters<Parameters<typeof form.take<F>>[1]>[0]) => Promise<unknown>,
  ) {
    const answer = await form.take(
      fields,
      async (values) => {
        await act(values);
        return seeOther(`${statementsOf(asking.reach)}/${statementId}?after=${lineId}`);
      },
      () => this.page(asking.reach, statementId, lineId),
    );
    return answer instanceof Shown ? withWhatWasProposed(answer) : answer;
  }

  private async page(reach: Reach, statementId: string, lineId: string): Promise<Shown> {
    const base = `${statementsOf(reach)}/${statementId}`;
    const looked = await this.queries.look(reach as Required<Owner>, statementId);
    const line = looked.shown.lines.find((it) => it.lineId === lineId);
    if (!line) throw notFound();
    const { statements } = looked.account;
    const nameOf = await this.around.namesOf([line.said?.by]);
    const told = lineInWords(line, { looked, base, nameOf, today: this.around.today });
    const { entries, others } = choicesFor(line, [...looked.entries.values()], looked.shown.lines);
    return shown('statements/line', {
      ...(await this.around.below(reach, `${base}?at=${lineId}`)),
      title: 'What is this line?',
      statement: looked.shown,
      line: told,
      isToSettle: isToSettle(line, looked.shown),
      entries: entries.map((it) => ({ value: it.entryId, text: entryInWords(it) })),
      others: others.map((it) => withWords(statements.lines.get(it.lineId)!, looked)),
      kinds: kindsFor(line.amountPence),
      categories: CATEGORY_ITEMS,
      proposed: present({
        kind: line.proposal?.kind ?? kindsFor(line.amountPence)[0]!.value,
        payee: line.proposal?.payee,
        category: line.proposal?.category,
      }),
      isOut: line.amountPence < 0,
      wasAsked: statements.lines.get(lineId)!.question !== undefined,
    });
  }
}

/** There are several forms: what is wrong with one leaves the others as they were. */
function withWhatWasProposed(page: Shown): Shown {
  const { form, proposed } = page.values as typeof page.values & { proposed: SentForm['fields'] };
  if (!form) return page;
  return page.with({ form: { ...form, values: { ...proposed, ...form.values } } }, page.status);
}

function mustBeWhole(said: {
  readonly kind: string;
  readonly payee: string | undefined;
  readonly category: string | undefined;
}): void {
  if (said.kind !== 'expense') return;
  const missing = [
    ...(said.payee === undefined ? [{ field: 'payee', message: 'Enter who was paid' }] : []),
    ...(said.category === undefined
      ? [{ field: 'category', message: 'Select what it was for' }]
      : []),
  ];
  if (missing.length > 0) throw invalid(...missing);
}

function saidAtTheEntries(error: unknown): never {
  if (!(error instanceof Refusal) || error.code !== 'amounts-differ') throw error;
  const { differencePence } = error.details as { differencePence: Pence };
  const amount = formatPence(sizeOf(differencePence));
  const message = `What you ticked and the bank differ by ${amount}. Tick what comes to the same amount`;
  throw invalid({ field: 'entries', message });
}
