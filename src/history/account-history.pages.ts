import { Get, Query } from '@nestjs/common';
import { present } from '../kernel/canonical.js';
import { addDays, dayInWords, earlier, later } from '../kernel/dates.js';
import { May, Reached } from '../sign-in/access.guard.js';
import type { Owner, Reach } from '../sign-in/access.js';
import { AccountFrame } from '../web/account-frame.js';
import { daysAsked } from '../web/days-asked.js';
import { AtMoments, type MomentsAsked } from '../web/moments-asked.js';
import { Moments } from '../web/moments.js';
import { addressWith, pageAsked, pageLinks, titleOfPage } from '../web/page-links.js';
import { shown } from '../web/page.js';
import { Pages } from '../web/pages.js';
import { notFound } from '../web/problem.js';
import { seeOther } from '../web/see-other.js';
import { anchorOf, byMonth, feedOf } from './feed.facts.js';
import { HistoryQueries, type HistoryAsked } from './history.queries.js';
import { HISTORY_KINDS, nameOfKind, type HistoryKind } from './kinds.facts.js';
import { moneyPictured } from './money-picture.pages.js';
import { STATEMENT_DAYS, statementShown } from './statement-shown.facts.js';

const ITEMS_A_PAGE = 20;

type Owned = Required<Owner>;
type Sent = Readonly<Record<string, string | undefined>>;

/** What happened to an account, and its statement: for the council and auditors. */
@Pages('accounts/:budgetId')
export class AccountHistoryPages {
  constructor(
    private readonly history: HistoryQueries,
    private readonly moments: Moments,
    private readonly frame: AccountFrame,
  ) {}

  @Get('history')
  @May('officer', 'auditor')
  async feed(@Query() sent: Sent, @AtMoments() asked: MomentsAsked, @Reached() reach: Reach) {
    const owner = reach as Owned;
    const [around, moment] = await Promise.all([
      this.frame.of(reach, asked, 'history'),
      this.moments.of(asked),
    ]);
    const kind = HISTORY_KINDS.find((it) => it === sent['kind']);
    const listed = {
      ...present({ asAt: asked.asAt }),
      knownAt: moment.knownAt,
      newestFirst: true,
      kinds: kind ? [kind] : [],
      page: pageAsked(sent['page']),
      pageSize: ITEMS_A_PAGE,
    };
    const base = `/accounts/${owner.budgetId}`;
    const keep = (href: string) => asked.keptIn(href);
    const hrefOf = (of?: HistoryKind, page = 1) =>
      keep(addressWith(`${base}/history`, { kind: of, page: page > 1 ? page : undefined }));
    if (sent['at'] !== undefined) throw await this.placeOf(owner, listed, sent['at'], hrefOf);
    const found = await this.history.feed(owner, listed);
    const { userId, role } = reach.user;
    const reader = { base, keep, userId, isHolder: false, mayRecord: role !== 'auditor' };
    const isFirst = found.page === 1 && kind === undefined;
    return shown('history/account-history', {
      ...around,
      title: titleOfPage(kind ? `History: ${nameOfKind(kind)}` : 'History', found),
      kinds: [undefined, ...found.kindsThereAre].map((it) => ({
        href: hrefOf(it),
        text: it ? nameOfKind(it) : 'Everything',
        isChosen: it === kind,
      })),
      months: byMonth(feedOf(found.items, reader)),
      picture: isFirst && moneyPictured(await this.history.byMonth(owner.budgetId, moment)),
      pages: pageLinks(found, (page) => hrefOf(kind, page)),
    });
  }

  @Get('statement')
  @May('officer', 'auditor')
  async statement(@Query() sent: Sent, @AtMoments() asked: MomentsAsked, @Reached() reach: Reach) {
    const owner = reach as Owned;
    const { today } = this.moments;
    const keep = (href: string) => asked.keptIn(href);
    const days = daysAsked(sent, { until: today, keep });
    const [around, moment] = await Promise.all([
      this.frame.of(reach, asked, 'statement'),
      this.moments.of(asked),
    ]);
    const to = days.to ?? later(days.from ?? moment.asAt, earlier(moment.asAt, today));
    const from = days.from ?? addDays(to, 1 - STATEMENT_DAYS);
    const stated = await this.history.statement(owner, { from, to, knownAt: moment.knownAt });
    const page = shown('history/account-statement', {
      ...around,
      title: `Statement, ${dayInWords(from)} to ${dayInWords(to)}`,
      statement: statementShown(stated, { base: `/accounts/${owner.budgetId}`, keep }),
      today,
      days,
    });
    return days.form ? page.with({ form: days.form }, 400) : page;
  }

  /** Of an entry that a figure names: on the page where it stands. */
  private async placeOf(
    owner: Owned,
    listed: HistoryAsked,
    at: string,
    hrefOf: (kind: undefined, page: number) => string,
  ) {
    const page = await this.history.placeOf(owner, listed, at);
    return page === undefined ? notFound() : seeOther(`${hrefOf(undefined, page)}#${anchorOf(at)}`);
  }
}
