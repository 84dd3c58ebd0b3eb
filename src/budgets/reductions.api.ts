import { Body, Controller, Get, Header, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Written } from '../event-log/event-log.js';
import { present } from '../kernel/canonical.js';
import type { LocalDate } from '../kernel/dates.js';
import type { Pence } from '../kernel/money.js';
import { policyInForce } from '../policies/policy.facts.js';
import {
  CHALLENGE_GROUNDS,
  CHANNELS,
  INVOLVED,
  INVOLVED_HOW,
} from '../policies/vocabulary.facts.js';
import { May, Reached } from '../sign-in/access.guard.js';
import type { Reach } from '../sign-in/access.js';
import type { User } from '../sign-in/user.js';
import { answered } from '../web/answers.js';
import { Asking, AskingFor } from '../web/asking.js';
import { Choice, Choices, Code, Day, Part, Parts, Pennies, Text } from '../web/fields.js';
import { Reading } from '../web/moments.js';
import {
  EXAMPLE_ENVELOPE,
  EXAMPLE_ID,
  examplePage,
  IdInAddress,
  Operation,
} from '../web/operation.js';
import { invalid } from '../web/problem.js';
import { Requests } from '../web/requests.js';
import { Views } from '../web/views.js';
import { LineBody, linesOf, ReasonBody } from './allocations.api.js';
import { CHECK_NOTES, EXAMPLE_ALLOCATION, EXAMPLE_CHECK, EXAMPLE_LINE } from './budget-examples.js';
import { BudgetWriting } from './budget-writing.api.js';
import {
  BASES,
  CHALLENGE_OUTCOMES,
  GATE_CHECKS,
  NO_BASIS,
  type BudgetEvent,
  type ChallengeOutcome,
  type GateCheckName,
  type ReductionReason,
} from './budget.events.js';
import { letterOf } from './reduction-in-words.js';
import { ReductionsTold } from './reduction-told.queries.js';
import { REDUCTION_STATES, ReductionsListed, ReductionsQueries } from './reductions.queries.js';

const TRANSITIONS = ['funded', 'reserved', 'none'] as const;

class ReassessmentBody {
  @Text({ description: 'Where it is written down.', example: 'RA 2026/77' })
  reference!: string;

  @Day({ description: 'The day it was completed.', example: '2026-03-12' })
  completedOn!: LocalDate;
}

class InvolvementBody {
  @Choice({ of: INVOLVED, description: 'Who was involved.', example: 'person' })
  who!: string;

  @Choice({ of: INVOLVED_HOW, description: 'How.', example: 'home-visit' })
  how!: string;

  @Day({ description: 'When.', example: '2026-03-10' })
  on!: LocalDate;
}

class TransitionBody {
  @Pennies({ description: 'Notice pay, redundancy: pence from 0.', min: 0, example: 40_000 })
  costsPence!: Pence;

  @Choice({ of: TRANSITIONS, description: 'How they are met.', example: 'funded' })
  how!: (typeof TRANSITIONS)[number];
}

class WaiverBody {
  @Choice({ of: GATE_CHECKS, description: 'The check to go without.', example: 'notice' })
  check!: GateCheckName;

  @Text({ description: 'Why.', example: 'Anna asked for it to start on Monday' })
  reason!: string;
}

class ProofBody {
  @Text({ description: 'Where the agreed figure is written down.', example: 'Letter of 3 May' })
  reference!: string;

  @Pennies({ description: 'The figure that was agreed, pence a week.', example: 18_000 })
  weeklyPence!: Pence;
}

class ReductionBody {
  @Day({ description: 'The first day of the lower level.', example: '2026-06-01' })
  effectiveFrom!: LocalDate;

  @Parts({
    of: () => LineBody,
    max: 50,
    description: 'All lines as they will be; one that is missing goes to nothing.',
  })
  lines!: LineBody[];

  @Choices({
    of: [...BASES, ...NO_BASIS],
    min: 1,
    description: `Why. At least one of: ${BASES.join(', ')}.`,
    example: ['need-reduced'],
  })
  reasons!: ReductionReason[];

  @Part({ of: () => ReassessmentBody, description: 'The completed reassessment.', optional: true })
  reassessment?: ReassessmentBody;

  @Parts({ of: () => InvolvementBody, description: 'Who was involved.', optional: true })
  involvement?: InvolvementBody[];

  @Text({
    description: 'How each need is still met.',
    optional: true,
    example: 'Personal care: seven mornings a week, as agreed with Anna.',
  })
  needsStillMet?: string;

