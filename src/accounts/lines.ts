import { canonicalJson, present } from '../kernel/canonical.js';
import type { LocalDate } from '../kernel/dates.js';
import { Refusal } from '../kernel/decider.js';
import { sha256 } from '../kernel/digest.js';
import { minus, NOTHING, plus, sizeOf, sumOf } from '../kernel/money.js';
import type { Account, Rule } from './account-state.js';
import type { LineMatched, LinesRead, ReadLine } from './account.events.js';
import type { ImportStatement, MatchLine } from './account.commands.js';
import { directionOf, signedAmount, type Entry } from './account.facts.js';
import {
  entryOn,
  firstOpenDay,
  invalid,
  isClosed,
  mustNotBeClosed,
  no,
  onceFreed,
} from './checks.js';
import { hasLine, newLines, nextFrom, statementOf, type Line } from './lines.facts.js';
import { receiveMoney, recordPayment, returnMoney } from './entries.js';
import { recordExpense } from './expenses.js';

// The lines of statements: each is in one state, each entry has at most one match.

/** So that an event stays below what every store takes. */
const LINES_AN_EVENT = 250;

export const readLines: Rule<'ReadLines'> = ({ statementId, lines, today }, { statements }) =>
  statementOf(statements, statementId)
    ? []
    : linesRead(statementId, newLines(statements, lines), today);

const linesRead = (statementId: string, lines: readonly ReadLine[], on: LocalDate): LinesRead[] =>
  Array.from({ length: Math.ceil(lines.length / LINES_AN_EVENT) }, (_, i) => ({
    type: 'LinesRead',
    on,
    statementId,
    lines: lines.slice(i * LINES_AN_EVENT, (i + 1) * LINES_AN_EVENT),
  }));

/** A file of which every row is known makes no statement. */
export const importStatement: Rule<'ImportStatement'> = (command, { statements }) => {
  const { statementId, today, rows, opensOn, firstOn, lastOn, source } = command;
  const earlier = statements.read.get(statementId) ?? [];
  const lines = newLines(statements, [...earlier, ...command.lines]);
  const isKnown = lines.length === 0 && (rows.length > 0 || isSameQuietTime(command, statements));
  if (isKnown) return [];
  const other = statements.all.find(
    (it) => it.source !== source && it.firstOn <= lastOn && firstOn <= it.lastOn,
  );
  if (other && !command.acceptOverlap)
    throw no(
      'overlaps-other-source',
      'Another kind of statement has these days already, and its lines cannot be told from ' +
        'these: send this one with acceptOverlap only where none of it is there',
      { statementId: other.statementId },
    );
  const { format, to, problems, notes } = command;
  const { closingPence, typed } = command;
  const openingPence = openingBefore(lines, command);
  return [
    ...linesRead(statementId, newLines(statements, command.lines), today),
    {
      type: 'StatementImported',
      on: today,
      statementId,
      format,
      source,
      from: nextFrom(statements, opensOn),
      to,
      firstOn,
      lastOn,
      lines: lines.length,
      duplicates: rows.length - lines.length,
      linesDigest: sha256(canonicalJson(lines.map((it) => it.lineId))),
      ...present({ openingPence, closingPence, typed }),
      problems,
      notes,
    },
  ];
};

/** Before the first line that is new, as it is known now: another file may have come in since. */
function openingBefore(lines: readonly ReadLine[], { rows, openingPence }: ImportStatement) {
  if (openingPence === undefined) return undefined;
  const isNew = new Set(lines.map((it) => it.lineId));
  const first = rows.findIndex((it) => isNew.has(it.lineId));
  return plus(
    openingPence,
    sumOf(rows.slice(0, Math.max(first, 0)), (it) => it.amountPence),
  );
}

const isSameQuietTime = (
  { source, to }: { readonly source: string; readonly to: LocalDate },
  { all }: Account['statements'],
): boolean => all.some((it) => it.source === source && it.to === to);

// ── Matches ──────────────────────────────────────────────────────────────────

