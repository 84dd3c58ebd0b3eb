import type { Config } from './config.js';
import type { Clock } from './event-log/clock.js';
import type { CopySource, LogImport } from './event-log/copying.js';
import type { DataFolder } from './event-log/data-folder.js';
import type { EventTypes } from './event-log/event-types.js';
import type { RequestTables } from './event-log/request-rows.js';
import { SqliteImport } from './event-log/sqlite-import.js';
import { SqliteLog } from './event-log/sqlite-log.js';
import type { Databases } from './databases.js';

/** In the data folder, where no server keeps the log; without it there is then no ledger. */
export const LOG_FILE = 'log.db';

/** Where a log is: in a server, or in a file. */
export type LogPlace = { readonly url: string } | { readonly file: string };

interface Ground {
  readonly types: EventTypes;
  readonly clock: Clock;
  readonly databases: Databases;
  /** Also a copy that is not finished: for whoever finishes it. */
  readonly unfinished?: boolean;
}

export const logAt = (
  { eventStoreDbUrl: url }: Pick<Config, 'eventStoreDbUrl'>,
  folder: DataFolder,
): LogPlace => (url === undefined ? { file: folder.file(LOG_FILE) } : { url });

/** Throws `UnfinishedCopy`. */
export async function openLog(
  at: LogPlace,
  { types, clock, databases, unfinished }: Ground,
): Promise<CopySource> {
  if ('file' in at) return SqliteLog.open({ ...at, ...databases.keys, types, clock, unfinished });
  const rows = databases.erasable.withTables<RequestTables>();
  // Loaded where a server keeps the log, and only there: its client is large.
  const { EventStoreDbLog } = await import('./event-log/eventstoredb-log.js');
  const { createRequestTables } = await import('./words/request-tables.js');
  await createRequestTables(databases.erasable);
  return EventStoreDbLog.open({ ...at, types, clock, rows, unfinished });
}

/** `rows`: where what is kept beside a server's log goes; `undefined`: it is there already. */
export async function openImport(
  at: LogPlace,
  rows: Databases['erasable'] | undefined,
): Promise<LogImport> {
  if ('file' in at) return new SqliteImport(at.file);
  const { EventStoreDbImport } = await import('./event-log/eventstoredb-import.js');
  return new EventStoreDbImport(at.url, rows?.withTables<RequestTables>());
}
