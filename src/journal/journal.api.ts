import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiProperty, ApiTags } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString } from 'class-validator';
import type { FastifyReply } from 'fastify';
import { isId } from '../kernel/digest.js';
import { May } from '../sign-in/access.guard.js';
import { Reading } from '../web/moments.js';
import { EXAMPLE_ID, Operation } from '../web/operation.js';
import { notFound } from '../web/problem.js';
import { sendJournal } from './journal-sending.api.js';
import { JOURNAL_FORMATS, JournalQueries, type JournalFormat } from './journal.queries.js';

class JournalAsked extends Reading {
  @IsIn(JOURNAL_FORMATS, { message: `Send one of: ${JOURNAL_FORMATS.join(', ')}.` })
  @ApiProperty({ enum: JOURNAL_FORMATS, example: 'hledger', description: 'Who reads it.' })
  format!: JournalFormat;

  @IsOptional()
  @IsString()
  @ApiProperty({
    required: false,
    format: 'uuid',
    description: 'Only this budget; default: all of them.',
  })
  budgetId?: string;
}

const EVENT = '0f5b7b62-8c1d-8a55-9d3e-6f5b0c9a1e77';
const EXAMPLE_BOOKS = `commodity £1,000.00

account assets:${EXAMPLE_ID}:on-its-way
account expenses:${EXAMPLE_ID}:personal-assistant

2026-04-17=2026-04-20 (${EVENT}) Money spent
    assets:${EXAMPLE_ID}:on-its-way  -£96.00
    expenses:${EXAMPLE_ID}:personal-assistant  £96.00
`;
const EXAMPLE_CSV =
  'eventId,on,recordedOn,budgetId,account,amount,type,reverses\r\n' +
  `${EVENT},2026-04-17,2026-04-20,${EXAMPLE_ID},assets:${EXAMPLE_ID}:on-its-way,-96.00,` +
  'ExpenseRecorded,\r\n';

/** The books, for programs that share no code with this one. */
@ApiTags('Proof')
@Controller('journal')
export class JournalApi {
  constructor(private readonly journal: JournalQueries) {}

  @Get()
  @May('auditor')
  @Operation({
    summary: 'All movements of money as a journal, for hledger, ledger or a spreadsheet',
    description:
      'Made from the events, by the day they count, then in log order. One transaction an event, ' +
      'its id as the code; the second date is the London day on which it was recorded; the tag ' +
      '`reverses` names the event that it puts right. What is on an account is everything under ' +
      '`assets:<budgetId>`. A connection that ends early has not sent all of it.',
    mediaType: 'text/plain',
    answers: EXAMPLE_BOOKS,
    otherwise: { 'text/csv': EXAMPLE_CSV },
  })
  async read(
    @Query() { format, budgetId }: JournalAsked,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (budgetId !== undefined && !(isId(budgetId) && (await this.journal.knows(budgetId))))
      throw notFound();
    await sendJournal(reply, this.journal, { format, budgetId });
  }
}
