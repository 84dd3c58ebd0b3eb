import { read, refusal, told } from '../../../test/support/statements.js';
import { TooManyRows, Unreadable } from './statement-file.js';

const TABLE = 'Date,Description,Amount,Balance\n';

describe('A table', () => {
  it('keeps quotation marks inside words', () =>
    expect(told(`${TABLE}25/08/2026,THE 12" PIZZA "CO",-1.00,99.00`).rows).toEqual([
      '2026-08-25 -100 THE 12" PIZZA "CO"',
    ]));

  it('whose quotation mark would swallow the next row is refused at that line', () => {
    expect(
      refusal(`${TABLE}25/08/2026,"X,-1.00,99.00\n24/08/2026,"Y",-1.00,100.00\n`),
    ).toMatchObject({ line: 2, message: expect.stringContaining('quotation mark') });
    expect(
      refusal(`${TABLE}25/08/2026,X,-1.00,99.00\n24/08/2026,"Y,-1.00,100.00\n`),
    ).toBeInstanceOf(Unreadable);
  });

  it('cut off within a row lists that row', () =>
    expect(told(`${TABLE}25/08/2026,X,-1.00,99.00\n24/08/2026,Y`)).toMatchObject({
      rows: ['2026-08-25 -100 X'],
      problems: ['3 no-amount'],
    }));

  it('of 20,000 lines is read, of one more refused', () => {
    const rows = (count: number) =>
      TABLE + '25/08/2026,X,0.01,\n'.repeat(count) + '\n'.repeat(count);
    expect(read(rows(20_000)).rows).toHaveLength(20_000);
    expect(refusal(rows(20_001))).toBeInstanceOf(TooManyRows);
    expect(refusal(rows(200_000))).toBeInstanceOf(TooManyRows);
  });

  it('with rows of nothing below is not longer for it', () =>
    expect(read(`${TABLE}25/08/2026,X,0.01,\n${',,,,\n'.repeat(100_000)}`).rows).toHaveLength(1));

  it('with rows of nothing in quotation marks, by the hundred thousand, is refused', () =>
    expect(refusal(`${TABLE}${'"",""\n'.repeat(400_000)}`)).toBeInstanceOf(TooManyRows));

  it('whose parser would work for half a minute on odd quotation marks is refused at once', () => {
    const row = `${'"a"b,'.repeat(10_000)}\n`;
    expect(refusal(`${'x'.repeat(60_000)}\n${row.repeat(90)}`)).toMatchObject({ line: 1 });
    expect(refusal(`${TABLE}${row.repeat(90)}`)).toMatchObject({ line: 2 });
  });

  it('with a row of hundreds of columns is refused', () =>
    expect(refusal(`${TABLE}25/08/2026,X,0.01,\n${'1,'.repeat(500)}`)).toMatchObject({ line: 3 }));

  it('with a row of megabytes is refused', () =>
    expect(refusal(`${TABLE}25/08/2026,${'x'.repeat(1_000_000)},0.01,`)).toMatchObject({
      line: 2,
    }));

  it('has words of at most 500 characters, and half of no letter', () => {
    const { text } = read(`${TABLE}25/08/2026,a${'🍯'.repeat(400)},0.01,`).rows[0]!;
    expect(text.length).toBeLessThanOrEqual(500);
    expect(text.isWellFormed()).toBe(true);
  });
});
