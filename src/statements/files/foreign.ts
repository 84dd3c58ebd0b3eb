import { Unreadable } from './statement-file.js';
import { unwrapped } from './money-text.js';

const CURRENCIES: Readonly<Record<string, string>> = {
  EUR: 'euros', '€': 'euros', USD: 'US dollars', $: 'dollars', PLN: 'zloty', CHF: 'Swiss francs',
  AUD: 'Australian dollars', CAD: 'Canadian dollars',
}; // prettier-ignore

/** Only pounds are kept here. */
export function foreignMoney(currency: string | undefined, line: number): Unreadable {
  const named = CURRENCIES[(currency ?? '').toUpperCase()] ?? 'another currency than pounds';
  return new Unreadable(`This statement is in ${named}. Send one of an account in pounds.`, line);
}

const TWO_ACCOUNTS =
  'This file has lines of more than one account. Download a file of one account alone.';

/** Throws `Unreadable` where two accounts are named; a line that names none belongs to the others. */
export function oneAccount(named: readonly { line: number; account: string }[]): void {
  let first: string | undefined;
  for (const { line, account } of named) {
    const plain = unwrapped(account).slice(0, 100).replace(/[\s-]/g, '').toLowerCase();
    if (plain === '') continue;
    first ??= plain;
    if (plain !== first) throw new Unreadable(TWO_ACCOUNTS, line);
  }
}