export const matchLine: Rule<'MatchLine'> = (command, account) => [
  matchOf(command, account, command.today, 'chosen'),
];

/** What cannot be matched any more is passed over: somebody else was quicker. */
export const acceptMatches: Rule<'AcceptMatches'> = (command, account) => {
  const { matches, statementId, today } = command;
  const taken = new Set<string>();
  return matches.flatMap((it) => {
    const ids = [...it.lineIds, ...it.entryIds];
    if (ids.some((id) => taken.has(id))) return [];
    try {
      const match = matchOf({ ...it, statementId }, account, today, 'certain');
      ids.forEach((id) => taken.add(id));
      return [match];
    } catch (refusal) {
      if (refusal instanceof Refusal) return [];
      throw refusal;
    }
  });
};

type Asked = Pick<MatchLine, 'statementId' | 'matchId' | 'lineIds' | 'entryIds'>;

function matchOf(asked: Asked, account: Account, on: LocalDate, how: LineMatched['how']) {
  const { statementId, matchId, lineIds, entryIds } = asked;
  const lines = lineIds.map((id) => lineToSettle(account, statementId, id));
  const [aside] = lines.filter((it) => it.state !== 'open');
  if (aside && lines.length > 1) throw notOpen(aside);
  const entries = entryIds.map((id) => entryToMatch(account, id));
  if (lines.length > 1 && entries.length > 1)
    throw invalid('withLineIds', 'Several lines together make one entry: name one');
  const differencePence = plus(
    sumOf(lines, (it) => it.amountPence),
    minus(sumOf(entries, signedAmount)),
  );
  if (differencePence !== NOTHING)
    throw no('amounts-differ', 'These do not come to the same amount: match what does', {
      differencePence,
    });
  const was = aside && whatItWas;
  const match = { type: 'LineMatched' as const, on, statementId, matchId, lineIds, entryIds, how };
  return { ...match, ...was };
}

const whatItWas = { was: 'set-aside' } as const;

function entryToMatch(account: Account, entryId: string): Entry {
  const entry = entryOn(account, entryId);
  if (entry.undone) throw no('entry-reversed', 'This entry was undone: match one that stands');
  if (hasLine(account.statements, entryId))
    throw no('already-matched', 'This entry has a line already: undo that match first', {
      entryId,
    });
  return entry;
}

/** The link only: line and entries stay. */
export const undoMatch: Rule<'UndoMatch'> = ({ statementId, lineId, today }, account) => {
  const line = lineOn(account, statementId, lineId);
  if (line.state !== 'matched' || line.matchId === undefined)
    throw no('not-matched', 'This line is matched with nothing');
  const { matchId, entryIds } = line;
  const lineIds = account.statements.linesOfEntry.get(entryIds[0]!)!;
  // What is explained late is matched alone.
  const [becomes] = lineIds.map((id) => onceFreed(account, account.statements.lines.get(id)!));
  return [
    { type: 'MatchUndone', on: today, statementId, matchId, lineIds, ...present({ becomes }) },
  ];
};

// ── What becomes of a line without an entry ──────────────────────────────────

/** The line's day and amount; where its day is closed, the first open one, which names it. */
export const recordLine: Rule<'RecordLine'> = (command, account) => {
  const { statementId, lineId, entryId, today } = command;
  const line = lineToSettle(account, statementId, lineId);
  const on = firstOpenDay(account, command, line.on);
  const late = on === line.on ? {} : { lateFor: line.on };
  const entry = entryOf(command, line, on, late)(account);
  const was = line.state === 'open' ? {} : whatItWas;
  return [...entry, { type: 'LineRecorded', on: today, statementId, lineId, entryId, ...was }];
};

type RecordLine = Parameters<Rule<'RecordLine'>>[0];

