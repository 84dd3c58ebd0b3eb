import { Get, Query } from '@nestjs/common';
import type { Around } from '../figures/explanation-shown.facts.js';
import { present } from '../kernel/canonical.js';
import { addDays, dayInWords, earlier, later } from '../kernel/dates.js';
import { whoseOf } from '../people/whose.facts.js';
import { May, Reached } from '../sign-in/access.guard.js';
import type { Owner, Reach } from '../sign-in/access.js';
import { daysAsked } from '../web/days-asked.js';
import { AtMoments, type MomentsAsked } from '../web/moments-asked.js';
import { Moments } from '../web/moments.js';
import { shown } from '../web/page.js';
import { Pages } from '../web/pages.js';
import { notFound } from '../web/problem.js';
import { seeOther } from '../web/see-other.js';
import { anchorOf, byMonth, feedOf } from './feed.facts.js';
import { HistoryQueries, type HistoryAsked } from './history.queries.js';
import { HolderMoney } from './holder-money.queries.js';
import { HISTORY_KINDS, nameOfKind, type HistoryKind } from './kinds.facts.js';
import { moneyPictured } from './money-picture.pages.js';
import { statementShown } from './statement-shown.facts.js';

const ITEMS_A_PAGE = 20;
const STATEMENT_DAYS = 28;

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
    const page = pageIn(sent);
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
    const found = await this.history.feed(owner, listed);
    const pages = Math.max(1, Math.ceil(found.total / ITEMS_A_PAGE));
    const hrefOf = (to: { kind?: HistoryKind; page?: number }) => addressOf(around, to);
    // The days that are looked at may have fewer items than those that were.
    if (page > pages) throw seeOther(hrefOf(present({ kind, page: pages })));
    const items = feedOf(found.items, { ...around, userId: reach.user.userId, isHolder: true });
    const isFirst = page === 1 && kind === undefined;
    return shown('history/my-history', {
      title: titleOf(kind, page, pages),
      section: whose.section,
      moments: asked,
      whose,
      kinds: [undefined, ...found.kindsThereAre].map((it) => ({
        href: hrefOf(present({ kind: it })),
        text: it ? nameOfKind(it) : 'Everything',
        isChosen: it === kind,
      })),
      months: byMonth(items),
      total: found.total,
      picture: isFirst && moneyPictured(await this.history.byMonth(owner.budgetId, moment)),
      page,
      pages,
      newer: page > 1 && hrefOf(present({ kind, page: page - 1 })),
      older: page < pages && hrefOf(present({ kind, page: page + 1 })),
    });
  }

  @Get('statement')
  @May('holder')
  async statement(@Query() sent: Sent, @Reached() reach: Reach, @AtMoments() asked: MomentsAsked) {
    const owner = reach as Owned;
    const { whose, around, moment } = await this.asked(reach, asked);
    const { today } = this.moments;
    const days = daysAsked(sent, { until: today, keep: around.keep });
    const to = days.to ?? later(days.from ?? moment.asAt, earlier(moment.asAt, today));
    const from = days.from ?? addDays(to, 1 - STATEMENT_DAYS);
    const stated = await this.history.statement(owner, { from, to, knownAt: moment.knownAt });
    const page = shown('history/my-statement', {
      title: `Statement, ${dayInWords(from)} to ${dayInWords(to)}`,
      section: whose.section,
      moments: asked,
      whose,
      fullName: await this.money.nameOf(owner),
      statement: statementShown(stated, around),
      today,
      days,
    });
    return days.form ? page.with({ form: days.form }, 400) : page;
  }

  /** Of an entry that a figure names: on the page where it stands. */
  private async placeOf(owner: Owned, listed: HistoryAsked, at: string, around: Around) {
    const page = await this.history.placeOf(owner, listed, at);
    if (page === undefined) return notFound();
    return seeOther(`${addressOf(around, { page })}#${anchorOf(at)}`);
  }

  private async asked(reach: Reach, asked: MomentsAsked) {
    const owner = reach as Owned;
    const [fullName, moment] = await Promise.all([
      this.money.nameOf(owner),
      this.moments.of(asked),
    ]);
    const whose = whoseOf({ ...owner, relation: reach.relation! }, fullName);
    const around: Around = { base: whose.base, keep: (href) => asked.keptIn(href) };
    return { whose, around, moment };
  }
}

function addressOf({ base, keep }: Around, it: { kind?: HistoryKind; page?: number }): string {
  const query = new URLSearchParams({
    ...(it.kind && { kind: it.kind }),
    ...(it.page && it.page > 1 && { page: String(it.page) }),
  });
  return keep(`${base}/history${query.size > 0 ? `?${query}` : ''}`);
}

function titleOf(kind: HistoryKind | undefined, page: number, pages: number): string {
  const of = kind ? `History: ${nameOfKind(kind)}` : 'History';
  return pages > 1 ? `${of} (page ${page} of ${pages})` : of;
}

function kindIn({ kind }: Sent): HistoryKind | undefined {
  if (kind === undefined) return undefined;
  const known = HISTORY_KINDS.find((it) => it === kind);
  if (!known) throw notFound();
  return known;
}

function pageIn({ page = '1' }: Sent): number {
  if (!/^[1-9]\d{0,5}$/.test(page)) throw notFound();
  return Number(page);
}
