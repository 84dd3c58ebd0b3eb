import { Get, Param, Post } from '@nestjs/common';
import { May, Reached } from '../sign-in/access.guard.js';
import type { Owner, Reach } from '../sign-in/access.js';
import { Asking, AskingFor } from '../web/asking.js';
import { text } from '../web/form-fields.js';
import { Sent } from '../web/form.guard.js';
import { shown, type Shown } from '../web/page.js';
import { Pages } from '../web/pages.js';
import { notFound } from '../web/problem.js';
import { seeOther } from '../web/see-other.js';
import type { SentForm } from '../web/sent-form.js';
import { lineInWords } from './line-shown.pages.js';
import { LinesApi } from './lines.api.js';
import { StatementAround, statementsOf } from './statement-around.pages.js';
import { StatementsQueries } from './statements.queries.js';

const RESTORE = { reason: text({ what: 'why it is looked at again' }) };

/** A line that was set aside or ignored is open again, for a reason. */
@Pages('accounts/:budgetId/statements/:statementId/lines/:lineId/restore')
export class RestoringPages {
  constructor(
    private readonly queries: StatementsQueries,
    private readonly lines: LinesApi,
    private readonly around: StatementAround,
  ) {}

  @Get()
  @May('officer')
  async form(
    @Param('statementId') statementId: string,
    @Param('lineId') lineId: string,
    @Reached() reach: Reach,
  ) {
    return this.page(reach, statementId, lineId);
  }

  @Post()
  @May('officer')
  async restore(
    @Param('statementId') statementId: string,
    @Param('lineId') lineId: string,
    @Sent() form: SentForm,
    @Asking() asking: AskingFor,
  ) {
    return form.take(
      RESTORE,
      async ({ reason }) => {
        await this.lines.restore(statementId, lineId, { reason }, asking);
        return seeOther(`${statementsOf(asking.reach)}/${statementId}/lines/${lineId}`);
      },
      () => this.page(asking.reach, statementId, lineId),
    );
  }

  private async page(reach: Reach, statementId: string, lineId: string): Promise<Shown> {
    const base = `${statementsOf(reach)}/${statementId}`;
    const looked = await this.queries.look(reach as Required<Owner>, statementId);
    const line = looked.shown.lines.find((it) => it.lineId === lineId);
    if (!line) throw notFound();
    const nameOf = await this.around.namesOf([line.said?.by]);
    return shown('statements/restore', {
      ...(await this.around.below(reach, base)),
      title: 'Look at this line again',
      line: lineInWords(line, { looked, base, nameOf, today: this.around.today }),
      before: line.said?.answer === undefined ? '' : 'The person said what it was',
    });
  }
}
