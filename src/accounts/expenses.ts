import { present } from '../kernel/canonical.js';
import { addDays } from '../kernel/dates.js';
import { inquiryInto, type Account, type Rule } from './account-state.js';
import type { Entry } from './account.facts.js';
import { entryOn, mustBeDatedRight, mustStand, no } from './checks.js';

// Money spent, and the talk about it: asked, explained, proved, then accepted or disallowed.

export const recordExpense: Rule<'RecordExpense'> = (command, account) => {
  const { entryId, on, amountPence, category, byHolderSide, wordsHash } = command;
  const { outcome, method, lateFor } = command;
  mustBeDatedRight(command, account);
  const optional = present({ outcome, method, lateFor });
  return [
    {
      type: 'ExpenseRecorded',
      on,
      entryId,
      amountPence,
      category,
      ...optional,
      byHolderSide,
      wordsHash,
    },
  ];
};

export const queryExpense: Rule<'QueryExpense'> = (command, account) => {
  const { entryId, today, wordsHash } = command;
  mustBeUndecided(account, entryId);
  return [{ type: 'ExpenseQueried', on: today, entryId, wordsHash }];
};

/** What the person has to say is always kept: before any question, and after the decision. */
export const explainExpense: Rule<'ExplainExpense'> = (command, account) => {
  const { entryId, today, wordsHash } = command;
  const isOver = expenseOn(account, entryId).undone || inquiryInto(account, entryId).decided;
  const when = isOver ? ({ afterwards: true } as const) : {};
  return [{ type: 'ExpenseExplained', on: today, entryId, ...when, wordsHash }];
};

/** Proof is always kept, as an explanation is: unasked for, and after the decision. */
export const sendReceipt: Rule<'SendReceipt'> = (command, account) => {
  const { receiptId, entryId, today, format, bytes, fileHash, byHolderSide } = command;
  expenseOn(account, entryId);
  return [
    { type: 'ReceiptSent', on: today, receiptId, entryId, format, bytes, fileHash, byHolderSide },
  ];
};

export const acceptExpense: Rule<'AcceptExpense'> = (command, account) => {
  const { entryId, today } = command;
  mustBeUndecided(account, entryId);
  return [{ type: 'ExpenseAccepted', on: today, entryId }];
};

/** Only after a question that names it, and a chance to answer. */
export const disallowExpense: Rule<'DisallowExpense'> = (command, account) => {
  const { entryId, today, evidenceDueDays, policyVersion, wordsHash } = command;
  mustBeUndecided(account, entryId);
  const { queriedOn, explained } = inquiryInto(account, entryId);
  if (!queriedOn) throw no('not-queried', 'Ask about this expense first, and let them explain it');
  const notBefore = addDays(queriedOn, evidenceDueDays);
  if (!explained && today < notBefore)
    throw no('not-yet-explained', `They may still explain it: wait for that, or to ${notBefore}`, {
      notBefore,
    });
  return [{ type: 'ExpenseDisallowed', on: today, entryId, policyVersion, wordsHash }];
};

function expenseOn(account: Account, entryId: string): Entry {
  const entry = entryOn(account, entryId);
  if (entry.kind !== 'expense') throw no('not-found', 'This account has no such expense');
  return entry;
}

function mustBeUndecided(account: Account, entryId: string): void {
  mustStand(expenseOn(account, entryId));
  if (inquiryInto(account, entryId).decided)
    throw no('already-decided', 'This expense was accepted or disallowed: that stands');
}
