import { present } from '../kernel/canonical.js';
import { londonDay, type LocalDate } from '../kernel/dates.js';
import { minus, NOTHING, type Pence } from '../kernel/money.js';
import type { Explanation, TermAnswer } from './explanation.facts.js';
import { inWords } from '../policies/in-words.facts.js';
import type { Explained } from './glossary.facts.js';
import type { SurplusShare } from './surplus.facts.js';

// An explanation as a page shows it: rows that add up, each leading to its place in the history.

/** Where the pages of an account stand, and what its addresses keep: the moments that are asked. */
export interface Around {
  /** "/my/…", "/accounts/…" */
  readonly base: string;
  readonly keep: (href: string) => string;
}

/** A term as a row. What is taken off is said by the sign, never by an amount below nothing. */
export interface RowShown {
  readonly sign: '+' | '−';
  readonly label: string;
  readonly amountPence: Pence;
  readonly words?: string;
  readonly on?: LocalDate;
  /** Where it was written down on a day after its own. */
  readonly writtenOn?: LocalDate;
  /** Its place in the history. */
  readonly href?: string;
  /** How many entries it is the sum of; of a leaf 0. */
  readonly entries: number;
  readonly rows: readonly RowShown[];
}

export interface ExplanationShown {
  readonly sentence: string;
  readonly rows: readonly RowShown[];
  readonly total: { readonly label: string; readonly amountPence: Pence };
  /** Of a surplus: whose it would be. */
  readonly shares: readonly { readonly whose: string; readonly amountPence: Pence }[];
  readonly glossary: readonly Explained[];
}

/** `label` is what the last row says: "What you have now". */
export function explanationShown(
  { sentence, terms, amountPence, shares = [], glossary }: Explanation,
  around: Around,
  label: string,
): ExplanationShown {
  const rows = terms.map((it) => rowOf(it, around));
  return { sentence, rows, total: { label, amountPence }, shares: shares.map(shareOf), glossary };
}

function shareOf({ to, fundingStream, amountPence }: SurplusShare) {
  if (to === 'person') return { whose: 'the person’s own, out of what they paid in', amountPence };
  const stream = fundingStream === undefined ? '' : ` (${inWords(fundingStream)})`;
  return { whose: `the council’s${stream}`, amountPence };
}

function rowOf(term: TermAnswer, around: Around): RowShown {
  const { sign, label, amountPence, words, on, eventId, recordedAt } = term;
  const isBelow = amountPence < NOTHING;
  const rows = (term.terms ?? []).map((it) => rowOf(it, around));
  const learnt = recordedAt && londonDay(recordedAt);
  return present({
    sign: (sign === 1) === isBelow ? '−' : '+',
    label,
    amountPence: isBelow ? minus(amountPence) : amountPence,
    words,
    on,
    writtenOn: on && learnt && learnt > on ? learnt : undefined,
    href: eventId && placeInHistory(around, eventId),
    entries: rows.reduce((sum, it) => sum + Math.max(it.entries, 1), 0),
    rows,
  } as const);
}

/** Answered by the page of the history on which it stands. */
export const placeInHistory = ({ base, keep }: Around, eventId: string): string =>
  keep(`${base}/history?at=${eventId}`);
