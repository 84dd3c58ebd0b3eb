import { present } from '../kernel/canonical.js';
import type { Account, Rule } from './account-state.js';
import {
  onceFreed,
  entryOn,
  mustBeDatedRight,
  mustNotComeBefore,
  mustStand,
  no,
} from './checks.js';
import { hasLine } from './lines.facts.js';

// Money that moves. Nothing is refused for want of it: the ledger says what happened, and facts
// arrive out of order.

export const recordPayment: Rule<'RecordPayment'> = (command, account) => {
  const { entryId, on, amountPence, period, fundingStream, wordsHash, lateFor } = command;
  mustBeDatedRight(command, account);
  const optional = present({ period, fundingStream, wordsHash, lateFor });
  return [{ type: 'PaymentMade', on, entryId, amountPence, ...optional }];
};

export const bouncePayment: Rule<'BouncePayment'> = (command, account) => {
  const { entryId, paymentId, on, wordsHash, lateFor } = command;
  const payment = entryOn(account, paymentId);
  if (payment.kind !== 'payment') throw no('not-found', 'This account has no such payment');
  mustStand(payment);
  if (hasLine(account.statements, paymentId)) throw matched();
  mustNotComeBefore(payment.on, on, 'bouncedOn');
  mustBeDatedRight(command, account);
  const { amountPence } = payment;
  const optional = present({ wordsHash, lateFor });
  return [{ type: 'PaymentReturned', on, entryId, paymentId, amountPence, ...optional }];
};

export const receiveMoney: Rule<'ReceiveMoney'> = (command, account) => {
  const { entryId, kind, on, amountPence, lateFor } = command;
  mustBeDatedRight(command, account);
  const late = present({ lateFor });
  return kind === 'contribution'
    ? [{ type: 'ContributionReceived', on, entryId, amountPence, ...late }]
    : [{ type: 'OtherMoneyReceived', on, entryId, kind, amountPence, ...late }];
};

export const returnMoney: Rule<'ReturnMoney'> = (command, account) => {
  const { entryId, on, amountPence, cause, recoveryId, lateFor } = command;
  mustBeDatedRight(command, account);
  const optional = present({ recoveryId, lateFor });
  return [{ type: 'MoneyReturned', on, entryId, amountPence, cause, ...optional }];
};

/** Without a day of its own it counts from the day of the entry, as if that had never been. */
export const reverseEntry: Rule<'ReverseEntry'> = (command, account) => {
  const { entryId, reversedId, reason, byHolderSide, openingId, lateFor } = command;
  if (reversedId === openingId || account.undoings.get(reversedId))
    throw no(
      'not-reversible',
      'The opening balance, a bounce and a reversal stay: record what is right as a new entry',
    );
  const entry = entryOn(account, reversedId);
  if (byHolderSide && !entry.byHolderSide)
    throw no('not-allowed', 'The council recorded this entry: ask it to put it right');
  mustStand(entry);
  const on = command.on ?? entry.on;
  mustNotComeBefore(entry.on, on, 'effectiveOn');
  const line = lineToFree(reversedId, account);
  mustBeDatedRight({ ...command, on }, account);
  const { kind, amountPence } = entry;
  const optional = present({ line, lateFor });
  return [
    { type: 'EntryReversed', on, entryId, reversedId, kind, amountPence, reason, ...optional },
  ];
};

/** The line that the entry was made of, which is looked at again. A match is undone by itself, first. */
function lineToFree(entryId: string, account: Account) {
  const { statements } = account;
  const [lineId] = statements.linesOfEntry.get(entryId) ?? [];
  if (lineId === undefined) return undefined;
  const line = statements.lines.get(lineId);
  if (line?.state !== 'recorded') throw matched();
  const { statementId } = line;
  return { statementId, lineId, ...present({ becomes: onceFreed(account, line) }) };
}

const matched = () =>
  no('entry-matched', 'This entry is matched with a line of a statement: undo the match first');
