import iconv from 'iconv-lite';
import { read, refusal, told } from '../../../test/support/statements.js';
import { Unreadable } from './statement-file.js';

const LLOYDS =
  'Transaction Date,Transaction Type,Sort Code,Account Number,Transaction Description,Debit Amount,Credit Amount,Balance';
const lloyds = (...rows: string[]) => [LLOYDS, ...rows].join('\n');
const NATWEST = 'Date, Type, Description, Value, Balance, Account Name, Account Number';
const MONZO =
  'Transaction ID,Date,Time,Type,Name,Emoji,Category,Amount,Currency,Local amount,Local currency,Notes and #tags,Address,Receipt,Description,Category split';
const FIRST_DIRECT = 'Date,Description,Amount,Balance';

describe('Barclays', () => {
  const header = 'Number,Date,Account,Amount,Subcategory,Memo';

  it('leaves the number blank and pads its words', () =>
    expect(
      told(
        `${header}\n\t ,05/08/2026,20-41-17 73918264,-12.49,PAYMENT,"PHARMACY      \t   NORTHTOWN  "`,
      ),
    ).toEqual({ rows: ['2026-08-05 -1249 PHARMACY NORTHTOWN'], problems: [], notes: [] }));

  it('says of a line without words what kind it is', () =>
    expect(told(`${header}\n,05/08/2026,20-41-17 73918264,-12.49,CASH,`).rows).toEqual([
      '2026-08-05 -1249 CASH',
    ]));

  it('has the newest line first: of one day too', () =>
    expect(
      told(`${header}\n,05/08/2026,1,-2.00,X,second\n,05/08/2026,1,-1.00,X,first`).rows,
    ).toEqual(['2026-08-05 -100 first', '2026-08-05 -200 second']));
});

describe('Lloyds, Halifax and Bank of Scotland', () => {
  it('put a mark before the sort code and a comma after some rows', () =>
    expect(
      told(
        lloyds(
          "05/08/2026,DEB,'77-48-02,18220394,PHARMACY,12.49,,100.00,",
          "04/08/2026,FPI,'77-48-02,18220394,COUNCIL,,50.00,112.49",
        ),
      ),
    ).toEqual({
      rows: ['2026-08-04 5000 COUNCIL', '2026-08-05 -1249 PHARMACY'],
      problems: [],
      notes: [],
    }));

  it('say what was on the account before and after', () =>
    expect(
      read(
        lloyds(
          '05/08/2026,DEB,1,18220394,PHARMACY,12.49,,100.00',
          '04/08/2026,FPI,1,18220394,COUNCIL,,50.00,112.49',
        ),
      ),
    ).toMatchObject({ openingPence: 62_49, closingPence: 100_00, source: 'csv-lloyds' }));

  it.each([
    ['both an amount out and one in', '12.49,12.49,100.00', 'two-amounts'],
    ['neither', ',,100.00', 'no-amount'],
    ['parts of a penny', '12.495,,100.00', 'no-amount'],
    ['words in place of an amount', 'twelve,,100.00', 'no-amount'],
    ['an amount out below 0 beside others above', '-12.49,,100.00', 'no-amount'],
  ])('a row with %s is left out and listed', (_, amounts, code) =>
    expect(
      told(
        lloyds(
          `05/08/2026,DEB,1,18220394,PHARMACY,${amounts}`,
          '04/08/2026,DEB,1,18220394,FISH SHOP,1.00,,112.49',
        ),
      ),
    ).toMatchObject({
      rows: ['2026-08-04 -100 FISH SHOP'],
      problems: expect.arrayContaining([`2 ${code}`]),
    }),
  );

  it('a nought in the other column is no second amount', () =>
    expect(told(lloyds('05/08/2026,DEB,1,18220394,PHARMACY,12.49,0.00,100.00')).rows).toEqual([
      '2026-08-05 -1249 PHARMACY',
    ]));

  it('a comma without its quotation marks moves no amount: the row is left out', () =>
    expect(told(lloyds('05/08/2026,DEB,1,18220394,SMITH, 40,12.49,,100.00'))).toMatchObject({
      rows: [],
      problems: ['2 wrong-columns'],
    }));

  it('lines of two accounts are not one statement', () =>
    expect(
      refusal(
        lloyds(
          '05/08/2026,DEB,1,18220394,PHARMACY,12.49,,100.00',
          '04/08/2026,DEB,1,18220395,PHARMACY,12.49,,100.00',
        ),
      ),
    ).toMatchObject({ line: 3, message: expect.stringContaining('more than one account') }));
});

