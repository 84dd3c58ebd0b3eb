import { signedAmount } from '../accounts/account.facts.js';
import {
  endOf,
  hasLine,
  lastClosed,
  nextFrom,
  type Line,
  type Statement,
  type Statements,
} from '../accounts/lines.facts.js';
import type { AccountOfPeriods } from '../accounts/period.facts.js';
import type { Timeline } from '../budgets/budget.facts.js';
import { budgetAsKnown, type KnownEvent } from '../figures/as-known.facts.js';
import { present } from '../kernel/canonical.js';
import type { LocalDate } from '../kernel/dates.js';
import type { Pence } from '../kernel/money.js';
import type { EntryToMatch, LineToMatch } from './matching/to-match.js';
import { addsUp } from './taking.js';

/** An account as it stands, folded from its events; nothing of it is words. */
export interface AccountAsKnown extends AccountOfPeriods {
  readonly timeline: Timeline;
}

/** `undefined`: there is no such budget. */
export function accountAsKnown(events: readonly KnownEvent[]): AccountAsKnown | undefined {
  const { timeline, books, statements } = budgetAsKnown(events);
  if (!timeline.opened) return undefined;
  const { on: opensOn, openingBalancePence } = timeline.opened;
  return { timeline, books, statements, opensOn, openingBalancePence };
}

export const STATEMENT_STATES = ['open', 'closed', 'signed-off'] as const;
export type StatementState = (typeof STATEMENT_STATES)[number];

// ── A statement as it is shown ───────────────────────────────────────────────

/** What is told of a statement, its lines aside. */
export interface StatementInShort {
  readonly statementId: string;
  readonly format: Statement['format'];
  readonly importedOn: LocalDate;
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly state: StatementState;
  readonly openingPence: Pence | null;
  readonly closingPence: Pence | null;
  readonly addsUp: boolean | null;
  readonly lines: number;
  readonly duplicates: number;
  readonly open: number;
  readonly setAside: number;
  readonly closedBy?: string;
  readonly signedBy?: string;
  readonly signedHash?: string;
}

export function inShort(
  { statements, opensOn }: AccountAsKnown,
  statement: Statement,
  own: readonly Line[],
): StatementInShort {
  const { closing, signed, by } = closedWith(statements, statement);
  const last = lastClosed(statements);
  const balances = present({
    openingPence: closing?.openingPence ?? statement.openingPence ?? last?.closing.closingPence,
    closingPence: closing?.closingPence ?? statement.closingPence,
  });
  const count = (state: Line['state']) => own.filter((it) => it.state === state).length;
  return {
    statementId: statement.statementId,
    format: statement.format,
    importedOn: statement.importedOn,
    from: closing?.from ?? nextFrom(statements, opensOn),
    to: closing?.to ?? statement.to,
    state: signed ? 'signed-off' : by ? 'closed' : 'open',
    openingPence: balances.openingPence ?? null,
    closingPence: balances.closingPence ?? null,
    addsUp: addsUp({ ...balances, problems: statement.problems }),
    lines: own.length,
    duplicates: statement.duplicates,
    open: count('open'),
    setAside: count('set-aside'),
    ...present({ closedBy: by, signedBy: signed?.by, signedHash: statement.signed?.signedHash }),
  };
}

/** Its own closing, or that of the period which covered all its days. */
function closedWith(known: Statements, statement: Statement) {
  const { closing, signed } = statement;
  if (closing) return { closing, signed, by: closing.by };
  const end = endOf(known, statement);
  const [cover] = known.all
    .filter((it) => it.closing && it.closing.to >= end)
    .toSorted((a, b) => (a.closing!.to < b.closing!.to ? -1 : 1));
  return { closing: undefined, signed: cover?.signed, by: cover?.closing?.by };
}

// ── What matching is given ───────────────────────────────────────────────────

export const linesToMatch = (
  known: Statements,
  textOf: (lineId: string) => string,
): LineToMatch[] =>
  [...known.lines.values()].map(({ lineId, on, amountPence, state }) => ({
    lineId,
    on,
    amountPence,
    text: textOf(lineId),
    state,
  }));

/** What people say of an entry. */
export interface SaidOfEntry {
  readonly payee?: string;
  readonly reference?: string;
}

/** Those that stand. */
export function entriesToMatch(
  { books, statements }: AccountAsKnown,
  saidOf: (entryId: string) => SaidOfEntry,
): EntryToMatch[] {
  const entries: EntryToMatch[] = [];
  for (const it of books.entries.values()) {
    if (it.undone) continue;
    const { entryId, kind, on, category } = it;
    entries.push({
      entryId,
      kind,
      on,
      amountPence: signedAmount(it),
      ...present({ category }),
      ...saidOf(entryId),
      isMatched: hasLine(statements, entryId),
    });
  }
  return entries;
}
