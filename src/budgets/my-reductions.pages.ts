import { Get, Param, Post } from '@nestjs/common';
import { referenceOf } from '../accounts/disagreement.facts.js';
import { present } from '../kernel/canonical.js';
import { whoseOf, type Whose } from '../people/whose.facts.js';
import { May, OfCircle, Reached } from '../sign-in/access.guard.js';
import type { Owner, Reach } from '../sign-in/access.js';
import { Asking, AskingFor } from '../web/asking.js';
import { choice, optional, text } from '../web/form-fields.js';
import { Sent } from '../web/form.guard.js';
import { shown, type Shown } from '../web/page.js';
import { Pages } from '../web/pages.js';
import { notFound } from '../web/problem.js';
import { Requests } from '../web/requests.js';
import { seeOther } from '../web/see-other.js';
import type { SentForm } from '../web/sent-form.js';
import { BudgetWriting } from './budget-writing.api.js';
import { GROUND, GROUNDS_ASKED } from './reduction-codes-in-words.js';
import { letterOf, reductionInWords, type ReductionInWords } from './reduction-in-words.js';
import type { ReductionTold } from './reduction-told.js';
import type { ReductionState } from './reductions.facts.js';
import { ReductionsTold } from './reduction-told.queries.js';

interface Asked {
  readonly told: ReductionTold;
  readonly words: ReductionInWords;
  readonly whose: Whose;
  /** Where its pages stand. */
  readonly address: string;
}

const CHALLENGE = {
  ground: choice({ what: 'why you do not agree', of: GROUNDS_ASKED }),
  narrative: optional(text({ what: 'what you want to say' })),
};

/** A reduction as its person reads of it, and the form by which they say that it is wrong. */
@Pages('my/:budgetId/reductions/:reductionId')
export class MyReductionsPages {
  constructor(
    private readonly reductions: ReductionsTold,
    private readonly budget: BudgetWriting,
    private readonly requests: Requests,
  ) {}

  @Get()
  @May('holder')
  async look(@Param('reductionId') reductionId: string, @Reached() reach: Reach) {
    const asked = await this.asked(reductionId, reach);
    return shown('budgets/reduction', {
      ...around(asked),
      title: TITLES[asked.told.state],
      back: { href: asked.whose.base, text: `Back to ${asked.whose.whose} account` },
    });
  }

  @Get('letter')
  @May('holder')
  async letter(@Param('reductionId') reductionId: string, @Reached() reach: Reach) {
    const asked = await this.asked(reductionId, reach);
    return shown('budgets/letter', {
      ...around(asked),
      ...letterOf(asked.told),
      back: asked.address,
    });
  }

  @Get('challenge')
  @May('holder')
  @OfCircle('self', 'nominee', 'authorised-person')
  async challengeForm(@Param('reductionId') reductionId: string, @Reached() reach: Reach) {
    const asked = await this.asked(reductionId, reach);
    return asked.words.mayChallenge ? formOf(asked) : seeOther(asked.address);
  }

  /** Twice: what was typed is shown to be checked, and then sent. */
  @Post('challenge')
  @May('holder')
  async challenge(
    @Param('reductionId') reductionId: string,
    @Sent() form: SentForm,
    @Asking() asking: AskingFor,
  ) {
    const asked = await this.asked(reductionId, asking.reach);
    const { step } = form.fields;
    if (asked.told.story.challenge) return seeOther(`${asked.address}/challenge/sent`);
    if (!asked.words.mayChallenge) return seeOther(asked.address);
    if (step === 'change')
      return formOf(asked).with({ form: { values: form.fields, errors: [] } }, 200);
    return form.take(
      CHALLENGE,
      async ({ ground, narrative }) => {
        if (step !== 'send') return checkOf(asked, asking, { ground, narrative });
        const said = await this.requests.maybeSpoken(asking, { narrative });
        const { wordsHash } = said;
        const what = { type: 'ChallengeReduction' as const, reductionId, ground, wordsHash };
        await this.budget.recorded(asking, said.asked, present(what));
        return seeOther(`${asked.address}/challenge/sent`);
      },
      () => formOf(asked),
    );
  }

  @Get('challenge/sent')
  @May('holder')
  async challenged(@Param('reductionId') reductionId: string, @Reached() reach: Reach) {
    const asked = await this.asked(reductionId, reach);
    if (!asked.told.story.challenge) throw notFound();
    return shown('budgets/challenge-sent', {
      ...around(asked),
      title: 'You have said that you do not agree',
      reference: referenceOf(reductionId),
      back: { href: asked.address, text: 'Back to your budget' },
    });
  }

  private async asked(reductionId: string, reach: Reach): Promise<Asked> {
    const told = await this.reductions.of(reductionId, reach);
    const { budgetId, relation } = reach as Reach & Required<Owner>;
    const whose = whoseOf(present({ budgetId, relation }), told.fullName);
    const address = `${whose.base}/reductions/${reductionId}`;
    return { told, words: reductionInWords(told), whose, address };
  }
}

const TITLES: Readonly<Record<ReductionState, string>> = {
  proposed: 'Your budget may go down',
  approved: 'Your budget may go down',
  notified: 'Your budget is to go down',
  challenged: 'Your budget stays as it is for now',
  'in-force': 'Your budget went down',
  withdrawn: 'Your budget did not go down',
};

const around = ({ told, words, whose, address }: Asked) => ({
  section: whose.section,
  whose,
  told,
  words,
  address,
  reference: referenceOf(told.reductionId),
});

const formOf = (asked: Asked): Shown =>
  shown('budgets/challenge', {
    ...around(asked),
    title: 'Say that you do not agree',
    grounds: GROUNDS_ASKED.map((value) => ({ value, text: GROUND[value] })),
    back: asked.address,
  });

/** The key is made of the one that came, so who sends both pages again says it once. */
const checkOf = (
  asked: Asked,
  asking: AskingFor,
  { ground, narrative }: { ground: (typeof GROUNDS_ASKED)[number]; narrative: string | undefined },
): Shown =>
  shown('budgets/challenge-check', {
    ...around(asked),
    title: 'Check your answers',
    sendKey: asking.idOf('send'),
    ground: { value: ground, text: GROUND[ground] },
    narrative: narrative ?? '',
  });
