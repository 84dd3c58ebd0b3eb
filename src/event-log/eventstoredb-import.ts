import type { Kysely } from 'kysely';
import { BrokenStream, metaOf } from './chain.js';
import type { LogImport, Moving } from './copying.js';
import { landed, standing } from './eventstoredb-append.js';
import { EventStoreDbConnection } from './eventstoredb-connection.js';
import { prepare, type Prepared } from './eventstoredb-events.js';
import { PREFIX } from './eventstoredb-log.js';
import { isUnfinished, markUnfinished } from './eventstoredb-store.js';
import { VersionConflict } from './event-log.js';
import { keepBeside } from './moving-requests.js';
import type { RequestTables } from './request-rows.js';

/**
 * Into a server, one append after another, as the order of the whole log is to stay: the very ids
 * at the very versions, so that what is sent twice stands once.
 */
export class EventStoreDbImport implements LogImport {
  private readonly connection: EventStoreDbConnection;

  constructor(
    url: string,
    /** `undefined`: what is kept beside the log is there already. */
    private readonly rows: Kysely<RequestTables> | undefined,
    private readonly prefix = PREFIX,
  ) {
    this.connection = new EventStoreDbConnection(url);
  }

  isBegun(): Promise<boolean> {
    return isUnfinished(this.connection, this.prefix);
  }

  begin(): Promise<void> {
    return markUnfinished(this.connection, this.prefix, true);
  }

  async add(events: readonly Moving[]): Promise<void> {
    if (this.rows) await keepBeside(this.rows, events);
    for (const append of appendsIn(events)) await this.append(append);
  }

  finish(): Promise<void> {
    return markUnfinished(this.connection, this.prefix, false);
  }

  close(): Promise<void> {
    return this.connection.close();
  }

  private async append(events: readonly Moving[]): Promise<void> {
    const { stream, version } = events[0]!;
    const to = { stream, name: `${this.prefix}${stream}`, expected: version - 1 };
    const prepared = events.map(asItWas);
    try {
      await landed(this.connection, to, prepared);
    } catch (error) {
      if (!(error instanceof VersionConflict)) throw error;
      // Sent by whoever was killed, it may have landed since one looked.
      if (await standing(this.connection, to, prepared)) return;
      throw new BrokenStream(stream, version, 'something else stands there');
    }
  }
}

function asItWas(event: Moving): Prepared {
  const { stream, version, previousHash, meta, data, hash } = event;
  const prepared = prepare(metaOf(event), data, previousHash);
  if (prepared.hash === hash && prepared.meta === meta) return prepared;
  throw new BrokenStream(stream, version, 'it has another envelope');
}

/** What was one append is one again: its events stand side by side. */
function appendsIn(events: readonly Moving[]): Moving[][] {
  const appends: Moving[][] = [];
  for (const it of events) {
    const [first] = appends.at(-1) ?? [];
    if (first?.stream === it.stream && first.requestId === it.requestId) appends.at(-1)!.push(it);
    else appends.push([it]);
  }
  return appends;
}
