import { read, refusal, told } from '../../../test/support/statements.js';

interface Fields {
  readonly currency?: string;
  readonly lines?: string;
  readonly account?: string;
  readonly balance?: string;
}

const line = (fields: Record<string, string>, name = 'STMTTRN') =>
  `<${name}>\n${Object.entries({ TRNTYPE: 'DEBIT', DTPOSTED: '20260805', TRNAMT: '-12.49', FITID: 'A0001', NAME: 'CAFE', ...fields }).map(([tag, it]) => `<${tag}>${it}\n`).join('')}</${name}>\n`; // prettier-ignore
const statement = ({ currency = 'GBP', lines = line({}), account = '18220394', balance }: Fields) =>
  `<STMTTRNRS><STMTRS><CURDEF>${currency}\n<BANKACCTFROM><BANKID>1<ACCTID>${account}</BANKACCTFROM>\n` +
  `<BANKTRANLIST><DTSTART>20260801<DTEND>20260831\n${lines}</BANKTRANLIST>\n` +
  `<LEDGERBAL>${balance ?? '<BALAMT>100.00<DTASOF>20260831'}</LEDGERBAL></STMTRS></STMTTRNRS>`;
const ofx = (...statements: string[]) =>
  `OFXHEADER:100\nDATA:OFXSGML\n\n<OFX><BANKMSGSRSV1>${statements.join('\n')}</BANKMSGSRSV1></OFX>\n`;
const one = (fields: Fields = {}) => ofx(statement(fields));

describe('OFX', () => {
  it('needs no ends of its values, and has the period and the closing balance', () =>
    expect(read(one())).toEqual({
      format: 'ofx',
      source: 'ofx',
      rows: [{ line: 7, on: '2026-08-05', amountPence: -12_49, text: 'CAFE', bankId: 'A0001' }],
      from: '2026-08-01',
      to: '2026-08-31',
      closingPence: 100_00,
      problems: [],
      notes: [],
    }));

  it.each(['20260805', '20260805120000', '20260805233000.000[-5:EST]', '20260805000000[0:GMT]'])(
    'is booked on the day as written: %s',
    (day) =>
      expect(told(one({ lines: line({ DTPOSTED: day }) })).rows).toEqual(['2026-08-05 -1249 CAFE']),
  );

  it.each([
    ['a day that does not exist', { DTPOSTED: '20260231' }, 'no-such-day'],
    ['a day without its end', { DTPOSTED: '202608' }, 'no-such-day'],
    ['no amount', { TRNAMT: '' }, 'no-amount'],
    ['parts of a penny', { TRNAMT: '-12.495' }, 'no-amount'],
    ['words for an amount', { TRNAMT: 'twelve' }, 'no-amount'],
  ])('a line with %s is left out and listed', (_, fields, code) =>
    expect(told(one({ lines: line(fields) + line({ FITID: 'A0002' }) }))).toMatchObject({
      rows: ['2026-08-05 -1249 CAFE'],
      problems: [`7 ${code}`],
    }),
  );

  it('may write a comma for the decimal sign', () =>
    expect(told(one({ lines: line({ TRNAMT: '-12,49' }) })).rows).toEqual([
      '2026-08-05 -1249 CAFE',
    ]));

  it.each([
    ['that two lines share', 'A0001', 'A0001'],
    ['that a spreadsheet turned into a number', '1.90E+21', '2.10E+21'],
    ['that only counts the lines of this file', '1', '0002'],
  ])('an id %s is none', (_, first, second) =>
    expect(
      read(one({ lines: line({ FITID: first }) + line({ FITID: second }) })).rows.map(
        (it) => it.bankId,
      ),
    ).toEqual([undefined, undefined]),
  );

  it('has the name and the memo as words, entities undone', () =>
    expect(
      told(one({ lines: line({ NAME: 'M&amp;S &lt;FOOD&gt;', MEMO: 'A < B & C' }) })).rows,
    ).toEqual(['2026-08-05 -1249 M&S <FOOD> A < B & C']));

  it('has pending lines as notes', () =>
    expect(told(one({ lines: line({}, 'STMTTRNP') }))).toEqual({
      rows: [],
      problems: [],
      notes: ['7 not-booked'],
    }));

  it.each([
    ['of a day after the period', '<BALAMT>100.00<DTASOF>20260903'],
    ['of a day before the last line', '<BALAMT>100.00<DTASOF>20260804'],
    ['that is no amount', '<BALAMT>lots<DTASOF>20260831'],
  ])('a balance %s is not the closing one', (_, balance) =>
    expect(read(one({ balance }))).not.toHaveProperty('closingPence'),
  );

  it('of another currency is refused', () => {
    expect(refusal(one({ currency: 'EUR' })).message).toMatch(/in euros/);
    const line_ = line({}).replace('</STMTTRN>', '<CURRENCY><CURSYM>USD</CURRENCY></STMTTRN>');
    expect(refusal(one({ lines: line_ })).message).toMatch(/in US dollars/);
  });

  it('has several statements of one account as one, of two accounts as none', () => {
    const july = statement({ lines: line({ DTPOSTED: '20260705' }) }).replace(
      '<DTSTART>20260801<DTEND>20260831', '<DTSTART>20260701<DTEND>20260731',
    ).replace('20260831', '20260731'); // prettier-ignore
    const august = statement({
      lines: line({ FITID: 'A0002' }),
      balance: '<BALAMT>1.00<DTASOF>20260831',
    });
    expect(read(ofx(august, july))).toMatchObject({
      rows: [{ on: '2026-07-05' }, { on: '2026-08-05' }],
      from: '2026-07-01',
      to: '2026-08-31',
      closingPence: 1_00,
    });
    expect(refusal(ofx(july, statement({ account: '2' }))).message).toMatch(
      /more than one account/,
    );
  });

  it.each([0.2, 0.5, 0.8, 0.97])('cut off at %p of it is refused', (part) =>
    expect(refusal(one().slice(0, part * one().length)).message).toMatch(
      /ends before its end|do not fit|no line with a day/,
    ),
  );

  it('whose marks were cut out between two lines is refused, not read as one line', () => {
    const lines = (line({}) + line({ FITID: 'A0002' })).replace('</STMTTRN>\n<STMTTRN>\n', '');
    expect(refusal(one({ lines })).message).toMatch(/do not fit/);
  });

  it('with a DOCTYPE is refused', () =>
    expect(refusal(one().replace('<OFX>', '<!DOCTYPE OFX [<!ENTITY a "b">]><OFX>'))).toMatchObject({
      line: 4,
      message: expect.stringContaining('DOCTYPE'),
    }));

  it('of investments is no bank statement', () =>
    expect(refusal('<OFX><INVSTMTRS><X>1</INVSTMTRS></OFX>').message).toMatch(/no bank or card/));

  it('without lines says that nothing moved', () =>
    expect(read(one({ lines: '' }))).toMatchObject({
      rows: [],
      to: '2026-08-31',
      closingPence: 100_00,
    }));

  it('ends today at the latest, and with its last line at the earliest', () => {
    expect(read(one().replace('<DTEND>20260831', '<DTEND>20270101')).to).toBe('2026-09-10');
    expect(read(one().replace('<DTEND>20260831', '<DTEND>20260802')).to).toBe('2026-08-05');
  });
});
