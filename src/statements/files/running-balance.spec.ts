import { read, told } from '../../../test/support/statements.js';

/** Three lines of first direct, as days, amounts and balances. */
const table = (...rows: string[]) =>
  ['Date,Description,Amount,Balance', ...rows.map((it) => it.replace(',', ',X,'))].join('\n');

describe('A running balance', () => {
  it('proves whether the newest or the oldest line comes first, of one day too', () => {
    const oldest = ['25/08/2026,-1.00,99.00', '25/08/2026,-2.00,97.00', '25/08/2026,-3.00,94.00'];
    for (const rows of [oldest, oldest.toReversed()])
      expect(read(table(...rows))).toMatchObject({
        rows: [{ amountPence: -100 }, { amountPence: -200 }, { amountPence: -300 }],
        openingPence: 100_00,
        closingPence: 94_00,
        problems: [],
      });
  });

  it('runs where days go down and the lines of a day go up', () =>
    expect(
      read(table('26/08/2026,-3.00,94.00', '26/08/2026,-4.00,90.00', '25/08/2026,-1.00,99.00', '25/08/2026,-2.00,97.00')),
    ).toMatchObject({
      rows: [{ amountPence: -100 }, { amountPence: -200 }, { amountPence: -300 }, { amountPence: -400 }],
      problems: [],
    })); // prettier-ignore

  it('may run against the days: lines come out by day all the same', () =>
    expect(
      read(table('25/08/2026,-1.00,99.00', '24/08/2026,-2.00,97.00', '26/08/2026,-3.00,94.00')),
    ).toMatchObject({
      rows: [{ on: '2026-08-24' }, { on: '2026-08-25' }, { on: '2026-08-26' }],
      openingPence: 100_00,
      closingPence: 94_00,
      problems: [],
    }));

  it('that breaks is a problem at the line where it breaks, once, and the file does not add up', () =>
    expect(
      told(table('24/08/2026,-1.00,99.00', '25/08/2026,-2.00,96.00', '26/08/2026,-3.00,93.00', '27/08/2026,-4.00,89.00')),
    ).toMatchObject({ problems: ['0 does-not-add-up', '3 balance-does-not-run'] })); // prettier-ignore

  it('that is wrong by itself is a problem at that line alone', () =>
    expect(
      told(table('24/08/2026,-1.00,99.00', '25/08/2026,-2.00,79.00', '26/08/2026,-3.00,94.00', '27/08/2026,-4.00,90.00')),
    ).toMatchObject({ problems: ['3 balance-does-not-run'] })); // prettier-ignore

  it('shows that a row is missing', () =>
    expect(told(table('24/08/2026,-1.00,99.00', '26/08/2026,-3.00,94.00'))).toMatchObject({
      problems: expect.arrayContaining(['3 balance-does-not-run']),
    }));

  it('goes on over a row that was left out for its day', () =>
    expect(
      told(table('24/08/2026,-1.00,99.00', '31/06/2026,-2.00,97.00', '26/08/2026,-3.00,94.00'))
        .problems,
    ).toEqual(['0 does-not-add-up', '3 no-such-day']));

  it('may stand only behind the last line of a day', () =>
    expect(
      read(table('24/08/2026,-1.00,', '24/08/2026,-2.00,97.00', '26/08/2026,-3.00,94.00')),
    ).toMatchObject({ openingPence: 100_00, closingPence: 94_00, problems: [] }));

  it('is not asked for the end where the last line has none', () => {
    const file = read(table('24/08/2026,-1.00,99.00', '26/08/2026,-3.00,'));
    expect(file.openingPence).toBe(100_00);
    expect(file).not.toHaveProperty('closingPence');
  });

  it('lists at most 500 problems, and that there are more', () => {
    const rows = Array.from({ length: 700 }, () => '31/06/2026,-1.00,');
    const { problems } = read(table('24/08/2026,-1.00,', ...rows));
    expect(problems).toHaveLength(501);
    expect(problems.at(-1)).toEqual({ line: 0, code: 'more-problems' });
  });

  it('and at most 500 notes', () => {
    const rows = Array.from({ length: 700 }, () => '24/08/2026,0.00,');
    const { notes } = read(table('24/08/2026,-1.00,', ...rows));
    expect(notes).toHaveLength(501);
    expect(notes.at(-1)).toEqual({ line: 0, code: 'more-notes' });
  });
});

describe('Lines without a balance', () => {
  it('stand oldest first by their days, those of one day as the bank has them', () => {
    const rows = ['24/08/2026,-1.00,', '25/08/2026,-2.00,', '25/08/2026,-3.00,'];
    for (const order of [rows, rows.toReversed()])
      expect(read(table(...order)).rows.map((it) => it.amountPence)).toEqual([-100, -200, -300]);
  });
});
