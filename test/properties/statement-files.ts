import fc from 'fast-check';
import iconv from 'iconv-lite';
import { addDays, type LocalDate } from '../../src/kernel/dates.js';

// Statements of every layout, made of rows that are known, and what may happen to such a file.

/** A row as the bank knows it; `balancePence` follows from those before it. */
export interface Booked {
  readonly on: LocalDate;
  readonly pence: number;
  readonly text: string;
}

export const FIRST: LocalDate = '2025-10-01';
/** Every layout has room for these; letters only, so that no layout reads a mark of its own. */
const words = fc
  .array(fc.constantFrom('CAFÉ', 'ROSE', 'DILYS', 'PRYCE', 'HIGH ST', 'O’NEIL', 'WAGES'), {
    minLength: 1,
    maxLength: 4,
  })
  .map((it) => [...new Set(it)].join(' '));

/** Oldest first, at least one on a day over 12; none of nothing. */
export const booked: fc.Arbitrary<Booked[]> = fc
  .array(
    fc.record({
      after: fc.integer({ min: 0, max: 3 }),
      pence: fc.integer({ min: -250_000, max: 250_000 }).filter((it) => it !== 0),
      text: words,
    }),
    { minLength: 1, maxLength: 40 },
  )
  .map((rows) => {
    let on = addDays(FIRST, 14);
    return rows.map(({ after, pence, text }) => ({ on: (on = addDays(on, after)), pence, text }));
  });

const OPENING = 123_456;

interface Row extends Booked {
  readonly balance: number;
}

const balanced = (rows: readonly Booked[]): Row[] => {
  let balance = OPENING;
  return rows.map((it) => ({ ...it, balance: (balance += it.pence) }));
};

const money = (pence: number): string =>
  `${pence < 0 ? '-' : ''}${Math.floor(Math.abs(pence) / 100)}.${String(Math.abs(pence) % 100).padStart(2, '0')}`;
const grouped = (pence: number): string => money(pence).replace(/\B(?=(\d{3})+\.)/g, ',');
const out = (pence: number): string => (pence < 0 ? money(-pence) : '');
const into = (pence: number): string => (pence > 0 ? money(pence) : '');
const slashed = (on: LocalDate): string => on.split('-').toReversed().join('/');
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const named = (on: LocalDate): string =>
  `${on.slice(8)} ${MONTHS[Number(on.slice(5, 7)) - 1]} ${on.slice(0, 4)}`;
const compact = (on: LocalDate): string => on.replaceAll('-', '');
const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
const table = (header: string, rows: readonly string[], end = '\n'): string =>
  [header, ...rows].join(end) + end;
const newest = (rows: readonly Booked[]): Row[] => balanced(rows).toReversed();
const cp1252 = (text: string): Buffer => iconv.encode(text, 'win1252');

