import type { LocalDate } from '../kernel/dates.js';
import { present } from '../kernel/canonical.js';
import { minus, NOTHING, plus, sumOf, times, type Pence } from '../kernel/money.js';
import type { Account, Rule } from './account-state.js';
import { directionOf, type Entry } from './account.facts.js';
import { no } from './checks.js';
import {
  endOf,
  hasLine,
  isCovered,
  lastClosed,
  linesOfOthersOn,
  linesToClose,
  nextFrom,
  signedHashOf,
  standingProblems,
  statementOf,
  TYPED_PROBLEMS,
  type Line,
  type Statement,
  type Statements,
} from './lines.facts.js';

// A period closes when it adds up to the penny, in the order of its days; somebody else signs it.

/** Every condition of it, in this order; nothing is closed where one does not hold. */
export const closeStatement: Rule<'CloseStatement'> = (command, account) => {
  const { statements } = account;
  const statement = statementOn(account, command.statementId);
  if (statement.closing || isCovered(statements, statement))
    throw no('already-closed', 'This period is closed already');
  mustBeTheNext(statements, statement);
  const to = endOf(statements, statement);
  const lines = linesOfPeriod(command, account, statement);
  const openLines = lines.filter((it) => it.state === 'open').length;
  if (openLines > 0)
    throw no('open-lines', 'Settle every line first: match, record, set aside or ignore it', {
      openLines,
    });

  said(statement, command, 'opening');
  const opened = openingOf(command, account, statement);
  const closingPence = said(statement, command, 'closing');
  if (closingPence === undefined)
    throw no('does-not-add-up', 'Say what was on the account at the end, as the bank says it');
  // All of it, and nothing else: so it has to begin with what the bank had before its first line.
  const isAlone =
    lines.length === statement.lineIds.length &&
    lines.every((it) => it.statementId === statement.statementId);
  if (isAlone)
    mustBeNothing(plus(opened.openingPence, minus(opened.expectedPence)), OPENS_OTHERWISE);
  const openingPence = isAlone ? opened.openingPence : opened.expectedPence;
  const total = plus(
    openingPence,
    sumOf(lines, (it) => it.amountPence),
  );
  mustBeNothing(plus(closingPence, minus(total)), CLOSES_OTHERWISE);
  const isTypedAnew = command.openingPence !== undefined || command.closingPence !== undefined;
  const isAssumed = statement.typed?.includes('assumed') ?? false;
  const problems = standingProblems(statements, statement).filter(
    ({ code }) => !(isTypedAnew || isAssumed) || !TYPED_PROBLEMS.includes(code),
  );
  if (problems.length > 0)
    throw no('does-not-add-up', 'The file contradicts itself: see what its problems are', {
      differencePence: NOTHING,
      problems,
    });

  const { statementId, userId: by, today, opensOn } = command;
  const others = linesOfOthersOn(statements, statementId, to);
  const lastDayGoesOn = others.some((it) => !lines.includes(it)) ? (true as const) : undefined;
  const openedWith = isAlone && opened.openedWith.length > 0 ? opened.openedWith : undefined;
  return [
    {
      type: 'PeriodClosed',
      on: today,
      statementId,
      from: nextFrom(statements, opensOn),
      to,
      openingPence,
      closingPence,
      by,
      ...present({ openedWith, lastDayGoesOn }),
    },
  ];
};

/**
 * A file that was made during its last day may not have all of that: where its own closing says so,
 * what another statement has of that day is left to the next period.
 */
function linesOfPeriod(command: Asked, account: Account, statement: Statement): Line[] {
  const { statementId } = statement;
  const lines = linesToClose(account.statements, statement);
  const rest = new Set(linesOfOthersOn(account.statements, statementId, statement.to));
  const without = lines.filter((it) => !rest.has(it));
  const opening = openingOf(command, account, statement).expectedPence;
  const closing = asSaid(statement, command, 'closing');
  const addUp = (some: readonly Line[]) =>
    plus(
      opening,
      sumOf(some, (it) => it.amountPence),
    ) === closing;
  return !addUp(lines) && addUp(without) ? without : lines;
}

const OPENS_OTHERWISE = 'This does not begin with what was there before';
const CLOSES_OTHERWISE = 'What was there before and the lines do not make what is there at the end';

function mustBeNothing(differencePence: Pence, message: string): void {
  if (differencePence !== NOTHING) throw no('does-not-add-up', message, { differencePence });
}

