import { Get, Param, Query } from '@nestjs/common';
import { present } from '../kernel/canonical.js';
import { dayInWords, endOfDay, type LocalDate } from '../kernel/dates.js';
import { May, Reached } from '../sign-in/access.guard.js';
import type { Owner, Reach } from '../sign-in/access.js';
import { AccountFrame } from '../web/account-frame.js';
import { daysAsked } from '../web/days-asked.js';
import { AtMoments, type MomentsAsked } from '../web/moments-asked.js';
import { Moments, type Moment } from '../web/moments.js';
import { shown } from '../web/page.js';
import { Pages } from '../web/pages.js';
import { notFound } from '../web/problem.js';
import { explanationShown, type Around } from './explanation-shown.facts.js';
import { FIELD_WORDS } from './field-words.facts.js';
import { EXPLAINABLE, type ExplainableName, type FigureName } from './figure.facts.js';
import { FiguresQueries } from './figures.queries.js';
import { nameOfFigure, type Between } from './sentences.facts.js';

type Sent = Readonly<Record<string, string | undefined>>;
type Days = { readonly from: LocalDate; readonly to: LocalDate };

/** Why a figure of an account is what it is, and what moved it: for the council and auditors. */
@Pages('accounts/:budgetId/figures')
export class AccountFiguresPages {
  constructor(
    private readonly figures: FiguresQueries,
    private readonly moments: Moments,
    private readonly frame: AccountFrame,
  ) {}

  @Get(':name')
  @May('officer', 'auditor')
  async why(
    @Param('name') name: ExplainableName,
    @Query() sent: Sent,
    @AtMoments() asked: MomentsAsked,
    @Reached() reach: Reach,
  ) {
    if (!EXPLAINABLE.includes(name)) throw notFound();
    const { budgetId } = reach as Required<Owner>;
    const keep = (href: string) => asked.keptIn(href);
    const byKnowledge = sent['by'] === 'known';
    const days = daysAsked(sent, { until: byKnowledge ? this.moments.today : LAST, keep });
    const [around, moment] = await Promise.all([
      this.frame.of(reach, asked),
      this.moments.of(asked),
    ]);
    const isChange = days.from !== undefined && days.to !== undefined && name !== 'weeksHeld';
    const explanation = isChange
      ? await this.changeOf(budgetId, name, days as Days, asked, byKnowledge)
      : await this.figures.explanation(budgetId, moment, name, 'others');
    const of: Around = { base: `/accounts/${budgetId}`, keep };
    const page = shown('figures/account-figure', {
      ...around,
      title: isChange ? `${FIELD_WORDS[name]}: what changed` : FIELD_WORDS[name],
      name,
      isChange,
      byKnowledge,
      explanation: explanationShown(explanation, of, totalOf(name, moment.asAt, isChange)),
      others: EXPLAINABLE.filter((it) => it !== name).map((it) => {
        return { text: FIELD_WORDS[it], href: keep(`/accounts/${budgetId}/figures/${it}`) };
      }),
      days,
    });
    return days.form ? page.with({ form: days.form }, 400) : page;
  }

  private async changeOf(
    budgetId: string,
    name: FigureName,
    days: Days,
    asked: MomentsAsked,
    byKnowledge: boolean,
  ) {
    const { pair, between } = byKnowledge
      ? await this.asKnownOn(days, asked)
      : await this.asAt(days, asked);
    return this.figures.change(budgetId, pair, name, between);
  }

  /** On two days, as both are known now or on the day that is asked for. */
  private async asAt({ from, to }: Days, asked: MomentsAsked) {
    const moment = await this.moments.of(present({ knownAt: asked.knownAt }));
    return spanOf({ ...moment, asAt: from }, { ...moment, asAt: to }, { from, to });
  }

  /** One day, as it was known at the end of two. What is known of today is what is known now. */
  private async asKnownOn({ from, to }: Days, { day, today }: MomentsAsked) {
    const known = (on: LocalDate) =>
      this.moments.of(on < today ? { asAt: day, knownAt: endOfDay(on) } : { asAt: day });
    const [before, after] = [await known(from), await known(to)];
    return spanOf(before, after, { knownFrom: before.knownAt, knownTo: after.knownAt });
  }
}

/** Of accruals, days ahead may be asked for, too. */
const LAST = '2099-12-31' as LocalDate;

const spanOf = (before: Moment, after: Moment, between: Between) => ({
  pair: [before, after] as const,
  between,
});

function totalOf(name: ExplainableName, asAt: LocalDate, isChange: boolean): string {
  if (isChange) return 'What changed in all';
  return `${nameOfFigure(name === 'weeksHeld' ? 'balance' : name)} on ${dayInWords(asAt)}`;
}