/** How each layout writes rows. */
export const WRITERS: Readonly<Record<string, (rows: readonly Booked[]) => Buffer>> = {
  barclays: (rows) =>
    Buffer.from(
      table(
        'Number,Date,Account,Amount,Subcategory,Memo',
        newest(rows).map((it) => `\t ,${slashed(it.on)},20-41-17 73918264,${money(it.pence)},FT,${quoted(`${it.text}   \t`)}`),
      ),
    ),
  lloyds: (rows) =>
    cp1252(
      table(
        'Transaction Date,Transaction Type,Sort Code,Account Number,Transaction Description,Debit Amount,Credit Amount,Balance,',
        newest(rows).map((it, i) => `${slashed(it.on)},DEB,'77-48-02,18220394,${it.text},${out(it.pence)},${into(it.pence)},${money(it.balance)}${i % 2 ? ',' : ''}`),
        '\r\n',
      ),
    ),
  natwest: (rows) =>
    Buffer.from(
      `\r\n${table(
        'Date, Type, Description, Value, Balance, Account Name, Account Number\r\n',
        newest(rows).map((it) => `${named(it.on)},D/D,${quoted(`'${it.text}`)},${money(it.pence)},${money(it.balance)},"'OKAFOR M","'601242-73918264",`),
        '\r\n',
      )}`,
    ),
  hsbc: (rows) =>
    cp1252(newest(rows).map((it) => `${slashed(it.on)},${quoted(it.text.padEnd(40))},"${grouped(it.pence)}"\r\n`).join('')),
  'first-direct': (rows) =>
    Buffer.from(
      table(
        'Date,Description,Amount,Balance',
        newest(rows).map((it) => `${slashed(it.on)},${it.text},${money(it.pence)},${money(it.balance)}`),
      ),
    ),
  nationwide: (rows) =>
    cp1252(
      `"Account Name:","FlexAccount ****61142"\r\n"Account Balance:","£1,812.07"\r\n"Available Balance: ","£1,812.07"\r\n\r\n${table(
        '"Date","Transaction type","Description","Paid out","Paid in","Balance"',
        balanced(rows).map((it) => [named(it.on), 'Payment', it.text, it.pence < 0 ? `£${grouped(-it.pence)}` : '', it.pence > 0 ? `£${grouped(it.pence)}` : '', `£${grouped(it.balance)}`.replace('£-', '-£')].map(quoted).join(',')),
        '\r\n',
      )}`,
    ),
  monzo: (rows) =>
    Buffer.from(
      table(
        'Transaction ID,Date,Time,Type,Name,Emoji,Category,Amount,Currency,Local amount,Local currency,Notes and #tags,Address,Receipt,Description,Category split',
        rows.map((it, i) => `tx_0000B1aYq3mVd${i},${slashed(it.on)},06:12:09,Card payment,${it.text},♿,Shopping,${money(it.pence)},GBP,${money(2 * it.pence)},EUR,"a, b\nc",,,,`),
      ),
    ),
  starling: (rows) =>
    Buffer.from(
      table(
        'Date,Counter Party,Reference,Type,Amount (GBP),Balance (GBP),Spending Category',
        balanced(rows).map((it) => `${slashed(it.on)},${it.text},,CARD,${money(it.pence)},${money(it.balance)},CARE`),
      ),
    ),
  'a card in UTF-16': (rows) =>
    iconv.encode(
      table(
        'Posting Date\tMerchant\tMoney Out\tMoney In',
        rows.map((it) => `${slashed(it.on)}\t${it.text}\t${out(it.pence)}\t${into(it.pence)}`),
      ),
      'utf-16le',
      { addBOM: true },
    ),
  santander: (rows) =>
    cp1252(
      `From: 01/10/2025 to 01/08/2026\n\nAccount: XXXX 4417\n\n${newest(rows).map((it) => `Date: ${slashed(it.on)}\nDescription: ${it.text}\nAmount: ${money(it.pence)} \nBalance: ${money(it.balance)} \n\n`).join('')}`
        .replaceAll(' ', '\u00a0')
        .replaceAll('\n', '\r\n'),
    ),
  'ofx 1': (rows) =>
    cp1252(`OFXHEADER:100\r\nDATA:OFXSGML\r\n\r\n${ofx(rows, false)}`),
  'ofx 2': (rows) => Buffer.from(`<?xml version="1.0"?>\n<?OFX OFXHEADER="200"?>\n${ofx(rows, true)}`),
  qif: (rows) =>
    Buffer.from(
      `!Type:Bank\r${rows.map((it) => `D${slashed(it.on)}\rT${grouped(it.pence)}\rP${it.text}\r^\r`).join('')}`,
    ),
  mt940: (rows) =>
    Buffer.from(
      `:20:X\r\n:25:1\r\n:60F:${mark(OPENING)}\r\n${rows.map((it) => `:61:${compact(it.on).slice(2)}${compact(it.on).slice(4)}${it.pence < 0 ? 'D' : 'C'}${money(Math.abs(it.pence)).replace('.', ',')}NTRFNONREF\r\n:86:${it.text}\r\n`).join('')}:62F:${mark(balanced(rows).at(-1)!.balance)}\r\n-\r\n`,
    ),
  camt: (rows) =>
    Buffer.from(
      `<?xml version="1.0" encoding="UTF-8"?>\n<Document><BkToCstmrStmt><Stmt><Acct><Id><IBAN>GB1</IBAN></Id></Acct>${bal('OPBD', OPENING)}${bal('CLBD', balanced(rows).at(-1)!.balance)}\n${rows.map((it) => `<Ntry><Amt Ccy="GBP">${money(Math.abs(it.pence))}</Amt><CdtDbtInd>${it.pence < 0 ? 'DBIT' : 'CRDT'}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>${it.on}</Dt></BookgDt><AddtlNtryInf>${it.text}</AddtlNtryInf></Ntry>\n`).join('')}</Stmt></BkToCstmrStmt></Document>`,
    ),
}; // prettier-ignore

const ofx = (rows: readonly Booked[], ends: boolean): string => {
  const tag = (name: string, value: string) => `<${name}>${value}${ends ? `</${name}>` : ''}\n`;
  const lines = rows.map(
    (it, i) =>
      `<STMTTRN>${tag('DTPOSTED', `${compact(it.on)}233000[-5:EST]`)}${tag('TRNAMT', money(it.pence))}${tag('FITID', `A${i}`)}${tag('NAME', it.text)}</STMTTRN>\n`,
  );
  return `<OFX><STMTRS>${tag('CURDEF', 'GBP')}<BANKACCTFROM>${tag('ACCTID', '1')}</BANKACCTFROM><BANKTRANLIST>${tag('DTSTART', '20251001')}${tag('DTEND', '20260801')}${lines.join('')}</BANKTRANLIST><LEDGERBAL>${tag('BALAMT', money(balanced(rows).at(-1)!.balance))}${tag('DTASOF', '20260801')}</LEDGERBAL></STMTRS></OFX>\n`;
};
const mark = (pence: number): string =>
  `${pence < 0 ? 'D' : 'C'}250930GBP${money(Math.abs(pence)).replace('.', ',')}`;
