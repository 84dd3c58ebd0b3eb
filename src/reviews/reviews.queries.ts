import type { Database } from '../read-models/database.js';
import { rowsOf } from '../read-models/rows.js';
import { reviews } from './reviews.read-model.js';

/** What is read of reviews; lists and clocks come with monitoring. */
export class ReviewsQueries {
  constructor(private readonly db: Database) {}

  async budgetOf(reviewId: string): Promise<string | undefined> {
    const row = await rowsOf(this.db, reviews)
      .select('budgetId')
      .where('reviewId', '=', reviewId)
      .executeTakeFirst();
    return row?.budgetId;
  }
}
