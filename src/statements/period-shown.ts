import {
  lastClosed,
  linesToClose,
  nextFrom,
  standingProblems,
  TYPED_PROBLEMS,
  type Line,
  type Statement,
} from '../accounts/lines.facts.js';
import { present } from '../kernel/canonical.js';
import { addDays, later, type LocalDate } from '../kernel/dates.js';
import { minus, plus, sumOf, type Pence } from '../kernel/money.js';
import { remarksInWords, type RemarkInWords } from './problem-codes.facts.js';
import type { AccountAsKnown } from './reconciling.js';
import type { TypedBalances } from './taking.js';

/** A period before it is closed: what leads from one balance of the bank to the other. */
export interface PeriodSum {
  readonly from: LocalDate;
  readonly to: LocalDate;
  /** The last day of the period before; absent: this is the first one. */
  readonly before?: LocalDate;
  readonly openingPence: Pence;
  readonly in: Side;
  readonly out: Side;
  /** What the opening and the lines come to. */
  readonly leadsToPence: Pence;
  /** What the bank says; absent: nobody said. */
  readonly closingPence?: Pence;
  /** What the bank says, less what the lines lead to. */
  readonly differencePence?: Pence;
  /** Balances that no file names: whoever closes the period says them. */
  readonly asks: readonly ('openingPence' | 'closingPence')[];
  /** Statements whose lines are open still. */
  readonly openIn: readonly { readonly statementId: string; readonly lines: number }[];
  readonly problems: readonly RemarkInWords[];
  readonly setAside: readonly Line[];
}

interface Side {
  readonly pence: Pence;
  readonly lines: number;
}

export function periodOf(
  { opened, statements }: AccountAsKnown,
  statement: Statement,
  typed: TypedBalances,
): PeriodSum {
  const lines = linesToClose(statements, statement);
  const last = lastClosed(statements);
  const from = nextFrom(statements, opened.on);
  const openingPence =
    last?.closing.closingPence ??
    typed.openingPence ??
    statement.openingPence ??
    opened.openingBalancePence;
  const closingPence = typed.closingPence ?? statement.closingPence;
  const leadsToPence = plus(openingPence, sumOf(lines, amountOf));
  return {
    from,
    to: lines.reduce((end, it) => later(end, it.countsOn), statement.to),
    ...present({ before: last && addDays(from, -1), closingPence }),
    openingPence,
    in: sideOf(lines.filter((it) => it.amountPence > 0)),
    out: sideOf(lines.filter((it) => it.amountPence < 0)),
    leadsToPence,
    ...(closingPence !== undefined && { differencePence: plus(closingPence, minus(leadsToPence)) }),
    asks: [
      ...(last || isInFile(statement, 'opening') ? [] : (['openingPence'] as const)),
      ...(isInFile(statement, 'closing') ? [] : (['closingPence'] as const)),
    ],
    openIn: openIn(lines),
    // What was typed is typed anew by whoever closes the period.
    problems: remarksInWords(
      standingProblems(statements, statement).filter(({ code }) => !TYPED_PROBLEMS.includes(code)),
    ),
    setAside: lines.filter((it) => it.state === 'set-aside'),
  };
}

const amountOf = ({ amountPence }: Line): Pence => amountPence;

const sideOf = (lines: readonly Line[]): Side => ({
  pence: sumOf(lines, amountOf),
  lines: lines.length,
});

const isInFile = (statement: Statement, which: 'opening' | 'closing'): boolean =>
  statement[`${which}Pence`] !== undefined && !statement.typed?.includes(which);

function openIn(lines: readonly Line[]) {
  const open = lines.filter((it) => it.state === 'open');
  return [...Map.groupBy(open, (it) => it.statementId)].map(([statementId, its]) => ({
    statementId,
    lines: its.length,
  }));
}
