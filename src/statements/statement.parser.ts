import { readCsv } from './csv-statement.parser.js';
import { textOf } from './encoding.parser.js';
import { refuseOtherKinds } from './file-kinds.js';
import type { ReadingOptions, StatementFile } from './statement-file.js';
import { statementOf } from './statement-lines.js';

/**
 * What a statement says, whatever its format: the bytes tell, not the name. Throws `Unreadable`,
 * `UnsupportedFile`, `TooManyRows` and `NeedsMapping`, and nothing else whatever the bytes are.
 */
export function readStatement(bytes: Uint8Array, options: ReadingOptions): StatementFile {
  refuseOtherKinds(bytes);
  const text = textOf(bytes);
  return statementOf(readCsv(text, options), options.today);
}
