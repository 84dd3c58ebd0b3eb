import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { FIGURES } from '../figures/figure.facts.js';
import { May, OfCircle, Reached } from '../sign-in/access.guard.js';
import type { Reach } from '../sign-in/access.js';
import { Asking, AskingFor } from '../web/asking.js';
import { Choice, Id, Part, Text } from '../web/fields.js';
import {
  EXAMPLE_ENVELOPE,
  EXAMPLE_ID,
  examplePage,
  IdInAddress,
  Operation,
} from '../web/operation.js';
import { Paging } from '../web/paging.js';
import { invalid } from '../web/problem.js';
import { DISAGREEMENT_OUTCOMES, type DisagreementOutcome } from './account.events.js';
import { DisagreementWriting } from './disagreement-writing.api.js';
import { DisagreementsQueries } from './disagreements.queries.js';

class AboutBody {
  @Id({
    description: 'An event of the history. Exactly one of eventId and figure.',
    optional: true,
  })
  eventId?: string;

  @Choice({
    of: [...FIGURES, 'weeksHeld'],
    description: 'A figure, by its name.',
    optional: true,
    example: 'balance',
  })
  figure?: string;
}

class DisagreementBody {
  @Part({ of: () => AboutBody, description: 'What is wrong.' })
  about!: AboutBody;

  @Text({ description: 'Why, in their own words.', example: 'I never had this payment.' })
  narrative!: string;
}

class AnswerBody {
  @Text({ description: 'The answer.', example: 'You are right: we counted it twice.' })
  answer!: string;

  @Choice({
    of: DISAGREEMENT_OUTCOMES,
    description: 'Whether it was put right, or is explained as it stands.',
    example: 'put-right',
  })
  outcome!: DisagreementOutcome;
}

const EXAMPLE_REFERENCE = 'DP-7K3M-9QXB';
const EXAMPLE_EVENT = '0f5b7b62-8c1d-8a55-9d3e-6f5b0c9a1e77';

const EXAMPLE_DISAGREEMENT = {
  disagreementId: EXAMPLE_ID,
  reference: EXAMPLE_REFERENCE,
  eventId: EXAMPLE_EVENT,
  on: '2026-05-15',
  recordedAt: '2026-05-15T09:30:00.000000Z',
  about: { eventId: EXAMPLE_EVENT, figure: 'balance' },
  acknowledgeBy: '2026-05-20',
  state: 'answered',
  narrative: 'I never had this payment.',
  answer: {
    eventId: 'c2b0a7c7-3d54-8a2c-9d6b-5d3c0d2b7a11',
    on: '2026-05-19',
    recordedAt: '2026-05-19T09:30:00.000000Z',
    outcome: 'put-right',
    answer: 'You are right: we counted it twice.',
  },
};

/** "This is wrong": kept in the person's own words, acknowledged in time, answered once. */
@ApiTags('Figures and history')
@Controller('budgets/:budgetId/disagreements')
@IdInAddress('budgetId', 'a budget')
export class DisagreementsApi {
  constructor(
    private readonly disagreements: DisagreementWriting,
    private readonly queries: DisagreementsQueries,
  ) {}

  @Post()
  @May('officer', 'holder')
  @Operation({
    summary: 'Say that this is wrong',
    description:
      'Of an event of the history or of a figure. No figure changes by it. The reference can be ' +
      'read out; the council says that it has read this within 3 working days. An officer may ' +
      'record what the person told them; it is then on their behalf.',
    status: 201,
    answers: { disagreementId: EXAMPLE_ID, reference: EXAMPLE_REFERENCE, ...EXAMPLE_ENVELOPE },
    means: { reference: 'For people: to read out and to write down.' },
    refusals: ['erased'],
  })
  async raise(@Body() { about, narrative }: DisagreementBody, @Asking() asking: AskingFor) {
    if ((about.eventId === undefined) === (about.figure === undefined))
      throw invalid({ field: 'about', message: 'Send exactly one of eventId and figure.' });
    return this.disagreements.raise(asking, about, narrative);
  }

  @Get()
  @May('officer', 'auditor', 'holder')
  @OfCircle('self', 'nominee', 'authorised-person')
  @Operation({
    summary: 'What was said to be wrong, and the answers',
    description: 'The latest first.',
    answers: examplePage(EXAMPLE_DISAGREEMENT),
    sometimes: ['narrative', 'items.answer', 'answer.answer', 'about.eventId', 'figure'],
    codes: { state: ['open', 'answered'], outcome: DISAGREEMENT_OUTCOMES },
    means: {
      about: 'An event of the history, or a figure by its name.',
      acknowledgeBy: 'The last day for saying that it was read.',
      narrative: 'In their own words, or "[erased]".',
      'items.answer': 'Once there is one.',
      'answer.answer': 'In the words of the council, or "[erased]".',
    },
  })
  async list(@Query() paging: Paging, @Reached() reach: Reach) {
    return this.queries.list(reach, paging);
  }

  /** A reduction that somebody disagrees with is not undone by this: that is what a challenge is for. */
  @Post(':disagreementId/answer')
  @May('officer')
  @IdInAddress('disagreementId', 'a disagreement')
  @Operation({
    summary: 'Answer who said that it is wrong',
    description:
      'Once. What is put right is put right by an entry of its own. Of a reduction this decides ' +
      'nothing: say in the answer how it is challenged (`POST /reductions/{reductionId}/challenge`), ' +
      'which keeps the earlier level until it is decided.',
    answers: EXAMPLE_ENVELOPE,
    refusals: ['already-answered', 'erased'],
  })
  async answer(
    @Param('disagreementId') disagreementId: string,
    @Body() { answer, outcome }: AnswerBody,
    @Asking() asking: AskingFor,
  ) {
    return this.disagreements.answer(asking, disagreementId, outcome, answer);
  }
}
