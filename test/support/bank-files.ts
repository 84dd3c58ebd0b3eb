import iconv from 'iconv-lite';
import { dayInWords, type LocalDate } from '../../src/kernel/dates.js';
import { formatPence, pence } from '../../src/kernel/money.js';

// The same rows as each bank writes them: order, columns, marks and blanks are theirs.

export interface BankRow {
  readonly on: LocalDate;
  /** In: above 0. */
  readonly amountPence: number;
  readonly text: string;
}

/** Oldest first, with what was on the account before the first and after each. */
interface Account {
  readonly rows: readonly (BankRow & { readonly balancePence: number })[];
  readonly openingPence: number;
  readonly closingPence: number;
}

type Writer = (account: Account) => string | Buffer;

export const BANKS = [
  'barclays',
  'lloyds',
  'natwest',
  'hsbc',
  'first-direct',
  'santander',
  'nationwide',
  'monzo',
  'starling',
  'ofx1',
  'ofx2',
  'qif',
  'mt940',
  'camt053',
] as const;
export type Bank = (typeof BANKS)[number];

/** `rows` oldest first. */
export function bankFile(bank: Bank, rows: readonly BankRow[], openingPence = 0): Buffer {
  let closingPence = openingPence;
  const balanced = rows.map((it) => {
    closingPence += it.amountPence;
    return { ...it, balancePence: closingPence };
  });
  const file = WRITERS[bank]({ rows: balanced, openingPence, closingPence });
  return Buffer.isBuffer(file) ? file : Buffer.from(file);
}

/** "1234.50", "-1234.50" */
const plain = (amount: number): string => formatPence(pence(amount)).replace(/[£,]/g, '');
const thousands = (amount: number): string => formatPence(pence(amount)).replace('£', '');
const positive = (amount: number): string => (amount > 0 ? plain(amount) : '');
const negative = (amount: number): string => (amount < 0 ? plain(-amount) : '');

const slashed = (on: LocalDate): string => on.split('-').toReversed().join('/');
/** "25 Aug 2026" */
const named = (on: LocalDate): string =>
  dayInWords(on)
    .replace(/ (\w{3})\w* /, ' $1 ')
    .padStart(11, '0');
const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
const compact = (on: LocalDate): string => on.replaceAll('-', '');
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const lines = (all: readonly string[], end = '\r\n'): string => all.join(end) + end;
const newestFirst = ({ rows }: Account) => rows.toReversed();

