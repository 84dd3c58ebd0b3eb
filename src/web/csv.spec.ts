import { csvRows } from './csv.js';

describe('A row of CSV', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['+44 20', "'+44 20"],
    ['-Rosa', "'-Rosa"],
    ['@sum', "'@sum"],
    ['\tx', "'\tx"],
    ['\rx', '"\'\rx"'],
    ['-', "'-"],
    ['--5', "'--5"],
    ['-12.34 ', "'-12.34 "],
  ])('makes %j harmless', (cell, text) => expect(csvRows([[cell]])).toBe(`${text}\r\n`));

  it.each(['-12.34', '-5', '0.05', 'Rosa = Reed', 'a-b', "'quoted", '£5'])(
    'leaves %j as it is',
    (cell) => expect(csvRows([[cell]])).toBe(`${cell}\r\n`),
  );

  it('has quotes where they are needed, and nothing where there is nothing', () =>
    expect(csvRows([['a,b', undefined, 'say "so"'], ['x\r\ny']])).toBe(
      '"a,b",,"say ""so"""\r\n"x\r\ny"\r\n',
    ));
});
