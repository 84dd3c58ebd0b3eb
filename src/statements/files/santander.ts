import type { LocalDate } from '../../kernel/dates.js';
import { wordsOf } from './bank-words.js';
import { dayOf, writtenDay } from './day-text.js';
import { oneAccount } from './foreign.js';
import { penceOfText } from './money-text.js';
import type { Part, RawLine, Reading } from './raw-line.js';
import { MAX_ROWS } from './statement-file.js';
import { tooManyRows } from './statement-lines.js';

/** "Date:", a blank that may not break, and the day. */
const FIELD = /^(From|To|Account|Date|Description|Amount|Balance):[\s\u00a0]*(.*)$/i;

export const isSantander = (text: string): boolean =>
  /^(?:From|Account|Date):[\s\u00a0]/i.test(text.trimStart().slice(0, 40)) &&
  /^Date:/im.test(text.slice(0, 10_000));

/** Santander's text: the period, the account, and a block of four lines for each line. */
export function readSantander(text: string): Reading {
  const head = new Map<string, string>();
  const lines: RawLine[] = [];
  const accounts: { line: number; account: string }[] = [];
  let block: Map<string, string> | undefined;
  let begins = 0;
  const finish = () => {
    if (block) lines.push(lineOf(begins, block));
    if (lines.length > MAX_ROWS) throw tooManyRows();
  };
  for (const [i, row] of text.split('\n').entries()) {
    const match = FIELD.exec(row.trim().slice(0, 2000));
    if (!match) continue;
    const [name, value] = [match[1]!.toLowerCase(), match[2]!];
    if (name === 'account') accounts.push({ line: i + 1, account: value });
    if (name === 'date' || (block?.has(name) ?? false)) {
      finish();
      [block, begins] = [new Map(), i + 1];
    }
    if (block) block.set(name, value);
    else head.set(name, value);
  }
  finish();
  oneAccount(accounts);
  return {
    format: 'text',
    source: 'text-santander',
    parts: [{ lines, ...periodOf(head) }],
    newestFirst: true,
  };
}

function lineOf(line: number, block: ReadonlyMap<string, string>): RawLine {
  return {
    line,
    on: dayIn(block.get('date') ?? ''),
    amountPence: penceOfText(block.get('amount') ?? ''),
    balancePence: penceOfText(block.get('balance') ?? ''),
    text: wordsOf([block.get('description')]),
  };
}

/** "01/08/2026 to 31/08/2026" */
function periodOf(head: ReadonlyMap<string, string>): Pick<Part, 'from' | 'to'> {
  const [from, to] = (head.get('from') ?? '').slice(0, 100).split(/[\s\u00a0]to[\s\u00a0]/i);
  return { from: dayIn(from ?? ''), to: dayIn(to ?? head.get('to') ?? '') };
}

const dayIn = (text: string): LocalDate | undefined => {
  const written = writtenDay(text);
  return written && dayOf(written, 'dmy');
};