const WRITERS: Readonly<Record<Bank, Writer>> = {
  barclays: (account) =>
    lines([
      'Number,Date,Account,Amount,Subcategory,Memo',
      ...newestFirst(account).map(({ on, amountPence, text }) => {
        const memo = quoted(text.replace(' ', '     '));
        return ` ,${slashed(on)},20-00-00 12345678,${plain(amountPence)},Payment,${memo}`;
      }),
    ]),

  lloyds: (account) =>
    lines([
      'Transaction Date,Transaction Type,Sort Code,Account Number,Transaction Description,Debit Amount,Credit Amount,Balance',
      ...newestFirst(account).map(
        ({ on, amountPence, text, balancePence }, i) =>
          `${slashed(on)},FPO,'30-00-00,12345678,${quoted(text)},${negative(amountPence)},` +
          `${positive(amountPence)},${plain(balancePence)}${i % 3 === 0 ? ',' : ''}`,
      ),
    ]),

  natwest: (account) =>
    lines([
      '',
      'Date, Type, Description, Value, Balance, Account Name, Account Number',
      ...newestFirst(account).map(
        ({ on, amountPence, text, balancePence }) =>
          `${named(on)},BAC,${quoted(`'${text}`)},${plain(amountPence)},${plain(balancePence)},` +
          `"'A ARCHER","'600000-12345678"`,
      ),
      ...account.rows
        .slice(-1)
        .map(
          (it) => `${named(it.on)},,"Balance as at ${named(it.on)}",,${plain(it.balancePence)},,`,
        ),
    ]),

  hsbc: (account) =>
    lines(
      newestFirst(account).map(
        ({ on, amountPence, text }) =>
          `${slashed(on)},${quoted(text.padEnd(40))},${quoted(thousands(amountPence))}`,
      ),
    ),

  'first-direct': (account) =>
    lines([
      'Date,Description,Amount,Balance',
      ...newestFirst(account).map(
        ({ on, amountPence, text, balancePence }) =>
          `${slashed(on)},${quoted(text)},${plain(amountPence)},${plain(balancePence)}`,
      ),
    ]),

  santander: (account) => {
    const [first, last] = [account.rows[0]!.on, account.rows.at(-1)!.on].map(slashed);
    const blocks = newestFirst(account).flatMap(({ on, amountPence, text, balancePence }) => [
      `Date:\u00a0${slashed(on)}`,
      `Description:\u00a0${text}`,
      `Amount:\u00a0${plain(amountPence)}\u00a0`,
      `Balance:\u00a0${plain(balancePence)}\u00a0`,
      '',
    ]);
    const head = [`From:\u00a0${first} to ${last}`, '', 'Account:\u00a0XXXX XXXX XXXX 1234', ''];
    return iconv.encode(lines([...head, ...blocks]), 'win1252');
  },

  nationwide: (account) =>
    iconv.encode(
      lines([
        '"Account Name:","FlexAccount ****12345"',
        `"Account Balance:","£${plain(account.closingPence)}"`,
        `"Available Balance: ","£${plain(account.closingPence)}"`,
        '',
        '"Date","Transaction type","Description","Paid out","Paid in","Balance"',
        ...account.rows.map(({ on, amountPence, text, balancePence }) => {
          const [out, into] = [negative(amountPence), positive(amountPence)];
          const cells = [named(on), 'Payment', text, out && `£${out}`, into && `£${into}`];
          return [...cells, formatPence(pence(balancePence)).replaceAll(',', '')]
            .map(quoted)
            .join(',');
        }),
      ]),
      'win1252',
    ),

  monzo: (account) =>
    lines(
      [
        'Transaction ID,Date,Time,Type,Name,Emoji,Category,Amount,Currency,Local amount,Local currency,Notes and #tags,Address,Receipt,Description,Category split',
        ...account.rows.map(
          ({ on, amountPence, text }, i) =>
            `tx_0000${String(i).padStart(18, '9')},${slashed(on)},09:30:00,Faster payment,` +
            `${quoted(text)},💷,General,${plain(amountPence)},GBP,${plain(amountPence)},GBP,,,,,`,
        ),
      ],
      '\n',
    ),

  starling: (account) =>
    lines(
      [
        'Date,Counter Party,Reference,Type,Amount (GBP),Balance (GBP),Spending Category,Notes',
        ...account.rows.map(
          ({ on, amountPence, text, balancePence }) =>
            `${slashed(on)},${quoted(text)},,FASTER PAYMENT,${plain(amountPence)},` +
            `${plain(balancePence)},PAYMENTS,`,
        ),
      ],
      '\n',
    ),

  ofx1: (account) =>
    lines([
      'OFXHEADER:100', 'DATA:OFXSGML', 'VERSION:102', 'SECURITY:NONE', 'ENCODING:USASCII',
      'CHARSET:1252', 'COMPRESSION:NONE', 'OLDFILEUID:NONE', 'NEWFILEUID:NONE', '',
      ...ofx(account, (tag, value) => `<${tag}>${value}`),
    ]), // prettier-ignore

  ofx2: (account) =>
    lines([
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<?OFX OFXHEADER="200" VERSION="211" SECURITY="NONE" OLDFILEUID="NONE" NEWFILEUID="NONE"?>',
      ...ofx(account, (tag, value) => `<${tag}>${value}</${tag}>`),
    ]),

  qif: (account) =>
    lines([
      '!Type:Bank',
      ...account.rows.flatMap(({ on, amountPence, text }) => [
        `D${slashed(on)}`,
        `T${thousands(amountPence)}`,
        `P${text}`,
        '^',
      ]),
    ]),

  mt940: (account) => {
    const balance = (tag: string, on: LocalDate, amount: number) =>
      `:${tag}:${amount < 0 ? 'D' : 'C'}${compact(on).slice(2)}GBP${comma(amount)}`;
    return lines([
      ':20:STATEMENT',
      ':25:60000012345678',
      ':28C:1/1',
      balance('60F', account.rows[0]!.on, account.openingPence),
      ...account.rows.flatMap(({ on, amountPence, text }, i) => [
        `:61:${compact(on).slice(2)}${compact(on).slice(4)}${amountPence < 0 ? 'D' : 'C'}` +
          `${comma(amountPence)}NTRFNONREF//B${i}`,
        `:86:${text.slice(0, 60)}`,
      ]),
      balance('62F', account.rows.at(-1)!.on, account.closingPence),
      '-',
    ]);
  },

  camt053: (account) => {
    const money = (amount: number) =>
      `<Amt Ccy="GBP">${plain(Math.abs(amount))}</Amt><CdtDbtInd>${amount < 0 ? 'DBIT' : 'CRDT'}</CdtDbtInd>`;
    const balance = (code: string, on: LocalDate, amount: number) =>
      `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp>${money(amount)}<Dt><Dt>${on}</Dt></Dt></Bal>`;
    const day = (tag: string, on: LocalDate) => `<${tag}><Dt>${on}</Dt></${tag}>`;
    return lines([
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt>',
      '<GrpHdr><MsgId>1</MsgId><CreDtTm>2028-05-01T09:00:00</CreDtTm></GrpHdr>',
      '<Stmt><Id>1</Id><CreDtTm>2028-05-01T09:00:00</CreDtTm>',
      '<Acct><Id><Othr><Id>60000012345678</Id></Othr></Id><Ccy>GBP</Ccy></Acct>',
      balance('OPBD', account.rows[0]!.on, account.openingPence),
      balance('CLBD', account.rows.at(-1)!.on, account.closingPence),
      ...account.rows.map(
        ({ on, amountPence, text }) =>
          `<Ntry>${money(amountPence)}<Sts>BOOK</Sts>${day('BookgDt', on)}${day('ValDt', on)}` +
          `<NtryDtls><TxDtls><RmtInf><Ustrd>${escaped(text)}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>`,
      ),
      '</Stmt></BkToCstmrStmt></Document>',
    ]);
  },
};

