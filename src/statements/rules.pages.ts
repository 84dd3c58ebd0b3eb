import { Get, Param, Post } from '@nestjs/common';
import { atTheStart } from '../policies/in-words.facts.js';
import { May, Reached } from '../sign-in/access.guard.js';
import type { Owner, Reach } from '../sign-in/access.js';
import { Asking, AskingFor } from '../web/asking.js';
import { shown } from '../web/page.js';
import { Pages } from '../web/pages.js';
import { done } from '../web/see-other.js';
import { proposalInWords } from './lines-in-words.js';
import { StatementAround, statementsOf } from './statement-around.pages.js';
import { StatementsApi } from './statements.api.js';
import { StatementsQueries } from './statements.queries.js';

/** What was learned from earlier lines of an account: shown, and forgotten where it is wrong. */
@Pages('accounts/:budgetId/statements/rules')
export class RulesPages {
  constructor(
    private readonly queries: StatementsQueries,
    private readonly statements: StatementsApi,
    private readonly around: StatementAround,
  ) {}

  @Get()
  @May('officer', 'auditor')
  async list(@Reached() reach: Reach) {
    const base = statementsOf(reach);
    const rules = await this.queries.rules(reach as Required<Owner>);
    return shown('statements/rules', {
      ...(await this.around.below(reach, base)),
      title: 'What was learned from earlier lines',
      rules: rules.map((it) => ({
        ...it,
        words: atTheStart(proposalInWords({ ...it, reasons: [] })),
        forget: `${base}/rules/${it.ruleId}/forget`,
      })),
    });
  }

  @Post(':ruleId/forget')
  @May('officer')
  async forget(@Param('ruleId') ruleId: string, @Asking() asking: AskingFor) {
    await this.statements.forget(ruleId, asking);
    return done(
      `${statementsOf(asking.reach)}/rules`,
      'This is forgotten.',
      'Lines that are recorded later teach it anew.',
    );
  }
}
