import type { EntryKind } from '../accounts/account.events.js';
import type { BookedPosting } from '../figures/as-known.facts.js';
import type { LocalDate } from '../kernel/dates.js';
import { minus, NOTHING, plus, sumOf, type Pence } from '../kernel/money.js';

/** Both days included. */
export interface Period {
  readonly from: LocalDate;
  readonly to: LocalDate;
}

/** What an entry is; what puts one right is shown beside it, never taken off it. */
export const MOVED_KINDS = [
  'payment',
  'contribution',
  'top-up',
  'refund',
  'interest',
  'expense',
  'return',
  'reversal',
  'bounced',
] as const satisfies readonly (EntryKind | 'reversal' | 'bounced')[];
export type MovedKind = (typeof MOVED_KINDS)[number];

export interface Moved {
  readonly kind: MovedKind;
  /** Above 0. */
  readonly amountPence: Pence;
  readonly count: number;
}

/** Opening, and in, less out, is closing. */
export interface Sums extends Period {
  readonly openingPence: Pence;
  readonly in: readonly Moved[];
  readonly out: readonly Moved[];
  readonly closingPence: Pence;
}

const isOpening = ({ entry }: BookedPosting) => entry === 'opening';

/** What moved money on the account in a period, the opening balance aside. */
export const movedIn = (postings: readonly BookedPosting[], { from, to }: Period) =>
  postings.filter((it) => it.account === 'bank' && !isOpening(it) && it.on >= from && it.on <= to);

/** An opening balance that counts from a day of the period is what the period opens with. */
export function sumsOf(postings: readonly BookedPosting[], period: Period): Sums {
  const before = postings.filter(
    (it) => it.account === 'bank' && (it.on < period.from || (isOpening(it) && it.on <= period.to)),
  );
  const moved = movedIn(postings, period);
  const into = moved.filter((it) => it.amountPence > 0);
  const outOf = moved.filter((it) => it.amountPence < 0);
  const openingPence = sumOf(before, (it) => it.amountPence);
  return {
    ...period,
    openingPence,
    in: byKind(into),
    out: byKind(outOf),
    closingPence: plus(
      openingPence,
      sumOf(moved, (it) => it.amountPence),
    ),
  };
}

function byKind(postings: readonly BookedPosting[]): Moved[] {
  const kinds = Map.groupBy(postings, kindOf);
  return MOVED_KINDS.flatMap((kind) => {
    const of = kinds.get(kind) ?? [];
    const amount = (it: BookedPosting) =>
      it.amountPence < NOTHING ? minus(it.amountPence) : it.amountPence;
    return of.length > 0 ? [{ kind, amountPence: sumOf(of, amount), count: of.length }] : [];
  });
}

function kindOf({ entry, undoes, event }: BookedPosting): MovedKind {
  if (undoes) return event.type === 'PaymentReturned' ? 'bounced' : 'reversal';
  return entry === 'opening' ? 'payment' : entry.kind; // openings are left out before
}
