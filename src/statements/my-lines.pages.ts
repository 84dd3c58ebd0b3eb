import { Get, Param, Post } from '@nestjs/common';
import { referenceOf } from '../accounts/disagreement.facts.js';
import { present } from '../kernel/canonical.js';
import { whoseOf } from '../people/whose.facts.js';
import { May, Reached } from '../sign-in/access.guard.js';
import { Circle, type Owner, type Reach } from '../sign-in/access.js';
import { Asking, AskingFor } from '../web/asking.js';
import { text } from '../web/form-fields.js';
import { Sent } from '../web/form.guard.js';
import { shown, type Shown } from '../web/page.js';
import { Pages } from '../web/pages.js';
import { notFound } from '../web/problem.js';
import { seeOther } from '../web/see-other.js';
import type { SentForm } from '../web/sent-form.js';
import { ERASED } from '../words/words.js';
import { LinesApi } from './lines.api.js';
import { moved } from './lines-in-words.js';
import { StatementsQueries } from './statements.queries.js';

const ANSWER = { answer: text({ what: 'what this was' }) };

/** A line of the bank that its person is asked about. */
@Pages('my/:budgetId/lines/:lineId')
export class MyLinesPages {
  constructor(
    private readonly queries: StatementsQueries,
    private readonly lines: LinesApi,
    private readonly circle: Circle,
  ) {}

  @Get()
  @May('holder')
  async look(@Param('lineId') lineId: string, @Reached() reach: Reach) {
    return this.page(lineId, reach);
  }

  @Post()
  @May('holder')
  async explain(
    @Param('lineId') lineId: string,
    @Sent() form: SentForm,
    @Asking() asking: AskingFor,
  ) {
    const { statementId } = await this.queries.lineAsked(asking.reach as Required<Owner>, lineId);
    return form.take(
      ANSWER,
      async ({ answer }) => {
        await this.lines.explain(statementId, lineId, { answer }, asking);
        return seeOther(`/my/${asking.reach.budgetId}/lines/${lineId}/explained`);
      },
      () => this.page(lineId, asking.reach),
    );
  }

  @Get('explained')
  @May('holder')
  async explained(@Param('lineId') lineId: string, @Reached() reach: Reach) {
    const it = await this.asked(lineId, reach);
    if (!it.line.isAnswered) throw notFound();
    const title = 'You have told us what this was';
    return shown('statements/my-line-sent', { ...it, title, reference: referenceOf(lineId) });
  }

  private async page(lineId: string, reach: Reach): Promise<Shown> {
    const it = await this.asked(lineId, reach);
    return shown('statements/my-line', { ...it, title: 'A line on the bank statement' });
  }

  private async asked(lineId: string, reach: Reach) {
    const { budgetId, personId, relation } = reach as Reach & Required<Owner>;
    const line = await this.queries.lineAsked({ budgetId, personId }, lineId);
    const fullName = (await this.circle.namesOf([personId])).get(personId) ?? ERASED;
    const whose = whoseOf(present({ budgetId, relation }), fullName);
    return {
      section: whose.section,
      whose,
      fullName,
      line: { ...line, moved: moved(line.amountPence), isIn: line.amountPence > 0 },
      isSettled: line.state === 'matched' || line.state === 'recorded',
      address: `${whose.base}/lines/${lineId}`,
    };
  }
}
