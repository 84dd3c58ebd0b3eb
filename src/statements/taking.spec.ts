import type { LocalDate } from '../kernel/dates.js';
import { NOTHING, pence } from '../kernel/money.js';
import { identitiesOf } from './identity.js';
import { Unreadable, type FileRow, type StatementFile } from './files/statement-file.js';
import type { TypedBalances } from '../accounts/period.facts.js';
import { addsUp, takenFrom, type Around } from './taking.js';

const row = (
  line: number,
  on: LocalDate,
  pounds: number,
  more: Partial<FileRow> = {},
): FileRow => ({
  line,
  on,
  amountPence: pence(pounds * 100),
  text: `SHOP ${line}`,
  ...more,
});
const pounds = (amount: number) => pence(amount * 100);

const file: StatementFile = {
  format: 'csv',
  source: 'csv-lloyds',
  rows: [row(2, '2027-05-04', 60), row(3, '2027-05-08', -20)],
  openingPence: pounds(100),
  closingPence: pounds(140),
  problems: [],
  notes: [],
};
const around: Around = {
  opensOn: '2027-04-05',
  today: '2027-06-10',
  lastClosingPence: undefined,
};
const take = (of: Partial<StatementFile> = {}, typed: TypedBalances = {}, at = around) =>
  takenFrom({ ...file, ...of }, typed, at);
const bare = { openingPence: undefined, closingPence: undefined } as unknown as StatementFile;

describe('A file that comes in', () => {
  it('goes to the end that it declares, but never beyond today, nor short of its last line', () => {
    expect(take().to).toBe('2027-05-08');
    expect(take({ to: '2027-05-31' }).to).toBe('2027-05-31');
    expect(take({ to: '2027-07-31' }).to).toBe('2027-06-10');
    expect(take({ to: '2027-05-01' }).to).toBe('2027-05-08');
  });

  it('leaves out what came before the account opened, and begins with what was there then', () => {
    const early = take({}, {}, { ...around, opensOn: '2027-05-05' });
    expect(early).toMatchObject({
      rows: [file.rows[1]],
      openingPence: pounds(160),
      closingPence: pounds(140),
      notes: [{ line: 2, code: 'before-opening' }],
      problems: [],
    });
    expect(() => take({}, {}, { ...around, opensOn: '2027-05-09' })).toThrow(Unreadable);
  });

  it('is no statement without a line and without an end', () => {
    expect(() => take({ rows: [] })).toThrow(Unreadable);
    expect(take({ rows: [], to: '2027-05-31', closingPence: pounds(100) }).rows).toEqual([]);
  });

  it('takes what was typed where it says nothing itself, and says which', () => {
    const typed = { openingPence: pounds(100), closingPence: pounds(140) };
    expect(take(bare, typed)).toMatchObject({ ...typed, typed: ['opening', 'closing'] });
    expect(take({}, typed).typed).toBeUndefined();
    expect(take(bare, {}, { ...around, lastClosingPence: pounds(7) })).toMatchObject({
      openingPence: pounds(7),
      typed: ['assumed'],
    });
  });

  it('says where what was typed contradicts it, or does not add up', () => {
    expect(take({}, { openingPence: pounds(99) }).problems).toEqual([
      { line: 0, code: 'opening-contradicts-file' },
    ]);
    expect(take({}, { closingPence: pounds(99) }).problems).toEqual([
      { line: 0, code: 'closing-contradicts-file' },
    ]);
    const typed = { openingPence: pounds(100), closingPence: pounds(141) };
    expect(take(bare, typed).problems).toEqual([{ line: 0, code: 'typed-does-not-add-up' }]);
  });

  it('says of a balance that breaks what is missing, and between which days', () => {
    const balanced = [
      row(2, '2027-05-04', 60, { balancePence: pounds(160) }),
      row(3, '2027-05-18', -20, { balancePence: pounds(133) }),
    ];
    const problems = [
      { line: 3, code: 'balance-does-not-run' as const },
      { line: 0, code: 'does-not-add-up' as const },
    ];
    expect(take({ rows: balanced, closingPence: pounds(133), problems }).problems).toEqual([
      {
        line: 3,
        code: 'balance-does-not-run',
        missing: { from: '2027-05-04', to: '2027-05-18', amountPence: pounds(-7) },
      },
    ]);
  });

  it('says of balances that do not add up what is missing between them', () =>
    expect(
      take({ closingPence: pounds(150), problems: [{ line: 0, code: 'does-not-add-up' }] })
        .problems,
    ).toEqual([
      {
        line: 0,
        code: 'does-not-add-up',
        missing: { from: '2027-05-04', to: '2027-05-08', amountPence: pounds(10) },
      },
    ]));

  it('tells the rows that were left out', () =>
    expect(take({ problems: [{ line: 4, code: 'no-such-day' }] }).problems).toEqual([
      { line: 4, code: 'no-such-day', leftOut: true },
    ]));

  it.each([
    [{ problems: [] }, null],
    [{ openingPence: NOTHING, closingPence: NOTHING, problems: [] }, true],
    [
      {
        openingPence: NOTHING,
        closingPence: NOTHING,
        problems: [{ line: 3, code: 'balance-does-not-run' }],
      },
      false,
    ],
  ])('%p adds up: %p', (it, answer) => expect(addsUp(it)).toBe(answer));
});

describe('A row is itself', () => {
  const same = (a: FileRow, b: FileRow) =>
    expect(identitiesOf([a])).toEqual(identitiesOf([b])) as void;
  const other = (a: FileRow, b: FileRow) =>
    expect(identitiesOf([a])).not.toEqual(identitiesOf([b])) as void;
  const wages = row(2, '2027-05-08', -96, { text: 'R REED  WAGES' });

  it('wherever it stands, however the bank pads and cases it', () => {
    same(wages, { ...wages, line: 7 });
    same(wages, { ...wages, text: ' R Reed Wages ' });
  });

  it('by its day, its amount, its words and the balance after it', () => {
    other(wages, { ...wages, on: '2027-05-09' });
    other(wages, { ...wages, amountPence: pounds(-97) });
    other(wages, { ...wages, text: 'R READ WAGES' });
    other(wages, { ...wages, balancePence: pounds(1) });
  });

  it('by the bank’s id alone, where there is one: a note that was changed is no new line', () =>
    same({ ...wages, bankId: 'tx_1' }, { ...wages, bankId: 'tx_1', text: 'edited' }));

  it('and two that are alike are two', () => {
    const [one, two] = identitiesOf([wages, wages]);
    expect(one).not.toEqual(two);
    expect(identitiesOf([wages])[0]).toEqual(one);
  });
});
