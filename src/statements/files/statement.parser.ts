import { isXml, readCamt } from './camt.parser.js';
import { readCsv } from './csv-statement.parser.js';
import { textOf } from './encoding.parser.js';
import { refuseOtherKinds } from './file-kinds.js';
import { isMt940, readMt940 } from './swift.parser.js';
import { isOfx, readOfx } from './ofx.parser.js';
import { isQif, readQif } from './qif.parser.js';
import type { Reading } from './raw-line.js';
import { isSantander, readSantander } from './santander.js';
import type { ReadingOptions, StatementFile } from './statement-file.js';
import { statementOf } from './statement-lines.js';

/**
 * What a statement says, whatever its format: the bytes tell, not the name. Throws `Unreadable`,
 * `UnsupportedFile`, `TooManyRows` and `NeedsMapping`, and nothing else whatever the bytes are.
 */
export function readStatement(bytes: Uint8Array, options: ReadingOptions): StatementFile {
  refuseOtherKinds(bytes);
  return statementOf(readText(textOf(bytes), options), options.today);
}

function readText(text: string, options: ReadingOptions): Reading {
  if (isOfx(text)) return readOfx(text);
  if (isXml(text)) return readCamt(text);
  if (isQif(text)) return readQif(text, options);
  if (isMt940(text)) return readMt940(text);
  if (isSantander(text)) return readSantander(text);
  return readCsv(text, options);
}
