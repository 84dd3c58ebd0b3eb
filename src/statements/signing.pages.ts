import { Get, Param, Post, Query } from '@nestjs/common';
import { lastClosed, signedHashOf } from '../accounts/lines.facts.js';
import { May, Reached } from '../sign-in/access.guard.js';
import type { Owner, Reach } from '../sign-in/access.js';
import { Asking, AskingFor } from '../web/asking.js';
import { text } from '../web/form-fields.js';
import { Sent } from '../web/form.guard.js';
import { shown, type Shown } from '../web/page.js';
import { pageAsked, pageLinks, titleOfPage } from '../web/page-links.js';
import { Pages } from '../web/pages.js';
import { invalid } from '../web/problem.js';
import { done, seeOther } from '../web/see-other.js';
import type { SentForm } from '../web/sent-form.js';
import { moved, STATES } from './lines-in-words.js';
import { entryWords } from './line-shown.pages.js';
import { StatementAround, statementsOf } from './statement-around.pages.js';
import { StatementsApi } from './statements.api.js';
import { StatementsQueries, type Looked } from './statements.queries.js';

const PAGE_SIZE = 200;
const REOPEN = { reason: text({ what: 'why it is opened again' }) };

/** What was closed, as somebody else looks at it and signs it; and how it is opened again. */
@Pages('accounts/:budgetId/statements/:statementId')
export class SigningPages {
  constructor(
    private readonly queries: StatementsQueries,
    private readonly statements: StatementsApi,
    private readonly around: StatementAround,
  ) {}

  @Get('sign')
  @May('officer', 'auditor')
  async look(
    @Param('statementId') statementId: string,
    @Query() { page }: Readonly<Record<string, unknown>>,
    @Reached() reach: Reach,
  ) {
    const looked = await this.queries.look(reach as Required<Owner>, statementId);
    if (looked.shown.state === 'open') return seeOther(`${statementsOf(reach)}/${statementId}`);
    return this.page(reach, looked, pageAsked(page));
  }

  @Post('sign')
  @May('officer')
  async sign(
    @Param('statementId') statementId: string,
    @Sent() form: SentForm,
    @Asking() asking: AskingFor,
  ) {
    const { reach } = asking;
    const looked = await this.queries.look(reach as Required<Owner>, statementId);
    return form.take(
      {},
      async () => {
        const isSame =
          looked.shown.signedHash !== undefined || hashOf(looked) === form.fields['hash'];
        if (!isSame) throw invalid({ field: '', message: CHANGED });
        await this.statements.signOff(statementId, {}, asking);
        const said = 'Anything that is found out later goes into the next period.';
        return done(
          `${statementsOf(reach)}/${statementId}/sign`,
          'You signed this period off.',
          said,
        );
      },
      () => this.page(reach, looked, 1),
    );
  }

  @Get('reopen')
  @May('manager')
  async reopenForm(@Param('statementId') statementId: string, @Reached() reach: Reach) {
    const looked = await this.queries.look(reach as Required<Owner>, statementId);
    if (!looked.statement.closing) return seeOther(`${statementsOf(reach)}/${statementId}`);
    return this.reopening(reach, looked);
  }

  @Post('reopen')
  @May('manager')
  async reopen(
    @Param('statementId') statementId: string,
    @Sent() form: SentForm,
    @Asking() asking: AskingFor,
  ) {
    const { reach } = asking;
    const looked = await this.queries.look(reach as Required<Owner>, statementId);
    return form.take(
      REOPEN,
      async ({ reason }) => {
        await this.statements.reopen(statementId, { reason }, asking);
        const said = 'Put right what is wrong, then close it again. Somebody else signs it anew.';
        return done(`${statementsOf(reach)}/${statementId}`, 'The period is open again.', said);
      },
      () => this.reopening(reach, looked),
    );
  }

  private async page(reach: Reach, looked: Looked, asked: number): Promise<Shown> {
    const list = statementsOf(reach);
    const base = `${list}/${looked.shown.statementId}`;
    const { statement, account, shown: told } = looked;
    const page = { page: asked, pageSize: PAGE_SIZE, total: told.lines.length };
    const nameOf = await this.around.namesOf([told.closedBy, told.signedBy]);
    return shown('statements/sign', {
      ...(await this.around.below(reach, base)),
      title: titleOfPage('What was closed', page),
      base,
      statement: told,
      closing: statement.closing,
      hash: told.signedHash ?? hashOf(looked),
      closedBy: nameOf(told.closedBy),
      signedBy: told.signedBy && nameOf(told.signedBy),
      isCloser: told.closedBy === reach.user.userId,
      isLast: lastClosed(account.statements)?.statementId === statement.statementId,
      signed: told.lines.slice((asked - 1) * PAGE_SIZE, asked * PAGE_SIZE).map((it) => ({
        ...it,
        moved: moved(it.amountPence),
        stateText: STATES[it.state],
        entries: it.entryIds.map((id) => entryWords(looked, id)),
      })),
      pages: pageLinks(page, (n) => `${base}/sign?page=${n}`),
    });
  }

  private async reopening(reach: Reach, { shown: told, statement }: Looked): Promise<Shown> {
    const base = `${statementsOf(reach)}/${told.statementId}`;
    return shown('statements/reopen', {
      ...(await this.around.below(reach, `${base}/sign`)),
      title: 'Open a closed period again',
      base,
      closing: statement.closing,
    });
  }
}

const CHANGED = 'This changed since you looked at it. Look at it again, then sign it';

const hashOf = ({ account, statement }: Looked): string | undefined =>
  statement.closing && signedHashOf(account.statements, statement, statement.closing);
