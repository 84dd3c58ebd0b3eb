import { dayInWords } from '../../src/kernel/dates.js';
import { formatPence } from '../../src/kernel/money.js';
import { NOTES, PROBLEMS } from '../../src/statements/problem-codes.facts.js';
import type { FileRow, Remark, StatementFile } from '../../src/statements/files/statement-file.js';

/** What was read of a file, as a finance officer would check it against the bank's own page. */
export function statementReport(name: string, file: StatementFile): string {
  const { rows, openingPence, closingPence } = file;
  const sum = rows.reduce((all, it) => all + it.amountPence, 0);
  const adds =
    openingPence === undefined || closingPence === undefined
      ? 'cannot be told'
      : openingPence + sum === closingPence
        ? 'yes'
        : 'no';
  return [
    `${name}: ${file.format}, read as "${file.source}"`,
    `from ${file.from ? dayInWords(file.from) : '(not said)'} to ${file.to ? dayInWords(file.to) : '(not said)'}`,
    `opening ${money(openingPence)}, closing ${money(closingPence)}, adds up: ${adds}`,
    '',
    ['line', 'day', 'amount', 'balance', 'bank id, words'].map(cell).join('  '),
    ...rows.map(rowOf),
    '',
    ...remarks('Problems', file.problems, PROBLEMS),
    ...remarks('Left out without harm', file.notes, NOTES),
    '',
  ].join('\n');
}

const money = (pence: number | undefined): string =>
  pence === undefined ? '(not said)' : formatPence(pence as never);

const WIDTHS = [4, 17, 10, 10, 0];
const cell = (text: string, i: number): string =>
  i === 1 || i > 3 ? text.padEnd(WIDTHS[i] ?? 0) : text.padStart(WIDTHS[i] ?? 0);

const rowOf = ({ line, on, amountPence, balancePence, bankId, text }: FileRow): string =>
  [
    String(line),
    dayInWords(on),
    formatPence(amountPence),
    balancePence === undefined ? '' : formatPence(balancePence),
    `${bankId === undefined ? '' : `[${bankId}] `}${text}`,
  ]
    .map(cell)
    .join('  ');

const remarks = (
  title: string,
  found: readonly Remark<string>[],
  words: Readonly<Record<string, string>>,
): string[] => [
  `${title}: ${found.length === 0 ? 'none' : ''}`.trimEnd(),
  ...found.map((it) => `  line ${it.line}: ${words[it.code]} (${it.code})`),
];
