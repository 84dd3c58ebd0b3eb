import { daysBetween, type LocalDate } from '../kernel/dates.js';
import type { Line } from '../accounts/lines.facts.js';
import { entryInWords, isWhole, moved, proposalInWords, STATES } from './lines-in-words.js';
import type { LineShown, Looked } from './statements.queries.js';
import type { Suggestion } from './matching/to-match.js';

/** What is to be known beside a line to tell of it. */
interface Around {
  readonly looked: Looked;
  readonly nameOf: (userId?: string) => string;
  readonly today: LocalDate;
  /** Where the pages of its statement stand. */
  readonly base: string;
}

/** A line with what may be done about it, as the pages tell of it. */
export function lineInWords(line: LineShown, around: Around) {
  const { looked, base } = around;
  const at = `${base}/lines/${line.lineId}`;
  const { proposal } = line;
  return {
    ...line,
    at,
    moved: moved(line.amountPence),
    stateText: STATES[line.state],
    suggestions: line.suggestions.map((it) => suggestionInWords(it, looked)),
    proposal: proposal && {
      ...proposal,
      words: proposalInWords(proposal),
      isWhole: isWhole(proposal),
    },
    entries: line.entryIds.map((id) => entryWords(looked, id)),
    said: line.said && saidInWords(line.said, around),
    undo: undoOf(line, around),
    mayUndo: mayUndo(line, looked),
  };
}

export type LineInWords = ReturnType<typeof lineInWords>;

/** As long as it stands. */
export const entryWords = ({ entries }: Looked, entryId: string): string => {
  const entry = entries.get(entryId);
  return entry ? entryInWords(entry) : 'An entry that was put right';
};

function suggestionInWords(it: Suggestion, looked: Looked) {
  const { lines } = looked.account.statements;
  return {
    ...it,
    entries: it.entryIds.map((id) => entryWords(looked, id)),
    withLines: (it.withLineIds ?? []).map((id) => withWords(lines.get(id)!, looked)),
    why: it.reasons.join(', '),
  };
}

export const withWords = ({ lineId, on, amountPence }: Line, { texts }: Looked) => ({
  lineId,
  on,
  moved: moved(amountPence),
  text: texts.get(lineId) ?? '',
});

function saidInWords(said: NonNullable<LineShown['said']>, { nameOf, today }: Around) {
  const days = daysBetween(said.on, today);
  return {
    ...said,
    by: nameOf(said.by),
    ago: days === 0 ? 'today' : days === 1 ? '1 day ago' : `${days} days ago`,
  };
}

/** What was settled when its period closed stands; what was said of it since may be taken back. */
function mayUndo({ lineId }: LineShown, { shown, account }: Looked): boolean {
  return shown.state === 'open' || account.statements.lines.get(lineId)?.isExplainedLate === true;
}

/** How what was done with a line is taken back. */
function undoOf({ state, entryIds, lineId }: LineShown, { looked, base }: Around) {
  const { budgetId } = looked.shown;
  if (state === 'matched') return { text: 'Undo the match', post: `${base}/lines/${lineId}/undo` };
  if (state === 'recorded')
    return { text: 'Put right', href: `/accounts/${budgetId}/record/reversal/${entryIds[0]}` };
  if (state === 'set-aside' || state === 'ignored')
    return { text: 'Restore', href: `${base}/lines/${lineId}/restore` };
  return undefined;
}