  @Part({ of: () => TransitionBody, description: 'What the change itself costs.', optional: true })
  transition?: TransitionBody;

  @Parts({
    of: () => WaiverBody,
    description: 'Checks to go without.',
    optional: true,
    example: [],
  })
  waivers?: WaiverBody[];

  @Part({ of: () => ProofBody, description: 'For error-correction.', optional: true })
  proof?: ProofBody;

  @Code({ description: 'The version of the criteria used.', optional: true, example: 'ras-2026' })
  criteriaVersion?: string;

  @Text({ description: 'What the person is told.', optional: true, example: 'As we discussed.' })
  narrative?: string;
}

class NoticeBody {
  @Day({ description: 'Not before the approval, not after today.', example: '2026-04-01' })
  sentOn!: LocalDate;

  @Choice({ of: CHANNELS, description: 'How it was sent.', example: 'letter' })
  channel!: string;
}

class ChallengeBody {
  @Choice({ of: CHALLENGE_GROUNDS, description: 'Why.', example: 'needs-not-met' })
  ground!: string;

  @Text({ description: 'In their own words.', optional: true, example: 'My nights got worse.' })
  narrative?: string;
}

class DecisionBody {
  @Choice({ of: CHALLENGE_OUTCOMES, description: 'The decision.', example: 'varied' })
  outcome!: ChallengeOutcome;

  @Text({ description: 'Why.', example: 'The assessment left the nights out' })
  reasons!: string;

  @Parts({ of: () => LineBody, max: 50, optional: true, description: 'Of varied: all lines.' })
  lines?: LineBody[];

  @Day({ description: 'Of varied: the first day.', optional: true, example: '2026-06-15' })
  effectiveFrom?: LocalDate;
}

class NoBody {}

const IN_SHORT = {
  reductionId: EXAMPLE_ID,
  budgetId: EXAMPLE_ID,
  state: 'notified',
  outcome: 'dismissed',
  proposedOn: '2026-03-16',
  effectiveFrom: '2026-06-01',
  beforeWeeklyPence: 21_000,
  weeklyPence: 18_000,
};

const REDUCTION_NOTES = {
  sometimes: [
    'outcome',
    'transition',
    'daysOfNotice',
    'followUp',
    'onBehalfOf',
    'lines.minutesPerWeek',
  ],
  orNull: ['regularCostsCoveredPercent'],
  codes: {
    ...CHECK_NOTES,
    state: REDUCTION_STATES,
    'items.outcome': CHALLENGE_OUTCOMES,
    'transition.how': TRANSITIONS,
  },
  means: {
    outcome: `Of a challenge that was decided: ${CHALLENGE_OUTCOMES.join(', ')}.`,
    'lines.outcome': 'The outcome that the line is to reach.',
    effectiveFrom: 'The first day of the lower level.',
    daysOfNotice: 'From the notice to the first day.',
    regularCostsCoveredPercent:
      'Of the regular costs of a year, how much the lower level covers: whole per cent, cut off; ' +
      'null: there are none.',
    limitOn: 'The last day on which the review is in time.',
  },
} as const;

/** The proposal and what follows it; each step names the checks of the gate. */
@ApiTags('Reductions')
@Controller()
export class ReductionsApi {
  constructor(
    private readonly budget: BudgetWriting,
    private readonly requests: Requests,
    private readonly queries: ReductionsQueries,
    private readonly told: ReductionsTold,
    private readonly views: Views,
  ) {}

  @Post('budgets/:budgetId/reductions')
  @May('officer')
  @IdInAddress('budgetId', 'a budget')
  @Operation({
    summary: 'Propose a reduction',
    description:
      'Always possible for a lawful reason; the checks say what is still missing. For criteria ' +
      'or budget reasons alone it is refused, and a reassessment is called for.',
    status: 201,
    answers: { reductionId: EXAMPLE_ID, checks: [EXAMPLE_CHECK], ...EXAMPLE_ENVELOPE },
    codes: CHECK_NOTES,
    refusals: [
      'before-opening',
      'closed',
      'erased',
      'gate',
      'not-a-basis',
      'not-a-reduction',
      'reduction-open',
    ],
  })
  async propose(@Body() body: ReductionBody, @Asking() asking: AskingFor) {
    const { effectiveFrom, reasons, reassessment, involvement = [], transition, proof } = body;
    const { needsStillMet, waivers = [], criteriaVersion } = body;
    const lines = linesOf(body.lines);
    const { asked, wordsHash } = await this.requests.maybeSpoken(asking, wordsOf(body));
    const reductionId = asking.idOf('reduction');
    const written = await this.budget.recorded(
      asking,
      asked,
      present({
        type: 'ProposeReduction' as const,
        reductionId,
        reviewId: asking.idOf('reassessment'),
        effectiveFrom,
        lines,
        reasons,
        reassessment: reassessment && { completedOn: reassessment.completedOn },
        involvement: involvement.map(({ who, how, on }) => ({ who, how, on })),
        needsStillMet: needsStillMet !== undefined,
        transition: transition && { costsPence: transition.costsPence, how: transition.how },
        waivers: waivers.map((it) => it.check),
        proof: proof && { weeklyPence: proof.weeklyPence },
        criteriaVersion,
        wordsHash,
      }),
    );
    return answered(written, { reductionId, checks: checksIn(written) });
  }

