import { Get, Param, Post } from '@nestjs/common';
import { commitmentInWords, reserveInWords } from '../history/words.facts.js';
import { May, Reached } from '../sign-in/access.guard.js';
import type { Owner, Reach } from '../sign-in/access.js';
import { AccountFrame } from '../web/account-frame.js';
import { Asking, AskingFor } from '../web/asking.js';
import { Sent } from '../web/form.guard.js';
import { MomentsAsked } from '../web/moments-asked.js';
import { Moments } from '../web/moments.js';
import { shown } from '../web/page.js';
import { Pages } from '../web/pages.js';
import { notFound } from '../web/problem.js';
import { RecordingPages } from '../web/recording-pages.js';
import type { Recording } from '../web/recording.js';
import type { SentForm } from '../web/sent-form.js';
import { ExpensesApi } from './expenses.api.js';
import { LiabilitiesApi } from './liabilities.api.js';
import { MoneyApi } from './money.api.js';
import { ifWrong, nextAfter, type Subject } from './record-in-words.js';
import { moneyIn, moneyOut, puttingRight } from './record-money.pages.js';
import { owedAndKept, owedAndKeptNoMore } from './record-owed.pages.js';
import { talk } from './record-talk.pages.js';
import { RecordedQueries } from './recorded.queries.js';

type Owned = Required<Owner>;

/** What budgets have recorded of themselves, in pages of their own. */
const OF_THE_BUDGET = [
  ['allocation', 'Agree an allocation, or an increase'],
  ['one-off', 'Agree a single sum'],
  ['contribution', 'Record what the person must pay a week'],
] as const;

/** Everything that officers record of an account, each on a page of its own. */
@Pages('accounts/:budgetId/record')
export class RecordPages {
  private readonly pages: RecordingPages;
  private readonly groups: readonly (readonly [
    title: string,
    of: readonly Recording<undefined>[],
  ])[];
  private readonly furtherOnes: readonly Recording<Subject>[];

  constructor(
    money: MoneyApi,
    expenses: ExpensesApi,
    liabilities: LiabilitiesApi,
    private readonly recorded: RecordedQueries,
    private readonly moments: Moments,
    private readonly frame: AccountFrame,
  ) {
    this.pages = new RecordingPages(frame);
    this.groups = [
      ['Money in', moneyIn(money)],
      ['Money out', moneyOut(money, expenses)],
      ['Owed and kept', owedAndKept(liabilities)],
    ];
    this.furtherOnes = [
      ...puttingRight(money),
      ...owedAndKeptNoMore(liabilities),
      ...talk(expenses),
    ];
  }

  @Get()
  @May('officer')
  async list(@Reached() reach: Reach) {
    const { budgetId } = reach as Owned;
    const { commitments, reserves } = await this.recorded.owedAndKept(budgetId);
    const of = (kind: string, id?: string) =>
      ['/accounts', budgetId, 'record', kind, ...(id === undefined ? [] : [id])].join('/');
    return shown('accounts/record', {
      ...(await this.around(reach, 'record')),
      title: 'Record',
      groups: [
        ...this.groups.map(([title, all]) => ({
          title,
          links: all.map((it) => ({ href: of(it.name), text: it.title })),
        })),
        {
          title: 'What the budget gives',
          links: OF_THE_BUDGET.map(([name, text]) => ({ href: of(name), text })),
        },
      ],
      commitments: commitments.map((it) => ({
        ...it,
        what: commitmentInWords(it.kind),
        settle: of('settlement', it.commitmentId),
        cancel: of('cancellation', it.commitmentId),
      })),
      reserves: reserves.map((it) => ({
        ...it,
        what: reserveInWords(it.kind),
        release: of('release', it.reserveId),
      })),
    });
  }

  @Get('done/:eventId')
  @May('officer')
  async done(@Param('eventId') eventId: string, @Reached() reach: Reach) {
    const told = await this.recorded.event(reach as Owned, eventId);
    if (!told) throw notFound();
    return shown('accounts/recorded', {
      ...(await this.around(reach)),
      title: 'This is recorded',
      told,
      next: nextAfter(told.type),
      ifWrong: ifWrong(told.type),
    });
  }

  @Get(':kind')
  @May('officer')
  async form(@Param('kind') kind: string, @Reached() reach: Reach) {
    return this.pages.show(this.first(kind), this.at(reach, kind), this.moments.today);
  }

  @Post(':kind')
  @May('officer')
  async send(@Param('kind') kind: string, @Sent() form: SentForm, @Asking() asking: AskingFor) {
    return this.pages.take(this.first(kind), this.at(asking.reach, kind), form, asking);
  }

  @Get(':kind/:of')
  @May('officer')
  async furtherForm(@Param('kind') kind: string, @Param('of') id: string, @Reached() reach: Reach) {
    const it = this.further(kind);
    return this.pages.show(it, await this.atOne(reach, kind, id), this.moments.today);
  }

  @Post(':kind/:of')
  @May('officer')
  async sendFurther(
    @Param('kind') kind: string,
    @Param('of') id: string,
    @Sent() form: SentForm,
    @Asking() asking: AskingFor,
  ) {
    const it = this.further(kind);
    return this.pages.take(it, await this.atOne(asking.reach, kind, id), form, asking);
  }

  private first(kind: string): Recording<undefined> {
    const all = this.groups.flatMap(([, of]) => of);
    return all.find((it) => it.name === kind) ?? notThere();
  }

  private further(kind: string): Recording<Subject> {
    return this.furtherOnes.find((it) => it.name === kind) ?? notThere();
  }

  private at(reach: Reach, kind: string) {
    const back = `/accounts/${(reach as Owned).budgetId}/record`;
    return { reach, address: `${back}/${kind}`, back, subject: undefined };
  }

  /** 404 for what is no such thing as this is recorded of. */
  private async atOne(reach: Reach, kind: string, id: string) {
    const owner = reach as Owned;
    const told = await this.recorded.made(owner, id);
    if (!told || !OF[kind]?.includes(told.type)) throw notFound();
    const base = `/accounts/${owner.budgetId}`;
    return {
      reach,
      address: `${base}/record/${kind}/${id}`,
      back: backFrom(kind, base, id, told.eventId),
      subject: { id, on: told.on!, expenses: await this.recorded.expenses(owner.budgetId) },
      told,
    };
  }

  private around(reach: Reach, here?: 'record') {
    return this.frame.of(reach, MomentsAsked.from({}, this.moments.today), here);
  }
}

const ENTRIES = [
  'PaymentMade',
  'ContributionReceived',
  'OtherMoneyReceived',
  'ExpenseRecorded',
  'MoneyReturned',
];

/** What each is recorded of. */
const OF: Readonly<Record<string, readonly string[]>> = {
  reversal: ENTRIES,
  bounce: ['PaymentMade'],
  settlement: ['CommitmentRecorded'],
  cancellation: ['CommitmentRecorded'],
  release: ['ReserveApproved'],
  question: ['ExpenseRecorded'],
  acceptance: ['ExpenseRecorded'],
  disallowance: ['ExpenseRecorded'],
};

/** To where it was chosen. */
function backFrom(kind: string, base: string, id: string, eventId: string): string {
  if (OF[kind]!.includes('CommitmentRecorded') || kind === 'release') return `${base}/record`;
  const isOfTheTalk = kind !== 'reversal' && kind !== 'bounce';
  return isOfTheTalk ? `${base}/expenses/${id}` : `${base}/history?at=${eventId}`;
}

function notThere(): never {
  throw notFound();
}
