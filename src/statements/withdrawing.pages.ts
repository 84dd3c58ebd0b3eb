import { Get, Param, Post } from '@nestjs/common';
import { May, Reached } from '../sign-in/access.guard.js';
import type { Owner, Reach } from '../sign-in/access.js';
import { Asking, AskingFor } from '../web/asking.js';
import { text } from '../web/form-fields.js';
import { Sent } from '../web/form.guard.js';
import { shown, type Shown } from '../web/page.js';
import { Pages } from '../web/pages.js';
import { done, seeOther } from '../web/see-other.js';
import type { SentForm } from '../web/sent-form.js';
import { StatementAround, statementsOf } from './statement-around.pages.js';
import { StatementsApi } from './statements.api.js';
import { StatementsQueries } from './statements.queries.js';

const WITHDRAW = { reason: text({ what: 'why it is taken back' }) };

/** A statement that came in by mistake is taken back: the file of another person, a damaged one. */
@Pages('accounts/:budgetId/statements/:statementId/withdraw')
export class WithdrawingPages {
  constructor(
    private readonly queries: StatementsQueries,
    private readonly statements: StatementsApi,
    private readonly around: StatementAround,
  ) {}

  @Get()
  @May('officer')
  async form(@Param('statementId') statementId: string, @Reached() reach: Reach) {
    const base = `${statementsOf(reach)}/${statementId}`;
    const { state } = await this.queries.one(reach as Required<Owner>, statementId);
    return state === 'open' ? this.page(reach, base) : seeOther(base);
  }

  @Post()
  @May('officer')
  async withdraw(
    @Param('statementId') statementId: string,
    @Sent() form: SentForm,
    @Asking() asking: AskingFor,
  ) {
    const list = statementsOf(asking.reach);
    return form.take(
      WITHDRAW,
      async ({ reason }) => {
        await this.statements.withdraw(statementId, { reason }, asking);
        const said = 'Its lines come in again with the next file that has them.';
        return done(list, 'The statement was taken back.', said);
      },
      () => this.page(asking.reach, `${list}/${statementId}`),
    );
  }

  private async page(reach: Reach, base: string): Promise<Shown> {
    return shown('statements/withdraw', {
      ...(await this.around.below(reach, base)),
      title: 'Take this statement back',
      base,
    });
  }
}
