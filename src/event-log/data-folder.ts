import Database from 'better-sqlite3';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Two processes on one folder would each believe that they alone write. */
export class FolderInUse extends Error {
  constructor(folder: string) {
    super(
      `The folder ${folder} is in use by another ledger. Stop that one first, or give this one a ` +
        `folder of its own with DATA_DIR.`,
    );
  }
}

/** It cannot be made, read or written. */
export class FolderUnusable extends Error {
  constructor(folder: string, cause: unknown) {
    const why = (cause as Error).message;
    super(
      `The folder ${folder} cannot be used: ${why}. Put right what is there, or set DATA_DIR to ` +
        `a folder that this user may write to.`,
      { cause },
    );
  }
}

/** Where everything is kept, for this process alone while it lives. */
export class DataFolder {
  private constructor(
    readonly path: string,
    private readonly lock: Database.Database,
  ) {}

  /** Makes the folder when it is missing. Throws `FolderInUse`, `FolderUnusable`. */
  static open(folder: string): DataFolder {
    const path = resolve(folder);
    try {
      mkdirSync(path, { recursive: true, mode: 0o700 });
      return new DataFolder(path, locked(path));
    } catch (error) {
      throw error instanceof FolderInUse ? error : new FolderUnusable(path, error);
    }
  }

  file(name: string): string {
    return join(this.path, name);
  }

  close(): void {
    this.lock.close();
  }
}

/** A transaction never ended: the system lets go of it with the process, however that dies. */
function locked(folder: string): Database.Database {
  const lock = new Database(join(folder, 'lock.db'), { timeout: 0 });
  try {
    return lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if ((error as { code?: string }).code !== 'SQLITE_BUSY') throw error;
    throw new FolderInUse(folder);
  }
}
