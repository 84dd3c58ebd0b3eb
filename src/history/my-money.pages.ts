import { Get, Param, Query } from '@nestjs/common';
import { explanationShown } from '../figures/explanation-shown.facts.js';
import { EXPLAINABLE, FIGURES, type FigureName } from '../figures/figure.facts.js';
import { sinceDay } from '../figures/period.facts.js';
import { nameOfFigure } from '../figures/sentences.facts.js';
import { addDays, addWeeks, dayInWords, type LocalDate } from '../kernel/dates.js';
import type { Whose } from '../people/whose.facts.js';
import { May, Reached } from '../sign-in/access.guard.js';
import type { Owner, Reach } from '../sign-in/access.js';
import { daysAsked, type DaysAsked } from '../web/days-asked.js';
import { AtMoments, type MomentsAsked } from '../web/moments-asked.js';
import { Moments } from '../web/moments.js';
import { shown } from '../web/page.js';
import { Pages } from '../web/pages.js';
import { notFound } from '../web/problem.js';
import { askedOfMoney, type AskedOfMoney } from './asked-of-money.pages.js';
import { feedOf } from './feed.facts.js';
import { HistoryQueries } from './history.queries.js';
import { HolderMoney } from './holder-money.queries.js';

const LATELY_WEEKS = 12;
const AT_MOST = 3;
/** What "why" tells of what is on the account, unless more is asked for. */
const PERIOD_WEEKS = 4;

type Owned = Required<Owner>;
type Sent = Readonly<Record<string, string | undefined>>;

/** What somebody has, and why: of the person, of who acts for them, of who supports them. */
@Pages('my/:budgetId')
export class MyMoneyPages {
  constructor(
    private readonly money: HolderMoney,
    private readonly history: HistoryQueries,
    private readonly moments: Moments,
  ) {}

  @Get()
  @May('holder')
  async home(@Reached() reach: Reach, @AtMoments() asked: MomentsAsked) {
    const owner = reach as Owned;
    const its = await this.asked(reach, asked);
    const { whose, moment } = its;
    const [balance, budget, questions, changed] = await Promise.all([
      this.money.explanation(owner, moment, 'balance', whose.voice),
      this.money.budget(owner, moment),
      this.money.questions(owner, moment),
      this.changesBefore(reach, its, LATELY_WEEKS),
    ]);
    return shown('history/my-money', {
      title: `${whose.section} account`,
      moments: asked,
      whose,
      sentence: balance.sentence,
      budget,
      questions,
      changed: changed.slice(0, AT_MOST),
      changedWeeks: LATELY_WEEKS,
    });
  }

  @Get('why/:name')
  @May('holder')
  async why(
    @Param('name') name: (typeof EXPLAINABLE)[number],
    @Query() sent: Sent,
    @Reached() reach: Reach,
    @AtMoments() asked: MomentsAsked,
  ) {
    if (!EXPLAINABLE.includes(name)) throw notFound();
    const its = await this.asked(reach, asked);
    const { whose, around, moment } = its;
    const days = daysAsked(sent, { until: LAST, keep: around.keep });
    if (days.from && days.to) return this.changeOf(reach, asked, name as FigureName, days);
    const owner = reach as Owned;
    const from = addDays(moment.asAt, 1 - 7 * PERIOD_WEEKS);
    const isWhole = name !== 'balance' || sent['whole'] === 'yes';
    const [explanation, questions, changed] = await Promise.all([
      this.money.explanation(owner, moment, name, whose.voice),
      this.money.questions(owner, moment),
      this.changesBefore(reach, its, isWhole ? LATELY_WEEKS : PERIOD_WEEKS),
    ]);
    const told = isWhole ? explanation : sinceDay(explanation, from, whose.voice);
    const page = shown('history/why', {
      title: `Why is it this figure? ${nameOfFigure(name)}`,
      section: whose.section,
      moments: asked,
      whose,
      name,
      named: nameOfFigure(name),
      explanation: explanationShown(told, around, this.totalOf(name, whose, moment.asAt)),
      isWhole,
      from,
      questions: name === 'balance' ? questions : [],
      changed,
      others: othersThan(name),
      days,
    });
    return days.form ? page.with({ form: days.form }, 400) : page;
  }

  /** What moved a figure between two days, in the shape of its explanation. */
  private async changeOf(reach: Reach, asked: MomentsAsked, name: FigureName, days: DaysAsked) {
    if (!FIGURES.includes(name)) throw notFound();
    const { whose, around, moment } = await this.asked(reach, asked);
    const { from, to } = days as Required<DaysAsked>;
    const moved = await this.money.change(reach as Owned, { from, to }, moment, name);
    return shown('history/why-changed', {
      title: `What changed? ${nameOfFigure(name)}`,
      section: whose.section,
      moments: asked,
      whose,
      name,
      named: nameOfFigure(name),
      explanation: explanationShown(moved, around, 'What changed in all'),
      days,
    });
  }

  private asked = (reach: Reach, asked: MomentsAsked): Promise<AskedOfMoney> =>
    askedOfMoney(reach, asked, { money: this.money, moments: this.moments });

  private totalOf(name: string, { voice }: Whose, asAt: LocalDate): string {
    const isBalance = name === 'balance' || name === 'weeksHeld';
    const when = asAt === this.moments.today ? 'now' : `on ${dayInWords(asAt)}`;
    if (!isBalance) return `${nameOfFigure(name as FigureName)} ${when}`;
    return `${voice === 'you' ? 'What you have' : 'What there is'} ${when}`;
  }

  private async changesBefore(
    reach: Reach,
    { whose, around, moment }: AskedOfMoney,
    weeks: number,
  ) {
    const owner = reach as Owned;
    const { voice } = whose;
    const { asAt, knownAt } = moment;
    const span = { from: addWeeks(asAt, -weeks), to: asAt, knownAt };
    const items = await this.history.changes(owner, span);
    const reductions = await this.history.aroundReductions(owner, moment, voice);
    return feedOf(items, { ...around, userId: reach.user.userId, isHolder: true, reductions });
  }
}

/** Of accruals, days ahead may be asked for, too. */
const LAST = '2099-12-31' as LocalDate;

const othersThan = (name: string) =>
  EXPLAINABLE.filter((it) => it !== name).map((it) => ({ name: it, named: nameOfFigure(it) }));
