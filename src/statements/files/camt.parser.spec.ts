import { read, refusal, told } from '../../../test/support/statements.js';
import { Unreadable } from './statement-file.js';

const balance = (code: string, amount: string, day: string, side = 'CRDT') =>
  `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="GBP">${amount}</Amt><CdtDbtInd>${side}</CdtDbtInd><Dt><Dt>${day}</Dt></Dt></Bal>`;
const entry = (inside = '', { amount = '12.49', side = 'DBIT', state = '<Sts>BOOK</Sts>', day = '<BookgDt><Dt>2026-08-05</Dt></BookgDt>', currency = 'GBP' } = {}) =>
  `<Ntry><Amt Ccy="${currency}">${amount}</Amt><CdtDbtInd>${side}</CdtDbtInd>${state}${day}${inside}</Ntry>`; // prettier-ignore
const statement = (entries = entry(), balances = balance('OPBD', '100.00', '2026-08-01') + balance('CLBD', '87.51', '2026-08-31'), account = 'GB1') =>
  `<Stmt><Id>1</Id><Acct><Id><IBAN>${account}</IBAN></Id><Ccy>GBP</Ccy></Acct>${balances}\n${entries}</Stmt>`; // prettier-ignore
const camt = (...statements: string[]) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt>${statements.join('\n')}</BkToCstmrStmt></Document>\n`;
const one = (...entries: string[]) => camt(statement(entries.join('\n')));

describe('CAMT.053', () => {
  it('has both balances and the last day of the period', () =>
    expect(read(one(entry('<AddtlNtryInf>CAFE</AddtlNtryInf>')))).toEqual({
      format: 'camt053',
      source: 'camt053',
      rows: [{ line: 3, on: '2026-08-05', amountPence: -12_49, text: 'CAFE' }],
      to: '2026-08-31',
      openingPence: 100_00,
      closingPence: 87_51,
      problems: [],
      notes: [],
    }));

  it('may name its marks in a space of their own', () =>
    expect(
      told(
        one(entry())
          .replace(/<(\/?)([A-Z])/g, '<$1n:$2')
          .replace('xmlns', 'xmlns:n'),
      ).rows,
    ).toEqual(['2026-08-05 -1249 ']));

  it('a reversal keeps the side that it has', () => {
    const rows = read(
      one(entry('<RvslInd>true</RvslInd>'), entry('<RvslInd>true</RvslInd>', { side: 'CRDT' })),
    ).rows;
    expect(rows.map((it) => it.amountPence)).toEqual([-1249, 1249]);
  });

  it.each([
    ['<BookgDt><Dt>2026-08-05</Dt></BookgDt><ValDt><Dt>2026-08-07</Dt></ValDt>', '2026-08-05'],
    ['<BookgDt><DtTm>2026-08-05T23:30:00-05:00</DtTm></BookgDt>', '2026-08-05'],
    ['<ValDt><Dt>2026-08-07</Dt></ValDt>', '2026-08-07'],
  ])('%s is booked on %s, as written', (day, on) =>
    expect(read(one(entry('', { day }))).rows[0]!.on).toBe(on),
  );

  it.each([
    '<Sts>PDNG</Sts>',
    '<Sts><Cd>PDNG</Cd></Sts>',
    '<Sts>INFO</Sts>',
    '<Sts><Cd>INFO</Cd></Sts>',
  ])('%s is not booked', (state) =>
    expect(told(one(entry(), entry('', { state }))).notes).toEqual(['4 not-booked']),
  );

  it('has one line for a batch, with the names of all of it', () => {
    const paid = (name: string) =>
      `<TxDtls><RltdPties><Dbtr><Nm>M Okafor</Nm></Dbtr><Cdtr><Pty><Nm>${name}</Nm></Pty></Cdtr></RltdPties></TxDtls>`;
    expect(
      told(one(entry(`<NtryDtls>${paid('Dilys Pryce')}${paid('Kwame &amp; Co')}</NtryDtls>`))).rows,
    ).toEqual(['2026-08-05 -1249 Dilys Pryce Kwame & Co']);
  });

  it.each([
    ['<BookgDt><Dt>2026-02-31</Dt></BookgDt><ValDt><Dt>2026-08-05</Dt></ValDt>', '12.49', 'no-such-day'],
    ['<BookgDt><Dt>2026-08-05</Dt></BookgDt>', '12.495', 'no-amount'],
    ['<BookgDt><Dt>2026-08-05</Dt></BookgDt>', '-12.49', 'no-amount'],
    ['<BookgDt><Dt>2026-08-05</Dt></BookgDt>', '', 'no-amount'],
  ])('a line of %s with %s is left out and listed', (day, amount, code) =>
    expect(told(one(entry('', { day, amount })))).toEqual({
      rows: [],
      problems: ['0 does-not-add-up', `3 ${code}`],
      notes: [],
    })); // prettier-ignore

  it('a side that is missing is not guessed', () =>
    expect(told(one(entry().replace('<CdtDbtInd>DBIT</CdtDbtInd>', ''))).problems).toContain(
      '3 no-amount',
    ));

  it('whose lines do not make the closing balance is a problem of the file', () =>
    expect(told(one(entry('', { amount: '12.48' }))).problems).toEqual(['0 does-not-add-up']));

  it('has an overdrawn balance below nothing, and one from before for the opening', () =>
    expect(
      read(
        camt(
          statement(
            '',
            balance('PRCD', '5.00', '2026-07-31', 'DBIT') +
              balance('CLBD', '5.00', '2026-08-31', 'DBIT'),
          ),
        ),
      ),
    ).toMatchObject({ openingPence: -5_00, closingPence: -5_00, problems: [] }));

  it('has several statements of one account as one where they run on, else a problem', () => {
    const july = (closing: string) =>
      statement('', balance('OPBD', '100.00', '2026-07-01') + balance('CLBD', closing, '2026-07-31'));
    expect(read(camt(statement(), july('100.00')))).toMatchObject({ openingPence: 100_00, closingPence: 87_51, problems: [] });
    expect(told(camt(statement(), july('99.00'))).problems).toContainEqual(
      expect.stringContaining('statements-do-not-run-on'),
    );
  }); // prettier-ignore

  it.each([
    ['of two accounts', camt(statement(), statement(entry(), '', 'GB2')), /more than one account/],
    ['with a line in euros', one(entry('', { currency: 'EUR' })), /in euros/],
    ['of an account in euros', one(entry()).replace('<Ccy>GBP', '<Ccy>EUR'), /in euros/],
    ['cut off', one(entry()).slice(0, -30), /cut off or damaged/],
    ['with a DOCTYPE', one(entry()).replace('<Document', '<!DOCTYPE a [<!ENTITY b "c">]><Document'), /DOCTYPE/],
    ['that is a report of the day', '<Document><BkToCstmrAcctRpt><Rpt/></BkToCstmrAcctRpt></Document>', /CAMT\.052/],
    ['nested without end', camt(`<Stmt>${'<a>'.repeat(100_000)}${'</a>'.repeat(100_000)}</Stmt>`), /cut off or damaged/],
    ['nested deeper than a statement', camt(`<Stmt>${'<a>'.repeat(60)}${'</a>'.repeat(60)}</Stmt>`), /cut off or damaged/],
    ['with names that objects have', '<constructor><__proto__>1</__proto__></constructor>', /no statement|damaged/],
  ])('%s is refused', (_, text, message) => {
    const refused = refusal(text);
    expect(refused).toBeInstanceOf(Unreadable);
    expect(refused.message).toMatch(message);
  }); // prettier-ignore

  it('undoes entities once, and none of its own', () =>
    expect(
      told(one(entry('<AddtlNtryInf>&amp;lt; &#163;1 &own; &#xffffff;</AddtlNtryInf>'))).rows,
    ).toEqual(['2026-08-05 -1249 &lt; £1 &own;']));
});