describe('NatWest and RBS', () => {
  const row = '25 Aug 2026,D/D,"\'GAS, AND POWER",-12.49,100.00,"\'OKAFOR M","\'601242-73918264",';

  it.each([
    ['with blanks in the heading', NATWEST],
    ['without blanks in the heading', NATWEST.replaceAll(', ', ',')],
  ])('begin with a blank line and put marks before cells, %s', (_, heading) =>
    expect(told(`\r\n${heading}\r\n\r\n${row}\r\n`)).toEqual({
      rows: ['2026-08-25 -1249 GAS, AND POWER'],
      problems: [],
      notes: [],
    }),
  );

  it('end with a row that is a balance and no line', () =>
    expect(
      told(
        `${NATWEST}\n${row}\n28 Aug 2026,,"Balance as at 28 Aug 2026",,100.00,"'O","'601242-73918264"`,
      ),
    ).toEqual({
      rows: ['2026-08-25 -1249 GAS, AND POWER'],
      problems: [],
      notes: ['3 not-a-line'],
    }));

  it('write days in numbers too', () =>
    expect(told(`${NATWEST}\n${row.replace('25 Aug 2026', '25/08/2026')}`).rows).toEqual([
      '2026-08-25 -1249 GAS, AND POWER',
    ]));
});

describe('HSBC', () => {
  it('has no heading, commas for thousands in quotation marks, and blanks behind its words', () =>
    expect(told('25/08/2026,"TESCO STORES   3456   ","-1,234.56"\r\n')).toEqual({
      rows: ['2026-08-25 -123456 TESCO STORES 3456'],
      problems: [],
      notes: [],
    }));

  it('a comma without its quotation marks moves no amount', () =>
    expect(
      told('25/08/2026,TESCO,-1.00\n24/08/2026,FLAT 1, 234,-5.00\n23/08/2026,FISH,-2.00'),
    ).toMatchObject({
      rows: ['2026-08-23 -200 FISH', '2026-08-25 -100 TESCO'],
      problems: ['2 wrong-columns'],
    }));
});

describe('first direct', () => {
  it('has four columns', () =>
    expect(read(`${FIRST_DIRECT}\n25/08/2026,TESCO,-1.00,99.00`)).toMatchObject({
      source: 'csv-first-direct',
      openingPence: 100_00,
    }));

  it('is not known by the beginning of a wider heading', () =>
    expect(
      read(`${FIRST_DIRECT},Shop\n25/08/2026,A,-1.00,99.00,1\n24/08/2026,B,-1.00,100.00,1`).source,
    ).not.toContain('first-direct'));
});

describe('Nationwide', () => {
  const preamble =
    '"Account Name:","FlexAccount ****61142"\r\n"Account Balance:","£1812.07"\r\n"Available Balance: ","£1812.07"\r\n\r\n';
  const table =
    '"Date","Transaction type","Description","Paid out","Paid in","Balance"\r\n"01 Sep 2026","Direct debit","British Gas","£12.49","","£1,100.00"\r\n"02 Sep 2026","Bank credit","","","£5.00","£1,105.00"\r\n';

  it('has three lines above its heading, in cp1252; the balance there is today’s and not the period’s', () =>
    expect(read(iconv.encode(preamble + table, 'win1252'))).toMatchObject({
      source: 'csv-nationwide',
      openingPence: 1112_49,
      closingPence: 1105_00,
      problems: [],
    }));

  it('says of a line without words what kind it is', () =>
    expect(told(iconv.encode(preamble + table, 'win1252')).rows).toEqual([
      '2026-09-01 -1249 British Gas',
      '2026-09-02 500 Bank credit',
    ]));
});

