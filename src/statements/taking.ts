import type { FileRemark, TypedBalance } from '../accounts/account.events.js';
import type { TypedBalances } from '../accounts/period.facts.js';
import { present } from '../kernel/canonical.js';
import { earlier, later, type LocalDate } from '../kernel/dates.js';
import { minus, NOTHING, plus, sumOf, type Pence } from '../kernel/money.js';
import type { ProblemCode } from './problem-codes.facts.js';
import {
  Unreadable,
  type FileRow,
  type Remark,
  type StatementFile,
} from './files/statement-file.js';

/** What an account knows before a file comes in. */
export interface Around {
  readonly opensOn: LocalDate;
  readonly today: LocalDate;
  /** What was there at the end of the last closed period: where nobody says more, it begins so. */
  readonly lastClosingPence: Pence | undefined;
}

/** A file as an account can take it in. */
export interface Taken {
  /** Those from the opening of the account on. */
  readonly rows: readonly FileRow[];
  readonly to: LocalDate;
  readonly firstOn: LocalDate;
  readonly lastOn: LocalDate;
  /** Before the first of the rows, and after the last. */
  readonly openingPence?: Pence;
  readonly closingPence?: Pence;
  readonly typed?: readonly TypedBalance[];
  readonly problems: readonly FileRemark[];
  readonly notes: readonly FileRemark[];
}

/**
 * What of a file is the account's: what came before it opened is none of its business. Throws
 * `Unreadable` where nothing is left that a period could be made of.
 */
export function takenFrom(
  file: StatementFile,
  typed: TypedBalances,
  { opensOn, today, lastClosingPence }: Around,
): Taken {
  const before = file.rows.filter((it) => it.on < opensOn);
  const rows = file.rows.filter((it) => it.on >= opensOn);
  const firstOn = rows[0]?.on ?? file.from ?? file.to;
  const lastOn = rows.at(-1)?.on ?? file.to;
  if (lastOn === undefined || firstOn === undefined || lastOn < opensOn)
    throw new Unreadable(
      file.rows.length > 0
        ? `All of this is from before the account opened on ${opensOn}: send a later statement`
        : 'There is no line in this file, and no end of its days: send one that has them',
    );
  const said = file.openingPence ?? typed.openingPence;
  const opening = said ?? lastClosingPence;
  const isAssumed = said === undefined && opening !== undefined;
  const { closingPence = typed.closingPence } = file;
  const openingPence =
    opening === undefined
      ? undefined
      : plus(
          opening,
          sumOf(before, (it) => it.amountPence),
        );
  return {
    rows,
    to: later(lastOn, earlier(file.to ?? lastOn, today)),
    firstOn: later(firstOn, opensOn),
    lastOn,
    ...present({
      openingPence,
      closingPence,
      typed: notInFile(file, typed, isAssumed),
    }),
    problems: [
      ...file.problems.filter(saysMore).map((it) => withWhatIsMissing(it, file)),
      ...contradictions(file, typed),
      ...sums(file, rows, openingPence, closingPence),
    ],
    notes: [...file.notes, ...before.map(({ line }) => ({ line, code: 'before-opening' }))],
  };
}

/** Where it is known at which line the balances break, that they do not add up is nothing new. */
const saysMore = ({ code }: Remark<ProblemCode>, _: number, all: readonly Remark<ProblemCode>[]) =>
  code !== 'does-not-add-up' || !all.some((it) => it.code === 'balance-does-not-run');

/** Where balances break, they say what is missing, and between which days. */
function withWhatIsMissing(
  { line, code }: Remark<ProblemCode>,
  { rows, openingPence, closingPence }: StatementFile,
): FileRemark {
  if (LEFT_OUT.includes(code)) return { line, code, leftOut: true };
  if (code === 'does-not-add-up' && openingPence !== undefined && closingPence !== undefined) {
    const amountPence = plus(
      closingPence,
      minus(openingPence),
      minus(sumOf(rows, (it) => it.amountPence)),
    );
    const [first, last] = [rows[0], rows.at(-1)];
    if (!first || !last) return { line, code };
    return { line, code, missing: { from: first.on, to: last.on, amountPence } };
  }
  const place = rows.findIndex((it) => it.line === line);
  const [previous, at] = [rows[place - 1], rows[place]];
  if (code !== 'balance-does-not-run' || at?.balancePence === undefined) return { line, code };
  if (previous?.balancePence === undefined) return { line, code };
  const amountPence = plus(at.balancePence, minus(at.amountPence), minus(previous.balancePence));
  return { line, code, missing: { from: previous.on, to: at.on, amountPence } };
}

/** Of rows that are not among the lines. */
const LEFT_OUT: readonly ProblemCode[] = [
  'no-such-day',
  'no-amount',
  'two-amounts',
  'wrong-columns',
];

function contradictions(file: StatementFile, typed: TypedBalances): FileRemark[] {
  const contradicts = (which: keyof TypedBalances) =>
    file[which] !== undefined && typed[which] !== undefined && file[which] !== typed[which];
  return [
    ...(contradicts('openingPence') ? [{ line: 0, code: 'opening-contradicts-file' }] : []),
    ...(contradicts('closingPence') ? [{ line: 0, code: 'closing-contradicts-file' }] : []),
  ];
}

/** Of balances that were typed nobody has looked yet whether the lines lead from one to the other. */
function sums(
  file: StatementFile,
  rows: readonly FileRow[],
  opening: Pence | undefined,
  closing: Pence | undefined,
): FileRemark[] {
  const isKnown = file.problems.some((it) => CHAIN.includes(it.code));
  if (opening === undefined || closing === undefined || isKnown) return [];
  const difference = plus(closing, minus(opening), minus(sumOf(rows, (it) => it.amountPence)));
  if (difference === NOTHING) return [];
  const areBothInFile = file.openingPence !== undefined && file.closingPence !== undefined;
  return [{ line: 0, code: areBothInFile ? 'does-not-add-up' : 'typed-does-not-add-up' }];
}

/** Which of the balances are not the file's own; `undefined`: both are, or nobody said any. */
function notInFile(file: StatementFile, typed: TypedBalances, isAssumed: boolean) {
  const isTyped = (name: keyof TypedBalances) =>
    file[name] === undefined && typed[name] !== undefined;
  const all: TypedBalance[] = [
    ...(isTyped('openingPence') ? (['opening'] as const) : []),
    ...(isTyped('closingPence') ? (['closing'] as const) : []),
    ...(isAssumed ? (['assumed'] as const) : []),
  ];
  return all.length > 0 ? all : undefined;
}

/** Problems of the balances, not of a single line. */
const CHAIN: readonly string[] = [
  'balance-does-not-run',
  'does-not-add-up',
  'typed-does-not-add-up',
  'statements-do-not-run-on',
] satisfies ProblemCode[];

/** True, false, or `null` while one of the balances is not known. */
export function addsUp(it: TypedBalances & { readonly problems: readonly FileRemark[] }) {
  if (it.openingPence === undefined || it.closingPence === undefined) return null;
  return !it.problems.some(({ code }) => CHAIN.includes(code));
}
