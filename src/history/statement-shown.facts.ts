import type { LocalDate } from '../kernel/dates.js';
import { minus, plus, type Pence } from '../kernel/money.js';
import { placeInHistory, type Around } from '../figures/explanation-shown.facts.js';
import type { Told } from './feed.facts.js';
import { spokenOf } from './spoken.facts.js';

/** A statement has so many days where nobody asks for others: as many as a payment is for. */
export const STATEMENT_DAYS = 28;

// A statement of account as a page shows it.

interface Moved {
  readonly kind: string;
  readonly amountPence: Pence;
  readonly count: number;
}

/** What came in and went out from day to day, and what was there before and after. */
export interface Stated {
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly openingPence: Pence;
  readonly in: readonly Moved[];
  readonly out: readonly Moved[];
  readonly closingPence: Pence;
  readonly items: readonly Told[];
}

interface SumShown {
  readonly label: string;
  readonly amountPence: Pence;
  readonly count: number;
}

interface LineShown {
  readonly on: LocalDate;
  readonly words: string;
  readonly paidTo?: string;
  readonly inPence?: Pence;
  readonly outPence?: Pence;
  readonly balanceAfterPence: Pence;
  readonly href: string;
}

export interface StatementShown extends Pick<
  Stated,
  'from' | 'to' | 'openingPence' | 'closingPence'
> {
  readonly in: readonly SumShown[];
  readonly out: readonly SumShown[];
  readonly inPence: Pence;
  readonly outPence: Pence;
  readonly lines: readonly LineShown[];
}

const LABELS: Readonly<Record<'in' | 'out', Readonly<Record<string, string>>>> = {
  in: {
    payment: 'Money the council paid in',
    contribution: 'Contributions paid in',
    'top-up': 'Top-ups',
    refund: 'Refunds',
    interest: 'Interest',
    reversal: 'Put right: put back on the account',
  },
  out: {
    expense: 'Money spent',
    return: 'Money sent back to the council',
    bounced: 'Payments that went back before they arrived',
    reversal: 'Put right: taken off the account',
  },
};

export function statementShown(stated: Stated, around: Around): StatementShown {
  const { from, to, openingPence, closingPence } = stated;
  const sums = (way: 'in' | 'out') =>
    stated[way].map(({ kind, amountPence, count }) => {
      return { label: LABELS[way][kind] ?? kind, amountPence, count };
    });
  const total = (way: 'in' | 'out') => plus(...stated[way].map((it) => it.amountPence));
  return {
    from,
    to,
    openingPence,
    closingPence,
    in: sums('in'),
    out: sums('out'),
    inPence: total('in'),
    outPence: total('out'),
    lines: stated.items.map((it) => lineOf(it, around)),
  };
}

function lineOf({ on, words, said, movedPence, balanceAfterPence, eventId }: Told, around: Around) {
  const paidTo = spokenOf(said).find((it) => it.label === 'Paid to')?.text;
  return {
    on,
    words,
    ...(paidTo !== undefined && { paidTo }),
    ...(movedPence && (movedPence > 0 ? { inPence: movedPence } : { outPence: minus(movedPence) })),
    balanceAfterPence,
    href: placeInHistory(around, eventId),
  };
}
