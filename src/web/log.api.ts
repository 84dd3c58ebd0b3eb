import { Readable } from 'node:stream';
import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiProperty, ApiTags } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Matches, Max, Min } from 'class-validator';
import type { FastifyReply } from 'fastify';
import { present } from '../kernel/canonical.js';
import { May } from '../sign-in/access.guard.js';
import { eventLines } from './event-lines.js';
import { Reading } from './moments.js';
import { Operation } from './operation.js';
import { invalid } from './problem.js';
import { EventLog, type Position } from '../event-log/event-log.js';
import { LogProof } from '../event-log/log-proof.js';

const DEFAULT_LIMIT = 1_000;
const LARGEST_LIMIT = 10_000;

const limitMessage = { message: `Send a whole number from 1 to ${LARGEST_LIMIT}.` };

const EXAMPLE_LINE = `${JSON.stringify({
  position: '5d1f0c2a-00000000000000000042',
  eventId: '0f5b7b62-8c1d-8a55-9d3e-6f5b0c9a1e77',
  stream: 'account-2ed6657d-e927-568b-95e1-2665a8aea6a2',
  version: 3,
  type: 'PaymentMade',
  schemaVersion: 1,
  on: '2026-04-06',
  recordedAt: '2026-04-06T08:30:00.000000Z',
  actor: { userId: 'demo-officer', role: 'officer' },
  requestKey: 'b0a7c7c2-3d54-4a2c-9d6b-5d3c0d2b7a11',
  data: { on: '2026-04-06', amountPence: 96_000 },
  previousHash: '9832146c…',
  hash: '5d1f0c2a…',
})}\n`;

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
  @ApiProperty({
    required: false,
    type: 'integer',
    minimum: 1,
    maximum: LARGEST_LIMIT,
    default: DEFAULT_LIMIT,
    description: 'At most so many events, 1 to 10,000. Fewer: there are no more.',
  })
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
    mediaType: 'application/x-ndjson',
    answers: EXAMPLE_LINE,
  })
  async events(@Query() query: EventsListed, @Res() reply: FastifyReply): Promise<void> {
    const { after, limit = DEFAULT_LIMIT, type } = query;
    if (after !== undefined && !this.log.isPosition(after))
      throw invalid({ field: 'after', message: 'This is not a position of this ledger.' });
    const lines = Readable.from(
      eventLines(this.log, present({ after: after as Position | undefined, limit, type })),
    );
    await reply.type('application/x-ndjson; charset=utf-8').send(lines);
  }

  @Get('integrity')
  @May('auditor')
  @Operation({
    summary: 'Whether the log is whole and unchanged',
    description:
      'From the last verified place on, or from the first event. Note the head: a later log must ' +
      'still hold it.',
    answers: {
      ok: false,
      events: 420,
      streams: 41,
      unsealed: 0,
      head: { count: 418, root: '9832146c…', position: '5d1f0c2a-00000000000000000420' },
      brokenAt: {
        stream: 'account-2ed6657d-e927-568b-95e1-2665a8aea6a2',
        version: 3,
        position: '5d1f0c2a-00000000000000000421',
        what: 'Its hash does not fit: it was changed',
      },
    },
    orNull: ['head.position'],
    sometimes: ['brokenAt'],
    means: {
      events: 'Looked at and in order.',
      unsealed: 'Covered by no seal yet: protected against crashes, not against a cut.',
      'head.count': 'How many events the last seal covers.',
      'head.root': 'What the last seal hangs on: note it.',
      'head.position': 'The place of the last event.',
      brokenAt: 'The first event that is not as it was recorded.',
    },
  })
  async integrity(@Query() { full }: IntegrityAsked) {
    return this.proof.look(full === 'true');
  }
}
