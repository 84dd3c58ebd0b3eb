import { formatPence } from '../kernel/money.js';
import type { Transaction } from './transactions.js';

// Books as hledger and ledger read them. Neither shares a line of code with this program.

export type BooksFormat = 'hledger' | 'ledger';

const ABOUT = [
  'Every movement of money that is recorded, one transaction an event, in order of the day it counts.',
  'First date: the day it counts. Second: the day it was recorded. Both in London. Code: the event.',
];

/** What stands before all accounts and transactions. */
export function beginningOf(format: BooksFormat): string {
  const commodity = {
    hledger: 'commodity £1,000.00\n',
    ledger: 'commodity £\n    format £1,000.00\n\ntag reverses\n',
  };
  return `${ABOUT.map((it) => `; ${it}\n`).join('')}\n${commodity[format]}\n`;
}

/** One line for each account, so that a strict reader finds every one that is mistyped. */
export const declared = (accounts: Iterable<string>): string =>
  [...accounts]
    .toSorted()
    .map((it) => `account ${it}\n`)
    .join('');

export function writtenIn(format: BooksFormat, transaction: Transaction): string {
  const { on, recordedOn, eventId, title, sides, bankHadPence } = transaction;
  const had = (account: string) =>
    bankHadPence === undefined || !account.endsWith(':bank')
      ? ''
      : ` = ${formatPence(bankHadPence)}`;
  const lines = sides.map(
    ([account, amount]) => `    ${account}  ${formatPence(amount)}${had(account)}\n`,
  );
  const first = `${on}=${recordedOn} (${eventId}) ${title}`;
  return `\n${first}${reversalIn(format, transaction)}\n${lines.join('')}`;
}

/** ledger takes for a tag only what has a blank after its colon, and on a line of its own. */
function reversalIn(format: BooksFormat, { reverses }: Transaction): string {
  if (reverses === undefined) return '';
  const tag = `  ; reverses:${reverses}`;
  return format === 'hledger' ? tag : `${tag}\n    ; reverses: ${reverses}`;
}