  @Get('reductions')
  @May('officer', 'auditor', 'holder')
  @Operation({
    summary: 'List reductions',
    description: 'A holder sees those that were notified.',
    answers: examplePage(IN_SHORT),
    ...REDUCTION_NOTES,
  })
  async list(@Query() query: ReductionsListed, @Reached() { user }: Reach) {
    return this.queries.list(query, user);
  }

  @Get('reductions/:reductionId')
  @May('officer', 'auditor', 'holder')
  @IdInAddress('reductionId', 'a reduction')
  @Operation({
    summary: 'Look at a reduction',
    description: 'Before and after by line, every check, what it does to the person, its history.',
    answers: {
      ...IN_SHORT,
      reasons: ['need-reduced'],
      lines: [EXAMPLE_LINE],
      checks: [EXAMPLE_CHECK],
      involvement: [{ who: 'person', how: 'home-visit', on: '2026-03-10' }],
      transition: { costsPence: 40_000, how: 'funded' },
      daysOfNotice: 61,
      followUp: { reviewId: EXAMPLE_ID, dueOn: '2026-07-13', limitOn: '2026-07-27' },
      effect: {
        weeklyChangePence: -3_000,
        yearlyChangePence: -156_000,
        regularCostsYearlyPence: 624_000,
        regularCostsCoveredPercent: 100,
      },
      history: [
        {
          eventId: EXAMPLE_ALLOCATION.eventId,
          type: 'ReductionProposed',
          on: '2026-03-16',
          recordedAt: EXAMPLE_ALLOCATION.recordedAt,
          actor: { userId: 'demo-officer', role: 'officer', onBehalfOf: EXAMPLE_ID },
        },
      ],
    },
    ...REDUCTION_NOTES,
  })
  async look(
    @Param('reductionId') reductionId: string,
    @Query() _: Reading,
    @Reached() reach: Reach,
  ) {
    return this.queries.one(reductionId, reach);
  }

  @Get('reductions/:reductionId/letter')
  @May('officer', 'auditor', 'holder')
  @IdInAddress('reductionId', 'a reduction')
  @Header('content-type', 'text/html; charset=utf-8')
  @Operation({
    summary: 'The letter of a reduction',
    description: 'The decision in plain words, as the person reads it: a page to be printed.',
    mediaType: 'text/html',
    answers: '<!DOCTYPE html> …',
  })
  async letter(
    @Param('reductionId') reductionId: string,
    @Query() _: Reading,
    @Reached() reach: Reach,
  ): Promise<string> {
    return this.views.html(
      'budgets/letter-alone',
      letterOf(await this.told.of(reductionId, reach)),
    );
  }

  @Post('reductions/:reductionId/approval')
  @May('manager')
  @IdInAddress('reductionId', 'a reduction')
  @Operation({
    summary: 'Approve a reduction',
    description: 'By somebody other than the proposer, within their limit: 52 × weekly + one-offs.',
    answers: { checks: [EXAMPLE_CHECK], ...EXAMPLE_ENVELOPE },
    codes: CHECK_NOTES,
    refusals: ['approver-is-proposer', 'closed', 'gate', 'over-limit', 'wrong-state'],
  })
  async approve(
    @Param('reductionId') reductionId: string,
    @Body() _: NoBody,
    @Asking() asking: AskingFor,
  ) {
    const limitPence = limitOf(asking.user);
    const written = await this.budget.recorded(asking, asking.asked(), {
      type: 'ApproveReduction',
      reductionId,
      limitPence,
    });
    return answered(written, { checks: checksIn(written) });
  }

