/** How jest is started, from the root: for Node, before what is to be tested. */
export const JEST = [
  '--import',
  './test/support/typescript-loader.mjs',
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  'node_modules/jest/bin/jest.js',
];
export const CONFIG = ['-c', 'test/jest.config.json'];
