import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { isLocalDate, type LocalDate } from '../../kernel/dates.js';
import { minus, type Pence } from '../../kernel/money.js';
import { withoutEntities, wordsOf } from './bank-words.js';
import { foreignMoney, oneAccount } from './foreign.js';
import { refuseDoctype } from './marked-up.js';
import { penceOfDigits } from './money-text.js';
import type { NoteCode } from '../problem-codes.facts.js';
import type { Part, RawLine, Reading } from './raw-line.js';
import { MAX_ROWS, Unreadable } from './statement-file.js';
import { tooManyRows } from './statement-lines.js';

const DAMAGED = 'This XML file is cut off or damaged. Download it again.';
const OTHER =
  'This XML file is no statement. Download the statement as CAMT.053, CSV, OFX, QIF or MT940.';
const REPORT =
  'This is a report of the day (CAMT.052) or a notice (CAMT.054), not a statement. ' +
  'Download the statement as CAMT.053.';

export const isXml = (text: string): boolean => /^\s{0,100}<[?!A-Za-z]/.test(text.slice(0, 200));

const LISTS = new Set(['Stmt', 'Ntry', 'Bal', 'NtryDtls', 'TxDtls', 'Ustrd']);
/** A statement is some ten deep. */
const DEEPEST = 40;
/** Twenty thousand lines have fewer; more take seconds and say nothing. */
const MOST_MARKS = 700_000;
const META = XMLParser.getMetaDataSymbol() as unknown as symbol;

/** CAMT.053 of versions 2 to 8; they differ in where a state and a party's name lie. */
export function readCamt(text: string): Reading {
  refuseDoctype(text);
  const document = child(parsed(text), 'Document');
  const report = child(document, 'BkToCstmrStmt');
  if (!report) {
    const isReport =
      child(document, 'BkToCstmrAcctRpt') ?? child(document, 'BkToCstmrDbtCdtNtfctn');
    throw new Unreadable(isReport ? REPORT : OTHER);
  }
  const lineAt = lineCounter(text);
  const statements = all(report, 'Stmt');
  if (statements.length === 0) throw new Unreadable(OTHER);
  const count = statements.reduce<number>((sum, it) => sum + all(it, 'Ntry').length, 0);
  if (count > MAX_ROWS) throw tooManyRows();
  oneAccount(statements.map((it) => ({ line: lineAt(it), account: accountOf(it) })));
  return {
    format: 'camt053',
    source: 'camt053',
    parts: statements.map((it) => partOf(it, lineAt)),
    newestFirst: false,
  };
}

function parsed(text: string): unknown {
  if (countOf(text, '<') > MOST_MARKS) throw tooManyRows();
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    removeNSPrefix: true,
    parseTagValue: false,
    processEntities: false,
    captureMetaData: true,
    jPath: false,
    maxNestedTags: DEEPEST,
    isArray: (name) => LISTS.has(name),
  });
  const sound = XMLValidator.validate(text);
  if (sound !== true) throw new Unreadable(DAMAGED, sound.err.line);
  try {
    return parser.parse(text);
  } catch {
    throw new Unreadable(DAMAGED); // deeper than any statement
  }
}

function countOf(text: string, mark: string): number {
  let count = 0;
  for (let i = text.indexOf(mark); i !== -1; i = text.indexOf(mark, i + 1)) count++;
  return count;
}

// ── What was parsed is of any shape ──────────────────────────────────────────

type Node = Readonly<Record<string | symbol, unknown>>;

/** The first one, where there are several. */
function at(node: unknown, name: string): unknown {
  if (typeof node !== 'object' || node === null || !Object.hasOwn(node, name)) return undefined;
  const found = (node as Node)[name];
  return Array.isArray(found) ? found[0] : found;
}

function child(node: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(at, node);
}

const all = (node: unknown, name: string): readonly unknown[] => {
  if (typeof node !== 'object' || node === null || !Object.hasOwn(node, name)) return [];
  const found = (node as Node)[name];
  return Array.isArray(found) ? found : [found];
};

function textAt(node: unknown, ...path: readonly string[]): string | undefined {
  const found = child(node, ...path);
  const text = typeof found === 'object' ? at(found, '#text') : found;
  return typeof text === 'string' && text !== '' ? withoutEntities(text) : undefined;
}

const startOf = (node: unknown): number => {
  if (typeof node !== 'object' || node === null) return 0;
  const { startIndex } = ((node as Node)[META] ?? {}) as { startIndex?: number };
  return startIndex ?? 0;
};

