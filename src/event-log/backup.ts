import Database from 'better-sqlite3';
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from './clock.js';
import { FolderUnusable } from './data-folder.js';
import type { EventTypes } from './event-types.js';
import { LAST_SEAL, mustHoldLastSeal } from './last-seal.js';
import { SqliteLog } from './sqlite-log.js';
import { verify, type Integrity } from './verify.js';

/** In this order: what is copied later holds at least what was read from it by what came before. */
const FILES = ['read.db', 'log.db', 'keys.db'] as const;
const PAGES_A_STEP = 1_000;

export interface BackupOptions {
  readonly types: EventTypes;
  readonly clock: Clock;
  /** Of the file in hand, in its pages. */
  readonly onProgress?: (file: string, done: number, total: number) => void;
}

/**
 * Copies a data folder, also while a ledger serves it, to one that holds none yet, and verifies the
 * copy from its first event to its last seal. Each file is as it was at one instant. Throws
 * `FolderUnusable`, and `LogCut` when the copy lacks what was sealed.
 */
export async function backUp(
  from: string,
  to: string,
  { types, clock, onProgress = () => {} }: BackupOptions,
): Promise<Integrity> {
  mkdirSync(to, { recursive: true, mode: 0o700 });
  if (existsSync(join(to, 'log.db')))
    throw new FolderUnusable(to, new Error('it holds a ledger already'));
  // Before the log: a seal that is set meanwhile would be missing from it.
  if (existsSync(join(from, LAST_SEAL))) copyFileSync(join(from, LAST_SEAL), join(to, LAST_SEAL));
  for (const file of FILES)
    if (existsSync(join(from, file)))
      await copied(join(from, file), join(to, file), (done, total) =>
        onProgress(file, done, total),
      );

  const log = await SqliteLog.open({ file: join(to, 'log.db'), types, clock });
  try {
    const { checkpoint: _, ...found } = await verify(log, {
      onProgress: (events) => onProgress('events verified', events, events),
    });
    if (found.ok) await mustHoldLastSeal(log, join(to, LAST_SEAL));
    return found;
  } finally {
    await log.close();
  }
}

/** SQLite's own online backup, of what the file was at one instant. */
async function copied(
  from: string,
  to: string,
  onProgress: (done: number, total: number) => void,
): Promise<void> {
  const source = new Database(from, { readonly: true, fileMustExist: true });
  try {
    // One read, kept open: else each write in between would begin the copy anew.
    source.exec('BEGIN').prepare('SELECT count(*) FROM sqlite_schema').get();
    await source.backup(to, {
      progress: ({ totalPages, remainingPages }) => {
        onProgress(totalPages - remainingPages, totalPages);
        return PAGES_A_STEP;
      },
    });
  } finally {
    source.close();
  }
}
