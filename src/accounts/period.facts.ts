import { earlier, type LocalDate } from '../kernel/dates.js';
import { minus, NOTHING, plus, sumOf, type Pence } from '../kernel/money.js';
import type { FileRemark } from './account.events.js';
import { signedAmount, type Books, type Entry } from './account.facts.js';
import {
  endOf,
  hasLine,
  closedTo,
  isCovered,
  lastClosed,
  linesOfOthersOn,
  nextFrom,
  type Line,
  type Statement,
  type Statements,
} from './lines.facts.js';

// What leads from one balance of the bank to the next: looked at, and then closed.

/** An account, as far as its periods need it. */
export interface AccountOfPeriods {
  readonly books: Books;
  readonly statements: Statements;
  readonly opensOn: LocalDate;
  readonly openingBalancePence: Pence;
}

/** The balances that somebody typed beside a file, or for closing. */
export interface TypedBalances {
  readonly openingPence?: Pence;
  readonly closingPence?: Pence;
}

/** A period before it is closed. */
export interface OpenPeriod extends Sum {
  readonly from: LocalDate;
  readonly to: LocalDate;
  /** What the bank says; absent: nobody said. */
  readonly closingPence?: Pence;
  /** What the bank says, less what the lines lead to. */
  readonly differencePence?: Pence;
  /** Balances that no file says, or that were typed wrongly before: whoever closes types them. */
  readonly asks: readonly ('openingPence' | 'closingPence')[];
  /** What the file contradicts itself in. */
  readonly problems: readonly FileRemark[];
  /** What speaks against balances that were typed before; none where they are typed anew. */
  readonly typedProblems: readonly FileRemark[];
  /** Other statements have more of its last day, which goes into the next period. */
  readonly lastDayGoesOn: boolean;
}

interface Sum {
  readonly lines: readonly Line[];
  /** What was there before. */
  readonly openingPence: Pence;
  /** Entries that the bank had before the first line, by id; the first one first. */
  readonly openedWith: readonly string[];
  /** What the bank says was there before, less what was: 0 where the lines are of several files. */
  readonly opensOtherwisePence: Pence;
  /** What the opening and the lines come to. */
  readonly leadsToPence: Pence;
}

/** The period that a statement would close, with what is typed for it. */
export function periodToClose(
  account: AccountOfPeriods,
  statement: Statement,
  typed: TypedBalances,
): OpenPeriod {
  const { statements, opensOn } = account;
  const closingPence = asSaid(statement, typed, 'closing');
  const to = endOf(statements, statement);
  const sum = sumToClose(account, statement, typed);
  const others = linesOfOthersOn(statements, statement.statementId, to);
  return {
    ...sum,
    from: nextFrom(statements, opensOn),
    to,
    ...(closingPence !== undefined && {
      closingPence,
      differencePence: plus(closingPence, minus(sum.leadsToPence)),
    }),
    asks: asksOf(statements, statement),
    ...problemsOf(statements, statement, typed),
    lastDayGoesOn: others.some((it) => !sum.lines.includes(it)),
  };
}

/** What has to be closed before it. */
export function earlierOpen(known: Statements, statement: Statement): Statement | undefined {
  const end = endOf(known, statement);
  const place = known.all.indexOf(statement);
  return known.all.find((it, i) => {
    if (it.closing || it === statement || isCovered(known, it)) return false;
    const otherEnd = endOf(known, it);
    return otherEnd < end || (otherEnd === end && i < place);
  });
}

// ── Its lines, and what was there before ─────────────────────────────────────

/**
 * A file that was made during its last day may not have all of that: where its own closing says so,
 * what another statement has of that day is left to the next period.
 */
function sumToClose(account: AccountOfPeriods, statement: Statement, typed: TypedBalances): Sum {
  const { statements } = account;
  const lines = linesToClose(statements, statement);
  const rest = new Set(linesOfOthersOn(statements, statement.statementId, statement.to));
  const closing = asSaid(statement, typed, 'closing');
  const whole = sumFrom(account, statement, typed, lines);
  if (whole.leadsToPence === closing || rest.size === 0) return whole;
  const without = lines.filter((it) => !rest.has(it));
  const cut = sumFrom(account, statement, typed, without);
  return cut.leadsToPence === closing ? cut : whole;
}

/**
 * The lines that a period has to explain: a statement's own, and those of others that count on its
 * days and are not closed, such as a week that came in a file of its own.
 */
function linesToClose(known: Statements, statement: Statement): Line[] {
  const closed = closedTo(known);
  const lines: Line[] = [];
  for (const it of known.lines.values()) {
    const isOpen = closed === null || it.countsOn > closed;
    if (isOpen && (it.statementId === statement.statementId || it.countsOn <= statement.to))
      lines.push(it);
  }
  return lines;
}

