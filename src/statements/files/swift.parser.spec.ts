import { read, refusal, told } from '../../../test/support/statements.js';

interface Fields {
  readonly lines?: string;
  readonly opening?: string;
  readonly closing?: string;
  readonly account?: string;
}
const LINE = ':61:2608050805D12,49NTRFNONREF\n:86:CAFE\n';
const mt940 = ({ lines = LINE, opening = 'C260731GBP100,00', closing = 'C260831GBP87,51', account = '1' }: Fields = {}) =>
  `:20:X\n:25:${account}\n:28C:8/1\n:60F:${opening}\n${lines}:62F:${closing}\n-\n`; // prettier-ignore

describe('MT940', () => {
  it('has both balances and the last day of the period', () =>
    expect(read(mt940())).toEqual({
      format: 'mt940',
      source: 'mt940',
      rows: [{ line: 5, on: '2026-08-05', amountPence: -12_49, text: 'CAFE' }],
      to: '2026-08-31',
      openingPence: 100_00,
      closingPence: 87_51,
      problems: [],
      notes: [],
    }));

  it.each([
    ['D', -1249],
    ['C', 1249],
    ['RD', 1249],
    ['RC', -1249],
    ['DR', -1249],
  ])('%s is money in or out: %p', (side, pence) =>
    expect(read(mt940({ lines: `:61:260805${side}12,49NTRFX\n` })).rows[0]!.amountPence).toBe(
      pence,
    ),
  );

  it('is in the blocks of SWIFT or not', () =>
    expect(
      told(`{1:F01BARCGB22AXXX0000000000}{2:I940BARCGB22XXXXN}{4:\n${mt940().slice(0, -2)}-}`).rows,
    ).toEqual(['2026-08-05 -1249 CAFE']));

  it.each([
    ['2608050806', '2026-08-06'],
    ['2601021231', '2025-12-31'],
    ['2512310102', '2026-01-02'],
    ['260805', '2026-08-05'],
  ])('%s was booked on %s: the entry day has the year nearest to the value day', (days, on) =>
    expect(read(mt940({ lines: `:61:${days}D12,49NTRFX\n` })).rows[0]!.on).toBe(on),
  );

  it.each([
    ['words over two lines', ':86:CAFE\nTHE OLD', 'CAFE THE OLD'],
    ['marks with a question', ':86:166?00TRANSFER?20WAGES WK?21 31?32DILYS PR\nYCE', 'TRANSFER WAGES WK 31 DILYS PRYCE'],
    ['marks with strokes', ':86:/NAME/DILYS PRYCE/REMI/WAGES', 'DILYS PRYCE WAGES'],
    ['no words but a reference', 'BELOW IT', 'X BELOW IT'],
  ])('has %s', (_, words, text) =>
    expect(read(mt940({ lines: `:61:260805D12,49NTRFX\n${words}\n` })).rows[0]!.text).toBe(text)); // prettier-ignore

  it('takes words behind the closing balance for the statement’s, not for a line’s', () =>
    expect(told(`${mt940().slice(0, -2)}:86:NOT OF A LINE\n-\n`).rows).toEqual([
      '2026-08-05 -1249 CAFE',
    ]));

  it.each([
    ['2602310231D12,49NTRFX', 'no-such-day'],
    ['260805D12,495NTRFX', 'no-amount'],
    ['260805D12.49NTRFX', 'no-amount'],
    ['260805X12,49NTRFX', 'no-amount'],
    ['garbage', 'no-such-day'],
  ])('a line %s is left out and listed, and the file does not add up', (line, code) =>
    expect(told(mt940({ lines: `:61:${line}\n` }))).toEqual({
      rows: [],
      problems: ['0 does-not-add-up', `5 ${code}`],
      notes: [],
    }),
  );

  it('expected money is not booked', () =>
    expect(told(mt940({ lines: `${LINE}:61:260805EC5,00NTRFX\n` }))).toMatchObject({
      rows: ['2026-08-05 -1249 CAFE'],
      notes: ['7 not-booked'],
    }));

  it('has pages and months of one account as one statement, in whatever order', () => {
    const july = mt940({
      lines: ':61:260705D1,00NTRFX\n',
      opening: 'C260630GBP101,',
      closing: 'C260731GBP100,00',
    });
    for (const text of [july + mt940(), mt940() + july])
      expect(read(text)).toMatchObject({
        openingPence: 101_00, closingPence: 87_51, to: '2026-08-31', problems: [],
        rows: [{ on: '2026-07-05' }, { on: '2026-08-05' }],
      }); // prettier-ignore
  });

  it('of months with one missing between them is a problem', () =>
    expect(
      told(mt940({ lines: '', opening: 'C260630GBP5,', closing: 'C260731GBP5,' }) + mt940())
        .problems,
    ).toEqual(expect.arrayContaining([expect.stringContaining('statements-do-not-run-on')])));

  it.each([
    ['cut off', mt940().slice(0, 70), /no closing balance/],
    ['of two accounts', mt940() + mt940({ account: '2' }), /more than one account/],
    ['in euros', mt940({ opening: 'C260731EUR100,00' }), /in euros/],
    ['with a balance that is none', mt940({ closing: 'C260831GBPlots' }), /balance of this MT940/],
    ['with lines outside a statement', `${mt940()}${LINE}`, /do not fit together/],
  ])('%s is refused', (_, text, message) => expect(refusal(text).message).toMatch(message));
});
