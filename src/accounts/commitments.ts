import { present } from '../kernel/canonical.js';
import type { Account, Rule } from './account-state.js';
import { nextToSettle, type Commitment } from './account.facts.js';
import { entryOn, invalid, mustBeAnOpenDay, mustNotComeBefore, no } from './checks.js';

// Money owed and money kept. Neither moves any.

export const recordCommitment: Rule<'RecordCommitment'> = (command, account) => {
  const { commitmentId, kind, amountPence, dueOn, repeatsWeeks, on } = command;
  mustBeAnOpenDay(on, command, account);
  const optional = present({ repeatsWeeks });
  return [{ type: 'CommitmentRecorded', on, commitmentId, kind, amountPence, dueOn, ...optional }];
};

/** The oldest open occurrence; the spending itself is an expense, which may be named. */
export const settleCommitment: Rule<'SettleCommitment'> = (command, account) => {
  const { commitmentId, on, entryId } = command;
  const commitment = commitmentOn(account, commitmentId);
  const occurrence = mustBeOpen(commitment);
  if (entryId !== undefined) entryOn(account, entryId);
  mustNotComeBefore(commitment.on, on, 'settledOn');
  mustBeAnOpenDay(on, command, account);
  const optional = present({ entryId });
  return [{ type: 'CommitmentSettled', on, commitmentId, occurrence, ...optional }];
};

export const cancelCommitment: Rule<'CancelCommitment'> = ({ commitmentId, today }, account) => {
  mustBeOpen(commitmentOn(account, commitmentId));
  return [{ type: 'CommitmentCancelled', on: today, commitmentId }];
};

export const approveReserve: Rule<'ApproveReserve'> = (command, account) => {
  const { reserveId, kind, amountPence, until, on } = command;
  if (until !== undefined && until < on)
    throw invalid('until', `This reserve begins on ${on}: choose a last day from then on`);
  mustBeAnOpenDay(on, command, account);
  return [{ type: 'ReserveApproved', on, reserveId, kind, amountPence, ...present({ until }) }];
};

export const releaseReserve: Rule<'ReleaseReserve'> = ({ reserveId, today }, { books }) => {
  const reserve = books.reserves.get(reserveId);
  if (!reserve) throw no('not-found', 'This account has no such reserve');
  if (reserve.releasedOn)
    throw no('already-released', `This reserve was released on ${reserve.releasedOn}`);
  return [{ type: 'ReserveReleased', on: today, reserveId }];
};

function commitmentOn({ books }: Account, commitmentId: string): Commitment {
  const commitment = books.commitments.get(commitmentId);
  if (!commitment) throw no('not-found', 'This account has no such commitment');
  return commitment;
}

/** What of it is settled next. A repeating one is open until it is cancelled. */
function mustBeOpen(commitment: Commitment) {
  const { cancelledOn } = commitment;
  if (cancelledOn)
    throw no('already-cancelled', `This was cancelled on ${cancelledOn}: nothing is owed`);
  const occurrence = nextToSettle(commitment);
  if (!occurrence) throw no('already-settled', 'This is settled: nothing more is owed');
  return occurrence;
}
