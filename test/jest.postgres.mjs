import everySpec from './jest.sqlite.mjs';

/** The specs to which it matters where rows are kept, once more: on a PostgreSQL. */
export default {
  ...everySpec,
  displayName: 'PostgreSQL',
  testRegex: [
    '\\.postgres\\.spec\\.ts$',
    'src/read-models/(database|migrations|projector|known-events|knowledge)\\.spec\\.ts$',
    'src/reactions/reaction-runner\\.spec\\.ts$',
    'src/words/(words|files|moving-rows|row-requests|erasable-keys|kept-key)\\.spec\\.ts$',
    'src/people/(people\\.table|after-erasure\\.reaction)\\.spec\\.ts$',
    'test/faults/killing\\.spec\\.ts$',
    'test/contract/read-models\\.spec\\.ts$',
    'test/api/(access|budgets|conventions|disagreements|erasure|examples|history|money|receipts)\\.spec\\.ts$',
  ],
  globalSetup: '<rootDir>/test/support/postgres-programs.ts',
  setupFilesAfterEnv: ['<rootDir>/test/support/postgres-setup.ts'],
};
