import type { Decider } from '../kernel/decider.js';
import type { AccountCommand } from './account.commands.js';
import type { AccountEvent } from './account.events.js';
import { remember, untouched, type Account } from './account-state.js';
import { invalid } from './checks.js';
import {
  approveReserve,
  cancelCommitment,
  recordCommitment,
  releaseReserve,
  settleCommitment,
} from './commitments.js';
import {
  bouncePayment,
  receiveMoney,
  recordPayment,
  returnMoney,
  reverseEntry,
} from './entries.js';
import { closeStatement, reopenStatement, signOffStatement, withdrawStatement } from './closing.js';
import { answerDisagreement, raiseDisagreement } from './disagreements.js';
import { statementOf } from './lines.facts.js';
import {
  acceptMatches,
  explainLine,
  forgetMatchingRule,
  ignoreLine,
  importStatement,
  matchLine,
  readLines,
  recordLine,
  restoreLine,
  setLineAside,
  undoMatch,
} from './lines.js';
import {
  acceptExpense,
  disallowExpense,
  explainExpense,
  queryExpense,
  recordExpense,
  sendReceipt,
} from './expenses.js';

/**
 * The rules of one account. They fill six files on one state: entries, expenses, commitments,
 * disagreements, lines of statements, closing.
 */
export const account: Decider<AccountCommand, AccountEvent, Account> = {
  initial: untouched,
  evolve: remember,

  decide: (command, state) => {
    if (isThereAlready(command, state)) return [];
    mustBeSomething(command);
    switch (command.type) {
      case 'RecordPayment':
        return recordPayment(command, state);
      case 'BouncePayment':
        return bouncePayment(command, state);
      case 'ReceiveMoney':
        return receiveMoney(command, state);
      case 'ReturnMoney':
        return returnMoney(command, state);
      case 'ReverseEntry':
        return reverseEntry(command, state);
      case 'RecordExpense':
        return recordExpense(command, state);
      case 'QueryExpense':
        return queryExpense(command, state);
      case 'ExplainExpense':
        return explainExpense(command, state);
      case 'AcceptExpense':
        return acceptExpense(command, state);
      case 'DisallowExpense':
        return disallowExpense(command, state);
      case 'SendReceipt':
        return sendReceipt(command, state);
      case 'RecordCommitment':
        return recordCommitment(command, state);
      case 'SettleCommitment':
        return settleCommitment(command, state);
      case 'CancelCommitment':
        return cancelCommitment(command, state);
      case 'ApproveReserve':
        return approveReserve(command, state);
      case 'ReleaseReserve':
        return releaseReserve(command, state);
      case 'RaiseDisagreement':
        return raiseDisagreement(command, state);
      case 'AnswerDisagreement':
        return answerDisagreement(command, state);
      case 'ReadLines':
        return readLines(command, state);
      case 'ImportStatement':
        return importStatement(command, state);
      case 'WithdrawStatement':
        return withdrawStatement(command, state);
      case 'MatchLine':
        return matchLine(command, state);
      case 'AcceptMatches':
        return acceptMatches(command, state);
      case 'UndoMatch':
        return undoMatch(command, state);
      case 'RecordLine':
        return recordLine(command, state);
      case 'SetLineAside':
        return setLineAside(command, state);
      case 'ExplainLine':
        return explainLine(command, state);
      case 'IgnoreLine':
        return ignoreLine(command, state);
      case 'RestoreLine':
        return restoreLine(command, state);
      case 'CloseStatement':
        return closeStatement(command, state);
      case 'SignOffStatement':
        return signOffStatement(command, state);
      case 'ReopenStatement':
        return reopenStatement(command, state);
      case 'ForgetMatchingRule':
        return forgetMatchingRule(command, state);
    }
  },
};

/** Ids come from the request: one that comes again, its key long forgotten, finds its own. */
function isThereAlready(command: AccountCommand, account: Account): boolean {
  const { books, undoings, receipts, disagreements, statements } = account;
  switch (command.type) {
    case 'RecordPayment':
    case 'ReceiveMoney':
    case 'RecordExpense':
    case 'ReturnMoney':
    case 'RecordLine':
      return books.entries.get(command.entryId) !== undefined;
    case 'BouncePayment':
    case 'ReverseEntry':
      return undoings.get(command.entryId) !== undefined;
    case 'RecordCommitment':
      return books.commitments.get(command.commitmentId) !== undefined;
    case 'ApproveReserve':
      return books.reserves.get(command.reserveId) !== undefined;
    case 'SendReceipt':
      return receipts.get(command.receiptId) !== undefined;
    case 'ImportStatement':
      return statementOf(statements, command.statementId) !== undefined;
    case 'RaiseDisagreement':
      return disagreements.get(command.disagreementId) !== undefined;
    default:
      return false;
  }
}

function mustBeSomething(command: AccountCommand): void {
  if ('amountPence' in command && command.amountPence <= 0)
    throw invalid('amountPence', 'This moves no money: name an amount of 1 penny or more');
}
