import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectGolden } from '../../../test/support/golden.js';
import { statementReport } from '../../../test/support/statement-report.js';
import { CARDS, read } from '../../../test/support/statements.js';

const FOLDER = join(import.meta.dirname, '../../../test/golden/statements');
const FILES = readdirSync(FOLDER).filter(
  (it) => !it.startsWith('.') && !it.endsWith('.report.txt'),
);

describe('A statement as the bank made it', () => {
  it.each(FILES)('%s reads to the penny', (name) => {
    const file = read(readFileSync(join(FOLDER, name)), { mappings: [CARDS] });
    expectGolden(join('statements', `${name}.report.txt`), statementReport(name, file));
  });
});
