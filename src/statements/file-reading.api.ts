import { Injectable } from '@nestjs/common';
import { present } from '../kernel/canonical.js';
import type { LocalDate } from '../kernel/dates.js';
import { invalid, Problem } from '../web/problem.js';
import { MappingsTable } from './mappings.table.js';
import {
  NeedsMapping,
  TooManyRows,
  Unreadable,
  UnsupportedFile,
  type StatementFile,
} from './files/statement-file.js';
import { readStatement } from './files/statement.parser.js';

/** Reads files with the mappings that were saved, and says what is wrong with them as problems. */
@Injectable()
export class FileReading {
  constructor(private readonly mappings: MappingsTable) {}

  /** 400 `unreadable`, 409 `needs-mapping`, 413 `too-large`, 415 `unsupported-type`. */
  async read(bytes: Uint8Array, today: LocalDate, mappingId?: string): Promise<StatementFile> {
    const mappings = await this.mappings.all();
    if (mappingId !== undefined && !mappings.some((it) => it.mappingId === mappingId))
      throw invalid({ field: 'mappingId', message: 'There is no such mapping. Leave it out.' });
    return withProblems(() => readStatement(bytes, present({ today, mappings, mappingId })));
  }
}

/** What is wrong with a file, as it is answered. */
export function withProblems<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw problemOf(error) ?? error;
  }
}

function problemOf(error: unknown): Problem | undefined {
  if (error instanceof Unreadable) {
    const { message, line } = error;
    return new Problem(400, 'unreadable', message, {
      line,
      errors: [{ field: 'file', message }],
    });
  }
  if (error instanceof NeedsMapping)
    return new Problem(409, 'needs-mapping', error.message, { preview: error.preview });
  if (error instanceof TooManyRows) return new Problem(413, 'too-large', error.message);
  if (error instanceof UnsupportedFile) return new Problem(415, 'unsupported-type', error.message);
  return undefined;
}
