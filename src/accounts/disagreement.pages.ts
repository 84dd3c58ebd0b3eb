import { Get, Param, Post } from '@nestjs/common';
import { May, Reached } from '../sign-in/access.guard.js';
import type { Owner, Reach } from '../sign-in/access.js';
import { AccountFrame } from '../web/account-frame.js';
import { Asking, AskingFor } from '../web/asking.js';
import { Sent } from '../web/form.guard.js';
import { MomentsAsked } from '../web/moments-asked.js';
import { Moments } from '../web/moments.js';
import { shown } from '../web/page.js';
import { Pages } from '../web/pages.js';
import { notFound } from '../web/problem.js';
import { RecordingPages } from '../web/recording-pages.js';
import type { SentForm } from '../web/sent-form.js';
import { DisagreementWriting } from './disagreement-writing.api.js';
import { DisagreementsQueries } from './disagreements.queries.js';
import { answering } from './record-talk.pages.js';

/** What somebody says is wrong, and the answer to it. */
@Pages('accounts/:budgetId/disagreements/:disagreementId')
export class DisagreementPages {
  private readonly pages: RecordingPages;
  private readonly answer: ReturnType<typeof answering>;

  constructor(
    writing: DisagreementWriting,
    private readonly disagreements: DisagreementsQueries,
    private readonly moments: Moments,
    private readonly frame: AccountFrame,
  ) {
    this.pages = new RecordingPages(frame);
    this.answer = answering(writing);
  }

  @Get()
  @May('officer')
  async look(@Param('disagreementId') id: string, @Reached() reach: Reach) {
    const { it, subject, base } = await this.found(id, reach);
    const around = await this.frame.of(reach, MomentsAsked.from({}, this.moments.today));
    const { eventId } = it.about;
    return shown('accounts/disagreement', {
      ...around,
      title: `Said to be wrong: ${it.reference}`,
      it,
      subject,
      answerHref: `${base}/disagreements/${id}/answer`,
      aboutHref: eventId ? `${base}/history?at=${eventId}` : `${base}/figures/${it.about.figure}`,
    });
  }

  @Get('answer')
  @May('officer')
  async form(@Param('disagreementId') id: string, @Reached() reach: Reach) {
    return this.pages.show(this.answer, await this.at(id, reach), this.moments.today);
  }

  @Post('answer')
  @May('officer')
  async send(
    @Param('disagreementId') id: string,
    @Sent() form: SentForm,
    @Asking() asking: AskingFor,
  ) {
    return this.pages.take(this.answer, await this.at(id, asking.reach), form, asking);
  }

  private async at(id: string, reach: Reach) {
    const { it, subject, base } = await this.found(id, reach);
    const back = `${base}/disagreements/${id}`;
    const said =
      it.narrative === undefined ? [] : [{ label: 'They say', text: String(it.narrative) }];
    const told = { words: subject?.words ?? '', on: subject?.on, spoken: said };
    return { reach, address: `${back}/answer`, back, subject: { id }, told };
  }

  private async found(id: string, reach: Reach) {
    const owner = reach as Required<Owner>;
    const it = await this.disagreements.one(owner, id);
    if (!it) throw notFound();
    const subject = await this.disagreements.subject(owner, it.about, 'others');
    return { it, subject, base: `/accounts/${owner.budgetId}` };
  }
}