/** "1234,50", without a sign. */
const comma = (amount: number): string => plain(Math.abs(amount)).replace('.', ',');

function ofx(account: Account, field: (tag: string, value: string) => string): string[] {
  const day = (on: LocalDate) => `${compact(on)}120000[0:GMT]`;
  const last = account.rows.at(-1)!.on;
  const nameOf = (text: string) => /^.{1,32}(?= |$)/.exec(text)?.[0] ?? text.slice(0, 32);
  const more = (memo: string) => (memo.trim() === '' ? '' : field('MEMO', escaped(memo)));
  return [
    '<OFX><SIGNONMSGSRSV1><SONRS><STATUS>',
    field('CODE', '0') + field('SEVERITY', 'INFO'),
    `</STATUS>${field('DTSERVER', day(last))}${field('LANGUAGE', 'ENG')}</SONRS></SIGNONMSGSRSV1>`,
    `<BANKMSGSRSV1><STMTTRNRS>${field('TRNUID', '1')}<STATUS>`,
    field('CODE', '0') + field('SEVERITY', 'INFO'),
    `</STATUS><STMTRS>${field('CURDEF', 'GBP')}<BANKACCTFROM>`,
    field('BANKID', '600000') + field('ACCTID', '12345678') + field('ACCTTYPE', 'CHECKING'),
    '</BANKACCTFROM><BANKTRANLIST>',
    field('DTSTART', day(account.rows[0]!.on)) + field('DTEND', day(last)),
    ...account.rows.flatMap(({ on, amountPence, text }, i) => [
      `<STMTTRN>${field('TRNTYPE', amountPence < 0 ? 'DEBIT' : 'CREDIT')}${field('DTPOSTED', day(on))}`,
      field('TRNAMT', plain(amountPence)) + field('FITID', `F${compact(on)}${i}`),
      `${field('NAME', escaped(nameOf(text)))}${more(text.slice(nameOf(text).length))}</STMTTRN>`,
    ]),
    `</BANKTRANLIST><LEDGERBAL>${field('BALAMT', plain(account.closingPence))}`,
    `${field('DTASOF', day(last))}</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>`,
  ];
}
