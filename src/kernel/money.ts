/** Whole pence. Branded, so a bare number (or pounds) cannot slip in. */
export type Pence = number & { readonly unit: 'pence' };

/** Throws a `RangeError` for parts of a penny and beyond the safe integers. */
export const pence = (n: number): Pence => {
  if (!Number.isSafeInteger(n)) throw new RangeError(`Not a whole number of pence: ${n}`);
  return (n + 0) as Pence; // `+ 0` turns -0 into 0
};

export const NOTHING = pence(0);

export const plus = (...amounts: readonly Pence[]): Pence =>
  pence(amounts.reduce<number>((sum, it) => sum + it, 0));

export const minus = (amount: Pence): Pence => pence(0 - amount);

/** How much it is, whichever way it goes. */
export const sizeOf = (amount: Pence): Pence => (amount < 0 ? minus(amount) : amount);

export const times = (amount: Pence, whole: number): Pence => pence(amount * whole);

export const sumOf = <T>(items: Iterable<T>, amountOf: (item: T) => Pence): Pence => {
  let sum = 0;
  for (const item of items) sum += amountOf(item);
  return pence(sum);
};

/**
 * The one rounding rule: to the nearest penny, half a penny up. Exact: no step leaves the whole
 * numbers. `by` is a whole number above 0.
 */
export function dividedHalfUp(amount: Pence, by: number): Pence {
  if (!Number.isSafeInteger(by) || by <= 0) throw new RangeError(`Cannot divide by ${by}`);
  const cut = amount % by; // of the sign of `amount`, so what it is taken from comes nearer to 0
  const towardsNothing = (amount - cut) / by;
  if (cut >= 0) return pence(2 * cut >= by ? towardsNothing + 1 : towardsNothing);
  return pence(-2 * cut > by ? towardsNothing - 1 : towardsNothing);
}

/**
 * Shares `amount` out by weight, whole pence, so that the shares add up to it: each gets its part
 * cut off, and the pennies left go to the largest remainders, of equal ones to the first. All
 * weights 0: everything goes to the first. `amount` and the weights are not negative.
 */
export function shareOut(amount: Pence, weights: readonly number[]): Pence[] {
  const total = weights.reduce((sum, it) => sum + BigInt(it), 0n);
  if (total === 0n) return weights.map((_, i) => (i === 0 ? amount : NOTHING));
  const exact = weights.map((weight) => BigInt(amount) * BigInt(weight));
  const shares = exact.map((it) => Number(it / total));
  const byRemainder = exact
    .map((it, i) => ({ i, rest: it % total }))
    .sort((a, b) => (a.rest === b.rest ? a.i - b.i : a.rest > b.rest ? -1 : 1));
  let left = amount - shares.reduce((sum, it) => sum + it, 0);
  for (const { i } of byRemainder) if (left-- > 0) shares[i]! += 1;
  return shares.map(pence);
}

/** "£1,234.50", "-£12.00" */
export function formatPence(amount: Pence): string {
  const digits = String(Math.abs(amount)).padStart(3, '0');
  const pounds = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${amount < 0 ? '-' : ''}£${pounds}.${digits.slice(-2)}`;
}
