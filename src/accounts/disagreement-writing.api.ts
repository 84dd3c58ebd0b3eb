import { Injectable } from '@nestjs/common';
import { present } from '../kernel/canonical.js';
import type { AskingFor } from '../web/asking.js';
import { notFound } from '../web/problem.js';
import { Requests } from '../web/requests.js';
import { Waiting } from '../web/waiting.js';
import { AccountWriting } from './account-writing.api.js';
import type { DisagreementOutcome } from './account.events.js';
import { referenceOf } from './disagreement.facts.js';
import { DisagreementsQueries, type About } from './disagreements.queries.js';

/** "This is wrong", and the answer to it. */
@Injectable()
export class DisagreementWriting {
  constructor(
    private readonly account: AccountWriting,
    private readonly requests: Requests,
    private readonly disagreements: DisagreementsQueries,
    private readonly waiting: Waiting,
  ) {}

  /** 404 for an event that the budget's history does not tell the caller of. */
  async raise(asking: AskingFor, { eventId, figure }: About, narrative: string) {
    if (eventId !== undefined) await this.mustBeTold(asking, eventId);
    const { asked, wordsHash } = await this.requests.spoken(asking, { narrative });
    const disagreementId = asking.idOf('disagreement');
    const what = present({
      type: 'RaiseDisagreement' as const,
      disagreementId,
      aboutEventId: eventId,
      aboutFigure: figure,
      wordsHash,
    });
    const answer = { disagreementId, reference: referenceOf(disagreementId) };
    return this.account.ask(asking, asking.onTheirBehalf(asked), what, answer);
  }

  async answer(
    asking: AskingFor,
    disagreementId: string,
    outcome: DisagreementOutcome,
    answer: string,
  ) {
    const { asked, wordsHash } = await this.requests.spoken(asking, { answer });
    const what = { type: 'AnswerDisagreement', disagreementId, outcome, wordsHash } as const;
    return this.account.ask(asking, asked, what, {});
  }

  /** Not found in what is read is no fact yet: it may just have been written. */
  private async mustBeTold({ reach, byHolderSide }: AskingFor, eventId: string): Promise<void> {
    const tells = () => this.disagreements.tellsOf(reach.budgetId!, eventId, byHolderSide);
    if (await tells()) return;
    await this.waiting.forWhatIsWritten();
    if (!(await tells())) throw notFound('The history of this budget has no such event.');
  }
}
