import { read, refusal, told } from '../../../test/support/statements.js';
import { NeedsMapping, type Mapping } from './statement-file.js';

const entry = (day: string, amount = '-12.49', more = 'PCAFE\nMCARD') =>
  `D${day}\nT${amount}\n${more}\n^\n`;
const qif = (...entries: string[]) => `!Type:Bank\n${entries.join('')}`;

describe('QIF', () => {
  it.each(['25/08/2026', '25/08/26', "25/8'26", '25-08-2026', '25 Aug 2026', '2026-08-25'])(
    'is booked on %s',
    (day) => expect(told(qif(entry(day))).rows).toEqual(['2026-08-25 -1249 CAFE CARD']),
  );

  it('may put a blank in place of a nought', () =>
    expect(told(qif(entry("25/ 8'26"))).rows).toEqual(['2026-08-25 -1249 CAFE CARD']));

  it('may have the month first, where a day over 12 proves it', () =>
    expect(told(qif(entry('8/25/2026'), entry('8/5/2026'))).rows).toEqual([
      '2026-08-05 -1249 CAFE CARD',
      '2026-08-25 -1249 CAFE CARD',
    ]));

  it('is asked about its days where nothing proves their order', () => {
    const refused = refusal(qif(entry('05/08/2026')));
    expect(refused).toBeInstanceOf(NeedsMapping);
    expect((refused as NeedsMapping).preview).toEqual({
      header: ['D', 'T', 'P', 'M'],
      rows: [['05/08/2026', '-12.49', 'CAFE', 'CARD']],
      guess: {
        header: ['D', 'T', 'P', 'M'],
        dateColumn: 'D',
        dateOrder: 'dmy',
        amountColumn: 'T',
        textColumns: ['P', 'M'],
      },
      asks: ['date-order'],
    });
  });

  it('goes by a mapping that was chosen, or saved for it', () => {
    const mapping: Mapping = {
      mappingId: 'q', name: 'q', header: ['D', 'T', 'P', 'M'], dateColumn: 'D', dateOrder: 'mdy',
      amountColumn: 'T', textColumns: ['P', 'M'],
    }; // prettier-ignore
    for (const mappingId of ['q', undefined])
      expect(
        told(qif(entry('05/08/2026')), { mappings: [mapping], ...(mappingId && { mappingId }) })
          .rows,
      ).toEqual(['2026-05-08 -1249 CAFE CARD']);
  });

  it('has thousands in groups', () =>
    expect(told(qif(entry('25/08/2026', '-1,234.56'))).rows).toEqual([
      '2026-08-25 -123456 CAFE CARD',
    ]));

  it.each([
    ['31/06/2026', '-12.49', 'no-such-day'],
    ['25/08/2026', '-12.495', 'no-amount'],
    ['25/08/2026', 'twelve', 'no-amount'],
  ])('a line of %s with %s is left out and listed', (day, amount, code) =>
    expect(told(qif(entry(day, amount), entry('24/08/2026')))).toEqual({
      rows: ['2026-08-24 -1249 CAFE CARD'],
      problems: [`2 ${code}`],
      notes: [],
    }),
  );

  it('begins with the opening balance, which is no line', () =>
    expect(
      read(qif(entry('01/08/2026', '412.36', 'POpening Balance'), entry('25/08/2026'))),
    ).toMatchObject({
      openingPence: 412_36,
      rows: [{ on: '2026-08-25' }],
      notes: [{ line: 2, code: 'not-a-line' }],
    }));

  it('passes over lists of other things', () =>
    expect(
      told(
        `!Option:AutoSwitch\n!Account\nNCurrent\nTBank\n^\n!Type:Cat\nNFood\n^\n${qif(entry('25/08/2026'))}`,
      ),
    ).toMatchObject({ rows: ['2026-08-25 -1249 CAFE CARD'], problems: [] }));

  it('of two accounts is refused', () =>
    expect(
      refusal(
        `!Account\nNA\n^\n${qif(entry('25/08/2026'))}!Account\nNB\n^\n${qif(entry('25/08/2026'))}`,
      ).message,
    ).toMatch(/more than one account/));

  it.each([
    ['without the mark behind its last line', qif(entry('25/08/2026')).slice(0, -2)],
    [
      'without a mark between two lines',
      qif(entry('25/08/2026').slice(0, -2), entry('26/08/2026')),
    ],
    ['of securities', '!Type:Security\nNX\n^\n'],
    ['of investments', '!Type:Invst\nD25/08/2026\nT1.00\n^\n'],
  ])('%s is refused', (_, text) =>
    expect(refusal(text).message).toMatch(/ends in the middle|no list of bank/),
  );
});