function entryOf(command: RecordLine, line: Line, on: LocalDate, late: { lateFor?: LocalDate }) {
  const { kind, category, outcome, wordsHash } = command;
  if (directionOf(kind) !== Math.sign(line.amountPence))
    throw no(
      'wrong-direction',
      line.amountPence > 0
        ? 'This line is money in: choose what money in it is'
        : 'This line is money out: choose what money out it is',
    );
  const amountPence = sizeOf(line.amountPence);
  const entry = { ...command, ...late, on, amountPence };
  return (account: Account) => {
    switch (kind) {
      case 'payment': {
        const said = present({ wordsHash });
        return recordPayment({ ...entry, ...said, type: 'RecordPayment' }, account);
      }
      case 'expense': {
        if (category === undefined || wordsHash === undefined)
          throw invalid('category', 'Say what the money was spent on, and who was paid');
        const spent = { ...entry, ...present({ outcome }), category, wordsHash };
        return recordExpense({ ...spent, type: 'RecordExpense', byHolderSide: false }, account);
      }
      case 'return':
        return returnMoney({ ...entry, type: 'ReturnMoney', cause: 'other' }, account);
      default:
        return receiveMoney({ ...entry, type: 'ReceiveMoney', kind }, account);
    }
  };
}

/** In the open, until somebody explains it. Its holder is asked once. */
export const setLineAside: Rule<'SetLineAside'> = (command, account) => {
  const { statementId, lineId, asks, wordsHash, today } = command;
  const line = openLine(account, statementId, lineId);
  if (asks && line.question)
    throw no('already-asked', 'The holder was asked about this line before: read what they said');
  return [{ type: 'LineSetAside', on: today, statementId, lineId, asks, wordsHash }];
};

/** What the holder has to say is always kept, once they were asked. */
export const explainLine: Rule<'ExplainLine'> = (command, account) => {
  const { statementId, lineId, wordsHash, today } = command;
  if (!lineOn(account, statementId, lineId).question)
    throw no('not-asked', 'Nobody asked about this line: nothing needs to be said');
  return [{ type: 'LineExplained', on: today, statementId, lineId, wordsHash }];
};

export const ignoreLine: Rule<'IgnoreLine'> = (command, account) => {
  const { statementId, lineId, wordsHash, today } = command;
  openLine(account, statementId, lineId);
  return [{ type: 'LineIgnored', on: today, statementId, lineId, wordsHash }];
};

export const restoreLine: Rule<'RestoreLine'> = (command, account) => {
  const { statementId, lineId, wordsHash, today } = command;
  const line = lineOn(account, statementId, lineId);
  if (line.state !== 'set-aside' && line.state !== 'ignored')
    throw no('line-not-open', 'Only a line that was set aside or ignored can be restored', {
      state: line.state,
    });
  mustNotBeClosed(account, line);
  const was = line.state;
  return [{ type: 'LineRestored', on: today, statementId, lineId, was, wordsHash }];
};

/** Later lines of the payee teach it anew. */
export const forgetMatchingRule: Rule<'ForgetMatchingRule'> = ({ ruleId, today }) => [
  { type: 'MatchingRuleForgotten', on: today, ruleId },
];

// ── Checks ───────────────────────────────────────────────────────────────────

function lineOn({ statements }: Account, statementId: string, lineId: string): Line {
  const line = statements.lines.get(lineId);
  if (line?.statementId !== statementId) throw no('not-found', 'This statement has no such line');
  return line;
}

function openLine(account: Account, statementId: string, lineId: string): Line {
  const line = lineOn(account, statementId, lineId);
  if (line.state !== 'open') throw notOpen(line);
  return line;
}

/** Open; or set aside when its period closed, and explained since. */
function lineToSettle(account: Account, statementId: string, lineId: string): Line {
  const line = lineOn(account, statementId, lineId);
  const isExplainedLater = line.state === 'set-aside' && isClosed(account, line);
  if (line.state !== 'open' && !isExplainedLater) throw notOpen(line);
  return line;
}

const notOpen = ({ state }: Line) =>
  no('line-not-open', 'This line is settled already: undo or restore it first', { state });
