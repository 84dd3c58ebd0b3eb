import { Body, Controller, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { present } from '../kernel/canonical.js';
import { INVOLVED, OUTCOMES_OF_REVIEWS } from '../policies/vocabulary.facts.js';
import { May } from '../sign-in/access.guard.js';
import { answered } from '../web/answers.js';
import { Asking, AskingFor } from '../web/asking.js';
import { Choice, Choices, Code, Flag, Parts, Text } from '../web/fields.js';
import { EXAMPLE_ENVELOPE, IdInAddress, Operation } from '../web/operation.js';
import { Requests } from '../web/requests.js';
import { OnReview } from './review.commands.js';
import { PROGRESS, type Progress } from './review.events.js';

class OutcomeBody {
  @Code({ description: 'The outcome looked at.', example: 'safe-at-home' })
  outcome!: string;

  @Choice({ of: PROGRESS, description: 'What became of it.', example: 'better' })
  progress!: Progress;
}

class CompletionBody {
  @Choice({ of: OUTCOMES_OF_REVIEWS, description: 'What follows.', example: 'continues' })
  outcome!: string;

  @Choices({ of: INVOLVED, description: 'Who took part.', example: ['person'] })
  involved!: string[];

  @Flag({
    description: 'Of a reassessment: whether needs changed.',
    optional: true,
    example: false,
  })
  needsChanged?: boolean;

  @Text({ description: 'Where it is written down.', optional: true, example: 'RA 2026/77' })
  reference?: string;

  @Parts({ of: () => OutcomeBody, description: 'Outcome by outcome.', optional: true })
  outcomes?: OutcomeBody[];

  @Text({ description: 'What was said.', optional: true, example: 'It works well.' })
  narrative?: string;
}

class NoBody {}

@ApiTags('Monitoring, reviews, policy')
@Controller('reviews/:reviewId')
@IdInAddress('reviewId', 'a review')
export class ReviewsApi {
  constructor(
    private readonly bus: CommandBus,
    private readonly requests: Requests,
  ) {}

  @Post('start')
  @May('officer')
  @Operation({ summary: 'Start a review', answers: EXAMPLE_ENVELOPE, refusals: ['wrong-state'] })
  async start(@Param('reviewId') reviewId: string, @Body() _: NoBody, @Asking() asking: AskingFor) {
    const asked = asking.asked();
    const command = { type: 'StartReview', on: asking.today } as const;
    return answered(await this.bus.execute(new OnReview(reviewId, command, asked)), {});
  }

  @Post('completion')
  @May('officer')
  @Operation({
    summary: 'Complete a review',
    description: 'A reassessment says who was involved and whether needs changed.',
    answers: EXAMPLE_ENVELOPE,
    refusals: ['erased', 'involvement-missing', 'needs-not-said', 'wrong-state'],
  })
  async complete(
    @Param('reviewId') reviewId: string,
    @Body() body: CompletionBody,
    @Asking() asking: AskingFor,
  ) {
    const { outcome, involved, needsChanged, reference, outcomes = [], narrative } = body;
    const { asked, wordsHash } = await this.requests.maybeSpoken(asking, { reference, narrative });
    const command = present({
      type: 'CompleteReview' as const,
      on: asking.today,
      outcome,
      involved,
      needsChanged,
      outcomes: outcomes.map((it) => ({ outcome: it.outcome, progress: it.progress })),
      wordsHash,
    });
    return answered(await this.bus.execute(new OnReview(reviewId, command, asked)), {});
  }
}
