import { later, type LocalDate } from '../kernel/dates.js';
import { Refusal, type RefusalDetails } from '../kernel/decider.js';
import type { AccountCircumstances, AccountRefusal } from './account.commands.js';
import type { AccountEvent, Becomes } from './account.events.js';
import type { Account } from './account-state.js';
import type { Entry } from './account.facts.js';
import { closedTo, nextFrom, type Line } from './lines.facts.js';

// Checks, in the words of the rule, that more than one kind of command must pass.

export const no = (code: AccountRefusal, message: string, details?: RefusalDetails) =>
  new Refusal<AccountEvent>(code, message, details);

/** What is wrong lies in one field of what was asked: answered as 400. */
export const invalid = (field: string, message: string) =>
  no('invalid', message, { errors: [{ field, message }] });

/** Nothing is dated before the account was there, nor on a day that is closed. */
export function mustBeAnOpenDay(
  day: LocalDate,
  { opensOn }: AccountCircumstances,
  { statements }: Account,
): void {
  const closed = closedTo(statements);
  if (day < opensOn)
    throw no('before-opening', `This account opens on ${opensOn}: choose a day from then on`, {
      opensOn,
    });
  if (closed !== null && day <= closed)
    throw no('in-closed-period', `Every day to ${closed} is closed: choose a later one`, {
      closedTo: closed,
    });
}

/** The day itself, where it is open. */
export const firstOpenDay = (
  { statements }: Account,
  { opensOn }: AccountCircumstances,
  day: LocalDate,
): LocalDate => later(day, nextFrom(statements, opensOn));

interface Dated {
  readonly on: LocalDate;
  readonly lateFor?: LocalDate;
}

/** On an open day; and where it names another, that one is closed. */
export function mustBeDatedRight(command: AccountCircumstances & Dated, account: Account): void {
  const { on, lateFor } = command;
  mustBeAnOpenDay(on, command, account);
  const closed = closedTo(account.statements);
  if (lateFor !== undefined && (closed === null || lateFor > closed))
    throw invalid('lateFor', 'This day is open: send it as the day of the entry itself');
}

/** What is closed are days: of a line the day on which it counts. */
export function isClosed({ statements }: Account, { countsOn }: Line): boolean {
  const closed = closedTo(statements);
  return closed !== null && countsOn <= closed;
}

export function mustNotBeClosed(account: Account, line: Line): void {
  if (isClosed(account, line))
    throw no('in-closed-period', 'The period of this line is closed: a manager can reopen it', {
      closedTo: closedTo(account.statements),
    });
}

/**
 * What becomes of a line that is taken from its entry. What was said of it after its period had
 * closed may be taken back; what it was when that closed stands.
 */
export function onceFreed(account: Account, line: Line): Becomes | undefined {
  if (line.isExplainedLate && isClosed(account, line)) return 'set-aside';
  mustNotBeClosed(account, line);
  return undefined;
}

export function mustNotComeBefore(first: LocalDate, day: LocalDate, field: string): void {
  if (day < first) throw invalid(field, `This goes back to ${first}: choose a day from then on`);
}

/** An entry is undone once. */
export function mustStand({ undone }: Entry): void {
  if (undone?.how === 'bounced')
    throw no('already-bounced', `This payment bounced on ${undone.on}: it counts no more`);
  if (undone)
    throw no('already-reversed', `This was reversed from ${undone.on} on: it counts no more`);
}

export function entryOn({ books }: Account, entryId: string): Entry {
  const entry = books.entries.get(entryId);
  if (!entry) throw no('not-found', 'This account has no such entry');
  return entry;
}
