import { Get, Param, Post, Query } from '@nestjs/common';
import { May, Reached } from '../sign-in/access.guard.js';
import type { Owner, Reach } from '../sign-in/access.js';
import { Asking, AskingFor } from '../web/asking.js';
import { Sent } from '../web/form.guard.js';
import { dayInWords } from '../kernel/dates.js';
import { shown } from '../web/page.js';
import { pageAsked, pageLinks, titleOfPage } from '../web/page-links.js';
import { Pages } from '../web/pages.js';
import { seeOther } from '../web/see-other.js';
import type { SentForm } from '../web/sent-form.js';
import { lineInWords } from './line-shown.pages.js';
import { StatementAround, statementsOf } from './statement-around.pages.js';
import { StatementWriting } from './statement-writing.api.js';
import { StatementsQueries, type LineShown } from './statements.queries.js';

const PAGE_SIZE = 50;

type Sought = Readonly<Record<string, unknown>>;

/** A statement, its lines, and what is to be done with each. */
@Pages('accounts/:budgetId/statements/:statementId')
export class SettlingPages {
  constructor(
    private readonly queries: StatementsQueries,
    private readonly writing: StatementWriting,
    private readonly around: StatementAround,
  ) {}

  @Get()
  @May('officer', 'auditor')
  async look(
    @Param('statementId') statementId: string,
    @Query() sought: Sought,
    @Reached() reach: Reach,
  ) {
    const list = statementsOf(reach);
    const base = `${list}/${statementId}`;
    const looked = await this.queries.look(reach as Required<Owner>, statementId);
    const { lines, ...statement } = looked.shown;
    const inOrder = openFirst(lines);
    const next = nextLine(lines, sought);
    const asked = next ? pageOf(inOrder, next) : pageAsked(sought['page']);
    const page = { page: asked, pageSize: PAGE_SIZE, total: lines.length };
    const title = titleOfPage(`Bank statement to ${dayInWords(statement.to)}`, page);
    const here = inOrder.slice((asked - 1) * PAGE_SIZE, asked * PAGE_SIZE);
    const around = {
      looked,
      base,
      today: this.around.today,
      nameOf: await this.around.namesOf(here.map((it) => it.said?.by)),
    };
    const told = here.map((it) => lineInWords(it, around));
    const just = lines.find((it) => it.lineId === sought['after']);
    const certain = lines.filter((it) => it.suggestions.some((one) => one.certain)).length;
    return shown('statements/settling', {
      ...(await this.around.below(reach, list)),
      title,
      base,
      statement,
      total: lines.length,
      settled: lines.length - statement.open,
      certain,
      accepted: countIn(sought['accepted']),
      just: just && just.state !== 'open' ? lineInWords(just, around) : undefined,
      focus: focusOf(sought, certain, next),
      open: told.filter((it) => it.state === 'open'),
      done: told.filter((it) => it.state !== 'open'),
      mayWithdraw: isOfficer(reach) && mayBeWithdrawn(statement, lines),
      pages: pageLinks(page, (n) => `${base}?page=${n}`),
    });
  }

  @Post('accept')
  @May('officer')
  async accept(
    @Param('statementId') statementId: string,
    @Sent() _: SentForm,
    @Asking() asking: AskingFor,
  ) {
    const { matched } = await this.writing.acceptCertain(asking, statementId);
    return seeOther(`${statementsOf(asking.reach)}/${statementId}?accepted=${matched}`);
  }
}

/** What is to be done comes first; of both, in the order of the file. */
const openFirst = (lines: readonly LineShown[]): LineShown[] => [
  ...lines.filter((it) => it.state === 'open'),
  ...lines.filter((it) => it.state !== 'open'),
];

const pageOf = (lines: readonly LineShown[], line: LineShown): number =>
  Math.floor(lines.indexOf(line) / PAGE_SIZE) + 1;

/** After one was settled, the open one below it, else the first; after one was undone, itself. */
function nextLine(lines: readonly LineShown[], sought: Sought): LineShown | undefined {
  const isOpen = (it: LineShown) => it.state === 'open';
  const undone = lines.find((it) => it.lineId === sought['at'] && isOpen(it));
  if (undone) return undone;
  if (sought['after'] === undefined && !isBeginning(sought)) return undefined;
  const place = lines.findIndex((it) => it.lineId === sought['after']);
  return lines.slice(place + 1).find(isOpen) ?? lines.find(isOpen);
}

const isBeginning = ({ go, accepted }: Sought): boolean =>
  go !== undefined || accepted !== undefined;

/** Where the return key does what is next: the certain ones, a line, or, once all are settled, closing. */
function focusOf(sought: Sought, certain: number, next: LineShown | undefined): string | undefined {
  if (sought['go'] !== undefined && certain > 0) return 'certain';
  if (next) return next.lineId;
  return sought['after'] !== undefined || isBeginning(sought) ? 'close' : undefined;
}

const isOfficer = ({ user }: Reach): boolean => user.role !== 'auditor';

/** Nothing came of its lines. */
const mayBeWithdrawn = ({ state }: { state: string }, lines: readonly LineShown[]): boolean =>
  state === 'open' && lines.every((it) => it.entryIds.length === 0);

const countIn = (text: unknown): number | undefined =>
  typeof text === 'string' && /^\d{1,5}$/.test(text) ? Number(text) : undefined;
