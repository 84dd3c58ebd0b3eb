import { Get, Param, Post, Query } from '@nestjs/common';
import { EXPLAINABLE, type ExplainableName } from '../figures/figure.facts.js';
import { nameOfFigure } from '../figures/sentences.facts.js';
import { present } from '../kernel/canonical.js';
import { whoseOf, type Whose } from '../people/whose.facts.js';
import { May, OfCircle, Reached } from '../sign-in/access.guard.js';
import type { Owner, Reach } from '../sign-in/access.js';
import { Asking, AskingFor } from '../web/asking.js';
import { choice, text } from '../web/form-fields.js';
import { Sent } from '../web/form.guard.js';
import { shown, type Shown } from '../web/page.js';
import { Pages } from '../web/pages.js';
import { notFound } from '../web/problem.js';
import { seeOther } from '../web/see-other.js';
import type { SentForm } from '../web/sent-form.js';
import { DisagreementWriting } from './disagreement-writing.api.js';
import { DisagreementsQueries, type About, type Subject } from './disagreements.queries.js';

/** Of the figures those that people meet on their pages; anything else has its place there. */
const ASKED_OF = [
  'balance',
  'paid',
  'received',
  'spent',
  'returned',
  'entitled',
  'contribution',
  'owed',
] as const satisfies readonly ExplainableName[];
const IN_THE_HISTORY = 'history';

const SUBJECT = { subject: choice({ what: 'what is wrong', of: [...ASKED_OF, IN_THE_HISTORY] }) };
const WRONG = { narrative: text({ what: 'what is wrong' }) };

interface Asked {
  readonly whose: Whose;
  readonly fullName: string;
  readonly about: About;
  /** `undefined` where it is to be asked what it is about. */
  readonly subject: Subject | undefined;
}

/** "This is wrong": of a figure, or of something in the history. */
@Pages('my/:budgetId/wrong')
export class MyDisagreementsPages {
  constructor(
    private readonly disagreements: DisagreementWriting,
    private readonly queries: DisagreementsQueries,
  ) {}

  @Get()
  @May('holder')
  @OfCircle('self', 'nominee', 'authorised-person')
  async form(@Query() { about, figure }: Record<string, unknown>, @Reached() reach: Reach) {
    const asked = await this.asked(reach, aboutIn({ eventId: about, figure }));
    return asked.subject ? wrongPage(asked) : subjectPage(asked);
  }

  /** Three times: what it is about; what is wrong with it, to be checked; and then it is sent. */
  @Post()
  @May('holder')
  async send(@Sent() form: SentForm, @Asking() asking: AskingFor) {
    const { step } = form.fields;
    const asked = await this.asked(asking.reach, aboutIn(form.fields));
    const address = `${asked.whose.base}/wrong`;
    if (!asked.subject)
      return form.take(
        SUBJECT,
        async ({ subject }) =>
          subject === IN_THE_HISTORY
            ? seeOther(`${asked.whose.base}/history`)
            : seeOther(`${address}?figure=${subject}`),
        () => subjectPage(asked),
      );
    if (step === 'change')
      return wrongPage(asked).with({ form: { values: form.fields, errors: [] } }, 200);
    return form.take(
      WRONG,
      async ({ narrative }) => {
        if (step !== 'send') return checkPage(asked, asking, narrative);
        const raised = await this.disagreements.raise(asking, asked.about, narrative);
        return seeOther(`${address}/${raised.disagreementId}`);
      },
      () => wrongPage(asked),
    );
  }

  @Get(':disagreementId')
  @May('holder')
  @OfCircle('self', 'nominee', 'authorised-person')
  async sent(@Param('disagreementId') disagreementId: string, @Reached() reach: Reach) {
    const it = await this.queries.one(reach, disagreementId);
    if (!it) throw notFound();
    const asked = await this.asked(reach, it.about);
    return shown('accounts/wrong-sent', {
      ...around(asked),
      title: 'You have said that something is wrong',
      it,
    });
  }

  /** 404 for what the history does not tell of, and for what is no figure. */
  private async asked(reach: Reach, about: About): Promise<Asked> {
    const { budgetId, personId, relation } = reach as Reach & Required<Owner>;
    const fullName = await this.queries.nameOf(personId);
    const whose = whoseOf(present({ budgetId, relation }), fullName);
    const isAsked = about.eventId !== undefined || about.figure !== undefined;
    const subject = isAsked
      ? await this.queries.subject({ budgetId }, about, whose.voice)
      : undefined;
    if (isAsked && !subject) throw notFound();
    return { whose, fullName, about, subject };
  }
}

/** One of the two; the event, where somebody sends both. */
function aboutIn({ eventId, figure }: Readonly<Record<string, unknown>>): About {
  if (typeof eventId === 'string' && eventId !== '') return { eventId };
  return typeof figure === 'string' && figure !== '' ? { figure } : {};
}

const around = ({ whose, fullName, about, subject }: Asked) => ({
  section: whose.section,
  whose,
  fullName,
  about,
  subject,
  named: EXPLAINABLE.some((it) => it === about.figure)
    ? nameOfFigure(about.figure as ExplainableName)
    : undefined,
});

const subjectPage = (asked: Asked): Shown =>
  shown('accounts/wrong-subject', {
    ...around(asked),
    title: 'What is wrong?',
    subjects: [
      ...ASKED_OF.map((value) => ({ value, text: nameOfFigure(value) })),
      { value: IN_THE_HISTORY, text: 'Something that happened: choose it in the history' },
    ],
    back: asked.whose.base,
  });

const wrongPage = (asked: Asked): Shown =>
  shown('accounts/wrong', {
    ...around(asked),
    title: 'Say that this is wrong',
    back: asked.whose.base,
  });

/** The key is made of the one that came, so who sends both pages again says it once. */
const checkPage = (asked: Asked, asking: AskingFor, narrative: string): Shown =>
  shown('accounts/wrong-check', {
    ...around(asked),
    title: 'Check your answers',
    sendKey: asking.idOf('send'),
    narrative,
  });