describe('Monzo', () => {
  const row = (id: string, amount = '-99.90') =>
    `${id},05/08/2026,09:41:55,Card payment,Rampe & Cie,♿,Shopping,-86.41,GBP,${amount},EUR,"ramp, folding\nsecond line",,,RAMPE LILLE,`;

  it('has an id of its own, emoji, commas and lines in notes, and an amount in another currency', () =>
    expect(read(`${MONZO}\n${row('tx_0000B1jP2wLcM5')}\n${row('tx_0000B1jP2wLcM6')}`).rows).toEqual([
      { line: 2, on: '2026-08-05', amountPence: -86_41, text: 'Rampe & Cie RAMPE LILLE', bankId: 'tx_0000B1jP2wLcM5' },
      { line: 4, on: '2026-08-05', amountPence: -86_41, text: 'Rampe & Cie RAMPE LILLE', bankId: 'tx_0000B1jP2wLcM6' },
    ])); // prettier-ignore

  it('has two more columns in some years', () =>
    expect(told(`${MONZO},Money Out,Money In\n${row('tx_0000B1jP2wLcM5')},-86.41,`).rows).toEqual([
      '2026-08-05 -8641 Rampe & Cie RAMPE LILLE',
    ]));

  it.each([
    ['that a spreadsheet turned into a number', '1.90E+21'],
    ['that is no id of Monzo', 'row-1'],
  ])('an id %s is none', (_, id) =>
    expect(read(`${MONZO}\n${row(id)}`).rows[0]).not.toHaveProperty('bankId'),
  );

  it('an id of two rows is none', () =>
    expect(
      read(`${MONZO}\n${row('tx_0000B1jP2wLcM5')}\n${row('tx_0000B1jP2wLcM5')}`).rows.map(
        (it) => it.bankId,
      ),
    ).toEqual([undefined, undefined]));

  it('a check of the card moves no money', () =>
    expect(
      told(
        `${MONZO}\ntx_0000B1jP2wLcM5,05/08/2026,09:41:55,Card payment,Check,,,0.00,GBP,0.00,GBP,,,,CHECK,`,
      ),
    ).toEqual({ rows: [], problems: [], notes: ['2 no-money'] }));

  it('wrote instants in UTC in 2018: twenty to midnight in June is tomorrow in London', () =>
    expect(
      told(
        'id,created,amount,currency,local_amount,local_currency,category,emoji,description,address,notes,receipt\n' +
          'tx_00009V1B2nZsG0,2018-06-30 23:40:10 +0000,-1.00,GBP,-1.00,GBP,general,,SUMMER,,,\n' +
          'tx_00009V1B2nZsG1,2018-12-30T23:40:10Z,-1.00,GBP,-1.00,GBP,general,,WINTER,,,',
      ).rows,
    ).toEqual(['2018-07-01 -100 SUMMER', '2018-12-30 -100 WINTER']));

  it('another currency than pounds is refused', () =>
    expect(refusal(`${MONZO}\n${row('tx_0000B1jP2wLcM5').replace(',GBP,', ',EUR,')}`)).toEqual(
      new Unreadable('This statement is in euros. Send one of an account in pounds.', 2),
    ));
});

describe('Starling', () => {
  const heading = 'Date,Counter Party,Reference,Type,Amount (GBP),Balance (GBP)';
  const row = '05/08/2026,Dilys Pryce,WAGES WK 31,FASTER PAYMENT,-187.25,225.11';

  it.each([
    ['none', '', ''],
    ['one', ',Spending Category', ',CARE'],
    ['two', ',Spending Category,Notes', ',CARE,"paid late, sorry"'],
  ])('has %s of its further columns', (_, names, cells) =>
    expect(told(`${heading}${names}\n${row}${cells}`).rows).toEqual([
      '2026-08-05 -18725 Dilys Pryce WAGES WK 31',
    ]),
  );

  it('began with a row of the opening balance once', () =>
    expect(told(`${heading}\n,Opening Balance,,,,412.36\n${row}`)).toEqual({
      rows: ['2026-08-05 -18725 Dilys Pryce WAGES WK 31'],
      problems: [],
      notes: ['2 not-a-line'],
    }));

  it('of an account in euros is refused', () =>
    expect(refusal(`${heading.replaceAll('GBP', 'EUR')}\n${row}`).message).toBe(
      'This statement is in euros. Send one of an account in pounds.',
    ));
});

