import { Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { May, OfCircle, Reached } from '../sign-in/access.guard.js';
import type { Reach } from '../sign-in/access.js';
import { Asking, AskingFor } from '../web/asking.js';
import { FILE_FORMATS } from '../web/file-format.js';
import { Reading } from '../web/moments.js';
import {
  EXAMPLE_ENVELOPE,
  EXAMPLE_ID,
  examplePage,
  IdInAddress,
  Operation,
} from '../web/operation.js';
import { Paging } from '../web/paging.js';
import { notFound } from '../web/problem.js';
import { TakesFile, Uploaded, type Upload } from '../web/upload.js';
import { ReceiptWriting } from './receipt-writing.api.js';
import { ReceiptsQueries, type ReceiptFile } from './receipts.queries.js';

const EXAMPLE_RECEIPT = {
  receiptId: EXAMPLE_ID,
  eventId: '0f5b7b62-8c1d-8a55-9d3e-6f5b0c9a1e77',
  entryId: EXAMPLE_ID,
  on: '2026-04-20',
  recordedAt: '2026-04-20T09:30:00.000000Z',
  type: 'image/jpeg',
  bytes: 48_213,
};

/** Proof of an expense. What is in a file is nobody's who only looks, and none runs anywhere. */
@ApiTags('Money')
@Controller('budgets/:budgetId/expenses/:entryId/receipts')
@IdInAddress('budgetId', 'a budget')
@IdInAddress('entryId', 'an expense')
export class ReceiptsApi {
  constructor(
    private readonly receipts: ReceiptWriting,
    private readonly queries: ReceiptsQueries,
  ) {}

  @Post()
  @May('officer', 'holder')
  @TakesFile('PDF, JPEG, PNG, HEIC or WebP, at most 10 MB. Its name is not kept.')
  @Operation({
    summary: 'Send a receipt for an expense',
    description:
      'One file, in the part `file`. It is kept sealed, and erased with the person; the log has ' +
      'its type, its size and a keyed hash. The same key and the same file count once.',
    status: 201,
    answers: { receiptId: EXAMPLE_ID, ...EXAMPLE_ENVELOPE },
    refusals: ['erased'],
  })
  async send(
    @Param('entryId') entryId: string,
    @Uploaded() { file }: Upload,
    @Asking() asking: AskingFor,
  ) {
    return this.receipts.send(asking, entryId, file);
  }

  @Get()
  @May('officer', 'auditor', 'holder')
  @OfCircle('self', 'nominee', 'authorised-person')
  @Operation({
    summary: 'What was sent for an expense',
    description: 'The first one first. It says that something was sent, not what is in it.',
    answers: examplePage(EXAMPLE_RECEIPT),
    codes: { type: Object.values(FILE_FORMATS).map((it) => it.mediaType) },
    means: { type: 'What the file is by its bytes.', bytes: 'How many it has.' },
  })
  async list(@Param('entryId') entryId: string, @Query() paging: Paging, @Reached() reach: Reach) {
    return this.queries.list(reach, entryId, paging);
  }

  @Get(':receiptId')
  @May('officer', 'holder')
  @OfCircle('self', 'nominee', 'authorised-person')
  @IdInAddress('receiptId', 'a receipt')
  @Operation({
    summary: 'The file that was sent',
    description:
      'To be saved, never shown in place. 404 once the person was erased: nobody can read it then.',
    mediaType: 'application/octet-stream',
    answers: 'The bytes as they were sent.',
  })
  async file(
    @Param('entryId') entryId: string,
    @Param('receiptId') receiptId: string,
    @Query() _: Reading,
    @Reached() reach: Reach,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const file = await this.queries.file(reach, entryId, receiptId);
    if (!file) throw notFound('This file is not here. It was erased, or the address is wrong.');
    await sendFile(reply, file);
  }
}

/** To be saved and never shown in place. */
export async function sendFile(reply: FastifyReply, file: ReceiptFile): Promise<void> {
  await reply
    .headers({
      'content-disposition': `attachment; filename="${file.name}"`,
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    })
    // Not its own type: what somebody sent is not to be opened by whatever can.
    .type('application/octet-stream')
    .send(file.bytes);
}