/** The line of a node. Nodes are asked for in the order of the file, so each line is counted once. */
function lineCounter(text: string): (node: unknown) => number {
  let counted = 0;
  let line = 1;
  return (node) => {
    const start = startOf(node);
    if (start < counted) [counted, line] = [0, 1];
    for (; counted < start; counted++) if (text.charCodeAt(counted) === 10) line++;
    return line;
  };
}

// ── The statement ────────────────────────────────────────────────────────────

const accountOf = (statement: unknown): string =>
  textAt(statement, 'Acct', 'Id', 'IBAN') ?? textAt(statement, 'Acct', 'Id', 'Othr', 'Id') ?? '';

function partOf(statement: unknown, lineAt: (node: unknown) => number): Part {
  const currency = textAt(statement, 'Acct', 'Ccy');
  if (currency && currency !== 'GBP') throw foreignMoney(currency, lineAt(statement));
  const closing = balance(statement, ['CLBD'], lineAt);
  const opening = balance(statement, ['OPBD', 'PRCD'], lineAt);
  return {
    lines: all(statement, 'Ntry').map((it) => lineOf(it, lineAt(it))),
    from: dayIn(textAt(statement, 'FrToDt', 'FrDtTm') ?? textAt(statement, 'FrToDt', 'FrDt')),
    to:
      closing?.on ??
      dayIn(textAt(statement, 'FrToDt', 'ToDtTm') ?? textAt(statement, 'FrToDt', 'ToDt')),
    openingPence: opening?.pence,
    closingPence: closing?.pence,
  };
}

function balance(
  statement: unknown,
  codes: readonly string[],
  lineAt: (node: unknown) => number,
): { on: LocalDate | undefined; pence: Pence | undefined } | undefined {
  const balances = all(statement, 'Bal');
  const code = (it: unknown) => textAt(it, 'Tp', 'CdOrPrtry', 'Cd') ?? '';
  const [wanted] = codes.filter((it) => balances.some((found) => code(found) === it));
  const found = balances.find((it) => code(it) === wanted);
  if (found === undefined) return undefined;
  return { on: dayUnder(found, 'Dt'), pence: amountOf(found, lineAt(found)) };
}

/** The side gives the sign. A reversal has the side of its own, not that of what it reverses. */
function amountOf(node: unknown, line: number): Pence | undefined {
  const currency = textAt(node, 'Amt', '@Ccy');
  if (currency && currency !== 'GBP') throw foreignMoney(currency, line);
  const pence = penceOfDigits(textAt(node, 'Amt') ?? '', '.');
  const side = textAt(node, 'CdtDbtInd');
  if (pence === undefined || pence < 0) return undefined;
  if (side === 'CRDT') return pence;
  return side === 'DBIT' ? minus(pence) : undefined;
}

function lineOf(entry: unknown, line: number): RawLine {
  const state = textAt(entry, 'Sts', 'Cd') ?? textAt(entry, 'Sts');
  const note: NoteCode | undefined =
    state === 'PDNG' || state === 'INFO' || state === 'FUTR' ? 'not-booked' : undefined;
  return {
    line,
    on: dayUnder(entry, child(entry, 'BookgDt') === undefined ? 'ValDt' : 'BookgDt'),
    amountPence: amountOf(entry, line),
    text: wordsOf(wordsOfEntry(entry)),
    ...(note && { note }),
  };
}

const dayUnder = (node: unknown, name: string): LocalDate | undefined =>
  dayIn(textAt(node, name, 'Dt') ?? textAt(node, name, 'DtTm'));

/** As written: a day is not shifted from one zone to another. */
const dayIn = (text: string | undefined): LocalDate | undefined => {
  const day = text?.trim().slice(0, 10);
  return isLocalDate(day) ? day : undefined;
};

/** Of the two parties the other one; both, where the bank does not say whose account it is. */
function* wordsOfEntry(entry: unknown): Generator<string | undefined> {
  const isOut = textAt(entry, 'CdtDbtInd') === 'DBIT';
  let taken = 0;
  for (const details of all(entry, 'NtryDtls')) {
    for (const each of all(details, 'TxDtls')) {
      if (++taken > 50) return;
      const parties = isOut ? ['Cdtr', 'UltmtCdtr'] : ['Dbtr', 'UltmtDbtr'];
      for (const party of parties) {
        yield (
          textAt(each, 'RltdPties', party, 'Nm') ?? textAt(each, 'RltdPties', party, 'Pty', 'Nm')
        );
      }
      for (const words of all(child(each, 'RmtInf'), 'Ustrd'))
        yield typeof words === 'string' ? withoutEntities(words) : undefined;
      yield textAt(each, 'AddtlTxInf');
    }
  }
  yield textAt(entry, 'AddtlNtryInf');
}