const bal = (code: string, pence: number): string =>
  `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="GBP">${money(Math.abs(pence))}</Amt><CdtDbtInd>${pence < 0 ? 'DBIT' : 'CRDT'}</CdtDbtInd><Dt><Dt>2026-08-01</Dt></Dt></Bal>`;

// ── What may happen to a file ────────────────────────────────────────────────

/** Bytes in, bytes out. Places are parts of the length, so that they fit every file. */
type Mishap = (bytes: Buffer) => Buffer;

const place = fc.double({ min: 0, max: 0.999, noNaN: true });
const at = (bytes: Buffer, part: number): number => Math.floor(part * bytes.length);
const lines = (bytes: Buffer): string[] => bytes.toString('latin1').split('\n');
const joined = (all: readonly string[]): Buffer => Buffer.from(all.join('\n'), 'latin1');
const insert = (bytes: Buffer, part: number, text: string): Buffer =>
  Buffer.concat([bytes.subarray(0, at(bytes, part)), Buffer.from(text, 'latin1'), bytes.subarray(at(bytes, part))]); // prettier-ignore

/** What a parser may stumble over, in places where it is not expected. */
const STRAYS = [
  '"', '""', '\n', '\r', '\0', ',', ',,,,', ';', '\t', '<', '</', '<a>', '<!--', '<![CDATA[', ']]>', '&', '&#0;',
  '<!DOCTYPE a>', '^', '\n^\n', ':61:', '\n:20:X\n', ':62F:', '-}', '{4:', '=', "'", '£', '\xff\xfe', '\x1a',
  '9'.repeat(400), '-', '1e9', '<STMTTRN>', '</STMTTRN>', '</OFX>', '<Ntry>', '</Ntry>', '!Account\n',
  'Date: ', '__proto__', '<__proto__>', '31/02/2026', '2026', '#REF!', 'Balance', '\u2028',
]; // prettier-ignore

export const mishap: fc.Arbitrary<Mishap> = fc.oneof(
  fc.tuple(place, fc.integer({ min: 0, max: 255 })).map(([part, byte]): Mishap => (bytes) => {
    const changed = Buffer.from(bytes);
    if (changed.length > 0) changed[at(bytes, part)] = byte;
    return changed;
  }),
  fc.tuple(place, fc.constantFrom(...STRAYS)).map(
    ([part, text]): Mishap =>
      (bytes) =>
        insert(bytes, part, text),
  ),
  place.map((part): Mishap => (bytes) => bytes.subarray(0, at(bytes, part))),
  place.map((part): Mishap => (bytes) => bytes.subarray(at(bytes, part))),
  fc.tuple(place, place).map(([from, to]): Mishap => (bytes) => {
    const [a, b] = [Math.min(from, to), Math.max(from, to)];
    return Buffer.concat([bytes.subarray(0, at(bytes, a)), bytes.subarray(at(bytes, b))]);
  }),
  place.map((part): Mishap => (bytes) => {
    const all = lines(bytes);
    const i = Math.floor(part * all.length);
    return joined([...all.slice(0, i), ...all.slice(i + 1)]);
  }),
  fc.tuple(place, fc.integer({ min: 1, max: 30 })).map(([part, times]): Mishap => (bytes) => {
    const all = lines(bytes);
    const i = Math.floor(part * all.length);
    return joined([...all.slice(0, i), ...Array<string>(times).fill(all[i]!), ...all.slice(i)]);
  }),
  fc.tuple(place, place).map(([a, b]): Mishap => (bytes) => {
    const all = lines(bytes);
    const [i, j] = [Math.floor(a * all.length), Math.floor(b * all.length)];
    [all[i], all[j]] = [all[j]!, all[i]!];
    return joined(all);
  }),
  fc.tuple(place, place, place).map(([row, a, b]): Mishap => (bytes) => {
    const all = lines(bytes);
    const i = Math.floor(row * all.length);
    const cells = all[i]!.split(/(?=[,<:])/);
    const [m, n] = [Math.floor(a * cells.length), Math.floor(b * cells.length)];
    [cells[m], cells[n]] = [cells[n]!, cells[m]!];
    all[i] = cells.join('');
    return joined(all);
  }),
  fc.tuple(place, fc.constantFrom('x', '"', '<a>', '9', ',', ' ', '\n', '&amp;', '"\n'), fc.integer({ min: 1_000, max: 100_000 })).map(
    ([part, text, times]): Mishap =>
      (bytes) =>
        insert(bytes, part, text.repeat(times)),
  ),
); // prettier-ignore
