import { writeFileSync } from 'node:fs';

/** A reporter that keeps what jest counted, for the last line of the whole run: in a file. */
export default class Counts {
  onRunComplete(_, results) {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = results;
    const counts = {
      passed: numPassedTests,
      // A suite that could not be read has no tests to count.
      failed: numFailedTests + results.numRuntimeErrorTestSuites,
      skipped: numPendingTests + numTodoTests,
    };
    writeFileSync(process.env.COUNTS, JSON.stringify(counts));
  }
}
