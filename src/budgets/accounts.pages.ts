import { Get, Param, Query } from '@nestjs/common';
import { present } from '../kernel/canonical.js';
import { inWords, atTheStart } from '../policies/in-words.facts.js';
import { Circle, type Owner, type Reach } from '../sign-in/access.js';
import { May, Reached } from '../sign-in/access.guard.js';
import type { User } from '../sign-in/user.js';
import { AccountFrame } from '../web/account-frame.js';
import { AtMoments, type MomentsAsked } from '../web/moments-asked.js';
import { Moments } from '../web/moments.js';
import { addressWith, pageAsked, pageLinks, titleOfPage } from '../web/page-links.js';
import { shown } from '../web/page.js';
import { Pages } from '../web/pages.js';
import { WorkWaiting, type Work } from '../web/work.js';
import { BudgetsQueries, SORTS, STATUSES } from './budgets.queries.js';
import { figureRows, HELD_BY, PAID, REPRESENTS, REVIEWS, STATUS } from './position-in-words.js';

type Sort = (typeof SORTS)[number];

/** What an address says of a list; anything else that it may say is passed over. */
type Sent = Readonly<Record<string, unknown>>;

const PAGE_SIZE = 50;
const TIERS = ['light', 'standard', 'enhanced'] as const;

/** The council's side of accounts: find one, and see where it stands. */
@Pages()
export class AccountsPages {
  constructor(
    private readonly queries: BudgetsQueries,
    private readonly frame: AccountFrame,
    private readonly circle: Circle,
    private readonly waiting: WorkWaiting,
    private readonly moments: Moments,
  ) {}

  @Get('accounts')
  @May('officer', 'auditor')
  async list(@Query() sent: Sent, @Reached() { user }: Reach) {
    const asked = askedOf(sent);
    const { sort = 'name', status, query, tier } = asked;
    const works = await this.worksThereAre(user);
    const open = works.find((it) => it.name === sent['open']);
    const only = open && new Set(await open.budgets(this.moments.today, user));
    const found = await this.queries.list({ ...asked, pageSize: PAGE_SIZE }, user, only);
    const kept = present({ status, tier, open: open?.name, sort: asked.sort });
    const href = (other: Parameters<typeof addressWith>[1]) =>
      addressWith('/accounts', { query, ...kept, ...other });
    return shown('budgets/accounts', {
      title: titleOfPage('Accounts', found),
      accounts: found.items.map((it) => ({ ...it, shown: STATUS[it.status] })),
      total: found.total,
      query: query ?? '',
      kept,
      columns: COLUMNS.map((it) => ({
        ...it,
        href: href({ sort: it.sort === 'name' ? undefined : it.sort }),
        active: it.sort === sort,
      })),
      tableColumns: [...COLUMNS, { text: 'Status' }].map((it) => ({
        ...it,
        sorted: 'sort' in it && it.sort === sort && (it.numeric ? 'descending' : 'ascending'),
      })),
      statuses: [undefined, ...STATUSES].map((it) => ({
        text: it === undefined ? 'All' : STATUS[it].text,
        href: href({ status: it }),
        active: it === status,
      })),
      tiers: [undefined, ...this.queries.tiersThereAre()].map((it) => ({
        text: it === undefined ? 'All' : atTheStart(inWords(it)),
        href: href({ tier: it }),
        active: it === tier,
      })),
      works: [undefined, ...works].map((it) => ({
        text: it === undefined ? 'All' : it.text,
        href: href({ open: it?.name }),
        active: it === open,
      })),
      pages: pageLinks(found, (page) => href({ page: page === 1 ? undefined : page })),
    });
  }

  /** No link leads to an empty list. */
  private async worksThereAre(user: User): Promise<readonly Work[]> {
    const all = this.waiting.of(user.role);
    const counts = await Promise.all(all.map((it) => it.count(this.moments.today, user)));
    return all.filter((_, i) => counts[i]!.all > 0);
  }

  /** The home of auditors: what they ask of the two clocks here, every account they open is asked. */
  @Get('audit')
  @May('auditor')
  async find(@Query() sent: Sent, @AtMoments() moments: MomentsAsked, @Reached() { user }: Reach) {
    const { query, page } = askedOf(sent);
    const found = await this.queries.list(present({ query, page, pageSize: PAGE_SIZE }), user);
    const href = (to: number) =>
      moments.keptIn(addressWith('/audit', { query, page: to === 1 ? undefined : to }));
    return shown('budgets/find-account', {
      title: titleOfPage('Find an account', found),
      moments,
      query: query ?? '',
      accounts: found.items.map((it) => ({ ...it, shown: STATUS[it.status] })),
      total: found.total,
      pages: pageLinks(found, href),
    });
  }

  @Get('accounts/:budgetId')
  @May('officer', 'auditor')
  async position(
    @Param('budgetId') budgetId: string,
    @AtMoments() moments: MomentsAsked,
    @Reached() reach: Reach,
  ) {
    const { personId } = reach as Required<Owner>;
    const [around, position, circle] = await Promise.all([
      this.frame.of(reach, moments, 'position'),
      this.queries.position(budgetId, moments),
      this.circle.circleOf(personId, moments.day),
    ]);
    return shown('budgets/position', {
      ...around,
      title: 'Position',
      position: position && {
        ...position,
        status: STATUS[position.status],
        heldBy: HELD_BY[position.deploymentMode!],
        paid: PAID[position.basis],
        tier: atTheStart(inWords(position.tier)),
        figures: figureRows(position.figures),
        reviews: position.reviews.map((it) => ({ ...it, ...REVIEWS[it.kind] })),
      },
      circle: circle.map((it) => ({ ...it, is: REPRESENTS[it.relation] })),
    });
  }
}

interface Column {
  readonly sort: Sort;
  readonly text: string;
  readonly numeric?: true;
}

const COLUMNS: readonly Column[] = [
  { sort: 'name', text: 'Name' },
  { sort: 'weeklyPence', text: 'Weekly amount', numeric: true },
  { sort: 'balancePence', text: 'Balance', numeric: true },
  { sort: 'weeksHeld', text: 'Weeks held', numeric: true },
];

function askedOf({ query, status, tier, sort, page }: Sent) {
  const text = typeof query === 'string' ? query.trim().slice(0, 200) : '';
  return present({
    query: text === '' ? undefined : text,
    status: STATUSES.find((it) => it === status),
    tier: TIERS.find((it) => it === tier),
    sort: SORTS.find((it) => it === sort && it !== 'name'),
    page: pageAsked(page),
  });
}
