import { isLocalDate, type LocalDate } from '../../kernel/dates.js';
import type { Pence } from '../../kernel/money.js';
import { wordsOf } from './bank-words.js';
import { foreignMoney, oneAccount } from './foreign.js';
import { refuseDoctype, tagsOf, type Tag } from './marked-up.js';
import { penceOfDigits } from './money-text.js';
import type { Part, RawLine, Reading } from './raw-line.js';
import { MAX_ROWS, Unreadable } from './statement-file.js';
import { tooManyRows } from './statement-lines.js';

const CUT_OFF = 'The file ends before its end, so lines may be missing. Download it again.';
const NO_STATEMENT = 'There is no bank or card statement in this OFX file. Download another.';
const CONFUSED = 'The marks of this OFX file do not fit together. Download it again.';

/** What holds values of its own; everything else lies in one of these. */
const GROUPS = [
  'STMTRS', 'CCSTMTRS', 'BANKACCTFROM', 'CCACCTFROM', 'BANKTRANLIST', 'STMTTRN', 'STMTTRNP',
  'LEDGERBAL', 'AVAILBAL', 'CURRENCY', 'ORIGCURRENCY', 'BANKACCTTO', 'CCACCTTO', 'BAL',
]; // prettier-ignore

/** Whether OFX of either kind begins here: SGML with a head of its own, or XML. */
export const isOfx = (text: string): boolean =>
  /^\s{0,100}OFXHEADER\s?:/i.test(text) || /<OFX>|<\?OFX/i.test(text.slice(0, 10_000));

/** OFX 1 (SGML) and 2 (XML), and QFX, which is OFX with the mark of one program. */
export function readOfx(text: string): Reading {
  refuseDoctype(text);
  const reader = new OfxReader();
  for (const tag of tagsOf(text)) reader.take(tag);
  const isQfx = /<INTU\.(?:BID|ORG|USERID)>/i.test(text);
  return { format: isQfx ? 'qfx' : 'ofx', source: 'ofx', parts: reader.end(), newestFirst: false };
}

type Fields = Map<string, string>;

class OfxReader {
  private readonly open: string[] = [];
  private readonly parts: Part[] = [];
  private readonly accounts: { line: number; account: string }[] = [];
  private statement: Fields | undefined;
  private lines: RawLine[] = [];
  private line: Fields | undefined;
  private count = 0;
  private hasEnded = false;
  private lastLine = 0;

  take(tag: Tag): void {
    this.lastLine = tag.line;
    if (tag.closes) return this.close(tag);
    if (GROUPS.includes(tag.name)) return this.begin(tag);
    if (tag.name === 'OFX' && this.hasEnded) throw new Unreadable(CONFUSED, tag.line);
    this.value(tag, this.open.at(-1));
  }

  private begin({ name, line }: Tag): void {
    if (this.open.length > GROUPS.length) throw new Unreadable(CONFUSED, line);
    this.open.push(name);
    if (name === 'STMTRS' || name === 'CCSTMTRS') {
      if (this.statement) throw new Unreadable(CONFUSED, line);
      this.statement = new Map();
      this.lines = [];
    }
    if (name !== 'STMTTRN' && name !== 'STMTTRNP') return;
    if (this.line || !this.statement) throw new Unreadable(CONFUSED, line);
    if (++this.count > MAX_ROWS) throw tooManyRows();
    this.line = new Map([['line', String(line)]]);
  }

  private value({ name, value, line }: Tag, group: string | undefined): void {
    if (value === '' || !this.statement) return;
    if (name === 'CURDEF' && value !== 'GBP') throw foreignMoney(value, line);
    if (name === 'CURSYM' && group === 'CURRENCY' && value !== 'GBP')
      throw foreignMoney(value, line);
    if (name === 'ACCTID' && (group === 'BANKACCTFROM' || group === 'CCACCTFROM'))
      this.accounts.push({ line, account: value });
    if (this.line && (group === 'STMTTRN' || group === 'STMTTRNP')) {
      // Two days or amounts in one line: the end of one and the beginning of the next are missing.
      if (this.line.has(name) && ONCE.includes(name)) throw new Unreadable(CONFUSED, line);
      if (!this.line.has(name)) this.line.set(name, value);
    } else if (!this.line) this.statement.set(`${group ?? ''} ${name}`, value);
  }

  private close({ name, line }: Tag): void {
    if (name === 'OFX') this.hasEnded = true;
    if (!GROUPS.includes(name)) return;
    if (this.open.pop() !== name) throw new Unreadable(CONFUSED, line);
    if (name === 'STMTTRN' || name === 'STMTTRNP') {
      this.lines.push(lineOf(this.line!, name === 'STMTTRNP'));
      this.line = undefined;
    }
    if (name !== 'STMTRS' && name !== 'CCSTMTRS') return;
    this.parts.push(partOf(this.statement!, this.lines));
    this.statement = undefined;
  }

  end(): Part[] {
    if (!this.hasEnded || this.open.length > 0) throw new Unreadable(CUT_OFF, this.lastLine);
    if (this.parts.length === 0) throw new Unreadable(NO_STATEMENT);
    oneAccount(this.accounts);
    return this.parts;
  }
}

const ONCE = ['DTPOSTED', 'TRNAMT', 'FITID'];

function lineOf(fields: Fields, isPending: boolean): RawLine {
  const amount = fields.get('TRNAMT');
  return {
    line: Number(fields.get('line')),
    on: dayOf(fields.get('DTPOSTED')),
    amountPence: amount === undefined ? undefined : penceOfDigits(amount, ',.'),
    text: wordsOf([...fields].flatMap(([name, it]) => (WORDS.includes(name) ? [it] : []))),
    bankId: fields.get('FITID'),
    ...(isPending && { note: 'not-booked' }),
  };
}

const WORDS = ['NAME', 'MEMO'];

/** As written: a day is not shifted from one zone to another. */
function dayOf(text: string | undefined): LocalDate | undefined {
  const match = /^(\d{4})(\d{2})(\d{2})(?:[\d.]{0,10}(?:\[[^\]]{0,20}\])?)?$/.exec(text ?? '');
  const day = match && `${match[1]}-${match[2]}-${match[3]}`;
  return isLocalDate(day) ? day : undefined;
}

/** The balance is the closing one only as at the end of the period; today's is another. */
function partOf(fields: Fields, lines: readonly RawLine[]): Part {
  const from = dayOf(fields.get('BANKTRANLIST DTSTART'));
  const to = dayOf(fields.get('BANKTRANLIST DTEND'));
  const asAt = dayOf(fields.get('LEDGERBAL DTASOF'));
  const isLater = asAt !== undefined && to !== undefined && asAt > to;
  const isEarlier = asAt !== undefined && lines.some((it) => it.on !== undefined && it.on > asAt);
  return { lines, from, to, ...(!isLater && !isEarlier && { closingPence: balanceOf(fields) }) };
}

const balanceOf = (fields: Fields): Pence | undefined => {
  const text = fields.get('LEDGERBAL BALAMT');
  return text === undefined ? undefined : penceOfDigits(text, ',.');
};
