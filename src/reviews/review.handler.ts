import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Written } from '../event-log/event-log.js';
import { transact } from '../event-log/transact.js';
import { Writer } from '../event-log/writer.js';
import { OnReview } from './review.commands.js';
import type { ReviewEvent } from './review.events.js';
import { review } from './review.js';

@CommandHandler(OnReview)
export class OnReviewHandler implements ICommandHandler<OnReview> {
  constructor(readonly writer: Writer) {}

  execute({ reviewId, command, asked }: OnReview): Promise<Written<ReviewEvent>> {
    return transact(this.writer, `review-${reviewId}`, review, command, asked);
  }
}