describe('Santander', () => {
  const text = (blocks: string) =>
    iconv.encode(
      `From: 01/08/2026 to 31/08/2026\n\nAccount: XXXX XXXX XXXX 4417\n\n${blocks}`
        .replaceAll(' ', '\u00a0')
        .replaceAll('\n', '\r\n'),
      'win1252',
    );
  const block =
    'Date: 25/08/2026\nDescription: CAFÉ, THE OLD\nAmount: -12.49 \nBalance: 100.00 \n\n';

  it('writes blocks in cp1252 with blanks that do not break, and the period', () => {
    expect(read(text(block))).toMatchObject({
      format: 'text',
      source: 'text-santander',
      from: '2026-08-01',
      to: '2026-08-31',
      openingPence: 112_49,
      closingPence: 100_00,
    });
    expect(told(text(block)).rows).toEqual(['2026-08-25 -1249 CAFÉ, THE OLD']);
  });

  it('a block without an amount is left out and listed', () =>
    expect(told(text('Date: 25/08/2026\nDescription: X\nBalance: 100.00\n'))).toMatchObject({
      rows: [],
      problems: expect.arrayContaining(['5 no-amount']),
    }));

  it('a block that lost its day is not read into the one above', () =>
    expect(told(text(`${block}Description: X\nAmount: -1.00\nBalance: 99.00\n`))).toMatchObject({
      rows: ['2026-08-25 -1249 CAFÉ, THE OLD'],
      problems: expect.arrayContaining(['10 no-such-day']),
    }));
});

describe('A known layout', () => {
  it.each(['31/06/2026', '05/08/1999', '05/08/2062', '00/08/2026', '32/08/2026', '45/45/2026'])(
    'has no line on %s',
    (day) =>
      expect(told(`${FIRST_DIRECT}\n${day},X,-1.00,98.00\n25/08/2026,Y,-1.00,99.00`)).toMatchObject(
        { rows: ['2026-08-25 -100 Y'], problems: expect.arrayContaining(['2 no-such-day']) },
      ),
  );

  it('is day first, even where every day could be the other way round', () =>
    expect(told(`${FIRST_DIRECT}\n05/08/2026,X,-1.00,99.00`).rows).toEqual(['2026-08-05 -100 X']));

  it('whose days only make sense the other way round is refused', () =>
    expect(
      refusal(`${FIRST_DIRECT}\n08/25/2026,X,-1.00,99.00\n08/05/2026,Y,-1.00,100.00`),
    ).toMatchObject({ line: 2, message: expect.stringContaining('month first') }));

  it('is known in any case, with semicolons, and below words of a spreadsheet', () =>
    expect(
      told(
        `My account;;;\n\n${FIRST_DIRECT.toUpperCase().replaceAll(',', ';')}\n25/08/2026;X;-1.00;99.00`,
      ).rows,
    ).toEqual(['2026-08-25 -100 X']));

  it('a heading that comes again is no line', () =>
    expect(
      told(`${FIRST_DIRECT}\n25/08/2026,X,-1.00,99.00\n${FIRST_DIRECT}\n26/08/2026,Y,-1.00,98.00`),
    ).toMatchObject({ problems: [], notes: ['3 not-a-line'] }));

  it('a sum below the lines is no line', () =>
    expect(told(`${FIRST_DIRECT}\n25/08/2026,X,-1.00,99.00\nTotal,,-1.00,`)).toMatchObject({
      problems: [],
      notes: ['3 not-a-line'],
    }));

  it('an amount without a day is no sum unless it says so', () =>
    expect(
      told(`${FIRST_DIRECT}\n25/08/2026,X,-1.00,99.00\n,TOTTENHAM CAFE,-1.00,98.00`),
    ).toMatchObject({
      problems: expect.arrayContaining(['3 no-such-day']),
      notes: [],
    }));
});
