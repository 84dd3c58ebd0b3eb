import { Module } from '@nestjs/common';
import type { Database } from '../read-models/database.js';
import { READ_DATABASE } from '../read-models/injection.js';
import { Owners } from '../sign-in/access.js';
import { OnReviewHandler } from './review.handler.js';
import { ReviewsApi } from './reviews.api.js';
import { ReviewsQueries } from './reviews.queries.js';

@Module({
  controllers: [ReviewsApi],
  providers: [
    OnReviewHandler,
    {
      provide: ReviewsQueries,
      useFactory: (db: Database) => new ReviewsQueries(db),
      inject: [READ_DATABASE],
    },
  ],
})
export class ReviewsModule {
  constructor(owners: Owners, reviews: ReviewsQueries) {
    owners.registerByBudget('reviewId', (id) => reviews.budgetOf(id));
  }
}
