import { CARDS, read, refusal, told } from '../../../test/support/statements.js';
import { NeedsMapping, type Mapping } from './statement-file.js';

const needs = (text: string) => {
  const refused = refusal(text);
  if (!(refused instanceof NeedsMapping)) throw refused;
  return refused.preview;
};
const TWO = 'Posting Date,Merchant,Money Out,Money In';
const ONE = 'Posting Date,Merchant,Amount';

describe('A layout of nobody known', () => {
  it('proves itself by a day over 12 and a column for each direction', () =>
    expect(told(`${TWO}\n13/08/2026,CAFE,5.00,\n05/08/2026,COUNCIL,,10.00`)).toEqual({
      rows: ['2026-08-05 1000 COUNCIL', '2026-08-13 -500 CAFE'],
      problems: [],
      notes: [],
    }));

  it('or by a balance that runs, whichever way spending is written', () => {
    for (const sign of ['', '-'])
      expect(
        told(`${ONE},Balance\n2026-08-05,CAFE,${sign}5.00,95.00\n2026-08-06,CAFE,${sign}6.00,89.00`)
          .rows,
      ).toEqual(['2026-08-05 -500 CAFE', '2026-08-06 -600 CAFE']);
  });

  it('or by a word beside every amount', () => {
    const table = `${ONE},Type\n13/08/2026,CAFE,5.00,DR\n14/08/2026,COUNCIL,9.00,CR`;
    expect(told(table).rows).toEqual(['2026-08-13 -500 CAFE', '2026-08-14 900 COUNCIL']);
    expect(told(`${table}\n15/08/2026,CAFE,1.00,\nTotal,,15.00,`)).toMatchObject({
      problems: ['4 no-amount'],
      notes: ['5 not-a-line'],
    });
    expect(needs(table.replace('CR', 'POS')).asks).toEqual(['sign']);
    expect(needs(table.replace('9.00', '-9.00')).asks).toEqual(['sign']);
  });

  it('may have a month’s day in the second place', () =>
    expect(told(`${TWO}\n08/13/2026,CAFE,5.00,\n08/05/2026,CAFE,6.00,`).rows).toEqual([
      '2026-08-05 -600 CAFE',
      '2026-08-13 -500 CAFE',
    ]));

  it('is asked about its days where all of them could be read in two ways', () =>
    expect(needs(`${TWO}\n05/08/2026,CAFE,5.00,`)).toEqual({
      header: ['Posting Date', 'Merchant', 'Money Out', 'Money In'],
      rows: [['05/08/2026', 'CAFE', '5.00', '']],
      guess: {
        header: ['Posting Date', 'Merchant', 'Money Out', 'Money In'],
        delimiter: ',',
        dateColumn: 'Posting Date',
        dateOrder: 'dmy',
        textColumns: ['Merchant'],
        outColumn: 'Money Out',
        inColumn: 'Money In',
      },
      asks: ['date-order'],
    }));

  it('or where they prove both', () =>
    expect(needs(`${TWO}\n13/08/2026,CAFE,5.00,\n08/13/2026,CAFE,5.00,`).asks).toEqual([
      'date-order',
    ]));

  it('is asked about its sign where one column has all amounts and no balance runs', () => {
    expect(needs(`${ONE}\n13/08/2026,CAFE,5.00`)).toMatchObject({
      guess: { amountColumn: 'Amount', invert: true },
      asks: ['sign'],
    });
    expect(needs(`${ONE},Balance\n13/08/2026,CAFE,5.00,95.00`).asks).toEqual(['sign']);
    expect(
      needs(`${ONE},Balance\n13/08/2026,CAFE,5.00,95.00\n14/08/2026,CAFE,5.00,95.00`).asks,
    ).toEqual(['sign']);
  });

  it('or where the balance would run either way', () =>
    expect(
      needs(`${ONE},Balance\n13/08/2026,CAFE,5.00,95.00\n13/08/2026,CAFE,5.00,90.00`).asks,
    ).toEqual(['sign']));

  it('is asked about its columns where their names say nothing', () =>
    expect(needs('Wann,Was,Wieviel\n13/08/2026,CAFE,5.00')).toMatchObject({
      header: ['Wann', 'Was', 'Wieviel'],
      guess: { dateColumn: 'Wann', textColumns: ['Was'], amountColumn: 'Wieviel' },
      asks: ['columns', 'sign'],
    }));

  it('and where it has no heading: then columns are numbers', () =>
    expect(needs('CAFE,13/08/2026,5.00,x')).toMatchObject({
      header: [],
      rows: [['CAFE', '13/08/2026', '5.00', 'x']],
      guess: { dateColumn: 1, textColumns: [0], amountColumn: 2 },
      asks: ['columns', 'sign'],
    }));

  it('shows ten of its rows', () =>
    expect(needs(`${ONE}\n${'13/08/2026,CAFE,5.00\n'.repeat(40)}`).rows).toHaveLength(10));

  it('has its heading below the name of the account, and blank lines', () =>
    expect(told(`Card of,M Okafor\nPeriod,01/08/2026,31/08/2026\n,,,\n\n${TWO}\n13/08/2026,CAFE,5.00,`).rows).toEqual([
      '2026-08-13 -500 CAFE',
    ])); // prettier-ignore

  it('may name its delimiter in a row of its own', () =>
    expect(told(`sep=;\n${TWO.replaceAll(',', ';')}\n31/06/2026;X;5.00;\n13/08/2026;A, B;5.00;`)).toEqual({
      rows: ['2026-08-13 -500 A, B'],
      problems: ['3 no-such-day'],
      notes: [],
    })); // prettier-ignore

  it('or so may one without a heading', () =>
    expect(told('sep=,\n25/08/2026,"TESCO","-1.00"').rows).toEqual(['2026-08-25 -100 TESCO']));

  it('without a line is refused', () =>
    expect(refusal(`${TWO}\n`).message).toMatch(/no line with a day/));

  it('never has an id of its own', () =>
    expect(read(`Id,${TWO}\n100000000001,13/08/2026,CAFE,5.00,`).rows[0]).not.toHaveProperty(
      'bankId',
    ));

  it('is one source by its heading, another by another', () => {
    const row = '\n13/08/2026,CAFE,5.00,,x';
    const sources = [`${TWO},A`, `${TWO},B`, `${TWO},A`].map((it) => read(it + row).source);
    expect(sources[0]).toBe(sources[2]);
    expect(sources[0]).not.toBe(sources[1]);
  });

  it.each([
    ['a column of another currency', `${TWO},Currency\n13/08/2026,CAFE,5.00,,EUR`],
    ['amounts of another currency', `${TWO}\n13/08/2026,CAFE,€5.00,`],
    ['a heading of another currency', 'Posting Date,Merchant,Amount (EUR)\n13/08/2026,CAFE,5.00'],
  ])('with %s is refused', (_, text) => expect(refusal(text).message).toMatch(/in euros/));

  it('takes money spent abroad for what it was in pounds', () =>
    expect(
      told(`${TWO},Local Currency,Local Amount\n13/08/2026,CAFE,5.00,,EUR,€6.10`).rows,
    ).toEqual(['2026-08-13 -500 CAFE']));

  it('of two accounts is refused', () =>
    expect(
      refusal(`${TWO},Account Number\n13/08/2026,A,5.00,,1\n14/08/2026,B,5.00,,2`).message,
    ).toMatch(/more than one account/));

  it('leaves out what is not booked or was declined, with a note', () =>
    expect(
      told(
        `${TWO},Status\n13/08/2026,A,5.00,,Posted\n14/08/2026,B,5.00,,Pending\n15/08/2026,C,5.00,,Declined`,
      ),
    ).toEqual({
      rows: ['2026-08-13 -500 A'],
      problems: [],
      notes: ['3 not-booked', '4 declined'],
    }));
});

