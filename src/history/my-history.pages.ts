import { Get, Query } from '@nestjs/common';
import type { Around } from '../figures/explanation-shown.facts.js';
import { present } from '../kernel/canonical.js';
import { addDays, addMonths, dayInWords, earlier, later } from '../kernel/dates.js';
import { May, Reached } from '../sign-in/access.guard.js';
import type { Owner, Reach } from '../sign-in/access.js';
import { daysAsked } from '../web/days-asked.js';
import { AtMoments, type MomentsAsked } from '../web/moments-asked.js';
import { Moments } from '../web/moments.js';
import { addressWith, pageAsked, pageLinks, titleOfPage } from '../web/page-links.js';
import { shown } from '../web/page.js';
import { Pages } from '../web/pages.js';
import { notFound } from '../web/problem.js';
import { seeOther } from '../web/see-other.js';
import { askedOfMoney } from './asked-of-money.pages.js';
import { anchorOf, byMonth, feedOf } from './feed.facts.js';
import { HistoryQueries, type HistoryAsked } from './history.queries.js';
import { HolderMoney } from './holder-money.queries.js';
import { HISTORY_KINDS, nameOfKind, type HistoryKind } from './kinds.facts.js';
import { moneyPictured } from './money-picture.pages.js';
import { STATEMENT_DAYS, statementShown } from './statement-shown.facts.js';

const ITEMS_A_PAGE = 20;

type Owned = Required<Owner>;
type Sent = Readonly<Record<string, string | undefined>>;

/** What happened to somebody's account, and its statement: for the holder's side. */
@Pages('my/:budgetId')
export class MyHistoryPages {
  constructor(
    private readonly history: HistoryQueries,
    private readonly money: HolderMoney,
    private readonly moments: Moments,
  ) {}

  @Get('history')
  @May('holder')
  async feed(@Query() sent: Sent, @Reached() reach: Reach, @AtMoments() asked: MomentsAsked) {
    const owner = reach as Owned;
    const { whose, around, moment } = await this.asked(reach, asked);
    const kind = kindIn(sent);
    const page = pageAsked(sent['page']);
    const listed = {
      ...present({ asAt: asked.asAt }),
      knownAt: moment.knownAt,
      byHolderSide: true,
      newestFirst: true,
      kinds: kind ? [kind] : [],
      page,
      pageSize: ITEMS_A_PAGE,
    };
    if (sent['at'] !== undefined) throw await this.placeOf(owner, listed, sent['at'], around);
    const [found, reductions] = await Promise.all([
      this.history.feed(owner, listed),
      this.history.aroundReductions(owner, moment, whose.voice),
    ]);
    const last = Math.max(1, Math.ceil(found.total / ITEMS_A_PAGE));
    const hrefOf = (of?: HistoryKind, number = 1) =>
      around.keep(
        addressWith(`${around.base}/history`, { kind: of, page: number > 1 ? number : undefined }),
      );
    // The days that are looked at may have fewer items than those that were.
    if (page > last) throw seeOther(hrefOf(kind, last));
    const as = { userId: reach.user.userId, isHolder: true, mayDisagree: whose.mayAct };
    const reader = { ...around, ...as, reductions };
    const isFirst = page === 1 && kind === undefined;
    return shown('history/my-history', {
      title: titleOfPage(kind ? `History: ${nameOfKind(kind)}` : 'History', found),
      section: whose.section,
      moments: asked,
      whose,
      kinds: [undefined, ...found.kindsThereAre].map((it) => ({
        href: hrefOf(it),
        text: it ? nameOfKind(it) : 'Everything',
        isChosen: it === kind,
      })),
      months: byMonth(feedOf(found.items, reader)),
      picture: isFirst && moneyPictured(await this.history.byMonth(owner.budgetId, moment)),
      pages: pageLinks(found, (number) => hrefOf(kind, number)),
    });
  }

  @Get('statement')
  @May('holder')
  async statement(@Query() sent: Sent, @Reached() reach: Reach, @AtMoments() asked: MomentsAsked) {
    const owner = reach as Owned;
    const { whose, fullName, around, moment } = await this.asked(reach, asked);
    const { today } = this.moments;
    const days = daysAsked(sent, { until: today, keep: around.keep });
    const to = days.to ?? later(days.from ?? moment.asAt, earlier(moment.asAt, today));
    const from = days.from ?? addDays(to, 1 - STATEMENT_DAYS);
    const stated = await this.history.statement(owner, { from, to, knownAt: moment.knownAt });
    const page = shown('history/my-statement', {
      title: `Statement of account, ${dayInWords(from)} to ${dayInWords(to)}`,
      section: whose.section,
      moments: asked,
      whose,
      fullName,
      statement: statementShown(stated, around),
      today,
      spans: this.spansOf(around),
      days,
    });
    return days.form ? page.with({ form: days.form }, 400) : page;
  }

  /** Up to today, so that there are not more of them the further one goes. */
  private spansOf({ base, keep }: Around) {
    const { today: to } = this.moments;
    const spans = [
      { text: 'The last four weeks', from: addDays(to, 1 - STATEMENT_DAYS) },
      { text: 'The last three months', from: addDays(addMonths(to, -3), 1) },
      { text: 'The last twelve months', from: addDays(addMonths(to, -12), 1) },
    ];
    return spans.map(({ text, from }) => {
      return { text, href: keep(addressWith(`${base}/statement`, { from, to })) };
    });
  }

  /** Of an entry that a figure names: on the page where it stands. */
  private async placeOf(owner: Owned, listed: HistoryAsked, at: string, around: Around) {
    const page = await this.history.placeOf(owner, listed, at);
    if (page === undefined) return notFound();
    const query = { page: page > 1 ? page : undefined };
    return seeOther(`${around.keep(addressWith(`${around.base}/history`, query))}#${anchorOf(at)}`);
  }

  private asked = (reach: Reach, asked: MomentsAsked) =>
    askedOfMoney(reach, asked, { money: this.money, moments: this.moments });
}

function kindIn({ kind }: Sent): HistoryKind | undefined {
  if (kind === undefined) return undefined;
  const known = HISTORY_KINDS.find((it) => it === kind);
  if (!known) throw notFound();
  return known;
}
