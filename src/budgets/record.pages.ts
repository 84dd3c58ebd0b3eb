import { Get, Post } from '@nestjs/common';
import { May, Reached } from '../sign-in/access.guard.js';
import type { Owner, Reach } from '../sign-in/access.js';
import { AccountFrame } from '../web/account-frame.js';
import { Asking, AskingFor } from '../web/asking.js';
import { Sent } from '../web/form.guard.js';
import { Moments } from '../web/moments.js';
import { Pages } from '../web/pages.js';
import { RecordingPages } from '../web/recording-pages.js';
import type { SentForm } from '../web/sent-form.js';
import { AllocationsApi } from './allocations.api.js';
import { BudgetsQueries } from './budgets.queries.js';
import { agreed } from './record-agreed.pages.js';
import { linesAfter } from './reductions.facts.js';

type Kind = keyof ReturnType<typeof agreed>;

/** What a budget gives, and what its person pays in, recorded among all that is recorded of it. */
@Pages('accounts/:budgetId/record')
export class RecordAgreedPages {
  private readonly pages: RecordingPages;
  private readonly kinds: ReturnType<typeof agreed>;

  constructor(
    allocations: AllocationsApi,
    private readonly budgets: BudgetsQueries,
    private readonly moments: Moments,
    frame: AccountFrame,
  ) {
    this.pages = new RecordingPages(frame);
    this.kinds = agreed(allocations);
  }

  @Get('allocation')
  @May('officer')
  allocation(@Reached() reach: Reach) {
    return this.show('allocation', reach);
  }

  @Post('allocation')
  @May('officer')
  sendAllocation(@Sent() form: SentForm, @Asking() asking: AskingFor) {
    return this.take('allocation', form, asking);
  }

  @Get('one-off')
  @May('officer')
  oneOff(@Reached() reach: Reach) {
    return this.show('one-off', reach);
  }

  @Post('one-off')
  @May('officer')
  sendOneOff(@Sent() form: SentForm, @Asking() asking: AskingFor) {
    return this.take('one-off', form, asking);
  }

  @Get('contribution')
  @May('officer')
  contribution(@Reached() reach: Reach) {
    return this.show('contribution', reach);
  }

  @Post('contribution')
  @May('officer')
  sendContribution(@Sent() form: SentForm, @Asking() asking: AskingFor) {
    return this.take('contribution', form, asking);
  }

  private async show(kind: Kind, reach: Reach) {
    return this.pages.show(this.kinds[kind], await this.at(kind, reach), this.moments.today);
  }

  private async take(kind: Kind, form: SentForm, asking: AskingFor) {
    return this.pages.take(this.kinds[kind], await this.at(kind, asking.reach), form, asking);
  }

  private async at(kind: Kind, reach: Reach) {
    const { budgetId } = reach as Required<Owner>;
    const position = await this.budgets.position(budgetId, {});
    const back = `/accounts/${budgetId}/record`;
    const subject = { lines: linesAfter(position?.allocation?.lines ?? []) };
    return { reach, address: `${back}/${kind}`, back, subject };
  }
}
