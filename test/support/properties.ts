import fc from 'fast-check';

const SEED = Number(process.env['PROPERTY_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

/**
 * A sentence that holds whatever comes. Its seed stands in its name, so that every run says how to
 * have it again: `PROPERTY_SEED=… npm test`. `endOnFailure`: where each run leaves something behind,
 * a smaller example cannot be looked for.
 */
export function always<T>(
  sentence: string,
  given: fc.Arbitrary<T>,
  holds: (value: T) => void | Promise<void>,
  numRuns = 100,
  { timeoutMs = 60_000, endOnFailure = false } = {},
): void {
  it(
    `${sentence} (seed ${SEED}, ${numRuns} runs)`,
    () =>
      fc.assert(
        fc.asyncProperty(given, async (value) => holds(value)),
        { seed: SEED, numRuns, endOnFailure },
      ),
    timeoutMs,
  );
}