/** What the file says, else what was typed, the last time. */
function said(statement: Statement, command: Asked, which: 'opening' | 'closing') {
  const named = which === 'opening' ? openingSaid(statement) : statement.closingPence;
  const typed = which === 'opening' ? command.openingPence : command.closingPence;
  const inFile = statement.typed?.includes(which) ? undefined : named;
  if (inFile !== undefined && typed !== undefined && inFile !== typed)
    throw no('does-not-add-up', `The ${which} balance that was typed is not the one in the file`, {
      differencePence: plus(typed, minus(inFile)),
    });
  return asSaid(statement, command, which);
}

/** What was only assumed when it came in is not what anybody said. */
const openingSaid = ({ typed, openingPence }: Statement): Pence | undefined =>
  typed?.includes('assumed') ? undefined : openingPence;

function asSaid(statement: Statement, command: Asked, which: 'opening' | 'closing') {
  const named = which === 'opening' ? openingSaid(statement) : statement.closingPence;
  const typed = which === 'opening' ? command.openingPence : command.closingPence;
  return statement.typed?.includes(which) ? (typed ?? named) : (named ?? typed);
}

type Asked = Parameters<Rule<'CloseStatement'>>[0];

/** What was there before: as the bank says it, and as it has to be. */
function openingOf(command: Asked, account: Account, statement: Statement) {
  const last = lastClosed(account.statements);
  const before = last ? [] : entriesBefore(account, statement.firstOn);
  const balance = last ? last.closing.closingPence : command.openingBalancePence;
  const openingPence = asSaid(statement, command, 'opening') ?? balance;
  // The bank had them before the first statement began, so no line of it will show them.
  const includesThem = before.length > 0 && openingPence !== balance;
  return {
    openingPence,
    expectedPence: includesThem ? plus(balance, sumOf(before, signedAmount)) : balance,
    openedWith: includesThem ? before.map((it) => it.entryId) : [],
  };
}

const signedAmount = ({ kind, amountPence }: Entry): Pence => times(amountPence, directionOf(kind));

/** Those that stand, have no line, and come before a day; the first one first. */
function entriesBefore({ books, statements }: Account, day: LocalDate): Entry[] {
  const before: Entry[] = [];
  for (const it of books.entries.values())
    if (it.on < day && !it.undone && !hasLine(statements, it.entryId)) before.push(it);
  return before.sort((a, b) => (`${a.on}${a.entryId}` < `${b.on}${b.entryId}` ? -1 : 1));
}

function mustBeTheNext(known: Statements, statement: Statement): void {
  const end = endOf(known, statement);
  const place = known.all.indexOf(statement);
  const earlier = known.all.find((it, i) => {
    if (it.closing || it === statement || isCovered(known, it)) return false;
    const otherEnd = endOf(known, it);
    return otherEnd < end || (otherEnd === end && i < place);
  });
  if (earlier)
    throw no('earlier-period-open', `Close the statement that goes to ${earlier.to} first`, {
      statementId: earlier.statementId,
    });
}

/** By anybody but who closed it. What is signed is a hash over exactly what is shown. */
export const signOffStatement: Rule<'SignOffStatement'> = (command, account) => {
  const { statementId, userId: by, today } = command;
  const statement = statementOn(account, statementId);
  const { closing } = statement;
  if (!closing) throw notClosed();
  if (statement.signed) throw no('already-signed', 'This period is signed already');
  if (closing.by === by)
    throw no('signer-is-closer', 'You closed this period: somebody else has to sign it');
  const signedHash = signedHashOf(account.statements, statement, closing);
  return [{ type: 'PeriodSignedOff', on: today, statementId, by, signedHash }];
};

/** Takes back closing and sign-off. Only the last: later periods begin where this one ends. */
export const reopenStatement: Rule<'ReopenStatement'> = (command, account) => {
  const { statementId, wordsHash, today } = command;
  const { statements } = account;
  const statement = statementOn(account, statementId);
  if (!statement.closing) throw notClosed();
  const last = lastClosed(statements)!;
  if (last.statementId !== statementId)
    throw no('later-period-closed', `Reopen the period to ${last.closing.to} first`, {
      statementId: last.statementId,
    });
  const others = statements.all.filter((it) => it.statementId !== statementId);
  const before = lastClosed({ ...statements, all: others })?.closing.to;
  return [
    {
      type: 'PeriodReopened',
      on: today,
      statementId,
      ...present({ closedTo: before }),
      wordsHash,
    },
  ];
};

const notClosed = () => no('not-closed', 'This period is not closed: close it first');

function statementOn({ statements }: Account, statementId: string): Statement {
  const statement = statementOf(statements, statementId);
  if (!statement) throw no('not-found', 'This account has no such statement');
  return statement;
}
