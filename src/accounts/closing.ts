import { present } from '../kernel/canonical.js';
import { minus, NOTHING, plus, type Pence } from '../kernel/money.js';
import type { Account, Rule } from './account-state.js';
import { no } from './checks.js';
import {
  isCovered,
  lastClosed,
  linesOf,
  signedHashOf,
  statementOf,
  type Statement,
  type Statements,
} from './lines.facts.js';
import { earlierOpen, periodToClose, saidInFile, type TypedBalances } from './period.facts.js';

// A period closes when it adds up to the penny, in the order of its days; somebody else signs it.

/** Every condition of it, in this order; nothing is closed where one does not hold. */
export const closeStatement: Rule<'CloseStatement'> = (command, account) => {
  const { statements } = account;
  const { statementId, userId: by, today, opensOn, openingBalancePence } = command;
  const statement = statementOn(account, statementId);
  if (statement.closing || isCovered(statements, statement))
    throw no('already-closed', 'This period is closed already');
  mustBeTheNext(statements, statement);
  const period = periodToClose({ ...account, opensOn, openingBalancePence }, statement, command);
  const openLines = period.lines.filter((it) => it.state === 'open').length;
  if (openLines > 0)
    throw no('open-lines', 'Settle every line first: match, record, set aside or ignore it', {
      openLines,
    });
  mustBeAsInFile(statement, command, 'opening');
  mustBeAsInFile(statement, command, 'closing');
  const { from, to, openingPence, closingPence, openedWith, lastDayGoesOn } = period;
  if (closingPence === undefined)
    throw no('does-not-add-up', 'Say what was on the account at the end, as the bank says it');
  mustBeNothing(period.opensOtherwisePence, OPENS_OTHERWISE);
  mustBeNothing(period.differencePence!, CLOSES_OTHERWISE);
  const problems = [...period.problems, ...period.typedProblems];
  if (problems.length > 0)
    throw no('does-not-add-up', 'The file contradicts itself: see what its problems are', {
      differencePence: NOTHING,
      problems,
    });
  return [
    {
      type: 'PeriodClosed',
      on: today,
      statementId,
      from,
      to,
      openingPence,
      closingPence,
      by,
      ...(openedWith.length > 0 && { openedWith }),
      ...(lastDayGoesOn && { lastDayGoesOn }),
    },
  ];
};

const OPENS_OTHERWISE = 'This does not begin with what was there before';
const CLOSES_OTHERWISE = 'What was there before and the lines do not make what is there at the end';

function mustBeNothing(differencePence: Pence, message: string): void {
  if (differencePence !== NOTHING) throw no('does-not-add-up', message, { differencePence });
}

function mustBeAsInFile(
  statement: Statement,
  typed: TypedBalances,
  which: 'opening' | 'closing',
): void {
  const inFile = saidInFile(statement, which);
  const asTyped = typed[`${which}Pence`];
  if (inFile !== undefined && asTyped !== undefined)
    mustBeNothing(
      plus(asTyped, minus(inFile)),
      `The ${which} balance that was typed is not the one in the file`,
    );
}

function mustBeTheNext(known: Statements, statement: Statement): void {
  const earlier = earlierOpen(known, statement);
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

/** While it is open, and nothing came of its lines: a file of somebody else, or a damaged one. */
export const withdrawStatement: Rule<'WithdrawStatement'> = (command, account) => {
  const { statements } = account;
  const { statementId, wordsHash, today } = command;
  const statement = statementOn(account, statementId);
  if (statement.closing || isCovered(statements, statement))
    throw no('already-closed', 'This period is closed: a manager can reopen it');
  const settledLines = linesOf(statements, statement).filter((it) => it.entryIds.length > 0).length;
  if (settledLines > 0)
    throw no('settled-lines', 'Undo what was matched, and put right what was recorded, first', {
      settledLines,
    });
  return [{ type: 'StatementWithdrawn', on: today, statementId, wordsHash }];
};

const notClosed = () => no('not-closed', 'This period is not closed: close it first');

function statementOn({ statements }: Account, statementId: string): Statement {
  const statement = statementOf(statements, statementId);
  if (!statement) throw no('not-found', 'This account has no such statement');
  return statement;
}