function sumFrom(
  account: AccountOfPeriods,
  statement: Statement,
  typed: TypedBalances,
  lines: readonly Line[],
): Sum {
  const last = lastClosed(account.statements);
  const balance = last ? last.closing.closingPence : account.openingBalancePence;
  const moved = sumOf(lines, (it) => it.amountPence);
  // All of it, and nothing else: so the bank's opening is what was there before its first line.
  const isAlone =
    lines.length === statement.lineIds.length &&
    lines.every((it) => it.statementId === statement.statementId);
  const said = isAlone ? asSaid(statement, typed, 'opening') : undefined;
  const early = last ? [] : entriesBefore(account, firstDay(statement, lines, isAlone));
  const withEarly = plus(balance, sumOf(early, signedAmount));
  const closing = asSaid(statement, typed, 'closing');
  // The bank had them before the first statement began, so no line of it will show them.
  const hadThem =
    early.length > 0 &&
    (isAlone
      ? said !== undefined && said !== balance
      : plus(balance, moved) !== closing && plus(withEarly, moved) === closing);
  const openingPence = hadThem ? withEarly : balance;
  return {
    lines,
    openingPence,
    openedWith: hadThem ? early.map((it) => it.entryId) : [],
    opensOtherwisePence: said === undefined ? NOTHING : plus(said, minus(openingPence)),
    leadsToPence: plus(openingPence, moved),
  };
}

const firstDay = (statement: Statement, lines: readonly Line[], isAlone: boolean): LocalDate =>
  isAlone
    ? statement.firstOn
    : lines.reduce((first, it) => earlier(first, it.on), statement.firstOn);

/** Those that stand, have no line, and come before a day; the first one first. */
function entriesBefore({ books, statements }: AccountOfPeriods, day: LocalDate): Entry[] {
  const before: Entry[] = [];
  for (const it of books.entries.values())
    if (it.on < day && !it.undone && !hasLine(statements, it.entryId)) before.push(it);
  return before.sort((a, b) => (`${a.on}${a.entryId}` < `${b.on}${b.entryId}` ? -1 : 1));
}

// ── What the bank says, and what was typed ───────────────────────────────────

type Which = 'opening' | 'closing';

/** What the file says. What was only assumed when it came in is not what anybody said. */
export function saidInFile(statement: Statement, which: Which): Pence | undefined {
  const isTyped = statement.typed?.includes(which) ?? false;
  return isTyped ? undefined : namedBy(statement, which);
}

/** What the file says, else what was typed, the last time. */
const asSaid = (statement: Statement, typed: TypedBalances, which: Which): Pence | undefined =>
  saidInFile(statement, which) ?? typed[`${which}Pence`] ?? namedBy(statement, which);

const namedBy = (statement: Statement, which: Which): Pence | undefined =>
  which === 'opening' && statement.typed?.includes('assumed')
    ? undefined
    : statement[`${which}Pence`];

function asksOf(known: Statements, statement: Statement): OpenPeriod['asks'] {
  const { problems, typed } = statement;
  const has = (code: string) => problems.some((it) => it.code === code);
  const isFirst = lastClosed(known) === undefined;
  const isWrong = has('typed-does-not-add-up') && (typed?.includes('opening') ?? false);
  const lacks = (which: Which) => saidInFile(statement, which) === undefined;
  return [
    ...(has('opening-contradicts-file') || (lacks('opening') && (isFirst || isWrong))
      ? (['openingPence'] as const)
      : []),
    ...(has('closing-contradicts-file') || lacks('closing') ? (['closingPence'] as const) : []),
  ];
}

// ── What the file contradicts itself in ──────────────────────────────────────

function problemsOf(known: Statements, statement: Statement, typed: TypedBalances) {
  const standing = standingProblems(known, statement);
  const isTypedAnew = typed.openingPence !== undefined || typed.closingPence !== undefined;
  const isAssumed = statement.typed?.includes('assumed') ?? false;
  const ofTyped = standing.filter(({ code }) => TYPED_PROBLEMS.includes(code));
  return {
    problems: standing.filter((it) => !ofTyped.includes(it)),
    typedProblems: isTypedAnew || isAssumed ? [] : ofTyped,
  };
}

const TYPED_PROBLEMS: readonly string[] = [
  'opening-contradicts-file',
  'closing-contradicts-file',
  'typed-does-not-add-up',
];

/**
 * Problems of a file that the lines of no other statement make good. Where others bring all that its
 * balances miss, they bring the rows that were left out of it, too.
 */
function standingProblems(known: Statements, statement: Statement): FileRemark[] {
  const { problems, statementId } = statement;
  const gaps = problems.filter((it) => it.missing);
  const open = gaps.filter(({ missing }) => !isBrought(known, statementId, missing!));
  const areFilled = gaps.length > 0 && open.length === 0;
  return problems.filter((it) => (it.missing ? open.includes(it) : !(it.leftOut && areFilled)));
}

/** Whether other statements have lines of those days that come to it. */
function isBrought(
  { lines }: Statements,
  statementId: string,
  { from, to, amountPence }: NonNullable<FileRemark['missing']>,
): boolean {
  const found: Line[] = [];
  for (const it of lines.values())
    if (it.statementId !== statementId && from <= it.on && it.on <= to) found.push(it);
  return sumOf(found, (it) => it.amountPence) === amountPence;
}
