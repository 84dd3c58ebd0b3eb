import fc from 'fast-check';
import { dividedHalfUp, pence, shareOut } from '../../src/kernel/money.js';
import { always } from '../support/properties.js';

const amounts = fc.oneof(
  fc.integer({ min: 0, max: 1_000_000_000 }),
  fc.maxSafeInteger().map(Math.abs),
);
const signedAmounts = fc.oneof(fc.integer({ min: -100_000, max: 100_000 }), fc.maxSafeInteger());
const weights = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 2 ** 40 })), {
  minLength: 1,
  maxLength: 12,
});

const sum = (numbers: readonly number[]) => numbers.reduce((total, it) => total + BigInt(it), 0n);

describe('Shares', () => {
  always('add up to what is shared', fc.tuple(amounts, weights), ([amount, by]) =>
    expect(sum(shareOut(pence(amount), by))).toBe(BigInt(amount)),
  );

  always(
    'are each less than a penny away from the exact part, and nothing where there is no weight',
    fc.tuple(amounts, weights),
    ([amount, by]) => {
      const total = sum(by);
      fc.pre(total > 0n);
      for (const [i, share] of shareOut(pence(amount), by).entries()) {
        const away = BigInt(share) * total - BigInt(amount) * BigInt(by[i]!);
        expect(away > -total && away < total).toBe(true);
        if (by[i] === 0) expect(share).toBe(0);
      }
    },
  );

  always('give more to who has more weight', fc.tuple(amounts, weights), ([amount, by]) => {
    const shares = shareOut(pence(amount), by);
    for (const [i, a] of by.entries())
      for (const [j, b] of by.entries())
        if (a > b && sum(by) > 0n) expect(shares[i]! >= shares[j]!).toBe(true);
  });

  always(
    'go to the largest remainders, of equal ones to the first',
    fc.tuple(amounts, weights),
    ([amount, by]) => {
      const total = sum(by);
      fc.pre(total > 0n);
      const shares = shareOut(pence(amount), by);
      const parts = by.map((it) => BigInt(amount) * BigInt(it));
      const roundedUp = parts.map((it, i) => BigInt(shares[i]!) > it / total);
      for (const [i, up] of roundedUp.entries())
        for (const [j, other] of roundedUp.entries())
          if (up && !other) {
            const [mine, theirs] = [parts[i]! % total, parts[j]! % total];
            expect(mine > theirs || (mine === theirs && i < j)).toBe(true);
          }
    },
  );
});

describe('Rounding', () => {
  const divisors = fc.integer({ min: 1, max: 10_000 });

  always(
    'is at most half a penny away, and half a penny goes up',
    fc.tuple(signedAmounts, divisors),
    ([amount, by]) => {
      const away = 2n * (BigInt(dividedHalfUp(pence(amount), by)) * BigInt(by) - BigInt(amount));
      expect(away > -BigInt(by) && away <= BigInt(by)).toBe(true);
    },
    300,
  );

  always('leaves whole results alone', fc.tuple(fc.integer(), divisors), ([amount, by]) =>
    expect(dividedHalfUp(pence(amount * by), by)).toBe(pence(amount)),
  );
});
