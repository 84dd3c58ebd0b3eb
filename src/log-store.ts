import type { Config } from './config.js';
import type { Clock } from './event-log/clock.js';
import type { DataFolder } from './event-log/data-folder.js';
import type { EventLog } from './event-log/event-log.js';
import type { EventTypes } from './event-log/event-types.js';
import { EventStoreDbLog } from './event-log/eventstoredb-log.js';
import type { RequestTables } from './event-log/request-rows.js';
import { SqliteLog } from './event-log/sqlite-log.js';
import { createRequestTables } from './words/request-tables.js';
import type { Databases } from './databases.js';

/** In the data folder, where no server keeps the log; without it there is then no ledger. */
export const LOG_FILE = 'log.db';

interface Ground {
  readonly types: EventTypes;
  readonly clock: Clock;
  readonly databases: Databases;
}

/** The log that the settings name: in a server, or in a file of the folder. */
export async function openLog(
  { eventStoreDbUrl: url }: Pick<Config, 'eventStoreDbUrl'>,
  folder: DataFolder,
  { types, clock, databases }: Ground,
): Promise<EventLog> {
  if (url === undefined) {
    const file = folder.file(LOG_FILE);
    return SqliteLog.open({ file, ...databases.keys, types, clock });
  }
  await createRequestTables(databases.erasable);
  const rows = databases.erasable.withTables<RequestTables>();
  return EventStoreDbLog.open({ url, types, clock, rows });
}
