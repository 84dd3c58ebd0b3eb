import { present } from '../kernel/canonical.js';
import type { Rule } from './account-state.js';
import { entryOn, mustBeAnOpenDay, mustNotComeBefore, mustStand, no } from './checks.js';

// Money that moves. Nothing is refused for want of it: the ledger says what happened, and facts
// arrive out of order.

export const recordPayment: Rule<'RecordPayment'> = (command, account) => {
  const { entryId, on, amountPence, period, fundingStream, wordsHash } = command;
  mustBeAnOpenDay(on, command, account);
  const optional = present({ period, fundingStream, wordsHash });
  return [{ type: 'PaymentMade', on, entryId, amountPence, ...optional }];
};

export const bouncePayment: Rule<'BouncePayment'> = (command, account) => {
  const { entryId, paymentId, on, wordsHash } = command;
  const payment = entryOn(account, paymentId);
  if (payment.kind !== 'payment') throw no('not-found', 'This account has no such payment');
  mustStand(payment);
  mustNotComeBefore(payment.on, on, 'bouncedOn');
  mustBeAnOpenDay(on, command, account);
  const { amountPence } = payment;
  const optional = present({ wordsHash });
  return [{ type: 'PaymentReturned', on, entryId, paymentId, amountPence, ...optional }];
};

export const receiveMoney: Rule<'ReceiveMoney'> = (command, account) => {
  const { entryId, kind, on, amountPence } = command;
  mustBeAnOpenDay(on, command, account);
  return kind === 'contribution'
    ? [{ type: 'ContributionReceived', on, entryId, amountPence }]
    : [{ type: 'OtherMoneyReceived', on, entryId, kind, amountPence }];
};

export const returnMoney: Rule<'ReturnMoney'> = (command, account) => {
  const { entryId, on, amountPence, cause, recoveryId } = command;
  mustBeAnOpenDay(on, command, account);
  const optional = present({ recoveryId });
  return [{ type: 'MoneyReturned', on, entryId, amountPence, cause, ...optional }];
};

/** Without a day of its own it counts from the day of the entry, as if that had never been. */
export const reverseEntry: Rule<'ReverseEntry'> = (command, account) => {
  const { entryId, reversedId, reason, byHolderSide, openingId } = command;
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
  mustBeAnOpenDay(on, command, account);
  const { kind, amountPence } = entry;
  return [{ type: 'EntryReversed', on, entryId, reversedId, kind, amountPence, reason }];
};