describe('A saved mapping', () => {
  const table =
    'Posting Date,Merchant Name,Transaction ID,Amount,Currency\n05/08/2026,CAFE,1.90E+21,5.00,GBP\n';

  it('is used without asking where its heading is seen again', () =>
    expect(read(table, { mappings: [CARDS] })).toMatchObject({
      source: 'csv-mapping-cards',
      rows: [{ on: '2026-08-05', amountPence: -500, text: 'CAFE' }],
    }));

  it('goes before what is known of banks', () => {
    const mine: Mapping = {
      mappingId: 'mine', name: 'x', header: ['Date', 'Description', 'Amount', 'Balance'],
      dateColumn: 'Date', dateOrder: 'mdy', textColumns: ['Description'], amountColumn: 'Amount',
    }; // prettier-ignore
    const text = 'Date,Description,Amount,Balance\n08/05/2026,X,-1.00,99.00';
    expect(told(text, { mappings: [mine] }).rows).toEqual(['2026-08-05 -100 X']);
  });

  it('is not used for another heading unless it is chosen', () => {
    const other = table.replace('Currency', 'Unit');
    expect(refusal(other, { mappings: [CARDS] })).toBeInstanceOf(NeedsMapping);
    expect(told(other, { mappings: [CARDS], mappingId: 'cards' }).rows).toEqual([
      '2026-08-05 -500 CAFE',
    ]);
  });

  it('by number reads a file without a heading, below what stands above', () => {
    const numbered: Mapping = {
      mappingId: 'n', name: 'n', dateColumn: 1, dateOrder: 'dmy', textColumns: [0, 3], amountColumn: 2,
    }; // prettier-ignore
    expect(
      told('Card of,M Okafor\nCAFE,05/08/2026,-5.00,x', { mappings: [numbered], mappingId: 'n' })
        .rows,
    ).toEqual(['2026-08-05 -500 CAFE x']);
  });

  it('goes by a word beside every amount, whichever way spending is written elsewhere', () =>
    expect(
      told(table.replace('Currency', 'Type').replace('GBP', 'Credit'), {
        mappings: [CARDS],
        mappingId: 'cards',
      }).rows,
    ).toEqual(['2026-08-05 500 CAFE']));

  it('that was chosen and does not fit is refused', () => {
    for (const text of ['A,B\n05/08/2026,5.00', 'x'])
      expect(refusal(text, { mappings: [CARDS], mappingId: 'cards' }).message).toMatch(
        /^The mapping that was chosen does not fit/,
      );
    expect(refusal(table, { mappingId: 'gone' }).message).toMatch(/does not exist/);
  });

  it('with the order of days wrong is refused, not guessed around', () =>
    expect(refusal(table.replace('05/08', '08/25'), { mappings: [CARDS] }).message).toMatch(
      /month first/,
    ));
});

