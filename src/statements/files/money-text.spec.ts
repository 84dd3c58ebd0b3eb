import { penceOfDigits, penceOfText } from './money-text.js';

describe('An amount as banks, cards and spreadsheets write it', () => {
  it.each([
    ['12.49', 1249],
    ['-12.49', -1249],
    ['+12.49', 1249],
    ['12', 1200],
    ['12.5', 1250],
    ['.50', 50],
    ['0.00', 0],
    ['£1,234.56', 123456],
    ['-£1,234.56', -123456],
    ['£-1,234.56', -123456],
    ['£ 12.49', 1249],
    ['GBP 12.49', 1249],
    ['12.49 GBP', 1249],
    ['12.49-', -1249],
    ['(12.49)', -1249],
    ['(£12.49)', -1249],
    ['12.49 CR', 1249],
    ['12.49 DR', -1249],
    ['12.49Dr', -1249],
    ['12.49 OD', -1249],
    ['-12.49 DR', -1249],
    ['\u221212.49', -1249],
    ['\u00a012.49\u00a0', 1249],
    ['1 234.56', 123456],
    ['1\u202f234.56', 123456],
    ["'12.49", 1249],
    ['="12.49"', 1249],
    ['12.49000', 1249],
    ['999999999.99', 99_999_999_999],
    ['1.1', 110],
    ['0.29', 29],
    ['1.15', 115],
  ])('%p is %p pence', (text, pence) => expect(penceOfText(text)).toBe(pence));

  it.each([
    '', '-', 'twelve', '12.345', '12.499999999999', '1.90E+21', '1e3', '12,49', '1,23.00',
    '12,345,67', '1,2345', '1.234,56', '12.3.4', '--12', '-12.49 CR', '+12.49-', '(12.49', '12.49)',
    '#####', '#N/A', '12.49%', '£', '.', '12.', '=1+2', '0x12', 'Infinity', '١٢', '1000000000.00', '-12.49-',
    '9'.repeat(500),
  ])('%p is none', (text) => expect(penceOfText(text)).toBeUndefined()); // prettier-ignore

  it('is exact where a float is not', () => {
    for (let pence = 0; pence < 20_000; pence++) {
      const text = `${Math.floor(pence / 100)}.${String(pence % 100).padStart(2, '0')}`;
      if (penceOfText(text) !== pence) throw new Error(text);
    }
  });

  it('of a format has the decimal sign of the format and no groups', () => {
    expect(penceOfDigits('12,49', ',')).toBe(1249);
    expect(penceOfDigits('12,', ',')).toBe(1200);
    expect(penceOfDigits('12.49', ',')).toBeUndefined();
    expect(penceOfDigits('-12.49', ',.')).toBe(-1249);
    expect(penceOfDigits('1,234', ',.')).toBeUndefined();
    expect(penceOfDigits('1,234.56', ',.')).toBeUndefined();
  });
});
