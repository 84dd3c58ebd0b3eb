import { Readable } from 'node:stream';
import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiProperty, ApiTags } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Matches, Max, Min } from 'class-validator';
import type { FastifyReply } from 'fastify';
import { May } from '../sign-in/access.guard.js';
import { Reading } from '../web/moments.js';
import { Operation } from '../web/operation.js';
import { invalid } from '../web/problem.js';
import { EventLog, type Position, type Recorded } from './event-log.js';
import { LogProof } from './log-proof.js';

const DEFAULT_LIMIT = 1_000;
const LARGEST_LIMIT = 10_000;
const PAGE = 500;

const limitMessage = { message: `Send a whole number from 1 to ${LARGEST_LIMIT}.` };

class EventsListed extends Reading {
  @IsOptional()
  @IsString()
  @ApiProperty({ required: false, description: 'A position: what comes after it is sent.' })
  after?: string;

  @IsOptional()
  @Transform(({ value }) => (/^\d{1,9}$/.test(String(value)) ? Number(value) : value))
  @IsInt(limitMessage)
  @Min(1, limitMessage)
  @Max(LARGEST_LIMIT, limitMessage)
  @ApiProperty({ required: false, minimum: 1, maximum: LARGEST_LIMIT, default: DEFAULT_LIMIT })
  limit?: number;

  @IsOptional()
  @Matches(/^[A-Za-z]{1,60}$/, { message: 'Send the name of an event type, such as PaymentMade.' })
  @ApiProperty({ required: false, description: 'Only events of this type.' })
  type?: string;
}

class IntegrityAsked extends Reading {
  @IsOptional()
  @IsIn(['true', 'false'], { message: 'Send true or false.' })
  @ApiProperty({
    required: false,
    enum: ['true', 'false'],
    description: 'From the first event on.',
  })
  full?: string;
}

/** The log itself, for those who prove it. */
@ApiTags('Proof')
@Controller()
export class LogApi {
  constructor(
    private readonly log: EventLog,
    private readonly proof: LogProof,
  ) {}

  @Get('events')
  @May('auditor')
  @Operation({
    summary: 'The events in log order, one JSON object a line (NDJSON)',
    description:
      'Envelope, data and hash as they are chained. Ids, codes, days and pence; no words.',
    answers: 'application/x-ndjson',
  })
  async events(@Query() query: EventsListed, @Res() reply: FastifyReply): Promise<void> {
    const { after, limit = DEFAULT_LIMIT, type } = query;
    if (after !== undefined && !this.log.isPosition(after))
      throw invalid({ field: 'after', message: 'This is not a position of this ledger.' });
    const lines = Readable.from(this.lines((after as Position) ?? null, limit, type));
    await reply.type('application/x-ndjson; charset=utf-8').send(lines);
  }

  @Get('integrity')
  @May('auditor')
  @Operation({
    summary: 'Whether the log is whole and unchanged',
    description:
      'From the last verified place on, or from the first event. Note the head: a later log must ' +
      'still hold it.',
    answers: { ok: true, events: 420, streams: 41, head: { count: 418, root: '…', position: '…' } },
  })
  async integrity(@Query() { full }: IntegrityAsked) {
    return this.proof.look(full === 'true');
  }

  private async *lines(after: Position | null, limit: number, type?: string) {
    const filter = type === undefined ? {} : { types: [type] };
    let place = after;
    for (let left = limit; left > 0;) {
      const page = await this.log.read(place, Math.min(PAGE, left), filter);
      if (page.length > 0) yield page.map(lineOf).join('');
      if (page.length < Math.min(PAGE, left)) return;
      place = page.at(-1)!.position;
      left -= page.length;
    }
  }
}

function lineOf(at: Recorded): string {
  const { event, requestId: requestKey, ...envelope } = at;
  const { type, ...data } = event;
  return `${JSON.stringify({ ...envelope, type, on: event.on, requestKey, data })}\n`;
}