describe('What a spreadsheet did to a file', () => {
  const FIRST_DIRECT = 'Date,Description,Amount,Balance';

  it.each([
    ['noughts gone from amounts', '25/08/2026,X,-1.5,99'],
    ['years of two numbers', '25/08/26,X,-1.50,99.00'],
    ['days in its own manner', '25-Aug-26,X,-1.50,99.00'],
    ['times behind days', '25/08/2026 00:00,X,-1.50,99.00'],
    ['marks around cells', '25/08/2026,="X",\'-1.50,="99.00"'],
    ['columns of nothing', '25/08/2026,X,-1.50,99.00,,,,'],
    ['rows of nothing', ',,,\n25/08/2026,X,-1.50,99.00\n,,,\n,,,'],
    ['pounds and thousands', '25/08/2026,X,-£1.50,"£99.00"'],
    ['brackets', '25/08/2026,X,(1.50),99.00'],
  ])('%s: it reads as before', (_, rows) =>
    expect(read(`${FIRST_DIRECT}\n${rows}`)).toMatchObject({
      rows: [{ on: '2026-08-25', amountPence: -150, text: 'X', balancePence: 9900 }],
      problems: [],
    }),
  );

  it.each([
    ['a column too narrow', '########,-1.50', 'no-such-day'],
    ['a number in place of a day', '46259,-1.50', 'no-such-day'],
    ['powers of ten', '25/08/2026,1.5E+00', 'no-amount'],
    ['a float', '25/08/2026,-1.4999999999', 'no-amount'],
    ['an error', '25/08/2026,#REF!', 'no-amount'],
  ])('%s: the row is left out and listed', (_, cells, code) => {
    const [day, amount] = cells.split(',');
    expect(
      told(`${FIRST_DIRECT}\n${day},X,${amount},98.50\n24/08/2026,Y,-1.00,100.00`),
    ).toMatchObject({
      rows: ['2026-08-24 -100 Y'],
      problems: expect.arrayContaining([`2 ${code}`]),
    });
  });
});
