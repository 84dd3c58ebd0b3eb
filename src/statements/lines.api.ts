import { Body, Controller, Delete, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { EntryKind } from '../accounts/account.events.js';
import { May } from '../sign-in/access.guard.js';
import { Asking, AskingFor } from '../web/asking.js';
import { Choice, Code, Ids, Text } from '../web/fields.js';
import { EXAMPLE_ENVELOPE, EXAMPLE_ID, IdInAddress, Operation } from '../web/operation.js';
import { invalid } from '../web/problem.js';
import { Requests } from '../web/requests.js';
import { LineRecording } from './line-recording.api.js';
import { IN_KINDS, OUT_KINDS } from './lines-in-words.js';
import { StatementWriting } from './statement-writing.api.js';

export const RECORDED_AS = [...OUT_KINDS, ...IN_KINDS] as const satisfies readonly EntryKind[];

class MatchBody {
  @Ids({
    min: 1,
    max: 50,
    description: 'The entries that the line is, to the penny.',
    example: [EXAMPLE_ID],
  })
  entryIds!: string[];

  @Ids({
    max: 50,
    optional: true,
    description: 'Further lines of the statement, which together with this one make the entry.',
  })
  withLineIds?: string[];
}

class AcceptBody {
  @Ids({
    max: 20_000,
    optional: true,
    description: 'Only of these lines; default: all that are certain.',
  })
  lineIds?: string[];
}

class RecordBody {
  @Choice({ of: RECORDED_AS, description: 'What it is.', example: 'expense' })
  kind!: EntryKind;

  @Text({
    description: 'Who was paid; default: as proposed.',
    optional: true,
    max: 200,
    example: 'Sunrise Care',
  })
  payee?: string;

  @Code({ description: 'What for; default: as proposed.', optional: true, example: 'agency' })
  category?: string;

  @Code({ description: 'The outcome it serves.', optional: true, example: 'safe-at-home' })
  outcome?: string;

  @Text({ description: 'More about it.', optional: true })
  note?: string;
}

class LineReasonBody {
  @Text({ description: 'Why.', example: 'Belongs to the savings account' })
  reason!: string;
}

class SetAsideBody extends LineReasonBody {
  @Text({
    description: 'One plain question to the holder, which they answer on their page.',
    optional: true,
    example: 'What was this card payment for?',
  })
  question?: string;
}

class LineExplanationBody {
  @Text({ description: 'What it was.', example: 'New tyres for the wheelchair' })
  answer!: string;
}

/** What becomes of a line: each is in exactly one state, and nothing vanishes. */
@ApiTags('Reconciling')
@Controller('statements/:statementId')
@IdInAddress('statementId', 'a statement')
export class LinesApi {
  constructor(
    private readonly writing: StatementWriting,
    private readonly recording: LineRecording,
    private readonly requests: Requests,
  ) {}

  @Post('accept-suggestions')
  @May('officer')
  @Operation({
    summary: 'Accept the certain suggestions',
    description: 'Those that are not certain stay open. Nothing to do is no error.',
    answers: { matched: 7, ...EXAMPLE_ENVELOPE },
  })
  async accept(
    @Param('statementId') statementId: string,
    @Body() { lineIds }: AcceptBody,
    @Asking() asking: AskingFor,
  ) {
    return this.writing.acceptCertain(asking, statementId, lineIds);
  }

  @Post('lines/:lineId/match')
  @May('officer')
  @IdInAddress('lineId', 'a line')
  @Operation({
    summary: 'Match a line',
    description:
      'With the entries that it is; or, with further lines, as one entry. To the penny: there is ' +
      'no tolerance.',
    answers: { matchId: EXAMPLE_ID, ...EXAMPLE_ENVELOPE },
    refusals: ['amounts-differ', 'already-matched', 'entry-reversed', 'line-not-open'],
  })
  async match(
    @Param('statementId') statementId: string,
    @Param('lineId') lineId: string,
    @Body() { entryIds, withLineIds = [] }: MatchBody,
    @Asking() asking: AskingFor,
  ) {
    const matchId = asking.idOf('match');
    if (withLineIds.includes(lineId))
      throw invalid({
        field: 'withLineIds',
        message: 'This is the line itself. Name others only.',
      });
    const lineIds = [lineId, ...withLineIds];
    const what = { type: 'MatchLine', statementId, matchId, lineIds, entryIds } as const;
    return this.writing.ask(asking, asking.asked(), what, { matchId });
  }

  @Delete('lines/:lineId/match')
  @May('officer')
  @IdInAddress('lineId', 'a line')
  @Operation({
    summary: 'Undo a match',
    description: 'The link only: entries and lines stay, and are open again.',
    answers: EXAMPLE_ENVELOPE,
    refusals: ['not-matched', 'in-closed-period'],
  })
  async undo(
    @Param('statementId') statementId: string,
    @Param('lineId') lineId: string,
    @Asking() asking: AskingFor,
  ) {
    const what = { type: 'UndoMatch', statementId, lineId } as const;
    return this.writing.ask(asking, asking.asked(), what, {});
  }

  @Post('lines/:lineId/record')
  @May('officer')
  @IdInAddress('lineId', 'a line')
  @Operation({
    summary: 'Make an entry of a line',
    description:
      'With its day and amount; where its day is closed, on the first open day, which names it.',
    answers: { entryId: EXAMPLE_ID, ...EXAMPLE_ENVELOPE },
    refusals: ['line-not-open', 'wrong-direction', 'before-opening', 'erased'],
  })
  async record(
    @Param('statementId') statementId: string,
    @Param('lineId') lineId: string,
    @Body() body: RecordBody,
    @Asking() asking: AskingFor,
  ) {
    return this.recording.record(asking, statementId, lineId, body);
  }

  @Post('lines/:lineId/set-aside')
  @May('officer')
  @IdInAddress('lineId', 'a line')
  @Operation({
    summary: 'Set a line aside',
    description: 'In the open, until somebody explains it. Its holder may be asked, once.',
    answers: EXAMPLE_ENVELOPE,
    refusals: ['line-not-open', 'already-asked', 'erased'],
  })
  async setAside(
    @Param('statementId') statementId: string,
    @Param('lineId') lineId: string,
    @Body() { reason, question }: SetAsideBody,
    @Asking() asking: AskingFor,
  ) {
    const { asked, wordsHash } = await this.requests.spoken(asking, { reason, question });
    const asks = question !== undefined;
    const what = { type: 'SetLineAside', statementId, lineId, asks, wordsHash } as const;
    return this.writing.ask(asking, asked, what, {});
  }

  @Post('lines/:lineId/explanation')
  @May('officer', 'holder')
  @IdInAddress('lineId', 'a line')
  @Operation({
    summary: 'Explain a line',
    description: 'By the holder, or by an officer to whom they said it.',
    answers: EXAMPLE_ENVELOPE,
    refusals: ['not-asked', 'erased'],
  })
  async explain(
    @Param('statementId') statementId: string,
    @Param('lineId') lineId: string,
    @Body() { answer }: LineExplanationBody,
    @Asking() asking: AskingFor,
  ) {
    const { asked, wordsHash } = await this.requests.spoken(asking, { answer });
    const what = { type: 'ExplainLine', statementId, lineId, wordsHash } as const;
    return this.writing.ask(asking, asking.onTheirBehalf(asked), what, {});
  }

  @Post('lines/:lineId/ignore')
  @May('officer')
  @IdInAddress('lineId', 'a line')
  @Operation({
    summary: 'Ignore a line',
    description: 'It stays on the statement, and can be restored.',
    answers: EXAMPLE_ENVELOPE,
    refusals: ['line-not-open', 'erased'],
  })
  async ignore(
    @Param('statementId') statementId: string,
    @Param('lineId') lineId: string,
    @Body() { reason }: LineReasonBody,
    @Asking() asking: AskingFor,
  ) {
    const { asked, wordsHash } = await this.requests.spoken(asking, { reason });
    const what = { type: 'IgnoreLine', statementId, lineId, wordsHash } as const;
    return this.writing.ask(asking, asked, what, {});
  }

  @Post('lines/:lineId/restore')
  @May('officer')
  @IdInAddress('lineId', 'a line')
  @Operation({
    summary: 'Restore a line',
    description: 'One that was set aside or ignored is open again.',
    answers: EXAMPLE_ENVELOPE,
    refusals: ['line-not-open', 'in-closed-period', 'erased'],
  })
  async restore(
    @Param('statementId') statementId: string,
    @Param('lineId') lineId: string,
    @Body() { reason }: LineReasonBody,
    @Asking() asking: AskingFor,
  ) {
    const { asked, wordsHash } = await this.requests.spoken(asking, { reason });
    const what = { type: 'RestoreLine', statementId, lineId, wordsHash } as const;
    return this.writing.ask(asking, asked, what, {});
  }
}
