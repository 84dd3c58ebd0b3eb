import { periodToClose, type OpenPeriod, type TypedBalances } from '../accounts/period.facts.js';
import { lastClosed, type Line, type Statement } from '../accounts/lines.facts.js';
import { addDays, type LocalDate } from '../kernel/dates.js';
import { sumOf, type Pence } from '../kernel/money.js';
import { remarksInWords, type RemarkInWords } from './problem-codes.facts.js';
import type { AccountAsKnown } from './reconciling.js';

/** A period before it is closed, as its officer looks at it. */
export interface PeriodShown extends Omit<OpenPeriod, 'problems' | 'typedProblems'> {
  /** The last day of the period before; absent: this is the first one. */
  readonly before?: LocalDate;
  readonly in: Side;
  readonly out: Side;
  /** Statements whose lines are open still. */
  readonly openIn: readonly { readonly statementId: string; readonly lines: number }[];
  readonly problems: readonly RemarkInWords[];
  readonly setAside: readonly Line[];
}

interface Side {
  readonly pence: Pence;
  readonly lines: number;
}

export function periodShown(
  account: AccountAsKnown,
  statement: Statement,
  typed: TypedBalances,
): PeriodShown {
  // Whoever closes the period is asked anew for what was typed wrongly.
  const { typedProblems: _, problems, ...told } = periodToClose(account, statement, typed);
  const { lines, from } = told;
  return {
    ...told,
    ...(lastClosed(account.statements) && { before: addDays(from, -1) }),
    in: sideOf(lines.filter((it) => it.amountPence > 0)),
    out: sideOf(lines.filter((it) => it.amountPence < 0)),
    openIn: openIn(lines),
    problems: remarksInWords(problems),
    setAside: lines.filter((it) => it.state === 'set-aside'),
  };
}

const sideOf = (lines: readonly Line[]): Side => ({
  pence: sumOf(lines, (it) => it.amountPence),
  lines: lines.length,
});

function openIn(lines: readonly Line[]) {
  const open = lines.filter((it) => it.state === 'open');
  return [...Map.groupBy(open, (it) => it.statementId)].map(([statementId, its]) => ({
    statementId,
    lines: its.length,
  }));
}
