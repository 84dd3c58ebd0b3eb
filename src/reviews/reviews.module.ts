import { Module } from '@nestjs/common';
import type { Database } from '../read-models/database.js';
import { READ_DATABASE } from '../read-models/injection.js';
import { Owners } from '../sign-in/access.js';
import { AccountNames } from '../web/account-names.js';
import { OnReviewHandler } from './review.handler.js';
import { ReviewsApi } from './reviews.api.js';
import { ReviewsQueries } from './reviews.queries.js';
import { ReviewWorkPages } from './work.pages.js';
import { ReviewWork } from './work.queries.js';

@Module({
  controllers: [ReviewsApi, ReviewWorkPages],
  providers: [
    OnReviewHandler,
    {
      provide: ReviewsQueries,
      useFactory: (db: Database) => new ReviewsQueries(db),
      inject: [READ_DATABASE],
    },
    {
      provide: ReviewWork,
      useFactory: (...from: ConstructorParameters<typeof ReviewWork>) => new ReviewWork(...from),
      inject: [READ_DATABASE, AccountNames],
    },
  ],
})
export class ReviewsModule {
  constructor(owners: Owners, reviews: ReviewsQueries) {
    owners.registerByBudget('reviewId', (id) => reviews.budgetOf(id));
  }
}
