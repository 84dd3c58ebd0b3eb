import { dividedHalfUp, formatPence, minus, pence, plus, shareOut, times } from './money.js';

describe('Pence', () => {
  it.each([0.5, Number.NaN, Infinity, 2 ** 53])('are whole: %p is refused', (n) =>
    expect(() => pence(n)).toThrow(RangeError),
  );

  it('never leave the whole numbers unseen', () =>
    expect(() => plus(pence(2 ** 53 - 1), pence(1))).toThrow(RangeError));

  it('are never minus nothing', () => {
    expect(Object.is(minus(pence(0)), 0)).toBe(true);
    expect(Object.is(times(pence(0), -1), 0)).toBe(true);
  });
});

describe('Rounding', () => {
  it.each([
    [10, 4, 3], // 2.5
    [9, 4, 2], // 2.25
    [11, 4, 3], // 2.75
    [-10, 4, -2], // -2.5: up is towards more
    [0, 7, 0],
  ])('%p over %p is %p: half a penny goes up', (amount, by, expected) =>
    expect(dividedHalfUp(pence(amount), by)).toBe(expected),
  );

  it('is exact where a float is not', () => {
    expect(dividedHalfUp(pence(9_007_199_254_740_990), 7)).toBe(1_286_742_750_677_284);
    expect(dividedHalfUp(pence(-9_007_199_254_739_361), 1_927)).toBe(-4_674_208_227_680);
  });

  it('knows no division by nothing', () =>
    expect(() => dividedHalfUp(pence(1), 0)).toThrow(RangeError));
});

describe('Sharing out', () => {
  it('adds up to the penny', () => expect(shareOut(pence(100), [1, 1, 1])).toEqual([34, 33, 33]));

  it('gives the pennies left to the largest remainders', () =>
    expect(shareOut(pence(10), [55, 25, 20])).toEqual([6, 2, 2]));

  it('gives everything to the first when nothing weighs', () =>
    expect(shareOut(pence(7), [0, 0])).toEqual([7, 0]));

  it('stays exact with large weights', () =>
    expect(shareOut(pence(1_000_000_000), [999_999_999, 1])).toEqual([999_999_999, 1]));
});

describe('Written out', () => {
  it.each([
    [0, '£0.00'],
    [5, '£0.05'],
    [123450, '£1,234.50'],
    [100000000, '£1,000,000.00'],
    [-1200, '-£12.00'],
  ])('%p is %p', (amount, text) => expect(formatPence(pence(amount))).toBe(text));
});
