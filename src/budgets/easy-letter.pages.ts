import { Get, Param } from '@nestjs/common';
import { present } from '../kernel/canonical.js';
import { whoseOf } from '../people/whose.facts.js';
import { May, Reached } from '../sign-in/access.guard.js';
import type { Owner, Reach } from '../sign-in/access.js';
import { easyPage } from '../web/easy-page.js';
import { Pages } from '../web/pages.js';
import { easyLetter } from './easy-letter.js';
import { canBeChallenged } from './reductions.facts.js';
import { ReductionsTold } from './reduction-told.queries.js';

/** The letter of a reduction in easy words. */
@Pages('easy/:budgetId/letter/:reductionId')
export class EasyLetterPages {
  constructor(private readonly reductions: ReductionsTold) {}

  @Get()
  @May('holder')
  async letter(@Param('reductionId') reductionId: string, @Reached() reach: Reach) {
    const told = await this.reductions.of(reductionId, reach);
    const { budgetId, relation } = reach as Reach & Required<Owner>;
    const whose = whoseOf(present({ budgetId, relation }), told.fullName);
    const at = `/reductions/${reductionId}`;
    const mayTellUs = whose.mayAct && canBeChallenged(told.story, told.today);
    const links = [
      { href: `${whose.base}${at}/letter`, text: 'Read the letter' },
      ...(mayTellUs
        ? [{ href: `${whose.base}${at}/challenge`, text: 'Tell us that you do not agree' }]
        : []),
    ];
    const frame = { ...whose, fullName: told.fullName, keep: (href: string) => href };
    return easyPage(frame, 'Your budget', at, [...easyLetter(told), { lines: [], links }]);
  }
}