  @Post('reductions/:reductionId/notice')
  @May('officer')
  @IdInAddress('reductionId', 'a reduction')
  @Operation({
    summary: 'Record that notice was sent',
    description:
      'Sets the lower level from its day on, and promises a review about six weeks after.',
    answers: { allocationId: EXAMPLE_ID, checks: [EXAMPLE_CHECK], ...EXAMPLE_ENVELOPE },
    codes: CHECK_NOTES,
    refusals: ['closed', 'gate', 'wrong-state'],
  })
  async notify(
    @Param('reductionId') reductionId: string,
    @Body() { sentOn, channel }: NoticeBody,
    @Asking() asking: AskingFor,
  ) {
    const allocationId = asking.idOf('allocation');
    const written = await this.budget.recorded(asking, asking.asked(), {
      type: 'NotifyReduction',
      reductionId,
      sentOn,
      channel,
      allocationId,
      reviewId: asking.idOf('review'),
    });
    return answered(written, { allocationId, checks: checksIn(written) });
  }

  @Post('reductions/:reductionId/withdrawal')
  @May('officer')
  @IdInAddress('reductionId', 'a reduction')
  @Operation({
    summary: 'Withdraw a reduction',
    description:
      'Before it is in force. After notice it never counts, and its review is cancelled.',
    answers: EXAMPLE_ENVELOPE,
    refusals: ['closed', 'erased', 'wrong-state'],
  })
  async withdraw(
    @Param('reductionId') reductionId: string,
    @Body() { reason }: ReasonBody,
    @Asking() asking: AskingFor,
  ) {
    const { asked, wordsHash } = await this.requests.spoken(asking, { reason });
    const what = { type: 'WithdrawReduction', reductionId, wordsHash } as const;
    return this.budget.ask(asking, asked, what, {});
  }

  @Post('reductions/:reductionId/challenge')
  @May('holder')
  @IdInAddress('reductionId', 'a reduction')
  @Operation({
    summary: 'Say that a reduction is wrong',
    description:
      'Until 28 days after its first day. The earlier level stays in force until it is decided.',
    answers: EXAMPLE_ENVELOPE,
    refusals: ['erased', 'wrong-state'],
  })
  async challenge(
    @Param('reductionId') reductionId: string,
    @Body() { ground, narrative }: ChallengeBody,
    @Asking() asking: AskingFor,
  ) {
    await this.queries.mustBeNotified(reductionId);
    const { asked, wordsHash } = await this.requests.maybeSpoken(asking, { narrative });
    const what = present({ type: 'ChallengeReduction' as const, reductionId, ground, wordsHash });
    return this.budget.ask(asking, asked, what, {});
  }

  @Post('reductions/:reductionId/challenge-decision')
  @May('manager')
  @IdInAddress('reductionId', 'a reduction')
  @Operation({
    summary: 'Decide on a challenge',
    description:
      'By a manager other than the approver. Upheld: it never counts. Dismissed: it counts from ' +
      'the day after the decision at the earliest. Varied: other lines, through the whole gate.',
    answers: EXAMPLE_ENVELOPE,
    refusals: ['decider-is-approver', 'erased', 'gate', 'not-a-reduction', 'wrong-state'],
  })
  async decide(
    @Param('reductionId') reductionId: string,
    @Body() { outcome, reasons, lines, effectiveFrom }: DecisionBody,
    @Asking() asking: AskingFor,
  ) {
    for (const [field, sent] of Object.entries({ lines, effectiveFrom }))
      if (outcome !== 'varied' && sent !== undefined)
        throw invalid({ field, message: 'Send this with the outcome varied, or leave it out.' });
    const { asked, wordsHash } = await this.requests.spoken(asking, { reasons });
    const written = await this.budget.recorded(
      asking,
      asked,
      present({
        type: 'DecideChallenge' as const,
        reductionId,
        outcome,
        lines: lines && linesOf(lines),
        effectiveFrom,
        limitPence: limitOf(asking.user),
        allocationId: asking.idOf('allocation'),
        reviewId: asking.idOf('review'),
        wordsHash,
      }),
    );
    return answered(written, {});
  }
}

/** What a manager may approve: as their sign-in says, else as the policy does. */
const limitOf = ({ approvalLimitPence }: User): Pence =>
  approvalLimitPence ?? policyInForce().approvalLimitPence;

const wordsOf = ({ reassessment, needsStillMet, waivers, proof, narrative }: ReductionBody) => ({
  reassessmentReference: reassessment?.reference,
  needsStillMet,
  waivers: waivers?.map(({ check, reason }) => ({ check, reason })),
  proofReference: proof?.reference,
  narrative,
});

/** The checks as the event reports them. */
function checksIn({ recorded }: Written<BudgetEvent>) {
  for (const { event } of recorded) if ('checks' in event) return event.checks;
  return [];
}
