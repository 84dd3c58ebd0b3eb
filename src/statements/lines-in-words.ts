import type { EntryKind } from '../accounts/account.events.js';
import type { LineState } from '../accounts/lines.facts.js';
import { dayInWords } from '../kernel/dates.js';
import { formatPence, sizeOf, type Pence } from '../kernel/money.js';
import { atTheStart, inWords } from '../policies/in-words.facts.js';
import { CATEGORIES } from '../policies/vocabulary.facts.js';
import type { EntryToMatch, Proposal } from './matching/to-match.js';

// Lines, and the entries that they are or become, as officers read of them.

const KINDS: Readonly<Record<EntryKind, string>> = {
  payment: 'payment from the council',
  contribution: 'contribution',
  'top-up': 'top-up',
  refund: 'refund',
  interest: 'interest',
  expense: 'expense',
  return: 'money sent back to the council',
};

interface Item {
  readonly value: string;
  readonly text: string;
}

const itemsOf = (codes: readonly string[], words: (code: string) => string): Item[] =>
  codes.map((value) => ({ value, text: atTheStart(words(value)) }));

export const OUT_KINDS = ['expense', 'return'] as const;
export const IN_KINDS = ['payment', 'contribution', 'top-up', 'refund', 'interest'] as const;

/** What money in this direction may be. */
export const kindsFor = (amountPence: Pence): Item[] =>
  itemsOf(amountPence < 0 ? OUT_KINDS : IN_KINDS, (it) => KINDS[it as EntryKind]);

export const CATEGORY_ITEMS = itemsOf(CATEGORIES, inWords);

const amountOf = (amountPence: Pence): string => formatPence(sizeOf(amountPence));

/** "£96.00 out" */
export const moved = (amountPence: Pence): string =>
  `${amountOf(amountPence)} ${amountPence < 0 ? 'out' : 'in'}`;

/** "Expense of £96.00 on 8 May 2026, Rosa Reed, personal assistant" */
export function entryInWords({
  kind,
  on,
  amountPence,
  payee,
  category,
  reference,
}: EntryToMatch): string {
  const more = [payee, category && inWords(category), reference].filter(Boolean);
  const what = `${atTheStart(KINDS[kind])} of ${amountOf(amountPence)} on ${dayInWords(on)}`;
  return [what, ...more].join(', ');
}

/** "expense: Rosa Reed, personal assistant" */
export function proposalInWords({ kind, payee, category }: Proposal): string {
  const more = [payee, category && inWords(category)].filter(Boolean).join(', ');
  return more === '' ? KINDS[kind] : `${KINDS[kind]}: ${more}`;
}

/** An expense needs to say who was paid and what for: without, nothing is done in one click. */
export const isWhole = ({ kind, payee, category }: Proposal): boolean =>
  kind !== 'expense' || (payee !== undefined && category !== undefined);

/** What became of a line. */
export const STATES: Readonly<Record<LineState, string>> = {
  open: 'Open',
  matched: 'Matched',
  recorded: 'Recorded',
  'set-aside': 'Set aside',
  ignored: 'Ignored',
};

/** "1 line", "12 lines" */
export const linesCounted = (n: number): string => (n === 1 ? '1 line' : `${n} lines`);
