import { dayInWords, type LocalDate } from '../../src/kernel/dates.js';
import { formatPence, type Pence } from '../../src/kernel/money.js';

// A statement as a finance officer would want it on paper: what the bank says, what it is.

export interface RecordedEntry {
  readonly on: LocalDate;
  readonly movedPence: Pence;
  readonly payee: string;
}

interface Suggestion {
  readonly entryIds: readonly string[];
  readonly withLineIds?: readonly string[];
  readonly score: number;
  readonly certain: boolean;
  readonly reasons: readonly string[];
}

interface Line {
  readonly lineId: string;
  readonly on: LocalDate;
  readonly text: string;
  readonly amountPence: Pence;
  readonly state: string;
  readonly entryIds: readonly string[];
  readonly suggestions: readonly Suggestion[];
  readonly proposal?: { kind: string; payee?: string; category?: string; reasons: string[] };
  readonly said?: { reason?: string };
}

export interface Statement {
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly state: string;
  readonly openingPence: Pence;
  readonly closingPence: Pence;
  readonly addsUp: boolean;
  readonly lines: readonly Line[];
}

/** The entries by their ids, as they were recorded. */
export function reconciliationReport(
  statement: Statement,
  entries: ReadonlyMap<string, RecordedEntry>,
): string {
  const { from, to, state, lines, openingPence, closingPence, addsUp } = statement;
  const settled = lines.filter((it) => it.state !== 'open').length;
  return [
    `${dayInWords(from)} to ${dayInWords(to)}: ${state}, ${settled} of ${lines.length} settled`,
    `opening ${formatPence(openingPence)}, closing ${formatPence(closingPence)}, ` +
      `adds up: ${addsUp ? 'yes' : 'no'}`,
    ...lines.flatMap((it) => ['', ...lineIn(it, entries)]),
    '',
  ].join('\n');
}

function lineIn(line: Line, entries: ReadonlyMap<string, RecordedEntry>): string[] {
  const { on, text, amountPence, state, entryIds, suggestions, proposal, said } = line;
  const is = entryIds.map((id) => `  is ${entryIn(entries.get(id))}`);
  const could = suggestions.flatMap((it) => [
    `  ${it.certain ? 'certainly' : 'perhaps'} (${it.score}) ` +
      it.entryIds.map((id) => entryIn(entries.get(id))).join(' + ') +
      (it.withLineIds ? `, with ${it.withLineIds.length} more` : ''),
    `    ${it.reasons.join(', ')}`,
  ]);
  const new_ = proposal
    ? [
        `  could become: ${[proposal.kind, proposal.payee, proposal.category].filter(Boolean).join(', ')}`,
        `    ${proposal.reasons.join(', ')}`,
      ]
    : [];
  const why = said?.reason === undefined ? [] : [`  ${said.reason}`];
  const first = `${dayInWords(on).padEnd(16)} ${formatPence(amountPence).padStart(10)}  ${text}`;
  return [`${first}  [${state}]`, ...is, ...could, ...new_, ...why];
}

const entryIn = (entry: RecordedEntry | undefined): string =>
  entry
    ? `${formatPence(entry.movedPence)} on ${dayInWords(entry.on)}, ${entry.payee}`
    : 'what was recorded from it';
