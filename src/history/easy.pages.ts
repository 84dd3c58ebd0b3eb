import { Get, Param, Query } from '@nestjs/common';
import { explanationShown } from '../figures/explanation-shown.facts.js';
import { EXPLAINABLE, type ExplainableName } from '../figures/figure.facts.js';
import { present } from '../kernel/canonical.js';
import { addDays, addWeeks, dayInWords, earlier } from '../kernel/dates.js';
import type { EasyPart } from '../policies/easy.facts.js';
import { May, Reached } from '../sign-in/access.guard.js';
import type { Owner, Reach } from '../sign-in/access.js';
import { easyPage, type EasyFrame } from '../web/easy-page.js';
import { AtMoments, type MomentsAsked } from '../web/moments-asked.js';
import { Moments } from '../web/moments.js';
import { Pages } from '../web/pages.js';
import { notFound } from '../web/problem.js';
import { askedOfMoney } from './asked-of-money.pages.js';
import { EasyHistory } from './easy-history.queries.js';
import {
  easyBudget,
  easyHappened,
  easyHaving,
  easyNext,
  easyQuestion,
  easyStatement,
  easyWhy,
} from './easy-parts.js';
import { HistoryQueries } from './history.queries.js';
import { HolderMoney } from './holder-money.queries.js';
import { STATEMENT_DAYS } from './statement-shown.facts.js';

type Owned = Required<Owner>;
type Sent = Readonly<Record<string, string | undefined>>;

const LATELY_WEEKS = 12;
const AT_MOST = 3;
const ITEMS_A_PAGE = 10;

/** The pages of the holder's side in easy words: the same facts, from the same queries. */
@Pages('easy/:budgetId')
export class EasyPages {
  constructor(
    private readonly money: HolderMoney,
    private readonly history: HistoryQueries,
    private readonly easyHistory: EasyHistory,
    private readonly moments: Moments,
  ) {}

  @Get()
  @May('holder')
  async home(@Reached() reach: Reach, @AtMoments() asked: MomentsAsked) {
    const owner = reach as Owned;
    const { frame, moment, whose } = await this.asked(reach, asked);
    const { asAt, knownAt } = moment;
    const [balance, budget, questions, changed] = await Promise.all([
      this.money.explanation(owner, moment, 'balance', whose.voice),
      this.money.budget(owner, moment),
      this.money.questions(owner, moment),
      this.easyHistory.changes(owner, { from: addWeeks(asAt, -LATELY_WEEKS), to: asAt, knownAt }),
    ]);
    const why = { href: frame.keep(`${whose.easyBase}/why/balance`), text: 'Why is it this much?' };
    const asks = { href: `${whose.easyBase}/asks`, text: 'See what we ask' };
    return easyPage(frame, 'What you have', '', [
      { ...easyHaving(balance, asAt), links: [why] },
      ...(questions.length > 0
        ? [{ heading: 'What we ask', lines: ['We have a question for you.'], links: [asks] }]
        : []),
      easyNext(budget, asAt),
      ...easyBudget(budget),
      ...(changed.length > 0
        ? [{ heading: 'What changed', lines: ['This is what changed lately.'] }]
        : []),
      ...changed.slice(0, AT_MOST).map(easyHappened),
    ]);
  }

  @Get('why/:name')
  @May('holder')
  async why(
    @Param('name') name: ExplainableName,
    @Reached() reach: Reach,
    @AtMoments() asked: MomentsAsked,
  ) {
    if (!EXPLAINABLE.includes(name)) throw notFound();
    const { frame, moment, whose } = await this.asked(reach, asked);
    const told = await this.money.explanation(reach as Owned, moment, name, whose.voice);
    const shown = explanationShown(told, { base: whose.base, keep: frame.keep }, '');
    const parts = easyWhy(told, shown, moment.asAt);
    return easyPage(frame, 'Why is it this much?', `/why/${name}`, parts);
  }

  @Get('history')
  @May('holder')
  async feed(@Query() sent: Sent, @Reached() reach: Reach, @AtMoments() asked: MomentsAsked) {
    const { frame, moment, whose } = await this.asked(reach, asked);
    const page = pageIn(sent);
    const { items, total } = await this.easyHistory.of(reach as Owned, {
      ...present({ asAt: asked.asAt }),
      knownAt: moment.knownAt,
      byHolderSide: true,
      newestFirst: true,
      kinds: [],
      page,
      pageSize: ITEMS_A_PAGE,
    });
    if (page > 1 && items.length === 0) throw notFound();
    const at = `${whose.easyBase}/history`;
    const others: EasyPart = {
      lines: [],
      links: [
        ...(page > 1
          ? [{ href: frame.keep(`${at}?page=${page - 1}`), text: 'See what is newer' }]
          : []),
        ...(page * ITEMS_A_PAGE < total
          ? [{ href: frame.keep(`${at}?page=${page + 1}`), text: 'See what is older' }]
          : []),
      ],
    };
    const title = page === 1 ? 'What happened' : `What happened, page ${page}`;
    return easyPage(frame, title, '/history', [...items.map(easyHappened), others]);
  }

  @Get('statement')
  @May('holder')
  async statement(@Reached() reach: Reach, @AtMoments() asked: MomentsAsked) {
    const { frame, moment } = await this.asked(reach, asked);
    const to = earlier(moment.asAt, this.moments.today);
    const from = addDays(to, 1 - STATEMENT_DAYS);
    const { knownAt } = moment;
    const stated = await this.history.statement(reach as Owned, { from, to, knownAt });
    const period = { lines: [`This is from ${dayInWords(from)} to ${dayInWords(to)}.`] };
    const parts = [period, ...easyStatement(stated)];
    return easyPage(frame, 'Money in and money out', '/statement', parts);
  }

  @Get('asks')
  @May('holder')
  async asks(@Reached() reach: Reach, @AtMoments() asked: MomentsAsked) {
    const { frame, moment, whose } = await this.asked(reach, asked);
    const questions = await this.money.questions(reach as Owned, moment);
    const parts = questions.map((it) =>
      easyQuestion(it, whose.mayAct ? `${whose.base}/${it.path}` : undefined),
    );
    const none = { lines: ['We have no question for you.', 'You need not do anything.'] };
    return easyPage(frame, 'What we ask', '', parts.length > 0 ? parts : [none]);
  }

  private async asked(reach: Reach, asked: MomentsAsked) {
    const { money, moments } = this;
    const { whose, fullName, moment } = await askedOfMoney(reach, asked, { money, moments });
    const frame: EasyFrame = { ...whose, fullName, moments: asked, keep: (it) => asked.keptIn(it) };
    return { whose, frame, moment };
  }
}

function pageIn({ page = '1' }: Sent): number {
  if (!/^[1-9]\d{0,5}$/.test(page)) throw notFound();
  return Number(page);
}
